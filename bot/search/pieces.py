"""Pieces of text, each analyzed when it is first met and known by a number from then on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bot.search.analysis import Analyzer
from bot.search.arrays import Ints, Longs
from bot.search.cutting import Cut
from bot.search.expectation import marks
from bot.search.language import language
from bot.search.numbers import is_magnitude, magnitude
from bot.search.short import ShortPieces
from bot.search.words import stem, words

NONE = -1
"""The number of a term or form that is not there."""

NUMBER, UNSPACED, NAMES, LARGE, UNIT = 1, 2, 4, 8, 16
"""What a word may be: a number; of a script without spaces; the beginning of a name; a number
that is large by itself; what makes the number before it large ("million")."""


class Numbers(dict[str, int]):
    """Numbers what it is asked for, in the order in which it is asked."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


class _Table:
    """Rows of so many numbers, added one by one and read as columns."""

    def __init__(self, width: int) -> None:
        self._columns: Ints = np.empty((width, 1024), np.int32)
        self._new: list[tuple[int, ...]] = []
        self._size = 0

    def __len__(self) -> int:
        return self._size + len(self._new)

    def add(self, row: tuple[int, ...]) -> None:
        self._new.append(row)

    def take(self, at: Ints | Longs) -> Ints:
        """The columns of these rows."""
        size = len(self)
        while self._columns.shape[1] < size:
            self._columns = np.concatenate((self._columns, np.empty_like(self._columns)), axis=1)
        if self._new:
            self._columns[:, self._size : size] = np.array(self._new, np.int32).T
            self._new, self._size = [], size
        return self._columns.take(at, axis=1)


class Rows(NamedTuple):
    """What is known of words, as parallel arrays.

    Attributes:
        starts: offsets of their first characters in their pieces.
        ends: offsets after their last characters.
        terms: their terms' numbers; `NONE` for stop words and unspaced scripts.
        surface: the numbers of their forms; `NONE` for unspaced scripts.
        flags: what they may be, as bits.
    """

    starts: Ints
    ends: Ints
    terms: Ints
    surface: Ints
    flags: Ints


class PieceBook(dict[str, int]):
    """Numbers the pieces of texts in one language; each is analyzed when it is first met.

    Args:
        analyzer: knows the names of the catalog.
        tag: the language's.
        vocabulary: numbers the terms.
        written: numbers the words' forms.
    """

    def __init__(self, analyzer: Analyzer, tag: str, vocabulary: Numbers, written: Numbers) -> None:
        super().__init__()
        self.analyzer = analyzer
        self.language = tag
        self._stop = language(tag).stop
        self.vocabulary = vocabulary
        self.forms: list[str] = []
        self._written = written
        self._short = ShortPieces()
        self._pieces = _Table(3)  # where its words begin, how many there are, its marks
        self._words = _Table(len(Rows._fields))

    def __missing__(self, piece: str) -> int:
        begin = len(self.forms)
        for form, start, end, unspaced in words(piece):
            term, flags = NONE, UNSPACED if unspaced else 0
            if not unspaced and form not in self._stop:
                term = self.vocabulary[stem(form, self.language)]
                if form[0].isdigit():
                    flags = NUMBER | (LARGE if magnitude(form, None, self.language) else 0)
            if is_magnitude(form, self.language):
                flags |= UNIT
            if self.analyzer.may_begin(form, self.language, unspaced=unspaced):
                flags |= NAMES
            surface = NONE if unspaced else self._written[form]
            self._words.add((start, end, term, surface, flags))
            self.forms.append(form)
        self._pieces.add((begin, len(self.forms) - begin, marks(piece, self.language)))
        number = self[piece] = len(self)
        return number

    def numbers_of(self, text: str, found: Cut) -> Longs:
        """The numbers of a text's pieces."""
        numbers, keys = self._short.numbers_of(found)
        new = (numbers < 0).nonzero()[0]
        begins, ends = found.begins[new].tolist(), found.ends[new].tolist()
        held = [text[begin:end] for begin, end in zip(begins, ends, strict=True)]
        numbers[new] = np.fromiter(map(self.__getitem__, held), np.int64, len(held))
        self._short.remember(keys, numbers, new)
        return numbers

    def words_of(self, numbers: Longs) -> tuple[Longs, Longs, Rows, Ints]:
        """The words of pieces: which piece each is in, its number, what it is; pieces' marks."""
        begins, sizes, marked = self._pieces.take(numbers)
        upto = sizes.cumsum()
        pieces = np.arange(len(numbers)).repeat(sizes)
        at = np.arange(len(pieces)) + (begins - upto + sizes).take(pieces)
        return pieces, at, Rows(*self._words.take(at)), marked
