"""Numbers and days in a picture, as the reader's language writes them."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_decimal

from bot.core.language import gettext, ngettext, spoken


class NotDrawable(Exception):
    """No font at hand has the letters of the reader's language."""


def number(count: int) -> str:
    """A whole number."""
    return spoken().numeral(count)


def questions(count: int) -> str:
    """How many questions."""
    return ngettext("{n} question", "{n} questions", count)


def day(which: date) -> str:
    """A day without its year, such as ``Nov 24``."""
    return format_skeleton("MMMd", which, locale=_locale())


def duration(milliseconds: float) -> str:
    """A length of time, in seconds from one on."""
    if milliseconds >= 1000:
        # Translators: seconds.
        return gettext("{n} s", n=_decimal(milliseconds / 1000, "0.0"))
    written = _decimal(milliseconds, "0" if milliseconds >= 9.95 else "0.0")
    # Translators: milliseconds.
    return gettext("{n} ms", n=written)


def _decimal(amount: float, pattern: str) -> str:
    return format_decimal(amount, pattern, locale=_locale())


def _locale() -> Locale:
    return Locale.parse(spoken().tag, sep="-")
