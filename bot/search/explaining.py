"""Search → Explanation: what was looked for, what was found, and what it counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.core.explanation import Explanation, FormExplained, HitExplained, TermExplained
from bot.search.blending import EVIDENCE
from bot.search.meanings import Form
from bot.search.questions import Asked
from bot.search.ranked import WHOLE, Ranked
from bot.search.terms import QueryTerm


@dataclass(frozen=True, slots=True)
class Look:
    """A search as it was done.

    Attributes:
        question: what was looked for.
        known: for each term, whether any passage holds it.
        shares: for each term, its share of the question's weight.
        named: the terms that say whom the question is about.
        ranked: the passages, best first.
        asked: for each of them the terms that only questions hold which it answers.
        chance: the evidence that a question on something else would find.
        near: how like the question the nearest sentence is by chance, where a model tells.
    """

    question: Asked
    known: Sequence[bool]
    shares: Sequence[float]
    named: frozenset[int]
    ranked: Sequence[Ranked]
    asked: Sequence[tuple[int, ...]]
    chance: float
    near: float | None = None

    def evidence(self, ranked: Ranked) -> float:
        """How much speaks for one of them, by words and meaning; 1 is what chance finds."""
        words = ranked.evidence / self.chance
        if ranked.similarity is None or self.near is None:
            return words
        return words + EVIDENCE * (ranked.similarity - self.near)


def explain(look: Look, count: Callable[[Form], int]) -> Explanation:
    """Puts a search in words and figures.

    Args:
        look: the search.
        count: how many passages hold a form.
    """
    terms = tuple(
        TermExplained(
            text=term.text,
            searched_as=term.searched_as,
            share=share,
            importance=term.importance,
            attribute=term.attribute,
            forms=tuple(FormExplained(f.terms, f.weight, count(f)) for f in term.forms),
        )
        for term, share in zip(look.question.terms, look.shares, strict=True)
    )
    hits = tuple(map(partial(_hit, look), look.ranked, look.asked))
    wants = look.question.wants
    return Explanation(terms, wants.kind.value if wants else None, hits)


def _hit(look: Look, ranked: Ranked, asked: Sequence[int]) -> HitExplained:
    terms = look.question.terms
    best: dict[int, float] = {}
    for found in ranked.candidate.occurrences:
        best[found.term] = max(best.get(found.term, 0.0), found.weight)
    matched = tuple((terms[at].text, _form(terms[at], best[at])) for at in ranked.matched)
    return HitExplained(
        passage=ranked.candidate.passage,
        bm25=ranked.candidate.score,
        sentence=ranked.rise.sentence,
        pairs=ranked.rise.pairs,
        lead=ranked.rise.lead,
        about=ranked.candidate.about,
        similarity=ranked.similarity,
        meaning=ranked.meaning,
        standing=ranked.standing,
        whole=WHOLE * ranked.coverage,
        beside=ranked.beside,
        further=ranked.further,
        coverage=ranked.coverage,
        sentence_coverage=ranked.sentence_coverage,
        evidence=look.evidence(ranked),
        matched=matched,
        asked=tuple(terms[at].text for at in asked),
        fits=ranked.fits,
    )


def _form(term: QueryTerm, weight: float) -> str:
    form = next((form for form in term.forms if form.weight == weight), term.forms[0])
    return form.shown or " ".join(form.terms)
