"""The `footnote` command: its global options, and where each subcommand lives."""

from __future__ import annotations

import importlib
import importlib.metadata
import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from bot.core.errors import FootnoteError
from bot.settings import Settings, load_settings

# Imported only when called: `ask` shall not wait for what `run` needs.
_COMMANDS = {
    "run": "bot.cli.run",
    "preview": "bot.cli.preview",
    "ask": "bot.cli.ask",
    "chat": "bot.cli.chat",
    "import": "bot.cli.importing",
    "check": "bot.cli.check",
    "knowledge": "bot.cli.knowledge",
    "eval": "bot.cli.eval",
    "health": "bot.cli.health",
}


@dataclass(frozen=True, slots=True)
class Invocation:
    """What the global options said.

    Attributes:
        config: the settings file, or None for the usual one.
        verbose: how often -v was given.
    """

    config: Path | None
    verbose: int

    def settings(self, **overrides: object) -> Settings:
        """The settings, with what this command's options say on top.

        Args:
            overrides: settings by name; one that is None was not given.

        Raises:
            SettingsError: a setting is wrong.
        """
        given: Mapping[str, object] = {k: v for k, v in overrides.items() if v is not None}
        return load_settings(self.config, given)


class _Commands(click.Group):
    """Loads a subcommand when it is called, and turns our own errors into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click calls it so
        return list(_COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(_COMMANDS[cmd_name]).command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except FootnoteError as error:
            raise click.ClickException(str(error)) from error


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    envvar="FOOTNOTE_CONFIG",
    help="The settings file; config/footnote.toml where this is left out.",
)
@click.option("-v", "--verbose", count=True, help="Say more in the log.")
@click.version_option(importlib.metadata.version("footnote"), prog_name="footnote")
@click.pass_context
def main(ctx: click.Context, config: Path | None, verbose: int) -> None:
    """Answers questions from a folder of documents, with the exact words and their source."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a character shows a question mark, not a traceback.
            stream.reconfigure(errors="replace")
    ctx.obj = Invocation(config, verbose)
