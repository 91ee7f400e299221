"""What a card says of a question: what is missing, what there is, what was understood."""

from __future__ import annotations

import pytest
from discord_app_stage import lab, theme

from bot.core.model import Passage, Span
from bot.core.questions import Answer, Citation, Outcome
from bot.discord_app.cards.finding import finding, notes

UNITREE = lab("unitree", "Unitree Robotics", "Unitree")
XIAOMI = lab("xiaomi", "Xiaomi")


def cited(text: str = "Unitree builds robots.") -> tuple[Citation, ...]:
    passage = Passage("p0000001", "d", 1, 0, len(text), text, (), ())
    return (Citation(1, "d", "Notes", "", passage, None, (), Span(0, len(text))),)


def partial(question: str, *missing: str, **given: object) -> str:
    answer = Answer(question, Outcome.PARTIAL, citations=cited(), missing=missing, **given)  # type: ignore[arg-type]
    return finding(answer)


@pytest.mark.parametrize(
    ("question", "missing", "named"),
    [
        ("where is Unitree's head office?", ("head office",), "a *head office*"),
        ("where is its head office?", ("head", "office"), "a *head office*"),
        ("Unitree head-office?", ("head", "office"), "a *head-office*"),
        ("is there an IPO date?", ("IPO", "date"), "an *IPO date*"),
        ("and the price?", ("price",), "the *price*"),
        ("does it have a logo?", ("logo",), "a *logo*"),
        ("and its funding?", ("funding",), "its *funding*"),
        ("Moonshot AI's revenue", ("revenue",), "*revenue*"),
        ("what's funding?", ("funding",), "*funding*"),
        ("how many employees?", ("employees",), "*employees*"),
        ("start of art in Oslo", ("art", "Oslo"), "*art* or *Oslo*"),
        ("its price, age and logo", ("price", "age", "logo"), "a *price*, *age*, or a *logo*"),
        ("a b c d e", ("a", "c", "d", "e"), "*a* or *c d e*"),
        ("w, x, y, z", ("w", "x", "y", "z"), "*w*, *x*, *y*, or other words"),
        ("它的总部在哪", ("总部",), "*总部*"),
        ("and?", ("carried",), "*carried*"),
        ("the *price* of @everyone's `x`", ("price",), "a *price*"),
        ("its @everyone and `x`", ("@everyone", "`x`"), "its *@\u200beveryone* or *\\`x\\`*"),
    ],
)
def test_what_is_missing_is_named_as_it_stands_in_the_question(
    question: str, missing: tuple[str, ...], named: str
) -> None:
    said = partial(question, *missing, entities=(UNITREE,))
    assert said == (
        f"The documents say nothing about {named}. About **Unitree Robotics** they say:"
    )


def test_several_labs_are_named_together() -> None:
    said = partial("which pays more?", "pays", entities=(UNITREE, XIAOMI, theme("pay", "Pay")))
    assert said.endswith("About **Unitree Robotics**, **Xiaomi**, and **Pay** they say:")


def test_without_a_lab_it_is_what_was_carried_or_else_the_words_that_are_there() -> None:
    assert partial("and?", "tea", carried="Yann LeCun").endswith("About **Yann LeCun** they say:")
    spoken = partial("price of phones abroad", "price", spoken_of=("phones", "abroad"))
    assert spoken.endswith("*price*. They do speak of *phones* and *abroad*:")
    assert partial("price", "price").endswith("The nearest they say:")


def test_where_no_word_is_missing_what_is_asked_is_still_not_said() -> None:
    said = partial("how many robots?", entities=(UNITREE,))
    assert said == "The documents do not say what you ask. About **Unitree Robotics** they say:"


def test_a_correction_is_shown_as_the_catalog_spells_it() -> None:
    answer = Answer(
        "what does unitry build in 开源?",
        Outcome.ANSWERED,
        entities=(UNITREE,),
        missing=("tea",),
        corrections=(("unitry", "unitree"), ("开源", "open source")),
    )
    assert notes(answer).split("\n") == [
        "-# Searched for *Unitree* (you wrote *unitry*)",
        "-# Searched for *open source* (you wrote *开源*)",
        "-# Nothing was found on *tea*.",
    ]
