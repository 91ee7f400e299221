"""Where a button leads, and how that is written into the button's id.

A card keeps nothing in memory: whatever a press needs stands in the id (100 characters at
most) or on the card itself, so that buttons go on working after a restart.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from bot.core.catalog import Catalog
from bot.core.errors import FootnoteError, UnknownEntry
from bot.core.model import Entry, EntryKind

MAX_ID = 100
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,32}")
_KINDS = {"l": EntryKind.LAB, "t": EntryKind.THEME}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}


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
    origin: ToAnswer | ToEntry | None = None


Target = ToAnswer | ToEntry | ToEntries | ToSources | ToPassage


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
    raise UnknownEntry(f"That {kind} is no longer listed. `/{kind}s` shows those that are.")


def encode(target: Target) -> str:
    """Writes a target down; at most 80 characters for passage ids of up to 24."""
    match target:
        case ToAnswer(page):
            return f"a/{page}"
        case ToEntry(kind, token, None):
            return f"e/{_LETTERS[kind]}/{token}"
        case ToEntry(kind, token, page):
            return f"e/{_LETTERS[kind]}/{token}/{page}"
        case ToEntries(kind, page):
            return f"l/{_LETTERS[kind]}/{page}"
        case ToSources(page):
            return f"s/{page}"
        case ToPassage(passage, part, origin):
            return f"p/{passage}/{part}" + (f"/{encode(origin)}" if origin else "")


def decode(code: str) -> Target:
    """Reads a target.

    Raises:
        StaleButton: this is not how targets are written (any longer).
    """
    try:
        return _decode(code.split("/"))
    except (ValueError, KeyError) as error:
        raise StaleButton("This button is from an older card. Please ask again.") from error


def _decode(fields: list[str]) -> Target:
    target: Target | None = None
    match fields:
        case ["a", page]:
            target = ToAnswer(_number(page))
        case ["e", letter, token]:
            target = ToEntry(_KINDS[letter], token)
        case ["e", letter, token, page]:
            target = ToEntry(_KINDS[letter], token, _number(page))
        case ["l", letter, page]:
            target = ToEntries(_KINDS[letter], _number(page))
        case ["s", page]:
            target = ToSources(_number(page))
        case ["p", passage, part, *origin]:
            back = _decode(origin) if origin else None
            if back is None or isinstance(back, ToAnswer | ToEntry):
                target = ToPassage(passage, _number(part), back)
        case _:
            pass
    if target is None:
        raise ValueError(fields)
    return target


def _number(digits: str) -> int:
    if not digits.isascii() or not digits.isdigit() or len(digits) > 6:
        raise ValueError(digits)
    return int(digits)
