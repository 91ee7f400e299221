"""The bot knows again after a restart what it noted before."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from asking import NOON, asked, opened

from bot.core.errors import StoreError


async def test_a_fact_survives_a_restart_and_the_last_word_holds(database: str) -> None:
    store = await opened(database)
    assert await store.facts.recall("commands") is None
    await store.facts.keep("commands", "one")
    await store.facts.keep("commands", "two")
    await store.facts.keep("other", "月")
    await store.close()

    store = await opened(database)
    assert await store.facts.recall("commands") == "two"
    assert await store.facts.recall("other") == "月"
    await store.close()


async def test_a_fact_that_cannot_be_kept_is_said_and_the_old_one_stays(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = await opened(f"{sqlite_url}?timeout=0.05")
    await store.facts.keep("commands", "one")
    other = sqlite3.connect(tmp_path / "data/footnote.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program is writing"):
        await store.facts.keep("commands", "two")
    other.close()
    assert await store.facts.recall("commands") == "one"
    await store.close()


async def test_whoever_stops_waiting_leaves_the_database_in_working_order(database: str) -> None:
    """At the end of the process everything is canceled, wherever it stands."""
    store = await opened(database)
    chance = random.Random(1)
    for number in range(100):
        store.questions.record(asked(str(number)))
        works: list[Coroutine[Any, Any, Any]] = [
            store.questions.recent(5),
            store.questions.expire(NOON),
            store.facts.keep(f"fact {number}", "value"),
            store.check(),
        ]
        tasks = [asyncio.create_task(work) for work in works]
        await asyncio.sleep(chance.random() * 0.006)
        for task in tasks:
            task.cancel()
        _, hanging = await asyncio.wait(tasks, timeout=10)
        assert not hanging
    assert len(await store.questions.recent(1000)) == 100
    await store.check()
    await asyncio.wait_for(store.close(), 10)
