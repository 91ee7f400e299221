"""What a question puts in quotation marks: phrases that must stand in a passage as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.search.language import language
from bot.search.meanings import Form
from bot.search.terms import QueryTerm
from bot.search.words import Word, bigrams, stem, words

_MARKS = '"“”„«»「」『』《》'
_QUOTED = re.compile(
    r"\"[^\"]{2,200}\"|“[^”]{2,200}”|„[^“”]{2,200}[“”]|«[^»]{2,200}»|「[^」]{2,200}」"
)


def phrases_in(question: str, languages: Sequence[str]) -> Iterator[tuple[int, int, QueryTerm]]:
    """The phrases of a question: where each begins and ends, its marks included, and its term.

    One that holds only stop words is none.

    Args:
        question: the question.
        languages: the tags of the library's languages.
    """
    for quoted in _QUOTED.finditer(question):
        text = quoted[0].strip(_MARKS)
        found = list(words(text))
        keys = (_keys(found, tag) for tag in languages)
        forms = tuple(dict.fromkeys(Form(key, 1.0) for key in keys if key))
        if forms:
            phrase = tuple(word.form for word in found)
            term = QueryTerm(text, forms, attribute=True, phrase=phrase)
            yield quoted.start(), quoted.end(), term


def _keys(found: Sequence[Word], tag: str) -> tuple[str, ...]:
    """The terms of a phrase as texts in a language hold it, each once."""
    keys: list[str] = []
    for word in found:
        if word.unspaced:
            keys += [pair for pair, _, _ in bigrams(word.form)]
        elif word.form not in language(tag).stop:
            keys.append(stem(word.form, tag))
    return tuple(dict.fromkeys(keys))
