"""The records of what a question becomes. All of them are immutable.

question → (index) → `Hit` → `Answer` → card; what the bot knows and finds stands in `model`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.model import Entry, Passage, Span


class Outcome(StrEnum):
    """How a question ended. The values are part of the command line's contract."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_COVERED = "not_covered"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """A question that was asked before, to be tried again.

    Attributes:
        question: as it was asked.
        subject: what it was taken to mean, where it did not stand for itself.
    """

    question: str
    subject: str | None = None

    def __str__(self) -> str:
        """As moderators see it: ``and its funding? (Moonshot AI)``."""
        return f"{self.question} ({self.subject})" if self.subject else self.question


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage shown as a source, and where it stands.

    Attributes:
        n: the number it is referred to by, from 1.
        document: the document's id.
        title: the document's title.
        section: the headings above the passage, joined with ``›``; may be empty.
        passage: the passage itself.
        url: the document's address, or None.
        highlights: matched words, as offsets into the passage's text.
        sentence: the best sentence, as offsets into the passage's text.
    """

    n: int
    document: str
    title: str
    section: str
    passage: Passage
    url: str | None
    highlights: tuple[Span, ...]
    sentence: Span


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member gets to see for a question.

    Attributes:
        question: as it was asked (for a dialogue, the last turn).
        outcome: see `Outcome`.
        quote: the sentence quoted as the answer, verbatim; None unless answered.
        citations: the passages around it, best first.
        entities: the labs and themes the question speaks of.
        missing: words of the question nothing was found on.
        corrections: (as written, as searched) for what was corrected or translated.
        suggestions: labs and themes to ask about instead, where nothing was found.
        near: whether the question was near to those; otherwise they are the ones most is
            said of.
        carried: what the dialogue was about and the question was taken to mean ("it"),
            or None where the question stands for itself.
        spoken_of: words of the question that the first passage holds.
        took_ms: how long it took, in milliseconds.
    """

    question: str
    outcome: Outcome
    quote: str | None = None
    citations: tuple[Citation, ...] = ()
    entities: tuple[Entry, ...] = ()
    missing: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[Entry, ...] = ()
    carried: str | None = None
    near: bool = False
    spoken_of: tuple[str, ...] = ()
    took_ms: float = field(default=0.0, compare=False)
