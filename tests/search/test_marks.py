"""Wherever a sentence holds an answer, its marks say that it may."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from shelf import document, shelve

from bot.core.catalog import Catalog
from bot.core.model import Passage
from bot.core.passages import sentence_spans
from bot.search import expectation
from bot.search.analysis import Analyzer
from bot.search.bulk import scan
from bot.search.expectation import MARKS, Expected, holds
from bot.search.pieces import Numbers, PieceBook
from bot.search.sentences import ends_of, marks_of

PIECES = st.sampled_from(
    "two|Dozen|two's|7|1,000|GPT-4|5k|3rd|x2|37.5%|五十|%|三月|于2019年|１２|May|in May|mid-May's|"
    "January's|ago|AD 860|430 BC|BCE|5:30|12am|a.m.|1066|1340s|years later|Later|the|"
    "Jean-luc|Picard|O'Brien|D’Arcy|de|Éva|Ann_B|(Bob|Zoë-Lu|U.S.|Dr.|X.|é|_|.|\n|。|, |' ".split(
        "|"
    )
)
WORDS = st.sampled_from([*expectation._NUMBER_WORDS.split(), *expectation._DATE_WORDS.split()])
TEXTS = st.lists(st.lists(PIECES | WORDS).map(" ".join) | st.lists(PIECES).map("".join) | st.text())


def passages(texts: list[str]) -> list[Passage]:
    kept = [text.strip() for text in texts if text.strip()]
    return [
        Passage(f"id{at}", "document", at + 1, 0, len(text), text, (), sentence_spans(text))
        for at, text in enumerate(kept)
    ]


def marked(row: list[Passage], language: str = "en") -> list[tuple[str, int]]:
    """Each sentence, and its marks."""
    book = PieceBook(Analyzer(Catalog(), [language]), language, Numbers(), Numbers())
    scanned = scan([passage.text for passage in row], book)
    marks = marks_of(row, *ends_of(row), scanned).tolist()
    texts = [p.text[start:end] for p in row for start, end in p.sentences]
    return list(zip(texts, marks, strict=True))


@given(TEXTS)
@example(["Jean-luc Picard", "x. Ann", "Bob came"])
@example(["Ann Bee said “no”"])
@example(["9" * 2001 + "5"])
@example(["word" * 499 + "abc 12 x"])
@example(["一" * 2000 + "年" + "x" * 3000])
def test_no_answer_is_missed(texts: list[str]) -> None:
    for sentence, marks in marked(passages(texts)):
        for kind, mark in MARKS.items():
            assert marks & mark or not holds(kind, sentence), (kind, sentence)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Es sind vierzehn Boote."),
        ("de", "Die Hälfte kam im März, Käthe von Özdemir nicht."),
        ("de", "Um acht Uhr."),
        ("es", "Tiene treinta voces y lo fundó Óscar de la Peña."),
        ("es", "Cada otoño, los sábados."),
    ],
)
def test_none_is_missed_in_another_language(language: str, text: str) -> None:
    for sentence, marks in marked(passages([text]), language):
        for kind, mark in MARKS.items():
            assert marks & mark or not holds(kind, sentence, language), (kind, sentence)


@pytest.mark.parametrize("kind", Expected)
def test_most_sentences_are_known_to_hold_none(kind: Expected) -> None:
    ((_, marks),) = marked(passages(["The mill has a wheel, and Ann sees that it turns at night."]))
    assert not marks & MARKS[kind]


def test_a_sentence_with_the_answer_is_preferred_to_one_that_holds_as_much() -> None:
    mill = shelve(document("The mill has wheels that turn. Later on the mill has 12 wheels."))
    found = asyncio.run(mill.index.search("how many wheels has the mill?", limit=1)).hits[0]
    assert found.fits
    assert found.passage.text[slice(*found.sentence)] == "Later on the mill has 12 wheels."
