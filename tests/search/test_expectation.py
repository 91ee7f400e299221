"""What kind of answer is asked for, and what holds one."""

from __future__ import annotations

import pytest
from shelf import document, shelve

from bot.search.expectation import Expected, expected, holds


@pytest.mark.parametrize(
    "told",
    [
        "The bridge fell in 1066.",
        "It was a fashion of the 1340s.",
        "The poet (1249–1314) lived here.",
        "A plague came in 430 BC.",
        "In AD 860 the town had a wall.",
        "于2019年成立",
        "三月开会",
    ],
)
def test_dates_of_all_times(told: str) -> None:
    assert holds(Expected.DATE, told)


@pytest.mark.parametrize("told", ["月之暗面 makes a chat bot.", "About 1250% more.", "Room 204."])
def test_no_dates(told: str) -> None:
    assert not holds(Expected.DATE, told)


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("零一万物 was there.", False),
        ("千问很有名", False),
        ("有三个模型", True),
        ("五百万人", True),
    ],
)
def test_the_numeral_in_a_chinese_name_is_no_number(told: str, *, number: bool) -> None:
    assert holds(Expected.NUMBER, told) is number


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how many members?", Expected.NUMBER),
        ("what is the number of members?", Expected.NUMBER),
        ("which club has the largest number of members?", None),
        ("what did a number of members say?", None),
        ("how fast are they?", Expected.DEGREE),
    ],
)
def test_a_number_is_asked_for(question: str, kind: Expected | None) -> None:
    assert expected(question) is kind


def test_how_many_may_be_told_by_comparison() -> None:
    assert holds(Expected.NUMBER, "It has more members than any other club.")


@pytest.mark.parametrize(
    "question", ["on what date did it open?", "date of the opening", "when is it going to open?"]
)
def test_a_date_is_asked_for(question: str) -> None:
    assert expected(question) is Expected.DATE


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("who holds shares in the mill?", ["shares"]),
        ("does the mill share its wheel?", []),
        ("how is the wheel managed?", []),
        ("what is the name of the wheel?", []),
        ("公司的创始人是谁", ["创始人"]),
        ("公司的創始人是誰", ["創始人"]),
        ("公司的首席執行官", ["首席執行官"]),
    ],
)
async def test_which_words_ask_for_a_fact(question: str, facts: list[str]) -> None:
    mill = shelve(document("The mill has a wheel."))
    terms = (await mill.index.search(question, limit=1)).terms
    assert [term.text for term in terms if term.attribute] == facts
