"""Passages → index. What was analyzed once is kept, document by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

import numpy as np

from bot.core.catalog import Catalog
from bot.core.collector import collector_halted
from bot.core.identifying import primary
from bot.core.model import Passage
from bot.core.ports import Embedder, Progress, no_progress
from bot.search.analysis import Analyzer
from bot.search.arrays import Bools, Bytes, Floats, Ints, Longs
from bot.search.bm25 import Counted, PostingsBM25
from bot.search.bulk import bags_of, scan
from bot.search.index import Bm25Index
from bot.search.known_questions import KnownQuestions
from bot.search.language import language
from bot.search.lexicon import is_word
from bot.search.likeness import Memory
from bot.search.occurrences import Occurrences
from bot.search.pieces import Numbers, PieceBook
from bot.search.questions import Questions
from bot.search.sentences import Sentences, ends_of, marks_of
from bot.search.spelling import Speller
from bot.search.words import DEFAULT_LANGUAGE, words

HEADING_WEIGHT, ASKED_WEIGHT = 0.3, 0.6
"""What a word in the headings above a passage counts beside one in the passage, and what one of
the questions does that it answers."""


@dataclass(frozen=True, slots=True)
class Analyzed:
    """The terms of one document's passages, as parallel arrays.

    Attributes:
        tokens: how many tokens each passage has.
        terms: the tokens' term numbers, passage after passage.
        starts: offsets of their first characters in the passage's text.
        ends: offsets after their last characters.
        positions: numbers of the words they belong to.
        distinct: how many different terms each passage has, its headings' included.
        bag: these terms' numbers.
        counts: how much each of them counts.
        surface: numbers of the words as written, each once.
        sentences: how many sentences each passage has.
        stops: where those end.
        marks: the kinds of answer each may hold.
    """

    tokens: Ints
    terms: Ints
    starts: Ints
    ends: Ints
    positions: Ints
    distinct: Ints
    bag: Ints
    counts: Floats
    held: Bools
    surface: Ints
    sentences: Ints
    stops: Ints
    marks: Bytes


class Bm25IndexBuilder:
    """An implementation of `bot.core.ports.IndexBuilder`. Call it off the event loop.

    It keeps what it made of each document, so that building the index again costs little
    more than what changed. Not for two threads at once.

    Args:
        embedder: an embedding model to blend with BM25, or a memory of what it embedded
            that builders share; None goes by words alone.
    """

    def __init__(self, embedder: Embedder | Memory | None = None) -> None:
        if embedder is not None and not isinstance(embedder, Memory):
            embedder = Memory(embedder)
        self._memory = embedder
        self._given: object = None
        self._vocabulary = Numbers()
        self._written = Numbers()
        self._known: dict[tuple[object, ...], Analyzed] = {}

    def __call__(
        self,
        passages: Sequence[Passage],
        catalog: Catalog,
        languages: Mapping[str, str],
        progress: Progress = no_progress,
    ) -> Bm25Index:
        """Builds the index of these passages."""
        languages = {document: primary(tag) for document, tag in languages.items()}
        names = tuple((entry.kind, entry.id, entry.names) for entry in catalog.entries)
        if (names, catalog.asked) != self._given:  # names are terms: other names, other terms
            self._given, self._known = (names, catalog.asked), {}
        semantics = self._memory.semantics(passages, progress) if self._memory else None
        with collector_halted():
            analyzed = self._analyze(passages, catalog, languages, progress)
            model = PostingsBM25(self._counted(analyzed))
            held = Counter(languages.get(p.document_id, DEFAULT_LANGUAGE) for p in passages)
            return Bm25Index(
                passages=passages,
                languages=tuple(dict.fromkeys((DEFAULT_LANGUAGE, *held))),
                catalog=catalog,
                model=model,
                occurrences=_occurrences(analyzed),
                sentences=_sentences(analyzed),
                queries=Questions.of(catalog, self._spellers(catalog), model, held),
                semantics=semantics,
            )

    def _analyze(
        self,
        passages: Sequence[Passage],
        catalog: Catalog,
        languages: Mapping[str, str],
        progress: Progress,
    ) -> list[Analyzed]:
        """What each document holds, in order; only what is new is analyzed."""
        known: dict[tuple[object, ...], Analyzed] = {}
        tags = {DEFAULT_LANGUAGE, *languages.values()}
        analyzer = Analyzer(catalog, tags)
        books = {tag: PieceBook(analyzer, tag, self._vocabulary, self._written) for tag in tags}
        asked = KnownQuestions.of(catalog)
        done = 0
        for document, group in groupby(passages, key=lambda p: p.document_id):
            progress("index", done, len(passages))
            row = tuple(group)
            tag = languages.get(document, DEFAULT_LANGUAGE)
            key = (document, tag, *(passage.id for passage in row))
            known[key] = self._known.get(key) or self._document(row, books[tag], asked)
            done += len(row)
        progress("index", done, len(passages))
        self._known = known
        return list(known.values())

    def _document(self, row: Sequence[Passage], book: PieceBook, asked: KnownQuestions) -> Analyzed:
        texts = [passage.text for passage in row]
        scanned = scan(texts, book)
        above, questions = _above(row, book), [asked.terms(text, book) for text in texts]
        bags = bags_of(scanned, above, questions, (HEADING_WEIGHT, ASKED_WEIGHT))
        sentences, stops = ends_of(row)
        return Analyzed(
            tokens=scanned.sizes,
            terms=scanned.terms,
            starts=scanned.starts,
            ends=scanned.ends,
            positions=scanned.positions,
            distinct=bags.sizes,
            bag=bags.terms,
            counts=bags.counts,
            held=bags.held,
            surface=scanned.surface,
            sentences=sentences,
            stops=stops,
            marks=marks_of(row, sentences, stops, scanned),
        )

    def _counted(self, analyzed: Sequence[Analyzed]) -> Counted:
        distinct = joined([a.distinct for a in analyzed])
        held = np.concatenate([np.empty(0, np.bool_), *(a.held for a in analyzed)])
        return Counted(
            vocabulary=self._vocabulary,
            terms=joined([a.bag for a in analyzed]),
            passages=np.repeat(np.arange(len(distinct), dtype=np.int32), distinct),
            frequencies=np.concatenate([np.empty(0), *(a.counts for a in analyzed)]),
            held=None if held.all() else held,  # as in most libraries
            size=len(distinct),
        )

    def _spellers(self, catalog: Catalog) -> dict[str, Speller]:
        """What is written in each of the languages that questions may be asked in."""
        written: dict[str, list[Analyzed]] = {}
        for key, analyzed in self._known.items():
            written.setdefault(language(str(key[1])).tag, []).append(analyzed)
        written = written or {DEFAULT_LANGUAGE: []}
        return {tag: Speller(self._frequencies(row, catalog, tag)) for tag, row in written.items()}

    def _frequencies(
        self, analyzed: Sequence[Analyzed], catalog: Catalog, tag: str
    ) -> dict[str, int]:
        """The words as written and in how many documents each stands; the catalog's too."""
        held = np.bincount(joined([a.surface for a in analyzed]), minlength=len(self._written))
        counts: list[int] = held.tolist()
        frequencies = {form: n for form, n in zip(self._written, counts, strict=True) if n}
        named = [text for entry in catalog.entries for text in (*entry.names, *entry.related)]
        for text, often in chain(((t, 1) for t in named), ((t, 0) for t in catalog.glossary)):
            for word in words(text):
                frequencies.setdefault(word.form, often)
        for text in chain.from_iterable(catalog.asked.values()):
            for word in words(text):  # members' own mistakes are to be mended, not learned
                if is_word(word.form, tag):
                    frequencies.setdefault(word.form, 0)
        return frequencies


