"""What is kept of members goes in time: their questions, their opinions, what tells them apart."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from asking import NOON, asked, days, opened, questions_in
from shelf_of_documents import HERE, THERE, change, count
from sqlalchemy import func, select, text, update

from bot.core.keeping import GuildSettings
from bot.core.ports import QuestionRecord
from bot.store import Store, open_store
from bot.store.askers import Askers, asker_of
from bot.store.database import open_database
from bot.store.engine import open_engine
from bot.store.schema import migration_config
from bot.store.tables import feedback, guild_settings, questions, salts

NOW = datetime.now(UTC)


class Clock:
    """Tells the time that the test wants."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


# --- The salt -----------------------------------------------------------------------------


async def test_a_member_is_the_same_until_the_salt_is_replaced(database: str) -> None:
    base, clock = await open_database(database), Clock()
    askers = Askers(base, days=30, clock=clock)
    first = await askers.salt()
    clock.now = NOON + days(29.9)
    assert await askers.salt() == first
    assert await Askers(base, days=30, clock=clock).salt() == first, "after a restart as well"
    clock.now = NOON + days(30)
    second = await askers.salt()
    assert second != first
    assert len(first) == len(second) == 32
    assert asker_of(first, HERE, 1) != asker_of(second, HERE, 1)
    assert await count(database, select(func.count()).select_from(salts)) == 1
    assert await count(database, select(salts.c.salt)) == second, "the old one is gone"
    await base.close()


async def test_one_member_under_two_salts_is_not_counted_as_two(sqlite_url: str) -> None:
    store = await opened(sqlite_url)
    store.questions.record(asked("What of Kimi?"))
    await store.questions.recent(1)
    (before,) = await store.statistics.unanswered(None, NOON - days(1), 10)
    assert before.asker is not None
    base, clock = await open_database(sqlite_url), Clock()
    clock.now = datetime.now(UTC) + days(31)
    await Askers(base, days=30, clock=clock).salt()
    (after,) = await store.statistics.unanswered(None, NOON - days(1), 10)
    assert (after.question, after.asker) == (before.question, None)
    await base.close()
    await store.close()


async def test_a_salt_of_a_clock_that_was_wrong_does_not_stay_for_ever(database: str) -> None:
    base, clock = await open_database(database), Clock()
    askers = Askers(base, clock=clock)
    clock.now = NOON + days(4000)
    wrong = await askers.salt()
    clock.now = NOON
    right = await askers.salt()
    assert right != wrong
    clock.now = NOON - timedelta(seconds=5)
    assert await askers.salt() == right, "a clock that is set back a little does no harm"
    assert await count(database, select(func.count()).select_from(salts)) == 1
    await base.close()


async def test_processes_that_begin_together_use_one_salt(database: str) -> None:
    bases = [await open_database(database) for _ in range(5)]
    used = await asyncio.gather(*(Askers(base).salt() for base in bases))
    assert len(set(used)) == 1
    await asyncio.gather(*(base.close() for base in bases))


