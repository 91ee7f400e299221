"""`footnote preview`: the whole bot without a token, in a browser."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import os
import sys
import threading
import webbrowser
from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from bot.cli.main import Invocation
from bot.cli.options import knowledge_option, show_progress
from bot.core.errors import FootnoteError
from bot.loading import make_library
from bot.logs import configure_logging
from bot.settings import Settings
from bot.stopping import StopSignals

_NEEDED = ("simcord", "aiohttp", "linkify_it", "markdown_it", "PIL", "regex")


@click.command("preview")
@knowledge_option
@click.option(
    "--port", type=click.IntRange(1, 65535), help="The port on this machine; any free one."
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.pass_context
def command(ctx: click.Context, knowledge: Path | None, port: int | None, no_browser: bool) -> None:
    """Try the bot in a simulated Discord server, in the browser. Needs no token.

    Ends with Ctrl-C, or with the button on the page.
    """
    if missing := [name for name in _NEEDED if importlib.util.find_spec(name) is None]:
        raise FootnoteError(
            f"The preview needs packages that are not here ({', '.join(missing)}). In a clone, "
            'make setup installs them; elsewhere: pip install "footnote[preview]".'
        )
    invocation = ctx.ensure_object(Invocation)
    settings = invocation.settings(knowledge=knowledge)
    # What a newcomer sees first shall be the address, not what libraries have to say.
    level = "DEBUG" if invocation.verbose else "WARNING"
    configure_logging(level, settings.log_format, hide=settings.secrets())
    asyncio.run(_serve(settings, port, browse=not no_browser))
    click.echo("The preview has ended.", err=True)


async def _serve(settings: Settings, port: int | None, *, browse: bool) -> None:
    serve_preview = _import_quietly()
    signals = StopSignals()
    library = make_library(settings)
    with show_progress() as progress:
        await library.reload(progress)

    def told(address: str) -> None:
        click.echo(f"The preview is open at {address}\nCtrl-C ends it.")
        if browse and _has_browser():
            # Some browsers stay in the foreground until they are closed.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    await serve_preview(settings, library, signals.received, told, port=port)
    signals.closed()


def _import_quietly() -> Callable[..., Awaitable[None]]:
    # simcord is an extra, and makes a client while it is imported, which warns of voice.
    logging.disable(logging.WARNING)
    try:
        from bot.preview import serve_preview  # noqa: PLC0415
    finally:
        logging.disable(logging.NOTSET)
    return serve_preview


def _has_browser() -> bool:
    """Whether a browser window can open here; on a server it would be a text one."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
