"""Many texts → terms at once: each distinct word is analyzed once, the rest is arithmetic.

A text is cut into pieces first, which is quick; what a piece holds is worked out when it is
first met. What comes out is what `Analyzer.tokens` says of each text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from bot.search.arrays import Bools, Bytes, Floats, Ints, Longs
from bot.search.cutting import cut, pairs_of_capitals
from bot.search.expectation import PERSON_MARK
from bot.search.numbers import magnitude
from bot.search.pieces import LARGE, NAMES, NONE, NUMBER, UNIT, UNSPACED, PieceBook, Rows
from bot.search.words import bigrams, words


class Scanned(NamedTuple):
    """The tokens of several texts, text after text, as parallel arrays.

    Attributes:
        sizes: how many tokens each text has.
        terms: the tokens' term numbers.
        starts: offsets of their first characters in their texts.
        ends: offsets after their last characters.
        positions: numbers of the words they belong to.
        surface: numbers of the words as written, each once, ascending.
        marked: where in the texts, with a space behind each, numbers, dates and names may be.
        marks: which of these, as bits; see `expectation.MARKS`.
    """

    sizes: Ints
    terms: Ints
    starts: Ints
    ends: Ints
    positions: Ints
    surface: Ints
    marked: Longs
    marks: Bytes


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
    found, rows, marked, marks = _words(texts, book)
    plain = (rows.terms != NONE).nonzero()[0]
    columns: Sequence[Longs] = (
        found.texts * 2, rows.terms.astype(np.int64), found.starts, found.ends, found.positions
    )  # fmt: skip
    tokens: Longs = np.stack([column[plain] for column in columns])
    special = rows.flags.nonzero()[0]
    flags = rows.flags.take(special)
    others = [
        *_magnitudes(found, special[flags & (NUMBER | UNIT) != 0], rows.flags, book),
        *_pairs(found, special[flags & UNSPACED != 0], book),
        *_names(texts, np.unique(found.texts[special[flags & NAMES != 0]]), book),
    ]
    if others:
        more = np.array(others, np.int64).T
        more = more[:, _place(more).argsort(kind="stable")]
        # The many are in order already: the few are put among them, each behind its like.
        tokens = np.insert(tokens, _place(tokens).searchsorted(_place(more), "right"), more, axis=1)
    sizes = np.bincount(tokens[0] >> 1, minlength=len(texts)).astype(np.int32)
    terms, starts, ends, positions = tokens[1:].astype(np.int32)
    return Scanned(sizes, terms, starts, ends, positions, _once(rows.surface), marked, marks)


def _place(tokens: Longs) -> Longs:
    """Numbers that put tokens in the order of `Analyzer.tokens`."""
    return (tokens[0] << 32) + tokens[4]


def _words(texts: Sequence[str], book: PieceBook) -> tuple[_Words, Rows, Longs, Bytes]:
    together = " ".join(texts)
    cuts = cut(together)
    pieces, at, rows, marks = book.words_of(book.numbers_of(together, cuts))
    offsets = cuts.begins.take(pieces)
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    texts_begin = sizes.cumsum() - sizes
    first = offsets.searchsorted(texts_begin)
    text_of = np.arange(len(texts)).repeat(np.diff(first, append=len(at)))
    offsets -= texts_begin.take(text_of)
    positions = np.arange(len(at)) - first.take(text_of)
    marked = marks.nonzero()[0]
    names = pairs_of_capitals(cuts)
    where: Longs = np.concatenate((cuts.begins.take(marked), names))
    of_names = np.full(len(names), PERSON_MARK, np.uint8)
    held: Bytes = np.concatenate((marks.take(marked).astype(np.uint8), of_names))
    found = _Words(at, text_of, offsets + rows.starts, offsets + rows.ends, positions)
    return found, rows, where, held


def _once(numbers: Ints) -> Ints:
    """The numbers without `NONE`, ascending, each once."""
    held = np.zeros(numbers.max(initial=NONE) + 2, np.bool_)
    held[numbers + 1] = True
    return held[1:].nonzero()[0].astype(np.int32)


def _at(at: Longs, *columns: Longs) -> Iterator[tuple[int, ...]]:
    """These rows of some columns."""
    return zip(*(column[at].tolist() for column in columns), strict=True)


def _magnitudes(found: _Words, at: Longs, flags: Ints, book: PieceBook) -> Iterator[_Line]:
    """The second terms of large numbers.

    Args:
        found: all words.
        at: those that are numbers or magnitudes. Of these only the ones that may give a term
            are looked at one by one: every fourth.
        flags: what each of all words is.
        book: knows the words.
    """
    is_number, is_large, is_unit = (flags.take(at) & bit != 0 for bit in (NUMBER, LARGE, UNIT))
    texts = found.texts.take(at)
    united = np.zeros(len(at), np.bool_)
    united[:-1] = is_unit[1:] & (np.diff(at) == 1) & (np.diff(texts) == 0)
    behind = np.where(united, np.append(found.numbers.take(at[1:]), NONE), NONE)
    asked = is_number & (is_large | united)
    units: list[int] = behind[asked].tolist()
    rows = zip(_at(at[asked], *found), units, strict=True)
    for (number, text, start, end, position), unit in rows:
        following = None if unit == NONE else book.forms[unit]
        term = magnitude(book.forms[number], following, book.language)
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
        held: whether the text or a heading holds it, and not only a question that is asked.
    """

    sizes: Ints
    terms: Ints
    counts: Floats
    held: Bools


