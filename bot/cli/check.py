"""`footnote check`: what the knowledge folder holds, and what is wrong with it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.cards import safe
from bot.cli.main import Invocation
from bot.cli.options import knowledge_option, show_progress, stdout
from bot.cli.wording import counted, readable_size
from bot.core.model import EntryKind
from bot.core.patterns import unpicked
from bot.core.snapshot import Snapshot
from bot.loading import load_snapshot


@click.command("check")
@knowledge_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def command(ctx: click.Context, knowledge: Path | None, as_json: bool) -> None:
    """Load the documents and report what is wrong with them.

    Ends with exit code 1 where there is a problem.
    """
    settings = ctx.ensure_object(Invocation).settings(knowledge=knowledge)
    with show_progress() as progress:
        snapshot = load_snapshot(settings, progress)
    if as_json:
        click.echo(json.dumps(_report(snapshot), indent=2))
    else:
        _print(stdout(), snapshot, settings.knowledge)
    ctx.exit(1 if snapshot.problems else 0)


def _report(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "documents": [
            {
                "id": document.id,
                "title": document.title,
                "language": document.language,
                "bytes": document.size,
                "modified": document.modified.isoformat(),
                "passages": len(snapshot.rows[document.id]),
            }
            for document in snapshot.documents.values()
        ],
        "passages": len(snapshot.passages),
        "labs": len(snapshot.catalog.of_kind(EntryKind.LAB)),
        "themes": len(snapshot.catalog.of_kind(EntryKind.THEME)),
        "asked_of_nothing": list(_asked_of_nothing(snapshot)),
        "problems": [dataclasses.asdict(problem) for problem in snapshot.problems],
    }


def _asked_of_nothing(snapshot: Snapshot) -> tuple[str, ...]:
    """The questions' keys in the catalog that pick no passage: no mistake, but of no use."""
    return unpicked(snapshot.catalog.asked, (p.text for p in snapshot.passages.values()))


def _print(console: Console, snapshot: Snapshot, folder: Path) -> None:
    table = Table()
    table.add_column("Document", overflow="fold")
    table.add_column("Title", overflow="fold")
    table.add_column("Language")
    table.add_column("Size", justify="right")
    table.add_column("Passages", justify="right")
    for document in snapshot.documents.values():
        table.add_row(
            Text(safe(document.id)),
            Text(safe(document.title)),
            document.language or "",
            readable_size(document.size),
            str(len(snapshot.rows[document.id])),
        )
    if snapshot.documents:
        console.print(table)
    else:
        console.print(Text(f"No document in {folder} can be answered from."))
    catalog = snapshot.catalog
    console.print(
        ", ".join(
            (
                counted(len(snapshot.documents), "document"),
                counted(len(snapshot.passages), "passage"),
                counted(len(catalog.of_kind(EntryKind.LAB)), "lab"),
                counted(len(catalog.of_kind(EntryKind.THEME)), "theme"),
            )
        )
    )
    for picks in _asked_of_nothing(snapshot):
        told = f"No passage holds “{picks}”, so its questions in catalog.toml help find none."
        console.print(Text(safe(told), style="yellow"))
    if snapshot.problems:
        problems = Table(style="red")
        for title in ("Where", "Key", "What is wrong"):
            problems.add_column(title, overflow="fold")
        for problem in snapshot.problems:
            line = f":{problem.line}" if problem.line else ""
            place, key = f"{problem.file}{line}", problem.key or ""
            problems.add_row(*(Text(safe(cell)) for cell in (place, key, problem.message)))
        console.print(problems)
    else:
        console.print("No problems.", style="green")
