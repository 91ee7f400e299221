"""`footnote run`: the bot itself."""

from __future__ import annotations

import asyncio

import click

from bot.app import run
from bot.cli.main import Invocation
from bot.logs import configure_logging
from bot.settings import Settings
from bot.stopping import StopSignals


@click.command("run")
@click.option(
    "--sync",
    is_flag=True,
    help="Register the commands with Discord anew. Without it, only when they changed.",
)
@click.pass_context
def command(ctx: click.Context, sync: bool) -> None:
    """Run the bot until SIGTERM or Ctrl-C.

    It then finishes what is in flight and ends within ten seconds, with exit code 0; a
    second signal ends it at once. Exit code 1: it could not start, or Discord refuses it.
    """
    invocation = ctx.ensure_object(Invocation)
    settings = invocation.settings()
    level = "DEBUG" if invocation.verbose else settings.log_level
    configure_logging(level, settings.log_format, hide=settings.secrets())
    asyncio.run(_live(settings, sync=sync))


async def _live(settings: Settings, *, sync: bool) -> None:
    signals = StopSignals()
    await run(settings, signals.received, sync=sync)
    signals.closed()
