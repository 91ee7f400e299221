"""A member gets the sentence, or is told honestly that there is none."""

from __future__ import annotations

import dataclasses

import pytest
from shelf import document, lab, shelve, theme

from bot.core.answering import about, answer
from bot.core.dialogue import DialogueMemory, answer_dialogue
from bot.core.errors import LibraryError
from bot.core.questions import Outcome
from bot.core.snapshot import Snapshot

UNITREE = lab("unitree", "Unitree Robotics", "Unitree")
MOONSHOT = lab("moonshot", "Moonshot AI", "Moonshot", "Kimi")


@pytest.fixture(scope="module")
def library() -> Snapshot:
    return shelve(
        dataclasses.replace(
            document(
                "# Notes from the tour",
                "## Labs",
                "The tour took ten days. Unitree builds robots that walk on four legs.",
                "Moonshot AI makes Kimi. Kimi reads 2 million tokens.",
                "## Money",
                "Funding was raised by Moonshot AI in spring.",
                name="notes.md",
            ),
            title="Notes from the tour",
            url="https://example.org/notes",
        ),
        entries=(UNITREE, MOONSHOT, theme("funding", "Funding", "raised")),
    )


async def test_the_best_sentence_is_quoted_and_its_passage_cited(library: Snapshot) -> None:
    given = await answer(library, "what does Unitree build?")
    assert given.outcome is Outcome.ANSWERED
    assert given.quote == "Unitree builds robots that walk on four legs."
    first = given.citations[0]
    assert (first.n, first.document, first.title) == (1, "notes.md", "Notes from the tour")
    assert first.section == "Labs"
    assert first.url == "https://example.org/notes"
    assert given.quote in library.documents["notes.md"].text
    assert given.entities == (UNITREE,)
    assert given.missing == ()
    assert 0 < given.took_ms < 1000


async def test_a_missing_attribute_makes_it_partial(library: Snapshot) -> None:
    given = await answer(library, "where is Unitree's head office?")
    assert given.outcome is Outcome.PARTIAL
    assert given.quote is None
    assert "office" in " ".join(given.missing)
    assert "four legs" in given.citations[0].passage.text


async def test_a_sentence_about_somebody_else_is_no_answer(library: Snapshot) -> None:
    given = await answer(library, "does Moonshot build walking robots with four legs?")
    assert given.outcome is Outcome.PARTIAL
    assert given.quote is None


async def test_a_fact_must_be_told_of_whom_it_is_asked(library: Snapshot) -> None:
    notes = shelve(
        document("Moonshot raised funding in spring. Unitree was there, too."),
        entries=(UNITREE, MOONSHOT),
    )
    assert (await answer(notes, "how was Unitree funded?")).outcome is Outcome.PARTIAL
    assert (await answer(notes, "how was Moonshot funded?")).outcome is Outcome.ANSWERED


async def test_what_is_unknown_beside_an_answer_is_said(library: Snapshot) -> None:
    things = await answer(library, "does Unitree build cars?")
    assert (things.outcome, things.missing) == (Outcome.PARTIAL, ("cars",))
    words = await answer(library, "does Unitree cleverly build robots?")
    assert (words.outcome, words.missing) == (Outcome.ANSWERED, ("cleverly",))


@pytest.mark.parametrize(
    "question",
    [
        "which prize did the choir of Ghent win?",  # another choir's
        "which prize did the choir win in 1987?",
        "how many tenors sang when the choir won the prize?",
    ],
)
async def test_a_name_a_number_and_what_is_counted_must_be_there(question: str) -> None:
    town = shelve(
        document("The choir won a silver prize with 40 singers.", "Tenors are rare in 1987.")
    )
    assert (await answer(town, question)).outcome is Outcome.PARTIAL


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("what distinguishes Dorado?", Outcome.ANSWERED),  # in other words, perhaps
        ("how big is the airship of Dorado?", Outcome.PARTIAL),
        ("which airships fly for Dorado?", Outcome.PARTIAL),
    ],
)
async def test_what_is_asked_of_a_lab_may_be_told_in_other_words_but_is_no_other_thing(
    question: str, outcome: Outcome
) -> None:
    guide = shelve(
        document("Dorado makes small boats of oak.", "It rains.", "A dog sleeps."),
        entries=[lab("dorado", "Dorado")],
    )
    assert (await answer(guide, question)).outcome is outcome


