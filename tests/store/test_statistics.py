"""Moderators see how the bot is used, and never who asked."""

from __future__ import annotations

import asyncio
import dataclasses
import random
import statistics
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from asking import NOON, asked, days, opened
from shelf_of_documents import HERE, THERE, change, count
from sqlalchemy import func, select, text

from bot.core.gaps import find_gaps
from bot.core.ports import QuestionRecord
from bot.core.questions import Outcome, PastQuestion
from bot.core.statistics import Unanswered, Usage
from bot.store import Store
from bot.store.tables import feedback, questions


def one(question: str = "What of Kimi?", **changes: Any) -> QuestionRecord:
    changes.setdefault("guild_id", HERE)
    return dataclasses.replace(asked(question), **changes)


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    store = await opened(database)
    yield store
    await store.close()


async def march(store: Store, guild: int | None = HERE) -> Usage:
    return await store.statistics.usage(
        guild, datetime(2026, 2, 27, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)
    )


# --- How it is used -----------------------------------------------------------------------


async def test_questions_are_counted_day_by_day_without_gaps(store: Store) -> None:
    midnight = datetime(2026, 3, 1, tzinfo=UTC)
    for at, outcome in (
        (midnight - timedelta(microseconds=1), Outcome.ANSWERED),
        (midnight, Outcome.PARTIAL),
        (midnight + timedelta(hours=23, minutes=59, seconds=59.9), Outcome.PARTIAL),
        (midnight, Outcome.NOT_COVERED),
        (datetime(2026, 2, 26, 23, 59, 59, tzinfo=UTC), Outcome.ANSWERED),
        (datetime(2026, 3, 3, tzinfo=UTC), Outcome.ANSWERED),
    ):
        store.questions.record(one(asked_at=at, outcome=outcome))
    usage = await march(store)
    assert usage.days == (
        (date(2026, 2, 27), {}),
        (date(2026, 2, 28), {Outcome.ANSWERED: 1}),
        (date(2026, 3, 1), {Outcome.PARTIAL: 2, Outcome.NOT_COVERED: 1}),
        (date(2026, 3, 2), {}),
    )
    assert usage.total == 4


async def test_days_are_those_of_utc_wherever_the_database_stands(database: str) -> None:
    if database.startswith("postgres"):
        name = database.rsplit("/", 1)[1].split("?", maxsplit=1)[0]
        await change(database, text(f"ALTER DATABASE {name} SET timezone TO 'Asia/Shanghai'"))
    store = await opened(database)
    late = datetime(2026, 3, 1, 22, tzinfo=UTC)
    store.questions.record(one(asked_at=late.astimezone(timezone(timedelta(hours=8)))))
    counted = dict((await march(store)).days)
    assert counted[date(2026, 3, 1)] == {Outcome.PARTIAL: 1}
    await store.close()


async def test_an_hour_of_a_day_is_that_day_and_no_time_is_none(store: Store) -> None:
    store.questions.record(one())
    hour = await store.statistics.usage(HERE, NOON, NOON + timedelta(hours=1))
    assert hour.days == ((date(2026, 3, 1), {Outcome.PARTIAL: 1}),)
    assert await store.statistics.usage(HERE, NOON, NOON) == Usage(days=())
    assert await store.statistics.usage(HERE, NOON, NOON - days(3)) == Usage(days=())


async def test_nothing_asked_is_no_latency(store: Store) -> None:
    usage = await march(store)
    assert usage.total == 0
    assert (usage.median_ms, usage.p99_ms) == (None, None)


@pytest.mark.parametrize("number", [1, 2, 3, 99, 100, 101, 250])
async def test_latencies_are_those_of_the_textbook(store: Store, number: int) -> None:
    times = [random.Random(number + n).uniform(0, 500) for n in range(number)]
    for took_ms in times:
        store.questions.record(one(took_ms=took_ms))
    usage = await march(store)
    assert usage.median_ms == pytest.approx(statistics.median(times))
    # By nearest rank: the least value that at least 99 % of all are no greater than.
    high = min(t for t in times if sum(other <= t for other in times) >= 0.99 * number)
    assert usage.p99_ms == pytest.approx(high)


