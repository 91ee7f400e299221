"""Moderators see what is missing, and nobody whom it identifies."""

from __future__ import annotations

from datetime import UTC, datetime

from shelf import document, lab, shelve, theme

from bot.core.coverage import measure_coverage
from bot.core.gaps import anonymous, find_gaps
from bot.core.questions import Outcome
from bot.core.statistics import Unanswered

LIBRARY = shelve(
    document(
        "# Labs",
        "Unitree builds robots in the open.",
        "Kimi is open source. Robots are not its business.",
        "Nobody spoke of visas.",
    ),
    entries=(
        lab("unitree", "Unitree"),
        lab("moonshot", "Moonshot AI", "Moonshot", "Kimi"),
        theme("robotics", "Robotics", "robots"),
        theme("visas", "Visas"),
    ),
)


def asked(question: str, asker: str | None, *missing: str, minute: int = 0) -> Unanswered:
    at = datetime(2026, 1, 1, 12, minute, tzinfo=UTC)
    return Unanswered(at, question, Outcome.NOT_COVERED, missing, asker)


def test_the_same_question_in_other_words_is_one_row() -> None:
    rows = [
        asked("where is Moonshot's head office?", "a", "head office"),
        asked("head offices of kimi", "b", "head offices", minute=5),
        asked("wheres the head office of moonshot ai", "c", "head office"),
        asked("who won the cup", "a", "cup"),
    ]
    (gap,) = find_gaps(rows, LIBRARY.index.fingerprint, k=3)
    assert (gap.times, gap.askers) == (3, 3)
    assert gap.missing[0] == "head office"
    assert gap.last.minute == 5


def test_one_member_asking_often_never_makes_a_row() -> None:
    rows = [asked("where is the head office?", "a") for _ in range(9)]
    assert find_gaps(rows, LIBRARY.index.fingerprint, k=2) == ()
    anonymous_rows = [asked("where is the head office?", None) for _ in range(9)]
    assert find_gaps(anonymous_rows, LIBRARY.index.fingerprint, k=1) == ()


def test_the_wording_most_members_used_is_shown_without_persons() -> None:
    rows = [
        asked("<@123456789012345678> salary of ada@example.org", "a"),
        asked("salary", "b"),
        asked("salary", "c"),
    ]
    (gap,) = find_gaps(rows[1:], LIBRARY.index.fingerprint, k=2)
    assert gap.question == "salary"
    cleaned = anonymous("ask <@12345> or @ada.l, ada@example.org, https://x.example/y 123456789")
    assert cleaned == "ask … or …, … … …"


def test_nothing_asked_is_no_gap() -> None:
    rows = [asked("???", "a"), asked("🙂", "b")]
    assert find_gaps(rows, LIBRARY.index.fingerprint, k=1) == ()


async def test_coverage_counts_passages_that_concern_both() -> None:
    coverage = await measure_coverage(LIBRARY)
    assert [entry.id for entry in coverage.labs] == ["unitree", "moonshot"]
    assert coverage.cells == ((1, 0), (1, 0))
    assert coverage.lab_totals == (1, 1)
    assert coverage.theme_totals == (2, 1)
