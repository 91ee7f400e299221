"""Meaning beside words: blends the closer look with what an embedding model says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.model import Entry, Span
from bot.search.candidate import Candidate
from bot.search.expectation import Wanted
from bot.search.likeness import Likeness
from bot.search.ranked import Ranked
from bot.search.rerank import UNFIT, Telling, telling
from bot.search.terms import QueryTerm
from bot.search.words import words

SHARE = 0.55
"""How much of a passage's standing its similarity in meaning is; the words are the rest.
Trials over two documents and SQuAD: 0.5 to 0.6 rank best, from 0.7 on facts suffer."""

DOUBT = 0.1
"""What the words still count where the best passage holds next to none of the question."""

EVIDENCE = 4.0
"""What similarity beyond chance counts beside the evidence of the words: of the weights tried,
the sum tells best which of SQuAD's questions are covered."""

UNTOLD, MISFIT = 0.85, 0.7
"""What being near is worth in a passage that does not hold the fact that must be told,
or the kind of answer asked for. Less helps near misses no further, and costs facts of SQuAD."""


def in_words(question: str, terms: Sequence[QueryTerm], entries: Mapping[str, Entry]) -> str:
    """A question as a model can read it that knows English and makes no guesses.

    Args:
        question: as the member wrote it.
        terms: what it asks for; what was corrected or translated takes the place of what
            was written. Of a script without spaces nothing else is left.
        entries: the labs and themes by their index terms.
    """
    for term in terms:
        name = entries[term.entries[0]].name if term.entries else None
        if term.searched_as or (name and any(word.unspaced for word in words(term.text))):
            question = question.replace(term.text, f" {name or term.searched_as} ", 1)
    for word in reversed(list(words(question))):
        if word.unspaced:
            question = f"{question[: word.start]} {question[word.end :]}"
    return question


def blend(
    ranked: Sequence[Ranked],
    likeness: Likeness,
    shares: Sequence[float],
    *,
    wants: Wanted | None,
    told: frozenset[int],
    limit: int,
) -> list[Ranked]:
    """Ranks by words and meaning together, best first.

    Args:
        ranked: passages after the closer look, best first.
        likeness: how near they are in meaning.
        shares: each term's share of the question's weight.
        wants: the kind of answer asked for, or None where any will do.
        told: the terms without which nothing is an answer.
        limit: at most this many.
    """
    best = max((r.standing for r in ranked), default=0.0) or 1.0
    # That a passage is the best by words says little where even that one holds few of them.
    trust = max(ranked[0].sentence_coverage if ranked else 0.0, DOUBT)
    blended: list[Ranked] = []
    for r in ranked:
        near = float(likeness.passages[r.candidate.number])
        worth = r.candidate.about * _worth(r, likeness, wants)
        worth *= 1.0 if told <= set(r.matched) else UNTOLD
        by_words = (1 - SHARE) * trust * r.standing / best
        meaning = SHARE * worth * max(near, 0.0)
        blended.append(r._replace(similarity=near, meaning=meaning, standing=by_words + meaning))
    # Of the places after the first, meaning tells as much as what stands around (`Ranked.further`).
    blended.sort(key=lambda r: (-r.standing, r.candidate.number))
    return [_with_sentence(r, likeness, shares, wants) for r in blended[:limit]]


def _worth(ranked: Ranked, likeness: Likeness, wants: Wanted | None) -> float:
    """What being near is worth: less in a passage without the kind of answer asked for."""
    if wants is None:
        return 1.0
    passage = ranked.candidate.passage
    start, end = passage.sentences[likeness.sentence(ranked.candidate.number, passage)]
    fits = wants.held_by(passage.text[start:end])
    if not fits and ranked.sentence_coverage > 0:
        start, end = ranked.sentence
        fits = wants.held_by(passage.text[start:end])
    return 1.0 if fits else max(UNFIT[wants.kind], MISFIT)


def _with_sentence(
    ranked: Ranked, likeness: Likeness, shares: Sequence[float], wants: Wanted | None
) -> Ranked:
    """The sentence that answers best by words and meaning together."""
    passage, number = ranked.candidate.passage, ranked.candidate.number
    start = int(likeness.starts[number])
    nearest = passage.sentences[likeness.sentence(number, passage)]
    if nearest == ranked.sentence:
        return ranked
    by_words = float(likeness.sentences[start + passage.sentences.index(ranked.sentence)])
    other = _told_in(nearest, ranked.candidate, shares, wants)
    if ranked.fits > other.fits or ranked.sentence_coverage + by_words >= other.coverage + float(
        likeness.passages[number]
    ):
        return ranked
    return ranked._replace(
        sentence=nearest,
        sentence_coverage=other.coverage,
        sentence_matched=other.matched,
        fits=other.fits,
        literal=other.literal,
    )


def _told_in(
    sentence: Span, candidate: Candidate, shares: Sequence[float], wants: Wanted | None
) -> Telling:
    """What one sentence of a passage tells."""
    start, end = sentence
    held = [0.0] * len(shares)
    for found in candidate.occurrences:
        if start <= found.start < end:
            held[found.term] = max(held[found.term], found.weight)
    return telling(candidate.passage.text[start:end], held, shares, wants)
