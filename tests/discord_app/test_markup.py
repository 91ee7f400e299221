"""Whatever a document or a member writes is shown, and does nothing."""

from __future__ import annotations

import pytest
from discord_markdown import bold, does, read
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.model import Span
from bot.discord_app.cards.markup import (
    MAX_MARKS,
    clean,
    embolden,
    escape,
    escape_but_commands,
    inline,
    label,
    pieces,
    unescape,
)

HOSTILE = [
    "@everyone @here @Everyone",
    "<@123456789012345678> <@!123456789012345678> <@&123456789012345678> <#123456789012345678>",
    "</ask:123456789012345678> <id:browse> <t:1700000000:R>",
    "<:smile:123456789012345678> <a:wave:123456789012345678> :smile: ::smile:: :+1:",
    "[click me](https://evil.example) [a\\](b)](https://evil.example)",
    "https://evil.example http://a.b <https://evil.example> discord.gg/abcdef DISCORD.GG/x",
    "https:\u200b//evil.example :\u200bsmile\u200b: @\u200beveryone @\u2060everyone",
    "# big\n## big\n### big\n-# small\n- item\n* item\n+ item\n1. item\n2) item\n> quote\n>>> all",
    "  # big\n\t- item\n\u00a0> quote",
    "\r# big\r- item\u2028# big\u2029> quote\x0b- item\x0c# big\x85# big",
    "`code` ``code`` ```py\ncode\n``` ||spoiler|| ~~gone~~ **bold** __under__ *i* _i_ ***b***",
    "\\@everyone \\\\<@1> \\[x](y) \\\\\\`a`",
    "\u202egnp.exe\u202c \u2066left\u2069 \u200eltr \u061carabic",
    "Z" + "\u0300\u0489" * 40 + "algo",
    "\ud800 half, \ufffe no character, \x00 null, \x1b[31m red",
    "mailto:x@y.z tel:+123 javascript:alert(1) steam://run/1 file:///etc/passwd",
    "",
    " \n \n\n\n ",
]
ANYTHING = st.one_of(
    st.text(max_size=200),
    st.text(
        st.sampled_from(
            "@<>#:/&!*_~`|[]()\\-+.1\n\r\t aehnorvy\u200b\u200d\u202e\u0301\u2028\U0001f600"
        ),
        max_size=80,
    ),
    st.lists(st.sampled_from([*HOSTILE, "\\", "*", "`", " ", "\n", "x"]), max_size=6).map("".join),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_does_nothing(text: str) -> None:
    assert does(escape(text)) == []
    assert does(inline(text).strip("\u2068\u2069")) == []


@given(ANYTHING)
@example("*\u200b*")
@example("h\u00adttps://x")
def test_no_text_does_anything(text: str) -> None:
    assert does(escape(text)) == []


@given(ANYTHING)
def test_a_question_is_read_back_from_the_card_as_it_was(text: str) -> None:
    question = clean(text)
    assert unescape(escape(question)) == question


@given(ANYTHING)
def test_cleaning_is_done_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANYTHING)
def test_each_character_has_its_piece(text: str) -> None:
    assert len(pieces(text)) == len(text)


@given(ANYTHING, ANYTHING)
def test_text_cannot_reach_out_of_its_sentence(before: str, after: str) -> None:
    assert does(f"{inline(before)} x {inline(after)}".translate({0x2068: "", 0x2069: ""})) == []


@given(ANYTHING, st.lists(st.tuples(st.integers(-3, 90), st.integers(-3, 90)), max_size=5))
def test_bold_is_well_formed_wherever_it_begins_and_ends(
    text: str, ranges: list[tuple[int, int]]
) -> None:
    sent = pieces(text)
    spans = [Span(a, b) for a, b in ranges]
    marked = "".join(embolden(sent, spans))
    covered = {n for a, b in spans for n in range(max(a, 0), min(b, len(sent))) if sent[n].strip()}
    seen = "".join("".join(bold(marked)).split())
    assert seen == "".join(read(sent[n]) for n in sorted(covered))
    assert read(marked.replace("**", "")) == read("".join(sent).replace("**", ""))


def test_words_that_touch_are_one_stretch_of_bold() -> None:
    sent = pieces("(Kimi)*two million*!")
    spans = [Span(1, 5), Span(5, 6), Span(7, 10), Span(11, 18)]
    assert "".join(embolden(sent, spans)) == "(**Kimi)**\\***two** **million**\\*!"
    assert bold("".join(embolden(sent, spans))) == ["Kimi)", "two", "million"]


def test_ordinary_text_is_left_as_it_is() -> None:
    text = "Kimi reads 2 million characters, and/or 1.5 times that (about $3): fine - and cheap!"
    assert escape(text) == text.replace("and/or", "and\\/or")


def test_combining_marks_are_limited_and_ordinary_ones_kept() -> None:
    assert clean("ế" + "\u0301") == "ế\u0301"
    heaped = clean("a" + "\u0301" * 50 + "b")
    assert heaped == "a" + "\u0301" * MAX_MARKS + "b"
    smuggled = clean("a" + "\u0301\u200b\u200d" * 50)
    assert len(smuggled) <= 1 + 2 * MAX_MARKS


def test_emoji_families_and_joined_scripts_survive() -> None:
    for text in ("👩‍👩‍👧‍👦", "❤️‍🔥", "می‌خواهم", "क्‍ष", "🏳️‍🌈", "👍🏽"):
        assert clean(text) == text


def test_right_to_left_text_cannot_reorder_the_sentence_around_it() -> None:
    assert inline("שלום") == "\u2068שלום\u2069"
    assert inline("hello") == "hello"


def test_a_heap_of_empty_lines_is_one() -> None:
    assert "".join(pieces("a\n\n\n\t\n\nb")) == "a\n b"


def test_brackets_in_a_links_label_cannot_end_it() -> None:
    assert label("a] [b](https://x) `c`") == "a) (b)(https\\://x) \\`c\\`"


def test_a_message_may_name_our_commands_and_nothing_else() -> None:
    sent = escape_but_commands(
        "No lab goes by “`/x <@1>` **x**”. `/labs` lists them; `/knowledge reload`."
    )
    assert "`/labs`" in sent
    assert "`/knowledge reload`" in sent
    assert does(sent.replace("`/labs`", "").replace("`/knowledge reload`", "")) == []
