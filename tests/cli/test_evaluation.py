"""The figures `footnote eval` prints are what their names say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.core.model import Passage, Span
from bot.core.questions import Answer, Citation, Outcome
from bot.evaluation import (
    QuestionsError,
    Ratio,
    Result,
    by_kind,
    evaluate,
    read_questions,
    score,
)

QUESTIONS = """
[[question]]
ask = "first place"
contains = ["Right one", "it's"]
kind = "fact"

[[question]]
ask = "third place"
any = [["nowhere"], ["right one"]]
kind = "fact"

[[question]]
ask = "fourth place"
contains = ["right one"]
kind = "typo"

[[question]]
turns = ["who?", "declined though it is there"]
contains = ["right one"]
kind = "follow_up"

[[question]]
ask = "declined as it should be"
expect = "not_covered"
kind = "far"

[[question]]
ask = "partly there"
expect = "partial"
kind = "far"

[[question]]
ask = "answered though it is not there"
expect = "not_covered"
kind = "far"
"""


def _citation(n: int, text: str) -> Citation:
    passage = Passage("abcd2345", "a.md", n, 0, len(text), text, (), ())
    return Citation(n, "a.md", "A", "", passage, None, (), Span(0, len(text)))


def _answered(*texts: str, took_ms: float) -> Answer:
    citations = tuple(_citation(n, text) for n, text in enumerate(texts, start=1))
    return Answer("", Outcome.ANSWERED, quote=texts[0], citations=citations, took_ms=took_ms)


ANSWERS = {
    "first place": _answered("The RIGHT\none,  it’s here", took_ms=1),
    "third place": _answered("wrong", "wrong", "the right one", took_ms=2),
    "fourth place": _answered("wrong", "wrong", "wrong", "the right one", took_ms=3),
    "declined though it is there": Answer("", Outcome.NOT_COVERED, took_ms=4),
    "declined as it should be": Answer("", Outcome.NOT_COVERED, took_ms=5),
    "partly there": Answer("", Outcome.NOT_COVERED, took_ms=6),
    "answered though it is not there": _answered("wrong", took_ms=70),
}


async def _look_up(turns: Sequence[str]) -> Answer:
    return ANSWERS[turns[-1]]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.toml"
    path.write_text(QUESTIONS, encoding="utf-8")
    return path


@pytest.fixture
async def results(questions: Path) -> tuple[Result, ...]:
    return await evaluate(read_questions(questions), _look_up)


async def test_hits_count_the_questions_that_ask_for_a_passage(
    results: tuple[Result, ...],
) -> None:
    assert [result.rank for result in results] == [1, 3, 4, None, None, None, None]
    scores = score(results)
    assert scores.hit_at_1 == Ratio(1, 4)
    assert scores.hit_at_3 == Ratio(2, 4)


async def test_abstention_is_measured_both_ways(results: tuple[Result, ...]) -> None:
    scores = score(results)
    assert scores.abstention_precision == Ratio(2, 3)  # one of three was there after all
    assert scores.abstention_recall == Ratio(2, 3)  # one that is not there was answered
    assert scores.outcomes == Ratio(4, 7)


async def test_a_miss_is_a_wrong_outcome_or_a_passage_beyond_the_third(
    results: tuple[Result, ...],
) -> None:
    assert [result.question.turns[-1] for result in results if result.missed] == [
        "fourth place",
        "declined though it is there",
        "partly there",
        "answered though it is not there",
    ]
    assert by_kind(results) == {
        "fact": Ratio(2, 2),
        "far": Ratio(1, 3),
        "follow_up": Ratio(0, 1),
        "typo": Ratio(0, 1),
    }


async def test_times_are_percentiles_by_nearest_rank(results: tuple[Result, ...]) -> None:
    scores = score(results)
    assert (scores.median_ms, scores.p95_ms) == (4, 70)


def test_a_share_of_nothing_is_no_figure() -> None:
    assert Ratio(0, 0).share is None
    assert str(Ratio(0, 0)) == "–"
    assert str(Ratio(1, 3)) == "33.3% (1 of 3)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no \\[\\[question\\]\\]"),
        ("[[question]\n", "cannot be read"),
        ("question = [1]", "question 1: must be a table"),
        ('[[question]]\nask = "a"\nturns = ["b"]', "either ask or turns"),
        ("[[question]]\nask = 3", "only strings"),
        ('[[question]]\nask = "a"\nexpect = "maybe"', "expect must be one of answered"),
        ('[[question]]\nask = "a"\ncontains = "b"', "must be a list"),
        ('[[question]]\nask = "a"\ncontains = ["b"]\nany = [["c"]]', "not both"),
        ('[[question]]\nask = "a"\nany = "b"', "list of lists"),
        ('[[question]]\nask = "a"\ncontans = ["b"]', "unknown key contans"),
    ],
)
def test_a_mistake_in_the_list_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "questions.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionsError, match=said):
        read_questions(path)


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "questions.toml"
    path.write_text('[[question]]\nask = 1\n[[question]]\n[[question]]\nask = "a"\n', "utf-8")
    with pytest.raises(QuestionsError, match=r"question 1: .*\n.*question 2: "):
        read_questions(path)


def test_a_list_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="There is no"):
        read_questions(tmp_path / "questions.toml")
