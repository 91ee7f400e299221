"""What kind of answer German and Spanish questions ask for, and what holds one."""

from __future__ import annotations

import pytest

from bot.search.expectation import Expected, Wanted, expected, holds, particular, wanted


@pytest.mark.parametrize(
    ("language", "question", "kind"),
    [
        ("de", "Wie viele Mitglieder hat der Verein?", Expected.NUMBER),
        ("de", "wieviel kostet das", Expected.NUMBER),
        ("de", "wie hoch ist der Turm", Expected.DEGREE),
        ("de", "Wann wurde der Turm gebaut?", Expected.DATE),
        ("de", "wann gruendete sie den verein", Expected.DATE),
        ("de", "um wie viel Uhr geht es los", Expected.DATE),
        ("de", "wann bleibt der Turm zu", None),
        ("de", "wann sollte man gehen", None),
        ("de", "Wem gehört der Turm?", Expected.PERSON),
        ("de", "was ist ein Turm", None),
        ("es", "¿Cuántos socios tiene?", Expected.NUMBER),
        ("es", "en cuanto a los socios", None),
        ("es", "numero de telefono", None),
        ("es", "qué altura tiene la torre", Expected.DEGREE),
        ("es", "¿Y cuándo se fundó?", Expected.DATE),
        ("es", "qué pasa cuando se va la luz", None),
        ("es", "en que año nacio", Expected.DATE),
        ("es", "¿De quién es la torre?", Expected.PERSON),
    ],
)
def test_the_kind_of_answer_asked_for(language: str, question: str, kind: Expected | None) -> None:
    assert expected(question, language) is kind
    assert wanted(question, language) == (Wanted(kind, language) if kind else None)


@pytest.mark.parametrize(
    ("language", "kind", "text", "there"),
    [
        ("de", Expected.NUMBER, "Dort liegen vierzehn Boote.", True),
        ("de", Expected.NUMBER, "Die Hälfte kam.", True),
        ("de", Expected.NUMBER, "Dort liegen Boote.", False),
        ("de", Expected.DEGREE, "Er ist 12 Meter hoch.", True),
        ("de", Expected.DATE, "Im Frühjahr beginnt es.", True),
        ("de", Expected.DATE, "Um 20 Uhr beginnt es.", True),
        ("de", Expected.DATE, "Bei Sturm beginnt es nicht.", False),
        ("de", Expected.PERSON, "Gegründet hat ihn Käthe Özdemir.", True),
        ("de", Expected.PERSON, "Gegründet hat ihn ein Fischer.", False),
        ("es", Expected.NUMBER, "Tiene treinta voces.", True),
        ("es", Expected.NUMBER, "Tiene voces.", False),
        ("es", Expected.DATE, "Se afina cada otoño.", True),
        ("es", Expected.DATE, "Se afina despacio.", False),
        ("es", Expected.PERSON, "Lo fundó Óscar de la Peña.", True),
    ],
)
def test_what_holds_an_answer(language: str, kind: Expected, text: str, *, there: bool) -> None:
    assert holds(kind, text, language) is there
    assert Wanted(kind, language).held_by(text) is there


def test_words_of_one_language_are_no_marks_in_another() -> None:
    assert not holds(Expected.NUMBER, "It is acht and once.")
    assert holds(Expected.NUMBER, "It has three masts.", "de")  # a document may be in English


def test_one_of_several_is_asked_for() -> None:
    assert particular("Welche Farbe hat er?", wanted("Welche Farbe hat er?", "de"), "de")
    assert particular("¿Cuál es su nombre?", wanted("¿Cuál es su nombre?", "es"), "es")
    assert not particular("Erzähl vom Turm", wanted("Erzähl vom Turm", "de"), "de")
