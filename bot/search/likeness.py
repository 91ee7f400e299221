"""Sentences → vectors, and how near those are to a question's: what an embedding model adds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Semantics:
    """The vectors of all sentences, and what made them.

    Attributes:
        embedder: embeds questions.
        vectors: a row a sentence, of unit length, passage after passage.
        starts: for each passage, where its sentences begin in there.
    """

    embedder: Embedder
    vectors: Vectors
    starts: Longs

    def compare(self, question: str) -> Likeness:
        """Compares a question with every sentence there is."""
        asked = np.asarray(self.embedder([question]), np.float32)[0]
        near = self.vectors @ asked
        return Likeness(np.maximum.reduceat(near, self.starts), near, self.starts)


class Memory:
    """Embeds the sentences of a library; those it held the last time are not embedded again.

    Args:
        embedder: what embeds them.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}

    def semantics(
        self, passages: Sequence[Passage], progress: Progress = no_progress
    ) -> Semantics | None:
        """Embeds what is new, telling how far it got; None where there is nothing at all."""
        texts = [p.text[start:end] for p in passages for start, end in p.sentences]
        if not texts:
            return None
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        made = dict(self._known)
        for at in range(0, len(new), _BATCH):
            progress("sentences", at, len(new))
            few = new[at : at + _BATCH]
            made.update(zip(few, np.asarray(self._embedder(few), np.float32), strict=True))
        progress("sentences", len(new), len(new))
        vectors = np.stack([made[text] for text in texts])
        self._known = dict(zip(texts, vectors, strict=True))
        starts = np.zeros(len(passages), np.int64)
        np.cumsum([len(p.sentences) for p in passages[:-1]], out=starts[1:])
        return Semantics(self._embedder, vectors, starts)
