"""Members counted without being named: a hash stands for each, and changes in time.

The hash is an HMAC (RFC 2104) of server and account with a random salt. As long as the salt
is kept, one member's questions in one server can be counted as one member's. Once it is
replaced, nobody can tell any more whose hashes the old ones were, nor which of the new ones
belong to the same member; so that one member is never counted as two, the log's old hashes
go with it.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Executable, Row, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.tables import questions, salts

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
        latest = select(salts).order_by(salts.c.number.desc()).limit(1)

        async def work(connection: AsyncConnection) -> bytes:
            # One reading tells both: two processes then try for the same number, not two.
            last = (await connection.execute(latest)).first()
            if last is not None and self._good(last, now):
                return last.salt
            number = 1 if last is None else last.number + 1
            salt = secrets.token_bytes(_SALT_BYTES)
            await connection.execute(insert(salts).values(number=number, made_at=now, salt=salt))
            await connection.execute(self.forget(now))
            # Under two salts one member is two; so the hashes of an old one count for nobody.
            await connection.execute(update(questions).values(asker=None))
            return salt

        rows = await self._database.read(latest)
        if rows and self._good(rows[0], now):
            return rows[0].salt
        return await self._database.transact(work)

    def forget(self, now: datetime) -> Executable:
        """The statement that deletes salts whose time is over."""
        made_at = salts.c.made_at
        return delete(salts).where(or_(made_at <= now - self._life, made_at > now + _FUTURE))

    def _good(self, row: Row[Any], now: datetime) -> bool:
        return now - self._life < row.made_at <= now + _FUTURE


def asker_of(salt: bytes, guild_id: int | None, user_id: int) -> str:
    """The hash that stands for a member of a server, or of a direct message."""
    told = f"{guild_id or 'direct'}:{user_id}".encode()
    return hmac.new(salt, told, "sha256").hexdigest()[:_HEX_DIGITS]
