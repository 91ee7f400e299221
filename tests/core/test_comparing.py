"""A member compares two labs; each gets what the documents say of it, or an honest nothing."""

from __future__ import annotations

import pytest
from shelf import document, lab, shelve, theme

from bot.core.answering import about
from bot.core.comparing import SameEntry, compare
from bot.core.questions import Outcome
from bot.core.snapshot import Snapshot

MOONSHOT = lab("moonshot", "Moonshot AI", "Moonshot", "Kimi")
UNITREE = lab("unitree", "Unitree Robotics", "Unitree")
DEEPSEEK = lab("deepseek", "DeepSeek")
OPEN = theme("open", "Open source", "open weights")
VISAS = theme("visas", "Visas")


@pytest.fixture(scope="module")
def library() -> Snapshot:
    return shelve(
        document(
            "# Notes from the tour",
            "Moonshot AI makes Kimi. Kimi reads 2 million tokens.",
            "Unitree builds robots that walk on four legs.",
            "Moonshot publishes open weights, and so does Unitree.",
            "Open source is how Moonshot AI finds users.",
            "Nobody at Moonshot spoke of prices.",
        ),
        entries=(MOONSHOT, UNITREE, DEEPSEEK, OPEN, VISAS),
    )


async def test_each_side_holds_all_that_is_said_of_its_lab_best_first(library: Snapshot) -> None:
    seen = await compare(library, MOONSHOT, UNITREE)
    for side in seen.sides:
        alone = await about(library, side.entry)
        assert [c.passage for c in side.citations] == [c.passage for c in alone]
    assert (len(seen.first.citations), len(seen.second.citations)) == (4, 2)
    assert seen.outcome is Outcome.ANSWERED
    assert seen.silent == ()


async def test_a_passage_on_both_labs_bears_one_number(library: Snapshot) -> None:
    seen = await compare(library, MOONSHOT, UNITREE)
    assert [c.n for c in seen.first.citations] == [1, 2, 3, 4]
    shared = {c.passage.id: c.n for c in seen.first.citations}
    numbers = [shared.get(c.passage.id, c.n) for c in seen.second.citations]
    assert [c.n for c in seen.second.citations] == numbers
    assert max(numbers) == 5
    assert [c.n for c in seen.citations] == [1, 2, 3, 4, 5]
    both = next(c for c in seen.second.citations if c.n <= 4)
    marked = [both.passage.text[slice(*span)] for span in both.highlights]
    assert marked == ["Unitree"]


async def test_with_a_theme_only_what_concerns_both_counts_in_the_labs_order(
    library: Snapshot,
) -> None:
    seen = await compare(library, MOONSHOT, UNITREE, OPEN)
    texts = [c.passage.text for c in seen.first.citations]
    assert set(texts) == {
        "Moonshot publishes open weights, and so does Unitree.",
        "Open source is how Moonshot AI finds users.",
    }
    whole = [c.passage.text for c in await about(library, MOONSHOT)]
    assert texts == [text for text in whole if text in texts]
    assert [c.passage.text for c in seen.second.citations] == [
        "Moonshot publishes open weights, and so does Unitree."
    ]


async def test_a_lab_nothing_is_said_of_is_named_as_silent(library: Snapshot) -> None:
    seen = await compare(library, MOONSHOT, DEEPSEEK)
    assert seen.second.citations == ()
    assert seen.silent == (DEEPSEEK,)
    assert seen.outcome is Outcome.PARTIAL
    none = await compare(library, MOONSHOT, DEEPSEEK, VISAS)
    assert none.silent == (MOONSHOT, DEEPSEEK)
    assert none.outcome is Outcome.NOT_COVERED
    assert none.citations == ()


async def test_a_lab_is_not_compared_with_itself(library: Snapshot) -> None:
    with pytest.raises(SameEntry, match="Both names stand for Moonshot AI"):
        await compare(library, MOONSHOT, MOONSHOT)
