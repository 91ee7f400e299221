"""Texts fit into a message, and are cut where a word ends."""

from __future__ import annotations

import pytest
from discord_markdown import bold, read
from hypothesis import given
from hypothesis import strategies as st
from test_markup import ANYTHING

from bot.core.model import Span
from bot.discord_app.cards.limits import (
    MAX_QUESTION,
    as_question,
    clip,
    fit,
    share,
    split,
    units,
)
from bot.discord_app.cards.markup import clean, pieces

FAMILY = "👩‍👩‍👧‍👦"


def test_a_text_that_fits_is_left_alone() -> None:
    assert fit(pieces("two words"), 9) == fit(pieces("two words"), 100)
    assert fit(pieces("two words"), 9).text == "two words"
    assert not fit(pieces("two words"), 9).shortened


def test_a_long_text_is_cut_at_the_end_of_a_word() -> None:
    fitted = fit(pieces("Kimi reads two million characters"), 20)
    assert fitted.text == "Kimi reads two …"
    assert fitted.shortened


def test_a_word_longer_than_the_room_is_not_shown_in_part() -> None:
    assert fit(pieces("x" * 100), 20).text == "…"


def test_bold_that_is_cut_is_closed() -> None:
    text = "one two three four five six"
    fitted = fit(pieces(text), 18, bold=[Span(4, 27)])
    assert bold(fitted.text) == ["two"]
    assert fitted.text == "one **two** …"


def test_chinese_is_cut_between_characters_and_not_within_one() -> None:
    assert fit(pieces("月之暗面训练了长文本模型"), 9).text == "月之暗面训 …"
    assert fit(pieces("か\u3099" * 9), 10).text == "か\u3099" * 3 + " …"


def test_a_text_may_begin_where_the_sentence_does() -> None:
    fitted = fit(pieces("First this. Then that."), 60, start=12)
    assert fitted.text == "… Then that."
    assert fitted.shortened


@given(ANYTHING, st.integers(1, 120), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90))))
def test_nothing_is_longer_than_its_room(
    text: str, room: int, ranges: list[tuple[int, int]]
) -> None:
    fitted = fit(pieces(text), room, bold=[Span(*r) for r in ranges])
    assert units(fitted.text) <= max(room, 1)
    if fitted.shortened and len(fitted.text) > 1:
        kept = read(fitted.text).replace("**", "").removesuffix(" …").replace("*", "").split()
        words = read("".join(pieces(text))).replace("*", "").split()
        assert kept[:-1] == words[: len(kept) - 1]


@given(ANYTHING, st.integers(8, 60))
def test_a_text_read_part_by_part_is_read_whole(text: str, room: int) -> None:
    sent = pieces(text)
    parts = split(sent, room)
    assert "".join("".join(sent[a:b]) for a, b in parts) == "".join(sent)
    assert all(units("".join(sent[a:b])) <= room for a, b in parts)
    assert [b for _, b in parts[:-1]] == [a for a, _ in parts[1:]]


def test_only_a_monstrous_word_is_cut_within_and_never_a_character() -> None:
    assert split(pieces("ab " + "x" * 12), 8) == [(0, 2), (2, 10), (10, 15)]
    family = len(FAMILY)
    assert split(pieces(FAMILY * 3), 12) == [(0, family), (family, 2 * family), (14, 21)]


@given(st.lists(st.integers(0, 500), max_size=6), st.integers(0, 900))
def test_room_is_shared_without_waste(wanted: list[int], room: int) -> None:
    given_out = share(wanted, room)
    assert sum(given_out) <= room
    assert all(0 <= got <= want for got, want in zip(given_out, wanted, strict=True))
    if sum(wanted) <= room:
        assert given_out == wanted
    elif wanted:
        assert sum(given_out) > room - len(wanted)


@pytest.mark.parametrize(
    ("text", "limit", "clipped"),
    [
        ("short", 5, "short"),
        ("Moonshot AI of Beijing", 15, "Moonshot AI of…"),
        ("x" * 50, 10, "x" * 9 + "…"),
        ("👍🏽" * 10, 10, "👍🏽👍🏽…"),
    ],
)
def test_labels_are_clipped_at_words_where_there_are_any(
    text: str, limit: int, clipped: str
) -> None:
    assert clip(text, limit) == clipped
    assert units(clip(text, limit)) <= limit


@given(ANYTHING)
def test_a_question_as_it_is_looked_up_stays_what_it_is(text: str) -> None:
    question = as_question(text * 9)
    assert units(question) <= MAX_QUESTION
    assert as_question(question) == question
    assert clean(question) == question
