"""What members ask of a passage: its own words are not the only ones it is found by.

Document expansion by questions (Nogueira et al. 2019, "Document Expansion by Query Prediction",
with questions that people wrote).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from bot.core.catalog import Catalog
from bot.core.patterns import Pattern, fold_words
from bot.search.analysis import Analyzer
from bot.search.pieces import PieceBook


class KnownQuestions:
    """The questions of a catalog, by what the passages hold that answer them.

    Args:
        questions: patterns that pick passages, and questions which these answer.
    """

    def __init__(self, questions: Sequence[tuple[Pattern, tuple[str, ...]]]) -> None:
        self._questions = questions

    @classmethod
    def of(cls, catalog: Catalog) -> KnownQuestions:
        """Those of a catalog."""
        return cls([(Pattern.of(picks), asks) for picks, asks in catalog.asked.items()])

    def terms(self, text: str, book: PieceBook) -> tuple[int, ...]:
        """The numbers of the words of all questions that a passage answers, each once.

        Names are words here and no more: a passage does not speak of a lab because somebody
        who asks for it does.
        """
        if not self._questions:
            return ()
        folded = fold_words(text)
        asks = (ask for pattern, asks in self._questions if pattern.picks(folded) for ask in asks)
        kept = dict.fromkeys(term for ask in asks for term in _words_of(ask, book.language))
        return tuple(map(book.vocabulary.__getitem__, kept))


@cache
def _analyzer(language: str) -> Analyzer:
    return Analyzer(Catalog(), (language,))


@lru_cache(maxsize=8_192)  # a question may be asked of several passages, and of every version
def _words_of(question: str, language: str) -> tuple[str, ...]:
    return tuple(token.term for token in _analyzer(language).tokens(question, language))
