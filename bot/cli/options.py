"""Options and small services that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as ProgressBars

from bot.cli.wording import counted
from bot.core.ports import Progress, no_progress
from bot.core.snapshot import Snapshot
from bot.loading import load_snapshot
from bot.settings import Settings

_WIDTH = 100  # characters; longer lines tire the eye

knowledge_option = click.option(
    "--knowledge",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of documents; the one in the settings where this is left out.",
)


def stdout() -> Console:
    """Where a person reads the result. Programs get bytes of JSON instead."""
    console = Console(highlight=False)
    console.width = min(console.width, _WIDTH)
    return console


@contextmanager
def show_progress() -> Generator[Progress]:
    """A progress bar on standard error, only where a person looks at it."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with ProgressBars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("loading", total=None)

        def tell(what: str, done: int, total: int) -> None:
            bars.update(task, description=what, completed=done, total=total or None)

        yield tell


def load(settings: Settings) -> Snapshot:
    """Loads the knowledge folder, and says on standard error what was left out.

    Raises:
        ReadingError: the folder itself cannot be read.
    """
    with show_progress() as progress:
        snapshot = load_snapshot(settings, progress)
    if count := len(snapshot.problems):
        problems = counted(count, "problem")
        click.echo(f"{problems} in the documents; `footnote check` lists all.", err=True)
    return snapshot
