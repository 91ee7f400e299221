"""Somebody is asked by a button, and answers before the time is over or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from asking import NOON, days, opened
from shelf_of_documents import HERE, THERE

from bot.store.asks import MOST, DatabaseAsks
from bot.store.database import Database, open_database

ASKED = {"text": "The circle meets on Thursdays. 月之暗面", "author_id": 2**60, "agreed": False}


@pytest.fixture
async def base(database: str) -> AsyncIterator[Database]:
    opened = await open_database(database)
    yield opened
    await opened.close()


async def test_what_was_asked_outlives_the_process_until_its_time_is_over(database: str) -> None:
    store = await opened(database)
    await store.asks.keep("x7Q_-", HERE, ASKED, datetime.max.replace(tzinfo=NOON.tzinfo))
    await store.close()
    store = await opened(database)
    assert await store.asks.see("x7Q_-", HERE) == ASKED
    assert await store.asks.see("x7Q_-", THERE) is None
    assert await store.asks.see("other", HERE) is None
    await store.asks.drop("x7Q_-")
    await store.asks.drop("x7Q_-")
    assert await store.asks.see("x7Q_-", HERE) is None
    await store.close()


async def test_it_is_over_at_the_very_moment(base: Database) -> None:
    now = NOON
    asks = DatabaseAsks(base, lambda: now)
    await asks.keep("a", HERE, ASKED, NOON + days(1))
    now = NOON + days(0.999)
    assert await asks.see("a", HERE) == ASKED
    now = NOON + days(1)
    assert await asks.see("a", HERE) is None


async def test_the_second_word_replaces_the_first(base: Database) -> None:
    asks = DatabaseAsks(base, lambda: NOON)
    await asks.keep("a", HERE, ASKED, NOON + days(1))
    await asks.keep("a", HERE, {**ASKED, "agreed": True}, NOON + days(2))
    assert await asks.see("a", HERE) == {**ASKED, "agreed": True}


async def test_a_server_keeps_so_many_and_another_none_the_less(base: Database) -> None:
    asks = DatabaseAsks(base, lambda: NOON)
    await asks.keep("there", THERE, ASKED, NOON + days(0.5))
    for number in range(MOST + 3):
        await asks.keep(f"here{number}", HERE, {"n": number}, NOON + days(1 + number / 1000))
    open_ = [n for n in range(MOST + 3) if await asks.see(f"here{n}", HERE) is not None]
    assert open_ == list(range(3, MOST + 3))
    assert await asks.see("there", THERE) == ASKED


async def test_odd_words_are_kept_as_far_as_a_database_can(base: Database) -> None:
    asks = DatabaseAsks(base, lambda: NOON)
    await asks.keep("a", HERE, {"text": "nul \0 \ud800 😀'; --"}, NOON + days(1))
    assert await asks.see("a", HERE) == {"text": "nul \ufffd ? 😀'; --"}
