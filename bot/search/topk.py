"""The best passages for several postings at once, without scoring them all.

MaxScore (Turtle and Flood 1995, "Query evaluation: strategies and optimizations"): once
the k-th best score is known, words whose highest scores together stay below it can only
improve passages found already, so they are looked up there and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.search.bm25 import EMPTY_IDS, EMPTY_SCORES, Ids, Posting, Scores


def merge_best(postings: Sequence[Posting]) -> Posting:
    """One posting that scores each passage as the best of several do."""
    held = [posting for posting in postings if len(posting.ids)]
    if len(held) <= 1:
        return held[0] if held else Posting(EMPTY_IDS, EMPTY_SCORES, 0.0)
    ids = np.concatenate([posting.ids for posting in held])
    scores = np.concatenate([posting.scores for posting in held])
    order = np.argsort(ids, kind="stable")
    ids, scores = ids[order], scores[order]
    first = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]])
    return Posting(ids[first], np.maximum.reduceat(scores, first), max(p.best for p in held))


def top_passages(postings: Sequence[Posting], k: int) -> tuple[Ids, Scores]:
    """The k passages with the highest sums of scores, best first; ties by lower number."""
    held = sorted((p for p in postings if len(p.ids)), key=lambda p: -p.best)
    if not held or k <= 0:
        return EMPTY_IDS, EMPTY_SCORES
    rest = np.cumsum([p.best for p in reversed(held)])[::-1].tolist()  # rest[i]: i and after
    ids, scores = held[0].ids, held[0].scores
    at = 1
    while at < len(held):
        if len(ids) > k:
            floor = float(np.partition(scores, len(scores) - k)[-k])
            if rest[at] < floor:
                break
        ids, scores = _sum(ids, scores, held[at])
        at += 1
    for posting_at in range(at, len(held)):
        if len(ids) > k:
            floor = float(np.partition(scores, len(scores) - k)[-k])
            kept = scores + rest[posting_at] >= floor - 1e-9
            ids, scores = ids[kept], scores[kept]
        scores = scores + _look_up(held[posting_at], ids)
    return _sorted_top(ids, scores, k)


def _sum(ids: Ids, scores: Scores, other: Posting) -> tuple[Ids, Scores]:
    """The union of two postings, scores added where both hold a passage."""
    both = np.concatenate([ids, other.ids])
    values = np.concatenate([scores, other.scores])
    order = np.argsort(both, kind="stable")
    both, values = both[order], values[order]
    first = np.flatnonzero(np.r_[True, both[1:] != both[:-1]])
    return both[first], np.add.reduceat(values, first)


def _look_up(posting: Posting, ids: Ids) -> Scores:
    """What a posting adds to these passages; 0 where it does not hold one."""
    places = np.searchsorted(posting.ids, ids)
    places[places == len(posting.ids)] = 0
    return np.where(posting.ids[places] == ids, posting.scores[places], 0.0)


def _sorted_top(ids: Ids, scores: Scores, k: int) -> tuple[Ids, Scores]:
    order = np.lexsort((ids, -scores))[:k]
    return ids[order], scores[order]
