"""Records as the tables hold them, and back: one bad value would hold up all written with it."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from bot.core.keeping import Actor, Scope
from bot.core.ports import QuestionRecord
from bot.core.questions import Outcome
from bot.store.tables import SHARED


def question_row(entry: QuestionRecord) -> dict[str, Any]:
    """A question as the log holds it, but for `asker`; `user_id` may have to go first."""
    return {
        "asked_at": utc(entry.asked_at),
        "question": clean(entry.question),
        "outcome": entry.outcome.value,
        "passages": [clean(passage) for passage in entry.passages],
        "missing": [clean(word) for word in entry.missing],
        "took_ms": entry.took_ms if math.isfinite(entry.took_ms) else 0.0,
        "surface": clean(entry.surface),
        "guild_id": entry.guild_id,
        "user_id": entry.user_id,
        "entities": [clean(name) for name in dict.fromkeys(entry.entities)] or None,
        "subject": None if entry.subject is None else clean(entry.subject),
    }


def question_record(row: Row[Any]) -> QuestionRecord:
    """A question out of the log. Of the asker it holds the user id alone, where that is kept."""
    return QuestionRecord(
        asked_at=row.asked_at,
        question=row.question,
        outcome=Outcome(row.outcome),
        passages=tuple(row.passages),
        took_ms=row.took_ms,
        surface=row.surface,
        guild_id=row.guild_id,
        user_id=row.user_id,
        missing=tuple(row.missing),
        entities=tuple(row.entities or ()),
        subject=row.subject,
    )


def scope_value(scope: Scope) -> int:
    """A scope as a column holds it."""
    return SHARED if scope is None else scope


def scope_of(value: int) -> Scope:
    """A scope out of a column."""
    return None if value == SHARED else value


def actor_of(row: Row[Any]) -> Actor:
    """Who did what a row tells of."""
    return Actor(row.by_name, row.by_id)


def clean(text: str) -> str:
    """Without what a database refuses: a NUL (PostgreSQL), half a surrogate pair (both)."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def utc(moment: datetime) -> datetime:
    """The moment in UTC; one that names no time zone is taken to be in UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
