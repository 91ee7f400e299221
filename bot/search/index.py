"""The index: BM25 over the passages, then a closer look at the best of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

import numpy as np

from bot.core.catalog import Catalog
from bot.core.explanation import Explanation
from bot.core.model import Entry, Hit, Passage, SearchResult, Span, Term
from bot.search import stopwords
from bot.search.analysis import entry_term
from bot.search.blending import Semantics
from bot.search.bm25 import Posting, PostingsBM25
from bot.search.expectation import expected
from bot.search.explaining import Look, explain
from bot.search.meanings import Form
from bot.search.occurrences import Occurrences
from bot.search.query import QueryAnalyzer, QueryTerm
from bot.search.rerank import Candidate, Occurrence, closer_look
from bot.search.topk import merge_best, top_passages
from bot.search.words import stem, words

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
        queries: QueryAnalyzer,
        semantics: Semantics | None = None,
    ) -> None:
        self._semantics = semantics
        self._entries = {entry_term(entry): entry for entry in catalog.entries}
        self._passages = passages
        self._model = model
        self._occurrences = occurrences
        self._queries = queries

    async def search(self, question: str, *, limit: int) -> SearchResult:
        """Finds the passages that hold words of the question, best first."""
        look = self._look(question, limit)
        wanted, postings, shares, ranked = look.terms, look.postings, look.shares, look.ranked
        if not wanted:
            return SearchResult((), (), 0)
        terms = tuple(
            Term(term.text, share, len(posting.ids) > 0, term.searched_as, term.attribute)
            for term, share, posting in zip(wanted, shares, postings, strict=True)
        )
        hits = tuple(
            Hit(
                passage=r.candidate.passage,
                rank=rank,
                matched=r.matched,
                coverage=r.coverage,
                highlights=_spans(r.candidate.occurrences),
                sentence=r.sentence,
                sentence_coverage=r.sentence_coverage,
                sentence_matched=r.sentence_matched,
                fits=r.fits,
                literal=r.literal,
                similarity=r.similarity,
            )
            for rank, r in enumerate(ranked, 1)
        )
        return SearchResult(
            terms,
            hits,
            _holding(postings, self._model.corpus_size),
            self._named(name for term in wanted for name in term.entries),
            self._named(name for term in wanted for name in term.hinted),
        )

    def _look(self, question: str, limit: int) -> Look:
        """The search itself: terms, their postings and shares, and the passages, best first."""
        terms = self._queries.terms(question)
        postings = [self._posting(term) for term in terms]
        shares = self._shares(terms)
        candidates = self._candidates(terms, postings, limit)
        # A model may lift any of them, so with one none is left out beforehand.
        first = limit if self._semantics is None else None
        ranked = closer_look(candidates, shares, expected(question), first)
        if self._semantics is not None and terms and self._passages:
            ranked = self._semantics.blend(question, ranked, self._passages, limit)
        return Look(terms, postings, shares, ranked[:limit])

    async def explain(self, question: str, *, limit: int) -> Explanation:
        """Searches, and says why each passage stands where it does."""
        look = self._look(question, limit)
        return explain(look, expected(question), lambda form: len(self._form_posting(form).ids))

    def _named(self, terms: Iterable[str]) -> tuple[Entry, ...]:
        return tuple(self._entries[term] for term in dict.fromkeys(terms))

    def _candidates(
        self, wanted: Sequence[QueryTerm], postings: Sequence[Posting], limit: int
    ) -> list[Candidate]:
        """The best passages by BM25, with where the question's terms stand in them."""
        weighed = [
            p.scaled(math.sqrt(term.importance))
            for p, term in zip(_only_with_phrases(postings, wanted), wanted, strict=True)
        ]
        ids, scores = top_passages(weighed, max(limit, CANDIDATES), self._model.corpus_size)
        numbers: list[int] = ids.tolist()
        values: list[float] = scores.tolist()
        return [
            Candidate(number, score, self._passages[number], tuple(found))
            for number, score, found in zip(
                numbers, values, self._found(numbers, wanted), strict=True
            )
        ]

    async def concerning(self, entry: Entry) -> tuple[Hit, ...]:
        """All passages that speak of a lab or theme, best first."""
        wanted = [QueryTerm(entry.name, (Form((entry_term(entry),), 1.0),))]
        posting = self._posting(wanted[0])
        order = np.lexsort((posting.ids, -posting.weighed))
        numbers: list[int] = posting.ids[order].tolist()
        hits: list[Hit] = []
        for number, found in zip(numbers, self._found(numbers, wanted), strict=True):
            passage = self._passages[number]
            first = found[0].start if found else 0
            sentence = next((s for s in passage.sentences if s.end > first), passage.sentences[0])
            hits.append(Hit(passage, len(hits) + 1, (0,), 1.0, _spans(found), sentence, 1.0))
        return tuple(hits)

    def fingerprint(self, question: str) -> frozenset[str]:
        """What a question asks for, apart from its wording; see the port."""
        terms = self._queries.terms(question)
        weighty = [term for term in terms if term.importance >= _WEIGHTY] or terms
        return frozenset(
            term.entries[0] if term.entries else " ".join(term.forms[0].terms) for term in weighty
        )

    async def close(self) -> None:
        """Nothing is held open."""

    def _posting(self, term: QueryTerm) -> Posting:
        found = merge_best([self._form_posting(form) for form in term.forms])
        return self._side_by_side(found, term.phrase) if term.phrase else found

    def _side_by_side(self, posting: Posting, phrase: tuple[str, ...]) -> Posting:
        """Those of the passages that hold the words of a phrase next to each other."""
        spaced = phrase[0].isascii()
        vocabulary = self._model.vocabulary
        keys = [
            (vocabulary.get(stem(form), -1), at)
            for at, form in enumerate(phrase)
            if spaced and form not in stopwords.ENGLISH
        ]
        wanted = np.zeros(len(vocabulary), np.bool_)
        wanted[[key for key, _ in keys]] = True
        numbers: list[int] = posting.ids.tolist()
        kept = [
            _holds(self._passages[number].text, phrase, rows, keys)
            for number, rows in zip(numbers, self._occurrences.of(posting.ids, wanted), strict=True)
        ]
        held = np.array(kept, np.bool_)
        return Posting(posting.ids[held], posting.weighed[held], posting.best)

    def _form_posting(self, form: Form) -> Posting:
        """Where all the form's terms stand; the mean of their scores, times its weight."""
        first, *others = [self._model.posting(term) for term in form.terms]
        for other in others:
            ids, here, there = np.intersect1d(
                first.ids, other.ids, assume_unique=True, return_indices=True
            )
            scores = first.weighed[here] + other.weighed[there]
            first = Posting(ids, scores, float(scores.max(initial=0.0)))
        return first.scaled(form.weight / len(form.terms))

    def _shares(self, terms: Sequence[QueryTerm]) -> list[float]:
        """How much of the question's weight each term is; a word nobody knows weighs most."""
        weights: list[float] = []
        for term in terms:
            known = [f for f in term.forms if all(len(self._model.posting(t).ids) for t in f.terms)]
            form = (known or term.forms)[0]
            weight = sum(self._model.weight(t) for t in form.terms) / len(form.terms)
            weights.append(weight * term.importance)
        total = sum(weights) or 1.0
        return [weight / total for weight in weights]

    def _found(
        self, numbers: Sequence[int], terms: Sequence[QueryTerm]
    ) -> Iterator[list[Occurrence]]:
        """For each passage, where the question's terms stand in it."""
        wanted = np.zeros(len(self._model.vocabulary), np.bool_)
        by_number: dict[int, list[tuple[int, int, float]]] = {}
        vocabulary = self._model.vocabulary
        for at, term in enumerate(terms):
            for form_at, form in enumerate(term.forms):
                for word in form.terms:
                    number = vocabulary.get(word)
                    if number is not None:
                        wanted[number] = True
                        by_number.setdefault(number, []).append((at, form_at, form.weight))
        needed = [[len(set(form.terms)) for form in term.forms] for term in terms]
        whole = all(count == 1 for counts in needed for count in counts)
        for rows in self._occurrences.of(np.array(numbers, np.int32), wanted):
            raw = [
                (number, Occurrence(at, start, end, position, weight), form_at)
                for number, start, end, position in rows
                for at, form_at, weight in by_number[number]
            ]
            if whole:
                yield [found for _, found, _ in raw]
                continue
            held: dict[tuple[int, int], set[int]] = {}
            for number, found, form_at in raw:
                held.setdefault((found.term, form_at), set()).add(number)
            yield [
                found
                for _, found, form_at in raw
                if len(held[found.term, form_at]) == needed[found.term][form_at]
            ]