async def test_labs_themes_and_surfaces_are_counted_the_most_frequent_first(store: Store) -> None:
    for names, surface in (
        (("Moonshot", "Talent"), "ask"),
        (("Talent",), "lab"),
        (("Talent", "Talent"), "ask"),
        ((), "ask"),
        (("月之暗面", 'a "quoted", name'), "mention"),
    ):
        store.questions.record(one(entities=names, surface=surface))
    usage = await march(store)
    assert dict(usage.entries) == {"Talent": 3, "Moonshot": 1, "月之暗面": 1, 'a "quoted", name': 1}
    assert next(iter(usage.entries)) == "Talent"
    assert next(iter(usage.surfaces.items())) == ("ask", 3)
    assert dict(usage.surfaces) == {"ask": 3, "lab": 1, "mention": 1}


async def test_what_a_question_spoke_of_comes_back_from_the_log(store: Store) -> None:
    record = one(entities=("Moonshot", "月之暗面"), user_id=None)
    store.questions.record(record)
    store.questions.record(one("of nothing", user_id=None))
    assert await store.questions.recent(2) == [one("of nothing", user_id=None), record]


# --- What was not found -------------------------------------------------------------------


async def test_questions_without_a_full_answer_are_listed_the_newest_first(store: Store) -> None:
    for number, outcome in enumerate(Outcome):
        at = NOON + timedelta(minutes=number)
        store.questions.record(one(outcome.value, outcome=outcome, asked_at=at))
    store.questions.record(one("too old", asked_at=NOON - days(2)))
    store.questions.record(one("by nobody", user_id=None, asked_at=NOON + days(1)))
    found = await store.statistics.unanswered(HERE, NOON, 10)
    assert [row.question for row in found] == ["by nobody", "not_covered", "partial"]
    assert found[0].asker is None
    assert found[1].outcome is Outcome.NOT_COVERED
    assert found[1].missing == ("llamas", "羊驼")
    assert found[1].asked_at == NOON + timedelta(minutes=2)
    assert len(await store.statistics.unanswered(HERE, NOON, 1)) == 1


async def test_a_question_becomes_a_gap_once_three_members_asked_it(store: Store) -> None:
    for user in (1, 1, 1, 2):
        store.questions.record(one("Who founded Moonshot?", user_id=user))
    for user in (1, 2, 3):
        store.questions.record(one("What of llamas?", user_id=user))

    async def gaps() -> list[str]:
        rows = await store.statistics.unanswered(HERE, NOON, 100)
        words = lambda question: frozenset(question.lower().split())  # noqa: E731
        return [gap.question for gap in find_gaps(rows, words, k=3)]

    assert await gaps() == ["What of llamas?"]
    store.questions.record(one("who founded moonshot?", user_id=3))
    assert len(await gaps()) == 2


async def test_members_are_told_apart_and_not_named(database: str, store: Store) -> None:
    for user, guild in ((4711, HERE), (4711, HERE), (4712, HERE), (4711, THERE), (4711, None)):
        store.questions.record(one(user_id=user, guild_id=guild))
    rows = await store.statistics.unanswered(None, NOON, 10)
    direct, there, other, again, first = (row.asker for row in rows)
    assert first == again
    assert len({first, other, there, direct}) == 4, "nor followed from server to server"
    for asker in (first, other, there, direct):
        assert asker is not None
        assert len(asker) == 16
        assert int(asker, 16) >= 0
    kept = select(func.count()).where(questions.c.user_id.is_not(None))
    assert await count(database, kept) == 0


async def test_the_last_different_questions_are_tried_on_a_change(store: Store) -> None:
    for question in (
        "What of Kimi?",
        "Who founded Moonshot?",
        "  what  of\nKIMI? ",
        "STRASSE",
        "straße",
        " ",
        "",
    ):
        store.questions.record(one(question))
    store.questions.record(one("not a question", outcome=Outcome.INVALID))
    store.questions.record(one("Moonshot", surface="lab"))
    store.questions.record(one("Talent", surface="theme"))
    found = [str(asked) for asked in await store.statistics.questions(HERE, 10)]
    assert found == ["straße", "what  of\nKIMI?", "Who founded Moonshot?"]
    assert [str(asked) for asked in await store.statistics.questions(HERE, 2)] == found[:2]
    assert await store.statistics.questions(HERE, 0) == []


async def test_a_turn_of_a_dialogue_comes_with_what_it_was_taken_to_mean(store: Store) -> None:
    """Else it could not be tried again: "and its funding?" means nothing by itself."""
    for subject in ("Moonshot AI", "Unitree", None, "Moonshot AI"):
        store.questions.record(one("And its funding?", subject=subject))
    assert await store.statistics.questions(HERE, 10) == [
        PastQuestion("And its funding?", "Moonshot AI"),
        PastQuestion("And its funding?"),
        PastQuestion("And its funding?", "Unitree"),
    ]
    assert [record.subject for record in await store.questions.recent(2)] == ["Moonshot AI", None]


