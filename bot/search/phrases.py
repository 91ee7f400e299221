"""Phrases in quotation marks: only passages that hold their words side by side are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import chain

import numpy as np

from bot.core.model import Passage
from bot.search.arrays import Bools, Ints, Longs
from bot.search.bm25 import Ids, Posting
from bot.search.language import language
from bot.search.occurrences import Occurrences, Rows
from bot.search.terms import QueryTerm
from bot.search.words import stem, words


def side_by_side(
    phrase: tuple[str, ...],
    numbers: Ints,
    *,
    passages: Sequence[Passage],
    vocabulary: Mapping[str, int],
    occurrences: Occurrences,
    languages: Iterable[str],
) -> Bools:
    """Which of some passages, all of which hold the terms of a phrase, hold it as such.

    Args:
        phrase: its words, normalized.
        numbers: the passages' numbers.
        passages: all passages, by number.
        vocabulary: index term to its number.
        occurrences: which terms stand where.
        languages: the tags of the languages that passages may be in.
    """
    held = np.zeros(len(numbers), np.bool_)
    ways = dict.fromkeys(_keys(phrase, vocabulary, tag) for tag in languages)
    for keys in filter(None, ways):
        wanted = np.zeros(len(vocabulary), np.bool_)
        wanted[[key for key, _ in keys]] = True
        rows = _beginning(occurrences.of(numbers, wanted), keys)
        held |= _in_their_places(phrase, rows, numbers, passages)
    if not any(ways):
        held[:] = [_holds(passages[number].text, phrase) for number in _listed(numbers)]
    return held


_Keys = tuple[tuple[int, int], ...]
"""Terms' numbers, and each one's place in a phrase."""


def _keys(phrase: tuple[str, ...], vocabulary: Mapping[str, int], tag: str) -> _Keys:
    """The terms that a text in a language holds of a phrase; none of an unspaced script."""
    stop = language(tag).stop
    found = ((vocabulary.get(stem(form, tag)), at) for at, form in enumerate(phrase))
    return tuple(
        (key, at)
        for key, at in found
        if key is not None and phrase[0].isascii() and phrase[at] not in stop
    )


def _in_their_places(
    phrase: tuple[str, ...], rows: Rows, numbers: Ints, passages: Sequence[Passage]
) -> Bools:
    """The same, where it is known at which terms it may begin."""
    held = np.zeros(len(numbers), np.bool_)
    where = _listed(rows.passages)
    texts = [passages[number].text for number in _listed(numbers[rows.passages])]
    if len(phrase) == 1:
        # The term is known to be there; "good" is not the "goods" that shares its term.
        spans = zip(where, texts, _listed(rows.starts), _listed(rows.ends), strict=True)
        held[[at for at, text, start, end in spans if _forms(text[start:end])[:1] == phrase]] = True
        return held
    for at, text in dict(zip(where, texts, strict=True)).items():
        held[at] = _holds(text, phrase)
    return held


def _listed(numbers: Ints | Longs) -> list[int]:
    return numbers.tolist()


def _beginning(rows: Rows, keys: Sequence[tuple[int, int]]) -> Rows:
    """The occurrences of a phrase's first term behind which the others follow in their places.

    Args:
        rows: where the phrase's terms stand.
        keys: for each term its number and its place in the phrase.
    """
    # A passage and a word's place in one number; further apart than any phrase is long.
    places: Longs = (rows.passages << 32) + rows.positions
    first, offset = keys[0]
    begins = (rows.terms == first).nonzero()[0]
    for term, at in keys[1:]:
        there = places[rows.terms == term] - at
        begins = begins[np.isin(places[begins] - offset, there)]
    return rows.take(begins)


def _holds(text: str, phrase: tuple[str, ...]) -> bool:
    """Whether a text holds these normalized words side by side."""
    found = tuple(chain.from_iterable(map(_forms, text.split())))  # no word holds a space
    if len(phrase) == 1 and not phrase[0].isascii():  # part of a run of an unspaced script
        return any(phrase[0] in form for form in found)
    return any(found[at : at + len(phrase)] == phrase for at in range(len(found) - len(phrase) + 1))


@lru_cache(maxsize=50_000)
def _forms(piece: str) -> tuple[str, ...]:
    """The normalized words of a piece of text. Few different pieces make most of any text."""
    return tuple(word.form for word in words(piece))


def holding_phrases(
    postings: Sequence[Sequence[Posting]], terms: Sequence[QueryTerm]
) -> Ids | None:
    """The passages that hold all phrases of the question, ascending; None where it has none.

    Args:
        postings: for each term, where its forms stand; where a phrase does.
        terms: the terms.
    """
    required = [p.ids for (p, *_), term in zip(postings, terms, strict=True) if term.phrase]
    return reduce(np.intersect1d, required) if required else None
