"""Passages are found by what members ask of them, and only what they hold counts as said."""

from __future__ import annotations

import pytest
from shelf import document, lab, shelve, theme

from bot.core.answering import answer
from bot.core.catalog import Catalog
from bot.core.questions import Outcome
from bot.core.snapshot import Snapshot
from bot.search import Bm25IndexBuilder

HUT = "The hut sleeps twelve walkers under one roof."
LAKE = "The lake is deep, and nobody walks there after dark."
FERRY = "A ferry crosses at nine and at noon."
GUIDE = document("# Hills", HUT, LAKE, FERRY)
ASKED = {
    "twelve & hut": ("where do you crash overnight?", "any bunks for hikers?"),
    "lake": ("can I go for a swim?",),
}


@pytest.fixture(scope="module")
def taught() -> Snapshot:
    return shelve(GUIDE, asked=ASKED)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("somewhere to crash with bunks", HUT),
        ("is swimming a good idea", LAKE),
        ("what time is the ferry", FERRY),
    ],
)
async def test_a_passage_is_found_by_what_is_asked_of_it(
    taught: Snapshot, question: str, text: str
) -> None:
    found = await taught.index.search(question, limit=3)
    assert found.hits[0].passage.text == text


async def test_without_questions_it_is_found_by_its_own_words_alone() -> None:
    assert not (await shelve(GUIDE).index.search("crash with bunks", limit=3)).hits


async def test_what_is_only_asked_is_not_said(taught: Snapshot) -> None:
    found = await taught.index.search("bunks for hikers in the hut", limit=1)
    [hit] = found.hits
    texts = {at: term.text for at, term in enumerate(found.terms)}
    assert [texts[at] for at in hit.asked] == ["bunks", "hikers"]
    assert [texts[at] for at in hit.matched] == ["hut"]
    assert [term.known for term in found.terms] == [False, False, True]
    assert [hit.passage.text[a:b] for a, b in hit.highlights] == ["hut"]


async def test_a_question_in_words_of_another_is_answered_word_for_word(taught: Snapshot) -> None:
    told = await answer(taught, "any bunks for hikers overnight?")
    assert told.outcome is Outcome.ANSWERED
    assert told.quote == HUT
    assert (await answer(shelve(GUIDE), "any bunks for hikers overnight?")).outcome is (
        Outcome.NOT_COVERED
    )


async def test_a_misspelled_word_of_a_question_is_mended(taught: Snapshot) -> None:
    found = await taught.index.search("any buncks", limit=1)
    assert found.terms[0].searched_as == "bunks"
    assert found.hits[0].passage.text == HUT


async def test_a_mistake_of_whoever_asked_is_not_learned() -> None:
    kestrel = lab("kestrel", "Kestrel")
    snapshot = shelve(GUIDE, entries=[kestrel], asked={"ferry": ("is it kestrl who runs it?",)})
    found = await snapshot.index.search("tell me about kestrl", limit=1)
    assert found.entries == (kestrel,)


async def test_a_passage_does_not_speak_of_a_lab_because_somebody_asks() -> None:
    kestrel = lab("kestrel", "Kestrel")
    snapshot = shelve(GUIDE, entries=[kestrel], asked={"ferry": ("does Kestrel run it?",)})
    assert await snapshot.index.concerning(kestrel) == ()
    assert snapshot.index.mentions(kestrel) == 0


@pytest.mark.parametrize("taught_too", [True, False])
async def test_a_passage_that_is_asked_about_a_theme_speaks_of_it(*, taught_too: bool) -> None:
    guide = document("The hike is steep.", "Nine days on foot they spent.", "It rains.")
    asked = {"nine": ("how long was the hike?",)} if taught_too else {}
    snapshot = shelve(guide, entries=[theme("hike", "The hike")], asked=asked)
    told = await answer(snapshot, "how many days did the hike take?")
    assert told.outcome is (Outcome.ANSWERED if taught_too else Outcome.PARTIAL)
    assert not taught_too or told.quote == "Nine days on foot they spent."


async def test_another_list_of_questions_counts_at_once() -> None:
    """A builder keeps what it knows of a document only while it is asked the same."""
    passages = tuple(shelve(GUIDE).passages.values())
    build = Bm25IndexBuilder()
    before = build(passages, Catalog(), {})
    after = build(passages, Catalog(asked=ASKED), {})
    assert not (await before.search("bunks", limit=1)).hits
    assert (await after.search("bunks", limit=1)).hits
