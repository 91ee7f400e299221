"""What somebody was asked by a button, until they answer or its time is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.asking import AskStore
from bot.core.errors import StoreError
from bot.core.language import lazy_gettext
from bot.store.database import Database
from bot.store.rows import clean, utc
from bot.store.tables import asks
from bot.store.telling import told_as

MOST: Final = 100
"""So many are kept of one server; those that are over first give way."""


class DatabaseAsks(AskStore):
    """Keeps what was asked in the database.

    Args:
        database: where.
        clock: tells the time, in UTC.
    """

    def __init__(
        self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database = database
        self._clock = clock

    async def keep(
        self, token: str, guild_id: int, asked: Mapping[str, Any], until: datetime
    ) -> None:
        """Keeps it, in place of what was kept under the name.

        Raises:
            StoreError: it could not be kept.
        """
        row = {
            "token": token,
            "guild_id": guild_id,
            "until": utc(until),
            "asked": {
                name: clean(value) if isinstance(value, str) else value
                for name, value in asked.items()
            },
        }
        kept = select(asks.c.token).where(asks.c.guild_id == guild_id)
        latest = kept.order_by(asks.c.until.desc()).limit(MOST - 1)

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(delete(asks).where(asks.c.token == token))
            kept = [row.token for row in await connection.execute(latest)]
            mine = delete(asks).where(asks.c.guild_id == guild_id, asks.c.token.not_in(kept))
            await connection.execute(mine)
            await connection.execute(insert(asks).values(**row))

        with told_as(lazy_gettext("The question cannot be kept just now.")):
            await self._database.transact(work)

    async def see(self, token: str, guild_id: int) -> Mapping[str, Any] | None:
        """What is kept under a name in a server; None where nothing is, or it is over.

        Raises:
            StoreError: it cannot be read.
        """
        mine = select(asks.c.asked).where(
            asks.c.token == token, asks.c.guild_id == guild_id, asks.c.until > self._clock()
        )
        with told_as(lazy_gettext("The question cannot be read just now.")):
            rows = await self._database.read(mine)
        return rows[0].asked if rows else None

    async def drop(self, token: str) -> None:
        """Forgets it, so that no file holds it any more.

        Raises:
            StoreError: it could not be forgotten.
        """
        with told_as(lazy_gettext("The question cannot be forgotten just now.")):
            await self._database.write(delete(asks).where(asks.c.token == token))
        with suppress(StoreError):  # where another program reads just now, it goes within the hour
            await self._database.empty_journal()

    async def expire(self, now: datetime) -> None:
        """Deletes what is over.

        Raises:
            StoreError: the database cannot be written.
        """
        await self._database.write(delete(asks).where(asks.c.until <= utc(now)))
