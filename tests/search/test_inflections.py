"""Forms of one word meet in one term, however irregular, in German and Spanish."""

from __future__ import annotations

import pytest

from bot.search.folding import normalize, spellings
from bot.search.words import stem


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("de", "bauen baut baute gebaut gebaute gebauten"),
        ("de", "gründen gründete gegründet gegruendet gegrundet"),
        ("de", "einbauen eingebaut"),
        ("de", "laufen läuft laeuft lief gelaufen"),
        ("de", "schließen schließt geschlossen"),
        ("de", "reist gereist gereiste"),
        ("de", "gewinnen gewinnt gewann gewonnen"),
        ("de", "Haus Häuser haeuser Hausern"),
        ("de", "Straße Straßen strasse"),
        ("de", "München Muenchen munchen"),
        ("es", "nacer nace nació nacio nacieron nacido"),
        ("es", "estudio estudios"),
        ("es", "año años anos"),
        ("es", "costar cuesta cuestan costó costo"),
        ("es", "tecnica técnicas técnico"),
    ],
)
def test_the_forms_of_a_word_are_one(language: str, forms: str) -> None:
    assert len({stem(normalize(form), language) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "Gehalt", "halten"),
        ("de", "Gericht", "richten"),
        ("de", "Gebiet", "bietet"),
        ("de", "Zeit", "zeigen"),
        ("de", "Markt", "Mark"),
        ("es", "casa", "cansa"),
    ],
)
def test_words_that_look_like_forms_of_another_are_not(language: str, one: str, other: str) -> None:
    assert stem(normalize(one), language) != stem(normalize(other), language)


def test_english_has_no_participles_of_that_kind() -> None:
    assert stem("gestured", "en") == stem("gesture", "en")
    assert stem("gelt", "en") == "gelt"


def test_a_word_of_the_lexicons_counts_as_members_type_it() -> None:
    assert spellings("für", "de") == ("fur", "fuer")
    assert spellings("qué", "es") == ("que",)
