"""Words that narrow a question must be told of: by what it compares, and in what time."""

from __future__ import annotations

import pytest
from shelf import document, lab, shelve

from bot.core.answering import answer
from bot.core.questions import Outcome
from bot.core.snapshot import Snapshot


@pytest.fixture(scope="module")
def library() -> Snapshot:
    return shelve(
        document(
            "Dorado builds twelve boats of oak.",
            "Arcadia builds faster boats than anybody, nine of them a year.",
            "It rains.",
        ),
        entries=[lab("dorado", "Dorado"), lab("arcadia", "Arcadia")],
    )


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("are the boats of Dorado faster than those of Arcadia?", Outcome.ANSWERED),
        ("are the boats of Dorado better than the others?", Outcome.PARTIAL),
        ("are the boats of Dorado as cheap as the others?", Outcome.PARTIAL),
        ("is Dorado ahead of the others with its boats?", Outcome.PARTIAL),
        ("what does Dorado build?", Outcome.ANSWERED),
        ("how many boats does Arcadia build each year?", Outcome.ANSWERED),
        ("how many boats does Dorado build per year?", Outcome.PARTIAL),
        ("how many boats does Dorado build?", Outcome.ANSWERED),
        ("which boats does Dorado build each year?", Outcome.ANSWERED),  # counts nothing
    ],
)
async def test_they_are_facts_that_are_asked_for(
    library: Snapshot, question: str, outcome: Outcome
) -> None:
    assert (await answer(library, question)).outcome is outcome


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("Sind die Boote schneller als die Fähre?", Outcome.ANSWERED),
        ("Sind die Boote billiger als die Fähre?", Outcome.PARTIAL),
        ("Wie viele Boote werden pro Monat gebaut?", Outcome.PARTIAL),
    ],
)
async def test_in_other_languages_too(question: str, outcome: Outcome) -> None:
    guide = shelve(
        document(
            "Die Boote sind schneller als die Fähre und die Bahn.",
            "Zwölf Boote werden gebaut.",
            "Es regnet.",
            language="de",
        )
    )
    assert (await answer(guide, question)).outcome is outcome
