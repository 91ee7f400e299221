"""Sentences → vectors, and how near those are to a question's: what an embedding model adds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from threading import Lock
from weakref import WeakSet

import numpy as np
import numpy.typing as npt

from bot.core.model import Passage
from bot.core.ports import Embedder, Progress, no_progress
from bot.search.arrays import Longs

NEIGHBORS = 20
"""How many of the passages nearest in meaning are looked at beside those BM25 found."""

SPREAD = 0.1
"""The standard deviation of the cosines between questions and sentences on other subjects."""

_BATCH = 64
"""Sentences embedded between two tellings of the progress."""

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near the passages are to a question in meaning.

    Attributes:
        passages: for each passage, its nearest sentence's cosine.
        sentences: that of every sentence, passage after passage.
        starts: for each passage, where its sentences begin in there.
    """

    passages: Vectors
    sentences: Vectors
    starts: Longs

    @property
    def chance(self) -> float:
        """About the cosine that the nearest sentence has to a question on something else.

        The greatest of n draws from a normal distribution is about σ · √(2 ln n).
        """
        return SPREAD * math.sqrt(2 * math.log(max(len(self.sentences), 2)))

    def nearest(self, beside: Iterable[int]) -> list[int]:
        """The numbers of the nearest passages that are not among those given already."""
        had = set(beside)
        count = min(NEIGHBORS + len(had), len(self.passages))
        few = np.argpartition(-self.passages, count - 1)[:count]
        order = few[np.lexsort((few, -self.passages[few]))].tolist()
        return [number for number in order if number not in had][:NEIGHBORS]

    def sentence(self, number: int, passage: Passage) -> int:
        """Which sentence of a passage is the nearest."""
        start = self.starts[number]
        return int(np.argmax(self.sentences[start : start + len(passage.sentences)]))


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Semantics:
    """The vectors of all sentences, and what made them.

    Attributes:
        embedder: embeds questions.
        passages: what the sentences stand in.
        vectors: a row a sentence, of unit length, passage after passage.
        starts: for each passage, where its sentences begin in there.
    """

    embedder: Embedder
    passages: Sequence[Passage]
    vectors: Vectors
    starts: Longs

    def compare(self, question: str) -> Likeness:
        """Compares a question with every sentence there is."""
        asked = np.asarray(self.embedder([question]), np.float32)[0]
        near = self.vectors @ asked
        return Likeness(np.maximum.reduceat(near, self.starts), near, self.starts)


class Memory:
    """Embeds the sentences of libraries; those that any of them still holds, not again.

    Any number of threads may use it.

    Args:
        embedder: embeds questions.
        sentences: embeds the documents' sentences; None leaves that to the same. Of a text
            both must make the same vector.
    """

    def __init__(self, embedder: Embedder, sentences: Embedder | None = None) -> None:
        self._embedder = embedder
        self._sentences = sentences or embedder
        self._lock = Lock()
        self._made: WeakSet[Semantics] = WeakSet()  # what is served no more goes by itself
        self._under_way: list[list[str]] = []

    def held(self) -> set[str]:
        """Every sentence of the libraries there are, and of those that are being made."""
        with self._lock:
            lists = [*self._under_way, *(_texts(made.passages) for made in self._made)]
        return set(chain.from_iterable(lists))

    def semantics(
        self, passages: Sequence[Passage], progress: Progress = no_progress
    ) -> Semantics | None:
        """Embeds what is new, telling how far it got; None where there is nothing at all."""
        texts = _texts(passages)
        if not texts:
            return None
        starts = np.zeros(len(passages), np.int64)
        np.cumsum([len(p.sentences) for p in passages[:-1]], out=starts[1:])
        with self._lock:
            self._under_way.append(texts)
        try:
            vectors = self._embed(texts, progress)
            semantics = Semantics(self._embedder, passages, vectors, starts)
            with self._lock:
                self._made.add(semantics)
        finally:
            with self._lock:
                self._under_way.remove(texts)
        return semantics

    def _embed(self, texts: Sequence[str], progress: Progress) -> Vectors:
        known = self._known(set(texts))
        new = [text for text in dict.fromkeys(texts) if text not in known]
        for at in range(0, len(new), _BATCH):
            progress("sentences", at, len(new))
            few = new[at : at + _BATCH]
            known.update(zip(few, np.asarray(self._sentences(few), np.float32), strict=True))
        progress("sentences", len(new), len(new))
        return np.stack([known[text] for text in texts])

    def _known(self, wanted: set[str]) -> dict[str, Vectors]:
        """The vectors of those texts that stand in a library there is; empties the set of them."""
        with self._lock:
            made = list(self._made)
        known: dict[str, Vectors] = {}
        for semantics in made:
            if not wanted:
                break
            for text, vector in zip(_texts(semantics.passages), semantics.vectors, strict=True):
                if text in wanted:
                    known[text] = vector
                    wanted.remove(text)
        return known


def _texts(passages: Sequence[Passage]) -> list[str]:
    """The sentences of passages, in their order."""
    return [p.text[start:end] for p in passages for start, end in p.sentences]
