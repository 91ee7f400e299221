"""What the store's tests ask, and how they look at what was kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.ports import QuestionRecord
from bot.core.questions import Outcome
from bot.store import Store, open_store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def asked(question: str, *, at: datetime = NOON, user: int | None = 4711) -> QuestionRecord:
    return QuestionRecord(
        asked_at=at,
        question=question,
        outcome=Outcome.PARTIAL,
        passages=("k3x9", "月之暗面"),
        took_ms=1.25,
        surface="ask",
        guild_id=2**62,
        user_id=user,
        missing=("llamas", "羊驼"),
    )


async def opened(url: str, *, days: int = 30, user_ids: bool = False, keep: bool = True) -> Store:
    return await open_store(url, retention_days=days, keep_user_ids=user_ids, log_questions=keep)


async def questions_in(store: Store, limit: int = 10_000) -> list[str]:
    return [record.question for record in await store.questions.recent(limit)]


def days(number: float) -> timedelta:
    return timedelta(days=number)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program writes to the database, and does not come to an end."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
