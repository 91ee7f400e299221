"""What came of an inquiry."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.model import Entry
from bot.core.questions import Answer, Citation
from bot.core.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, and the snapshot it was found in."""

    answer: Answer
    snapshot: Snapshot

    @property
    def empty(self) -> bool:
        """Whether there is no document at all."""
        return not self.snapshot.documents


@dataclass(frozen=True, slots=True)
class Page:
    """A lab or theme with all that was found on it."""

    entry: Entry
    citations: tuple[Citation, ...]
