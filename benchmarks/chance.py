"""`python benchmarks/chance.py`: how much evidence a question on something else finds.

The article alone and among ever more paragraphs of other texts, asked the questions that may
be looked into. `bot/search/evidence.py` takes its figures from the output.
"""

from __future__ import annotations

import asyncio
import math
import sys
from collections.abc import Iterator, Sequence

import numpy as np
from corpora import (
    QUALITY,
    SharedDataMissing,
    Squad,
    article_snapshot,
    as_documents,
    squad,
    tell,
)
from tables import print_table

from bot.core.answering import cite
from bot.core.ports import FolderContents
from bot.core.questions import Outcome
from bot.core.snapshot import Snapshot, assemble
from bot.evaluation import Question, read_questions
from bot.search import Bm25IndexBuilder
from bot.search.bm25 import lucene_idf
from bot.search.evidence import chance

WORK = ("work.toml", "voices-work.toml", "strangers-work.toml")
AROUND = (0, 200, 1_000, 5_000, 30_000)


def main() -> int:
    """Measures and prints; returns the exit code."""
    try:
        article = article_snapshot()
        questions = [q for name in WORK for q in read_questions(QUALITY / name)]
        rows = [_row(snapshot, questions) for snapshot in _libraries(article)]
    except SharedDataMissing as error:
        print(error, file=sys.stderr)
        return 1
    heads = [
        "passages", "far and junk: median", "75 %", "90 %", "near misses: median", "90 %",
        "right passage first: 5 %", "10 %", "median", "taken for chance",
    ]  # fmt: skip
    print_table("Evidence for the best passage", heads, rows)
    return 0


def _libraries(article: Snapshot) -> Iterator[Snapshot]:
    for around in AROUND:
        tell(f"building the article among {around:,} others")
        own = squad()
        foreign = squad(around - len(own.paragraphs)) if around > len(own.paragraphs) else own
        few = Squad(foreign.paragraphs[:around], (), foreign.foreign)
        others = as_documents(few).documents if around else ()
        contents = FolderContents((*article.documents.values(), *others), article.catalog, ())
        yield assemble(contents, Bm25IndexBuilder())


def _row(snapshot: Snapshot, questions: Sequence[Question]) -> list[str]:
    size = len(snapshot.passages)
    whole = chance(size) / math.sqrt(lucene_idf(size, 0))
    far: list[float] = []
    near: list[float] = []
    right: list[float] = []
    for question in questions:
        found = asyncio.run(snapshot.index.search(question.turns[-1], limit=1))
        value = found.hits[0].evidence * whole if found.hits else 0.0
        if question.expect is not Outcome.ANSWERED:
            (near if question.kind in {"near_miss", "follow_up"} else far).append(value)
        elif found.hits and question.fits(cite(snapshot, found.hits)[0]):
            right.append(value)
    measured = [(far, (50, 75, 90)), (near, (50, 90)), (right, (5, 10, 50))]
    cells = (f"{v:.2f}" for values, at in measured for v in np.percentile(values, at))
    return [f"{size:,}", *cells, f"{whole:.2f}"]


if __name__ == "__main__":
    sys.exit(main())
