"""Whether a question asks for yes or no, or for a reason."""

from __future__ import annotations

import pytest

from bot.search.openness import polar, why


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
