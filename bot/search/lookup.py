"""Query terms → where they stand: postings, shares of the weight, and occurrences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from bot.core.model import Passage
from bot.search.arrays import Floats, Ints, Longs, once
from bot.search.bm25 import Ids, Posting, PostingsBM25
from bot.search.compiled import compiled
from bot.search.found import Found
from bot.search.meanings import Form
from bot.search.occurrences import Occurrences
from bot.search.phrases import holding_phrases, side_by_side
from bot.search.terms import QueryTerm
from bot.search.topk import TopPassages, merge_best
from bot.search.words import DEFAULT_LANGUAGE

COMMON, FEW = 0.3, 5
"""The share of all passages from which a name tells none of them apart: whom all of a library is
about need not be named in each. Where fewer passages hold it, it always tells."""


class Best(NamedTuple):
    """The best passages by BM25.

    Attributes:
        numbers: their numbers, best first.
        scores: their scores.
        known: for each term, whether any passage holds it.
    """

    numbers: list[int]
    scores: Floats
    known: Sequence[bool]


class Lookup:
    """Looks query terms up. Immutable once built.

    Args:
        passages: all passages, by number.
        model: the ranking model over them.
        occurrences: which terms stand where in them.
        languages: the tags of the languages they are in.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        model: PostingsBM25,
        occurrences: Occurrences,
        languages: Sequence[str] = (DEFAULT_LANGUAGE,),
    ) -> None:
        self._passages = passages
        self._languages = languages
        self._model = model
        self._occurrences = occurrences
        self._top = TopPassages(model.corpus_size)
        self._compiled = compiled(model)

    def best(self, terms: Sequence[QueryTerm], k: int) -> Best:
        """The best k passages by BM25, each term counting by the root of its importance."""
        factors = [math.sqrt(term.importance) for term in terms]
        if self._compiled and not any(term.phrase for term in terms):
            forms = [term.forms for term in terms]
            ids, scores = self._compiled(list(zip(forms, factors, strict=True)), k)
            known = [any(self._stands(form) for form in term.forms) for term in terms]
            return Best(ids.tolist(), scores, known)
        postings = [self._postings(term) for term in terms]
        known = [self._held(term, found) for term, found in zip(terms, postings, strict=True)]
        allowed = holding_phrases(postings, terms)
        ids, scores = self._top(list(zip(postings, factors, strict=True)), k, allowed)
        return Best(ids.tolist(), scores, known)

    def _held(self, term: QueryTerm, postings: Sequence[Posting]) -> bool:
        """Whether any passage itself holds a term, given its postings."""
        if term.phrase:
            return len(postings[0].ids) > 0
        return any(
            len(posting.ids) > 0 and all(map(self._model.holds, form.terms))
            for posting, form in zip(postings, term.forms, strict=True)
        )

    def _postings(self, term: QueryTerm) -> list[Posting]:
        """Where each of a term's forms stands."""
        if term.phrase:
            return [self.posting(term)]
        return [self.form_posting(form) for form in term.forms]

    def posting(self, term: QueryTerm) -> Posting:
        """Where a term stands: each passage scores as the best of the forms it holds."""
        found = merge_best([self.form_posting(form) for form in term.forms])
        if not term.phrase or not len(found.ids):
            return found
        held = side_by_side(
            term.phrase,
            found.ids,
            passages=self._passages,
            vocabulary=self._model.vocabulary,
            occurrences=self._occurrences,
            languages=self._languages,
        )
        return Posting(found.ids[held], found.weighed[held], found.best)

    def form_posting(self, form: Form) -> Posting:
        """Where all the form's terms stand; the mean of their scores, times its weight."""
        first = self._model.posting(form.terms[0])
        for term in form.terms[1:]:
            other = self._model.posting(term)
            here, there = _in_both(first.ids, other.ids)
            scores = first.weighed.take(here) + other.weighed.take(there)
            first = Posting(first.ids.take(here), scores, float(scores.max(initial=0.0)))
        return first.scaled(form.weight / len(form.terms))

    def _stands(self, form: Form) -> bool:
        """Whether any passage holds all of a form."""
        held = all(map(self._model.holds, form.terms))
        return held and (len(form.terms) == 1 or len(self.form_posting(form).ids) > 0)

    def shares(self, terms: Sequence[QueryTerm]) -> list[float]:
        """How much of the question's weight each term is; a word nobody knows weighs most."""
        weights: list[float] = []
        for term in terms:
            known = [form for form in term.forms if all(map(self._model.holds, form.terms))]
            form = (known or term.forms)[0]
            weight = sum(self._model.weight(t) for t in form.terms) / len(form.terms)
            weights.append(weight * term.importance)
        total = sum(weights) or 1.0
        return [weight / total for weight in weights]

    def everywhere(self, term: QueryTerm) -> bool:
        """Whether so many passages hold a term that it tells none of them apart."""
        enough = max(COMMON * self._model.corpus_size, FEW)
        ids = [self._holders(form) for form in term.forms]
        sizes = [len(holders) for holders in ids]
        if sum(sizes) < enough or max(sizes) >= enough:  # as nearly always
            return sum(sizes) >= enough
        held = np.zeros(self._model.corpus_size, np.bool_)
        for holders in ids:
            held[holders] = True
        return int(np.count_nonzero(held)) >= enough

    def anywhere(self, term: QueryTerm) -> Ids:
        """The passages a term finds, be it only by what is asked of them; in no order."""
        return np.concatenate([self.form_posting(form).ids for form in term.forms])

    def _holders(self, form: Form) -> Ids:
        """The passages that hold all the form's terms themselves."""
        return reduce(_both, map(self._model.holders, form.terms))

    def found(self, numbers: Sequence[int], terms: Sequence[QueryTerm]) -> Found:
        """Where the question's terms stand in these passages."""
        uses = _Uses.of(terms, self._model.vocabulary)
        wanted = np.zeros(len(self._model.vocabulary), np.bool_)
        wanted[uses.words] = True
        rows = self._occurrences.of(np.array(numbers, np.int32), wanted)
        use = uses.words.searchsorted(rows.terms)
        if uses.shared:  # as many occurrences of terms as the word has uses
            many = uses.words.searchsorted(rows.terms, side="right") - use
            row = np.arange(len(use)).repeat(many)
            use = np.arange(len(row)) + (use + many - many.cumsum()).repeat(many)
            rows = rows.take(row)
        if not uses.single:
            kept = uses.whole(rows.passages, rows.terms, use, len(numbers))
            rows, use = rows.take(kept), use.take(kept)
        return Found(
            len(numbers),
            len(terms),
            passages=rows.passages,
            term=uses.terms.take(use),
            starts=rows.starts,
            ends=rows.ends,
            positions=rows.positions,
            weights=uses.weights.take(use),
        )


