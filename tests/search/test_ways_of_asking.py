"""However chatty a member is, only what they ask about is looked up."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from shelf import document, lab, shelve, theme

from bot.core.answering import answer
from bot.core.questions import Outcome
from bot.core.snapshot import Snapshot
from bot.search.folding import normalize
from bot.search.lexicon import importance
from bot.search.saying import trust
from bot.search.words import words

ASKING = tomllib.loads((files("bot.search") / "lexicons" / "asking.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def library() -> Snapshot:
    return shelve(
        document(
            "The ferry to the island takes forty minutes.",
            "Unitree builds robots that walk on four legs.",
            "Whoever was found asleep on duty paid a fine.",
            "A good harbor keeps the boats together.",
        ),
        entries=(lab("unitree", "Unitree", "宇树"),),
    )


async def looked_up(library: Snapshot, question: str) -> list[str]:
    return [term.text for term in (await library.index.search(question, limit=1)).terms]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("do you know whether the ferry runs", ["ferry", "runs"]),
        ("is it true that the ferry sank", ["ferry", "sank"]),
        ("ok so what's the deal with the ferry lol", ["ferry"]),
        ("heyyy, hmmm, the ferry!!", ["ferry"]),
        ("hey bot, hope you had a nice weekend! the ferry?", ["ferry"]),
        ("tbh the FERRYYYY", ["FERRYYYY"]),
        ("宇树会去吗", ["宇树"]),
        ("请问一下，宇树是做什么的？谢谢", ["宇树"]),
    ],
)
async def test_what_only_asks_is_not_looked_up(
    library: Snapshot, question: str, asked: list[str]
) -> None:
    assert await looked_up(library, question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "lol ok whatever",
        "hello there!",
        "你好，谢谢",
        "what's 2 + 2?",
        "@everyone",
        "hello world",
    ],
)
async def test_a_message_of_nothing_else_asks_nothing(library: Snapshot, question: str) -> None:
    assert (await answer(library, question)).outcome is Outcome.INVALID


async def test_a_word_of_chatter_is_looked_up_where_a_document_holds_it() -> None:
    zoo = shelve(document("The zoo keeps a dodo called Buddy."))
    assert await looked_up(zoo, "buddy") == ["buddy"]


async def test_a_word_that_says_little_is_no_reason_to_decline(library: Snapshot) -> None:
    light, ferry = (await library.index.search("somehow ferry", limit=1)).terms
    assert (light.known, ferry.known) == (False, True)
    assert light.weight < ferry.weight
    assert (await answer(library, "somehow the ferry")).outcome is Outcome.ANSWERED


async def test_what_members_say_of_themselves_is_said_by_the_way(library: Snapshot) -> None:
    question = "Hi, I am a student from Brazil. How long does the ferry take?"
    terms = {t.text: t for t in (await library.index.search(question, limit=1)).terms}
    assert terms["Brazil"].weight < terms["ferry"].weight
    assert (await answer(library, question)).outcome is Outcome.ANSWERED
    asked = (await library.index.search("Is my ferry from Brazil?", limit=1)).terms
    assert {t.text: t.weight for t in asked}["Brazil"] > 0.5


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How long is the ferry? Need one line for a slide.", "ferry"),  # nothing that is there
        ("I sit in a train: how long is the ferry?", "ferry"),
        ("I collect all on the harbor. What does it say?", "harbor"),  # the question asks nothing
        ("The harbor: does it keep boats?", "harbor"),
        ("See the harbor! Is there a ferry in Andorra?", "Andorra"),
    ],
)
async def test_what_is_asked_weighs_most(library: Snapshot, question: str, asked: str) -> None:
    terms = {t.text: t.weight for t in (await library.index.search(question, limit=1)).terms}
    aside = {word: w for word, w in terms.items() if word in {"slide", "line", "train"}}
    assert terms[asked] > 0.2
    assert all(terms[asked] > weight for weight in aside.values())


async def test_whom_a_question_excepts_it_is_not_about() -> None:
    makers = shelve(
        document("Unitree builds robots.", "Festo builds robots, too.", "It rains."),
        entries=(lab("unitree", "Unitree"), lab("festo", "Festo")),
    )
    given = await answer(makers, "who builds robots besides Unitree?")
    assert given.outcome is Outcome.ANSWERED
    found = await makers.index.search("robots apart from Unitree", limit=1)
    assert found.entries == ()


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("As an investor, should I take the ferry?", True),
        ("hi, I'm an investor, should I take the ferry?", True),
        ("Hi! As the owner of a dog, may I take the ferry?", False),  # not as anybody
        ("Is the ferry used as an investor, or as a toy?", False),
    ],
)
async def test_as_whom_members_ask_is_no_fact_that_must_be_told(
    library: Snapshot, question: str, *, role: bool
) -> None:
    terms = {t.text: t for t in (await library.index.search(question, limit=1)).terms}
    told = terms.get("investor") or terms["owner"]
    assert told.attribute is not role


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Name two harbors", ["two", "harbors"]),
        ("please list the harbors", ["harbors"]),
        ("state the number of harbors", ["harbors"]),
        ("how do they list harbors?", ["list", "harbors"]),
        ("explain", ["explain"]),
    ],
)
async def test_an_order_is_no_part_of_what_is_asked(
    library: Snapshot, question: str, asked: list[str]
) -> None:
    assert await looked_up(library, question) == asked


async def test_a_lab_may_be_called_as_an_order_is() -> None:
    makers = shelve(document("Outline makes boats."), entries=(lab("outline", "Outline"),))
    assert await looked_up(makers, "Outline boats") == ["Outline", "boats"]


async def test_a_theme_of_two_words_is_no_fact_by_one_of_them() -> None:
    entries = (theme("costs", "Inference costs"), theme("funding", "Funding"))
    talk = shelve(document("Inference costs fell.", "Nobody spoke of funding."), entries=entries)
    terms = (await talk.index.search("inference costs and funding", limit=1)).terms
    assert [term.text for term in terms if term.attribute] == ["funding"]


async def test_how_long_is_told_in_days() -> None:
    guide = shelve(document("The context is long in 2 models.", "The trip took 10 days."))
    assert (await answer(guide, "how long did it take?")).quote == "The trip took 10 days."


async def test_a_verb_is_found_though_its_particle_stands_apart() -> None:
    club = shelve(document("Anna organized the summer fair.", "The tour begins at noon."))
    for question in ("who put together the fair", "who put the whole fair together"):
        assert (await answer(club, question)).quote == "Anna organized the summer fair."


async def test_a_figure_of_speech_is_taken_for_what_it_means() -> None:
    club = shelve(document("Boasting is frowned upon.", "A trumpet hangs on the wall."))
    given = await answer(club, "do they like to blow their own trumpet?")
    assert given.quote == "Boasting is frowned upon."


async def test_a_mistake_is_mended_though_its_stem_is_a_word(library: Snapshot) -> None:
    bridge = shelve(document("Hugging is welcome here.", "A huge bridge."))
    (term,) = (await bridge.index.search("huging", limit=1)).terms
    assert term.searched_as == "hugging"


async def test_a_name_counts_more_than_its_rarity(library: Snapshot) -> None:
    small, name = (await library.index.search("ferry Andorra", limit=1)).terms
    _, lower = (await library.index.search("ferry andorra", limit=1)).terms
    assert name.weight > lower.weight
    assert small.weight < name.weight


async def test_found_is_no_founder(library: Snapshot) -> None:
    terms = (await library.index.search("where can the ferry be found?", limit=1)).terms
    assert not any(term.attribute for term in terms)
    founded = (await library.index.search("when was Unitree founded?", limit=1)).terms
    assert [term.text for term in founded if term.attribute] == ["founded"]


def test_the_larger_a_library_the_less_it_asks_english_what_a_word_says() -> None:
    assert trust(0) == trust(30) == trust(100) == 1.0
    assert 1.0 > trust(1_000) > trust(20_000) > trust(100_000) == pytest.approx(trust(10**7))
    assert importance("go") ** trust(100_000) > importance("go")


def test_an_inflected_word_is_as_common_as_the_word() -> None:
    assert importance("goes") == importance("go") < importance("funding")
    assert importance("stopped") == pytest.approx(importance("stop"))
    assert importance("churches") <= importance("church")
    assert importance("bees") > importance("be")
    assert importance("toes") > importance("to")


@pytest.mark.parametrize("name", ["chatter", "light"])
def test_single_words_are_written_as_they_are_looked_up(name: str) -> None:
    listed = ASKING[name].split()
    assert len(listed) == len(set(listed)), sorted(w for w in listed if listed.count(w) > 1)
    assert [word for word in listed if normalize(word) != word] == []


def test_frames_are_phrases_and_stand_once() -> None:
    frames = ASKING["frames"]
    assert len(frames) == len(set(frames))
    assert [frame for frame in frames if len(list(words(frame))) < 2] == []
