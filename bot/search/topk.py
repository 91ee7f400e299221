"""The best passages for several words at once: what each word adds is added up by passage.

There is a place for each passage, and numpy adds to those of a posting without a loop, in two
nanoseconds each. To leave common words out where they cannot matter (MaxScore) costs more than
it saves: of a hundred thousand passages a question's words find ten thousand.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from operator import itemgetter
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.search.arrays import Bools, once
from bot.search.bm25 import EMPTY_IDS, EMPTY_SCORES, Ids, Posting, Scores

Found = npt.NDArray[np.intp]

Wanted: TypeAlias = tuple[Sequence[Posting], float]
"""Where a term stands: a posting a form, and what the best of them is multiplied by."""

_DENSE, _SPARSE = 250_000, 8
"""Up to so many passages, or so many times as many as occurrences, the sums of all are looked
at; of more, only those of passages that hold a word."""

_CROWDED = 10
"""Where a word stands in more than one of so many passages, all passages are gone through, in
order, which is quicker than to go to each of those it stands in."""

_BLOCK = 8192
"""So many occurrences are worked on at a time: 64 kB, which neither leave the cache nor are
taken from the system anew each time."""

_FEW = 200
"""Up to so many passages are sorted as they are; of more, the best are picked first."""

_FIRST = itemgetter(0)

_LEAST = 1e-300
"""A score above nothing."""


class TopPassages:
    """Finds the best passages. Safe to share between threads.

    Args:
        size: how many passages there are.
    """

    def __init__(self, size: int) -> None:
        self._scratch = _Scratch(size)

    def __call__(
        self, terms: Sequence[Wanted], k: int, among: Ids | None = None
    ) -> tuple[Found, Scores]:
        """The k passages with the highest sums of scores, best first; ties by lower number.

        Each term gives a passage what the best of its forms does.

        Args:
            terms: where they stand.
            k: at most so many passages.
            among: passages that hold one of the terms, ascending; no others are wanted.
        """
        held = [([p for p in forms if p.best > 0.0], f) for forms, f in terms if f > 0.0]
        if not any(forms for forms, _ in held) or k <= 0:
            return EMPTY_IDS.astype(np.intp), EMPTY_SCORES
        scratch, everywhere = self._scratch, None
        try:
            everywhere = scratch.add_up(held)
            if among is None:
                ids = scratch.reaching(_sure(held, scratch.sums, k), everywhere)
            else:
                ids = among.astype(np.intp)
            scores = scratch.sums.take(ids)
        finally:
            scratch.clear(everywhere)
        if len(ids) > _FEW + k:
            kept = (scores >= _kth(scores, k)).nonzero()[0]
            ids, scores = ids.take(kept), scores.take(kept)
        order = (-scores).argsort(kind="stable")[:k]  # passages ascend, so ties do
        return ids.take(order), scores.take(order)


class _Scratch(threading.local):
    """A place for each passage, for each thread that searches; and for what a search adds up.

    Room that is taken from the system anew for each question takes longer than what is done
    in it.

    Attributes:
        sums: what each passage has; zero between searches.
    """

    def __init__(self, size: int) -> None:
        self.sums: Scores = np.zeros(size)
        self._best: Scores = np.zeros(size)  # of a term's forms; zero between terms
        self._more: Scores = np.zeros(size)
        self._reached: Bools = np.zeros(size, np.bool_)
        self._ids: Found = np.empty(0, np.intp)
        self._scores: Scores = np.empty(0)

    def add_up(self, terms: Sequence[Wanted]) -> Found:
        """Gives each passage what the terms give it; says which passages that may be."""
        several = [wanted for wanted in terms if len(wanted[0]) > 1]
        alone = [forms[0].scaled(factor) for forms, factor in terms if len(forms) == 1]
        postings = [*alone, *(posting for forms, _ in several for posting in forms)]
        size = sum([len(posting.ids) for posting in postings])
        if size > len(self._ids):
            self._ids, self._scores = np.empty(2 * size, np.intp), np.empty(2 * size)
        ids, scores = self._ids[:size], self._scores[:size]
        np.concatenate([posting.ids for posting in postings], out=ids)
        np.concatenate([posting.scores for posting in postings], out=scores)
        end = _weigh(alone, scores, 0)
        np.add.at(self.sums, ids[:end], scores[:end])
        for forms, factor in several:
            begin, end = end, _weigh(forms, scores, end)
            self._add_best(ids[begin:end], scores[begin:end], factor)
        return ids

    def _add_best(self, ids: Found, scores: Scores, factor: float) -> None:
        """Adds to each passage's sum the best of what a term's forms give it."""
        sums, best = self.sums, self._best
        np.maximum.at(best, ids, scores)
        if len(ids) * _CROWDED > len(sums):
            np.multiply(best, factor, out=self._more)
            np.add(sums, self._more, out=sums)
            best.fill(0.0)
            return
        for start in range(0, len(ids), _BLOCK):
            few = ids[start : start + _BLOCK]
            sums[few] = sums.take(few) + best.take(few) * factor
            best[few] = 0.0  # a passage may be there again, and gets it once

    def reaching(self, floor: float, where: Found) -> Found:
        """The passages whose sums are that high, ascending.

        Args:
            floor: a sum above nothing.
            where: nowhere else there may be one.
        """
        if len(self.sums) > max(_DENSE, _SPARSE * len(where)):
            return once(where[self.sums.take(where) >= floor])
        return np.greater_equal(self.sums, floor, out=self._reached).nonzero()[0]

    def clear(self, where: Found | None) -> None:
        """Makes all zero again.

        Args:
            where: only there; None where that is not known.
        """
        if where is None:
            self._best.fill(0.0)
        if where is None or len(where) * _CROWDED > len(self.sums):
            self.sums.fill(0.0)
        else:
            self.sums[where] = 0.0


def _weigh(postings: Sequence[Posting], scores: Scores, start: int) -> int:
    """Multiplies the scores of some postings by their factors; says where they end."""
    for posting in postings:
        end = start + len(posting.ids)
        if posting.factor != 1.0:
            scores[start:end] *= posting.factor
        start = end
    return start


def _sure(held: Sequence[Wanted], sums: Scores, k: int) -> float:
    """A sum that k passages reach for certain: the k-th among those with a word that says much."""
    enough = [
        (posting.best * factor, posting.ids)
        for forms, factor in held
        for posting in forms
        if len(posting.ids) >= k
    ]
    return _kth(sums.take(max(enough, key=_FIRST)[1]), k) if enough else _LEAST


def _kth(scores: Scores, k: int) -> float:
    at = len(scores) - k
    return float(np.partition(scores, at)[at])


def merge_best(postings: Sequence[Posting]) -> Posting:
    """One posting that scores each passage as the best of several do."""
    held = [posting for posting in postings if len(posting.ids)]
    if len(held) <= 1:
        return held[0] if held else Posting(EMPTY_IDS, EMPTY_SCORES, 0.0)
    ids = np.concatenate([posting.ids for posting in held])
    scores = np.concatenate([posting.weighed for posting in held])
    ids, place = np.unique(ids, return_inverse=True)
    best = np.zeros(len(ids))
    np.maximum.at(best, place, scores)
    return Posting(ids, best, max(posting.best for posting in held))
