"""German and Spanish documents are searched in their own language, beside others or alone."""

from __future__ import annotations

import pytest
from shelf import document, lab, shelve

from bot.core.answering import answer
from bot.core.model import Document
from bot.core.questions import Outcome
from bot.core.snapshot import Snapshot

GERMAN = (
    "Der Ruderverein wurde 1921 von der Fischerin Tilda Grabow gegründet.",
    "Der Verein zählt 1.200 Mitglieder und besitzt vierzehn Boote.",
    "Das neue Bootshaus hat 1,5 Mio. Euro gekostet.",
    "Bei Sturm bleiben die Boote im Haus, weil die Wellen über den Steg schlagen.",
    "Frau Özdemir lief früher Marathon und trainiert heute die Jugend.",
)
SPANISH = (
    "La hermana Consuelo Ibarra fundó el coro en 1988.",
    "El coro tiene treinta voces y ensaya los jueves en la capilla.",
    "El órgano costó 20 mil euros y se afina cada otoño.",
    "Cuando hace frío, los niños cantan con bufanda.",
)
ENGLISH = (
    "The allotments were dug in 1950 by miners.",
    "There are 60 plots, and a shed with tools.",
    "When it rains, the gate is closed.",
)


def library(*documents: Document) -> Snapshot:
    return shelve(*documents, entries=(lab("club", "Ruderverein", "Ruderklub"),))


@pytest.fixture(scope="module")
def mixed() -> Snapshot:
    return library(
        document(*GERMAN, name="rudern.md", language="de"),
        document(*SPANISH, name="coro.md", language="es"),
        document(*ENGLISH, name="garden.md"),
    )


ASKED = [
    ("Wer hat den Ruderverein gegründet?", "Tilda Grabow"),
    ("wer gruendete den ruderklub", "Tilda Grabow"),
    ("Wie viele Mitglieder hat der Verein?", "1.200"),
    ("Läuft Frau Oezdemir Marathon?", "Özdemir"),
    ("mitgleider", "1.200"),
    ("Wer hat den Ruderverein ins Leben gerufen?", "Tilda Grabow"),
    ("was hat 1.500.000 euro gekostet", "1,5 Mio. Euro"),
    ("kann mir jemand sagen wie viele boote ihr habt?", "vierzehn"),
    ("¿Quién fundó el coro?", "Consuelo"),
    ("quien fundo el coro", "Consuelo"),
    ("cuantas voces tiene el coro", "treinta"),
    ("cuánto costó el órgano", "20 mil"),
    ("que costo 20.000 euros", "20 mil"),
    ("quien es la fundadora del coro", "Consuelo"),
    ("when is the gate closed", "gate is closed"),
    ("who dug the allotments", "miners"),
    ("how many plots are there", "60 plots"),
]


@pytest.mark.parametrize(("question", "told"), ASKED)
async def test_a_question_is_answered_in_the_language_it_is_asked_in(
    mixed: Snapshot, question: str, told: str
) -> None:
    given = await answer(mixed, question)
    assert given.outcome is Outcome.ANSWERED
    assert given.quote is not None
    assert told in given.quote


@pytest.mark.parametrize(("question", "told"), ASKED[:8])
async def test_so_it_is_where_all_documents_are_in_that_language(question: str, told: str) -> None:
    given = await answer(library(document(*GERMAN, language="de-CH")), question)
    assert given.quote is not None
    assert told in given.quote


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Weiß jemand, ob es bei euch ein Bootshaus gibt?", ["Bootshaus"]),
        ("hallo zusammen, wann ist denn das training", ["training"]),
        ("¿Alguien sabe si el coro ensaya en la capilla?", ["coro", "ensaya", "capilla"]),
        ("hola, una duda: cuéntame algo sobre el órgano", ["órgano"]),
        ("do you know whether there is a shed", ["shed"]),
    ],
)
async def test_function_words_and_ways_of_asking_are_not_looked_up(
    mixed: Snapshot, question: str, terms: list[str]
) -> None:
    assert [term.text for term in (await mixed.index.search(question, limit=1)).terms] == terms


@pytest.mark.parametrize("question", ["„die Boote im Haus“", "«cantan con bufanda»"])
async def test_phrases_are_found_as_they_stand(mixed: Snapshot, question: str) -> None:
    found = await mixed.index.search(question, limit=5)
    assert [question.strip("«»„“") in hit.passage.text for hit in found.hits] == [True]
    other = await mixed.index.search("„Boote die im Haus“", limit=5)
    assert not other.hits


async def test_names_are_found_in_any_inflection_of_the_documents_language() -> None:
    told = document("Die Satzung des Ruderklubs liegt aus.", language="de")
    found = await library(told).index.search("Ruderverein", limit=1)
    assert [hit.passage.text for hit in found.hits] == ["Die Satzung des Ruderklubs liegt aus."]


async def test_a_word_finds_no_other_word_of_another_language() -> None:
    """In German "Meta" has the stem of "Metern", and "Router" that of an English route."""
    german = document("Der Mast ist drei Meter hoch.", name="boot.md", language="de")
    both = shelve(german, document(*ENGLISH, "The route runs along the lake.", name="garden.md"))
    assert not (await both.index.search("who works for Meta", limit=5)).hits
    assert not (await both.index.search("wie setze ich meinen Router zurück", limit=5)).hits


async def test_a_word_that_is_written_in_another_language_is_found_there(mixed: Snapshot) -> None:
    found = await mixed.index.search("who is Tilda Grabow", limit=1)
    assert "Fischerin" in found.hits[0].passage.text
    found = await mixed.index.search("wer wohnt in den allotments", limit=1)
    assert "allotments" in found.hits[0].passage.text


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Bootshaus", "de"),
        ("bootshaus", "de"),
        ("miteglieder", "de"),  # a mistake for a word of the German document
        ("órgano", "es"),
        ("ensya", "es"),
        ("allotment", "en"),
        ("Marathon", "de"),  # any: most passages are in German
        ("船", "en"),  # with Chinese
        ("what was the shed", "en"),
        ("was war der Steg", "de"),
    ],
)
async def test_the_language_of_a_question_is_told_by_what_is_in_it(
    mixed: Snapshot, question: str, language: str
) -> None:
    assert (await mixed.index.search(question, limit=1)).language == language


async def test_a_mistake_is_mended_toward_words_of_its_own_language(mixed: Snapshot) -> None:
    found = await mixed.index.search("¿quién cuida los shedd?", limit=1)  # a shed is English
    assert [term.searched_as for term in found.terms] == [None, None]


async def test_a_language_nobody_writes_in_is_not_asked_in() -> None:
    english = shelve(document(*ENGLISH))
    found = await english.index.search("wie viele plots hat der shed", limit=1)
    assert [term.text for term in found.terms if not term.known] == [
        "wie", "viele", "hat", "der",
    ]  # fmt: skip
