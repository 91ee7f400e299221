"""An operator starts a new version: its tables are brought up to date, or nothing changes."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from asking import asked, opened, questions_in
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

import bot
from bot.core.errors import StoreError
from bot.store.engine import open_engine
from bot.store.schema import migrate, migration_config
from bot.store.tables import metadata


async def run(engine: AsyncEngine, function: Any) -> Any:
    async with engine.begin() as connection:
        return await connection.run_sync(function)


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return compare_metadata(context, metadata)


async def test_the_migrations_lead_to_the_very_tables(database: str) -> None:
    engine = open_engine(database)
    await migrate(engine)
    assert await run(engine, differences) == []
    primary = await run(engine, lambda c: inspect(c).get_pk_constraint("questions"))
    assert primary["name"] == "pk_questions"
    await engine.dispose()


async def test_every_migration_goes_down_and_up_again(database: str) -> None:
    engine = open_engine(database)
    await migrate(engine)
    await run(engine, lambda c: command.downgrade(migration_config(c), "base"))
    assert await run(engine, tables) == {"alembic_version"}
    await migrate(engine)
    assert await run(engine, differences) == []
    await engine.dispose()


async def test_starting_again_changes_nothing(database: str) -> None:
    store = await opened(database)
    store.questions.record(asked("still here?"))
    await store.close()
    engine = open_engine(database)
    await migrate(engine)
    await migrate(engine)
    await engine.dispose()
    store = await opened(database)
    assert await questions_in(store) == ["still here?"]
    await store.close()


async def test_bots_that_start_together_do_not_trip_over_each_other(database: str) -> None:
    stores = await asyncio.gather(*(opened(database) for _ in range(5)))
    for number, store in enumerate(stores):
        store.questions.record(asked(str(number)))
    await asyncio.gather(*(store.close() for store in stores))
    store = await opened(database)
    assert sorted(await questions_in(store)) == ["0", "1", "2", "3", "4"]
    await store.close()


async def test_a_change_of_tables_that_breaks_leaves_nothing_behind(
    database: str,
) -> None:
    engine = open_engine(database)

    def half(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half_done (id INTEGER)"))
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        await run(engine, half)
    assert await run(engine, tables) == set()
    await engine.dispose()


async def test_the_database_of_a_newer_version_is_left_alone(database: str) -> None:
    await (await opened(database)).close()
    engine = open_engine(database)
    await run(engine, lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    await engine.dispose()
    with pytest.raises(StoreError, match=r"newer version.*Update the bot"):
        await opened(database)


START = """
import asyncio, sys
from datetime import datetime, UTC
from bot.core.questions import Outcome
from bot.core.ports import QuestionRecord
from bot.store import open_store

async def main():
    store = await open_store(sys.argv[1], retention_days=30, keep_user_ids=False)
    store.questions.record(QuestionRecord(
        datetime.now(UTC), "from another process", Outcome.ANSWERED, (), 1.0, "ask"))
    await store.close()

asyncio.run(main())
"""


def test_processes_that_start_together_on_a_new_file_all_get_to_work(
    sqlite_url: str, tmp_path: Path
) -> None:
    processes = [
        subprocess.Popen([sys.executable, "-c", START, sqlite_url], stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    for process in processes:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said.decode()
    file = sqlite3.connect(tmp_path / "data/footnote.db")
    assert file.execute("SELECT count(*) FROM questions").fetchone() == (4,)
    file.close()


def test_the_migrations_are_found_wherever_the_package_is_installed(tmp_path: Path) -> None:
    """Not from the checkout and its folder, and not where a path has odd characters."""
    site = tmp_path / "100% site packages"
    shutil.copytree(Path(bot.__file__).parent, site / "bot")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    script = f"import sys; sys.path.insert(0, {str(site)!r})\n{START}"
    subprocess.run(
        [sys.executable, "-c", script, "sqlite:///footnote.db"],
        cwd=elsewhere,
        check=True,
        timeout=60,
    )
    file = sqlite3.connect(elsewhere / "footnote.db")
    assert file.execute("SELECT question FROM questions").fetchall() == [("from another process",)]
    file.close()
