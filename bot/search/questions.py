"""Which language a question is in, among those of the library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.core.catalog import Catalog
from bot.search.bm25 import NOTHING, PostingsBM25
from bot.search.compounds import Compounds
from bot.search.language import language
from bot.search.lexicon import load_dictionary
from bot.search.meanings import load_lexicons
from bot.search.query import QueryAnalyzer
from bot.search.spelling import Speller
from bot.search.words import DEFAULT_LANGUAGE, words


class Questions:
    """The ways to read questions, one a language. Immutable once built.

    Args:
        analyzers: by the language's tag, English always among them.
        held: how many passages there are in each of the library's languages.
    """

    def __init__(self, analyzers: Mapping[str, QueryAnalyzer], held: Mapping[str, int]) -> None:
        self._analyzers = analyzers
        self._held = held

    @classmethod
    def of(
        cls, catalog: Catalog, speller: Speller, model: PostingsBM25, held: Mapping[str, int]
    ) -> Questions:
        """Those of a library, for all languages that it is in and that the search knows."""
        tags = dict.fromkeys((DEFAULT_LANGUAGE, *(language(tag).tag for tag in held)))
        return cls({tag: _analyzer(tag, catalog, speller, model, held) for tag in tags}, held)

    def reader(self, question: str) -> QueryAnalyzer:
        """The analyzer for the language that a question is in.

        It is the one that has most of its words for function words or words about asking; of
        several the one that most passages are in. Chinese is read with English.
        """
        if len(self._analyzers) == 1:
            return self._analyzers[DEFAULT_LANGUAGE]
        found = list(words(question))
        if any(word.unspaced for word in found):
            return self._analyzers[DEFAULT_LANGUAGE]

        def told(tag: str) -> tuple[int, int, int]:
            known = self._analyzers[tag].language
            stop = sum(word.form in known.stop for word in found)
            asked = sum(word.form in known.asking or word.form in known.light for word in found)
            return stop, asked, self._held.get(tag, 0)

        return self._analyzers[max(self._analyzers, key=told)]


def _analyzer(
    tag: str, catalog: Catalog, speller: Speller, model: PostingsBM25, held: Iterable[str]
) -> QueryAnalyzer:
    """Reads questions in one language; what is known of it is loaded before the first one."""
    load_dictionary(tag)
    load_lexicons(tag)

    def held_by(term: str) -> int:
        return len(model.posting(term).ids)

    return QueryAnalyzer(
        catalog,
        speller,
        asked_in=language(tag),
        languages=tuple(held),
        known=lambda term: model.posting(term) is not NOTHING,
        size=model.corpus_size,
        compounds=Compounds(speller.words, held_by) if tag == "de" else None,
    )
