"""A sheet to draw on, measured in the pixels of the picture, with y going down.

matplotlib's object-oriented interface alone: nothing here is kept from picture to picture.
"""

# matplotlib's types leave keyword arguments open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import io
from typing import Final, Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle

from bot.charts.lettering import checked, font

WIDTH: Final = 900
"""A phone shows a picture about 400 pixels wide."""
SMALL: Final = 32
"""The smallest letters, in pixels: 14 on that phone."""
LARGE: Final = 42
MARGIN: Final = 36

# A card of its own, dark as Discord's own dark cards, so that it looks the same in both of
# Discord's themes. The hues are Okabe and Ito's, which color-blind people tell apart:
# https://jfly.uni-koeln.de/color/
PAPER: Final = "#22252b"
INK: Final = "#f2f3f5"
FAINT_INK: Final = "#b5bac1"
GRID: Final = "#3f434b"
BLUE: Final = "#56b4e9"
YELLOW: Final = "#f0e442"
VERMILION: Final = "#d55e00"
GRAY: Final = "#9aa0a6"
GREEN: Final = "#009e73"

_DPI: Final = 100
_ELLIPSIS: Final = "…"


class Canvas:
    """An empty card, `WIDTH` wide and as high as it turns out to be."""

    def __init__(self) -> None:
        self._figure = Figure(dpi=_DPI)
        self._agg = FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, WIDTH)
        self._axes.axis("off")
        self._figure.patch.set_facecolor(PAPER)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = SMALL,
        color: str = INK,
        bold: bool = False,
        align: Literal["left", "center", "right"] = "left",
        vertical: Literal["top", "center", "center_baseline", "bottom"] = "top",
        turned: bool = False,
    ) -> None:
        """Writes words; turned ones run upward.

        Raises:
            NotDrawable: no font has one of their characters.
        """
        self._axes.text(
            x,
            y,
            checked(words),
            color=color,
            horizontalalignment=align,
            verticalalignment=vertical,
            fontproperties=font(size * 72 / _DPI, bold=bold),
            rotation=90 if turned else 0,
            parse_math=False,  # a dollar sign in a name is a dollar sign
        )

    def bar(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """Fills a rectangle, whose left upper corner is at x and y."""
        self._axes.add_patch(Rectangle((x, y), width, height, facecolor=color, linewidth=0))

    def tile(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """Fills a rectangle with round corners and a little room around it."""
        gap, radius = 2.0, 6.0
        self._axes.add_patch(
            FancyBboxPatch(
                (x + gap + radius, y + gap + radius),
                width - 2 * (gap + radius),
                height - 2 * (gap + radius),
                boxstyle=f"round,pad={radius},rounding_size={radius}",
                facecolor=color,
                linewidth=0,
            )
        )

    def line(self, x: float, y: float, length: float) -> None:
        """Draws a faint level line."""
        self.bar(x, y - 1, length, 2, GRID)

    def png(self, height: float) -> bytes:
        """The picture as a PNG file, without a date or a name of what made it.

        Args:
            height: where the card ends, in pixels.
        """
        self._axes.set_ylim(round(height), 0)
        self._figure.set_size_inches(WIDTH / _DPI, round(height) / _DPI)
        written = io.BytesIO()
        self._agg.print_png(written, metadata={"Software": None})
        return written.getvalue()


class Measure:
    """Knows how wide words will be, before there is a canvas."""

    def __init__(self) -> None:
        self._figure = Figure(dpi=_DPI)
        self._renderer = FigureCanvasAgg(self._figure).get_renderer()

    def width(self, words: str, size: float = SMALL, *, bold: bool = False) -> float:
        """The width of one line, in pixels.

        Raises:
            NotDrawable: no font has one of its characters.
        """
        written = self._figure.text(
            0, 0, checked(words), fontproperties=font(size * 72 / _DPI, bold=bold), parse_math=False
        )
        width = written.get_window_extent(self._renderer).width
        written.remove()
        return width

    def clip(self, words: str, room: float, size: float = SMALL, *, bold: bool = False) -> str:
        """The words, or as many letters of them as there is room for, and an ellipsis."""
        if self.width(words, size, bold=bold) <= room:
            return words
        fewest, most = 0, min(len(words), int(room))  # no letter is narrower than a pixel
        while fewest < most:
            middle = (fewest + most + 1) // 2
            if self.width(words[:middle].rstrip() + _ELLIPSIS, size, bold=bold) <= room:
                fewest = middle
            else:
                most = middle - 1
        return words[:fewest].rstrip() + _ELLIPSIS

    def wrap(
        self, words: str, room: float, size: float = SMALL, *, bold: bool = False
    ) -> list[str]:
        """The words on one line or two, whichever they need; the rest is cut off."""
        if self.width(words, size, bold=bold) <= room:
            return [words]
        parts = words.split(" ")
        starts = [" ".join(parts[:n]) for n in range(1, len(parts))]
        fitting = [start for start in starts if self.width(start, size, bold=bold) <= room]
        if not fitting:
            return [self.clip(words, room, size, bold=bold)]
        first = fitting[-1]
        rest = words[len(first) :].lstrip()
        return [first, self.clip(rest, room, size, bold=bold)]


def paragraph(
    canvas: Canvas,
    measure: Measure,
    y: float,
    words: str,
    *,
    size: float = SMALL,
    color: str = INK,
    bold: bool = False,
) -> float:
    """Writes words from margin to margin, on a second line where they need one.

    Returns:
        Where what follows may begin.
    """
    lines = measure.wrap(words, WIDTH - 2 * MARGIN, size, bold=bold)
    for line in lines:
        canvas.text(MARGIN, y, line, size=size, color=color, bold=bold)
        y += size * 1.4
    return y
