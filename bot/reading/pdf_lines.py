"""The lines of a PDF's pages, with their place and size, without what repeats on each page."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pypdf import PageObject
from pypdf.generic import DictionaryObject

from bot.reading.characters import one_line

_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.?)?\s*\d{1,4}\s*(?:(?:/|of|von)\s*\d{1,4})?\W*", re.IGNORECASE
)
_BOLD = re.compile(r"bold|black|heavy|semibd|demi", re.IGNORECASE)
# Ligatures are one glyph for two letters; a reader sees the letters.
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\x7f": "•"}
)  # WinAnsiEncoding shows a bullet for codes it leaves undefined, DEL among them
_SAME_LINE = 0.35  # of the size: text whose baselines are nearer stands on one line
_EDGE_LINES = 2  # how many lines at a page's top and bottom may be header and footer
_MOST_SHARE = 0.5  # a header stands on more than this share of the pages


@dataclass(slots=True)
class Line:
    """One line of a page.

    Attributes:
        text: what it says, on one line.
        page: the page, counted from 0.
        x: where it begins, in points from the left.
        y: its baseline, in points from the bottom.
        size: the size most of it is set in, in points.
        bold: whether all of it is bold.
        cells: what stands apart on the line, as in a table; at least one.
    """

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool
    cells: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class _Fragment:
    text: str
    x: float
    y: float
    size: float
    bold: bool


def page_lines(page: PageObject, number: int) -> list[Line]:
    """A page's lines, in the order its content sets them."""
    lines: list[Line] = []
    for fragments in _lines_of(_fragments(page)):
        line = _line(fragments, number)
        if not line.text:
            continue
        last = lines[-1] if lines else None
        same = last and abs(last.y - line.y) < _SAME_LINE * max(last.size, line.size)
        if last and same and line.x > last.x:
            if len(line.text) > len(last.text):
                last.size = line.size
            last.text += f" {line.text}"
            last.cells += line.cells
            last.bold &= line.bold
        else:
            lines.append(line)
    return lines


def _fragments(page: PageObject) -> list[_Fragment]:
    fragments: list[_Fragment] = []

    def visit(
        text: str, cm: Sequence[float], tm: Sequence[float], font: object, size: float
    ) -> None:
        if text:
            # The text matrix, then the current transformation (ISO 32000-1, 9.4.4).
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            up = (tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
            name = str(font.get("/BaseFont", "")) if isinstance(font, DictionaryObject) else ""
            bold = bool(_BOLD.search(name))
            fragments.append(_Fragment(text, x, y, abs(size) * math.hypot(*up), bold))

    page.extract_text(visitor_text=visit)
    return fragments


def _lines_of(fragments: Sequence[_Fragment]) -> Iterator[list[_Fragment]]:
    """Cuts the stream of fragments where the text says that a line ends."""
    line: list[_Fragment] = []
    for fragment in fragments:
        for part in fragment.text.splitlines(keepends=True):
            line.append(_Fragment(part, fragment.x, fragment.y, fragment.size, fragment.bold))
            if part != part.rstrip("\r\n"):
                yield line
                line = []
    if line:
        yield line


def _line(fragments: Sequence[_Fragment], page: int) -> Line:
    text = one_line("".join(fragment.text for fragment in fragments).translate(_LIGATURES))
    shown = [fragment for fragment in fragments if fragment.text.strip()]
    if not shown:
        return Line("", page, 0, 0, 0, bold=False)
    sizes: Counter[float] = Counter()
    for fragment in shown:
        sizes[round(fragment.size, 1)] += len(fragment.text)
    first = shown[0]
    bold = all(fragment.bold for fragment in shown)
    return Line(text, page, first.x, first.y, sizes.most_common(1)[0][0], bold, [text])


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """All lines of all pages, without page numbers and what repeats at top or bottom."""
    edges = [_edges(lines) for lines in pages]
    seen = Counter(place for lines in edges for place in {_place(line) for line in lines})
    enough = max(2, _MOST_SHARE * len(pages))
    kept: list[Line] = []
    for lines, edge in zip(pages, edges, strict=True):
        dropped = {
            id(line)
            for line in edge
            if seen[_place(line)] > enough or _PAGE_NUMBER.fullmatch(line.text)
        }
        kept += [line for line in lines if id(line) not in dropped]
    return kept


def _place(line: Line) -> tuple[str, int]:
    """What a header has in common on all pages: its words and its height."""
    return re.sub(r"\d+", "#", line.text), round(line.y)


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The lines nearest to the page's top and bottom."""
    if len(lines) <= 1:
        return list(lines)
    by_height = sorted(lines, key=lambda line: line.y)
    picked = itertools.chain(by_height[:_EDGE_LINES], by_height[-_EDGE_LINES:])
    return list({id(line): line for line in picked}.values())
