"""Which terms stand where in each passage."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

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

    def of(self, passages: Ints, wanted: Bools) -> list[list[tuple[int, int, int, int]]]:
        """For each passage its wanted terms as (term, start, end, position), in order.

        Args:
            passages: the passages' numbers.
            wanted: for each term number, whether it is wanted.
        """
        begins = self.offsets.take(passages)
        sizes = self.offsets.take(passages + 1) - begins
        upto = sizes.cumsum()
        everything = np.arange(upto[-1] if len(upto) else 0) + (begins - upto + sizes).repeat(sizes)
        found = wanted.take(self.terms.take(everything)).nonzero()[0]
        at = everything.take(found)
        columns = (self.terms, self.starts, self.ends, self.positions)
        rows = list(zip(*(column.take(at).tolist() for column in columns), strict=True))
        cuts: list[int] = found.searchsorted(upto).tolist()
        return [rows[start:end] for start, end in pairwise((0, *cuts))]
