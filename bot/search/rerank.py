"""A closer look at the best passages: their best sentence and their word pairs."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from bot.core.model import Passage, Span
from bot.search.candidate import Candidate, Seen
from bot.search.expectation import Expected, holds

UNFIT = {Expected.NUMBER: 0.4, Expected.DEGREE: 0.4, Expected.DATE: 0.4, Expected.PERSON: 0.8}
"""What a sentence is worth that does not hold the kind of answer asked for. A name is
harder to tell from other capitals than a number, so its absence counts less."""

LITERAL = 0.62
"""The worth from which a form is the question's own word or name, or another way to say it
by the catalog's glossary; what a word only hints at, and general synonyms, are worth less."""

LEAD = 0.5
"""How far it rises where its first words are the question's: it is about them."""

SENTENCE, PAIRS = 4.0, 2.0
"""How far a passage's standing rises with its best sentence, and with word pairs."""

_SLACK = 1 + 1e-9
"""Sums in another order may differ by less than this factor."""


class Row(Protocol):
    """Candidates, perhaps only made when they are asked for."""

    def __len__(self) -> int: ...

    def __getitem__(self, at: int, /) -> Candidate: ...


class Bounds(Protocol):
    """How high candidates may come, found out with less effort than how high they do."""

    @property
    def tops(self) -> Sequence[float]:
        """For each candidate a standing that it does not exceed."""
        ...

    def reaches(self, at: int, standing: float, wants: Expected) -> bool:
        """Whether one of them may come so high, given what its sentences hold."""
        ...


class Rise(NamedTuple):
    """How far the closer look raises a passage, as shares of its BM25 score."""

    sentence: float
    pairs: float
    lead: float


@dataclass(frozen=True, slots=True)
class Ranked:
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
        standing: what it is ranked by.
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
    similarity: float | None = None
    meaning: float = 0.0

    @property
    def evidence(self) -> float:
        """How much speaks for the passage being about what is asked.

        Its score grows with rare words, the rest with how much of the question it holds
        together; of the signals tried, their product tells best whether a question is
        covered at all (`make bench-quality`).
        """
        held = self.coverage + self.sentence_coverage + self.rise.pairs / PAIRS
        return math.sqrt(self.candidate.score) * held


def closer_look(
    candidates: Row,
    shares: Sequence[float],
    wants: Expected | None = None,
    limit: int | None = None,
    bounds: Bounds | None = None,
) -> list[Ranked]:
    """Ranks candidates anew, best first; BM25's order where nothing else speaks.

    Where it is known how high each may come, only those are looked at that can still come
    among the first.

    Args:
        candidates: passages with their BM25 scores.
        shares: each term's share of the question's weight.
        wants: the kind of answer asked for, or None where any will do.
        limit: at most so many; None for all.
        bounds: how high each of them may come; None has all looked at.
    """
    limit = len(candidates) if limit is None else limit
    tops = bounds.tops if bounds else [math.inf] * len(candidates)
    ranked: list[tuple[float, int, Ranked]] = []
    for at in sorted(range(len(tops)), key=lambda at: -tops[at]):
        if len(ranked) == limit and bounds:
            least = -ranked[-1][0] / _SLACK if ranked else math.inf
            if tops[at] < least:
                break
            if wants and not bounds.reaches(at, least, wants):
                continue
        found = _look(candidates[at], shares, wants)
        insort(ranked, (-found.standing, found.candidate.number, found))
        del ranked[limit:]
    return [found for _, _, found in ranked]


def _look(candidate: Candidate, shares: Sequence[float], wants: Expected | None) -> Ranked:
    passage, seen = candidate.passage, Seen(candidate)
    coverages = {at: _covered(held, shares) for at, held in seen.sentences.items()}
    best, worth, fits = best_sentence(passage, coverages, wants)
    held = seen.sentences.get(best, {})
    pairs = _pairs(seen.places, shares)
    rise = Rise(SENTENCE * worth, PAIRS * pairs, LEAD * _covered(seen.lead, shares))
    return Ranked(
        candidate=candidate,
        matched=tuple(sorted(seen.whole)),
        coverage=_covered(seen.whole, shares),
        sentence=passage.sentences[best],
        sentence_coverage=coverages.get(best, 0.0),
        sentence_matched=tuple(sorted(held)),
        fits=fits or wants in {Expected.PERSON, Expected.DEGREE},
        literal=max(held.values(), default=0.0) >= LITERAL,
        rise=rise,
        standing=candidate.score * candidate.about * (1 + sum(rise)),
    )


def best_sentence(
    passage: Passage, coverages: Mapping[int, float], wants: Expected | None
) -> tuple[int, float, bool]:
    """The sentence worth most, the first of several; its worth; whether it fits.

    Sentences are tried from the one that covers most on, and only while one may win: what
    they hold is expensive to look at.
    """
    unfit = UNFIT[wants] if wants else 1.0
    best, worth, fits = 0, -1.0, True
    for at in sorted(coverages, key=lambda at: (-coverages[at], at)):
        if coverages[at] < worth:
            break
        fitting = wants is None or holds(wants, _text(passage, at))
        value = coverages[at] * (1 if fitting else unfit)
        if value > worth or (value == worth and at < best):
            best, worth, fits = at, value, fitting
    if worth > 0.0:
        return best, worth, fits
    return 0, 0.0, wants is None or holds(wants, _text(passage, 0))


def _text(passage: Passage, at: int) -> str:
    start, end = passage.sentences[at]
    return passage.text[start:end]


def _covered(held: Mapping[int, float], shares: Sequence[float]) -> float:
    return math.fsum([shares[term] * weight for term, weight in held.items()])


def _pairs(places: Mapping[int, Sequence[int]], shares: Sequence[float]) -> float:
    """The share of the question's weight in neighboring terms that are neighbors here too."""
    total = 0.0
    for term in sorted(places):
        second = places.get(term + 1)
        if second and any(p + 1 in second or p + 2 in second for p in places[term]):
            total += min(shares[term], shares[term + 1])
    return total
