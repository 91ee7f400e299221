"""The best passages for several postings at once, without looking at them all.

MaxScore (Turtle and Flood 1995, "Query evaluation: strategies and optimizations"): where
so many passages as are wanted surely reach a score, words whose highest scores together
stay below it can only improve passages that other words find, so they are looked up in
those and nowhere else. The sure score comes from each word's k-th best, known beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import cast

import numpy as np
import numpy.typing as npt

from bot.search.bm25 import EMPTY_IDS, EMPTY_SCORES, FLOORS, Ids, Posting, Scores

Found = npt.NDArray[np.intp]

_DENSE = 50_000
"""Up to so many passages, making a sum for every one of them anew for each question costs
less (some microseconds) than keeping the few that matter apart."""

_SLOTS = 4
"""So many slots for each occurrence, where passages share slots; more of them are shared by
fewer and take longer to clear."""

_LATER, _LONG = 0.4, 500
"""Words are left for later while they give at most this share of the sure score together,
and each has at least so many occurrences: a look-up costs more than adding a few up."""

_FEW = 200
"""Up to so many passages are sorted as they are; of more, the best are picked first."""

_BEST = attrgetter("best")

_LEAST = 1e-300
"""A score above nothing."""

_ROUNDING = 1e-9
"""Sums in another order may differ by less than this."""


def merge_best(postings: Sequence[Posting]) -> Posting:
    """One posting that scores each passage as the best of several do."""
    held = [posting for posting in postings if len(posting.ids)]
    if len(held) <= 1:
        return held[0] if held else Posting(EMPTY_IDS, EMPTY_SCORES, 0.0)
    ids = np.concatenate([posting.ids for posting in held])
    scores = np.concatenate([posting.weighed for posting in held])
    order = ids.argsort(kind="stable")
    ids, scores = ids.take(order), scores.take(order)
    first = _starts(ids)
    few = max(posting.few for posting in held)
    many = max(posting.many for posting in held)
    best = max(posting.best for posting in held)
    return Posting(ids.take(first), np.maximum.reduceat(scores, first), best, few, many)


def top_passages(
    postings: Sequence[Posting], k: int, size: int | None = None
) -> tuple[Found, Scores]:
    """The k passages with the highest sums of scores, best first; ties by lower number.

    Args:
        postings: one a word.
        k: at most so many passages.
        size: how many passages the index holds, where that is known: it saves time.
    """
    held = [posting for posting in postings if posting.best > 0.0]
    if not held or k <= 0:
        return EMPTY_IDS.astype(np.intp), EMPTY_SCORES
    held.sort(key=_BEST, reverse=True)
    floor = _sure(held, k)
    at, rest = _split(held, floor)
    ids, scores = _sums(held[:at], max(floor - rest - _ROUNDING, _LEAST), size)
    for posting in held[at:]:
        if len(ids) > _FEW + k:
            floor = max(floor, _kth(scores, k))
            ids, scores = _from(ids, scores, floor - rest - _ROUNDING)
        rest -= posting.best
        scores = scores + _look_up(posting, ids)
    if len(ids) > _FEW + k:
        ids, scores = _from(ids, scores, _kth(scores, k))
    order = (-scores).argsort(kind="stable")[:k]  # passages ascend, so ties do
    return ids.take(order), scores.take(order)


def _sure(held: Sequence[Posting], k: int) -> float:
    """A score that k passages reach for certain; 0 where none is known."""
    if k <= FLOORS[0]:
        return max([posting.few for posting in held])
    return max([posting.many for posting in held]) if k <= FLOORS[1] else 0.0


def _split(held: Sequence[Posting], floor: float) -> tuple[int, float]:
    """From which word on they are left for later, and how much those give at most."""
    at, rest = len(held), 0.0
    while at > 1:
        posting = held[at - 1]
        if rest + posting.best > floor * _LATER or len(posting.ids) < _LONG:
            break
        rest += posting.best
        at -= 1
    return at, rest


def _sums(postings: Sequence[Posting], reach: float, size: int | None) -> tuple[Found, Scores]:
    """The passages whose scores add up to at least so much, ascending, and their sums."""
    if len(postings) == 1:
        return _from(postings[0].ids.astype(np.intp), postings[0].weighed, reach)
    ids = np.concatenate([p.ids for p in postings], dtype=np.intp)
    scores = np.concatenate(
        [p.scores if p.factor == 1.0 else p.scores * p.factor for p in postings]
    )
    if size is not None and size <= max(_DENSE, 2 * _SLOTS * len(ids)):
        sums = cast("Scores", np.bincount(ids, scores, size))  # weighted, so no counts
        found = (sums >= reach).nonzero()[0]
        return found, sums.take(found)
    if len(ids) > _FEW:
        # Passages share slots by their lowest bits; none has more than its slot's sum.
        slots = 1 << (len(ids) * _SLOTS).bit_length()
        slot = ids & (slots - 1)
        reached = (np.bincount(slot, scores, slots).take(slot) >= reach).nonzero()[0]
        ids, scores = ids.take(reached), scores.take(reached)
    return _from(*_grouped(ids, scores), reach)


def _grouped(ids: Found, scores: Scores) -> tuple[Found, Scores]:
    """Each passage once, ascending, with the sum of its scores."""
    if not len(ids):
        return ids, scores
    order = ids.argsort(kind="stable")
    ids, scores = ids.take(order), scores.take(order)
    starts = _starts(ids)
    return ids.take(starts), np.add.reduceat(scores, starts)


def _starts(ids: Ids | Found) -> Found:
    """Where each of the passages, which ascend, begins."""
    first = np.empty(len(ids), np.bool_)
    first[0] = True
    np.not_equal(ids[1:], ids[:-1], first[1:])
    return first.nonzero()[0]


def _from(ids: Found, scores: Scores, least: float) -> tuple[Found, Scores]:
    """Those of the passages that have at least so much."""
    kept = (scores >= least).nonzero()[0]
    return ids.take(kept), scores.take(kept)


def _kth(scores: Scores, k: int) -> float:
    at = len(scores) - k
    return float(np.partition(scores, at)[at])


def _look_up(posting: Posting, found: Found) -> Scores:
    """What a posting adds to these passages; 0 where it does not hold one."""
    ids = found.astype(np.int32)  # else all of the posting would be converted instead
    places = posting.ids.searchsorted(ids)
    holds = posting.ids.take(places, mode="clip") == ids
    return posting.scores.take(places, mode="clip") * (holds * posting.factor)
