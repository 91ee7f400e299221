"""The index: BM25 over the passages, then a closer look at the best of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from bot.core.catalog import Catalog
from bot.core.model import Entry, Hit, Passage, SearchResult, Span, Term
from bot.core.ports import Progress, no_progress
from bot.search.analysis import Analyzer, Token, entry_term
from bot.search.bm25 import NOTHING, Posting, PostingsBM25
from bot.search.expectation import expected
from bot.search.lexicon import importance
from bot.search.meanings import Form
from bot.search.query import QueryAnalyzer, QueryTerm
from bot.search.rerank import Candidate, Occurrence, closer_look
from bot.search.spelling import Speller
from bot.search.topk import merge_best, top_passages
from bot.search.words import DEFAULT_LANGUAGE, words

HEADING_WEIGHT = 0.3
"""What a word in the headings above a passage counts beside one in the passage."""

CANDIDATES = 50
"""How many of the best passages by BM25 get the closer look."""

_REPORT_EVERY = 2000


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Which terms stand where in each passage, for the closer look.

    Attributes:
        offsets: where each passage's entries begin in the arrays below.
        terms: term numbers.
        starts: offsets of the terms' first characters in the passage's text.
        positions: numbers of the words they belong to.
    """

    offsets: npt.NDArray[np.int64]
    terms: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    positions: npt.NDArray[np.int32]

    def of(self, passage: int, wanted: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int, int]]:
        """The wanted terms of a passage as (term, start, position), in the text's order."""
        start, end = self.offsets[passage], self.offsets[passage + 1]
        found = start + np.flatnonzero(wanted[self.terms[start:end]])
        return zip(
            self.terms[found].tolist(),
            self.starts[found].tolist(),
            self.positions[found].tolist(),
            strict=True,
        )


