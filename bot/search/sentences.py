"""Where the sentences of all passages end, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.model import Passage
from bot.search.arrays import Ints, Longs


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences' ends, passage after passage.

    A question looks at those of fifty passages. Their records lie all over memory, and to
    fetch each takes longer than all that is computed of them.

    Attributes:
        offsets: where each passage's sentences begin; one more than there are passages.
        ends: offsets after the sentences' last characters in their passages' texts.
    """

    offsets: Longs
    ends: Ints

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Sentences:
        """Those of all passages."""
        offsets = np.zeros(len(passages) + 1, np.int64)
        np.cumsum([len(passage.sentences) for passage in passages], out=offsets[1:])
        ends = (end for passage in passages for _, end in passage.sentences)
        return cls(offsets, np.fromiter(ends, np.int32, int(offsets[-1])))

    def among(self, numbers: Sequence[int]) -> tuple[Longs, Ints]:
        """The ends of some passages' sentences, and before them where each one's begin.

        Args:
            numbers: the passages' numbers.
        """
        passages = np.array(numbers, np.int64)
        begins = self.offsets.take(passages)
        sizes = self.offsets.take(passages + 1) - begins
        upto = np.zeros(len(sizes) + 1, np.int64)
        sizes.cumsum(out=upto[1:])
        at: Longs = np.arange(int(upto[-1])) + (begins - upto[:-1]).repeat(sizes)
        return upto, self.ends.take(at)
