"""`python benchmarks/checks.py`: what each rule of judging declines, rightly and wrongly.

A rule (`bot/core/judging.py`) is worth having if it alone stops more wrong answers than right
ones. Counted over the questions that may be looked into, and over SQuAD: of each article every
other paragraph is a library of its own, so that the questions on the paragraphs left out are
near misses, and those on other articles far ones. (A few near misses are answered by another
paragraph after all.)
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpora import (
    KNOWLEDGE,
    QUALITY,
    SECOND,
    WORK,
    SharedDataMissing,
    Squad,
    article_snapshot,
    as_documents,
    digest_snapshot,
    second_snapshot,
    snapshot_of,
    squad,
    tell,
)
from tables import print_table

from bot.core.answering import cite
from bot.core.judging import Verdict, verdict
from bot.core.questions import Outcome
from bot.core.snapshot import Snapshot
from bot.evaluation import Question, read_questions

FAR_EVERY = 70
"""Of SQuAD's questions on other articles, each library is asked one in so many."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How a question was judged.

    Attributes:
        due: whether it should be declined.
        right: whether the first passage is a right one.
        verdict: the outcome and the rules.
    """

    due: bool
    right: bool
    verdict: Verdict


def main() -> int:
    """Measures and prints; returns the exit code."""
    try:
        article = article_snapshot()
        lists = [_listed(article, QUALITY / name) for name in WORK]
        lists += [_listed(second_snapshot(), SECOND / "questions.toml")]
        lists += [_listed(digest_snapshot(), KNOWLEDGE / "questions.toml")]
        ours = [judged for part in lists for judged in part]
        tell("asking every half article of SQuAD")
        near, far = map(list, zip(*_halves(squad()), strict=True))
    except SharedDataMissing as error:
        print(error, file=sys.stderr)
        return 1
    sets = {
        "ours": ours,
        "SQuAD, near": [judged for part in near for judged in part],
        "SQuAD, far": [judged for part in far for judged in part],
    }
    heads = ["", "questions", "right first passage", "answered", "to decline", "answered wrongly"]
    print_table("Judged", heads, [_totals(name, judged) for name, judged in sets.items()])
    counts = {name: _alone(judged) for name, judged in sets.items()}
    rules = sorted({rule for count in counts.values() for rule, _ in count})
    heads = ["rule", *(f"{name}: {what}" for name in sets for what in ("lost", "stopped"))]
    rows = [[r, *(str(counts[n][r, due]) for n in sets for due in (False, True))] for r in rules]
    print_table(
        "Declined by one rule alone: right first passages lost, wrong ones stopped", heads, rows
    )
    return 0


def _listed(snapshot: Snapshot, path: Path) -> list[Judged]:
    """The questions of a list that are one turn long."""
    questions = [q for q in read_questions(path) if len(q.turns) == 1]
    return [_judged(snapshot, question) for question in questions]


def _judged(snapshot: Snapshot, question: Question) -> Judged:
    found = asyncio.run(snapshot.index.search(question.turns[0], limit=1))
    right = any(question.fits(citation) for citation in cite(snapshot, found.hits))
    return Judged(question.expect is not Outcome.ANSWERED, right, verdict(found))


def _halves(whole: Squad) -> Iterator[tuple[list[Judged], list[Judged]]]:
    """For half of each article: its questions and the other half's, and some on other articles."""
    asked: dict[int, list[str]] = defaultdict(list)
    for question in whole.questions:
        asked[question.paragraph].append(question.text)
    titles = sorted({paragraph.title for paragraph in whole.paragraphs})
    for number, title in enumerate(titles):
        paragraphs = [p for p in whole.paragraphs if p.title == title]
        own = {text for paragraph in paragraphs for text in asked[paragraph.number]}
        for half in (0, 1):
            placed = as_documents(Squad(tuple(paragraphs[half::2]), ()))
            snapshot = snapshot_of(placed)
            near: list[Judged] = []
            for at, paragraph in enumerate(paragraphs):
                for text in asked[paragraph.number]:
                    found = asyncio.run(snapshot.index.search(text, limit=1))
                    first = [placed.paragraph(hit.passage) for hit in found.hits]
                    right = first == [paragraph.number]
                    near.append(Judged(at % 2 != half, right, verdict(found)))
            others = [q.text for q in whole.questions[2 * number + half :: FAR_EVERY]]
            found_far = [
                asyncio.run(snapshot.index.search(text, limit=1))
                for text in others
                if text not in own
            ]
            yield near, [Judged(due=True, right=False, verdict=verdict(f)) for f in found_far]


def _totals(name: str, judged: list[Judged]) -> list[str]:
    answered = [j for j in judged if j.verdict.outcome is Outcome.ANSWERED]
    counts = (
        len(judged),
        sum(j.right and not j.due for j in judged),
        sum(j.right and not j.due for j in answered),
        sum(j.due for j in judged),
        sum(j.due for j in answered),
    )
    return [name, *map(str, counts)]


def _alone(judged: list[Judged]) -> Counter[tuple[str, bool]]:
    """For each rule, how often nothing but it declined, by whether that was due."""
    counts: Counter[tuple[str, bool]] = Counter()
    for one in judged:
        broken = [check.rule for check in one.verdict.checks if not check.holds]
        if one.verdict.outcome is not Outcome.ANSWERED and len(broken) == 1:
            counts[broken[0], one.due] += one.due or one.right
    return counts


if __name__ == "__main__":
    sys.exit(main())
