"""Where a question's terms stand in its candidates, as columns until somebody reads them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from bot.search.arrays import Floats, Ints, Longs
from bot.search.candidate import Occurrence


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
        self._cuts: list[int] = passages.searchsorted(np.arange(count + 1)).tolist()

    @cached_property
    def _columns(self) -> tuple[Sequence[float], ...]:
        columns = (self.term, self.starts, self.ends, self.positions, self.weights)
        return tuple(column.tolist() for column in columns)

    def of(self, at: int) -> tuple[Occurrence, ...]:
        """The occurrences in one passage, in the order of its text."""
        start, end = self._cuts[at], self._cuts[at + 1]
        return tuple(map(Occurrence, *(column[start:end] for column in self._columns)))

    @cached_property
    def held(self) -> Floats:
        """For each passage and term, the best weight of the forms it holds; 0 for none."""
        return self.best_by(self.passages, self.count)

    def best_by(self, groups: Longs, count: int, only: Longs | None = None) -> Floats:
        """For each group of occurrences and each term, the best weight; 0 for none.

        Args:
            groups: which group each occurrence belongs to.
            count: how many groups there are.
            only: the numbers of the occurrences that count; None for all.
        """
        best = np.zeros(count * self.terms)
        keys, weights = groups * self.terms + self.term, self.weights
        if only is not None:
            keys, weights = keys.take(only), weights.take(only)
        np.maximum.at(best, keys, weights)
        return best.reshape(count, self.terms)