async def test_a_hundred_different_questions_are_found_among_thousands_alike(
    store: Store,
) -> None:
    for number in range(1500):
        store.questions.record(one(f"question {number % 130}"))
        store.questions.record(one("the same" + " " * (number % 700)))
    await store.questions.recent(1)
    found = [str(asked) for asked in await store.statistics.questions(HERE, 100)]
    assert len(found) == 100
    assert len(set(found)) == 100
    assert found[0] == "the same"
    assert found[1] == f"question {1499 % 130}"


# --- What members think -------------------------------------------------------------------


async def test_opinions_are_counted_and_a_second_one_replaces_the_first(store: Store) -> None:
    async def say(user: int, question: str, passage: str, *, helpful: bool) -> None:
        await store.statistics.feedback(HERE, user, question, passage, helpful=helpful)

    await say(1, "What of Kimi?", "k3x9", helpful=True)
    await say(1, "what of  kimi?", "k3x9", helpful=False)
    await say(2, "What of Kimi?", "k3x9", helpful=True)
    await say(2, "What of Kimi?", "other", helpful=True)
    await say(2, "Who?", "k3x9", helpful=True)
    now = datetime.now(UTC)
    usage = await store.statistics.usage(HERE, now - days(1), now + days(1))
    assert (usage.helpful, usage.unhelpful) == (3, 1)
    earlier = await store.statistics.usage(HERE, now - days(3), now - days(2))
    assert (earlier.helpful, earlier.unhelpful) == (0, 0)


async def test_a_member_who_presses_many_times_at_once_has_one_opinion(
    database: str, store: Store
) -> None:
    other = await opened(database)
    presses = [
        each.statistics.feedback(HERE, 1, "What of Kimi?", "k3x9", helpful=bool(number % 2))
        for number in range(10)
        for each in (store, other)
    ]
    await asyncio.gather(*presses)
    assert await count(database, select(func.count()).select_from(feedback)) == 1
    await other.close()


async def test_hostile_opinions_are_kept_as_far_as_a_database_can(
    database: str, store: Store
) -> None:
    await store.statistics.feedback(None, 1, "nul \0 \ud800 😀" * 4000, "'; --\0", helpful=True)
    assert await count(database, select(feedback.c.passage)) == "'; --\ufffd"


async def test_where_no_questions_are_kept_no_opinion_is(database: str) -> None:
    store = await opened(database, keep=False)
    await store.statistics.feedback(HERE, 1, "What of Kimi?", "k3x9", helpful=True)
    assert await count(database, select(func.count()).select_from(feedback)) == 0
    await store.close()


# --- No server sees another's -------------------------------------------------------------


async def test_nothing_asked_in_one_server_is_shown_in_another(store: Store) -> None:
    store.questions.record(one("asked here", entities=("Moonshot",), took_ms=100))
    store.questions.record(one("asked there", guild_id=THERE, entities=("Talent",), took_ms=1))
    store.questions.record(one("asked in private", guild_id=None, took_ms=1))
    now = datetime.now(UTC)
    await store.statistics.feedback(THERE, 1, "asked there", "k3x9", helpful=True)

    usage = await march(store)
    assert usage.total == 1
    assert dict(usage.entries) == {"Moonshot": 1}
    assert (usage.median_ms, usage.p99_ms) == (100, 100)
    assert (await store.statistics.usage(HERE, now - days(1), now + days(1))).helpful == 0
    unanswered = await store.statistics.unanswered(HERE, NOON, 10)
    assert [row.question for row in unanswered] == ["asked here"]
    assert await store.statistics.questions(HERE, 10) == [PastQuestion("asked here")]

    everywhere = await march(store, None)
    assert everywhere.total == 3
    assert dict(everywhere.entries) == {"Moonshot": 1, "Talent": 1}
    assert len(await store.statistics.unanswered(None, NOON, 10)) == 3
    assert len(await store.statistics.questions(None, 10)) == 3


def test_what_is_unanswered_holds_nothing_more_of_the_asker_than_the_hash() -> None:
    """A field more would need another look at what it tells of a person."""
    names = {field.name for field in dataclasses.fields(Unanswered)}
    assert names == {"asked_at", "question", "outcome", "missing", "asker"}
