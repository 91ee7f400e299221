"""Deletes what is older than it is kept, every hour; what else a running bot owes to privacy."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import UTC, datetime

from bot.core.desk import Desk
from bot.core.errors import StoreError
from bot.core.threads import in_thread
from bot.store import Store

_HOUR_S = 60 * 60.0

_log = logging.getLogger(__name__)


async def keep_house(
    store: Store, desk: Desk, servers: Callable[[], Collection[int] | None]
) -> None:
    """Tidies up now and every hour; never returns.

    Args:
        store: what is kept.
        desk: what holds servers' documents in memory.
        servers: the ids of all servers the bot is in; None as long as that is not known.
    """
    while True:
        await tidy(store, desk, servers(), datetime.now(UTC))
        await asyncio.sleep(_HOUR_S)


async def prune_hourly(prune: Callable[[], object], loaded: asyncio.Event) -> None:
    """Deletes what was kept of documents that are gone, and again every hour; never returns.

    Args:
        prune: deletes what belongs to no document in memory; runs in a thread.
        loaded: set once all documents are there.
    """
    await loaded.wait()
    while True:
        await in_thread(prune)
        await asyncio.sleep(_HOUR_S)


async def tidy(store: Store, desk: Desk, here: Collection[int] | None, now: datetime) -> None:
    """Deletes what is over. Never raises: what fails is logged, and tried again next time.

    Args:
        store: what is kept.
        desk: what holds servers' documents in memory.
        here: the ids of all servers the bot is in; None where that is not known, and then
            nothing is deleted for that the bot was removed from a server.
        now: the moment, in UTC.
    """
    try:
        if entries := await store.audit.expire(now):
            _log.info(
                "%d entries of the audit trail were older than is kept, and are gone", entries
            )
        await store.asks.expire(now)
        if here is not None:
            await _forget_servers(store, desk, here, now)
    except StoreError as error:
        _log.warning("what is over could not be deleted: %s", error)
    # Last, for it also empties SQLite's journal of all that was deleted.
    if questions := await store.questions.expire(now):
        _log.info("%d questions were older than is kept, and are gone", questions)


async def _forget_servers(store: Store, desk: Desk, here: Collection[int], now: datetime) -> None:
    await store.servers.note(here, now)
    gone = await store.servers.forget(now)
    for guild_id in gone:
        store.guild_settings.forget(guild_id)
        desk.shelves.forget(guild_id)
    if gone:
        _log.info(
            "servers that removed the bot long ago, and what they left is gone: %d", len(gone)
        )
