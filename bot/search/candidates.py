"""The candidates of a search, all at once: how high each may come, before any is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.model import Passage
from bot.search.arrays import Floats, Longs
from bot.search.found import Found
from bot.search.rerank import LEAD, LEAD_WORDS, PAIRS, SENTENCE, Candidate


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages that BM25 ranks high, best first, as parallel columns.

    Attributes:
        numbers: their numbers.
        passages: the passages.
        scores: their BM25 scores.
        about: less than 1 for those that do not speak of whom the question names.
        found: where the question's terms stand in them.
    """

    numbers: Sequence[int]
    passages: Sequence[Passage]
    scores: Floats
    about: Floats
    found: Found

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: int, /) -> Candidate:
        score, about = float(self.scores[at]), float(self.about[at])
        return Candidate(self.numbers[at], score, self.passages[at], self.found.of(at), about)

    def highest(self, shares: Sequence[float]) -> list[float]:
        """For each a standing that the closer look does not exceed.

        It is what the closer look gives but for what is dear to find out: whether terms
        that are neighbors in the question are so here, whether the best sentence holds the
        kind of answer asked for, and which forms of a term are among the first words.

        Args:
            shares: each term's share of the question's weight.
        """
        standings, found = self.scores * self.about, self.found
        if found.terms and found.count:
            weight = np.array(shares)
            held = found.held > 0
            pairs = (held[:, :-1] & held[:, 1:]) @ np.minimum(weight[:-1], weight[1:])
            leading = (found.positions < LEAD_WORDS).nonzero()[0]
            lead = found.best_by(found.passages, found.count, leading) @ weight
            standings *= 1 + SENTENCE * self._sentences(weight) + PAIRS * pairs + LEAD * lead
        return standings.tolist()

    def _sentences(self, weight: Floats) -> Floats:
        """For each the share of the question's weight that its best sentence holds."""
        sizes: Longs = np.array([len(passage.sentences) for passage in self.passages])
        ends: Longs = np.array([end for passage in self.passages for _, end in passage.sentences])
        upto = sizes.cumsum()
        # Each passage's offsets begin behind the last one's: one search finds all sentences.
        shift = np.arange(len(sizes)) * (int(ends.max()) + 1)
        found, ends = self.found, ends + shift.repeat(sizes)
        starts = found.starts + shift.take(found.passages)
        last = (upto - 1).take(found.passages)
        sentence = np.minimum(ends.searchsorted(starts, side="right"), last)
        covered = found.best_by(sentence, len(ends)) @ weight
        return np.maximum.reduceat(covered, upto - sizes)
