"""What a dialogue is about: carried where a question needs it, left alone where not."""

from __future__ import annotations

import pytest
from shelf import document, lab, shelve, theme

from bot.core import dialogue
from bot.core.dialogue import DialogueMemory, take_turn
from bot.core.model import Document
from bot.core.questions import Outcome
from bot.core.snapshot import Snapshot

MOONSHOT = lab("moonshot", "Moonshot AI", "Moonshot", "Kimi")
XIAOMI = lab("xiaomi", "Xiaomi")


@pytest.fixture(scope="module")
def library() -> Snapshot:
    return shelve(
        document(
            "# Notes from the tour",
            "Moonshot AI makes Kimi. Kimi reads 2 million tokens.",
            "Xiaomi makes phones and cars.",
            "Many labs build robots that walk.",
            "Funding was raised by Moonshot AI in spring.",
            "Xiaomi needs no funding, for it sells appliances.",
        ),
        entries=(MOONSHOT, XIAOMI, theme("funding", "Funding", "raised")),
    )


@pytest.mark.parametrize(
    "question",
    ["and its funding?", "how about funding", "which tokens does it read", "tell me more"],
)
async def test_what_refers_back_means_the_subject(library: Snapshot, question: str) -> None:
    turn = await take_turn(library, question, "Moonshot AI")
    assert turn.answer.carried == "Moonshot AI"
    assert turn.answer.question == question
    assert turn.subject == "Moonshot AI"


GERMAN = document(
    "Der Leuchtturm hat 84 Stufen. Die Fähre kostet acht Euro.",
    "Der Leuchtturm wurde 1931 gebaut.",
    "Die Bücherei öffnet um zehn Uhr.",
    language="de",
)
SPANISH = document(
    "El faro tiene 84 escalones. El barco cuesta ocho euros.",
    "El faro se construyó en 1931.",
    "La biblioteca abre a las diez.",
    language="es",
)
PLACES = (lab("tower", "Leuchtturm", "faro"), lab("books", "Bücherei", "biblioteca"))


@pytest.mark.parametrize(
    ("places", "question", "carried"),
    [
        (GERMAN, "und wann wurde er gebaut?", True),
        (GERMAN, "wie viele Stufen hat er?", True),
        (GERMAN, "mehr dazu", True),
        (GERMAN, "was kostet die Fähre?", False),
        (GERMAN, "und die Bücherei?", False),
        (SPANISH, "¿y cuándo se construyó?", True),
        (SPANISH, "¿cuántos escalones hay allí?", True),
        (SPANISH, "cuántos son sus escalones", True),
        (SPANISH, "cuánto cuesta el barco", False),
    ],
)
async def test_what_refers_back_is_told_in_the_language_of_the_question(
    places: Document, question: str, *, carried: bool
) -> None:
    turn = await take_turn(shelve(places, entries=PLACES), question, "Leuchtturm")
    assert (turn.answer.carried is not None) is carried
    assert turn.answer.outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    "question",
    ["are there labs that build robots?", "who is the one that makes phones?", "and Xiaomi?"],
)
async def test_what_stands_for_itself_is_left_alone(library: Snapshot, question: str) -> None:
    turn = await take_turn(library, question, "Moonshot AI")
    assert turn.answer.carried is None
    assert turn.answer.outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    "question", ["who won the world cup in football?", "who owns the stadium?"]
)
async def test_a_whole_question_on_something_else_is_not_about_the_subject(
    library: Snapshot, question: str
) -> None:
    turn = await take_turn(library, question, "Moonshot AI")
    assert turn.answer.carried is None
    assert turn.answer.outcome is Outcome.NOT_COVERED


async def test_a_word_or_two_are_about_the_subject(library: Snapshot) -> None:
    turn = await take_turn(library, "head office?", "Moonshot AI")
    assert turn.answer.carried == "Moonshot AI"
    assert turn.answer.outcome is Outcome.PARTIAL


@pytest.mark.parametrize("question", ["thanks!", "🙂", "???"])
async def test_what_asks_nothing_gets_no_answer_about_the_subject(
    library: Snapshot, question: str
) -> None:
    turn = await take_turn(library, question, "Moonshot AI")
    assert turn.answer.outcome is Outcome.INVALID
    assert turn.subject == "Moonshot AI"


async def test_the_lab_an_answer_names_becomes_the_subject(library: Snapshot) -> None:
    first = await take_turn(library, "who makes phones?", None)
    assert first.subject == "Xiaomi"
    then = await take_turn(library, "and its funding?", first.subject)
    assert "needs no funding" in (then.answer.quote or "")


async def test_a_turn_is_the_same_whenever_it_is_taken_again(library: Snapshot) -> None:
    for question in ("and its funding?", "who makes phones?", "thanks!", "head office?"):
        told = await take_turn(library, question, "Moonshot AI")
        again = await take_turn(library, question, told.answer.carried)
        assert again.answer == told.answer


async def test_of_many_dialogues_the_longest_unused_is_forgotten_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dialogue, "REMEMBERED_MEMBERS", 2)
    memory = DialogueMemory()
    for key in ("ada", "ben", "ada", "cyd"):
        memory.remember(key, f"of {key}")
    assert [memory.recall(key) for key in ("ada", "ben", "cyd")] == ["of ada", None, "of cyd"]


async def test_what_has_expired_takes_no_room() -> None:
    now = 0.0
    memory = DialogueMemory(clock=lambda: now)
    memory.remember("ada", "Kimi")
    now = dialogue.REMEMBERED_S - 1
    assert memory.recall("ada") == "Kimi"
    memory.remember("ben", "Xiaomi")
    now = dialogue.REMEMBERED_S + 1
    assert memory.recall("ada") is None
    memory.remember("cyd", "Kimi")
    assert len(memory) == 2
    memory.remember("cyd", None)
    assert memory.recall("cyd") is None
