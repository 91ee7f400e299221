"""Small facts the bot must know again after a restart, by name."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.errors import StoreError
from bot.store.engine import explain
from bot.store.tables import facts


class Facts:
    """Names and their values, such as the checksum of the commands registered last."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def recall(self, name: str) -> str | None:
        """The value kept under a name, or None.

        Raises:
            StoreError: the database cannot be read.
        """
        wanted = select(facts.c.value).where(facts.c.name == name)
        try:
            async with self._engine.connect() as connection:
                value: str | None = (await connection.execute(wanted)).scalar_one_or_none()
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"The database cannot be read ({explain(error)}).") from error
        return value

    async def keep(self, name: str, value: str) -> None:
        """Keeps a value under a name, in place of the one before.

        Raises:
            StoreError: the database cannot be written.
        """
        try:
            async with self._engine.begin() as connection:
                await connection.execute(delete(facts).where(facts.c.name == name))
                await connection.execute(insert(facts).values(name=name, value=value))
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"The database cannot be written ({explain(error)}).") from error