VISITED = ("Arcadia", "Boreas", "Caldera", "Dorado", "Elysium")


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("what does Dorado build?", Outcome.PARTIAL),
        ("did Anna see Dorado?", Outcome.ANSWERED),  # it is on the list
        ("Dorado", Outcome.ANSWERED),
        ("what does Arcadia build?", Outcome.ANSWERED),
        ("why was Arcadia set up?", Outcome.PARTIAL),
        ("why does Arcadia build boats?", Outcome.ANSWERED),
    ],
)
async def test_a_list_tells_nothing_of_whom_it_names_nor_a_name_a_reason(
    question: str, outcome: Outcome
) -> None:
    trip = shelve(
        document(
            f"Anna saw {', '.join(VISITED)}.",
            "Arcadia builds boats, since its town has a harbor.",
            "The committee was set up in a barn.",
            "It rains.",
        ),
        entries=[lab(name.lower(), name) for name in VISITED],
    )
    assert (await answer(trip, question)).outcome is outcome


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("does Dorado have copper?", Outcome.PARTIAL),  # it is Arcadia that does
        ("does Arcadia have copper?", Outcome.ANSWERED),
        ("does Dorado have boats of copper?", Outcome.ANSWERED),  # some of it is told
    ],
)
async def test_what_is_told_of_others_only_is_not_told_of_the_lab_that_is_asked_about(
    question: str, outcome: Outcome
) -> None:
    guide = shelve(
        document(
            "Dorado builds small boats.", "Arcadia covers its hulls with copper.", "It rains."
        ),
        entries=[lab("dorado", "Dorado"), lab("arcadia", "Arcadia")],
    )
    assert (await answer(guide, question)).outcome is outcome


async def test_what_members_ask_of_their_own_affairs_needs_more_than_a_word_met_by_chance() -> None:
    guide = shelve(document("The screen shows the tide.", "It rains.", "A dog sleeps."))
    assert (await answer(guide, "what does the screen show?")).outcome is Outcome.ANSWERED
    assert (await answer(guide, "how do I repair my screen?")).outcome is not Outcome.ANSWERED


async def test_whom_all_of_a_library_is_about_need_not_be_named_in_each_passage() -> None:
    told = [f"Ghent keeps a garden number {n}." for n in range(6)]
    town = shelve(document(*told, "The choir won a silver prize.", "It rains in Lyon."))
    question = "which prize did the choir of {} win?"
    assert (await answer(town, question.format("Ghent"))).outcome is Outcome.ANSWERED
    assert (await answer(town, question.format("Lyon"))).outcome is Outcome.PARTIAL


@pytest.mark.parametrize(
    "question",
    [
        "which prize did the choir win?",
        "I sing in Ghent. Which prize did the choir win?",  # said by the way
        "name 3 things the choir won",  # three are wanted, none is spoken of
        "how many singers won the prize?",
    ],
)
async def test_only_what_is_asked_about_must_be_there(question: str) -> None:
    town = shelve(document("The choir won a silver prize with 40 singers.", "It rains."))
    assert (await answer(town, question)).outcome is Outcome.ANSWERED


async def test_where_nouns_have_capitals_a_capital_makes_no_name() -> None:
    question = "wann gewann der chor in der Halle den Preis mit den Tenören"
    said = "Der Chor gewann den Preis."
    german, plain = document(said, language="de"), document(said)
    found = await shelve(german).index.search(question, limit=1)
    assert not any(term.needed for term in found.terms)
    found = await shelve(plain).index.search(question, limit=1)
    assert [term.text for term in found.terms if term.needed] == ["Halle", "Preis", "Tenören"]


async def test_a_word_of_the_title_still_tells_passages_apart() -> None:
    almanac = document(
        "# The beekeepers' almanac",
        "Spring begins with cleaning.",
        "Beekeepers meet on Mondays.",
        "Honey is sold in May.",
        "Wax is kept for candles.",
    )
    given = await answer(shelve(almanac), "when do the beekeepers meet?")
    assert given.quote == "Beekeepers meet on Mondays."
    (term, _) = (await shelve(almanac).index.search("beekeepers meet", limit=1)).terms
    assert term.weight > 0.3


async def test_a_synonym_answers_where_it_is_a_good_part_of_the_question() -> None:
    guide = shelve(document("Members may resign at any time.", "The hut is cold."))
    assert (await answer(guide, "quit")).quote == "Members may resign at any time."
    given = await answer(guide, "did the famous painter quit smoking?")
    assert given.quote is None


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("how close are the members to the chair?", Outcome.ANSWERED),
        ("how old are the members of the choir?", Outcome.PARTIAL),
        ("how many singers has the choir from its sponsors?", Outcome.ANSWERED),
        ("which singers has the choir from its sponsors?", Outcome.PARTIAL),
    ],
)
async def test_only_the_fact_that_is_asked_for_must_be_told(
    question: str, outcome: Outcome
) -> None:
    town = shelve(
        document("The choir has 40 singers.", "Members of the choir admire the chair.", "It rains.")
    )
    assert (await answer(town, question)).outcome is outcome


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("how much money has the choir from its sponsors?", Outcome.ANSWERED),
        ("how much did the choir pay?", Outcome.PARTIAL),  # nothing is counted but what is asked
    ],
)
async def test_from_whom_an_amount_comes_need_not_be_told(question: str, outcome: Outcome) -> None:
    town = shelve(document("The choir has 300 coins of money.", "A dog sleeps.", "It rains."))
    assert (await answer(town, question)).outcome is outcome


