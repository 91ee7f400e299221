"""Usage → questions a day, what they were about, and what members thought of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

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
)
from bot.charts.lettering import legible
from bot.core.keeping import Usage
from bot.core.model import Outcome

_OUTCOMES: Final = (
    (Outcome.ANSWERED, "answered", BLUE),
    (Outcome.PARTIAL, "partly", YELLOW),
    (Outcome.NOT_COVERED, "not covered", VERMILION),
    (Outcome.INVALID, "nothing to look up", GRAY),
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
    y = _heading(canvas, usage)
    y = _legend(canvas, measure, usage, y)
    y = _days(canvas, measure, usage, y)
    if named:
        y = _entries(canvas, measure, named, y + 24)
    if usage.helpful or usage.unhelpful:
        y = _feedback(canvas, usage, y + 24)
    return canvas.png(y + MARGIN)


def _heading(canvas: Canvas, usage: Usage) -> float:
    y: float = MARGIN
    title = f"{_counted(usage.total, 'question')} in {_counted(len(usage.days), 'day')}"
    canvas.text(MARGIN, y, title, size=LARGE, bold=True)
    y += LARGE * 1.4
    if usage.median_ms is not None and usage.p99_ms is not None:
        words = f"Half answered within {_ms(usage.median_ms)}, 99 of 100 within {_ms(usage.p99_ms)}"
        canvas.text(MARGIN, y, words, color=FAINT_INK)
        y += _LINE
    return y + 8


def _legend(canvas: Canvas, measure: Measure, usage: Usage, y: float) -> float:
    x: float = MARGIN
    for outcome, words, color in _OUTCOMES:
        count = sum(counts.get(outcome, 0) for _, counts in usage.days)
        if not count:
            continue
        words = f"{words} {count:,}"  # noqa: PLW2901 - one name for what is written
        width = 34 + measure.width(words)
        if x > MARGIN and x + width > WIDTH - MARGIN:
            x, y = MARGIN, y + _LINE
        canvas.tile(x, y + 4, 28, 28, color)
        canvas.text(x + 36, y, words)
        x += width + 30
    return y + _LINE + 12


def _days(canvas: Canvas, measure: Measure, usage: Usage, y: float) -> float:
    columns = _columns(usage)
    most = _ceiling(max(column.total for column in columns))
    left = MARGIN + measure.width(f"{most:,}") + 14
    bottom, width = y + 20 + _PLOT, (WIDTH - MARGIN - left) / len(columns)
    for share in (0, 1, 2) if most % 2 == 0 else (0, 2):
        level = bottom - _PLOT * share / 2
        canvas.line(left, level, WIDTH - MARGIN - left)
        number = f"{most * share // 2:,}"
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
    canvas.text(left, bottom + 12, _day(columns[0].first), color=FAINT_INK)
    if len(columns) > 1:
        last = _day(columns[-1].first)
        canvas.text(WIDTH - MARGIN, bottom + 12, last, color=FAINT_INK, align="right")
    middle = "a bar is a week" if len(usage.days) > _COLUMNS else ""
    canvas.text((left + WIDTH - MARGIN) / 2, bottom + 12, middle, color=FAINT_INK, align="center")
    return bottom + 12 + _LINE


def _entries(canvas: Canvas, measure: Measure, named: list[tuple[str, int]], y: float) -> float:
    canvas.text(MARGIN, y, "Asked about most", bold=True)
    y += LARGE * 1.2
    room = _INNER * 0.57
    most = max(count for _, count in named)
    digits = max(measure.width(f"{count:,}") for _, count in named) + 14
    start = MARGIN + min(room, max(measure.width(name) for name, _ in named)) + 18
    for name, count in named:
        canvas.text(MARGIN, y + _LINE / 2, measure.clip(name, room), vertical="center")
        length = max((WIDTH - MARGIN - digits - start) * count / most, 4)
        canvas.bar(start, y + 7, length, _LINE - 14, BLUE)
        canvas.text(start + length + 12, y + _LINE / 2, f"{count:,}", vertical="center")
        y += _LINE
    return y


def _feedback(canvas: Canvas, usage: Usage, y: float) -> float:
    canvas.text(MARGIN, y, "What members thought", bold=True)
    y += LARGE * 1.2
    helpful = _INNER * usage.helpful / (usage.helpful + usage.unhelpful)
    canvas.bar(MARGIN, y, helpful, 30, GREEN)
    canvas.bar(MARGIN + helpful + 3, y, max(_INNER - helpful - 3, 0), 30, VERMILION)
    y += 40
    canvas.text(MARGIN, y, f"helpful {usage.helpful:,}", color=INK)
    canvas.text(WIDTH - MARGIN, y, f"not helpful {usage.unhelpful:,}", align="right")
    return y + SMALL


def _nothing(usage: Usage) -> bytes:
    canvas = Canvas()
    canvas.text(MARGIN, MARGIN, "No questions yet", size=LARGE, bold=True)
    days = f"None in the last {_counted(len(usage.days), 'day')}" if usage.days else "None so far"
    canvas.text(MARGIN, MARGIN + LARGE * 1.5, days, color=FAINT_INK)
    return canvas.png(MARGIN * 2 + LARGE * 1.5 + SMALL)


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
        (legible((name, other_names.get(name, "")), f"(number {place})"), count)
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


def _day(day: date) -> str:
    return f"{day:%b} {day.day}"


def _ms(milliseconds: float) -> str:
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:.1f} s"
    return f"{milliseconds:.0f} ms" if milliseconds >= 9.95 else f"{milliseconds:.1f} ms"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