def _both(one: Ids, other: Ids) -> Ids:
    """The numbers that two ascending rows share."""
    return one.take(_in_both(one, other)[0])


def _in_both(one: Ids, other: Ids) -> tuple[Longs, Longs]:
    """Where those numbers stand in two ascending rows that are in both."""
    if len(one) > len(other):
        there, here = _in_both(other, one)
        return here, there
    places = other.searchsorted(one)
    here = (other.take(places, mode="clip") == one).nonzero()[0] if len(other) else places[:0]
    return here, places.take(here)


class _Uses(NamedTuple):
    """What the words of a question's forms are looked for, as parallel arrays.

    A word may serve several forms, of one term or of several; its uses stand together.

    Attributes:
        words: for each use the word's term number in the index, ascending.
        terms: the term's position in the question.
        forms: the number of its form among those of all terms.
        weights: what its form is worth.
        needed: for each form, of how many different words it consists.
        shared: whether a word has several uses.
        single: whether each form is one word.
    """

    words: Longs
    terms: Longs
    forms: Longs
    weights: Floats
    needed: Longs
    shared: bool
    single: bool

    @classmethod
    def of(cls, terms: Sequence[QueryTerm], vocabulary: Mapping[str, int]) -> _Uses:
        """Those of a question's terms."""
        needed: list[int] = []
        uses: list[tuple[int, int, int, float]] = []
        number_of = vocabulary.get
        for at, term in enumerate(terms):
            for words, weight, _ in term.forms:
                for word in words:
                    number = number_of(word)
                    if number is not None:
                        uses.append((number, at, len(needed), weight))
                needed.append(1 if len(words) == 1 else len(set(words)))
        uses.sort(key=itemgetter(0))
        numbers, places, forms, weights = zip(*uses, strict=True) if uses else ((),) * 4
        return cls(
            np.array(numbers, np.int64),
            np.array(places, np.int64),
            np.array(forms, np.int64),
            np.array(weights, np.float64),
            np.array(needed, np.int64),
            len(set(numbers)) < len(numbers),
            max(needed, default=1) == 1,
        )

    def whole(self, passages: Longs, words: Ints, use: Longs, count: int) -> Longs:
        """Which occurrences belong to a form that a passage holds with all its words.

        Args:
            passages: for each occurrence its passage, by its place among so many.
            words: its word's term number.
            use: what it is used for.
            count: how many passages there are.
        """
        form = self.forms.take(use)
        place = passages * len(self.needed) + form
        different = once((place << 32) + words) >> 32
        held = np.bincount(different, minlength=count * len(self.needed))
        return (held.take(place) == self.needed.take(form)).nonzero()[0]
