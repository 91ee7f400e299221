"""What members asked, counted; and what they think of the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.core.questions import Outcome, PastQuestion


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that got no full answer, as the log keeps it.

    Attributes:
        asked_at: when, in UTC.
        question: as it was asked.
        outcome: `NOT_COVERED` or `PARTIAL`.
        missing: the words nothing was found on.
        asker: a salted hash of whoever asked, which rotates and expires; None where
            nothing is kept of the asker.
    """

    asked_at: datetime
    question: str
    outcome: Outcome
    missing: tuple[str, ...]
    asker: str | None


@dataclass(frozen=True, slots=True)
class Usage:
    """How the bot was used in a span of time.

    Attributes:
        days: day by day, in order, without gaps: the day and the questions of each outcome.
        entries: names of labs and themes, and how often each was asked about.
        surfaces: ``ask``, ``lab`` and so on, and how often each was used.
        median_ms: median latency in milliseconds, or None without a question.
        p99_ms: 99th percentile of it.
        helpful: how many answers were marked as helpful.
        unhelpful: how many as not.
    """

    days: tuple[tuple[date, Mapping[Outcome, int]], ...]
    entries: Mapping[str, int] = field(default_factory=dict[str, int])
    surfaces: Mapping[str, int] = field(default_factory=dict[str, int])
    median_ms: float | None = None
    p99_ms: float | None = None
    helpful: int = 0
    unhelpful: int = 0

    @property
    def total(self) -> int:
        """How many questions were asked."""
        return sum(count for _, outcomes in self.days for count in outcomes.values())


class Statistics(Protocol):
    """Counts over the question log. Nothing in them identifies a person."""

    async def usage(self, guild_id: int | None, since: datetime, until: datetime) -> Usage:
        """How the bot was used in a server; in all of them for None."""
        ...

    async def unanswered(
        self, guild_id: int | None, since: datetime, limit: int
    ) -> Sequence[Unanswered]:
        """The questions without a full answer, newest first."""
        ...

    async def questions(self, guild_id: int | None, limit: int) -> Sequence[PastQuestion]:
        """The last different questions asked, newest first, with what they were taken to mean."""
        ...

    async def feedback(
        self, guild_id: int | None, user_id: int, question: str, passage: str, *, helpful: bool
    ) -> None:
        """Takes down what a member thinks of an answer; a second opinion replaces the first.

        The member is kept only as the salted hash.
        """
        ...