async def test_a_salt_whose_time_is_over_goes_even_when_nobody_asks(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = await open_store(sqlite_url, retention_days=300, keep_user_ids=False, salt_days=7)
    store.questions.record(asked("What of Kimi?", at=NOW))
    await store.questions.recent(1)
    salt: bytes = await count(sqlite_url, select(salts.c.salt))  # pyright: ignore[reportAssignmentType]
    files = list((tmp_path / "data").iterdir())
    assert any(salt in file.read_bytes() for file in files)
    await store.questions.expire(datetime.now(UTC) + days(6.9))
    assert await count(sqlite_url, select(func.count()).select_from(salts)) == 1
    await store.questions.expire(datetime.now(UTC) + days(7))
    assert await count(sqlite_url, select(func.count()).select_from(salts)) == 0
    assert not any(salt in file.read_bytes() for file in files)
    (row,) = await store.statistics.unanswered(None, NOW - days(1), 1)
    assert row.asker is not None, "it counts still, and leads nowhere"
    await store.close()


# --- As long as the server decided ---------------------------------------------------------


def at(age: float, guild: int | None) -> QuestionRecord:
    name = {HERE: "here", THERE: "there", None: "direct"}[guild]
    return dataclasses.replace(asked(f"{name} {age}", at=NOON - days(age)), guild_id=guild)


async def fill(store: Store) -> None:
    for age in (40, 20, 6, 0.5):
        for guild in (None, THERE, HERE):
            store.questions.record(at(age, guild))
    await store.questions.recent(1)


async def test_a_server_that_keeps_questions_for_less_long_has_them_gone_earlier(
    database: str,
) -> None:
    store = await opened(database, days=30)
    await fill(store)
    await store.guild_settings.put(HERE, GuildSettings(retention_days=7))
    await store.guild_settings.put(THERE, GuildSettings(retention_days=300))
    assert await store.questions.expire(NOON) == 4
    assert set(await questions_in(store)) == {
        *("here 6", "here 0.5"),
        *("there 20", "there 6", "there 0.5"),
        *("direct 20", "direct 6", "direct 0.5"),
    }
    await store.guild_settings.put(HERE, GuildSettings(retention_days=0))
    assert await store.questions.expire(NOON) == 2
    assert not any(name.startswith("here") for name in await questions_in(store))
    await store.close()


async def test_very_many_servers_may_decide(database: str) -> None:
    store = await opened(database, days=30)
    base = await open_database(database)
    rows = [
        {"guild_id": guild, "settings": {"retention_days": guild % 5 + 1}}
        for guild in range(1, 3001)
    ]
    await base.insert(guild_settings, rows)
    for guild in (1, 2999, 3000, 3001):
        store.questions.record(
            dataclasses.replace(asked(str(guild), at=NOON - days(6)), guild_id=guild)
        )
    assert await store.questions.expire(NOON) == 3
    assert await questions_in(store) == ["3001"]
    await base.close()
    await store.close()


async def test_opinions_go_with_the_questions(database: str) -> None:
    store = await opened(database, days=30)
    await store.guild_settings.put(HERE, GuildSettings(retention_days=7))
    for guild, name in ((HERE, "here"), (THERE, "there")):
        for age in (40, 20, 6):
            await store.statistics.feedback(guild, 1, f"{name} {age}", "p", helpful=True)
            made = update(feedback).where(feedback.c.question == f"{name} {age}")
            await change(database, made.values(at=NOON - days(age)))
    assert await store.questions.expire(NOON) == 0, "of questions there were none"
    found = select(func.count()).select_from(feedback)
    assert await count(database, found) == 3
    assert await count(database, found.where(feedback.c.guild_id == HERE)) == 1
    await store.close()


async def test_when_the_servers_decisions_cannot_be_read_the_operators_still_holds(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = await opened(sqlite_url, days=30)
    await fill(store)
    await change(sqlite_url, text("ALTER TABLE guild_settings RENAME TO away"))
    for _ in range(2):
        await store.questions.expire(NOON)
    assert len(await questions_in(store)) == 9
    errors = [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR]
    assert len(errors) == 1
    assert "cannot be cleared as servers decided" in errors[0]
    await change(sqlite_url, text("ALTER TABLE away RENAME TO guild_settings"))
    await store.guild_settings.put(HERE, GuildSettings(retention_days=7))
    assert await store.questions.expire(NOON) == 1
    assert "can be cleared as servers decided again" in caplog.text
    await store.close()


async def test_the_hash_goes_with_its_question(sqlite_url: str, tmp_path: Path) -> None:
    store = await opened(sqlite_url)
    for _ in range(20):
        store.questions.record(asked("What of Kimi?"))
    await store.questions.recent(1)
    asker = str(await count(sqlite_url, select(questions.c.asker).limit(1)))
    folder = tmp_path / "data"
    assert any(asker.encode() in file.read_bytes() for file in folder.iterdir())
    await store.questions.expire(NOON + days(31))
    assert not any(asker.encode() in file.read_bytes() for file in folder.iterdir())
    await store.close()


async def test_the_account_number_reaches_no_file(sqlite_url: str, tmp_path: Path) -> None:
    store = await opened(sqlite_url)
    store.questions.record(asked("What of Kimi?", user=123456789012345678))
    await store.statistics.feedback(HERE, 123456789012345678, "What?", "p", helpful=True)
    await store.close()
    number = 123456789012345678
    for file in (tmp_path / "data").iterdir():
        data = file.read_bytes()
        assert str(number).encode() not in data
        assert number.to_bytes(8, "big") not in data, "as SQLite writes it"


async def test_a_log_that_keeps_user_ids_keeps_the_hash_as_well(sqlite_url: str) -> None:
    store = await opened(sqlite_url, user_ids=True)
    store.questions.record(asked("What of Kimi?", user=4711))
    (record,) = await store.questions.recent(1)
    assert record.user_id == 4711
    (row,) = await store.statistics.unanswered(None, NOON, 1)
    assert row.asker is not None
    await store.close()


# --- The database of an earlier version ---------------------------------------------------


async def test_the_questions_of_an_earlier_version_come_along(database: str) -> None:
    engine = open_engine(database)
    async with engine.begin() as connection:
        await connection.run_sync(lambda c: command.upgrade(migration_config(c), "0002"))
        await connection.execute(
            text(
                "INSERT INTO questions (asked_at, question, outcome, passages, missing, took_ms, "
                "surface, guild_id) VALUES ('2026-03-01 12:00:00+00:00', 'old', 'partial', '[]', "
                """'["llamas"]', 3.5, 'ask', 1)"""
            )
        )
        await connection.execute(text("INSERT INTO facts VALUES ('commands', 'sum')"))
    await engine.dispose()

    store = await opened(database)
    (record,) = await store.questions.recent(10)
    assert (record.question, record.missing, record.entities) == ("old", ("llamas",), ())
    assert await store.facts.recall("commands") == "sum"
    store.questions.record(dataclasses.replace(asked("new"), guild_id=1))
    rows = await store.statistics.unanswered(1, NOON - days(1), 10)
    assert [(row.question, row.asker is None) for row in rows] == [("new", False), ("old", True)]
    usage = await store.statistics.usage(1, NOON - days(1), NOON + days(1))
    assert usage.total == 2
    await store.close()

    engine = open_engine(database)
    async with engine.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(migration_config(c), "0002"))
        kept = (await connection.execute(text("SELECT question FROM questions"))).scalars().all()
        assert sorted(kept) == ["new", "old"]
    await engine.dispose()
