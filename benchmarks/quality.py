"""`make bench-quality`: how good the answers are, beside plain rank-bm25's.

Over the article (`tests/quality/`: sets of questions, of most the part to work on and the
part that only reports), the second document, a German and a Spanish one, the shipped digest, and
SQuAD's development paragraphs alone and among others. Of the parts that only report nothing but
totals is ever printed.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora import (
    FOREIGN,
    GERMAN,
    KNOWLEDGE,
    QUALITY,
    SECOND,
    SPANISH,
    WORK,
    SharedDataMissing,
    Squad,
    article_snapshot,
    as_documents,
    blend_in_meaning,
    digest_snapshot,
    folder_snapshot,
    second_snapshot,
    snapshot_of,
    squad,
    tell,
)
from plain import PlainBM25
from tables import auroc, print_table, share

from bot.cli.dialogue import answer_turns
from bot.core.answering import cite
from bot.core.errors import FootnoteError
from bot.core.model import Hit, SearchResult, Span
from bot.core.questions import Answer, Outcome
from bot.core.snapshot import Snapshot
from bot.evaluation import Question, Result, evaluate, read_questions

SIGNALS: dict[str, Callable[[SearchResult], float]] = {
    "coverage of the best hit": lambda found: _best(found, lambda hit: hit.coverage),
    "its best sentence's": lambda found: _best(found, lambda hit: hit.sentence_coverage),
    "both added": lambda found: _best(found, lambda hit: hit.coverage + hit.sentence_coverage),
    "evidence for the best hit": lambda found: _best(found, lambda hit: hit.evidence),
    "highest coverage of any hit": lambda found: max((h.coverage for h in found.hits), default=0),
    "share of known words": lambda found: sum(t.weight for t in found.terms if t.known),
}
"""What might tell whether a question is covered: from a search's result to a number."""


@dataclass(frozen=True)
class Part:
    """A list of questions, what they are asked of, and how they ended."""

    name: str
    results: Sequence[Result]


