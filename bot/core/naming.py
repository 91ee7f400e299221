"""What a moderator calls a lab or theme, put into the catalog of one server."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Sequence

from bot.core.catalog import Catalog, duplicate_names, fold
from bot.core.errors import FootnoteError, UnknownEntry
from bot.core.language import lazy_gettext
from bot.core.model import Entry, EntryKind

MAX_NAME = 80
"""Characters of a name; longer ones fit on no button and in no list."""

MAX_ALIASES = 25
"""Names that are added at a time."""

_DESCRIPTION = "Added by this server's moderators."


def with_names(
    shown: Catalog, own: Catalog, kind: EntryKind, name: str, aliases: Sequence[str]
) -> tuple[Catalog, Entry]:
    """Adds names to a lab or theme, and the lab or theme where it is new.

    Args:
        shown: all that the server is answered from.
        own: what the server itself added to that.
        kind: lab or theme.
        name: any name of it; a new one makes a new entry.
        aliases: other names for the very same thing.

    Returns:
        The server's own catalog with the names, and the entry with the names that are new.

    Raises:
        UnknownEntry: nothing would be added, or a name is none.
        FootnoteError: a name belongs to another entry already.
    """
    added = _usable((name, *aliases))[1:]
    entry = _entry(shown, kind, " ".join(name.split()), added)
    _refuse_taken(shown, entry)
    before = next((e for e in own.entries if (e.kind, e.id) == (kind, entry.id)), None)
    kept = entry
    if before is not None:
        kept = dataclasses.replace(before, aliases=(*before.aliases, *entry.aliases))
    others = tuple(e for e in own.entries if (e.kind, e.id) != (kind, entry.id))
    return dataclasses.replace(own, entries=(*others, kept)), entry


def _usable(names: Sequence[str]) -> tuple[str, ...]:
    """The names, each once, without runs of spaces.

    Raises:
        UnknownEntry: one has no letter or digit or is too long, or there are too many.
    """
    spoken: dict[str, str] = {}
    for name in names:
        said = " ".join(name.split())
        key = fold(said)
        if not key:
            raise UnknownEntry(lazy_gettext("A name needs at least one letter or digit."))
        if len(said) > MAX_NAME:
            raise UnknownEntry(
                lazy_gettext(
                    "“{name}…” is too long for a name: {most} characters are the most.",
                    name=said[:40],
                    most=MAX_NAME,
                )
            )
        spoken.setdefault(key, said)
    if len(spoken) > MAX_ALIASES + 1:
        raise UnknownEntry(
            lazy_gettext("At most {most} names can be added at a time.", most=MAX_ALIASES)
        )
    return tuple(spoken.values())


def _entry(shown: Catalog, kind: EntryKind, name: str, added: tuple[str, ...]) -> Entry:
    """The entry that is meant, with the new names alone; a new one where none goes by it."""
    for entry in shown.of_kind(kind):
        known = {fold(n) for n in (entry.id, *entry.names)}
        if fold(name) not in known:
            continue
        new = tuple(alias for alias in added if fold(alias) not in known)
        if not new:
            raise UnknownEntry(
                lazy_gettext(
                    "{name} goes by that already. Give names that are new in `aliases`, with "
                    "commas between them.",
                    name=entry.name,
                )
            )
        return Entry(entry.id, kind, entry.name, entry.description, new)
    return Entry(_key(name), kind, name, _DESCRIPTION, added)


def _key(name: str) -> str:
    """A key as catalog.toml takes it, which knows no letters but these."""
    key = "-".join(fold(name).split())
    if re.fullmatch(r"[a-z0-9-]+", key):
        return key
    return "added-" + hashlib.blake2b(key.encode(), digest_size=6).hexdigest()


def _refuse_taken(shown: Catalog, entry: Entry) -> None:
    others = [e for e in shown.entries if (e.kind, e.id) != (entry.kind, entry.id)]
    for name, first, second in duplicate_names((*others, entry)):
        if second is entry:
            raise FootnoteError(
                lazy_gettext(
                    "“{name}” is a name of {other} already, and one name cannot mean two of them. "
                    "Leave it out, or give a longer one.",
                    name=name,
                    other=first.name,
                )
            )
