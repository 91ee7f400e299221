"""Reads and writes whole: what was begun ends by itself, whoever stops waiting for it.

A task that is canceled in the middle of aiosqlite's work (0.22) can wait forever for its
connection to close, and the process with it when it ends. So each piece of work is a task
of its own, out of reach of a cancellation; its length is bounded by the time limits that
`bot.store.engine` sets.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import Executable, Row, Select, Table, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.errors import StoreError
from bot.store.engine import empty_journal, explain, open_engine, safe
from bot.store.schema import migrate

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_CLOSE_S: Final = 2.0


class Database:
    """An open database. Made by `open_database`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._unfinished: set[asyncio.Task[Any]] = set()

    async def read(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        """All rows of a selection.

        Raises:
            StoreError: the database cannot be read; says why and what to do.
        """

        async def work() -> Sequence[Row[Any]]:
            async with self._engine.connect() as connection:
                return (await connection.execute(statement)).all()

        return await self._whole(work(), "read")

    async def write(self, *statements: Executable) -> list[int]:
        """Runs statements in one transaction; returns how many rows each of them changed.

        Raises:
            StoreError: the database cannot be written; says why and what to do.
        """

        async def work() -> list[int]:
            async with self._engine.begin() as connection:
                return [(await connection.execute(one)).rowcount for one in statements]

        return await self._whole(work(), "written")

    async def insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds rows in one transaction.

        Raises:
            StoreError: the database cannot be written; says why and what to do.
        """

        async def work() -> None:
            async with self._engine.begin() as connection:
                await connection.execute(insert(table), rows)

        await self._whole(work(), "written")

    async def empty_journal(self) -> None:
        """Has SQLite's write-ahead file hold no copy of what was deleted.

        Raises:
            StoreError: the database cannot be written; says why and what to do.
        """
        await self._whole(empty_journal(self._engine), "written")

    async def migrate(self) -> None:
        """Creates the tables, or brings them up to date.

        Raises:
            StoreError: the database cannot be opened; says why and what to do.
        """
        await self._whole(migrate(self._engine), "opened")

    async def close(self) -> None:
        """Lets what was begun end, and closes, within four seconds."""
        if self._unfinished:
            await asyncio.wait(self._unfinished, timeout=_CLOSE_S)
        done, _ = await asyncio.wait({self._begin(self._engine.dispose())}, timeout=_CLOSE_S)
        if not done:
            _log.warning("The database did not close in time.")

    def _begin(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.get_running_loop().create_task(work, name="database")
        self._unfinished.add(task)
        task.add_done_callback(self._unfinished.discard)
        return task

    async def _whole(self, work: Coroutine[Any, Any, _T], done: str) -> _T:
        try:
            return await asyncio.shield(self._begin(work))
        except StoreError:
            raise
        except Exception as error:
            raise StoreError(
                f"The database {safe(self._engine.url)} cannot be {done} ({explain(error)})."
            ) from error


async def open_database(url: str) -> Database:
    """Opens a database, and creates or migrates its tables.

    Args:
        url: the database, as `bot.store.engine.open_engine` takes it.

    Raises:
        StoreError: the database cannot be opened; says why and what to do.
    """
    database = Database(open_engine(url))
    try:
        await database.migrate()
    except StoreError:
        await database.close()
        raise
    return database
