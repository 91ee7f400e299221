"""A closer look at the best passages: their best sentence and their word pairs."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import mul
from typing import NamedTuple

import numpy as np

from bot.core.model import Passage
from bot.search.arrays import Floats
from bot.search.candidates import Candidates
from bot.search.expectation import MARKS, Expected, Wanted
from bot.search.ranked import BESIDE, LEAD, PAIRS, SENTENCE, WHOLE, Ranked, Rise

UNFIT = {Expected.NUMBER: 0.4, Expected.DEGREE: 0.4, Expected.DATE: 0.4, Expected.PERSON: 0.8}
"""What a sentence is worth that does not hold the kind of answer asked for. A name is
harder to tell from other capitals than a number, so its absence counts less."""

LENIENT = frozenset({Expected.PERSON, Expected.DEGREE})
"""The kinds of answer without which a sentence is worth less and yet does."""

LITERAL = 0.62
"""The worth from which a form is the question's own word or name, or another way to say it
by the catalog's glossary; what a word only hints at, and general synonyms, are worth less."""

_SLACK = 1 + 1e-9
"""Sums in another order may differ by less than this factor."""

_DIGITS = 6
"""To how many digits it is told what stands beside a passage: it comes from sums of arrays."""


class Telling(NamedTuple):
    """What a sentence tells of what is asked.

    Attributes:
        coverage: the share of the question's weight it holds.
        matched: the terms it holds.
        fits: whether it holds the kind of answer asked for.
        literal: whether it holds a word or name of the question itself.
    """

    coverage: float
    matched: tuple[int, ...]
    fits: bool
    literal: bool


def telling(
    text: str, held: Sequence[float], shares: Sequence[float], wants: Wanted | None
) -> Telling:
    """Looks at one sentence.

    Args:
        text: the sentence.
        held: for each term, the best weight of the forms it holds; 0 for none.
        shares: each term's share of the question's weight.
        wants: the kind of answer asked for, or None where any will do.
    """
    fits = wants is None or wants.kind in LENIENT or wants.held_by(text)
    return Telling(_covered(held, shares), _matched(held), fits, _literal(held))


def closer_look(
    candidates: Candidates,
    shares: Sequence[float],
    wants: Wanted | None = None,
    limit: int | None = None,
) -> list[Ranked]:
    """Ranks candidates anew, best first; BM25's order where nothing else speaks.

    The first is the one that stands highest; for the others what is around their best sentence
    counts as well (`Ranked.further`).

    Args:
        candidates: passages with their BM25 scores.
        shares: each term's share of the question's weight.
        wants: the kind of answer asked for, or None where any will do.
        limit: at most so many; None for all. Only those are made records of that can still
            come among the first.
    """
    if not len(candidates):
        return []
    look = _Look(candidates, shares, wants)
    first = _best_of(look, look.tops, 1, lambda found: found.standing)
    most = len(candidates) if limit is None else limit
    if most <= 1:
        return first[:most]
    # The first is looked for as well, for it may be among them.
    others = _best_of(look, look.further, most, lambda found: found.further)
    return [*first, *(found for found in others if found is not first[0])][:most]


def _best_of(
    look: _Look, tops: Floats, limit: int, worth: Callable[[Ranked], float]
) -> list[Ranked]:
    """The best so many candidates.

    Args:
        look: what is known of them all.
        tops: for each a worth that it does not exceed.
        limit: at most so many.
        worth: what they are ranked by.
    """
    bounds: list[float] = tops.tolist()
    order: list[int] = (-tops).argsort(kind="stable").tolist()
    ranked: list[tuple[float, int, Ranked]] = []
    for at in order:
        if len(ranked) == limit and bounds[at] < -ranked[-1][0] / _SLACK:
            break
        found = look.at(at)
        insort(ranked, (-worth(found), found.candidate.number, found))
        del ranked[limit:]
    return [found for _, _, found in ranked]


class _Sentence(NamedTuple):
    """A sentence of a passage.

    Attributes:
        number: which of them it is.
        worth: what it covers, less where it holds no such answer as is asked for.
        coverage: the share of the question's weight it holds.
        held: for each term, the best weight of the forms it holds; 0 for none.
        fits: whether it holds the kind of answer asked for.
    """

    number: int
    worth: float
    coverage: float
    held: Sequence[float]
    fits: bool


