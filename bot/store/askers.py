"""Members counted without being named: a hash stands for each, and changes in time.

The hash is an HMAC (RFC 2104) of server and account with a random salt. As long as the salt
is kept, one member's questions in one server can be counted as one member's. Once it is
replaced, nobody can tell any more whose hashes the old ones were, nor which of the new ones
belong to the same member.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Executable, delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.tables import salts

SALT_DAYS: Final = 30
_SALT_BYTES: Final = 32
_HEX_DIGITS: Final = 16
_FUTURE: Final = timedelta(days=1)
"""A salt from further in the future was made by a clock that was wrong."""


class Askers:
    """Keeps the salt, and replaces it in time.

    Args:
        database: where.
        days: a salt is used this long.
        clock: tells the time, in UTC.
    """

    def __init__(
        self,
        database: Database,
        *,
        days: float = SALT_DAYS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._life = timedelta(days=days)
        self._clock = clock

    async def salt(self) -> bytes:
        """The salt of today; a new one where there is none or its time is over.

        Raises:
            StoreError: the database cannot be read or written.
        """
        now = self._clock()
        latest = select(salts.c.salt).where(~self._over(now)).order_by(salts.c.number.desc())

        async def work(connection: AsyncConnection) -> bytes:
            salt = (await connection.execute(latest.limit(1))).scalar()
            if salt is not None:
                return salt
            number = (
                (await connection.execute(select(func.max(salts.c.number)))).scalar() or 0
            ) + 1
            salt = secrets.token_bytes(_SALT_BYTES)
            await connection.execute(insert(salts).values(number=number, made_at=now, salt=salt))
            await connection.execute(self.forget(now))
            return salt

        rows = await self._database.read(latest.limit(1))
        return rows[0].salt if rows else await self._database.transact(work)

    def forget(self, now: datetime) -> Executable:
        """The statement that deletes salts whose time is over."""
        return delete(salts).where(self._over(now))

    def _over(self, now: datetime) -> ColumnElement[bool]:
        return or_(salts.c.made_at <= now - self._life, salts.c.made_at > now + _FUTURE)


def asker_of(salt: bytes, guild_id: int | None, user_id: int) -> str:
    """The hash that stands for a member of a server, or of a direct message."""
    told = f"{guild_id or 'direct'}:{user_id}".encode()
    return hmac.new(salt, told, "sha256").hexdigest()[:_HEX_DIGITS]
