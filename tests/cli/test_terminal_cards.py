"""What a person at a terminal sees of an answer."""

from __future__ import annotations

import dataclasses
import io

from rich.console import Console, RenderableType

from bot.cli.cards import answer_card, entry_card
from bot.core.model import Entry, EntryKind, Passage, Span
from bot.core.questions import Answer, Citation, Outcome

SENTENCE = "Its model Kimi reads two million tokens."
TEXT = f"Moonshot is young. {SENTENCE}"
START = TEXT.index(SENTENCE)


def _citation(text: str = TEXT, n: int = 1, url: str | None = None) -> Citation:
    kimi = text.find("Kimi")
    return Citation(
        n=n,
        document="report.md",
        title="Report",
        section="Labs › Moonshot AI",
        passage=Passage("abcd2345", "report.md", 1, 0, len(text), text, (), ()),
        url=url,
        highlights=(Span(kimi, kimi + 4),) if kimi >= 0 else (),
        sentence=Span(START, START + len(SENTENCE)),
    )


def _shown(card: RenderableType, *, ansi: bool = False, width: int = 100) -> str:
    target = io.StringIO()
    console = Console(
        file=target, force_terminal=ansi, color_system="standard" if ansi else None, width=width
    )
    console.print(card)
    return target.getvalue()


def _answered(citation: Citation) -> Answer:
    return Answer("Kimi?", Outcome.ANSWERED, quote=SENTENCE, citations=(citation,), took_ms=1.25)


def test_the_quote_comes_first_then_the_numbered_source_with_its_place() -> None:
    shown = _shown(answer_card(_answered(_citation(url="https://example.org/report"))))

    assert shown.index(SENTENCE) < shown.index("[1] Report › Labs › Moonshot AI")
    assert "https://example.org/report" in shown
    assert "1.2 ms" in shown


def test_the_matched_word_is_bold_in_the_quote_and_in_the_passage() -> None:
    shown = _shown(answer_card(_answered(_citation())), ansi=True)
    assert shown.count("\x1b[1mKimi\x1b[0m") == 2


def test_a_document_cannot_steer_the_terminal() -> None:
    evil = TEXT + " \x1b]0;owned\x07 \x1b[2J \u202egnp.exe \x9b31m"
    answer = _answered(_citation(evil))
    answer = dataclasses.replace(answer, missing=("\x1b[31m",))

    shown = _shown(answer_card(answer))

    assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(shown)
    assert "owned" in shown


def test_square_brackets_of_a_document_are_text_and_no_markup() -> None:
    shown = _shown(answer_card(_answered(_citation(TEXT + " [bold]not[/bold] [1]"))))
    assert "[bold]not[/bold] [1]" in shown


def test_what_is_not_covered_says_so_and_what_was_not_found() -> None:
    lab = Entry("moonshot", EntryKind.LAB, "Moonshot AI", "A lab.")
    answer = Answer(
        "price of tea", Outcome.NOT_COVERED, missing=("price", "tea"), suggestions=(lab,)
    )

    shown = _shown(answer_card(answer))

    assert "Not covered" in shown
    assert "“price”, “tea”" in shown
    assert "They say most about: Moonshot AI." in shown
    near = _shown(answer_card(dataclasses.replace(answer, near=True)))
    assert "Nearest to that: Moonshot AI." in near


def test_a_corrected_word_is_named() -> None:
    answer = dataclasses.replace(_answered(_citation()), corrections=(("kimmi", "kimi"),))
    assert "“kimi” instead of “kimmi”" in _shown(answer_card(answer))


def test_a_lab_shows_its_first_passages_and_how_many_more_there_are() -> None:
    lab = Entry("moonshot", EntryKind.LAB, "Moonshot AI", "A lab.")
    citations = tuple(_citation(n=n) for n in range(1, 8))

    shown = _shown(entry_card(lab, citations, 5))

    assert "Moonshot AI: A lab. (7 passages)" in shown
    assert "[5]" in shown
    assert "[6]" not in shown
    assert "… and 2 more." in shown


def test_a_narrow_terminal_wraps_and_loses_nothing() -> None:
    shown = _shown(answer_card(_answered(_citation())), width=20)
    assert max(len(line) for line in shown.splitlines()) <= 20
    for word in TEXT.split():
        assert word in shown
