"""The ranking model: rank-bm25's statistics and formula, over arrays of postings.

The only importer of rank_bm25. What is added to it, and why:

- `idf` is never negative. `BM25Okapi` gives a word that stands in half the passages or
  more a weight of zero or less, so in a small library a true match could score nothing.
  The Lucene form ``log(1 + (N - n + 0.5) / (n + 0.5))`` is the field's mend.
- An empty corpus is a model that finds nothing; rank-bm25 raises ZeroDivisionError.
- Only passages that hold a word are scored. `get_scores` walks every passage for every
  word of the question; here each word has its postings, scored once when the model is
  built, since a passage's share for a word does not depend on the question.
- A word in the headings above a passage counts for a part, and so does the passage among
  those that hold the word. Otherwise a title's words would tell no passage from another.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi  # pyright: ignore[reportMissingTypeStubs]

Ids = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float64]
EMPTY_IDS: Ids = np.empty(0, np.int32)
EMPTY_SCORES: Scores = np.empty(0, np.float64)


class Posting(NamedTuple):
    """Where a word stands.

    Attributes:
        ids: the passages that hold it, ascending.
        scores: what it adds to each of their BM25 scores, before `factor`.
        best: the highest of these, 0 where there are none; `factor` included.
        factor: what the scores are to be multiplied by.
    """

    ids: Ids
    scores: Scores
    best: float
    factor: float = 1.0

    @property
    def weighed(self) -> Scores:
        """The scores, `factor` included."""
        return self.scores if self.factor == 1.0 else self.scores * self.factor

    def scaled(self, factor: float) -> Posting:
        """The same, each score so many times as high. Costs nothing."""
        if factor == 1.0:
            return self
        return Posting(self.ids, self.scores, self.best * factor, self.factor * factor)


NOTHING = Posting(EMPTY_IDS, EMPTY_SCORES, 0.0)


def lucene_idf(corpus_size: int, holding: float) -> float:
    """How much a word tells: ``log(1 + (N - n + 0.5) / (n + 0.5))``, never negative.

    Args:
        corpus_size: how many passages there are (N).
        holding: how many of them hold the word (n); by its heading, one does so in part.
    """
    return math.log(1 + (corpus_size - holding + 0.5) / (holding + 0.5))


class LuceneBM25(BM25Okapi):
    """`rank_bm25.BM25Okapi` with the Lucene idf. Serves as its own reference in tests."""

    idf: dict[str, float]
    corpus_size: int
    avgdl: float

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = {word: lucene_idf(self.corpus_size, holding) for word, holding in nd.items()}


@dataclass(frozen=True, slots=True)
class Counted:
    """A corpus counted already, as parallel arrays with an entry a passage and term.

    Attributes:
        vocabulary: word to term number; it may hold words that stand nowhere.
        terms: term numbers.
        passages: passage numbers, ascending.
        frequencies: how much the term counts in the passage (fractions for headings).
        size: how many passages there are.
        held: whether the passage itself holds the term, and it is not only asked of it; None
            where all are held.
    """

    vocabulary: Mapping[str, int]
    terms: Ids
    passages: Ids
    frequencies: Scores
    size: int
    held: npt.NDArray[np.bool_] | None = None


def count(corpus: Iterable[Sequence[str]]) -> Counted:
    """Counts a corpus of passages given as their words."""
    vocabulary: dict[str, int] = {}
    terms: list[int] = []
    values: list[float] = []
    sizes: list[int] = []
    for passage in corpus:
        bag: dict[str, float] = {}
        for word in passage:
            bag[word] = bag.get(word, 0) + 1
        terms += [vocabulary.setdefault(word, len(vocabulary)) for word in bag]
        values += bag.values()
        sizes.append(len(bag))
    return Counted(
        vocabulary,
        np.array(terms, np.int32),
        np.repeat(np.arange(len(sizes), dtype=np.int32), np.array(sizes, np.int64)),
        np.array(values, np.float64),
        len(sizes),
    )


class PostingsBM25(LuceneBM25):
    """The same model, the same scores, from postings instead of a walk over the corpus.

    Args:
        corpus: the passages' words, or the corpus counted already.
    """

    def __init__(self, corpus: Counted | Iterable[Sequence[str]]) -> None:
        self._vocabulary: Mapping[str, int] = {}
        self._offsets: list[int] = [0]
        self._ids: Ids = EMPTY_IDS
        self._scores: Scores = EMPTY_SCORES
        self._weights: Scores = EMPTY_SCORES
        self._holding: npt.NDArray[np.intp] = np.empty(0, np.intp)
        self._held_by: Scores = np.empty(0)
        self._held: list[bool] = []
        self._own: npt.NDArray[np.bool_] | None = None
        self._best: list[float] = []
        self._postings: dict[str, Posting] = {}
        super().__init__(corpus)  # pyright: ignore[reportUnknownMemberType]

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """Word to term number; it may hold words that stand nowhere."""
        return self._vocabulary

    def _initialize(self, corpus: Counted | Iterable[Sequence[str]]) -> dict[str, int]:
        """Does what rank-bm25's method does, in arrays; so it hands no dictionary on."""
        counted = corpus if isinstance(corpus, Counted) else count(corpus)
        # Whoever counted may go on adding words; later ones are none of this model's.
        self._vocabulary = dict(counted.vocabulary)
        self.corpus_size = counted.size
        lengths = np.zeros(counted.size)
        np.add.at(lengths, counted.passages, counted.frequencies)
        self.doc_len = lengths
        self.avgdl = float(lengths.mean()) if counted.size else 0.0
        # Passages stay ascending in a term. Term and place are sorted as one number, which takes
        # a quarter of the time of a stable argsort.
        order = np.sort((counted.terms.astype(np.int64) << 32) + np.arange(len(counted.terms)))
        order &= 0xFFFFFFFF
        self._holding = np.bincount(counted.terms, minlength=len(self._vocabulary))
        shares = np.minimum(counted.frequencies, 1.0)  # less than 1 only of headings
        held_by = np.bincount(counted.terms, shares, minlength=len(self._vocabulary))
        self._held_by = held_by.astype(np.float64)
        own = counted.terms if counted.held is None else counted.terms[counted.held]
        self._held = (np.bincount(own, minlength=len(self._vocabulary)) > 0).tolist()
        self._offsets = [0, *np.cumsum(self._holding).tolist()]
        self._ids = counted.passages[order]
        self._own = None if counted.held is None else counted.held[order]
        # (k1 + 1) f / (f + k1 (1 - b + b |D| / avgdl)): rank_bm25.BM25Okapi.get_scores
        f = counted.frequencies[order]
        k1, b = float(self.k1), float(self.b)
        norm = k1 * (1 - b + b * lengths[self._ids] / (self.avgdl or 1.0))
        self._scores = f * (k1 + 1) / (f + norm)
        return {}

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        del nd  # in self._held_by
        n = self._held_by
        self._weights = np.log(1 + (self.corpus_size - n + 0.5) / (n + 0.5))  # lucene_idf
        self._scores *= np.repeat(self._weights, self._holding)
        best = np.zeros(len(n))
        held = np.flatnonzero(self._holding)
        if len(held):
            starts = np.array(self._offsets[:-1])[held]
            best[held] = np.maximum.reduceat(self._scores, starts)
        self._best = best.tolist()

    def posting(self, word: str) -> Posting:
        """Where a word stands; `NOTHING` for a word that stands nowhere."""
        made = self._postings.get(word)
        if made is not None:
            return made
        number = self._vocabulary.get(word)
        if number is None:
            return NOTHING
        start, end = self._offsets[number], self._offsets[number + 1]
        if start == end:
            return NOTHING
        scores = self._scores[start:end]
        made = Posting(self._ids[start:end], scores, self._best[number])
        self._postings[word] = made  # views only: some hundred bytes a word asked for
        return made

    def holds(self, word: str) -> bool:
        """Whether any passage itself holds a word; what is only asked of one does not count."""
        number = self._vocabulary.get(word)
        return number is not None and self._held[number]

    def holders(self, word: str) -> Ids:
        """The passages that hold a word themselves, ascending."""
        number = self._vocabulary.get(word)
        if number is None:
            return EMPTY_IDS
        start, end = self._offsets[number], self._offsets[number + 1]
        ids = self._ids[start:end]
        return ids if self._own is None else ids[self._own[start:end]]

    @property
    def arrays(self) -> tuple[Ids, Scores, npt.NDArray[np.int64], Scores]:
        """All postings, word after word, ready for compiled code.

        The passages; what the word adds to each of their scores; where each word's posting
        begins, and where the last one's ends; the highest score of each word.
        """
        offsets = np.array(self._offsets, np.int64)
        return self._ids, self._scores, offsets, np.array(self._best, np.float64)

    def weight(self, word: str) -> float:
        """The word's idf; for a word that stands nowhere, that of one rarer than any."""
        number = self._vocabulary.get(word)
        return lucene_idf(self.corpus_size, 0) if number is None else float(self._weights[number])

    def get_scores(self, query: Iterable[str]) -> Scores:
        """Every passage's score, as `rank_bm25.BM25Okapi.get_scores` gives it."""
        scores = np.zeros(self.corpus_size)
        for word in query:
            posting = self.posting(word)
            scores[posting.ids] += posting.weighed
        return scores
