"""Things and ways of putting it are told apart."""

from __future__ import annotations

import pytest

from bot.core.model import Sort
from bot.search.language import language
from bot.search.lexicon_files import manners, verbs
from bot.search.sorts import sort_of


@pytest.mark.parametrize(
    ("form", "sort"),
    [
        ("swallow", Sort.MANNER),
        ("swallows", Sort.MANNER),
        ("distinguished", Sort.MANNER),
        ("concretely", Sort.MANNER),
        ("humble", Sort.MANNER),
        ("offers", Sort.MANNER),
        ("cars", Sort.THING),
        ("president", Sort.THING),
        ("announcements", Sort.THING),
        ("executive", Sort.THING),
        ("chores", Sort.THING),
        ("300", Sort.ANY),
        ("机器人", Sort.ANY),
    ],
)
def test_an_english_word_says_how_or_names_a_thing(form: str, sort: Sort) -> None:
    assert sort_of(form, language("en")) is sort


@pytest.mark.parametrize("form", ["auto", "schlucken"])
def test_a_language_without_lists_does_not_tell(form: str) -> None:
    assert sort_of(form, language("de")) is Sort.ANY


def test_the_lists_share_no_word_and_hold_no_phrase() -> None:
    assert verbs() & manners() == set()
    assert [
        word for word in (*verbs(), *manners()) if not (word.isascii() and word.isalpha())
    ] == []
