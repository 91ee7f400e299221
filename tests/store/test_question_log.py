"""A moderator reads what members asked; a member is never held up by it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta, timezone

from asking import NOON, asked, days, opened, questions_in
from sqlalchemy import select

from bot.core.ports import QuestionRecord
from bot.core.questions import Outcome
from bot.store import NullQuestionLog
from bot.store.engine import open_engine
from bot.store.tables import questions


async def test_what_was_asked_survives_a_restart(database: str) -> None:
    store = await opened(database, user_ids=True)
    store.questions.record(asked("What of Kimi?"))
    await store.close()

    store = await opened(database, user_ids=True)
    assert await store.questions.recent(10) == [asked("What of Kimi?")]
    await store.close()


async def test_the_newest_stands_first_and_is_there_at_once(database: str) -> None:
    store = await opened(database)
    store.questions.record(asked("later", at=NOON + days(1)))
    store.questions.record(asked("first"))
    store.questions.record(asked("second"))
    assert await questions_in(store) == ["later", "second", "first"]
    assert await questions_in(store, limit=1) == ["later"]
    await store.close()


async def test_who_asked_is_not_kept_unless_that_is_turned_on(database: str) -> None:
    store = await opened(database)
    store.questions.record(asked("Who am I?", user=4711))
    await store.close()
    engine = open_engine(database)
    async with engine.connect() as connection:
        kept = (await connection.execute(select(questions.c.user_id))).scalar_one()
    await engine.dispose()
    assert kept is None

    store = await opened(database, user_ids=True)
    store.questions.record(asked("And now?", user=4711))
    assert [record.user_id for record in await store.questions.recent(2)] == [4711, None]
    await store.close()


async def test_who_asked_is_forgotten_once_that_is_turned_off(database: str) -> None:
    store = await opened(database, user_ids=True)
    store.questions.record(asked("Who am I?", user=4711))
    await store.close()
    store = await opened(database, user_ids=False)
    assert await store.questions.expire(NOON) == 0
    assert [record.user_id for record in await store.questions.recent(2)] == [None]
    await store.close()


async def test_questions_go_when_their_time_has_come(database: str) -> None:
    store = await opened(database, days=30)
    for age in (0, 29.9, 30, 30.1, 400):
        store.questions.record(asked(f"{age} days old", at=NOON - days(age)))
    assert await store.questions.expire(NOON) == 2
    assert await questions_in(store) == ["0 days old", "29.9 days old", "30 days old"]
    assert await store.questions.expire(NOON) == 0
    await store.close()


async def test_a_log_turned_off_keeps_nothing_new_but_its_promise_on_the_old(
    database: str,
) -> None:
    store = await opened(database)
    store.questions.record(asked("old"))
    await store.close()
    store = await opened(database, keep=False)
    store.questions.record(asked("new"))
    assert await questions_in(store) == ["old"]
    assert await store.questions.expire(NOON + days(31)) == 1
    await store.close()


async def test_a_moment_is_kept_in_utc_however_it_was_given(database: str) -> None:
    shanghai = timezone(timedelta(hours=8))
    store = await opened(database)
    store.questions.record(asked("zoned", at=NOON.astimezone(shanghai)))
    store.questions.record(asked("bare", at=NOON.replace(tzinfo=None)))
    for record in await store.questions.recent(2):
        assert record.asked_at == NOON
        assert record.asked_at.utcoffset() == timedelta(0)
    assert await store.questions.expire((NOON + days(31)).astimezone(shanghai)) == 2
    await store.close()


async def test_a_thousand_at_once_hold_nobody_up(database: str) -> None:
    store = await opened(database)
    started = time.perf_counter()
    for number in range(1000):
        store.questions.record(asked(f"question {number}"))
    taken_down = time.perf_counter() - started
    assert len(await questions_in(store)) == 1000
    assert taken_down < 0.5
    assert time.perf_counter() - started < 5
    await store.close()


async def test_many_tasks_may_record_and_read_at_the_same_time(database: str) -> None:
    store = await opened(database)

    async def member(name: int) -> None:
        for number in range(20):
            store.questions.record(asked(f"{name}: {number}"))
            await asyncio.sleep(0)
            await store.questions.recent(1)

    await asyncio.gather(*(member(name) for name in range(10)), store.questions.expire(NOON))
    assert len(set(await questions_in(store))) == 200
    await store.close()


async def test_hostile_questions_come_back_as_far_as_a_database_can_hold_them(
    database: str,
) -> None:
    hostile = [
        "'; DROP TABLE questions; --",
        "nul \0 and half a pair \ud800",
        "😀" * 6000,
        "%s :name ? $1",
        "",
    ]
    store = await opened(database)
    for question in hostile:
        store.questions.record(
            QuestionRecord(
                asked_at=datetime.now(UTC),
                question=question,
                outcome=Outcome.INVALID,
                passages=(question,),
                took_ms=float("nan"),
                surface=question,
                missing=(question,),
            )
        )
    kept = [record.question for record in reversed(await store.questions.recent(10))]
    hostile[1] = "nul \ufffd and half a pair ?"
    assert kept == hostile
    await store.close()


async def test_nothing_is_left_running_when_there_is_nothing_to_write(database: str) -> None:
    """Whoever waits for all tasks to end, as a test of Discord does, must not wait for us."""
    before = asyncio.all_tasks()
    store = await opened(database)
    store.questions.record(asked("What of Kimi?"))
    assert len(asyncio.all_tasks() - before) == 1
    await asyncio.wait_for(asyncio.wait(asyncio.all_tasks() - before), 5)
    assert await questions_in(store) == ["What of Kimi?"]
    await store.close()


async def test_after_closing_a_late_question_is_let_go(database: str) -> None:
    store = await opened(database)
    await store.close()
    store.questions.record(asked("Too late?"))
    await store.close()
    store = await opened(database)
    assert await questions_in(store) == []
    await store.close()


async def test_a_healthy_database_passes_its_check(database: str) -> None:
    store = await opened(database)
    await store.check()
    await store.close()


async def test_a_bot_without_a_database_keeps_nothing() -> None:
    log = NullQuestionLog()
    log.record(asked("What of Kimi?"))
    assert await log.recent(10) == ()
    assert await log.expire(NOON) == 0
    await log.close()


async def test_a_database_in_memory_serves_as_long_as_it_is_open() -> None:
    for url in ("sqlite://", "sqlite+aiosqlite:///:memory:"):
        store = await opened(url)
        store.questions.record(asked("What of Kimi?"))
        assert await questions_in(store) == ["What of Kimi?"]
        await store.check()
        await store.close()
