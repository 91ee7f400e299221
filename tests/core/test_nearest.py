"""Who asks for something that is not there is offered what is near, or else what is big."""

from __future__ import annotations

import pytest
from shelf import document, lab, shelve, theme

from bot.core.answering import answer
from bot.core.model import Entry
from bot.core.nearest import near
from bot.core.questions import Outcome
from bot.core.snapshot import Snapshot

MOONSHOT = lab("moonshot", "Moonshot AI", "Kimi", related=("long context",))
XIAOMI = lab("xiaomi", "Xiaomi")
UNITREE = lab("unitree", "Unitree Robotics")
SILENT = lab("silent", "Nobody Speaks Of It")
OPEN = theme("open", "Open source")
EXPORTS = theme("exports", "Export controls")
ENTRIES = (SILENT, MOONSHOT, XIAOMI, UNITREE, EXPORTS, OPEN)


@pytest.fixture(scope="module")
def library() -> Snapshot:
    return shelve(
        document(
            "Xiaomi makes phones.",
            "Xiaomi makes cars, and its phones are open source.",
            "Xiaomi and Kimi are known abroad.",
            "Open source is everywhere.",
            "Export controls slow Unitree Robotics down.",
        ),
        entries=ENTRIES,
    )


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("news of nobody speaks of it", (SILENT,)),
        ("the long context", (MOONSHOT,)),
        ("moonsh", (MOONSHOT,)),
        ("exports of lava", (EXPORTS,)),
        ("controlls", (EXPORTS,)),
        ("xiaomo and robotik", (XIAOMI, UNITREE)),
        ("ex", ()),
        ("expense contract", ()),
        ("cool rain in Oslo", ()),
    ],
)
async def test_near_is_what_was_named_hinted_at_or_likely_meant(
    library: Snapshot, question: str, nearest: tuple[Entry, ...]
) -> None:
    found = await library.index.search(question, limit=10)
    assert near(library.catalog, found) == nearest


async def test_a_lab_that_is_listed_but_not_spoken_of_is_near(library: Snapshot) -> None:
    given = await answer(library, "does nobody speaks of it sell volcanoes?")
    assert given.outcome is Outcome.NOT_COVERED
    assert (given.suggestions, given.near) == ((SILENT,), True)


@pytest.mark.parametrize("question", ["is it raining in Oslo?", "who won the ice hockey?", "cool"])
async def test_otherwise_what_most_is_said_of_is_offered_and_not_called_near(
    library: Snapshot, question: str
) -> None:
    given = await answer(library, question)
    assert given.outcome is Outcome.NOT_COVERED
    assert not given.near
    assert given.suggestions == (XIAOMI, OPEN, MOONSHOT, EXPORTS)
    assert SILENT not in given.suggestions


async def test_what_is_answered_offers_nothing(library: Snapshot) -> None:
    given = await answer(library, "what does Xiaomi make?")
    assert given.outcome is Outcome.ANSWERED
    assert (given.suggestions, given.near) == ((), False)


async def test_a_partial_answer_says_what_the_passages_do_speak_of(library: Snapshot) -> None:
    given = await answer(library, "what is the price of phones abroad?")
    assert given.outcome is Outcome.PARTIAL
    assert "price" in given.missing
    assert set(given.spoken_of) <= {"phones", "abroad"}
    assert given.spoken_of
