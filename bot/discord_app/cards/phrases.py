"""Numbers and lists within a text, as the reader's language writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from bot.core.changes import Change
from bot.core.language import gettext, ngettext, spoken

_WITHOUT_SPACES = frozenset({"ja", "zh"})  # languages whose full stop has its space in it


def documents(number: int) -> str:
    """How many documents."""
    return ngettext("{n} document", "{n} documents", number)


def passages(number: int) -> str:
    """How many passages."""
    return ngettext("{n} passage", "{n} passages", number)


def questions(number: int) -> str:
    """How many questions."""
    return ngettext("{n} question", "{n} questions", number)


def labs(number: int) -> str:
    """How many labs."""
    return ngettext("{n} lab", "{n} labs", number)


def themes(number: int) -> str:
    """How many themes."""
    return ngettext("{n} theme", "{n} themes", number)


def days(number: int) -> str:
    """How many days."""
    return ngettext("{n} day", "{n} days", number)


def problems(number: int) -> str:
    """How many problems."""
    return ngettext("{n} problem", "{n} problems", number)


def members(number: int) -> str:
    """How many members."""
    return ngettext("{n} member", "{n} members", number)


def holdings(documents_held: int, passages_held: int) -> str:
    """How much there is to answer from."""
    # Translators: such as "3 documents with 210 passages".
    return gettext(
        "{documents} with {passages}",
        documents=documents(documents_held),
        passages=passages(passages_held),
    )


def change(made: Change) -> str:
    """How many of a kind were added, changed and removed."""
    counts = (
        # Translators: documents or passages, as in "Documents: 3 added and 1 removed".
        (made.added, ngettext("{n} added", "{n} added", made.added)),
        # Translators: documents or passages, as in "Documents: 3 changed and 1 removed".
        (made.changed, ngettext("{n} changed", "{n} changed", made.changed)),
        # Translators: documents or passages, as in "Documents: 3 added and 1 removed".
        (made.removed, ngettext("{n} removed", "{n} removed", made.removed)),
    )
    # Translators: documents or passages, as in "Documents: unchanged".
    return joined([words for count, words in counts if count]) or gettext("unchanged")


def milliseconds(number: float, places: int = 0) -> str:
    """A length of time in milliseconds."""
    return gettext("{n} ms", n=decimal(number, places))


def duration(seconds: int) -> str:
    """A length of time, in minutes from one on."""
    if seconds < 60:
        return ngettext("{n} second", "{n} seconds", seconds)
    return ngettext("{n} minute", "{n} minutes", seconds // 60)


def size(number: int) -> str:
    """Bytes as people read them, in powers of 1,000."""
    if number < 1000:
        return ngettext("{n} byte", "{n} bytes", number)
    amount = number / 1000
    unit = "kB"
    for larger in ("MB", "GB"):
        if amount >= 999.5:
            amount /= 1000
            unit = larger
    return f"{decimal(amount, 0 if amount >= 10 else 1)} {unit}"


def decimal(number: float, places: int = 0) -> str:
    """A number with so many places behind the point."""
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(number, pattern, locale=_locale())


def percent(share: float) -> str:
    """A share of one as a whole percentage."""
    return format_percent(share, locale=_locale())


def day_of_year(day: date) -> str:
    """A day without its year, such as ``November 24``."""
    return format_skeleton("MMMMd", day, locale=_locale())


def joined(names: Sequence[str], last: Literal["and", "or"] = "and") -> str:
    """Names as a list within a sentence."""
    style = "standard" if last == "and" else "or"
    return format_list(list(names), style, locale=_locale()) if names else ""


def and_more(shown: Sequence[str], more: int) -> str:
    """The first names of a list, and how many there are beside them."""
    return joined([*shown, gettext("{n} more", n=decimal(more))]) if more else listed(shown)


def listed(names: Sequence[str]) -> str:
    """Names one after the other, with no word before the last."""
    # Translators: what stands between the parts of a list, its space included.
    return gettext(", ").join(names)


def sentences(*each: str) -> str:
    """Sentences one after the other; empty ones are left out."""
    space = "" if _locale().language in _WITHOUT_SPACES else " "
    return space.join(filter(None, each))


def _locale() -> Locale:
    return Locale.parse(spoken().tag, sep="-")
