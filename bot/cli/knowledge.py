"""`footnote knowledge`: the moderators' desk at the command line."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import click
from rich.text import Text

from bot.cli.changes import print_change, print_history
from bot.cli.main import Invocation
from bot.cli.options import knowledge_option, show_progress, stdout
from bot.cli.wording import readable_size
from bot.core.desk import OPERATOR, Desk
from bot.core.errors import FootnoteError
from bot.core.model import EntryKind
from bot.core.pending import Pending, Upload
from bot.core.ports import Progress
from bot.desks import make_desk, open_store_of
from bot.loading import max_file_bytes
from bot.reading.faults import BrokenFile
from bot.reading.formats import take_bytes
from bot.settings import Settings

Work = Callable[[Desk], Awaitable[None]]
Prepare = Callable[[Desk, Progress], Awaitable[Pending]]

_server = click.option(
    "--server", type=click.IntRange(1, 2**63 - 1), metavar="ID", help="A server's id in Discord."
)
_needed_server = click.option(
    "--server",
    type=click.IntRange(1, 2**63 - 1),
    metavar="ID",
    required=True,
    help="The server's id in Discord.",
)
_yes = click.option("--yes", is_flag=True, help="Apply it without asking.")


@click.group("knowledge")
def command() -> None:
    """Change what the bot knows, visibly and revocably, as moderators do in Discord.

    A bot that runs meanwhile takes over what is changed here when it starts the next time,
    or when a moderator applies /knowledge reload.
    """


@command.command("reload")
@knowledge_option
@_yes
@click.pass_context
def reload_folder(ctx: click.Context, knowledge: Path | None, yes: bool) -> None:
    """Show what has changed in the folder since the last version, and keep it as one."""
    _change(
        _settings(ctx, knowledge), lambda desk, p: desk.prepare_reload(by=OPERATOR, progress=p), yes
    )


@command.command("history")
@_server
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.pass_context
def history(ctx: click.Context, server: int | None, limit: int) -> None:
    """List the versions that are kept: of what all servers share, or of one server's own."""

    async def work(desk: Desk) -> None:
        print_history(stdout(), await desk.history(server, limit))

    _run(_settings(ctx), work)


@command.command("rollback")
@click.argument("number", type=click.IntRange(0))
@_server
@_yes
@click.pass_context
def rollback(ctx: click.Context, number: int, server: int | None, yes: bool) -> None:
    """Go back to a version, also if its files are gone. It stays until the next reload."""
    _change(
        _settings(ctx),
        lambda desk, p: desk.prepare_rollback(server, number, by=OPERATOR, progress=p),
        yes,
    )


@command.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_needed_server
@click.option("--title", help="What to call it, where there is one file.")
@click.option("--url", help="Where the original stands, where there is one file.")
@_yes
@click.pass_context
def add(
    ctx: click.Context,
    *,
    files: tuple[Path, ...],
    server: int,
    title: str | None,
    url: str | None,
    yes: bool,
) -> None:
    """Add FILES to one server's own documents."""
    if len(files) > 1 and (title or url):
        raise FootnoteError("--title and --url are for one file. Add the files one by one.")
    settings = _settings(ctx)
    uploads = [Upload(file.name, _bytes(file, settings), title, url) for file in files]
    _change(
        settings, lambda desk, p: desk.prepare_add(server, uploads, by=OPERATOR, progress=p), yes
    )


@command.command("remove")
@click.argument("document")
@_needed_server
@_yes
@click.pass_context
def remove(ctx: click.Context, document: str, server: int, yes: bool) -> None:
    """Remove DOCUMENT, an id or a title, from one server's own documents."""
    _change(
        _settings(ctx),
        lambda desk, p: desk.prepare_remove(server, document, by=OPERATOR, progress=p),
        yes,
    )


@command.command("alias")
@click.argument("kind", type=click.Choice([kind.value for kind in EntryKind]))
@click.argument("name")
@click.argument("aliases", nargs=-1)
@_needed_server
@_yes
@click.pass_context
def alias(
    ctx: click.Context, *, kind: str, name: str, aliases: tuple[str, ...], server: int, yes: bool
) -> None:
    """Add ALIASES to a lab or theme for one server, or a new lab or theme NAME."""
    _change(
        _settings(ctx),
        lambda desk, p: desk.prepare_alias(
            server, EntryKind(kind), name, aliases, by=OPERATOR, progress=p
        ),
        yes,
    )


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path), default=Path("knowledge.zip"))
@_server
@click.option("--force", is_flag=True, help="Replace a file of that name.")
@click.pass_context
def export(ctx: click.Context, file: Path, server: int | None, force: bool) -> None:
    """Write a zip of all that is answered from: what all servers share, or what one sees."""

    async def work(desk: Desk) -> None:
        with show_progress() as progress:
            await _load(desk, progress)
        data = await desk.export(server)
        try:
            with file.open("wb" if force else "xb") as target:
                target.write(data)
        except FileExistsError:
            raise FootnoteError(f"{file} is there already. Use --force to replace it.") from None
        except OSError as error:
            raise FootnoteError(f"{file} cannot be written: {error.strerror}.") from error
        click.echo(f"Wrote {file} ({readable_size(len(data))}).")

    _run(_settings(ctx), work)


def _settings(ctx: click.Context, knowledge: Path | None = None) -> Settings:
    return ctx.ensure_object(Invocation).settings(knowledge=knowledge)


def _change(settings: Settings, prepare: Prepare, yes: bool) -> None:
    async def work(desk: Desk) -> None:
        with show_progress() as progress:
            await _load(desk, progress)
            pending = await prepare(desk, progress)
        console = stdout()
        print_change(console, pending)
        if pending.changes_nothing and pending.rolled_back_to is None:
            console.print("Nothing would change.")
            return
        if not yes:
            click.confirm("Apply it?", abort=True)
        version = await desk.apply(pending)
        whose = "what all servers share" if version.scope is None else "the server's own documents"
        console.print(Text(f"Applied: version {version.number} of {whose}."))

    _run(settings, work)


def _run(settings: Settings, work: Work) -> None:
    async def opened() -> None:
        store = await open_store_of(settings)
        try:
            await work(make_desk(settings, store))
        finally:
            await store.close()

    asyncio.run(opened())


async def _load(desk: Desk, progress: Progress) -> None:
    """What was served last; the folder where nothing was yet."""
    if not await desk.resume(progress):
        await desk.start(progress)


def _bytes(file: Path, settings: Settings) -> bytes:
    try:
        return take_bytes(Path(os.path.realpath(file)), max_file_bytes(settings)).data
    except BrokenFile as error:
        raise FootnoteError(f"{file}: {error}") from error
