"""A moderator drops a PDF: its wrapped lines become the paragraphs that they were."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    ListFlowable,
    ListItem,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Table,
)

from bot.reading.faults import BrokenFile
from bot.reading.pdf import read_pdf

STYLES = getSampleStyleSheet()
FIRST = (
    "The first laboratory had three hundred people and one kitchen. Nobody there spoke of"
    " winning, and everybody spoke of what it costs to serve a model. They were asked how long"
    " the context is, and they said that it holds two million tokens by now."
)
SECOND = (
    "The second laboratory builds robots on four legs. Some of them carry parcels up the stairs"
    " of the building, and one of them waits at the door for whoever comes in late at night."
)


def para(text: str, style: str = "BodyText") -> Flowable:
    return Paragraph(text, STYLES[style])


def document(story: Sequence[Flowable], **info: str) -> bytes:
    def number(canvas: Canvas, _: object) -> None:
        canvas.drawString(72, 800, "Labs seen up close")
        canvas.drawString(280, 20, f"Page {canvas.getPageNumber()}")

    out = io.BytesIO()
    SimpleDocTemplate(out, **info).build(list(story), onFirstPage=number, onLaterPages=number)
    return out.getvalue()


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def lines(*rows: tuple[float, float, str], size: float = 11) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for x, y, text in rows:
            canvas.drawString(x, y, text)

    return drawn(draw)


def shown(data: bytes) -> list[tuple[str, int, str]]:
    return [(p.kind.value, p.level, p.text) for p in read_pdf(data).pieces]


def test_a_report_of_several_pages_is_read_as_it_was_written() -> None:
    bullets: list[Any] = [ListItem(para(text)) for text in ("A model for long documents", SECOND)]
    data = document(
        [
            para("Labs seen up close", "Title"),
            para(FIRST),
            para("What they build", "Heading2"),
            ListFlowable(bullets, bulletType="bullet"),
            Table([["Lab", "Context"], ["Moonshot", "2 M"]]),
            PageBreak(),
            para(SECOND),
            PageBreak(),
            para(FIRST),
            para("<b>Outlook</b>"),
            para(SECOND),
        ],
        title="Labs, a report",
        author="Jo Doe",
        lang="en",
    )
    assert shown(data) == [
        ("heading", 1, "Labs seen up close"),
        ("paragraph", 0, FIRST),
        ("heading", 2, "What they build"),
        ("item", 1, "A model for long documents"),
        ("item", 1, SECOND),
        ("row", 0, "Lab | Context"),
        ("row", 0, "Moonshot | 2 M"),
        ("paragraph", 0, SECOND),
        ("paragraph", 0, FIRST),
        ("heading", 3, "Outlook"),
        ("paragraph", 0, SECOND),
    ]
    parsed = read_pdf(data)
    assert (parsed.title, parsed.author, parsed.language) == ("Labs, a report", "Jo Doe", "en")


def test_a_paragraph_that_goes_on_over_the_page_stays_one() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 100, "The sentence begins at the bottom of one page and goes")
        canvas.drawString(280, 20, "1")
        canvas.showPage()
        canvas.drawString(72, 780, "on at the top of the next.")
        canvas.drawString(280, 20, "2")

    assert shown(drawn(draw)) == [
        (
            "paragraph",
            0,
            "The sentence begins at the bottom of one page and goes on at the top of the next.",
        )
    ]


def test_words_cut_at_a_line_end_are_made_whole_and_compounds_keep_their_hyphen() -> None:
    data = lines(
        (72, 700, "The labo-"),
        (72, 687, "ratory is self-"),
        (72, 674, "made, and its long-context"),
        (72, 661, "model is a long-"),
        (72, 648, "context model, not Kimi-"),
        (72, 635, "K2 alone."),
    )
    whole = (
        "The laboratory is self-made, and its long-context model is a long-context model,"
        " not Kimi-K2 alone."
    )
    assert shown(data) == [("paragraph", 0, whole)]


def test_a_gap_and_an_indented_line_begin_paragraphs() -> None:
    data = lines(
        (72, 700, "One paragraph whose lines are about as long as any"),
        (72, 687, "other line in this document, ends on a long line."),
        (90, 674, "An indented line begins the second one of them, and"),
        (72, 661, "it goes on below for one more line that is quite full"),
        (72, 630, "After a gap the third one begins."),
    )
    assert [text.split()[0] for _, _, text in shown(data)] == ["One", "An", "After"]


def test_two_columns_are_read_one_after_the_other() -> None:
    rows = [(72, 700 - 13 * n, f"left line {n} of the first column goes") for n in range(4)]
    rows += [(320, 700 - 13 * n, f"right line {n} of the other column goes") for n in range(4)]
    (only,) = shown(lines(*rows))
    assert only[2].startswith("left line 0 of the first column goes left line 1")
    assert only[2].endswith("right line 3 of the other column goes")


def test_ligatures_are_read_as_letters() -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 11)
        canvas.drawString(72, 700, "The ﬁrst ﬂoor.")

    assert shown(drawn(draw)) == [("paragraph", 0, "The first floor.")]


def test_a_pdf_that_asks_for_a_password_is_refused() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(document([para(FIRST)]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(BrokenFile, match="encrypted"):
        read_pdf(out.getvalue())


def test_a_pdf_that_anyone_may_open_is_read_though_it_is_protected() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(document([para(FIRST)]))))
    writer.encrypt("", owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert shown(out.getvalue())[-1] == ("paragraph", 0, FIRST)


def test_a_scanned_pdf_is_refused_with_what_to_do() -> None:
    with pytest.raises(BrokenFile, match="OCR"):
        read_pdf(drawn(lambda canvas: canvas.rect(50, 50, 100, 100, fill=1)))


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnot really", b"junk", b"%PDF-"])
def test_a_damaged_pdf_is_refused(data: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(BrokenFile, match="damaged"):
        read_pdf(data)
    assert caplog.records == []  # the report of problems names it, and nothing else does


def test_a_pdf_cut_off_in_the_middle_is_read_or_refused_but_never_breaks() -> None:
    whole = document([para(FIRST), PageBreak(), para(SECOND)])
    outcomes: set[str] = set()
    for end in range(50, len(whole), len(whole) // 40):
        try:
            read_pdf(whole[:end])
        except BrokenFile:
            outcomes.add("refused")
        else:
            outcomes.add("read")
    assert "refused" in outcomes
