"""Reads and writes whole: what was begun ends by itself, whoever stops waiting for it.

A task that is canceled in the middle of aiosqlite's work (0.22) can wait forever for its
connection to close, and the process with it when it ends. So each piece of work is a task
of its own, out of reach of a cancellation; its length is bounded by the time limits that
`bot.store.engine` sets.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import Executable, Row, Table, insert
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.errors import FootnoteError, StoreError
from bot.store.engine import empty_journal, explain, open_engine, safe, write_at_once
from bot.store.schema import migrate

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_CLOSE_S: Final = 2.0
_ATTEMPTS: Final = 20
_OUTRUN: Final = {"40001", "40P01"}
"""PostgreSQL's codes for a serialization failure and a deadlock."""


class Database:
    """An open database. Made by `open_database`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._unfinished: set[asyncio.Task[Any]] = set()

    async def read(self, statement: Executable) -> Sequence[Row[Any]]:
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

    async def transact(self, work: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
        """Runs work that reads and writes in one transaction.

        Where another process was quicker, so that the work meets a constraint, it is undone
        and begins again: it must be fit to run several times.

        Raises:
            StoreError: the database cannot be written; says why and what to do.
        """

        async def whole() -> _T:
            for _ in range(_ATTEMPTS - 1):
                try:
                    return await self._once(work)
                except DBAPIError as error:
                    if not _outrun(error):
                        raise
            return await self._once(work)

        return await self._whole(whole(), "written")

    async def _once(self, work: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
        async with self._engine.connect() as connection:
            await write_at_once(connection)
            async with connection.begin():
                return await work(connection)

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
        except FootnoteError:
            raise
        except Exception as error:
            raise StoreError(
                f"The database {safe(self._engine.url)} cannot be {done} ({explain(error)})."
            ) from error


def _outrun(error: DBAPIError) -> bool:
    """Whether it may well work when it is tried again."""
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", "") in _OUTRUN


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
