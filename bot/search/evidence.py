"""How much evidence for a passage a question finds by mere chance."""

from __future__ import annotations

import math

from bot.search.bm25 import lucene_idf

_FEW, _AMONG_FEW, _TENFOLD, _MOST = 38, 0.3, 0.52, 1.13
"""Of questions on something else than an article, nine in ten found less than 0.3 in its 38
passages alone, and 0.52 more with every tenfold of passages around it; beyond some 1,500
passages (of encyclopedia articles and technical prose, up to 30,000) it hardly grew. Of
questions that it answers, nineteen in twenty found more. `benchmarks/chance.py` measures it."""


def chance(size: int) -> float:
    """About the evidence that a question on something else finds in so many passages.

    Scores grow with a library, for its rarest words are rarer, and the best passage of many
    holds more of a question by chance than the best of few.
    """
    among = min(_AMONG_FEW + _TENFOLD * math.log10(max(size, 1) / _FEW), _MOST)
    return max(among, 0.1) * math.sqrt(lucene_idf(size, 0))
