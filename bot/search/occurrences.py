"""Which terms stand where in each passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.search.arrays import Bools, Ints, Longs


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The terms of all passages in the order of their texts, as parallel arrays.

    Attributes:
        offsets: where each passage's entries begin; one more than there are passages.
        terms: term numbers.
        starts: offsets of the terms' first characters in the passage's text.
        ends: offsets after their last characters.
        positions: numbers of the words they belong to.
    """

    offsets: Longs
    terms: Ints
    starts: Ints
    ends: Ints
    positions: Ints

    def of(self, passage: int, wanted: Bools) -> Iterator[tuple[int, int, int, int]]:
        """The wanted terms of a passage as (term, start, end, position), in order.

        Args:
            passage: the passage's number.
            wanted: for each term number, whether it is wanted.
        """
        start, end = self.offsets[passage], self.offsets[passage + 1]
        found = start + np.flatnonzero(wanted[self.terms[start:end]])
        return zip(
            self.terms[found].tolist(),
            self.starts[found].tolist(),
            self.ends[found].tolist(),
            self.positions[found].tolist(),
            strict=True,
        )
