"""The whole bot without a token: in a simulated Discord server, looked at in a browser.

The bot and its documents are the real ones; simcord stands in for Discord.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

import discord
import simcord
from simcord.preview import Preview

from bot.app import make_bot
from bot.core.errors import FootnoteError
from bot.core.library import Library
from bot.desks import make_desk, open_store_of
from bot.discord_app.client import FootnoteBot
from bot.settings import Settings

_TICK_S = 1.0
_WELCOME = """\
**Welcome to a simulated Discord server.** The bot in it is the real one, and so are its \
documents. Things to try:
- `/lab` and a name from the list, such as Moonshot AI
- `/ask` with the question: how long is Kimi's context?
- **Follow up** under the answer: and its funding?
- `/compare` with two labs
- `/theme`, `/coverage` for what can be asked, `/sources` for the documents, `/about` for what the \
bot is
- a mention, typed as its number: `{mention} who builds robots?`

“Viewing as” makes you the moderator, who also has `/knowledge`: reload, status, history, add, \
gaps, stats, doctor and more, and `/settings`."""


class PreviewError(FootnoteError):
    """The preview cannot be served."""


async def serve_preview(
    settings: Settings,
    library: Library,
    stop: asyncio.Event,
    told: Callable[[str], None],
    *,
    port: int | None = None,
) -> None:
    """Serves the preview until it is stopped, or ended in the browser.

    Args:
        settings: what the operator set; but the database: that is in memory.
        library: what the bot answers from.
        stop: set it to end the preview.
        told: called with the address once it can be opened.
        port: the port on this machine, or None for any free one.

    Raises:
        PreviewError: the port is taken, or a package of the preview is missing.
    """
    # In memory: however a preview ends, it leaves nothing behind.
    store = await open_store_of(settings, "sqlite+aiosqlite://")
    try:
        desk = make_desk(settings, store, library)
        await desk.start()
        bot = make_bot(settings, desk, store)
        # Discord recommends a number of shards; the simulated one cannot.
        shards = None if settings.shard_count else 1
        async with simcord.run(bot, check_errors=False, shard_count=shards) as env:
            # simcord takes an error that the bot has answered for an action that failed, and
            # its page then keeps the command in the composer. Ours are answered and logged.
            vars(bot.tree).pop("on_error", None)
            await bot.tree.sync()
            page = await _furnish(env, bot, port)
            await _serve(env, page, stop, told)
    except simcord.SetupError as error:
        raise PreviewError(f"The preview cannot be served: {error}") from error
    finally:
        await store.close()


async def _furnish(env: simcord.Env, bot: FootnoteBot, port: int | None) -> Preview:
    """Makes the server, its people and the welcome."""
    env.backend.bot_user.name = "Footnote"
    # The simulated clock starts in the past, and cards would show our dates as to come.
    env.backend.advance_clock((datetime.now(UTC) - env.now()).total_seconds())
    guild = env.create_guild("Footnote preview")
    channel = guild.create_text_channel("ask-the-documents")
    manager = guild.create_role("Moderator", permissions=discord.Permissions(manage_guild=True))
    member = guild.add_member(env.create_user("member"))
    moderator = guild.add_member(env.create_user("moderator"), roles=[manager])
    mention = bot.user.mention if bot.user else "@Footnote"
    # From the bot: to anybody else's message that mentions it, it would answer.
    await bot.get_partial_messageable(channel.id).send(_WELCOME.format(mention=mention))
    return env.preview(channel, viewers=[member, moderator], layout="channel", port=port)


async def _serve(
    env: simcord.Env, page: Preview, stop: asyncio.Event, told: Callable[[str], None]
) -> None:
    async with page:
        told(page.url)
        ends: set[asyncio.Task[object]] = {
            asyncio.create_task(page.wait_closed()),
            asyncio.create_task(stop.wait()),
            asyncio.create_task(_run_clock(env, page)),
        }
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in ends:
                task.cancel()
            await asyncio.gather(*ends, return_exceptions=True)


async def _run_clock(env: simcord.Env, page: Preview) -> None:
    """Lets the simulated time go by as fast as ours; by itself it stands still."""
    last = time.monotonic()
    while True:
        await asyncio.sleep(_TICK_S)
        now = time.monotonic()
        # Not `advance_time`, which waits for the bot to settle: a click meanwhile is refused,
        # and the page then does nothing any more. Timers fire by the real clock anyway.
        env.backend.advance_clock(now - last)
        page.capture_time = env.now()  # what "2 minutes ago" is counted from on the page
        last = now
