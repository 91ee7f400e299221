"""Usage → questions a day, what they were about, and what members thought of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.charts import wording
from bot.charts.canvas import (
    BLUE,
    FAINT_INK,
    GRAY,
    GREEN,
    INK,
    LARGE,
    MARGIN,
    SMALL,
    VERMILION,
    WIDTH,
    YELLOW,
    Canvas,
    Measure,
    paragraph,
)
from bot.charts.lettering import legible
from bot.core.language import gettext, lazy_gettext, ngettext
from bot.core.questions import Outcome
from bot.core.statistics import Usage

_OUTCOMES: Final = (
    (Outcome.ANSWERED, lazy_gettext("answered"), BLUE),
    (Outcome.PARTIAL, lazy_gettext("partly"), YELLOW),
    (Outcome.NOT_COVERED, lazy_gettext("not covered"), VERMILION),
    (Outcome.INVALID, lazy_gettext("nothing to look up"), GRAY),
)
_COLUMNS: Final = 45  # more days than this are drawn week by week
_TOP: Final = 6
_PLOT: Final = 300
_INNER: Final = WIDTH - 2 * MARGIN
_LINE: Final = 46


@dataclass(frozen=True, slots=True)
class _Column:
    """The questions of a day or of a week."""

    first: date
    counts: Mapping[Outcome, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def usage_chart(usage: Usage, other_names: Mapping[str, str] | None = None) -> bytes:
    """Draws how the bot was used.

    Args:
        usage: what is drawn.
        other_names: names to write where a name cannot be drawn.

    Returns:
        A PNG file.
    """
    if not usage.total:
        return _nothing(usage)
    measure = Measure()
    named = _named(usage, other_names or {})
    canvas = Canvas()
    y = _heading(canvas, measure, usage)
    y = _legend(canvas, measure, usage, y)
    y = _days(canvas, measure, usage, y)
    if named:
        y = _entries(canvas, measure, named, y + 24)
    if usage.helpful or usage.unhelpful:
        y = _feedback(canvas, measure, usage, y + 24)
    return canvas.png(y + MARGIN)


def _heading(canvas: Canvas, measure: Measure, usage: Usage) -> float:
    # Translators: a picture's title, such as "120 questions in 30 days".
    title = ngettext(
        "{questions} in {n} day",
        "{questions} in {n} days",
        len(usage.days),
        questions=wording.questions(usage.total),
    )
    y = paragraph(canvas, measure, MARGIN, title, size=LARGE, bold=True)
    if usage.median_ms is not None and usage.p99_ms is not None:
        words = gettext(
            "Half answered within {median}, 99 of 100 within {p99}",
            median=wording.duration(usage.median_ms),
            p99=wording.duration(usage.p99_ms),
        )
        y = paragraph(canvas, measure, y, words, color=FAINT_INK)
    return y + 8


def _legend(canvas: Canvas, measure: Measure, usage: Usage, y: float) -> float:
    x: float = MARGIN
    for outcome, words, color in _OUTCOMES:
        count = sum(counts.get(outcome, 0) for _, counts in usage.days)
        if not count:
            continue
        written = f"{words} {wording.number(count)}"
        width = 34 + measure.width(written)
        if x > MARGIN and x + width > WIDTH - MARGIN:
            x, y = MARGIN, y + _LINE
        canvas.tile(x, y + 4, 28, 28, color)
        canvas.text(x + 36, y, written)
        x += width + 30
    return y + _LINE + 12


def _days(canvas: Canvas, measure: Measure, usage: Usage, y: float) -> float:
    columns = _columns(usage)
    most = _ceiling(max(column.total for column in columns))
    left = MARGIN + measure.width(wording.number(most)) + 14
    bottom, width = y + 20 + _PLOT, (WIDTH - MARGIN - left) / len(columns)
    for share in (0, 1, 2) if most % 2 == 0 else (0, 2):
        level = bottom - _PLOT * share / 2
        canvas.line(left, level, WIDTH - MARGIN - left)
        number = wording.number(most * share // 2)
        canvas.text(left - 12, level, number, color=FAINT_INK, align="right", vertical="center")
    gap = min(6.0, width * 0.2)
    for at, column in enumerate(columns):
        top = bottom
        for outcome, _, color in _OUTCOMES:
            height = _PLOT * column.counts.get(outcome, 0) / most
            top -= height
            # A thin gap parts the colors for whoever sees them alike.
            canvas.bar(
                left + at * width + gap / 2, top, min(width - gap, 90), max(height - 2, 0), color
            )
    first, last = wording.day(columns[0].first), wording.day(columns[-1].first)
    canvas.text(left, bottom + 12, first, color=FAINT_INK)
    if len(columns) > 1:
        canvas.text(WIDTH - MARGIN, bottom + 12, last, color=FAINT_INK, align="right")
    if len(usage.days) > _COLUMNS:
        middle = (left + WIDTH - MARGIN) / 2
        room = WIDTH - MARGIN - left - 2 * max(measure.width(first), measure.width(last)) - 40
        # Translators: below a chart with a bar for every week.
        words = measure.clip(gettext("a bar is a week"), room)
        canvas.text(middle, bottom + 12, words, color=FAINT_INK, align="center")
    return bottom + 12 + _LINE


def _entries(canvas: Canvas, measure: Measure, named: list[tuple[str, int]], y: float) -> float:
    # Translators: a heading in a picture, above names of labs and themes.
    y = _subtitled(canvas, measure, gettext("Asked about most"), y)
    room = _INNER * 0.57
    most = max(count for _, count in named)
    digits = max(measure.width(wording.number(count)) for _, count in named) + 14
    start = MARGIN + min(room, max(measure.width(name) for name, _ in named)) + 18
    for name, count in named:
        canvas.text(MARGIN, y + _LINE / 2, measure.clip(name, room), vertical="center")
        length = max((WIDTH - MARGIN - digits - start) * count / most, 4)
        canvas.bar(start, y + 7, length, _LINE - 14, BLUE)
        canvas.text(start + length + 12, y + _LINE / 2, wording.number(count), vertical="center")
        y += _LINE
    return y


def _subtitled(canvas: Canvas, measure: Measure, words: str, y: float) -> float:
    canvas.text(MARGIN, y, measure.clip(words, _INNER, bold=True), bold=True)
    return y + LARGE * 1.2


def _feedback(canvas: Canvas, measure: Measure, usage: Usage, y: float) -> float:
    # Translators: a heading in a picture, above how many answers were helpful.
    y = _subtitled(canvas, measure, gettext("What members thought"), y)
    helpful = _INNER * usage.helpful / (usage.helpful + usage.unhelpful)
    canvas.bar(MARGIN, y, helpful, 30, GREEN)
    canvas.bar(MARGIN + helpful + 3, y, max(_INNER - helpful - 3, 0), 30, VERMILION)
    y += 40
    # Translators: so many answers were helpful; there is little room.
    good = gettext("helpful {n}", n=wording.number(usage.helpful))
    # Translators: so many answers were not helpful; there is little room.
    bad = gettext("not helpful {n}", n=wording.number(usage.unhelpful))
    half = _INNER / 2 - 10
    canvas.text(MARGIN, y, measure.clip(good, half), color=INK)
    canvas.text(WIDTH - MARGIN, y, measure.clip(bad, half), align="right")
    return y + SMALL


def _nothing(usage: Usage) -> bytes:
    canvas, measure = Canvas(), Measure()
    title = gettext("No questions yet")
    y = paragraph(canvas, measure, MARGIN, title, size=LARGE, bold=True)
    # Translators: of questions.
    none = gettext("None so far")
    if usage.days:
        # Translators: of questions.
        none = ngettext("None in the last {n} day", "None in the last {n} days", len(usage.days))
    y = paragraph(canvas, measure, y + 4, none, color=FAINT_INK)
    return canvas.png(y - SMALL * 0.4 + MARGIN)


def _columns(usage: Usage) -> list[_Column]:
    if len(usage.days) <= _COLUMNS:
        return [_Column(day, counts) for day, counts in usage.days]
    weeks: list[_Column] = []
    # Counted back from the last day, so that only the first week may be a short one.
    for end in range(len(usage.days), 0, -7):
        week = usage.days[max(end - 7, 0) : end]
        counts = {
            outcome: sum(day.get(outcome, 0) for _, day in week) for outcome, _, _ in _OUTCOMES
        }
        weeks.append(_Column(week[0][0], counts))
    return weeks[::-1]


def _named(usage: Usage, other_names: Mapping[str, str]) -> list[tuple[str, int]]:
    most = sorted(usage.entries.items(), key=lambda entry: (-entry[1], entry[0]))[:_TOP]
    return [
        # Translators: stands for a name in a picture where no font can write it.
        (legible((name, other_names.get(name, "")), gettext("(number {n})", n=place)), count)
        for place, (name, count) in enumerate(most, 1)
        if count > 0
    ]


def _ceiling(most: int) -> int:
    """The next round number that can be halved, or 1."""
    if most <= 8:
        return most + most % 2 if most > 1 else 1
    power = 10
    while True:
        for tenths in (10, 12, 16, 20, 24, 30, 40, 50, 60, 80):
            if tenths * power // 10 >= most:
                return tenths * power // 10
        power *= 10
