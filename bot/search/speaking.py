"""Whom passages speak of, the labs (or themes) that a question names or many, and if they tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from bot.core.model import Entry, EntryKind, Passage
from bot.search.analysis import entry_term
from bot.search.arrays import Bools, Floats, Ints
from bot.search.found import Found
from bot.search.lookup import Lookup
from bot.search.meanings import Form

ABSENT = 0.4
"""What a passage counts that holds none of the labs (or themes) the question names."""


LEADING_IN = 0.7
"""What a passage counts that ends in a colon: it says that something follows, and not what."""


def telling(passages: Sequence[Passage]) -> Floats:
    """What each passage counts by whether it tells something itself."""
    return np.array([LEADING_IN if p.text.endswith((":", "：")) else 1.0 for p in passages])


def count_labs(entries: Iterable[Entry], lookup: Lookup, passages: int) -> Ints:
    """How many labs each passage names.

    Args:
        entries: the catalog's.
        lookup: finds their terms.
        passages: how many passages there are.
    """
    counts = np.zeros(passages, np.int32)
    for entry in entries:
        if entry.kind is EntryKind.LAB:
            counts[lookup.form_posting(Form((entry_term(entry),), 1.0)).ids] += 1
    return counts


def speaking_of(
    named: Collection[int], found: Found, labs: Ints | None, asked: Bools | None = None
) -> Floats:
    """What each passage counts by whom it speaks of, 0 to 1.

    Where two labs or more are named, a passage that lists ten says little of each: it counts
    by the root of the share that they are of all it names.

    Args:
        named: the positions of the terms that say whom the question is about.
        found: where the question's terms stand in the passages.
        labs: how many labs each of the passages names, where the question names several.
        asked: whether each of them answers questions on one of `named`, by the catalog: "how
            long was the trip?" is answered by "ten days there", which says no "trip".
    """
    if not named:
        return np.ones(found.count)
    held = (found.held[:, sorted(named)] > 0).sum(axis=1)
    share = 1.0 if labs is None else np.sqrt(np.minimum(held / np.maximum(labs, 1), 1.0))
    absent = ABSENT if asked is None else np.where(asked, 1.0, ABSENT)
    return np.where(held > 0, share, absent)
