"""Where the sentences of all passages end, and what they may hold, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.model import Passage
from bot.core.passages import ENDLESS
from bot.search.arrays import Bytes, Ints, Longs
from bot.search.bulk import Scanned
from bot.search.expectation import ALL_MARKS, MARKS


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences' ends, passage after passage.

    A question looks at those of fifty passages. Their records lie all over memory, and to
    fetch each takes longer than all that is computed of them.

    Attributes:
        offsets: where each passage's sentences begin; one more than there are passages.
        ends: offsets after the sentences' last characters in their passages' texts.
        marks: the kinds of answer each may hold, as bits; see `expectation.MARKS`.
    """

    offsets: Longs
    ends: Ints
    marks: Bytes

    def among(self, numbers: Sequence[int]) -> tuple[Longs, Ints, Bytes]:
        """The ends and marks of some passages' sentences, and before them where each one's begin.

        Args:
            numbers: the passages' numbers.
        """
        passages = np.array(numbers, np.int64)
        begins = self.offsets.take(passages)
        sizes = self.offsets.take(passages + 1) - begins
        upto = np.zeros(len(sizes) + 1, np.int64)
        sizes.cumsum(out=upto[1:])
        at: Longs = np.arange(int(upto[-1])) + (begins - upto[:-1]).repeat(sizes)
        return upto, self.ends.take(at), self.marks.take(at)


def ends_of(passages: Sequence[Passage]) -> tuple[Ints, Ints]:
    """How many sentences each passage has, and where all of them end."""
    sizes = np.fromiter((len(p.sentences) for p in passages), np.int32, len(passages))
    ends = (end for passage in passages for _, end in passage.sentences)
    return sizes, np.fromiter(ends, np.int32, int(sizes.sum()))


def marks_of(passages: Sequence[Passage], sizes: Ints, ends: Ints, scanned: Scanned) -> Bytes:
    """What each sentence of a document may hold.

    Args:
        passages: the document's passages.
        sizes: how many sentences each of them has.
        ends: where those end.
        scanned: what stands in the passages.
    """
    lengths = np.fromiter((len(p.text) + 1 for p in passages), np.int64, len(passages))
    shifted = ends + (lengths.cumsum() - lengths).repeat(sizes)
    place = shifted.searchsorted(scanned.marked, side="right")
    marks = np.zeros(len(ends), np.uint8)
    for mark in MARKS.values():
        marks[place[scanned.marks & mark != 0]] |= mark
    # What is cut where no sentence ends may be cut within a word.
    long = (np.diff(shifted, prepend=0) >= ENDLESS // 2).nonzero()[0]
    marks[long] = marks[np.minimum(long + 1, len(marks) - 1)] = ALL_MARKS
    return marks
