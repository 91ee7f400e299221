"""What is known of a word in general: whether its language has it, and how common it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, lru_cache
from string import ascii_lowercase

from spellchecker import SpellChecker

from bot.search.inflections import dictionary_forms
from bot.search.words import DEFAULT_LANGUAGE, stem

_LETTERS = str.maketrans("äöüáéíóúàèìòùâêîôûñç", "aouaeiouaeiouaeiounc", "") | {ord("ß"): "ss"}

_COMMON, _EVERYWHERE = 4.9, 6.3
"""Zipf values between which a word's importance falls: "office" has 5.0, "go" 6.5."""

_LEAST = 0.25

_LONG, _KNOWN = 6, 3.5
"""The length, and the Zipf value of the word that was meant, from which a mistake is mended."""


_DICTIONARIES = frozenset({"en", "de", "es"})
"""Languages with a dictionary; where there is none, English tells."""


@lru_cache(maxsize=len(_DICTIONARIES))
def _counts(language: str) -> tuple[Mapping[str, int], int]:
    """The packaged dictionary of pyspellchecker: words counted in film subtitles, normalized.

    English has 160,000 of them, German 340,000 and Spanish 86,000.
    """
    counts = SpellChecker(language=language).word_frequency.dictionary
    total = sum(counts.values())
    if language == DEFAULT_LANGUAGE:
        return counts, total
    folded = dict(counts)
    for word, count in counts.items():
        if not word.isascii():
            form = word.translate(_LETTERS)
            folded[form] = folded.get(form, 0) + count
    return folded, total


def load_dictionary(language: str) -> None:
    """Reads a language's dictionary now (up to a second) and not with the first question."""
    importance("", language)


def is_word(word: str, language: str = DEFAULT_LANGUAGE) -> bool:
    """Whether the dictionary has a word (normalized) or what it is a form of.

    Names mostly are not in it.
    """
    known = _counts(language if language in _DICTIONARIES else DEFAULT_LANGUAGE)[0]
    return word in known or any(form in known for form in dictionary_forms(word, language))


@lru_cache(maxsize=10_000)
def meant(word: str, language: str = DEFAULT_LANGUAGE) -> str | None:
    """The common word (normalized) that one which the dictionary lacks is a typing mistake for.

    It is one edit away (a letter left out, put in, another, or two swapped), but for the first
    letter, and the most common of several. Short words have too many neighbors to guess from.
    """
    if len(word) < _LONG or not (word.isascii() and word.isalpha()):
        return None
    counts, total = _counts(language if language in _DICTIONARIES else DEFAULT_LANGUAGE)
    least = total * 10 ** (_KNOWN - 9)
    near = (form for form in _letters().edit_distance_1(word) if form[0] == word[0])
    found = [(counts[form], form) for form in near if counts.get(form, 0) >= least]
    return max(found)[1] if found else None


@cache
def _letters() -> SpellChecker:
    """Knows the letters from a to z and no word; a dictionary would have to be kept twice."""
    checker = SpellChecker(language=None)
    checker.word_frequency.add(ascii_lowercase)
    return checker


@lru_cache(maxsize=100_000)
def importance(word: str, language: str = DEFAULT_LANGUAGE) -> float:
    """How much a word says by itself, from 0.25 ("go", "put") to 1 ("funding", "Unitree").

    A small library cannot tell: a word that it does not hold would count as its rarest.
    An inflected word counts as its most common form does: "teaches" is as plain as "teach".
    The measure is the Zipf value, the logarithm of the occurrences per billion words
    (van Heuven et al. 2014, "SUBTLEX-UK: a new and improved word frequency database").
    """
    if language not in _DICTIONARIES:
        language = DEFAULT_LANGUAGE
    counts, total = _counts(language)
    if language != DEFAULT_LANGUAGE:
        return _common(language).get(stem(word, language), 1.0)
    count = max(counts.get(form, 0) for form in (word, *_uninflected(word)))
    return _importance(count, total)


def _importance(count: int, total: int) -> float:
    if not count:
        return 1.0
    zipf = math.log10(count / total * 1e9)
    share = (zipf - _COMMON) / (_EVERYWHERE - _COMMON)
    return 1.0 - (1.0 - _LEAST) * min(max(share, 0.0), 1.0)


@lru_cache(maxsize=len(_DICTIONARIES))
def _common(language: str) -> Mapping[str, float]:
    """The stems of common words, and how much the commonest word of each says."""
    counts, total = _counts(language)
    common: dict[str, float] = {}
    for word, count in counts.items():
        says = _importance(count, total)
        if says < 1.0:
            key = stem(word, language)
            common[key] = min(says, common.get(key, 1.0))
    return common


def _uninflected(word: str) -> list[str]:
    """What a word may be an inflection of; those that are none are in no dictionary."""
    forms: list[str] = []
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    # Of short words "es" may be half of what they are: "bees", "toes", "uses".
    if word == "goes" or (len(word) > 4 and word.endswith(("ches", "ses", "shes", "xes", "zes"))):
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
