"""The candidates of a search, all at once: how high each may come, before any is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.model import Passage
from bot.search.arrays import Floats, Ints, Longs
from bot.search.candidate import LEAD_WORDS, Candidate
from bot.search.expectation import Expected, holds
from bot.search.found import Found
from bot.search.rerank import LEAD, PAIRS, SENTENCE, UNFIT
from bot.search.sentences import Sentences

_ROUNDING = 1e-9
"""Sums in another order may differ by less than this."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages that BM25 ranks high, best first, as parallel columns.

    Attributes:
        numbers: their numbers.
        library: all passages, by number.
        sentences: where the sentences of all passages end.
        scores: their BM25 scores.
        about: less than 1 for those that do not speak of whom the question names.
        found: where the question's terms stand in them.
    """

    numbers: Sequence[int]
    library: Sequence[Passage]
    sentences: Sentences
    scores: Floats
    about: Floats
    found: Found

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: int, /) -> Candidate:
        number, score, about = self.numbers[at], float(self.scores[at]), float(self.about[at])
        return Candidate(number, score, self.library[number], self.found.of(at), about)

    def bounds(self, shares: Sequence[float]) -> CandidateBounds:
        """How high each of them may come in the closer look.

        Args:
            shares: each term's share of the question's weight.
        """
        found, base = self.found, self.scores * self.about
        if not found.terms or not found.count:
            zeros = np.zeros(found.count)
            return CandidateBounds(self, base, zeros, [0] * (found.count + 1), zeros)
        weight = np.array(shares)
        held = found.held > 0
        pairs = (held[:, :-1] & held[:, 1:]) @ np.minimum(weight[:-1], weight[1:])
        leading = (found.positions < LEAD_WORDS).nonzero()[0]
        lead = found.best_by(found.passages, found.count, leading) @ weight
        upto, ends = self.sentences.among(self.numbers)
        covered = found.best_by(self._sentences(upto, ends), int(upto[-1])) @ weight
        return CandidateBounds(self, base, PAIRS * pairs + LEAD * lead, upto.tolist(), covered)

    def _sentences(self, upto: Longs, ends: Ints) -> Longs:
        """For each occurrence its sentence's number, counted through all of the passages."""
        # Each passage's offsets begin behind the last one's: one search finds all sentences.
        shift = np.arange(len(self)) * (int(ends.max()) + 1)
        found, shifted = self.found, ends + shift.repeat(np.diff(upto))
        starts = found.starts + shift.take(found.passages)
        last = (upto[1:] - 1).take(found.passages)
        return np.minimum(shifted.searchsorted(starts, side="right"), last)


class CandidateBounds:
    """How high each candidate may come.

    It is what the closer look gives but for what is dear to find out: whether terms that are
    neighbors in the question are so here, which forms of a term are among the first words,
    and, at first, whether a sentence holds the kind of answer asked for.

    Args:
        candidates: the candidates.
        base: their BM25 scores, less for those that do not speak of whom is asked.
        rest: how far they rise with all but their best sentence, at most.
        upto: where each passage's sentences begin in `covered`, and where the last one's end.
        covered: the share of the question's weight that each sentence holds.
    """

    def __init__(
        self,
        candidates: Candidates,
        base: Floats,
        rest: Floats,
        upto: Sequence[int],
        covered: Floats,
    ) -> None:
        self._candidates, self._upto, self._covered = candidates, upto, covered
        self._base: list[float] = base.tolist()
        self._rest: list[float] = rest.tolist()
        best = np.maximum.reduceat(covered, upto[:-1]) if len(covered) else covered
        self.tops: Sequence[float] = (base * (1 + SENTENCE * best + rest)).tolist()

    def reaches(self, at: int, standing: float, wants: Expected) -> bool:
        """Whether a candidate may come so high, given which sentences hold what is asked for.

        Of its sentences only those are tested that would lift it there.
        """
        base = self._base[at]
        if not base:
            return standing <= 0.0
        needed = (standing / base - 1 - self._rest[at]) / SENTENCE - _ROUNDING
        covered: list[float] = self._covered[self._upto[at] : self._upto[at + 1]].tolist()
        if max(covered) * UNFIT[wants] >= needed:
            return True
        passage = self._candidates.library[self._candidates.numbers[at]]
        return any(
            value >= needed and holds(wants, passage.text[start:end])
            for value, (start, end) in zip(covered, passage.sentences, strict=True)
        )
