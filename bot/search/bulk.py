"""Many texts → terms at once: each distinct word is analyzed once, the rest is arithmetic.

A text is cut at its spaces first, which is quick; what a piece between two spaces holds is
worked out when it is first met. What comes out is what `Analyzer.tokens` says of each text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from bot.search.arrays import Floats, Ints, Longs
from bot.search.pieces import DIGITS, NAMES, NONE, UNSPACED, PieceBook, Rows
from bot.search.words import bigrams, magnitude, words

_APART = (", ", "-", "(", ")", '"', ":", "/", "?", ";", "[", "]", "=", "`", "*")
"""No word holds any of these. Cut there too, there are fewer different pieces."""


class Scanned(NamedTuple):
    """The tokens of several texts, text after text, as parallel arrays.

    Attributes:
        sizes: how many tokens each text has.
        terms: the tokens' term numbers.
        starts: offsets of their first characters in their texts.
        ends: offsets after their last characters.
        positions: numbers of the words they belong to.
        surface: numbers of the words as written, each once, ascending.
    """

    sizes: Ints
    terms: Ints
    starts: Ints
    ends: Ints
    positions: Ints
    surface: Ints


class _Words(NamedTuple):
    """The words of several texts.

    Attributes:
        numbers: their numbers in the book.
        texts: which text each stands in.
        starts: offsets of their first characters in there.
        ends: offsets after their last characters.
        positions: which of the text's words each is.
    """

    numbers: Longs
    texts: Longs
    starts: Longs
    ends: Longs
    positions: Longs


_Line = tuple[int, int, int, int, int]
"""A token: twice the number of its text, one more for names; term, start, end, position."""


def scan(texts: Sequence[str], book: PieceBook) -> Scanned:
    """The terms of texts in one language, each text's in the order of `Analyzer.tokens`."""
    found, rows = _words(texts, book)
    plain = (rows.terms != NONE).nonzero()[0]
    columns: Sequence[Longs] = (
        found.texts * 2, rows.terms.astype(np.int64), found.starts, found.ends, found.positions
    )  # fmt: skip
    tokens: Longs = np.stack([column[plain] for column in columns])
    special = rows.flags.nonzero()[0]
    flags = rows.flags.take(special)
    others = [
        *_magnitudes(found, special[flags & DIGITS != 0], book),
        *_pairs(found, special[flags & UNSPACED != 0], book),
        *_names(texts, np.unique(found.texts[special[flags & NAMES != 0]]), book),
    ]
    if others:
        tokens = np.concatenate((tokens, np.array(others, np.int64).T), axis=1)
        order = ((tokens[0] << 32) + tokens[4]).argsort(kind="stable")
        tokens = tokens[:, order]
    sizes = np.bincount(tokens[0] >> 1, minlength=len(texts)).astype(np.int32)
    terms, starts, ends, positions = tokens[1:].astype(np.int32)
    return Scanned(sizes, terms, starts, ends, positions, _once(rows.surface))


def _words(texts: Sequence[str], book: PieceBook) -> tuple[_Words, Rows]:
    text = " ".join(texts)
    for mark in _APART:
        text = text.replace(mark, " " * len(mark))
    cut = text.split(" ")
    numbers = np.fromiter(map(book.__getitem__, cut), np.int32, len(cut))
    pieces, at, rows = book.words_of(numbers)
    lengths = np.fromiter(map(len, cut), np.int64, len(cut)) + 1
    offsets = (lengths.cumsum() - lengths).take(pieces)
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    begins = sizes.cumsum() - sizes
    first = offsets.searchsorted(begins)
    text_of = np.arange(len(texts)).repeat(np.diff(first, append=len(at)))
    offsets -= begins.take(text_of)
    positions = np.arange(len(at)) - first.take(text_of)
    return _Words(at, text_of, offsets + rows.starts, offsets + rows.ends, positions), rows


def _once(numbers: Ints) -> Ints:
    """The numbers without `NONE`, ascending, each once."""
    held = np.zeros(numbers.max(initial=NONE) + 2, np.bool_)
    held[numbers + 1] = True
    return held[1:].nonzero()[0].astype(np.int32)


def _at(at: Longs, *columns: Longs) -> Iterator[tuple[int, ...]]:
    """These rows of some columns."""
    return zip(*(column[at].tolist() for column in columns), strict=True)


def _magnitudes(found: _Words, at: Longs, book: PieceBook) -> Iterator[_Line]:
    """The second terms of large numbers."""
    together = found.texts == np.append(found.texts[1:], NONE)
    following = np.where(together, np.append(found.numbers[1:], NONE), NONE)
    for number, text, start, end, position, behind in _at(at, *found, following):
        term = magnitude(book.forms[number], None if behind == NONE else book.forms[behind])
        if term:
            yield text * 2, book.vocabulary[term], start, end, position


def _pairs(found: _Words, at: Longs, book: PieceBook) -> Iterator[_Line]:
    """The terms of runs of unspaced script."""
    for number, text, start, _, position in _at(at, *found):
        for pair, begin, end in bigrams(book.forms[number]):
            yield text * 2, book.vocabulary[pair], start + begin, start + end, position


def _names(texts: Sequence[str], at: Longs, book: PieceBook) -> Iterator[_Line]:
    """The terms of catalog entries, behind all others of their texts."""
    numbers: list[int] = at.tolist()
    for text in numbers:
        for token in book.analyzer.names(list(words(texts[text])), book.language):
            term = book.vocabulary[token.term]
            yield text * 2 + 1, term, token.start, token.end, token.position


class Bags(NamedTuple):
    """How much each term counts in several texts, text after text, as parallel arrays.

    Attributes:
        sizes: how many different terms each text has.
        terms: these terms' numbers.
        counts: how much each of them counts.
    """

    sizes: Ints
    terms: Ints
    counts: Floats


def bags_of(scanned: Scanned, above: Sequence[Sequence[int]], weight: float) -> Bags:
    """Counts the terms of texts, and those of the headings above them.

    Args:
        scanned: the texts' tokens.
        above: for each text the terms of its headings, each once.
        weight: what a term of a heading counts beside one of the text.
    """
    sizes = [len(terms) for terms in above]
    headings = np.array([term for terms in above for term in terms], np.int64)
    texts = np.arange(len(sizes), dtype=np.int64) << 32
    own = texts.repeat(scanned.sizes) + scanned.terms
    keys: Longs = np.concatenate((texts.repeat(sizes) + headings, own))
    values: Floats = np.array((weight, 1.0)).repeat((len(headings), len(own)))
    order = keys.argsort(kind="stable")
    keys, values = keys.take(order), values.take(order)
    first = np.diff(keys, prepend=-1).nonzero()[0]
    counts: Floats = np.add.reduceat(values, first) if len(first) else values
    keys = keys.take(first)
    if len(headings):
        # Headings' terms go first, and so does all that is no whole number in a text's length:
        # texts alike in length shall be so to the last bit.
        order = ((keys >> 32) * 2 + (values.take(first) == 1.0)).argsort(kind="stable")
        keys, counts = keys[order], counts[order]
    held = np.bincount(keys >> 32, minlength=len(sizes)).astype(np.int32)
    return Bags(held, (keys & 0xFFFFFFFF).astype(np.int32), counts)
