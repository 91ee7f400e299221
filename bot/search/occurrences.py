"""Which terms stand where in each passage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.search.arrays import Bools, Ints, Longs


class Rows(NamedTuple):
    """Terms found in some passages, passage after passage, as parallel arrays.

    Attributes:
        passages: which of the passages each is in, by its place among them.
        terms: term numbers.
        starts: offsets of their first characters in the passage's text.
        ends: offsets after their last characters.
        positions: numbers of the words they belong to.
    """

    passages: Longs
    terms: Ints
    starts: Ints
    ends: Ints
    positions: Ints

    def take(self, at: Longs) -> Rows:
        """Those at some places."""
        passages, *others = self
        return Rows(passages.take(at), *(column.take(at) for column in others))


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

    def of(self, passages: Ints, wanted: Bools) -> Rows:
        """The wanted terms of these passages, in the order of the passages and their texts.

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
        inside = upto.searchsorted(found, side="right")
        return Rows(inside, *(column.take(at) for column in columns))