async def test_the_number_in_a_name_is_no_number() -> None:
    guide = shelve(
        document("01.AI has offices.", "They met 01.AI and GPT-4o users."),
        entries=(lab("zero-one", "01.AI"),),
    )
    given = await answer(guide, "how many offices has 01.AI?")
    assert given.outcome is Outcome.PARTIAL


async def test_another_subject_is_not_covered_and_the_nearest_are_offered(
    library: Snapshot,
) -> None:
    given = await answer(library, "who won the ice hockey championship?")
    assert given.outcome is Outcome.NOT_COVERED
    assert given.citations == ()
    assert {"hockey", "championship"} <= set(given.missing)
    assert given.suggestions


@pytest.mark.parametrize("question", ["", "🙂🙂", "???", "what is it?"])
async def test_nothing_to_look_up_is_invalid(library: Snapshot, question: str) -> None:
    given = await answer(library, question)
    assert given.outcome is Outcome.INVALID
    assert (given.citations, given.missing, given.quote) == ((), (), None)


async def test_an_empty_library_answers_nothing_but_still_answers() -> None:
    given = await answer(shelve(), "what does Unitree build?")
    assert given.outcome is Outcome.NOT_COVERED
    assert given.suggestions == ()


async def test_a_correction_is_shown(library: Snapshot) -> None:
    given = await answer(library, "what does unitry build")
    assert given.corrections == (("unitry", "unitree"),)


async def test_a_passage_that_is_not_in_its_document_is_never_quoted(library: Snapshot) -> None:
    document_ = library.documents["notes.md"]
    tampered = dataclasses.replace(document_, text=document_.text.replace("four legs", "five"))
    broken = dataclasses.replace(library, documents={"notes.md": tampered})
    with pytest.raises(LibraryError, match="no longer matches"):
        await answer(broken, "what does Unitree build?")


async def test_all_about_an_entry(library: Snapshot) -> None:
    citations = await about(library, MOONSHOT)
    assert [c.n for c in citations] == [1, 2]
    assert {c.section for c in citations} == {"Labs", "Money"}


async def test_a_dialogue_carries_its_subject(library: Snapshot) -> None:
    memory = DialogueMemory()
    await memory.answer(library, "ada", "what does Moonshot make?")
    funding = await memory.answer(library, "ada", "and its funding?")
    assert "Funding was raised" in (funding.quote or "")
    assert funding.carried == "Moonshot AI"
    other = await memory.answer(library, "ada", "and Unitree?")
    assert other.carried is None
    assert other.entities == (UNITREE,)
    assert (await memory.answer(library, "bob", "and its funding?")).carried is None


async def test_a_subject_is_forgotten_after_a_while(library: Snapshot) -> None:
    now = 0.0
    memory = DialogueMemory(clock=lambda: now)
    await memory.answer(library, "ada", "what does Moonshot make?")
    now = 3600.0
    assert (await memory.answer(library, "ada", "and its funding?")).carried is None


async def test_a_dialogue_given_whole(library: Snapshot) -> None:
    given = await answer_dialogue(library, ["tell me about Kimi", "how many tokens does it read?"])
    assert given.quote == "Kimi reads 2 million tokens."
    with pytest.raises(ValueError, match="at least one"):
        await answer_dialogue(library, [])


async def test_words_met_by_chance_in_a_large_library_are_no_answer() -> None:
    animals = ("otter", "heron", "badger", "lynx", "marmot", "stork", "adder", "newt")
    places = ("mill", "quarry", "chapel", "orchard", "ferry", "barn", "bridge", "weir")
    seasons = ("spring", "summer", "autumn", "winter", "frost", "flood", "thaw", "drought")
    notes = [
        f"The {animal} was counted at the {place} after the {season}."
        for animal in animals
        for place in places
        for season in seasons
    ]
    rumor = "A landlord by the mill spoke of a heating bill and of a quarrel with his son."
    large = shelve(document(*notes, rumor))
    given = await answer(large, "which landlord must repair broken heating pipes within two weeks")
    assert given.quote is None
    counted = await answer(large, "was the otter counted at the weir after the thaw")
    assert counted.quote == "The otter was counted at the weir after the thaw."
