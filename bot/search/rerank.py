"""A closer look at the best passages: their best sentence and their word pairs."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.model import Passage, Span
from bot.search.expectation import Expected, holds

UNFIT = {Expected.NUMBER: 0.6, Expected.DATE: 0.6, Expected.PERSON: 0.85}
"""What a sentence is worth that does not hold the kind of answer asked for. A name is
harder to tell from other capitals than a number, so its absence counts less."""

LITERAL = 0.9
"""The worth from which a form is the question's own word or name."""

LEAD, LEAD_WORDS = 0.5, 5
"""How far it rises where its first words are the question's: it is about them."""

SENTENCE, PAIRS = 2.0, 1.0
"""How far a passage's standing rises with its best sentence, and with word pairs."""


class Occurrence(NamedTuple):
    """A term of the question, found in a passage.

    Attributes:
        term: the term's position in the question.
        start: offset of its first character in the passage's text.
        end: offset after its last character.
        position: number of the word in the passage.
        weight: what the form that was found is worth, 0 to 1.
    """

    term: int
    start: int
    end: int
    position: int
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that BM25 ranks high, with what the question's terms do in it."""

    number: int
    score: float
    passage: Passage
    occurrences: tuple[Occurrence, ...]


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
    similarity: float = 0.0


def closer_look(
    candidates: Sequence[Candidate], shares: Sequence[float], wants: Expected | None = None
) -> list[Ranked]:
    """Ranks candidates anew, best first; BM25's order where nothing else speaks.

    Args:
        candidates: passages with their BM25 scores, best first.
        shares: each term's share of the question's weight.
        wants: the kind of answer asked for, or None where any will do.
    """
    ranked = [_look(candidate, shares, wants) for candidate in candidates]
    ranked.sort(key=lambda r: (-r.standing, r.candidate.number))
    return ranked


def _look(candidate: Candidate, shares: Sequence[float], wants: Expected | None) -> Ranked:
    passage = candidate.passage
    ends = [sentence.end for sentence in passage.sentences]
    whole: dict[int, float] = {}
    sentences: list[dict[int, float]] = [{} for _ in ends]
    for found in candidate.occurrences:
        at = min(bisect_right(ends, found.start), len(ends) - 1)
        for held in (whole, sentences[at]):
            held[found.term] = max(held.get(found.term, 0.0), found.weight)
    texts = [passage.text[sentence.start : sentence.end] for sentence in passage.sentences]
    fitting = [wants is None or holds(wants, text) for text in texts]
    coverages = [_covered(held, shares) for held in sentences]
    unfit = UNFIT[wants] if wants else 1.0
    worth = [c * (1 if fits else unfit) for c, fits in zip(coverages, fitting, strict=True)]
    best = max(range(len(worth)), key=lambda at: (worth[at], -at))
    pairs = _pairs(candidate.occurrences, shares)
    lead = {o.term: o.weight for o in candidate.occurrences if o.position < LEAD_WORDS}
    rise = Rise(SENTENCE * worth[best], PAIRS * pairs, LEAD * _covered(lead, shares))
    return Ranked(
        candidate=candidate,
        matched=tuple(sorted(whole)),
        coverage=_covered(whole, shares),
        sentence=passage.sentences[best],
        sentence_coverage=coverages[best],
        sentence_matched=tuple(sorted(sentences[best])),
        fits=fitting[best] or wants is Expected.PERSON,
        literal=max(sentences[best].values(), default=0.0) >= LITERAL,
        rise=rise,
        standing=candidate.score * (1 + sum(rise)),
    )


def _covered(held: dict[int, float], shares: Sequence[float]) -> float:
    return math.fsum(shares[term] * weight for term, weight in held.items())


def _pairs(occurrences: Sequence[Occurrence], shares: Sequence[float]) -> float:
    """The share of the question's weight in neighboring terms that are neighbors here too."""
    places: dict[int, set[int]] = {}
    for found in occurrences:
        places.setdefault(found.term, set()).add(found.position)
    total = 0.0
    for term in range(len(shares) - 1):
        first, second = places.get(term), places.get(term + 1)
        if first and second and any({p + 1, p + 2} & second for p in first):
            total += min(shares[term], shares[term + 1])
    return total
