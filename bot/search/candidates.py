"""The candidates of a search, all at once: what the question's terms do in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.model import Passage
from bot.search.arrays import Bools, Bytes, Floats, Longs
from bot.search.candidate import Candidate
from bot.search.found import Found
from bot.search.sentences import Sentences

LEAD_WORDS = 5
"""So many words are a passage's first; see `ranked.LEAD`."""


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
        return Candidate(number, score, self.library[number], about, self.found, at)

    def by_sentence(self) -> tuple[Longs, Floats, Bytes]:
        """What the question's terms do in each sentence, and the kinds of answer it may hold.

        Returns:
            Where each passage's sentences begin, and where the last one's end; for each
            sentence and term the best weight of the forms it holds; each sentence's marks.
        """
        upto, ends, marks = self.sentences.among(self.numbers)
        found = self.found
        # Each passage's offsets begin behind the last one's: one search finds all sentences.
        shift = np.arange(len(self)) * (int(ends.max()) + 1)
        shifted = ends + shift.repeat(np.diff(upto))
        starts = found.starts + shift.take(found.passages)
        last = (upto[1:] - 1).take(found.passages)
        place = np.minimum(shifted.searchsorted(starts, side="right"), last)
        return upto, found.best_by(place, len(ends)), marks

    def best_beside(self, worth: Floats) -> Floats:
        """For each passage the better of the two that stand beside it in its document.

        Args:
            worth: what each of the passages is worth; one that is no candidate is worth nothing.
        """
        numbers: Longs = np.array(self.numbers, np.int64)
        order = numbers.argsort()
        ascending = numbers.take(order)
        following: list[int] = (np.diff(ascending) == 1).nonzero()[0].tolist()
        firsts: list[int] = ascending.take(following).tolist()
        same = [at for at, n in zip(following, firsts, strict=True) if self._joined(n)]
        kept = np.array(same, np.int64)
        before, behind = order.take(kept), order.take(kept + 1)
        best = np.zeros(len(numbers))
        best[before] = worth.take(behind)
        best[behind] = np.maximum(best.take(behind), worth.take(before))
        return best

    def _joined(self, number: int) -> bool:
        """Whether a passage and the next one are of one document."""
        return self.library[number].document_id == self.library[number + 1].document_id

    def lead(self) -> Floats:
        """For each passage and term among its first words the weight of the last form there."""
        found = self.found
        lead = np.zeros(found.count * found.terms)
        at = (found.positions < LEAD_WORDS).nonzero()[0]
        lead[(found.passages * found.terms + found.term).take(at)] = found.weights.take(at)
        return lead.reshape(found.count, found.terms)

    def neighbors(self) -> Bools:
        """For each passage and term, whether the question's next term stands behind it in there.

        That is one or two words behind. The last term has none.
        """
        found = self.found
        # A passage, a term and a word's number as one; the terms of two passages lie apart.
        width, row = int(found.positions.max(initial=0)) + 3, found.terms + 1
        keys: Longs = (found.passages * row + found.term) * width + found.positions
        keys.sort()
        wanted = keys + (width + 1)
        behind = keys.take(keys.searchsorted(wanted), mode="clip") - wanted
        pairs = np.zeros(found.count * row, np.bool_)
        pairs[keys[(behind == 0) | (behind == 1)] // width] = True
        return pairs.reshape(found.count, row)