def _above(row: Sequence[Passage], book: PieceBook) -> list[tuple[int, ...]]:
    """For each passage the terms of the headings above it, each once."""
    above: list[tuple[int, ...]] = []
    for section, group in groupby(row, key=lambda p: p.section):
        found = (t.term for text in section for t in book.analyzer.tokens(text, book.language))
        terms = tuple(book.vocabulary[term] for term in dict.fromkeys(found))
        above += [terms] * sum(1 for _ in group)
    return above


def joined(arrays: Sequence[Ints]) -> Ints:
    """Arrays one after the other; an empty one where there are none."""
    return np.concatenate(arrays) if arrays else np.empty(0, np.int32)


def _offsets(sizes: Ints) -> Longs:
    """Where things of such sizes begin that follow each other, and where the last one ends."""
    offsets: Longs = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=offsets[1:])
    return offsets


def _sentences(analyzed: Sequence[Analyzed]) -> Sentences:
    return Sentences(
        _offsets(joined([a.sentences for a in analyzed])),
        joined([a.stops for a in analyzed]),
        np.concatenate([np.empty(0, np.uint8), *(a.marks for a in analyzed)]),
    )


def _occurrences(analyzed: Sequence[Analyzed]) -> Occurrences:
    return Occurrences(
        _offsets(joined([a.tokens for a in analyzed])),
        joined([a.terms for a in analyzed]),
        joined([a.starts for a in analyzed]),
        joined([a.ends for a in analyzed]),
        joined([a.positions for a in analyzed]),
    )
