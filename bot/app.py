"""The composition root: the one place that knows everybody, and the life of the process.

Settings → library, store and bot. Then: connect while the documents load, answer until a
signal comes, finish what is in flight, and close everything within ten seconds.
"""

from __future__ import annotations

import asyncio
import importlib.metadata
import logging
import time
from collections.abc import Collection, Coroutine, Mapping
from contextlib import AsyncExitStack
from functools import partial

from bot.charts import open_charts
from bot.core.desk import Desk
from bot.core.errors import SettingsError, StoreError
from bot.core.library import Library
from bot.desks import make_desk, open_store_of
from bot.discord_app.cards.notice import Privacy
from bot.discord_app.client import FootnoteBot
from bot.discord_app.connection import connect, finish_in_flight
from bot.discord_app.options import BotOptions
from bot.discord_app.sync import Registration
from bot.health import HealthServer
from bot.housekeeping import keep_house, prune_hourly
from bot.languages import load_languages
from bot.loading import keep_vectors
from bot.settings import Settings
from bot.store import Store
from bot.watching import watch_folder

_log = logging.getLogger(__name__)

_IN_FLIGHT_S = 3.0
"""So long a stopping bot waits for answers that are under way."""
_CLOSE_S = 2.0
"""So long it waits for Discord's goodbye."""
_COMMANDS = "commands"
"""The fact that says which commands were registered last."""


def make_bot(
    settings: Settings,
    desk: Desk,
    store: Store,
    registration: Registration | None = None,
) -> FootnoteBot:
    """The bot with everything it needs; not connected yet.

    Args:
        settings: what the operator set.
        desk: what it answers from, and what changes that.
        store: where it keeps what must survive a restart.
        registration: how it registers its commands; None leaves that to the caller.

    Raises:
        SettingsError: it does not speak the language that the operator set.
    """
    languages = load_languages()
    if settings.language not in {None, *languages}:
        known = ", ".join(languages)
        raise SettingsError(f"language: {settings.language} is not there yet. There are: {known}.")
    options = BotOptions(
        cooldown_uses=settings.cooldown_uses,
        cooldown_seconds=settings.cooldown_seconds,
        private_answers=settings.private_answers,
        moderator_guilds=frozenset(settings.moderator_guilds),
        sync_guild=settings.sync_guild,
        version=importlib.metadata.version("footnote"),
        privacy=Privacy(
            retention_days=settings.log_retention_days if settings.log_questions else 0,
            keeps_user_ids=settings.log_questions and settings.log_user_ids,
        ),
        shard_count=settings.shard_count,
        message_content=settings.message_content,
        language=settings.language,
        gap_members=settings.gap_members,
    )
    return FootnoteBot(
        desk=desk,
        questions=store.questions,
        guild_settings=store.guild_settings,
        asks=store.asks,
        options=options,
        languages=languages,
        registration=registration,
        charts=open_charts(),
        check_database=store.check,
    )


async def run(settings: Settings, stop: asyncio.Event, *, sync: bool = False) -> None:
    """Runs the bot until it is told to stop.

    Args:
        settings: what the operator set.
        stop: set it to have the bot finish what is in flight and close.
        sync: register the commands with Discord even where their definition is the same.

    Raises:
        FootnoteError: it cannot start, or Discord refuses it: says why and what to do.
    """
    token = _token(settings)
    async with AsyncExitStack() as closing:  # closes in reverse order, whatever happens
        store = await open_store_of(settings)
        closing.push_async_callback(store.close)
        prune = keep_vectors(settings)
        desk = make_desk(settings, store)
        library = desk.shelves.library
        registration = Registration(
            load=partial(store.facts.recall, _COMMANDS),
            save=partial(store.facts.keep, _COMMANDS),
            force=sync,
        )
        bot = make_bot(settings, desk, store, registration)
        if settings.health_port is not None:
            server = HealthServer(lambda: _readiness(bot, library, store, stop))
            port = await server.start(settings.health_host, settings.health_port)
            closing.push_async_callback(server.close)
            _log.info("health check on http://%s:%s/readyz", settings.health_host, port)
        works = _Works()
        closing.push_async_callback(works.cancel)
        await closing.enter_async_context(bot)
        closing.push_async_callback(_say_goodbye, bot)
        loaded = asyncio.Event()
        works.start(_load(desk, settings, loaded))
        if prune is not None:
            works.start(prune_hourly(prune, loaded))
        works.start(connect(bot, token))
        works.start(keep_house(store, desk, partial(_servers, bot)))
        await works.until(stop)
        if not await finish_in_flight(_IN_FLIGHT_S):
            _log.warning("Not everything was finished within %s seconds.", _IN_FLIGHT_S)
    _log.info("Closed.")


def _token(settings: Settings) -> str:
    if settings.token is None:
        raise SettingsError(
            "token: none is set. Copy the token from the Bot page of your application in "
            "Discord's developer portal into the environment variable FOOTNOTE_TOKEN. To try "
            "the bot without one: footnote preview."
        )
    return settings.token.get_secret_value()


async def _readiness(
    bot: FootnoteBot, library: Library, store: Store, stop: asyncio.Event
) -> Mapping[str, bool]:
    try:
        await store.check()
    except StoreError:
        database = False
    else:
        database = True
    return {
        "database": database,
        "discord": bot.is_ready(),
        "documents": library.loaded,
        "running": not stop.is_set(),
    }


async def _load(desk: Desk, settings: Settings, loaded: asyncio.Event) -> None:
    start = time.perf_counter()
    await desk.start()
    snapshot = desk.shelves.library.current
    for problem in snapshot.problems:
        _log.warning("left out: %s", problem)
    _log.info(
        "%d documents, %d passages loaded in %.2f s",
        len(snapshot.documents),
        len(snapshot.passages),
        time.perf_counter() - start,
    )
    await desk.shelves.warm()
    loaded.set()
    if settings.watch:
        await watch_folder(settings.knowledge, desk)


def _servers(bot: FootnoteBot) -> Collection[int] | None:
    """All servers the bot is in, those among them that Discord cannot reach just now."""
    return {guild.id for guild in bot.guilds} if bot.is_ready() else None


async def _say_goodbye(bot: FootnoteBot) -> None:
    try:
        async with asyncio.timeout(_CLOSE_S):
            await bot.close()
    except TimeoutError:
        _log.warning("Discord did not close the connection in time.")


class _Works:
    """What goes on while the bot runs. None of it may fail unnoticed."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Begins a piece of work."""
        self._tasks.add(asyncio.create_task(work))

    async def until(self, stop: asyncio.Event) -> None:
        """Waits until stop is set. Raises what any of the works raises before that."""
        waiting: asyncio.Task[object] = asyncio.create_task(stop.wait())
        pending: set[asyncio.Task[object]] = {waiting, *self._tasks}
        try:
            while waiting in pending:
                done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        finally:
            waiting.cancel()

    async def cancel(self) -> None:
        """Ends what still goes on."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
