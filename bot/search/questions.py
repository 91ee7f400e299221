"""Which language a question is in, among those of the library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.core.catalog import Catalog
from bot.search.bm25 import PostingsBM25
from bot.search.compounds import Compounds
from bot.search.expectation import Wanted, particular, wanted
from bot.search.language import language
from bot.search.lexicon import is_word, load_dictionary
from bot.search.meanings import load_lexicons
from bot.search.openness import personal, polar, why
from bot.search.query import QueryAnalyzer
from bot.search.small_talk import load_small_talk
from bot.search.spelling import Speller
from bot.search.terms import QueryTerm
from bot.search.words import DEFAULT_LANGUAGE, words


class Asked(NamedTuple):
    """A question as it was read: all that a search needs of it.

    Attributes:
        text: the question.
        language: the tag of the language it was read in.
        terms: what it asks for, in its order.
        wants: the kind of answer it asks for, or None where any will do.
        particular: whether it asks for one particular thing.
        polar: whether yes or no would answer it.
        why: whether it asks for a reason.
        personal: whether it is asked of what is the member's, or what they are to do.
    """

    text: str
    language: str
    terms: Sequence[QueryTerm]
    wants: Wanted | None
    particular: bool
    polar: bool
    why: bool
    personal: bool


class Questions:
    """The ways to read questions, one a language. Immutable once built.

    Args:
        analyzers: by the language's tag, English always among them.
        spellers: by the tag of a language, what is written in it.
        held: how many passages there are in each of the library's languages.
    """

    def __init__(
        self,
        analyzers: Mapping[str, QueryAnalyzer],
        spellers: Mapping[str, Speller],
        held: Mapping[str, int],
    ) -> None:
        self._analyzers = analyzers
        self._spellers = spellers
        self._held = held

    @classmethod
    def of(
        cls,
        catalog: Catalog,
        spellers: Mapping[str, Speller],
        model: PostingsBM25,
        held: Mapping[str, int],
    ) -> Questions:
        """Those of a library, for all languages that it is in and that the search knows.

        Args:
            catalog: names, related words and the glossary.
            spellers: by the tag of a language, what is written in it.
            model: the ranking model.
            held: how many passages there are in each language.
        """
        tags = dict.fromkeys((DEFAULT_LANGUAGE, *spellers))
        analyzers = {tag: _analyzer(tag, catalog, spellers, model, held) for tag in tags}
        return cls(analyzers, spellers, held)

    def read(self, question: str) -> Asked:
        """Reads a question in its own language."""
        reader = self.reader(question)
        tag = reader.language.tag
        wants = wanted(question, tag)
        return Asked(
            text=question,
            language=tag,
            terms=reader.terms(question),
            wants=wants,
            particular=particular(question, wants, tag),
            polar=polar(question),
            why=why(question),
            personal=personal(question),
        )

    def reader(self, question: str) -> QueryAnalyzer:
        """The analyzer for the language that a question is in.

        It is the one that has most of its words for function words, else for words about
        asking. Where neither tells ("mitgliedsbeitrg"), it is the one that knows most of them
        or can mend them, and of several the one that most passages are in. Chinese is read with
        English.
        """
        if len(self._analyzers) == 1:
            return self._analyzers[DEFAULT_LANGUAGE]
        found = list(words(question))
        if any(word.unspaced for word in found):
            return self._analyzers[DEFAULT_LANGUAGE]
        forms = [word.form for word in found]
        told = {tag: self._function_words(forms, tag) for tag in self._analyzers}
        best = max(told.values())
        tags = [tag for tag in told if told[tag] == best]
        if len(tags) > 1:
            tags.sort(key=lambda tag: (-self._grasped(forms, tag), -self._held.get(tag, 0)))
        return self._analyzers[tags[0]]

    def _function_words(self, forms: Sequence[str], tag: str) -> tuple[int, int]:
        known = self._analyzers[tag].language
        stop = sum(form in known.stop for form in forms)
        return stop, sum(form in known.asking or form in known.light for form in forms)

    def _grasped(self, forms: Sequence[str], tag: str) -> int:
        """How many words are known, or are mistakes for one that documents in a language hold."""
        speller = self._spellers.get(tag)
        if speller is None:
            return sum(is_word(form, tag) for form in forms)
        return sum(speller.knows(f, tag) or speller.correct(f, tag) is not None for f in forms)


def _analyzer(
    tag: str,
    catalog: Catalog,
    spellers: Mapping[str, Speller],
    model: PostingsBM25,
    held: Iterable[str],
) -> QueryAnalyzer:
    """Reads questions in one language; what is known of it is loaded before the first one."""
    load_dictionary(tag)
    load_lexicons(tag)
    load_small_talk(tag)

    speller = spellers.get(tag) or next(iter(spellers.values()))

    def held_by(term: str) -> int:
        return len(model.posting(term).ids)

    def written(form: str, other: str) -> bool:
        there = language(other).tag
        return there == tag or form in spellers[there].words

    return QueryAnalyzer(
        catalog,
        speller,
        asked_in=language(tag),
        languages=tuple(held),
        known=model.holds,
        written=written,
        size=model.corpus_size,
        compounds=Compounds(speller.words, held_by) if tag == "de" else None,
    )