class Bm25Index:
    """An implementation of `bot.core.ports.Index` in this process. Immutable once built."""

    def __init__(
        self,
        *,
        passages: Sequence[Passage],
        languages: Mapping[str, str],
        catalog: Catalog,
        analyzer: Analyzer,
        model: PostingsBM25,
        occurrences: Occurrences,
        queries: QueryAnalyzer,
    ) -> None:
        self._entries = {entry_term(entry): entry for entry in catalog.entries}
        self._passages = passages
        self._languages = languages
        self._analyzer = analyzer
        self._model = model
        self._occurrences = occurrences
        self._queries = queries

    async def search(self, question: str, *, limit: int) -> SearchResult:
        """Finds the passages that hold words of the question, best first."""
        wanted = self._queries.terms(question)
        if not wanted:
            return SearchResult((), (), 0)
        postings = [self._posting(term) for term in wanted]
        shares = self._shares(wanted)
        candidates = self._candidates(wanted, postings, limit)
        ranked = closer_look(candidates, shares, expected(question))[:limit]
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
                highlights=self._highlights(r.candidate.passage, wanted),
                sentence=r.sentence,
                sentence_coverage=r.sentence_coverage,
                sentence_matched=r.sentence_matched,
                fits=r.fits,
            )
            for rank, r in enumerate(ranked, 1)
        )
        return SearchResult(
            terms,
            hits,
            _holding(postings),
            self._named(name for term in wanted for name in term.entries),
            self._named(name for term in wanted for name in term.hinted),
        )

    def _named(self, terms: Iterable[str]) -> tuple[Entry, ...]:
        return tuple(self._entries[term] for term in dict.fromkeys(terms))

    def _candidates(
        self, wanted: Sequence[QueryTerm], postings: Sequence[Posting], limit: int
    ) -> list[Candidate]:
        """The best passages by BM25, with where the question's terms stand in them."""
        weighed = [
            _scaled(p, math.sqrt(term.importance))
            for p, term in zip(_only_with_phrases(postings, wanted), wanted, strict=True)
        ]
        ids, scores = top_passages(weighed, max(limit, CANDIDATES))
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
        order = np.lexsort((posting.ids, -posting.scores))
        numbers: list[int] = posting.ids[order].tolist()
        hits: list[Hit] = []
        for number, found in zip(numbers, self._found(numbers, wanted), strict=True):
            passage = self._passages[number]
            first = found[0].start if found else 0
            sentence = next((s for s in passage.sentences if s.end > first), passage.sentences[0])
            highlights = self._highlights(passage, wanted)
            hits.append(Hit(passage, len(hits) + 1, (0,), 1.0, highlights, sentence, 1.0))
        return tuple(hits)

    async def close(self) -> None:
        """Nothing is held open."""

    def _posting(self, term: QueryTerm) -> Posting:
        found = merge_best([self._form_posting(form) for form in term.forms])
        return self._side_by_side(found, term.phrase) if term.phrase else found

    def _side_by_side(self, posting: Posting, phrase: tuple[str, ...]) -> Posting:
        """Those of the passages that hold the words of a phrase next to each other."""
        numbers: list[int] = posting.ids.tolist()
        kept = np.array([_holds(self._passages[n].text, phrase) for n in numbers], np.bool_)
        return Posting(posting.ids[kept], posting.scores[kept], posting.best)

    def _form_posting(self, form: Form) -> Posting:
        """Where all the form's terms stand; the mean of their scores, times its weight."""
        first, *others = [self._model.posting(term) for term in form.terms]
        for other in others:
            ids, here, there = np.intersect1d(
                first.ids, other.ids, assume_unique=True, return_indices=True
            )
            scores = first.scores[here] + other.scores[there]
            first = Posting(ids, scores, float(scores.max(initial=0.0)))
        return _scaled(first, form.weight / len(form.terms))

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
        for passage in numbers:
            raw = [
                (number, start, position, *use)
                for number, start, position in self._occurrences.of(passage, wanted)
                for use in by_number[number]
            ]
            held: dict[tuple[int, int], set[int]] = {}
            for number, _, _, at, form_at, _ in raw:
                held.setdefault((at, form_at), set()).add(number)
            yield [
                Occurrence(at, start, position, weight)
                for _, start, position, at, form_at, weight in raw
                if len(held[at, form_at]) == needed[at][form_at]
            ]

    def _highlights(self, passage: Passage, terms: Sequence[QueryTerm]) -> tuple[Span, ...]:
        language = self._languages.get(passage.document_id, DEFAULT_LANGUAGE)
        tokens = self._analyzer.tokens(passage.text, language)
        present = {token.term for token in tokens}
        wanted = {
            word
            for term in terms
            for form in term.forms
            if present.issuperset(form.terms)
            for word in form.terms
        }
        return _joined(tokens, wanted)


def _joined(tokens: Sequence[Token], wanted: set[str]) -> tuple[Span, ...]:
    """The spans of the wanted terms, those that overlap made one."""
    spans: list[Span] = []
    for start, end in sorted((t.start, t.end) for t in tokens if t.term in wanted):
        if spans and start < spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, end))
        else:
            spans.append(Span(start, end))
    return tuple(spans)


def _holds(text: str, phrase: tuple[str, ...]) -> bool:
    """Whether a text holds these normalized words side by side."""
    found = tuple(word.form for word in words(text))
    if len(phrase) == 1 and not phrase[0].isascii():  # part of a run of an unspaced script
        return any(phrase[0] in form for form in found)
    return any(found[at : at + len(phrase)] == phrase for at in range(len(found) - len(phrase) + 1))


def _only_with_phrases(postings: Sequence[Posting], terms: Sequence[QueryTerm]) -> list[Posting]:
    """The postings without the passages that lack a phrase of the question."""
    required = [p.ids for p, term in zip(postings, terms, strict=True) if term.phrase]
    if not required:
        return list(postings)
    allowed = reduce(np.intersect1d, required)
    kept = [np.isin(p.ids, allowed) for p in postings]
    return [Posting(p.ids[k], p.scores[k], p.best) for p, k in zip(postings, kept, strict=True)]


