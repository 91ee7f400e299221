"""Query terms → where they stand: postings, shares of the weight, and occurrences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

import numpy as np

from bot.core.model import Passage
from bot.search import stopwords
from bot.search.bm25 import Posting, PostingsBM25
from bot.search.meanings import Form
from bot.search.occurrences import Occurrences
from bot.search.query import QueryTerm
from bot.search.rerank import Occurrence
from bot.search.topk import merge_best
from bot.search.words import stem, words


class Lookup:
    """Looks query terms up. Immutable once built.

    Args:
        passages: all passages, by number.
        model: the ranking model over them.
        occurrences: which terms stand where in them.
    """

    def __init__(
        self, passages: Sequence[Passage], model: PostingsBM25, occurrences: Occurrences
    ) -> None:
        self._passages = passages
        self._model = model
        self._occurrences = occurrences

    def posting(self, term: QueryTerm) -> Posting:
        """Where a term stands: each passage scores as the best of the forms it holds."""
        found = merge_best([self.form_posting(form) for form in term.forms])
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

    def form_posting(self, form: Form) -> Posting:
        """Where all the form's terms stand; the mean of their scores, times its weight."""
        first, *others = [self._model.posting(term) for term in form.terms]
        for other in others:
            ids, here, there = np.intersect1d(
                first.ids, other.ids, assume_unique=True, return_indices=True
            )
            scores = first.weighed[here] + other.weighed[there]
            first = Posting(ids, scores, float(scores.max(initial=0.0)))
        return first.scaled(form.weight / len(form.terms))

    def shares(self, terms: Sequence[QueryTerm]) -> list[float]:
        """How much of the question's weight each term is; a word nobody knows weighs most."""
        weights: list[float] = []
        for term in terms:
            known = [f for f in term.forms if all(len(self._model.posting(t).ids) for t in f.terms)]
            form = (known or term.forms)[0]
            weight = sum(self._model.weight(t) for t in form.terms) / len(form.terms)
            weights.append(weight * term.importance)
        total = sum(weights) or 1.0
        return [weight / total for weight in weights]

    def found(
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


def only_with_phrases(postings: Sequence[Posting], terms: Sequence[QueryTerm]) -> list[Posting]:
    """The postings without the passages that lack a phrase of the question."""
    required = [p.ids for p, term in zip(postings, terms, strict=True) if term.phrase]
    if not required:
        return list(postings)
    allowed = reduce(np.intersect1d, required)
    kept = [np.isin(p.ids, allowed) for p in postings]
    return [Posting(p.ids[k], p.weighed[k], p.best) for p, k in zip(postings, kept, strict=True)]
