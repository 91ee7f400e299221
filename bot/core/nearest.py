"""What to offer whoever asked for something that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.core.catalog import Catalog
from bot.core.model import Entry, EntryKind, SearchResult
from bot.core.snapshot import Snapshot

OFFERED = 4
"""How many labs and themes are offered."""


def near(catalog: Catalog, found: SearchResult) -> tuple[Entry, ...]:
    """The labs and themes a question was near to: none where it was near to nothing.

    Those it names come first, then those its words hint at, then those that one of its
    words may have been meant for: the beginning of a name, or one with a typing mistake.
    """
    meant = (
        entry
        for term in found.terms
        for word in (term.text, *((term.searched_as,) if term.searched_as else ()))
        for entry in catalog.resembling(word)
    )
    return _first((*found.entries, *found.hinted, *meant))


def biggest(snapshot: Snapshot) -> tuple[Entry, ...]:
    """The labs and themes most is said of, of both kinds; found out once for a snapshot."""
    if not snapshot.biggest:
        totals = {entry: snapshot.index.mentions(entry) for entry in snapshot.catalog.entries}
        snapshot.biggest[:] = _of_both_kinds(totals)
    return tuple(snapshot.biggest)


def _of_both_kinds(totals: Mapping[Entry, int]) -> list[Entry]:
    """The biggest of each kind, then the second of each, and so on; none of nothing."""
    ranked: list[tuple[int, int, Entry]] = []
    for kind in EntryKind:
        entries = [entry for entry, total in totals.items() if entry.kind is kind and total]
        entries.sort(key=lambda entry: -totals[entry])
        ranked += [(rank, -totals[entry], entry) for rank, entry in enumerate(entries)]
    ranked.sort(key=lambda one: one[:2])
    return [entry for _, _, entry in ranked[:OFFERED]]


def _first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(dict.fromkeys(entries))[:OFFERED]