def _scaled(posting: Posting, factor: float) -> Posting:
    if factor == 1.0 or not len(posting.ids):
        return posting
    return Posting(posting.ids, posting.scores * factor, posting.best * factor)


def _holding(postings: Sequence[Posting]) -> int:
    held = [posting.ids for posting in postings if len(posting.ids)]
    return len(np.unique(np.concatenate(held))) if held else 0


class Bm25IndexBuilder:
    """An implementation of `bot.core.ports.IndexBuilder`. Call it off the event loop."""

    def __call__(
        self,
        passages: Sequence[Passage],
        catalog: Catalog,
        languages: Mapping[str, str],
        progress: Progress = no_progress,
    ) -> Bm25Index:
        """Builds the index of these passages."""
        importance("")  # loads the dictionary here and not with the first question
        analyzer = Analyzer(catalog)
        collected = _Collector(analyzer, languages, progress)
        model = PostingsBM25(collected.bags(passages))
        occurrences = collected.occurrences(model.vocabulary)
        frequencies = collected.surface
        for entry in catalog.entries:
            for name in entry.names:
                for word in words(name):
                    frequencies.setdefault(word.form, 1)
        queries = QueryAnalyzer(
            catalog,
            Speller(frequencies),
            tuple(dict.fromkeys(languages.values())),
            lambda term: model.posting(term) is not NOTHING,
        )
        return Bm25Index(
            passages=passages,
            languages=languages,
            catalog=catalog,
            analyzer=analyzer,
            model=model,
            occurrences=occurrences,
            queries=queries,
        )


class _Collector:
    """Analyzes passages one after the other and keeps what the index needs of each."""

    def __init__(
        self, analyzer: Analyzer, languages: Mapping[str, str], progress: Progress
    ) -> None:
        self._analyzer = analyzer
        self._languages = languages
        self._progress = progress
        self._headings: dict[tuple[tuple[str, ...], str], dict[str, float]] = {}
        self._terms: list[str] = []
        self._starts: list[int] = []
        self._positions: list[int] = []
        self._sizes: list[int] = [0]
        self.surface: Counter[str] = Counter()

    def bags(self, passages: Sequence[Passage]) -> Iterator[Mapping[str, float]]:
        """For each passage its terms and how much each counts in it."""
        for done, passage in enumerate(passages):
            if done % _REPORT_EVERY == 0:
                self._progress("index", done, len(passages))
            language = self._languages.get(passage.document_id, DEFAULT_LANGUAGE)
            tokens = self._analyzer.tokens(passage.text, language)
            self._terms += [token.term for token in tokens]
            self._starts += [token.start for token in tokens]
            self._positions += [token.position for token in tokens]
            self._sizes.append(len(tokens))
            self.surface.update(w.form for w in words(passage.text) if not w.unspaced)
            bag: dict[str, float] = dict(self._heading(passage.section, language))
            for token in tokens:
                bag[token.term] = bag.get(token.term, 0) + 1
            yield bag
        self._progress("index", len(passages), len(passages))

    def _heading(self, section: tuple[str, ...], language: str) -> dict[str, float]:
        cached = self._headings.get((section, language))
        if cached is None:
            terms = {t.term for text in section for t in self._analyzer.tokens(text, language)}
            cached = self._headings[section, language] = dict.fromkeys(terms, HEADING_WEIGHT)
        return cached

    def occurrences(self, vocabulary: Mapping[str, int]) -> Occurrences:
        """Where the terms stand, once their numbers are known."""
        number = vocabulary.__getitem__
        return Occurrences(
            np.cumsum(np.array(self._sizes, np.int64)),
            np.fromiter(map(number, self._terms), np.int32, len(self._terms)),
            np.array(self._starts, np.int32),
            np.array(self._positions, np.int32),
        )
