"""Coverage → a map of labs and themes, the numbers in the cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib import colormaps
from matplotlib.colors import to_hex, to_rgb

from bot.charts.canvas import (
    FAINT_INK,
    INK,
    LARGE,
    MARGIN,
    PAPER,
    SMALL,
    WIDTH,
    Canvas,
    Measure,
    paragraph,
)
from bot.charts.lettering import legible
from bot.core.coverage import Coverage
from bot.core.language import gettext, ngettext
from bot.core.model import Entry

_ROWS: Final = 24  # more themes would make the picture longer than a phone's screen can show
_NAME: Final = 290  # room for a theme's name
_TURNED: Final = 340  # and for a lab's
_LINE: Final = 38  # from one line of a name to the next
_ROW: Final = 52
_LEAST_COLUMN: Final = 44
_MOST_COLUMN: Final = 90
_LUMINANCE: Final = 0.18  # of a cell, above which dark letters are easier to read than light
_EMPTY: Final = "#2b2e35"
_TOTAL: Final = "#3f434b"
_EDGE: Final = 14
_MOST: Final = 9999


def coverage_chart(coverage: Coverage) -> bytes:
    """Draws the themes as rows and the labs as columns, those most is said of first.

    What finds no room is counted below the map.

    Returns:
        A PNG file.
    """
    if not coverage.labs or not coverage.themes:
        return _nothing()
    measure = Measure()
    themes = _ordered(coverage.theme_totals)[:_ROWS]
    all_labs = _ordered(coverage.lab_totals)
    totals = _column(measure, [coverage.theme_totals[theme] for theme in themes])
    counts = [coverage.cells[lab][theme] for lab in all_labs for theme in themes]
    column = _column(measure, [*counts, *coverage.lab_totals])
    room = WIDTH - MARGIN - _NAME - totals - _EDGE
    labs = all_labs[: int(room // column)]
    width = min(room / len(labs), max(column, _MOST_COLUMN))
    map_ = _Map(coverage, labs, themes, totals, width)
    canvas = Canvas()
    y = _titled(canvas, measure)
    # Translators: below a picture's title: each of its numbers is of a lab and a theme.
    y = paragraph(canvas, measure, y, gettext("Passages on both at once"), color=FAINT_INK)
    bottom = _draw(canvas, measure, map_, y + 23)
    if words := _left_out(len(all_labs) - len(labs), len(coverage.themes) - len(themes)):
        bottom = paragraph(canvas, measure, bottom + SMALL * 0.5, words, color=FAINT_INK)
        bottom -= SMALL * 0.4
    return canvas.png(bottom + MARGIN)


def _titled(canvas: Canvas, measure: Measure) -> float:
    title = gettext("What the documents cover")
    return paragraph(canvas, measure, MARGIN, title, size=LARGE, bold=True)


@dataclass(frozen=True, slots=True)
class _Map:
    """What is drawn of a coverage, and how wide.

    Attributes:
        coverage: all of it.
        labs: which of its labs, in their order.
        themes: which of its themes, likewise.
        totals: the width of the column of totals.
        column: the width of the others.
    """

    coverage: Coverage
    labs: list[int]
    themes: list[int]
    totals: float
    column: float


def _draw(canvas: Canvas, measure: Measure, map_: _Map, y: float) -> float:
    coverage = map_.coverage
    names = [
        # Translators: stands for a name in a picture where no font can write it.
        _name(coverage.labs[lab], gettext("Lab {number}", number=lab + 1))
        for lab in map_.labs
    ]
    heads = [measure.clip(name, _TURNED) for name in names]
    y += max(measure.width(head) for head in heads) + 14
    start, left = MARGIN + _NAME, MARGIN + _NAME + map_.totals
    places = [left + at * map_.column for at in range(len(heads))]
    for x, head in zip(places, heads, strict=True):
        middle = x + map_.column / 2
        canvas.text(middle, y - 14, head, align="center", vertical="bottom", turned=True)
    # Translators: the head of a row of totals in a picture; there is little room.
    in_all = measure.clip(gettext("In all"), _NAME - 14)
    canvas.text(MARGIN, y + _ROW / 2, in_all, vertical="center_baseline", color=FAINT_INK)
    for x, lab in zip(places, map_.labs, strict=True):
        _number(canvas, (x, y, map_.column, _ROW), coverage.lab_totals[lab], _TOTAL, INK)
    y += _ROW
    most = max(coverage.cells[lab][theme] for lab in map_.labs for theme in map_.themes)
    for theme in map_.themes:
        # Translators: stands for a name in a picture where no font can write it.
        name = _name(coverage.themes[theme], gettext("Theme {number}", number=theme + 1))
        lines = measure.wrap(name, _NAME - 14)
        height = max(_ROW, _LINE * len(lines) + 8)
        level = "center_baseline" if len(lines) == 1 else "center"
        canvas.text(MARGIN, y + height / 2, "\n".join(lines), vertical=level)
        total = coverage.theme_totals[theme]
        _number(canvas, (start, y, map_.totals, height), total, _TOTAL, INK)
        for x, lab in zip(places, map_.labs, strict=True):
            _cell(canvas, (x, y, map_.column, height), coverage.cells[lab][theme], most)
        y += height
    return y


def _column(measure: Measure, numbers: Sequence[int]) -> float:
    """How wide a column of these numbers must be."""
    widest = max(measure.width(_written(number), bold=True) for number in numbers)
    return max(widest + 8, _LEAST_COLUMN)


def _ordered(totals: Sequence[int]) -> list[int]:
    """Positions, the largest total first; equal ones as they were."""
    return sorted(range(len(totals)), key=lambda at: -totals[at])


def _name(entry: Entry, otherwise: str) -> str:
    return legible((*entry.names, entry.id), otherwise)


def _left_out(labs: int, themes: int) -> str:
    their_labs = ngettext("{n} lab", "{n} labs", labs)
    their_themes = ngettext("{n} theme", "{n} themes", themes)
    if labs and themes:
        # Translators: on which there are fewer passages than on those that are shown.
        return gettext(
            "Not shown: {labs} and {themes} with less", labs=their_labs, themes=their_themes
        )
    if labs or themes:
        # Translators: labs or themes with fewer passages than those that are shown.
        return gettext("Not shown: {what} with less", what=their_labs if labs else their_themes)
    return ""


def _cell(canvas: Canvas, place: tuple[float, float, float, float], count: int, most: int) -> None:
    if not count:
        canvas.tile(*place, _EMPTY)
        return
    # Square roots: passages are spread so unevenly that most cells would look alike. The
    # darkest part of the color map would drown in the paper.
    shade = to_rgb(colormaps["cividis"](0.2 + 0.8 * (count / most) ** 0.5))  # pyright: ignore[reportUnknownArgumentType] - matplotlib does not say
    # Relative luminance: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
    red, green, blue = (part**2.2 for part in shade)
    bright = 0.2126 * red + 0.7152 * green + 0.0722 * blue > _LUMINANCE
    _number(canvas, place, count, to_hex(shade), PAPER if bright else INK)


def _number(
    canvas: Canvas, place: tuple[float, float, float, float], number: int, color: str, ink: str
) -> None:
    x, y, width, height = place
    canvas.tile(x, y, width, height, color)
    canvas.text(
        x + width / 2,
        y + height / 2,
        _written(number),
        color=ink,
        bold=True,
        align="center",
        vertical="center_baseline",
    )


def _written(number: int) -> str:
    # Translators: thousands, in a picture; there is very little room.
    return str(number) if number <= _MOST else gettext("{n}k", n=number // 1000)


def _nothing() -> bytes:
    canvas, measure = Canvas(), Measure()
    y = _titled(canvas, measure)
    words = gettext("No labs and themes are listed yet")
    y = paragraph(canvas, measure, y + 4, words, color=FAINT_INK)
    return canvas.png(y - SMALL * 0.4 + MARGIN)
