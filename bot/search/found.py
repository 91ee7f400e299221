"""Where a question's terms stand in its candidates, as columns until somebody reads them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bot.core.model import Span
from bot.search.arrays import Floats, Ints, Longs


class Occurrence(NamedTuple):
    """A term of the question, found in a passage.

    Attributes:
        term: the term's position in the question.
        start: offset of its first character in the passage's text.
        end: offset after its last character.
        position: number of the word in the passage.
        weight: what the form that was found is worth, 0 to 1.
    """

    term: int
    start: int
    end: int
    position: int
    weight: float


class Found:
    """The occurrences of a question's terms in some passages, passage after passage.

    Most candidates turn out to be none of the best before anybody looks at their
    occurrences one by one, so those are made of the columns only when asked for.

    Args:
        count: how many passages there are.
        terms: how many terms the question has.
        passages: for each occurrence its passage, by its place among them, ascending.
        term: the term's position in the question.
        starts: offset of its first character in the passage's text.
        ends: offset after its last character.
        positions: number of the word in the passage.
        weights: what the form that was found is worth, 0 to 1.
    """

    def __init__(
        self,
        count: int,
        terms: int,
        *,
        passages: Longs,
        term: Longs,
        starts: Ints,
        ends: Ints,
        positions: Ints,
        weights: Floats,
    ) -> None:
        self.count, self.terms = count, terms
        self.passages, self.term = passages, term
        self.starts, self.ends, self.positions = starts, ends, positions
        self.weights = weights

    @cached_property
    def _cuts(self) -> Sequence[int]:
        return self.passages.searchsorted(np.arange(self.count + 1)).tolist()

    def of(self, at: int) -> tuple[Occurrence, ...]:
        """The occurrences in one passage, in the order of its text."""
        here = slice(self._cuts[at], self._cuts[at + 1])
        columns = (self.term, self.starts, self.ends, self.positions, self.weights)
        return tuple(map(Occurrence, *(column[here].tolist() for column in columns)))

    def spans(self, at: int) -> tuple[Span, ...]:
        """Where terms stand in one passage, spans that overlap made one."""
        here = slice(self._cuts[at], self._cuts[at + 1])
        spans: list[Span] = []
        first, last = -1, -1
        for start, end in sorted(
            zip(self.starts[here].tolist(), self.ends[here].tolist(), strict=True)
        ):
            if start >= last:
                if last >= 0:
                    spans.append(Span(first, last))
                first, last = start, end
            elif end > last:
                last = end
        if last >= 0:
            spans.append(Span(first, last))
        return tuple(spans)

    @cached_property
    def held(self) -> Floats:
        """For each passage and term, the best weight of the forms it holds; 0 for none."""
        return self.best_by(self.passages, self.count)

    def best_by(self, groups: Longs, count: int) -> Floats:
        """For each group of occurrences and each term, the best weight; 0 for none.

        Args:
            groups: which group each occurrence belongs to.
            count: how many groups there are.
        """
        best = np.zeros(count * self.terms)
        np.maximum.at(best, groups * self.terms + self.term, self.weights)
        return best.reshape(count, self.terms)
