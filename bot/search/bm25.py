"""The ranking model: rank-bm25's statistics and formula, over arrays of postings.

The only importer of rank_bm25. What is added to it, and why:

- `idf` is never negative. `BM25Okapi` gives a word that stands in half the passages or
  more a weight of zero or less, so in a small library a true match could score nothing.
  The Lucene form ``log(1 + (N - n + 0.5) / (n + 0.5))`` is the field's mend.
- An empty corpus is a model that finds nothing; rank-bm25 raises ZeroDivisionError.
- Only passages that hold a word are scored. `get_scores` walks every passage for every
  word of the question; here each word has its postings, scored once when the model is
  built, since a passage's share for a word does not depend on the question.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
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
        scores: what it adds to each of their BM25 scores.
        best: the highest of these, 0 where there are none.
    """

    ids: Ids
    scores: Scores
    best: float


NOTHING = Posting(EMPTY_IDS, EMPTY_SCORES, 0.0)


def lucene_idf(corpus_size: int, holding: int) -> float:
    """How much a word tells: ``log(1 + (N - n + 0.5) / (n + 0.5))``, never negative.

    Args:
        corpus_size: how many passages there are (N).
        holding: how many of them hold the word (n).
    """
    return math.log(1 + (corpus_size - holding + 0.5) / (holding + 0.5))


class LuceneBM25(BM25Okapi):
    """`rank_bm25.BM25Okapi` with the Lucene idf. Serves as its own reference in tests."""

    idf: dict[str, float]
    corpus_size: int
    avgdl: float

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = {word: lucene_idf(self.corpus_size, holding) for word, holding in nd.items()}


class PostingsBM25(LuceneBM25):
    """The same model, the same scores, from postings instead of a walk over the corpus.

    Args:
        corpus: for each passage its words, or its words with their frequencies (which
            may be fractions: a heading's words count less than the text's).
    """

    def __init__(self, corpus: Iterable[Sequence[str] | Mapping[str, float]]) -> None:
        self.vocabulary: dict[str, int] = {}
        self._offsets: list[int] = [0]
        self._ids: Ids = EMPTY_IDS
        self._scores: Scores = EMPTY_SCORES
        self._best: list[float] = []
        super().__init__(corpus)  # pyright: ignore[reportUnknownMemberType]

    def _initialize(self, corpus: Iterable[Sequence[str] | Mapping[str, float]]) -> dict[str, int]:
        """Counts the words, as rank-bm25's method does, into arrays. Returns passages a word."""
        terms, passages, frequencies, lengths = self._count(corpus)
        self.corpus_size = len(lengths)
        self.doc_len = lengths
        self.avgdl = float(lengths.mean()) if len(lengths) else 0.0
        if not len(terms):
            return {}
        order = np.argsort(terms, kind="stable")  # passages stay ascending within a term
        holding = np.bincount(terms, minlength=len(self.vocabulary))
        self._offsets = [0, *np.cumsum(holding).tolist()]
        self._ids = passages[order]
        # (k1 + 1) f / (f + k1 (1 - b + b |D| / avgdl)): rank_bm25.BM25Okapi.get_scores
        f = frequencies[order]
        k1, b = float(self.k1), float(self.b)
        norm = k1 * (1 - b + b * lengths[self._ids] / self.avgdl)
        self._scores = f * (k1 + 1) / (f + norm)
        return dict(zip(self.vocabulary, holding.tolist(), strict=True))

    def _count(
        self, corpus: Iterable[Sequence[str] | Mapping[str, float]]
    ) -> tuple[Ids, Ids, Scores, Scores]:
        """The corpus as parallel arrays of term, passage and frequency, and the lengths."""
        number = self.vocabulary.setdefault
        terms: list[int] = []
        values: list[float] = []
        sizes: list[int] = []
        for passage in corpus:
            bag: dict[str, float] | Mapping[str, float]
            if isinstance(passage, Mapping):
                bag = passage
            else:
                bag = {}
                for word in passage:
                    bag[word] = bag.get(word, 0) + 1
            terms += [number(word, len(self.vocabulary)) for word in bag]
            values += bag.values()
            sizes.append(len(bag))
        sizes_array = np.array(sizes, np.int64)
        passages = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes_array)
        frequencies = np.array(values, np.float64)
        lengths = np.zeros(len(sizes))
        np.add.at(lengths, passages, frequencies)
        return np.array(terms, np.int32), passages, frequencies, lengths

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        super()._calc_idf(nd)
        if not nd:
            return
        weights = np.fromiter(self.idf.values(), np.float64, len(self.idf))
        self._scores *= np.repeat(weights, np.diff(self._offsets))
        self._best = np.maximum.reduceat(self._scores, self._offsets[:-1]).tolist()

    def posting(self, word: str) -> Posting:
        """Where a word stands; `NOTHING` for a word that stands nowhere."""
        number = self.vocabulary.get(word)
        if number is None:
            return NOTHING
        start, end = self._offsets[number], self._offsets[number + 1]
        return Posting(self._ids[start:end], self._scores[start:end], self._best[number])

    def weight(self, word: str) -> float:
        """The word's idf; for a word that stands nowhere, that of one rarer than any."""
        return self.idf.get(word) or lucene_idf(self.corpus_size, 0)

    def get_scores(self, query: Iterable[str]) -> Scores:
        """Every passage's score, as `rank_bm25.BM25Okapi.get_scores` gives it."""
        scores = np.zeros(self.corpus_size)
        for word in query:
            posting = self.posting(word)
            scores[posting.ids] += posting.scores
        return scores
