"""What the catalog says is not told is not answered with something else."""

from __future__ import annotations

import pytest
from shelf import document, lab, shelve

from bot.core.answering import answer
from bot.core.questions import Outcome

KESTREL = lab("kestrel", "Kestrel Hut")
HUT = "Kestrel Hut sleeps twelve walkers under one roof and serves soup."
VALLEY = "Down in the valley a bus passes the sauna."
UNTOLD = ("sauna", "last bus")


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("does Kestrel Hut serve walkers in a sauna", "sauna"),
        ("when is the last bus for walkers to Kestrel Hut", "last bus"),
    ],
)
async def test_it_is_said_that_it_is_missing(question: str, missing: str) -> None:
    library = shelve(document(HUT, VALLEY), entries=[KESTREL], untold=UNTOLD)
    told = await answer(library, question)
    assert told.outcome is Outcome.PARTIAL
    assert missing in told.missing
    assert told.citations[0].passage.text == HUT


async def test_without_the_list_it_would_be_answered_with_the_rest() -> None:
    library = shelve(document(HUT, VALLEY), entries=[KESTREL])
    assert (await answer(library, "does Kestrel Hut serve walkers in a sauna")).outcome is (
        Outcome.ANSWERED
    )


async def test_a_document_that_tells_it_is_quoted() -> None:
    sauna = "Kestrel Hut has had a sauna since May."
    library = shelve(document(HUT, sauna), entries=[KESTREL], untold=UNTOLD)
    told = await answer(library, "is there a sauna at Kestrel Hut")
    assert (told.outcome, told.quote) == (Outcome.ANSWERED, sauna)


async def test_other_questions_are_answered_as_before() -> None:
    library = shelve(document(HUT), entries=[KESTREL], untold=UNTOLD)
    assert (await answer(library, "how many walkers sleep at Kestrel Hut")).quote == HUT
