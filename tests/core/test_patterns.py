"""Patterns pick the passages that are meant."""

from __future__ import annotations

import pytest

from bot.core.patterns import Pattern, fold_words, unpicked


@pytest.mark.parametrize(
    ("written", "picked"),
    [
        ("Kettle", True),
        ("KETTLE & two  litres", True),
        ("kettle & tea", False),
        ("tea | it's blue", True),
        ("tea & kettle | blue & litres", True),
        ("tea | coffee", False),
    ],
)
def test_every_word_of_one_way_must_stand_in_the_passage(written: str, picked: bool) -> None:
    assert (
        Pattern.of(written).picks(fold_words("The kettle\nholds two litres. It’s blue.")) is picked
    )


def test_what_picks_nothing_is_named() -> None:
    assert unpicked(["tea", "Kettle | tea"], ["The kettle.", "The pot."]) == ("tea",)
    assert not Pattern(())
