"""Where a button leads, and how that is written into the button's id.

A card keeps nothing in memory: whatever a press needs stands in the id (100 characters at
most) or on the card itself, so that buttons go on working after a restart.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from bot.core.catalog import Catalog
from bot.core.errors import FootnoteError, UnknownEntry
from bot.core.language import lazy_gettext
from bot.core.model import Entry, EntryKind

MAX_ID = 100
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,32}")
_KINDS = {"l": EntryKind.LAB, "t": EntryKind.THEME}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}
_NO_LONGER = {
    EntryKind.LAB: lazy_gettext("That lab is no longer listed. `/labs` shows those that are."),
    EntryKind.THEME: lazy_gettext(
        "That theme is no longer listed. `/themes` shows those that are."
    ),
}


class StaleButton(FootnoteError):
    """A button leads somewhere that is no longer there."""


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A page of the answer to the question that stands on the card."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ToEntry:
    """A lab or theme.

    Attributes:
        kind: which of the two.
        token: what `token_of` made of the entry.
        page: which page of it, from 0; None where it is asked for anew.
    """

    kind: EntryKind
    token: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ToComparison:
    """Two labs side by side.

    Attributes:
        first: what `brief_of` made of one lab.
        second: the same of the other.
        theme: the same of what they are compared in, or None.
        page: which page of it, from 0.
    """

    first: str
    second: str
    theme: str | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class ToFollowUp:
    """A form for the next question about what stands on the card."""


@dataclass(frozen=True, slots=True)
class ToEntries:
    """A page of the list of labs or themes."""

    kind: EntryKind
    page: int = 0


@dataclass(frozen=True, slots=True)
class ToSources:
    """A page of the list of documents."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ToPassage:
    """A passage with what stands around it, and the card to go back to.

    Attributes:
        passage: the passage's id.
        part: which part of it, from 0, where it is too long for one message.
        origin: where reading began.
    """

    passage: str
    part: int = 0
    origin: Origin | None = None


Origin = ToAnswer | ToEntry | ToComparison
Target = Origin | ToFollowUp | ToEntries | ToSources | ToPassage


def token_of(entry: Entry) -> str:
    """A short name for an entry that fits into a button: its id, or a digest of it."""
    if _PLAIN.fullmatch(entry.id):
        return entry.id
    return "." + hashlib.blake2b(entry.id.encode(), digest_size=8).hexdigest()


def entry_of(catalog: Catalog, kind: EntryKind, token: str) -> Entry:
    """The entry a button means.

    Raises:
        UnknownEntry: the catalog no longer lists it.
    """
    for entry in catalog.of_kind(kind):
        if token_of(entry) == token:
            return entry
    raise UnknownEntry(_NO_LONGER[kind])


def brief_of(entry: Entry) -> str:
    """An even shorter name, of eight characters, for buttons that name three entries."""
    digest = hashlib.blake2b(entry.id.encode(), digest_size=5).digest()
    return base64.b32encode(digest).decode().lower()


def entry_of_brief(catalog: Catalog, kind: EntryKind, brief: str) -> Entry:
    """The entry that `brief_of` named.

    Raises:
        UnknownEntry: the catalog no longer lists it.
    """
    for entry in catalog.of_kind(kind):
        if brief_of(entry) == brief:
            return entry
    raise UnknownEntry(_NO_LONGER[kind])


def encode(target: Target) -> str:
    """Writes a target down; at most 80 characters for passage ids of up to 24."""
    return "/".join(_fields(target))


def _fields(target: Target) -> list[str]:
    fields: list[str]
    match target:
        case ToAnswer(page):
            fields = ["a", str(page)]
        case ToEntry(kind, token, page):
            fields = ["e", _LETTERS[kind], token, *([] if page is None else [str(page)])]
        case ToComparison(first, second, theme, page):
            fields = ["c", first, second, theme or "-", str(page)]
        case ToFollowUp():
            fields = ["f"]
        case ToEntries(kind, page):
            fields = ["l", _LETTERS[kind], str(page)]
        case ToSources(page):
            fields = ["s", str(page)]
        case ToPassage(passage, part, origin):
            fields = ["p", passage, str(part), *(_fields(origin) if origin else [])]
    return fields


def decode(code: str) -> Target:
    """Reads a target.

    Raises:
        StaleButton: this is not how targets are written (any longer).
    """
    try:
        return _decode(code.split("/"))
    except (ValueError, KeyError) as error:
        raise StaleButton(
            lazy_gettext("This button is from an older card. Please ask again.")
        ) from error


def _decode(fields: list[str]) -> Target:
    match fields:
        case ["f"]:
            return ToFollowUp()
        case ["l", letter, page]:
            return ToEntries(_KINDS[letter], _number(page))
        case ["s", page]:
            return ToSources(_number(page))
        case ["p", passage, part, *origin]:
            return ToPassage(passage, _number(part), _origin(origin) if origin else None)
        case _:
            return _origin(fields)


def _origin(fields: list[str]) -> Origin:
    match fields:
        case ["a", page]:
            return ToAnswer(_number(page))
        case ["e", letter, token]:
            return ToEntry(_KINDS[letter], token)
        case ["e", letter, token, page]:
            return ToEntry(_KINDS[letter], token, _number(page))
        case ["c", first, second, theme, page]:
            return ToComparison(first, second, None if theme == "-" else theme, _number(page))
        case _:
            raise ValueError(fields)


def _number(digits: str) -> int:
    if not digits.isascii() or not digits.isdigit() or len(digits) > 6:
        raise ValueError(digits)
    return int(digits)