def main() -> int:
    """Measures and prints; returns the exit code."""
    parser = argparse.ArgumentParser(description="Quality of the answers beside plain BM25.")
    parser.add_argument("--misses", metavar="KIND", help="list what the work parts miss, and end")
    parser.add_argument("--fast", action="store_true", help="leave SQuAD out")
    parser.add_argument("--semantic", action="store_true", help="with the extra `semantic`")
    given = parser.parse_args()
    try:
        if given.semantic:
            blend_in_meaning()
        if given.misses:
            print_misses(given.misses)
            return 0
        print_answers()
        if not given.fast:
            print_squad(alone=given.semantic)
            print_auroc()
    except (SharedDataMissing, FootnoteError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def print_answers() -> None:
    """The tables over the lists of questions, ours and plain rank-bm25's."""
    article = article_snapshot()
    german, spanish = folder_snapshot(GERMAN), folder_snapshot(SPANISH)
    asked: list[tuple[str, Snapshot, Path]] = [
        ("article, work", article, QUALITY / "work.toml"),
        ("article, report", article, QUALITY / "report.toml"),
        ("voices, work", article, QUALITY / "voices-work.toml"),
        ("voices, report", article, QUALITY / "voices-report.toml"),
        ("strangers, work", article, QUALITY / "strangers-work.toml"),
        ("strangers, report", article, QUALITY / "strangers-report.toml"),
        ("guests, work", article, QUALITY / "guests-work.toml"),
        ("guests, report", article, QUALITY / "guests-report.toml"),
        ("visitors, work", article, QUALITY / "visitors-work.toml"),
        ("neighbors, work", article, QUALITY / "neighbors-work.toml"),
        ("neighbors, report", article, QUALITY / "neighbors-report.toml"),
        ("callers, work", article, QUALITY / "callers-work.toml"),
        ("callers, report", article, QUALITY / "callers-report.toml"),
        ("passers-by, work", article, QUALITY / "passers-by-work.toml"),
        ("second document", second_snapshot(), SECOND / "questions.toml"),
        ("German document", german, GERMAN / "questions.toml"),
        ("German, voices", german, GERMAN / "voices.toml"),
        ("Spanish document", spanish, SPANISH / "questions.toml"),
        ("Spanish, voices", spanish, SPANISH / "voices.toml"),
        ("digest", digest_snapshot(), KNOWLEDGE / "questions.toml"),
    ]
    ours: list[Part] = []
    plain: list[Part] = []
    for name, snapshot, path in asked:
        tell(f"asking {path.name} of the {name}")
        questions = read_questions(path)
        ours.append(Part(name, _ask(snapshot, questions)))
        plain.append(Part(f"{name}, plain rank-bm25", _ask_plain(snapshot, questions)))
    heads = [
        "questions", "n", "hit@1", "hit@3", "declined: F1", "precision", "recall",
        "always declining", "wrong: near misses", "far and junk", "outcome",
    ]  # fmt: skip
    both = [part for pair in zip(ours, plain, strict=True) for part in pair]
    both += _unseen("all report parts", ours)
    both += _unseen("all report parts, plain rank-bm25", plain)[:1]
    print_table("Answers", heads, [_totals(part) for part in both])
    kinds = sorted({result.question.kind for part in ours for result in part.results})
    heads = ["kind", *(part.name for part in ours), *(part.name for part in plain[:2])]
    rows = [[kind, *(_of_kind(p, kind) for p in (*ours, *plain[:2]))] for kind in kinds]
    print_table("By kind: hit@3, or where nothing is to be found, declined", heads, rows)


def _unseen(name: str, parts: Sequence[Part]) -> list[Part]:
    """All questions over the article that nobody looks at, and these without paraphrases."""
    results = [r for part in parts if ", report" in part.name for r in part.results]
    rest = [result for result in results if result.question.kind != "paraphrase"]
    return [Part(name, results), Part(f"{name}, without paraphrases", rest)]


def _ask(snapshot: Snapshot, questions: Sequence[Question]) -> Sequence[Result]:
    async def turns(said: Sequence[str]) -> Answer:
        return await answer_turns(snapshot, said)

    return asyncio.run(evaluate(questions, turns))


def _ask_plain(snapshot: Snapshot, questions: Sequence[Question]) -> Sequence[Result]:
    """The same questions to plain rank-bm25, its passages shown as citations."""
    model = PlainBM25(tuple(snapshot.passages.values()))

    async def turns(said: Sequence[str]) -> Answer:
        whole = Span(0, 0)
        hits = tuple(
            Hit(p, rank, (), 1.0, (), whole, 1.0)
            for rank, p in enumerate(model.best(said[-1], 10), 1)
        )
        outcome = Outcome.ANSWERED if hits else Outcome.NOT_COVERED
        return Answer(said[-1], outcome, citations=cite(snapshot, hits))

    return asyncio.run(evaluate(questions, turns))


def _totals(part: Part) -> list[str]:
    results = part.results
    findable = [r for r in results if r.question.right and _answerable(r)]
    declined = [r for r in results if _declined(r)]
    due = [r for r in results if not _answerable(r)]
    right = sum(not _answerable(r) for r in declined)
    near = [r for r in due if r.question.kind == "near_miss"]
    far = [r for r in due if r.question.kind in {"far", "junk"}]
    return [
        part.name,
        str(len(results)),
        share(_found(findable, 1), len(findable)),
        share(_found(findable, 3), len(findable)),
        share(2 * right, len(declined) + len(due)),
        share(right, len(declined)),
        share(right, len(due)),
        share(2 * len(due), len(results) + len(due)),
        share(sum(not _declined(r) for r in near), len(near)),
        share(sum(not _declined(r) for r in far), len(far)),
        share(sum(r.outcome_right for r in results), len(results)),
    ]


def _of_kind(part: Part, kind: str) -> str:
    """The share of a kind's questions that found their passage, or were rightly declined."""
    results = [r for r in part.results if r.question.kind == kind]
    if not results:
        return ""
    good = sum(_good(result) for result in results)
    return f"{share(good, len(results))} of {len(results)}"


def _good(result: Result) -> bool:
    if _answerable(result):
        return result.rank is not None and result.rank <= 3
    return _declined(result)


def _answerable(result: Result) -> bool:
    return result.question.expect is Outcome.ANSWERED


def _declined(result: Result) -> bool:
    return result.answer.outcome is not Outcome.ANSWERED


def _found(results: Sequence[Result], places: int) -> int:
    return sum(r.rank is not None and r.rank <= places for r in results)


def print_misses(kind: str) -> None:
    """What the parts to work on miss of a kind, or of all kinds."""
    questions = [q for name in WORK for q in read_questions(QUALITY / name)]
    results = _ask(article_snapshot(), questions)
    kinds = sorted({result.question.kind for result in results})
    if kind not in {*kinds, "all"}:
        raise FootnoteError(f"There is no kind {kind}. Kinds are {', '.join(kinds)}, or all.")
    for result in results:
        wrong = not _good(result) or (_answerable(result) and _declined(result))
        first = result.rank == 1 or not _answerable(result)
        if kind in {result.question.kind, "all"} and (wrong or not first):
            answer = result.answer
            print(f"\n{' ▸ '.join(result.question.turns)}")
            print(f"  {result.question.kind}: {result.question.expect}, got {answer.outcome}")
            print(f"  right passage at {result.rank}, missing {', '.join(answer.missing) or '–'}")
            if answer.citations:
                print(f"  first: {answer.citations[0].passage.text[:150]}")


def print_squad(*, alone: bool) -> None:
    """The right paragraph of SQuAD, first and among the first five.

    Args:
        alone: not among others, which would take the embedding model hours to read.
    """
    rows: list[list[str]] = []
    for foreign in (0,) if alone else (0, FOREIGN):
        name = f"among {foreign:,} others" if foreign else "alone"
        corpus = squad(foreign)
        tell(f"building SQuAD {name}")
        placed = as_documents(corpus)
        snapshot = snapshot_of(placed)
        plain = None if corpus.foreign else PlainBM25(tuple(snapshot.passages.values()))
        counts = {"footnote": [0, 0], "plain rank-bm25": [0, 0]}
        for done, question in enumerate(corpus.questions, 1):
            found = asyncio.run(snapshot.index.search(question.text, limit=5))
            ranked = {"footnote": [placed.paragraph(hit.passage) for hit in found.hits]}
            if plain:
                best = plain.best(question.text, 5)
                ranked["plain rank-bm25"] = [placed.paragraph(passage) for passage in best]
            for engine, numbers in ranked.items():
                counts[engine][0] += numbers[:1] == [question.paragraph]
                counts[engine][1] += question.paragraph in numbers
            tell(f"asking SQuAD {name}", done, len(corpus.questions))
        whole = len(corpus.questions)
        rows += [
            [name, engine, share(first, whole), share(fifth, whole)]
            for engine, (first, fifth) in counts.items()
            if plain or engine == "footnote"
        ]
    print_table("The right paragraph of SQuAD", ["SQuAD", "engine", "hit@1", "hit@5"], rows)
    print("\nThe other engines, and plain BM25 among the others: make bench-search.")


def print_auroc() -> None:
    """How well it can be told which questions are covered, half of the articles indexed."""
    everything = squad()
    titles = sorted({paragraph.title for paragraph in everything.paragraphs})
    halves = (set(titles[::2]), set(titles[1::2]))
    values: dict[str, list[float]] = {name: [] for name in SIGNALS}
    for half in halves:
        corpus = everything.only(half)
        covered = {paragraph.number for paragraph in corpus.paragraphs}
        for name, value in _signals(corpus, covered).items():
            values[name].append(value)
    rows = [[name, *(f"{v:.3f}" for v in pair)] for name, pair in values.items()]
    heads = ["signal", "first half indexed", "second half indexed"]
    print_table("Covered or not, half of SQuAD's articles indexed (AUROC)", heads, rows)


def _signals(corpus: Squad, covered: set[int]) -> dict[str, float]:
    snapshot = snapshot_of(as_documents(corpus))
    yes: dict[str, list[float]] = {name: [] for name in SIGNALS}
    no: dict[str, list[float]] = {name: [] for name in SIGNALS}
    for question in corpus.questions:
        found = asyncio.run(snapshot.index.search(question.text, limit=10))
        side = yes if question.paragraph in covered else no
        for name, signal in SIGNALS.items():
            side[name].append(signal(found))
    return {name: auroc(yes[name], no[name]) for name in SIGNALS}


def _best(found: SearchResult, of: Callable[[Hit], float]) -> float:
    return of(found.hits[0]) if found.hits else 0.0


if __name__ == "__main__":
    sys.exit(main())