def _spans(found: Iterable[Occurrence]) -> tuple[Span, ...]:
    """Where matched words stand, spans that overlap made one."""
    spans: list[Span] = []
    for start, end in sorted((o.start, o.end) for o in found):
        if spans and start < spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, end))
        else:
            spans.append(Span(start, end))
    return tuple(spans)


def _holds(
    text: str,
    phrase: tuple[str, ...],
    rows: Sequence[tuple[int, int, int, int]],
    keys: Sequence[tuple[int, int]],
) -> bool:
    """Whether a text holds these normalized words side by side.

    Args:
        text: a passage's.
        phrase: the words.
        rows: where their terms stand in it, as (term, start, end, position).
        keys: (term, place in the phrase) of the words that are terms; none is known where
            the phrase is in an unspaced script.
    """
    if keys:
        places = {(term, position) for term, _, _, position in rows}
        first, offset = keys[0]
        begins = [
            (start, end)
            for term, start, end, position in rows
            if term == first and all((key, position - offset + at) in places for key, at in keys)
        ]
        if not begins or len(phrase) == 1:
            return any(_form(text[start:end]) == phrase[0] for start, end in begins)
    found = tuple(word.form for word in words(text))
    if len(phrase) == 1 and not phrase[0].isascii():  # part of a run of an unspaced script
        return any(phrase[0] in form for form in found)
    return any(found[at : at + len(phrase)] == phrase for at in range(len(found) - len(phrase) + 1))


def _form(text: str) -> str | None:
    """The first word of a text, normalized."""
    return next((word.form for word in words(text)), None)


def _only_with_phrases(postings: Sequence[Posting], terms: Sequence[QueryTerm]) -> list[Posting]:
    """The postings without the passages that lack a phrase of the question."""
    required = [p.ids for p, term in zip(postings, terms, strict=True) if term.phrase]
    if not required:
        return list(postings)
    allowed = reduce(np.intersect1d, required)
    kept = [np.isin(p.ids, allowed) for p in postings]
    return [Posting(p.ids[k], p.weighed[k], p.best) for p, k in zip(postings, kept, strict=True)]


def _holding(postings: Sequence[Posting], size: int) -> int:
    """How many passages hold any of the terms."""
    held = np.zeros(size, np.bool_)
    for posting in postings:
        held[posting.ids] = True
    return int(np.count_nonzero(held))
