"""How much the words of a question say: chatter nothing, asides little, names most."""

from __future__ import annotations

import math

from bot.search.language import Language
from bot.search.lexicon import importance

ASKING = 0.15
"""How much a word about asking ("mention", "explain") counts beside a word of substance."""

LIGHT = 0.25
"""The same of words with hardly a subject of their own ("together", "different")."""

PROPER = 1.15
"""The same of a word with a capital in the midst of a sentence: a name tells one question
from another better than its rarity says."""

ASIDE = 0.2
"""The same of a word in a sentence in which members speak of themselves before they ask."""

_SMALL, _LARGE, _LEAST = 100, 100_000, 0.3
"""A library of `_SMALL` passages or fewer takes the language's word for how much a word says; in
one of `_LARGE` or more that counts to the power of `_LEAST` only."""

_MARKS = " \n(\"'“”„«»「」『』《》"


def says(form: str, language: Language) -> float:
    """How much a normalized word says by itself, 0 to 1."""
    if form in language.asking:
        return ASKING
    common = importance(form, language.tag)
    return min(LIGHT, common) if form in language.light else common


def trust(size: int) -> float:
    """The power to which it counts how much a word says, in a library of so many passages.

    In a few passages a rare word looks as good as another. The more there are, the better
    its own rarity tells, and to count both would count it twice.
    """
    grown = math.log(max(size, _SMALL) / _SMALL) / math.log(_LARGE / _SMALL)
    return 1.0 - (1.0 - _LEAST) * min(grown, 1.0)


def opens(question: str, start: int) -> bool:
    """Whether a sentence begins at a place."""
    before = question[:start].rstrip(_MARKS)
    return not before or before[-1] in ".?!:;"


def proper(question: str, start: int) -> bool:
    """Whether the word at a place has a capital that no sentence's beginning asks for."""
    return question[start].isupper() and not opens(question, start) and not _shouted(question)


def _shouted(text: str) -> bool:
    """Whether more words of a text begin with capitals than not, as in headings.

    The first word does not count: it has a capital wherever sentences begin with one.
    """
    initial = [word[0] for word in text.split() if word[0].isalpha()]
    return 2 * sum(map(str.isupper, initial[1:])) > len(initial)