class _Look:
    """What is known of all candidates before one of them is looked at by itself.

    Nearly all there is to see is worked out for all of them at once. But sums of arrays may be
    a last digit away from those of the same few numbers in another order, by which one passage
    would come before another that is just as good; so what is shown is summed up again.

    Attributes:
        tops: for each candidate a standing that it does not exceed.
        further: likewise for the places after the first.
    """

    def __init__(
        self, candidates: Candidates, shares: Sequence[float], wants: Wanted | None
    ) -> None:
        self._candidates, self._shares, self._wants = candidates, shares, wants
        weight = np.array(shares)
        upto, self._sentences, marks = candidates.by_sentence()
        self._lead, self._neighbors = candidates.lead(), candidates.neighbors()
        self._together = [min(pair) for pair in pairwise(shares)]
        covered = worth = self._sentences @ weight
        self._unfit = UNFIT[wants.kind] if wants else 1.0
        if wants:
            self._may = marks & MARKS[wants.kind] != 0
            worth = np.where(self._may, covered, self._unfit * covered)
        best = np.maximum.reduceat(worth, upto[:-1])
        pairs = self._neighbors[:, : len(shares) - 1] @ np.array(self._together)
        rise = SENTENCE * best + PAIRS * pairs + LEAD * (self._lead @ weight)
        tops = candidates.scores * candidates.about * (1 + rise)
        self._covered: list[float] = covered.tolist()
        self._upto: list[int] = upto.tolist()
        whole = tops * (1 + WHOLE * (candidates.found.held @ weight))
        beside = (BESIDE * candidates.best_beside(whole)).round(_DIGITS)
        self._beside: list[float] = beside.tolist()
        self.tops: Floats = tops
        self.further: Floats = whole + beside
        self._seen: dict[int, Ranked] = {}

    def at(self, at: int) -> Ranked:
        """The closer look at one of them; each is taken once."""
        seen = self._seen.get(at)
        if seen is None:
            seen = self._seen[at] = self._look_at(at)
        return seen

    def _look_at(self, at: int) -> Ranked:
        candidate, shares = self._candidates[at], self._shares
        best = self._best_sentence(candidate.passage, at)
        whole: list[float] = self._candidates.found.held[at].tolist()
        lead: list[float] = self._lead[at].tolist()
        pairs = 0.0
        for beside, share in zip(self._neighbors[at].tolist(), self._together, strict=False):
            if beside:
                pairs += share
        rise = Rise(SENTENCE * best.worth, PAIRS * pairs, LEAD * _covered(lead, shares))
        return Ranked(
            candidate=candidate,
            matched=_matched(whole),
            coverage=_covered(whole, shares),
            sentence=candidate.passage.sentences[best.number],
            sentence_coverage=best.coverage,
            sentence_matched=_matched(best.held),
            fits=best.fits or (self._wants is not None and self._wants.kind in LENIENT),
            literal=_literal(best.held),
            rise=rise,
            standing=candidate.score * candidate.about * (1 + sum(rise)),
            beside=self._beside[at],
        )

    def _best_sentence(self, passage: Passage, at: int) -> _Sentence:
        """The sentence worth most, the first of several.

        Sentences are tried from the one that covers most on, and only while one may win: what
        they hold is expensive to look at.
        """
        begin = self._upto[at]
        covered = self._covered[begin : self._upto[at + 1]]
        least = max(covered) * self._unfit / _SLACK
        near = [number for number, value in enumerate(covered) if value >= least]
        if len(near) > 1:
            near.sort(key=lambda number: -self._coverage(begin + number))
        best: _Sentence | None = None
        for number in near:
            if best and self._coverage(begin + number) < best.worth:
                break
            found = self._sentence(passage, begin, number)
            if not best or (found.worth, -number) > (best.worth, -best.number):
                best = found
        return best if best and best.worth > 0.0 else self._sentence(passage, begin, 0)

    def _coverage(self, sentence: int) -> float:
        return _covered(self._sentences[sentence].tolist(), self._shares)

    def _sentence(self, passage: Passage, begin: int, number: int) -> _Sentence:
        """One sentence of a passage.

        Args:
            passage: the passage.
            begin: where its sentences begin among all.
            number: which of them it is.
        """
        held: list[float] = self._sentences[begin + number].tolist()
        coverage, fits = _covered(held, self._shares), self._fits(passage, begin, number)
        return _Sentence(number, coverage * (1 if fits else self._unfit), coverage, held, fits)

    def _fits(self, passage: Passage, begin: int, number: int) -> bool:
        """Whether a sentence holds the kind of answer asked for."""
        if self._wants is None:
            return True
        start, end = passage.sentences[number]
        return bool(self._may[begin + number]) and self._wants.held_by(passage.text[start:end])


def _matched(held: Sequence[float]) -> tuple[int, ...]:
    return tuple([term for term, weight in enumerate(held) if weight])


def _covered(held: Sequence[float], shares: Sequence[float]) -> float:
    return math.fsum(map(mul, shares, held))


def _literal(held: Sequence[float]) -> bool:
    return max(held, default=0.0) >= LITERAL
