"""Typing mistakes: a word nobody knows → the word of the library it was meant to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz.distance import OSA, Prefix

from bot.search.lexicon import is_english

_SHORTEST = 4
"""Words below this length have too many neighbors to guess from."""


class Speller:
    """Corrects words toward the words of one library. Immutable once built.

    Args:
        frequencies: the library's words, normalized but unstemmed, and how often each
            occurs; names of the catalog included.
    """

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in frequencies:
            if len(word) >= _SHORTEST and word.isalpha():
                by_length[len(word)].append(word)
        self._by_length = dict(by_length)

    def knows(self, word: str) -> bool:
        """Whether the library itself holds the word."""
        return word in self._frequencies

    def correct(self, word: str) -> str | None:
        """The library's word that was most likely meant, or None.

        Only a word that is neither in the library nor in an English dictionary is
        corrected: "compute" asked of a library without it is a question about compute.
        One edit (optimal string alignment: insertion, deletion, substitution, swap of
        neighbors) is forgiven from four letters on, two from six on, three from nine on.
        """
        if len(word) < _SHORTEST or not word.isalpha() or word in self._frequencies:
            return None
        if is_english(word):
            return None
        allowed = 1 + (len(word) >= 6) + (len(word) >= 9)
        best: tuple[float, int, int, str] | None = None
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for candidate in self._by_length.get(length, ()):
                edits = OSA.distance(word, candidate, score_cutoff=allowed)
                if edits > allowed:
                    continue
                # A first letter is seldom mistyped; mistakes gather toward a word's end.
                cost = edits + 0.5 * (candidate[0] != word[0])
                shared = Prefix.similarity(word, candidate)
                key = (cost, -shared, -self._frequencies[candidate], candidate)
                best = key if best is None else min(best, key)
        return best[-1] if best else None
