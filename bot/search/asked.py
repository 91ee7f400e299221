"""What members ask of a passage: its own words are not the only ones it is found by.

Document expansion by questions (Nogueira et al. 2019, "Document Expansion by Query Prediction",
with questions that people wrote).
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.catalog import Catalog
from bot.core.patterns import Pattern, fold_words
from bot.search.analysis import is_entry
from bot.search.pieces import PieceBook


class Asked:
    """The questions of a catalog, by what the passages hold that answer them.

    Args:
        questions: patterns that pick passages, and questions which these answer.
    """

    def __init__(self, questions: Sequence[tuple[Pattern, tuple[str, ...]]]) -> None:
        self._questions = questions

    @classmethod
    def of(cls, catalog: Catalog) -> Asked:
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
        found = (token.term for ask in asks for token in book.analyzer.tokens(ask, book.language))
        kept = dict.fromkeys(term for term in found if not is_entry(term))
        return tuple(map(book.vocabulary.__getitem__, kept))
