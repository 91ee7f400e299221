"""A candidate after the closer look, and what that raised it by."""

from __future__ import annotations

import math
from typing import NamedTuple

from bot.core.model import Span
from bot.search.candidate import Candidate

LEAD = 0.5
"""How far it rises where its first words are the question's: it is about them."""

SENTENCE, PAIRS = 4.0, 2.0
"""How far a passage's standing rises with its best sentence, and with word pairs."""

WHOLE, BESIDE = 1.0, 0.15
"""What counts for the places after the first, of which none is quoted: how much of the question's
weight the passage holds in all, and the better of the two passages that stand beside it (local
context: Fernández, Losada and Azzopardi 2011, "Extending the language modeling framework for
sentence retrieval to include local context")."""


class Rise(NamedTuple):
    """How far the closer look raises a passage, as shares of its BM25 score."""

    sentence: float
    pairs: float
    lead: float


class Ranked(NamedTuple):
    """A candidate after the closer look.

    Attributes:
        candidate: the passage.
        matched: the terms it holds, by their positions in the question.
        coverage: the share of the question's weight it holds, 0 to 1.
        sentence: its best sentence.
        sentence_coverage: the share of the question's weight that sentence holds.
        sentence_matched: the terms that sentence holds.
        fits: whether that sentence holds the kind of answer asked for.
        literal: whether it holds a word or name of the question itself.
        rise: what the closer look adds.
        standing: what the first is chosen by.
        beside: what a passage beside it adds for the places after the first.
        similarity: how near it is in meaning (cosine), where a model tells.
        meaning: what of the standing is owed to that.
    """

    candidate: Candidate
    matched: tuple[int, ...]
    coverage: float
    sentence: Span
    sentence_coverage: float
    sentence_matched: tuple[int, ...]
    fits: bool
    literal: bool
    rise: Rise
    standing: float
    beside: float = 0.0
    similarity: float | None = None
    meaning: float = 0.0

    @property
    def further(self) -> float:
        """What the places after the first are given by."""
        if self.similarity is not None:
            return self.standing
        return self.standing * (1 + WHOLE * self.coverage) + self.beside

    @property
    def evidence(self) -> float:
        """How much speaks for the passage being about what is asked.

        Its score grows with rare words, the rest with how much of the question it holds
        together; of the signals tried, their product tells best whether a question is
        covered at all (`make bench-quality`).
        """
        held = self.coverage + self.sentence_coverage + self.rise.pairs / PAIRS
        return math.sqrt(self.candidate.score) * held
