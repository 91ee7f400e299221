"""German compounds and verbs with their prefix behind them are found by what they are made of."""

from __future__ import annotations

import pytest
from shelf import document, shelve

from bot.core.answering import answer
from bot.core.questions import Outcome
from bot.search.compounds import HEAD, PARTS, WITHIN, Compounds
from bot.search.words import stem

WORDS = "helligkeitsmessungen jahresbeitrag mitglieder hochhauser dach tomate".split()
TERMS = {stem(word, "de") for word in WORDS}


@pytest.fixture
def compounds() -> Compounds:
    return Compounds(WORDS, lambda term: int(term in TERMS))


@pytest.mark.parametrize(
    ("asked", "forms"),
    [
        ("messung", [(("helligkeitsmessungen",), WITHIN)]),
        ("beitrag", [(("jahresbeitrag",), WITHIN)]),
        ("haus", [(("hochhaus",), WITHIN)]),
        ("kuppeldach", [(("dach",), HEAD)]),
        ("mitgliederdach", [(("mitglied", "dach"), PARTS), (("dach",), HEAD)]),
        ("mate", []),  # "To" is no word
        ("dach", []),
        ("xqzdach", []),
    ],
)
def test_what_holds_a_word_beside_itself(
    compounds: Compounds, asked: str, forms: list[tuple[tuple[str, ...], float]]
) -> None:
    found = [(form.terms, form.weight) for form in compounds.forms(asked)]
    assert found == [(tuple(stem(word, "de") for word in words), worth) for words, worth in forms]


def test_the_commonest_come_first_and_few_of_them() -> None:
    words = [f"{first}haus" for first in "kauf hoch kranken rat schul gast land wohn treib".split()]
    held = {stem(word, "de"): at + 1 for at, word in enumerate(words)}
    found = Compounds(words, lambda term: held.get(term, 0)).forms("haus")
    assert [form.shown for form in found] == list(reversed(words))[:8]


GERMAN = document(
    "Die Fenster dürfen nur zweimal im Jahr abgewischt werden.",
    "Der Jahresbeitrag liegt bei 48 Euro.",
    "Das Tor wird um acht Uhr aufgeschlossen.",
    "Im Keller stehen alte Fahrräder.",
    language="de",
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Wie oft wischt ihr die Fenster ab?", "abgewischt"),
        ("wann schliesst ihr das tor auf", "aufgeschlossen"),
        ("um wieviel Uhr ist das Tor aufzuschließen?", "aufgeschlossen"),
        ("Wie hoch ist der Beitrag?", "Jahresbeitrag"),
        ("wo stehen die rostfahrräder", "Fahrräder"),
    ],
)
async def test_they_are_found_in_a_document(question: str, told: str) -> None:
    given = await answer(shelve(GERMAN), question)
    assert given.outcome in {Outcome.ANSWERED, Outcome.PARTIAL}
    assert told in given.citations[0].passage.text
    assert not given.corrections


async def test_a_preposition_within_the_sentence_is_no_prefix() -> None:
    found = await shelve(GERMAN).index.explain("wischt ihr ab Montag die Tische", limit=1)
    assert [
        form.terms
        for term in found.terms
        for form in term.forms
        if stem("abwischen", "de") in form.terms
    ] == []
