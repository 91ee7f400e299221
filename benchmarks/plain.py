"""What our answers are measured against: plain rank-bm25 over stemmed words, and no more."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import snowballstemmer  # pyright: ignore[reportMissingTypeStubs]
from rank_bm25 import BM25Okapi  # pyright: ignore[reportMissingTypeStubs]

from bot.core.model import Passage

_WORD = re.compile(r"\w+")


class PlainBM25:
    """`rank_bm25.BM25Okapi` over lower-case words with their Snowball stems.

    It knows no stop words, no names, no threshold: it declines only where no passage holds
    any word of the question.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._stem = snowballstemmer.stemmer("english").stemWord
        corpus = [self._words(passage.text) for passage in passages]
        self._known = {word for words in corpus for word in words}
        self._model = BM25Okapi(corpus)

    def _words(self, text: str) -> list[str]:
        return [self._stem(word) for word in _WORD.findall(text.lower())]

    def best(self, question: str, k: int) -> list[Passage]:
        """The k passages with the highest scores; none where no word is known."""
        words = self._words(question)
        if not self._known.intersection(words):
            return []
        order = np.argsort(-self._model.get_scores(words), kind="stable")[:k]
        return [self._passages[at] for at in order]
