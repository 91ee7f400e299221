"""The index: BM25 over the passages, then a closer look at the best of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

import numpy as np

from bot.core.catalog import Catalog
from bot.core.explanation import Explanation
from bot.core.model import Entry, Hit, Passage, SearchResult, Term
from bot.search.analysis import entry_term
from bot.search.arrays import Bools
from bot.search.blending import blend, in_words
from bot.search.bm25 import PostingsBM25
from bot.search.candidates import Candidates
from bot.search.evidence import chance
from bot.search.explaining import Look, explain
from bot.search.likeness import Likeness, Semantics
from bot.search.lookup import Best, Lookup
from bot.search.meanings import Form
from bot.search.occurrences import Occurrences
from bot.search.questions import Asked, Questions
from bot.search.ranked import Ranked
from bot.search.rerank import closer_look
from bot.search.sentences import Sentences
from bot.search.speaking import count_labs, speaking_of, telling
from bot.search.terms import QueryTerm, named_labs, named_terms
from bot.search.words import DEFAULT_LANGUAGE

CANDIDATES = 50
"""How many of the best passages by BM25 get the closer look."""

_WEIGHTY = 0.5
"""The importance from which a word tells one question from another."""


class Bm25Index:
    """An implementation of `bot.core.ports.Index` in this process. Immutable once built."""

    def __init__(
        self,
        *,
        passages: Sequence[Passage],
        catalog: Catalog,
        model: PostingsBM25,
        occurrences: Occurrences,
        sentences: Sentences,
        queries: Questions,
        languages: Sequence[str],
        semantics: Semantics | None = None,
    ) -> None:
        self._semantics = semantics
        self._entries = {entry_term(entry): entry for entry in catalog.entries}
        self._passages = passages
        self._sentences = sentences
        self._chance = chance(model.corpus_size)
        self._lookup = Lookup(passages, model, occurrences, languages)
        self._queries = queries
        self._telling = telling(passages)
        self._expanded = bool(catalog.asked)
        self._labs = count_labs(catalog.entries, self._lookup, len(passages))

    async def search(self, question: str, *, limit: int) -> SearchResult:
        """Finds the passages that hold words of the question, best first."""
        asked = self.read(question)
        return self._result(await self._looked(asked, limit))

    def read(self, question: str) -> Asked:
        """What a question asks for; the first half of a search."""
        return self._queries.read(question)

    def find(self, asked: Asked, *, limit: int) -> SearchResult:
        """Finds what was read in a question; the other half. With a model it takes long."""
        return self._result(self._look(asked, limit))

    def _result(self, look: Look) -> SearchResult:
        """What was found, as the core sees it."""
        asked = look.question
        if not asked.terms:
            return SearchResult((), (), language=asked.language)
        terms = tuple(
            Term(
                text=term.text,
                weight=share,
                known=known,
                searched_as=term.searched_as,
                attribute=term.attribute,
                name=at in look.named,
                needed=term.needed and not self._lookup.everywhere(term),
                sort=term.sort,
            )
            for at, (term, share, known) in enumerate(
                zip(asked.terms, look.shares, look.known, strict=True)
            )
        )
        hits = tuple(
            Hit(
                passage=r.candidate.passage,
                rank=rank,
                matched=r.matched,
                coverage=r.coverage,
                highlights=r.candidate.highlights,
                sentence=r.sentence,
                sentence_coverage=r.sentence_coverage,
                sentence_matched=r.sentence_matched,
                fits=r.fits,
                literal=r.literal,
                similarity=r.similarity,
                evidence=look.evidence(r),
                labs=int(self._labs[r.candidate.number]),
                asked=asked_of,
            )
            for rank, (r, asked_of) in enumerate(zip(look.ranked, look.asked, strict=True), 1)
        )
        return SearchResult(
            terms,
            hits,
            self._named(name for term in asked.terms for name in term.entries),
            self._named(name for term in asked.terms for name in term.hinted),
            particular=asked.particular,
            polar=asked.polar,
            why=asked.why,
            personal=asked.personal,
            chance=look.near or 0.0,
            language=asked.language,
        )

    def _finding(self, numbers: Sequence[int], terms: Sequence[QueryTerm]) -> Bools | None:
        """For each term and passage, whether it finds it, be it only by what is asked of it.

        None in a library of which no questions are known.
        """
        if not self._expanded:
            return None
        found = [np.isin(numbers, self._lookup.anywhere(term)) for term in terms]
        return np.array(found, np.bool_).reshape(len(terms), len(numbers))

    async def _looked(self, asked: Asked, limit: int) -> Look:
        """Searches; a model takes longer than others should wait, so with one in a thread."""
        if self._semantics is None:
            return self._look(asked, limit)
        return await asyncio.to_thread(self._look, asked, limit)

    def _look(self, asked: Asked, limit: int) -> Look:
        """The search itself: the terms' shares, and the passages, best first."""
        terms, wants = asked.terms, asked.wants
        shares = self._lookup.shares(terms)
        named = named_terms(terms)
        best = self._lookup.best(terms, max(limit, CANDIDATES))
        likeness = None
        # The model knows English only: to a question in German, all that is German is near.
        readable = asked.language == DEFAULT_LANGUAGE
        if self._semantics is not None and terms and readable:
            likeness = self._semantics.compare(in_words(asked.text, terms, self._entries))
            if not any(term.phrase for term in terms):
                best = _with_nearest(best, likeness)
        finding = self._finding(best.numbers, terms)
        candidates = self._candidates(best, terms, named, finding)
        # A model may lift any of them, so with one none is left out beforehand.
        first = None if likeness else limit
        ranked = closer_look(candidates, shares, wants, first)
        if likeness:
            told = frozenset(at for at, term in enumerate(terms) if term.attribute)
            ranked = blend(ranked, likeness, shares, wants=wants, told=told, limit=limit)
        ranked = ranked[:limit]
        near = likeness.chance if likeness else None
        return Look(
            question=asked,
            known=best.known,
            shares=shares,
            named=named,
            ranked=ranked,
            asked=[_asked_of(r, finding) for r in ranked],
            chance=self._chance,
            near=near,
        )

    async def explain(self, question: str, *, limit: int) -> Explanation:
        """Searches, and says why each passage stands where it does."""
        look = await self._looked(self.read(question), limit)
        return explain(look, lambda form: len(self._lookup.form_posting(form).ids))

    def _named(self, terms: Iterable[str]) -> tuple[Entry, ...]:
        return tuple(self._entries[term] for term in dict.fromkeys(terms))

    def _candidates(
        self,
        best: Best,
        terms: Sequence[QueryTerm],
        named: frozenset[int],
        finding: Bools | None,
    ) -> Candidates:
        """The best passages by BM25, with where the question's terms stand in them."""
        found = self._lookup.found(best.numbers, terms)
        labs = self._labs.take(best.numbers) if len(named_labs(terms)) > 1 else None
        asked = None if finding is None else np.logical_or.reduce(finding[sorted(named)])
        about = speaking_of(named, found, labs, asked) * self._telling.take(best.numbers)
        return Candidates(best.numbers, self._passages, self._sentences, best.scores, about, found)

    async def concerning(self, entry: Entry) -> tuple[Hit, ...]:
        """All passages that speak of a lab or theme, best first."""
        asked = [QueryTerm(entry.name, (Form((entry_term(entry),), 1.0),))]
        posting = self._lookup.posting(asked[0])
        order = np.lexsort((posting.ids, -posting.weighed))
        numbers: list[int] = posting.ids[order].tolist()
        hits: list[Hit] = []
        found = self._lookup.found(numbers, asked)
        for at, number in enumerate(numbers):
            passage, highlights = self._passages[number], found.spans(at)
            first = highlights[0].start if highlights else 0
            sentence = next((s for s in passage.sentences if s.end > first), passage.sentences[0])
            hits.append(Hit(passage, len(hits) + 1, (0,), 1.0, highlights, sentence, 1.0))
        return tuple(hits)

    def mentions(self, entry: Entry) -> int:
        """How many passages speak of a lab or theme."""
        return len(self._lookup.form_posting(Form((entry_term(entry),), 1.0)).ids)

    def fingerprint(self, question: str) -> frozenset[str]:
        """What a question asks for, apart from its wording; see the port."""
        terms = self._queries.reader(question).terms(question)
        weighty = [term for term in terms if term.importance >= _WEIGHTY] or terms
        return frozenset(
            term.entries[0] if term.entries else " ".join(term.forms[0].terms) for term in weighty
        )

    async def close(self) -> None:
        """Nothing is held open."""


def _asked_of(ranked: Ranked, finding: Bools | None) -> tuple[int, ...]:
    """The terms that a passage does not hold, but a question does which it answers."""
    if finding is None:
        return ()
    found: list[int] = finding[:, ranked.candidate.place].nonzero()[0].tolist()
    return tuple(term for term in found if term not in ranked.matched)


def _with_nearest(best: Best, likeness: Likeness) -> Best:
    """The best passages, and behind them those that are only near in meaning."""
    others = likeness.nearest(beside=best.numbers)
    scores = np.append(best.scores, np.zeros(len(others)))
    return best._replace(numbers=[*best.numbers, *others], scores=scores)
