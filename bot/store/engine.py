"""A database URL → an engine that is ready to use, or an error that says what to do."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.core.errors import StoreError

_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_BUSY_S: Final = 3.0
"""How long SQLite waits for another process that writes; ``?timeout=`` can make it less."""
_CONNECT_S: Final = 5
_STATEMENT_S: Final = 10
_POOL_S: Final = 5
_BEGIN: Final = "footnote_begin"

_ADVICE: Final = (
    ("unable to open database file", "check that its folder exists and may be written to"),
    ("readonly database", "the file or its folder is read-only; let the bot write to both"),
    ("not a database", "the file is damaged or something else; move it away, or name another"),
    ("malformed", "the file is damaged; move it away or bring back a backup"),
    ("database is locked", "another program is writing to it; end that program"),
    ("disk is full", "make room on the disk"),
    ("disk i/o error", "check the disk, and that it is not a network folder"),
    ("no such table", "the file was replaced while the bot ran; start the bot again"),
    ("password authentication failed", "check the user and the password in the URL"),
    ("does not exist", "create the database and its user, or check their names in the URL"),
    ("too many", "the server takes no more connections; raise its limit"),
    ("unexpected keyword argument", "the URL holds an option the driver does not know"),
)


def open_engine(url: str) -> AsyncEngine:
    """Makes the engine for a database. Connects to nothing yet.

    A driver that is left out is put in (``sqlite:``, ``postgres:``), and the folder of an
    SQLite file is created, closed to others: the file holds what members asked.

    Raises:
        StoreError: the URL is wrong, its driver is not installed, or the SQLite file
            cannot be created. Never holds the password.
    """
    try:
        parsed = make_url(url)
        parsed = parsed.set(drivername=_DRIVERS[parsed.drivername])
        make = _open_sqlite if parsed.get_backend_name() == "sqlite" else _open_postgresql
        return make(parsed)
    except (ArgumentError, ValueError, KeyError):
        raise StoreError(
            "The database URL is wrong. It should look like "
            "sqlite+aiosqlite:///data/footnote.db or "
            "postgresql+asyncpg://user:password@host/name."
        ) from None
    except ModuleNotFoundError as error:
        raise StoreError(
            f"This kind of database needs the package {error.name}. Install the bot with its "
            "extra: pip install 'footnote[postgres]'."
        ) from error


def safe(url: URL) -> str:
    """The URL without its password and its options, fit for a log."""
    return url.set(query={}).render_as_string(hide_password=True)


def explain(error: BaseException) -> str:
    """What a database's error means and what to do, in one line without values or secrets."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    words = " ".join(str(cause).split()) or type(cause).__name__
    # asyncpg's text as SQLAlchemy hands it on: "<class 'asyncpg...'>: the message"
    said = words.split(">: ", 1)[-1].removesuffix(".")
    known = (advice for words, advice in _ADVICE if words in said.lower())
    if isinstance(error, OSError | OperationalError | InterfaceError):
        other = "check that the database runs, and the host and port in its URL"
    else:
        other = "the bot's own mistake, it seems; please report it"
    return f"{said[:200]}: {next(known, other)}"


async def write_at_once(connection: AsyncConnection) -> None:
    """Has the connection's transactions take SQLite's write lock when they begin.

    Two that read first and write later would otherwise fail instead of waiting.
    """
    await connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


async def empty_journal(engine: AsyncEngine) -> None:
    """Has SQLite's write-ahead file hold no copy of what was deleted, where it can be helped.

    A program that reads just then keeps its part of the file until the next time.
    """
    if engine.dialect.name != "sqlite":
        return
    async with engine.connect() as connection:
        # Outside a transaction, which SQLAlchemy's own execute would begin.
        driver = (await connection.get_raw_connection()).driver_connection
        if driver is not None:
            await (await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")).close()


def _open_sqlite(url: URL) -> AsyncEngine:
    options: dict[str, object] = {}
    # Not more: a process that ends waits for what its threads still do.
    timeout = min(_BUSY_S, float(str(url.query.get("timeout", _BUSY_S))))
    url = url.update_query_dict({"timeout": str(timeout)})
    if in_memory(url):
        # The database lives as long as its one connection.
        options = {"poolclass": AsyncAdaptedQueuePool, "pool_size": 1, "max_overflow": 0}
    elif not (url.database or "").startswith("file:"):
        _create_file(Path(url.database or ""), url)
    engine = _engine(url, **options)
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _open_postgresql(url: URL) -> AsyncEngine:
    query = dict(url.query)
    if "sslmode" in query:  # as hosting companies write it; asyncpg calls it ssl
        query["ssl"] = query.pop("sslmode")
    return _engine(
        url.set(query=query),
        pool_pre_ping=True,
        connect_args={"timeout": _CONNECT_S, "command_timeout": _STATEMENT_S},
    )


def _engine(url: URL, **options: object) -> AsyncEngine:
    return create_async_engine(
        url,
        # Errors are logged, and what members asked stands in the parameters.
        hide_parameters=True,
        pool_timeout=_POOL_S,
        json_serializer=partial(json.dumps, ensure_ascii=False),
        **options,
    )


def in_memory(url: URL) -> bool:
    """Whether an SQLite database is kept in memory only."""
    return url.database in {None, "", ":memory:"} or url.query.get("mode") == "memory"


def _create_file(file: Path, url: URL) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            file.touch(mode=0o600)
    except OSError as error:
        raise StoreError(
            f"The database {safe(url)} cannot be created ({error.strerror}): check that the "
            "folder may be written to, or name another database."
        ) from error
    if file.is_dir():
        raise StoreError(f"The database {safe(url)} is a folder. Name a file in it.")


def _set_up_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # Python's sqlite3 would begin transactions itself, but not before CREATE TABLE:
    # `_begin_sqlite` does it for every statement, so that a migration is all or nothing.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        # What is deleted is overwritten: retention is a promise.
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
