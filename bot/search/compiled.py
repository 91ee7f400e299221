"""The compiled search for the best passages, where the extra ``footnote[fast]`` is installed.

Without it numpy does the same (`topk`), which stays the reference: tests hold both equal.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from bot.search.arrays import Floats, Ints, Longs
from bot.search.bm25 import EMPTY_IDS, EMPTY_SCORES, PostingsBM25

_log = logging.getLogger(__name__)

_TYPES = {
    "best_passages": (
        "(i4[::1], f8[::1], i8[::1], f8[::1], f8[:, ::1], i8[::1], f8[::1], i8, f8[::1], f8[::1])"
    ),
    "sure_scores": "(f8[::1], i8[::1], i8, i8)",
}
"""What the functions of `kernel` take, as numba writes it. For nothing else are they compiled."""


FLOORS = (10, 50)
"""For these k each word's k-th best score is known beforehand."""

Alternatives: TypeAlias = tuple[Sequence[tuple[Sequence[str], float, str]], float]
"""A term as it is looked for: its forms (see `meanings.Form`, whose fields these are), and what
the best of them is multiplied by."""


class _Kernel(NamedTuple):
    best_passages: Callable[..., tuple[Ints, Floats]]
    sure_scores: Callable[..., Floats]


class _Scratch(threading.local):
    """Two zeros for each passage, for each thread that searches."""

    def __init__(self, size: int) -> None:
        self.sums: Floats = np.zeros(size)
        self.best: Floats = np.zeros(size)


@cache
def _kernel() -> _Kernel | None:
    """The compiled functions, or None without numba. The first call of a process takes seconds.

    What was compiled is kept beside the module or in the user's cache folder, so that the
    next start takes less than one; where neither can be written to, it is compiled each time.
    """
    try:
        numba: Any = import_module("numba")
    except ImportError:
        return None
    source: Any = import_module("bot.search.kernel")
    start = time.perf_counter()
    made: dict[str, Any] = {}
    for name, types in _TYPES.items():
        function = getattr(source, name)
        try:
            made[name] = numba.njit(types, nogil=True, cache=True)(function)
        except (RuntimeError, OSError):  # no folder for the cache, or none to be written to
            made[name] = numba.njit(types, nogil=True)(function)
    _log.debug("the compiled search is ready (%.1f s)", time.perf_counter() - start)
    return _Kernel(**made)


def compiled(model: PostingsBM25) -> CompiledTop | None:
    """The compiled search over a model's postings; None where numba is not installed.

    Call it off the event loop, where the model is built: the first call compiles.
    """
    kernel = _kernel()
    return CompiledTop(model, kernel) if kernel else None


class CompiledTop:
    """Finds the best passages in compiled code. Safe to share between threads."""

    def __init__(self, model: PostingsBM25, kernel: _Kernel) -> None:
        self._search = kernel.best_passages
        self._vocabulary = model.vocabulary
        ids, scores, offsets, highest = model.arrays
        sure = kernel.sure_scores(scores, offsets, *FLOORS)
        self._arrays = (ids, scores, offsets, highest, sure)
        self._scratch = _Scratch(model.corpus_size)

    def __call__(self, terms: Sequence[Alternatives], k: int) -> tuple[Ints, Floats]:
        """The k passages with the highest sums of scores, best first; ties by lower number.

        Each term gives a passage what the best of its forms does, and a form the mean of
        its words' scores times what it is worth, where the passage holds all of them.
        """
        forms_of, words_of = [0], [0]
        numbers: list[int] = []
        weights: list[float] = []
        factors: list[float] = []
        number_of = self._vocabulary.get
        for forms, factor in terms:
            for words, worth, _ in forms:
                found = [n for word in words if (n := number_of(word)) is not None]
                if len(found) == len(words):
                    numbers += found
                    words_of.append(len(numbers))
                    weights.append(worth / len(found))
            forms_of.append(len(weights))
            factors.append(factor)
        if not numbers or k <= 0:
            return EMPTY_IDS, EMPTY_SCORES
        ints: Longs = np.array([len(factors), *forms_of, *words_of, *numbers], np.int64)
        floats: Floats = np.array(weights + factors)
        scratch = self._scratch
        return self._search(*self._arrays, ints, floats, k, scratch.sums, scratch.best)
