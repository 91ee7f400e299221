"""Small facts the bot must know again after a restart, by name."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from bot.store.database import Database
from bot.store.tables import facts


class Facts:
    """Names and their values, such as the checksum of the commands registered last."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def recall(self, name: str) -> str | None:
        """The value kept under a name, or None.

        Raises:
            StoreError: the database cannot be read.
        """
        rows = await self._database.read(select(facts.c.value).where(facts.c.name == name))
        return rows[0].value if rows else None

    async def keep(self, name: str, value: str) -> None:
        """Keeps a value under a name, in place of the one before.

        Raises:
            StoreError: the database cannot be written.
        """
        await self._database.write(
            delete(facts).where(facts.c.name == name),
            insert(facts).values(name=name, value=value),
        )
