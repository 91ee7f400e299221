"""At the end of the process everything is canceled, wherever it stands; it must still end."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from asking import NOON, asked, locked, opened


async def test_whoever_stops_waiting_leaves_the_database_in_working_order(
    database: str,
) -> None:
    store = await opened(database)
    works: Sequence[Callable[[], Awaitable[object]]] = (
        lambda: store.questions.recent(5),
        lambda: store.questions.expire(NOON),
        lambda: store.facts.keep("a fact", "its value"),
        store.check,
    )
    chance = random.Random(1)
    # On an idle machine, aiosqlite canceled in the middle hung after 130 to 160 such rounds.
    for number in range(400):
        store.questions.record(asked(str(number)))
        work = chance.choice(works)
        tasks = [asyncio.ensure_future(work()) for _ in range(3)]
        await asyncio.sleep(chance.random() * 0.006)
        for task in tasks:
            task.cancel()
        _, hanging = await asyncio.wait(tasks, timeout=10)
        assert not hanging
    assert len(await store.questions.recent(1000)) == 400
    await store.check()
    await asyncio.wait_for(store.close(), 10)


async def test_work_that_is_canceled_twice_while_the_database_is_locked_ends(
    sqlite_url: str, tmp_path: Path
) -> None:
    """As `asyncio.run` does when what was canceled already has not come to an end yet."""
    store = await opened(f"{sqlite_url}?timeout=1")
    before = asyncio.all_tasks()
    with locked(tmp_path / "data/footnote.db"):
        work = asyncio.create_task(store.facts.keep("a fact", "its value"))
        for _ in range(2):
            await asyncio.sleep(0.1)
            work.cancel()
        await asyncio.wait({work}, timeout=5)
    await asyncio.sleep(0)
    if left := asyncio.all_tasks() - before:
        await asyncio.wait(left, timeout=5)
    assert asyncio.all_tasks() == before
    await store.close()
