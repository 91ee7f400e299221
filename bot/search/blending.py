"""Meaning beside words: blends the closer look with a local embedding model, where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bot.core.model import Passage, Span
from bot.core.ports import Embedder
from bot.search.rerank import Candidate, Ranked, closer_look

SHARE = 0.3
"""How much of a passage's standing its similarity in meaning is; the words are the rest.
Trials on questions over two documents: 0.2 to 0.4 rank best, from 0.6 on facts suffer."""

NEIGHBORS = 20
"""How many of the passages nearest in meaning are looked at beside those BM25 found."""

Vectors = npt.NDArray[np.float32]


def passage_text(passage: Passage) -> str:
    """What is embedded of a passage: its innermost heading and its text."""
    return " ".join((*passage.section[-1:], passage.text))


def embed(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """Texts as rows of unit length."""
    return np.asarray(embedder(texts), np.float32)


def _nearest(near: Vectors, count: int) -> list[int]:
    """The numbers of the passages nearest in meaning, the nearest first."""
    if count >= len(near):
        few = np.arange(len(near))
    else:
        few = np.sort(np.argpartition(-near, count)[:count])
    return few[np.argsort(-near[few], kind="stable")].tolist()


@dataclass(frozen=True, slots=True)
class Semantics:
    """The vectors of all passages, and what made them.

    Attributes:
        embedder: embeds questions and sentences.
        vectors: a row a passage, of unit length.
    """

    embedder: Embedder
    vectors: Vectors

    def blend(
        self, question: str, ranked: Sequence[Ranked], passages: Sequence[Passage], limit: int
    ) -> list[Ranked]:
        """Ranks by words and meaning together, best first.

        Args:
            question: as the member wrote it.
            ranked: the passages that hold words of it, after the closer look.
            passages: all passages, by number.
            limit: at most this many.
        """
        asked = embed(self.embedder, [question])[0]
        near = self.vectors @ asked
        found = {r.candidate.number for r in ranked}
        nearest = _nearest(near, NEIGHBORS + len(found))
        others = [number for number in nearest if number not in found][:NEIGHBORS]
        added = closer_look([Candidate(n, 0.0, passages[n], ()) for n in others], ())
        best = max((r.standing for r in ranked), default=0.0) or 1.0
        blended = [
            replace(
                r,
                similarity=float(near[r.candidate.number]),
                standing=(1 - SHARE) * r.standing / best
                + SHARE * max(float(near[r.candidate.number]), 0.0),
            )
            for r in (*ranked, *added)
        ]
        blended.sort(key=lambda r: (-r.standing, r.candidate.number))
        return [self._with_sentence(r, asked) for r in blended[:limit]]

    def _with_sentence(self, ranked: Ranked, asked: Vectors) -> Ranked:
        """The sentence nearest in meaning, where no word of the question tells which."""
        passage = ranked.candidate.passage
        if ranked.sentence_coverage > 0 or len(passage.sentences) <= 1:
            return ranked
        texts = [passage.text[start:end] for start, end in passage.sentences]
        nearest = int(np.argmax(embed(self.embedder, texts) @ asked))
        return replace(ranked, sentence=Span(*passage.sentences[nearest]))
