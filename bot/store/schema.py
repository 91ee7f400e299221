"""Brings a database to the tables this version of the bot knows."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.errors import StoreError
from bot.store.engine import write_at_once

_LOCK = 0x466F6F746E6F7465
"""The number of PostgreSQL's advisory lock: "Footnote" in ASCII."""

_TRIES = 4
"""So often a start waits for another process that writes to an SQLite file, some seconds each
time: where several start at once, each migrates or looks before the next."""


def migration_config(connection: Connection) -> Config:
    """Alembic's settings for one connection.

    The scripts are found through the package, so that they work from an installed wheel
    and from any folder.
    """
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.attributes["connection"] = connection
    return config


async def migrate(engine: AsyncEngine) -> None:
    """Runs the migrations that are missing, all or none.

    Safe where several processes start at once: one migrates, the others wait for it and
    find nothing left to do.

    Raises:
        StoreError: the database was made by a newer version of the bot.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read or written.
    """
    for left in reversed(range(_TRIES)):
        try:
            await _migrate(engine)
        except OperationalError as error:
            if not left or "locked" not in str(error.orig):
                raise
        else:
            return


async def _migrate(engine: AsyncEngine) -> None:
    try:
        async with engine.connect() as connection:
            await write_at_once(connection)
            async with connection.begin():
                await connection.run_sync(_upgrade)
    except CommandError as error:
        raise StoreError(
            "The database was made by another, probably newer version of Footnote "
            f"({error}). Update the bot, or name another database."
        ) from error


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    command.upgrade(migration_config(connection), "head")
    # Where there was nothing to migrate, a read-only database would only be noticed by the
    # first question.
    connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
