"""Text → words: where they stand, and the form under which they are looked up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol, cast

import snowballstemmer  # pyright: ignore[reportMissingTypeStubs]
from opencc import OpenCC

# Han, kana, bopomofo: scripts written without spaces. Hangul separates its words.
_UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u3105-\u312f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
_LETTER_OR_DIGIT, _LETTER = rf"[^\W_{_UNSPACED}]", rf"[^\W\d_{_UNSPACED}]"
_PIECE = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S., A.I.
    rf"|(?:[A-Za-z0-9]+|{_LETTER_OR_DIGIT}){_LETTER_OR_DIGIT}*(?:['’]{_LETTER}+)?"
    rf"(?:[.,]\d+)*{_LETTER_OR_DIGIT}*"
    rf"|[{_UNSPACED}]+"
)
_BEGINS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)*)([a-z]*)")
MAGNITUDES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mil": 1e6, "mio": 1e6, "million": 1e6,
    "millions": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9, "billions": 1e9, "trillion": 1e12,
    "万": 1e4, "亿": 1e8,
}  # fmt: skip
_NUMERALS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
    if value != 1  # "one" is a pronoun far more often than a number
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
     "eighty": "80", "ninety": "90", "hundred": "100"}  # fmt: skip
_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hu": "hungarian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
DEFAULT_LANGUAGE = "en"
_UNITED_STATES = frozenset({"US", "U.S.", "U.S.A."})  # in capitals it is no pronoun
_ENDINGS = frozenset({"s", "re", "ve", "ll", "d", "m"})


class Word(NamedTuple):
    """One word of a text.

    Attributes:
        form: normalized: compatibility forms, case and accents folded, traditional
            Chinese made simplified, the possessive's ``'s`` gone.
        start: offset of its first character in the text.
        end: offset after its last character.
        unspaced: whether it is a run of a script written without spaces, still uncut.
    """

    form: str
    start: int
    end: int
    unspaced: bool = False


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=100_000)
def normalize(word: str) -> str:
    """Folds compatibility forms, case, accents and the Chinese script's two spellings."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    folded = unicodedata.normalize("NFC", folded)
    return folded if folded.isascii() else simplify(folded)


def simplify(text: str) -> str:
    """Traditional Chinese characters as simplified ones, one for one."""
    converted = _simplifier().convert(text)
    # Offsets must survive; a phrase conversion that changes the length is done by character.
    if len(converted) == len(text):
        return converted
    return "".join(_simplifier().convert(c)[:1] or c for c in text)


def _fold(raw: str) -> tuple[str, int, bool]:
    """A word as written → its form, its length without ``'s``, whether it is unspaced."""
    if raw.isascii() and raw.isalnum():  # most words: what follows would change no other
        return "usa" if raw in _UNITED_STATES else raw.lower(), len(raw), False
    if _BEGINS_UNSPACED.match(raw):
        return normalize(raw), len(raw), True
    if raw.endswith("."):
        return "usa" if raw in _UNITED_STATES else normalize(raw.replace(".", "")), len(raw), False
    if "'" in raw or "’" in raw:
        head, _, tail = raw.replace("’", "'").partition("'")
        if tail.lower() in _ENDINGS:
            return normalize(head), len(head), False
        return normalize(head + tail), len(raw), False
    return normalize(raw), len(raw), False


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order. Hyphens and slashes part words, decimals stay whole."""
    if text.isascii() and text.isalnum():  # as most pieces of a text are that are looked at
        yield Word(_fold(text)[0], 0, len(text))
        return
    for match in _PIECE.finditer(text):
        start = match.start()
        form, length, unspaced = _fold(match.group())
        yield Word(form, start, start + length, unspaced)


_OF_THEIR_OWN = {
    "found": "find",  # the stem of "founded" is another "found"
    "organization": "organization",  # not what somebody organized
    "organizations": "organization",
    "organisation": "organization",
    "organisations": "organization",
}
"""Words whose Snowball stem is that of a word with another meaning, and what they get instead."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - snowballstemmer's own name


@lru_cache(maxsize=32)
def _stemmer(language: str) -> _Stemmer | None:
    name = _STEMMERS.get(language.partition("-")[0].lower())
    made = snowballstemmer.stemmer(name) if name else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return cast("_Stemmer | None", made)


@lru_cache(maxsize=400_000)
def stem(form: str, language: str = DEFAULT_LANGUAGE) -> str:
    """The Snowball stem of a normalized word; numbers and other scripts stay as they are."""
    if form in _NUMERALS:
        return _NUMERALS[form]
    if form in _OF_THEIR_OWN:
        return _OF_THEIR_OWN[form]
    if not form.isalpha() or (form.isascii() is False and language == DEFAULT_LANGUAGE):
        return form.replace(",", "")
    stemmer = _stemmer(language)
    return stemmer.stemWord(form) if stemmer else form


def bigrams(run: str) -> Iterator[tuple[str, int, int]]:
    """Overlapping pairs of a run of unspaced script, with offsets; a lone character alone."""
    if len(run) == 1:
        yield run, 0, 1
    for at in range(len(run) - 1):
        yield run[at : at + 2], at, at + 2


@lru_cache(maxsize=20_000)
def magnitude(form: str, following: str | None) -> str | None:
    """One spelling for every way to write a large number: "2M", "2 million", "2,000,000".

    Args:
        form: a normalized word that may be a number, such as ``2m`` or ``500``.
        following: the word behind it, which may be its magnitude.

    Returns:
        ``#`` and the number, or None where it is no number of a thousand or more.
    """
    match = _NUMBER.fullmatch(_NUMERALS.get(form, form))
    if match is None:
        return None
    digits, unit = match.groups()
    factor = MAGNITUDES.get(unit) if unit else MAGNITUDES.get(following or "", 1.0)
    if factor is None:
        return None
    plain = digits.replace(",", "") if digits.count(".") <= 1 else ""
    try:
        value = float(plain) * factor
    except ValueError:
        return None
    return f"#{value:.0f}" if value >= 1000 else None
