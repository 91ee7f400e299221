"""Whether a question asks for yes or no, for a reason, or about members' own affairs."""

from __future__ import annotations

import pytest

from bot.search.openness import personal, polar, why


@pytest.mark.parametrize(
    "question",
    [
        "Is it open?",
        "hey, did he visit Meituan",
        "has he been to 蚂蚁集团",
        "千问开源吗？",
        "Hat der Verein ein Boot?",
        "¿Hay un barco?",
    ],
)
def test_yes_or_no_is_asked_for(question: str) -> None:
    assert polar(question)
    assert not why(question)


@pytest.mark.parametrize(
    "question", ["Why was it built?", "and why?", "warum", "¿por qué no?", "他们为什么去中国"]
)
def test_a_reason_is_asked_for(question: str) -> None:
    assert why(question)
    assert not polar(question)


@pytest.mark.parametrize(
    "question", ["what is it", "Which hat is it?", "open source and why it matters"]
)
def test_neither_is_asked_for(question: str) -> None:
    assert not why(question)
    assert not polar(question)


@pytest.mark.parametrize(
    "question",
    [
        "how do I fix my monitor?",
        "can i go there",
        "My boat leaks. Why is my roof wet?",
        "wie kann ich das kündigen",
        "¿dónde está mi barco?",
    ],
)
def test_it_is_about_what_is_the_members(question: str) -> None:
    assert personal(question)


@pytest.mark.parametrize(
    "question", ["My boat leaks. Who builds boats?", "I wonder who builds boats", "tell me more"]
)
def test_it_is_not_about_them_where_they_only_ask(question: str) -> None:
    assert not personal(question)
