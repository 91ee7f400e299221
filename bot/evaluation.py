"""Measures the answers against a list of questions whose right passages are known."""

from __future__ import annotations

import tomllib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from bot.core.errors import FootnoteError, Problem
from bot.core.patterns import Pattern, fold_words
from bot.core.questions import Answer, Citation, Outcome

AnswerTurns = Callable[[Sequence[str]], Awaitable[Answer]]
"""Answers the last turn of a dialogue."""

_KEYS = frozenset({"ask", "turns", "expect", "contains", "any", "kind", "part"})


class QuestionsError(FootnoteError):
    """The list of questions cannot be used."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what a right answer to it is.

    Attributes:
        turns: what is said; the last turn is answered.
        expect: the outcome it must end with.
        right: picks the right passages; without a way where no passage is asked for.
        kind: what the question tries, such as ``paraphrase``.
    """

    turns: tuple[str, ...]
    expect: Outcome
    right: Pattern
    kind: str

    def fits(self, citation: Citation) -> bool:
        """Whether a cited passage is a right one."""
        return self.right.picks(fold_words(citation.passage.text))


@dataclass(frozen=True, slots=True)
class Result:
    """How one question ended.

    Attributes:
        question: the question.
        answer: what was answered.
        rank: the place of the first right citation from 1, or None where there is none.
    """

    question: Question
    answer: Answer
    rank: int | None

    @property
    def outcome_right(self) -> bool:
        """Whether it ended as expected."""
        return self.answer.outcome is self.question.expect

    @property
    def missed(self) -> bool:
        """Whether the outcome is wrong, or no right passage stands among the first three."""
        unfound = bool(self.question.right) and (self.rank is None or self.rank > 3)
        return unfound or not self.outcome_right


@dataclass(frozen=True, slots=True)
class Ratio:
    """So many of so many. Of none, the share is None: nothing was measured."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1."""
        return self.part / self.whole if self.whole else None

    def __str__(self) -> str:
        return "–" if self.share is None else f"{self.share:.1%} ({self.part} of {self.whole})"


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures over a list of questions.

    Attributes:
        hit_at_1: questions that ask for a passage, with a right one in first place.
        hit_at_3: the same, among the first three.
        abstention_precision: of what it declined, what it was right to decline.
            Declined is every outcome but ``answered``.
        abstention_recall: of what it had to decline, what it did decline.
        outcomes: questions that ended exactly as expected.
        median_ms: half the answers took no longer, in milliseconds.
        p95_ms: 95 % of the answers took no longer, in milliseconds.
    """

    hit_at_1: Ratio
    hit_at_3: Ratio
    abstention_precision: Ratio
    abstention_recall: Ratio
    outcomes: Ratio
    median_ms: float
    p95_ms: float


def read_questions(path: Path) -> tuple[Question, ...]:
    """Reads a list of questions.

    Args:
        path: a TOML file of ``[[question]]`` tables with ``ask`` or ``turns``, ``expect``
            (an outcome; ``answered`` where it is left out), ``contains`` (words that must
            all stand in a right passage as they are; case does not matter) or ``any``
            (several such lists, one of which is enough), ``kind``, and ``part``, which
            only divides a list and is not looked at.

    Raises:
        QuestionsError: the file cannot be read; the message names each mistake.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise QuestionsError(f"There is no {path}. It lists the questions to ask.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise QuestionsError(f"{path} cannot be read: {error}") from error
    rows: object = table.get("question")
    if not isinstance(rows, list) or not rows:
        raise QuestionsError(f"{path} holds no [[question]].")
    questions: list[Question] = []
    problems: list[Problem] = []
    for number, row in enumerate(cast("list[object]", rows), start=1):
        try:
            questions.append(_question(row))
        except ValueError as error:
            problems.append(Problem(path.name, None, str(error), key=f"question {number}"))
    if problems:
        raise QuestionsError("\n".join(str(problem) for problem in problems))
    return tuple(questions)


def _question(row: object) -> Question:
    if not isinstance(row, dict):
        raise ValueError("must be a table")  # noqa: TRY004  # becomes a line of the report
    fields = cast("dict[str, Any]", row)
    if unknown := sorted(fields.keys() - _KEYS):
        raise ValueError(f"unknown key {unknown[0]}; known are {', '.join(sorted(_KEYS))}")
    if ("ask" in fields) == ("turns" in fields):
        raise ValueError("needs either ask or turns")
    turns = (fields["ask"],) if "ask" in fields else fields["turns"]
    if "contains" in fields and "any" in fields:
        raise ValueError("takes contains or any, not both")
    ways = [fields["contains"]] if "contains" in fields else fields.get("any", [])
    try:
        expect = Outcome(fields.get("expect", Outcome.ANSWERED))
    except ValueError:
        raise ValueError(f"expect must be one of {', '.join(Outcome)}") from None
    if not isinstance(ways, list):
        raise ValueError("any must be a list of lists")  # noqa: TRY004  # see above
    return Question(
        turns=_strings(turns, "turns"),
        expect=expect,
        right=Pattern(
            tuple(
                tuple(fold_words(words) for words in _strings(way, "contains"))
                for way in cast("list[object]", ways)
            )
        ),
        kind=str(fields.get("kind", "")),
    )


def _strings(value: object, key: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"{key} must be a list of at least one string")
    items = cast("Sequence[object]", value)
    texts = tuple(item for item in items if isinstance(item, str))
    if len(texts) != len(items):
        raise ValueError(f"{key} must hold only strings")
    return texts


async def evaluate(
    questions: Iterable[Question],
    answer: AnswerTurns,
    told: Callable[[Result], None] = lambda _: None,
) -> tuple[Result, ...]:
    """Asks every question, one after the other.

    Args:
        questions: what to ask.
        answer: answers the last turn of a dialogue.
        told: called with each result as it comes.
    """
    results: list[Result] = []
    for question in questions:
        given = await answer(question.turns)
        rank = next((c.n for c in given.citations if question.fits(c)), None)
        results.append(Result(question, given, rank))
        told(results[-1])
    return tuple(results)


def score(results: Sequence[Result]) -> Scores:
    """The figures over results; at least one is needed."""
    asked = [result for result in results if result.question.right]
    declined = [r for r in results if r.answer.outcome is not Outcome.ANSWERED]
    to_decline = [r for r in results if r.question.expect is not Outcome.ANSWERED]
    both = sum(r.question.expect is not Outcome.ANSWERED for r in declined)
    times = sorted(result.answer.took_ms for result in results)
    return Scores(
        hit_at_1=_hits(asked, 1),
        hit_at_3=_hits(asked, 3),
        abstention_precision=Ratio(both, len(declined)),
        abstention_recall=Ratio(both, len(to_decline)),
        outcomes=Ratio(sum(r.outcome_right for r in results), len(results)),
        median_ms=_percentile(times, 50),
        p95_ms=_percentile(times, 95),
    )


def _hits(asked: Sequence[Result], places: int) -> Ratio:
    found = sum(result.rank is not None and result.rank <= places for result in asked)
    return Ratio(found, len(asked))


def _percentile(ordered: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile: the smallest value that so many per cent do not exceed."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def by_kind(results: Iterable[Result]) -> Mapping[str, Ratio]:
    """For each kind of question, how many were not missed."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.question.kind or "other", []).append(result)
    return {k: Ratio(sum(not r.missed for r in g), len(g)) for k, g in sorted(groups.items())}
