"""A passage that may be among the best."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.model import Passage, Span
from bot.search.found import Found, Occurrence


class Candidate(NamedTuple):
    """A passage that BM25 ranks high.

    Attributes:
        number: the passage's number.
        score: its BM25 score.
        passage: the passage.
        about: less than 1 where it does not speak of whom the question names.
        found: where the question's terms stand in it and the other candidates.
        place: its place among those.
    """

    number: int
    score: float
    passage: Passage
    about: float
    found: Found
    place: int

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Where the question's terms stand in it, in the order of its text."""
        return self.found.of(self.place)

    @property
    def highlights(self) -> tuple[Span, ...]:
        """Where they stand, spans that overlap made one."""
        return self.found.spans(self.place)
