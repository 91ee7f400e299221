"""A mistyped word becomes the library's word that is the fewest edits away."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.search.lexicon import is_word
from bot.search.spelling import Speller

WORDS = st.text("abcdeé单", min_size=4, max_size=11)


@settings(deadline=None)  # the first example loads the dictionary
@given(st.lists(WORDS, unique=True), WORDS)
def test_no_word_within_reach_is_overlooked(library: list[str], word: str) -> None:
    found = Speller(dict.fromkeys(library, 1)).correct(word)
    allowed = 1 + (len(word) >= 6) + (len(word) >= 9)
    edits = {w: OSA.distance(word, w) for w in library}
    # With another first letter, no second letter may be wrong.
    edits = {w: n for w, n in edits.items() if n <= 1 or w[0] == word[0]}
    known = word in library or is_word(word)
    if known or min(edits.values(), default=99) > allowed:
        assert found is None
    else:  # another first letter costs half an edit
        assert found is not None
        assert edits[found] <= min(min(edits.values()) + 0.5, allowed)


def test_a_word_of_its_language_is_no_mistake_and_a_form_of_one_neither() -> None:
    speller = Speller({"programas": 1, "probleme": 1})
    assert speller.correct("problemas", "es") is None
    assert speller.correct("problemas", "en") == "probleme"
    assert speller.correct("programme", "de") is None


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        ("unitry", "unitree"),
        ("alibab", "alibaba"),
        ("moonsohtt", "moonshot"),
        ("alibabababa", None),
        ("yan", "yann"),
        ("yam", None),  # a word
        ("yax", None),
    ],
)
def test_mistakes_are_undone_up_to_a_point(mistyped: str, meant: str | None) -> None:
    assert (
        Speller({"unitree": 3, "alibaba": 2, "moonshot": 1, "yann": 1}).correct(mistyped) == meant
    )


def test_what_is_only_said_is_a_guess_where_it_is_nearer_by_an_edit() -> None:
    speller = Speller({"unitree": 3, "unitary": 0, "swagger": 0})
    assert speller.correct("unitry") == "unitree"
    assert speller.correct("swager") == "swagger"
    assert speller.correct("swagerr") is None  # two edits are too many for a guess


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        ("goverment", "government"),
        ("becuase", "because"),
        ("recieve", "receive"),
        ("peple", None),  # too short to guess from
        ("mistral", None),  # a name; no common word is near
        ("overclock", None),
    ],
)
def test_where_the_library_has_none_a_common_word_is_meant(
    mistyped: str, meant: str | None
) -> None:
    assert Speller({"unitree": 1}).correct(mistyped) == meant


def test_the_librarys_own_word_comes_first() -> None:
    assert Speller({"goverments": 1}).correct("goverment") == "goverments"
