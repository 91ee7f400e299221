"""What kind of answer a question asks for, and whether a sentence holds one.

A question that shares every word with a sentence may still not be answered by it: "when
did DeepSeek come out?" wants a date. These rules know the kinds by their question words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bot.search.kinds import KINDS, NAME, Expected
from bot.search.numbers import numeral
from bot.search.words import DEFAULT_LANGUAGE, words


class Wanted(NamedTuple):
    """The kind of answer that a question asks for.

    Attributes:
        kind: the kind.
        language: the tag of the language it is asked in; a sentence may be in English as well.
    """

    kind: Expected
    language: str = DEFAULT_LANGUAGE

    def held_by(self, text: str) -> bool:
        """Whether a text holds such an answer at all."""
        return holds(self.kind, text, self.language)


_NUMBER_ASKED = re.compile(
    r"\bhow (?:many|much|long|old|tall|often)\b"
    r"|(?<!\ba )(?<!est )\bnumber of\b|\bwhat (?:number|percentage|percent|share|amount)\b"
    r"|多少|几[个家天年位种次款]",
    re.IGNORECASE,
)
_DEGREE_ASKED = re.compile(r"\bhow (?:far|fast|big|large|high|deep)\b", re.IGNORECASE)
_PERSON_ASKED = re.compile(r"\bwho(?:se|m)?\b|谁", re.IGNORECASE)
_DATE_ASKED = re.compile(
    r"\bwhen (?:did|was|were|will|has|have)\b|\bwhen (?:is|are)\b[^?]*\bgoing to\b"
    r"|\b(?:what|which) (?:years?|dates?|days?|months?|times?)\b"
    r"|\b(?:since|until|by) when\b|\bdate of\b"
    r"|什么时候|什麼時候|何时|何時|哪一?年|几月|哪[天日]",
    re.IGNORECASE,
)


def _any_of(words: str) -> str:
    """A pattern for any of these words, those with one first letter together.

    Where no word begins, the engine looks at each letter once instead of at each word: a
    sentence takes half the time, and a question looks at up to a hundred.
    """
    ends: dict[str, list[str]] = {}
    for word in words.split():
        ends.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in ends.items())


_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve dozen dozens twenty thirty forty "
    "fifty hundred hundreds thousand thousands million millions billion billions half twice "
    "several every any all no none few majority"
)
_DATE_WORDS = (
    "January February March April June July August September October November December Monday "
    "Tuesday Wednesday Thursday Friday Saturday Sunday spring summer autumn winter century noon "
    "midnight today yesterday tomorrow"
)
_NUMBER = re.compile(
    r"\d(?<![A-Za-z.-].)\d*(?:[.,]\d+)*(?![.,]?\d|\.?[A-Za-z])"  # not in a name, as in 01.AI
    r"|\d(?:k|m|bn|b|x|th|st|nd|rd)\b"
    r"|[一二三四五六七八九十百千万亿两]+[个個家名位种種款次年月日天周倍元美块塊岁歲度米人%]"
    rf"|\b(?:{_any_of(_NUMBER_WORDS)})\b",
    re.IGNORECASE,
)
# Two capitalized words in a row, the first not at the sentence's start: most likely a name.
_PERSON = re.compile(r"(?<=[^.!?\n])\s(?:[A-Z][\w'’-]+ ){1,3}[A-Z][\w'’-]+|^[A-Z]\w+ [A-Z]\w+")
_DATE = re.compile(
    r"\b(?:(?:1\d|20)\d\d(?:s\b|\b(?! ?%))|\d+ (?:BCE?|AD|CE)\b|AD \d+\b"
    r"|\d{1,2}(?::\d\d\b|(?::\d\d)? ?(?:am|pm|a\.m\.|p\.m\.))"
    rf"|(?:{_any_of(_DATE_WORDS)})\b|(?:in|last|early|late|mid-?) May\b"
    r"|(?:days?|weeks?|months?|years?) (?:ago|later|before|after)\b)"
    r"|[\d零〇一二三四五六七八九十] ?[年月日号號]",
)

# ASCII, all that parts words as a space and all digits as zeros; for numbers in lower case.
_AS_WRITTEN = bytes(
    ord("0" if chr(c).isdigit() else chr(c) if chr(c).isalpha() or chr(c) == "_" else " ")
    for c in range(128)
) + bytes(128)
_LOWERED = _AS_WRITTEN.lower()
_NUMBERS = frozenset(_NUMBER_WORDS.encode().split())
_DATES = frozenset(_DATE_WORDS.encode().split())
_DATED = frozenset(b"May ago later before after".split())
"""Words without one of which, or a digit or a word of its own, no ASCII text holds a date."""

_MARKS = {
    Expected.NUMBER: _NUMBER,
    Expected.DEGREE: _NUMBER,
    Expected.DATE: _DATE,
    Expected.PERSON: _PERSON,
}


_ONE_OF_ASKED = re.compile(r"\b(?:which|what (?:kind|sort|type|brand|name))\b", re.IGNORECASE)


def particular(question: str, wants: Wanted | None, language: str = DEFAULT_LANGUAGE) -> bool:
    """Whether a question asks for one thing, by its kind or among several.

    Args:
        question: the question.
        wants: the kind of answer it asks for, if any.
        language: its language's tag.
    """
    if wants:
        return True
    if language in KINDS:
        return bool(KINDS[language].one_of.search(_normalized(question)))
    return bool(_ONE_OF_ASKED.search(question))


def wanted(question: str, language: str = DEFAULT_LANGUAGE) -> Wanted | None:
    """The kind of answer a question in a language asks for, where its words tell."""
    kind = expected(question, language)
    return Wanted(kind, language) if kind else None


def expected(question: str, language: str = DEFAULT_LANGUAGE) -> Expected | None:
    """The kind of answer a question asks for, where its words tell."""
    if language in KINDS:
        said = _normalized(question)
        asked = KINDS[language].asked.items()
        return next((kind for kind, pattern in asked if pattern.search(said)), None)
    if _DATE_ASKED.search(question):
        return Expected.DATE
    if _NUMBER_ASKED.search(question):
        return Expected.NUMBER
    if _DEGREE_ASKED.search(question):
        return Expected.DEGREE
    return Expected.PERSON if _PERSON_ASKED.search(question) else None


@lru_cache(maxsize=512)  # about as many as one question asks; some of them twice
def holds(kind: Expected, text: str, language: str = DEFAULT_LANGUAGE) -> bool:
    """Whether a text holds an answer of this kind at all."""
    if language in KINDS and _holds_in(kind, text, language):
        return True
    plainly = _plainly(kind, text) if text.isascii() else None
    return bool(_MARKS[kind].search(text)) if plainly is None else plainly


def _normalized(question: str) -> str:
    return " ".join(word.form for word in words(question))


def _holds_in(kind: Expected, text: str, language: str) -> bool:
    """The same by the words of a language alone; digits are looked for in any."""
    if kind is Expected.PERSON:
        return bool(NAME.search(text))
    known = KINDS[language]
    forms = [word.form for word in words(text)]
    if kind is Expected.DATE:
        return not known.dates.isdisjoint(forms)
    return any(form in known.numbers or numeral(form, language) for form in forms)


def _plainly(kind: Expected, text: str) -> bool | None:
    """What the words of an ASCII text tell where it holds no digit; None where they do not.

    It says what the pattern says, in a fifth of the time: a question of when or how many has
    forty sentences tested, most of which hold neither.
    """
    if kind is Expected.PERSON:
        return None
    data = text.encode().translate(_AS_WRITTEN if kind is Expected.DATE else _LOWERED)
    if b"0" in data:
        return None
    found = data.split()
    if kind is not Expected.DATE:
        return not _NUMBERS.isdisjoint(found)
    if not _DATES.isdisjoint(found):
        return True
    return False if _DATED.isdisjoint(found) else None


NUMBER_MARK, DATE_MARK, PERSON_MARK, ALL_MARKS = 1, 2, 4, 7
MARKS = {
    Expected.NUMBER: NUMBER_MARK,
    Expected.DEGREE: NUMBER_MARK,
    Expected.DATE: DATE_MARK,
    Expected.PERSON: PERSON_MARK,
}
"""The bits by which it is kept of each sentence whether it may hold a kind of answer."""

_NUMERAL = re.compile("[一二三四五六七八九十百千万亿两]")
_PARTS_OF_DATES = "May ago later before after BC BCE AD CE"
_PART_OF_DATE = re.compile(rf"(?<!\d)\d{{1,2}}(?!\d)|[年月日号號]|{_any_of(_PARTS_OF_DATES)}")
_WORDS_OF_DATES = frozenset(f"{_DATE_WORDS} {_PARTS_OF_DATES}".split())
_WORDS_OF_NUMBERS = frozenset(_NUMBER_WORDS.split())


def marks(piece: str, language: str = DEFAULT_LANGUAGE) -> int:
    """Which kinds of answer a sentence may hold for a piece of it, as bits; names in English apart.

    Args:
        piece: letters and digits side by side, and what may stand within words; see `cutting`.
        language: the tag of the document's language.

    It is looked at once for each different piece, so a sentence is searched for an answer only
    where one may be: wherever `holds` finds a number or a date, a piece has its mark.
    """
    own = _marks_in(piece, language) if language in KINDS else 0
    if piece.isascii() and piece.isalpha():
        number = piece.lower() in _WORDS_OF_NUMBERS
        return own | number * NUMBER_MARK | (piece in _WORDS_OF_DATES) * DATE_MARK
    number = bool(_NUMBER.search(piece) or _NUMERAL.search(piece))
    date = bool(_DATE.search(piece) or _PART_OF_DATE.search(piece))
    return own | number * NUMBER_MARK | date * DATE_MARK


def _marks_in(piece: str, language: str) -> int:
    kinds = (kind for kind in (Expected.NUMBER, Expected.DATE) if _holds_in(kind, piece, language))
    name = PERSON_MARK if any(character.isupper() for character in piece) else 0
    return sum(MARKS[kind] for kind in kinds) | name
