"""Links lead to the document and to nothing else."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_app.cards.links import MAX_URL, quoted_words, safe_url

PAGE = "https://example.org/page"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "discord://-/channels/1",
        "//example.org/page",
        "https://",
        "https://bank.example@evil.example/",
        "https://[::1",
        "https://example.org/" + "x" * 500,
    ],
)
def test_what_is_no_web_address_is_not_linked(url: str | None) -> None:
    assert safe_url(url) is None
    assert quoted_words(url, "two words") is None


def test_an_address_cannot_end_the_link_it_stands_in() -> None:
    assert safe_url('https://example.org/a)b>c d"e[f]') == (
        "https://example.org/a%29b%3Ec%20d%22e%5Bf%5D"
    )


def test_an_encoded_address_is_not_encoded_again() -> None:
    assert safe_url("https://example.org/a%20b?c=d&e=%C3%A9#f") == (
        "https://example.org/a%20b?c=d&e=%C3%A9#f"
    )


def test_short_quotations_are_named_whole() -> None:
    assert quoted_words(PAGE, "long-context, cheap & fast") == (
        PAGE + "#:~:text=long%2Dcontext%2C%20cheap%20%26%20fast"
    )


def test_long_quotations_are_named_by_their_ends() -> None:
    words = " ".join(f"number{n}-word," for n in range(40))
    link = quoted_words(PAGE, words)
    assert link is not None
    start, end = link.split("#:~:text=")[1].split(",")
    assert words.startswith(unquote(start))
    assert words.endswith(unquote(end))
    assert "-" not in start + end


def test_languages_without_spaces_are_named_by_characters() -> None:
    sentence = "月之暗面训练了长文本模型并且在北京设有办公室他们很年轻" * 2
    link = quoted_words(PAGE, sentence)
    assert link is not None
    start, end = link.split("#:~:text=")[1].split(",")
    assert sentence.startswith(unquote(start))
    assert sentence.endswith(unquote(end))


def test_a_fragment_that_is_there_already_is_kept() -> None:
    assert quoted_words(PAGE + "#top", "x") == PAGE + "#top:~:text=x"
    assert quoted_words(PAGE + "#:~:text=a", "x") == PAGE + "#:~:text=a&text=x"


@given(st.text(max_size=60), st.text(max_size=200))
def test_every_link_is_plain_ascii_and_leads_to_the_document(path: str, words: str) -> None:
    link = quoted_words(PAGE + "/" + path, words)
    if link is None:
        return
    assert re.fullmatch(r"[!-~]+", link)
    assert not set(link) & set('<>()[]"\\`^{|} ')
    assert len(link) <= MAX_URL
    assert urlsplit(link).hostname == "example.org"
