"""Typing mistakes: a word nobody knows → the word of the library it was meant to be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from bot.search.arrays import Ints
from bot.search.lexicon import is_word, meant
from bot.search.words import DEFAULT_LANGUAGE

_SHORTEST = 4
"""Words below this length have too many neighbors to guess from."""


class Speller:
    """Corrects words toward the words of one library. Immutable once built.

    Args:
        frequencies: the library's words, normalized but unstemmed, and how often each
            occurs; names of the catalog included. What members are known to say, and no
            document, occurs 0 times: it is a guess only where it is an edit nearer, and one away.
    """

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        held = [w for w in frequencies if len(w) >= _SHORTEST and w.isalpha()]
        self._words = sorted(held, key=len)
        self._lengths = np.fromiter(map(len, self._words), np.int32, len(self._words))
        self._letters = _all_letters(self._words, self._lengths)

    @property
    def words(self) -> Collection[str]:
        """The library's words."""
        return self._frequencies.keys()

    def knows(self, word: str, language: str = DEFAULT_LANGUAGE) -> bool:
        """Whether the library or a dictionary has a word as it is written.

        That some other word of the library shares its stem is not enough: "huging" is
        "hugging" misspelled, and no form of "huge".
        """
        return word in self._frequencies or is_word(word, language)

    def correct(self, word: str, language: str = DEFAULT_LANGUAGE) -> str | None:
        """The library's word that was most likely meant; else the dictionary's, or None.

        Only a word that is neither in the library nor in the dictionary of its language
        is corrected: "compute" asked of a library without it is a question about compute.
        One edit (optimal string alignment: insertion, deletion, substitution, swap of
        neighbors) is forgiven from four letters on, two from six on, three from nine on, but
        only one where the first letter is another; of three letters, one that should stand
        twice ("Yan" for "Yann"). Where the library has none, a common word of the dictionary
        is one (`lexicon.meant`): the documents may say it in other words.
        """
        if len(word) < _SHORTEST - 1 or not word.isalpha() or self.knows(word, language):
            return None
        if len(word) < _SHORTEST:
            twice = (word[: at + 1] + word[at:] for at in reversed(range(len(word))))
            return next((candidate for candidate in twice if candidate in self._frequencies), None)
        allowed = 1 + (len(word) >= 6) + (len(word) >= 9)
        best: tuple[float, int, int, str] | None = None
        near = self._near(word, allowed)
        for candidate, edits, _ in process.extract(
            word, near, scorer=OSA.distance, score_cutoff=allowed, limit=None
        ):
            # A first letter is seldom mistyped; mistakes gather toward a word's end.
            if edits > 1 and candidate[0] != word[0]:
                continue
            often = self._frequencies[candidate]
            if edits > 1 and not often:
                continue
            cost = edits + 0.5 * (candidate[0] != word[0]) + (not often)
            shared = Prefix.similarity(word, candidate)
            key = (cost, -shared, -often, candidate)
            best = key if best is None else min(best, key)
        return best[-1] if best else meant(word, language)

    def _near(self, word: str, edits: int) -> list[str]:
        """All words that so many edits may reach, and some more.

        An edit brings in one letter at most and drops one at most, so of two words that
        are so near neither has more letters to itself. That is two sums over bits.
        """
        sizes = (len(word) - edits, len(word) + edits + 1)
        first, last = self._lengths.searchsorted(sizes).tolist()
        letters, others = np.uint64(_letters(word)), self._letters[first:last]
        # Most have more letters to the two of them than both may: one sum tells.
        near = (np.bitwise_count(others ^ letters) <= 2 * edits).nonzero()[0]
        others = others.take(near)
        mine = np.bitwise_count(letters & ~others)
        theirs = np.bitwise_count(others & ~letters)
        near = near[np.maximum(mine, theirs) <= edits] + first
        return [self._words[at] for at in near.tolist()]


def _all_letters(words: Sequence[str], lengths: Ints) -> npt.NDArray[np.uint64]:
    """`_letters` of many words, the shortest first: all their first letters, then the second."""
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), "<u4") & 31
    begins = lengths.cumsum() - lengths
    bits = np.zeros(len(words), np.uint64)
    for at in range(lengths.max(initial=0)):
        first = lengths.searchsorted(at, "right")  # those before it have no such letter
        letter = np.uint64(1) << codes.take(begins[first:] + at).astype(np.uint64)
        again = bits[first:] & letter != 0
        bits[first:] |= np.where(again, letter << np.uint64(32), letter)
    return bits


def _letters(word: str) -> int:
    """The letters of a word as bits of 64: those in it, and those in it more than once.

    Some letters share their bits.
    """
    bits = 0
    for letter in word:
        bit = 1 << (ord(letter) & 31)
        bits |= bit << 32 if bits & bit else bit
    return bits
