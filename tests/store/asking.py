"""What the store's tests ask, and how they look at what was kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.model import Outcome
from bot.core.ports import QuestionRecord
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
