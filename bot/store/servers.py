"""Servers the bot was removed from: what they left is kept for a while, and then deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.rows import utc
from bot.store.tables import (
    SHARED,
    asks,
    audit,
    departures,
    feedback,
    guild_settings,
    pins,
    questions,
    versions,
)
from bot.store.version_rows import drop_unheld

LEFT_DAYS: Final = 30
_BATCH: Final = 500
"""Servers in one statement."""
_OWNED: Final[Sequence[Column[Any]]] = (
    pins.c.scope,  # before the versions that they name
    versions.c.scope,
    guild_settings.c.guild_id,
    audit.c.scope,
    questions.c.guild_id,
    feedback.c.guild_id,
    asks.c.guild_id,
)
"""The columns that say which server a row is of."""


class Servers:
    """Keeps book of the servers the bot was removed from.

    Args:
        database: where.
        days: what a server left is kept this long, for it may invite the bot again.
    """

    def __init__(self, database: Database, *, days: float = LEFT_DAYS) -> None:
        self._database = database
        self._grace = timedelta(days=days)

    async def note(self, here: Collection[int], now: datetime) -> None:
        """Takes down which servers are gone by now, and which are there again.

        Args:
            here: all servers the bot is in.
            now: the moment, in UTC.

        Raises:
            StoreError: the database cannot be read or written.
        """
        gone: set[int] = set()
        for column in _OWNED:
            of_servers = select(column).where(column.is_not(None), column != SHARED).distinct()
            gone.update(row[0] for row in await self._database.read(of_servers))
        gone.difference_update(here)

        async def work(connection: AsyncConnection) -> None:
            rows = await connection.execute(select(departures.c.guild_id))
            noted = {row.guild_id for row in rows}
            for batch in _batches(noted - gone):
                back = delete(departures).where(departures.c.guild_id.in_(batch))
                await connection.execute(back)
            new = [{"guild_id": guild, "left_at": utc(now)} for guild in sorted(gone - noted)]
            if new:
                await connection.execute(insert(departures), new)

        await self._database.transact(work)

    async def forget(self, now: datetime) -> Sequence[int]:
        """Deletes all that is kept of servers that are gone for long enough.

        Call `note` right before: a server that is there again keeps what it has.

        Args:
            now: the moment, in UTC.

        Returns:
            The servers' ids.

        Raises:
            StoreError: the database cannot be written; then nothing is deleted.
        """
        over = select(departures.c.guild_id).where(departures.c.left_at <= utc(now) - self._grace)

        async def work(connection: AsyncConnection) -> Sequence[int]:
            guilds = sorted(row.guild_id for row in await connection.execute(over))
            for batch in _batches(guilds):
                for column in (*_OWNED, departures.c.guild_id):
                    await connection.execute(delete(column.table).where(column.in_(batch)))
            if guilds:
                await drop_unheld(connection)
            return guilds

        return await self._database.transact(work)


def _batches(guilds: Collection[int]) -> Iterator[Sequence[int]]:
    each = sorted(guilds)
    for start in range(0, len(each), _BATCH):
        yield each[start : start + _BATCH]