_HEADING, _ASKED, _OWN = range(3)


def bags_of(
    scanned: Scanned,
    above: Sequence[Sequence[int]],
    asked: Sequence[Sequence[int]],
    weights: tuple[float, float],
) -> Bags:
    """Counts the terms of texts, of the headings above them, and of what is asked of them.

    Args:
        scanned: the texts' tokens.
        above: for each text the terms of its headings, each once.
        asked: for each text the terms of questions that it answers, each once.
        weights: what a term of a heading counts beside one of the text, and one of a question.
    """
    texts = np.arange(len(above), dtype=np.int64) << 32
    headings, questions = _joined(texts, above), _joined(texts, asked)
    own = texts.repeat(scanned.sizes) + scanned.terms
    # The lowest bits say whose a term is: plain numbers are sorted in a fifth of the time
    # that finding out the order of two columns takes.
    keys: Longs = np.concatenate((headings * 4 + _HEADING, questions * 4 + _ASKED, own * 4 + _OWN))
    keys.sort()
    whose = keys & 3
    values: Floats = np.array((*weights, 1.0)).take(whose)
    keys >>= 2
    first = np.diff(keys, prepend=-1).nonzero()[0]
    counts: Floats = np.add.reduceat(values, first) if len(first) else values
    last = np.append(first[1:], len(keys))[: len(first)] - 1
    held: Bools = (whose.take(first) != _ASKED) | (whose.take(last) != _ASKED)
    keys = keys.take(first)
    if len(headings) or len(questions):
        # Others' terms go first, and so does all that is no whole number in a text's length:
        # texts alike in length shall be so to the last bit.
        order = ((keys >> 32) * 2 + (values.take(first) == 1.0)).argsort(kind="stable")
        keys, counts, held = keys[order], counts[order], held[order]
    sizes = np.bincount(keys >> 32, minlength=len(above)).astype(np.int32)
    return Bags(sizes, (keys & 0xFFFFFFFF).astype(np.int32), counts, held)


def _joined(texts: Longs, rows: Sequence[Sequence[int]]) -> Longs:
    """The terms of all rows, each with its text in front."""
    terms = np.array([term for row in rows for term in row], np.int64)
    return texts.repeat([len(row) for row in rows]) + terms
