"""Whether a sentence holds a number or a date is told by its words alone where that is enough."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.expectation import Expected, holds

SAID = st.sampled_from(
    "two|Two|_two|two's|ten-fold|dozens|Half|none.few|no|January|january|in May|may|May|days ago|"
    "ago,|year_ago|weeks later|century|5|05|1999|AD 5|x|all\nno|half-life|\t|. |, |-|mid-May".split(
        "|"
    )
)


@given(st.lists(SAID).map(" ".join) | st.lists(SAID).map("".join), st.sampled_from(Expected))
def test_a_letter_beyond_ascii_changes_nothing(said: str, kind: Expected) -> None:
    # With one all of the pattern is tried; without, the words may tell.
    assert holds(kind, said) == holds(kind, said + " é")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Expected.NUMBER, "Several of them left."),
        (Expected.NUMBER, "It has 12 wheels."),
        (Expected.DATE, "It opened in May."),
        (Expected.DATE, "That was years ago."),
        (Expected.DATE, "They met on a Sunday"),
    ],
)
def test_numbers_and_dates_may_be_words(kind: Expected, said: str) -> None:
    assert holds(kind, said)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Expected.NUMBER, "They knew it often."),
        (Expected.DATE, "They may march later."),
        (Expected.DATE, "It is a_Sunday somewhere."),
    ],
)
def test_a_part_of_a_word_is_none(kind: Expected, said: str) -> None:
    assert not holds(kind, said)
