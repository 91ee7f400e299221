"""What general English knows of a word: whether it is one, and how common it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from spellchecker import SpellChecker

_COMMON, _EVERYWHERE = 4.9, 6.3
"""Zipf values between which a word's importance falls: "office" has 5.0, "go" 6.5."""

_LEAST = 0.25


@lru_cache(maxsize=1)
def _counts() -> tuple[Mapping[str, int], int]:
    """The packaged dictionary of pyspellchecker: 160,000 words counted in film subtitles."""
    counts = SpellChecker(language="en").word_frequency.dictionary
    return counts, sum(counts.values())


def is_english(word: str) -> bool:
    """Whether the dictionary has a word (normalized). Names mostly are not in it."""
    return word in _counts()[0]


@lru_cache(maxsize=100_000)
def importance(word: str) -> float:
    """How much a word says by itself, from 0.25 ("go", "put") to 1 ("funding", "Unitree").

    A small library cannot tell: a word that it does not hold would count as its rarest.
    An inflected word counts as its most common form does: "teaches" is as plain as "teach".
    The measure is the Zipf value, the logarithm of the occurrences per billion words
    (van Heuven et al. 2014, "SUBTLEX-UK: a new and improved word frequency database").
    """
    counts, total = _counts()
    count = max(counts.get(form, 0) for form in (word, *_uninflected(word)))
    if not count:
        return 1.0
    zipf = math.log10(count / total * 1e9)
    share = (zipf - _COMMON) / (_EVERYWHERE - _COMMON)
    return 1.0 - (1.0 - _LEAST) * min(max(share, 0.0), 1.0)


def _uninflected(word: str) -> list[str]:
    """What a word may be an inflection of; those that are none are in no dictionary."""
    forms: list[str] = []
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss"):
        forms.append(word[:-1])
    for ending in ("ed", "ing"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 2:
            forms += [base, base + "e"]
            if base[-1] == base[-2]:
                forms.append(base[:-1])
    return forms
