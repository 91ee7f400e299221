"""The language of a text is told by its function words, and by nothing else."""

from __future__ import annotations

import pytest

from bot.core.identifying import language_of

GERMAN = "Die Fähre zur Insel fährt am Abend nicht, weil der Kapitän mit seinem Hund zu Hause ist."
SPANISH = "El barco a la isla no sale por la tarde, pero el capitán está en casa con su perro."
ENGLISH = "The ferry to the island does not run in the evening, for its captain is at home."


@pytest.mark.parametrize(
    ("text", "language"), [(GERMAN, "de"), (SPANISH, "es"), (ENGLISH, "en"), (GERMAN.upper(), "de")]
)
def test_prose_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Unitree, Moonshot, Alibaba",
        "宇树科技是一家机器人公司。",
        "Los Angeles, Los Alamos and the Los Padres forest, Las Vegas, El Paso, El Dorado",
        "Le bateau pour l'île ne part pas le soir, car le capitaine est chez lui avec son chien.",
        "O barco para a ilha não sai à tarde, mas o capitão está em casa com o seu cão.",
        "De boot naar het eiland vaart 's avonds niet, want de kapitein is thuis met zijn hond.",
    ],
)
def test_names_and_other_languages_tell_nothing(text: str) -> None:
    assert language_of(text) is None


def test_the_language_of_most_of_a_text_counts() -> None:
    assert language_of(f"{GERMAN} {GERMAN} {ENGLISH}") == "de"
    assert language_of(f"{ENGLISH} {ENGLISH} {SPANISH}") == "en"


def test_a_long_text_is_not_read_to_its_end() -> None:
    assert language_of(ENGLISH * 200 + GERMAN * 1000) == "en"
