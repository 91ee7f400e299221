"""Text → words: where they stand, and the form under which they are looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol, cast

import snowballstemmer  # pyright: ignore[reportMissingTypeStubs]

from bot.core.identifying import primary
from bot.search.folding import normalize
from bot.search.inflections import lemma, shorten
from bot.search.numbers import numeral, plain

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
BEGINS_UNSPACED = re.compile(f"[{_UNSPACED}]")
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


def _fold(raw: str) -> tuple[str, int, bool]:
    """A word as written → its form, its length without ``'s``, whether it is unspaced."""
    if raw.isascii() and raw.isalnum():  # most words: what follows would change no other
        return "usa" if raw in _UNITED_STATES else raw.lower(), len(raw), False
    if BEGINS_UNSPACED.match(raw):
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
    "sabado": "sabado",  # is no participle of "saber"
    "sabados": "sabado",
}
"""Words whose Snowball stem is that of a word with another meaning, and what they get instead."""

_MARKS = {"de": "de:", "es": "es:"}
"""What the stems of a language begin with, so that they are no other language's."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - snowballstemmer's own name


@lru_cache(maxsize=32)
def _stemmer(language: str) -> _Stemmer | None:
    name = _STEMMERS.get(primary(language))
    made = snowballstemmer.stemmer(name) if name else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return cast("_Stemmer | None", made)


@lru_cache(maxsize=400_000)
def stem(form: str, language: str = DEFAULT_LANGUAGE) -> str:
    """The Snowball stem of a normalized word, or of the verb that it is an irregular form of.

    Numbers and other scripts stay as they are. German and Spanish stems are marked: "rout" is
    the stem of Router in German, and of a route in English.
    """
    own = numeral(form, language) or _OF_THEIR_OWN.get(form)
    if own is not None:
        return own
    if not form.isalpha() or (form.isascii() is False and language == DEFAULT_LANGUAGE):
        return plain(form, language)
    stemmer = _stemmer(language)
    if stemmer is None:
        return form
    mark = _MARKS.get(primary(language), "")
    return mark + shorten(stemmer.stemWord(lemma(form, language)), language)


def bigrams(run: str) -> Iterator[tuple[str, int, int]]:
    """Overlapping pairs of a run of unspaced script, with offsets; a lone character alone."""
    if len(run) == 1:
        yield run, 0, 1
    for at in range(len(run) - 1):
        yield run[at : at + 2], at, at + 2
