"""Words in a picture: only characters that a font at hand can draw."""

# matplotlib's types leave paths open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties

from bot.charts.wording import NotDrawable

_ALWAYS: Final = "DejaVu Sans"  # comes with matplotlib
_CHINESE: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
)


@lru_cache(maxsize=1)
def families() -> list[str]:
    """The fonts to try for each character, in order; those that are installed."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return [_ALWAYS, *(name for name in _CHINESE if name in installed)]


def font(size: float, *, bold: bool = False) -> FontProperties:
    """A font.

    Args:
        size: the height of the letters in points.
        bold: in bold.
    """
    return FontProperties(family=families(), size=size, weight="bold" if bold else "normal")


@lru_cache(maxsize=1)
def _drawable() -> frozenset[int]:
    found: set[int] = set()
    for family in families():
        file = font_manager.findfont(FontProperties(family=family))
        found.update(font_manager.get_font(file).get_charmap())
    return frozenset(found)


def checked(words: str) -> str:
    """The words, all of whose characters a font at hand has.

    Raises:
        NotDrawable: no font has one of them, so that there would be an empty box.
    """
    known = _drawable()
    missing = next((c for c in words if ord(c) not in known and c != "\n"), None)
    if missing is not None:
        raise NotDrawable(f"no font has U+{ord(missing):04X}")
    return words


def legible(names: Iterable[str], otherwise: str) -> str:
    """The first of some names that can be drawn whole; never an empty box in it.

    Args:
        names: the names of one thing, the best first.
        otherwise: what to write where none of them can be drawn.
    """
    known = _drawable()
    for name in names:
        shown = " ".join("".join(map(_seen, unicodedata.normalize("NFC", name))).split())
        if shown and all(ord(character) in known for character in shown):
            return shown
    return otherwise


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me"}:
        return ""
    return " " if category.startswith(("Z", "C")) else character
