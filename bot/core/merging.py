"""What a server is answered from: the shared documents and its own, and nothing else."""

from __future__ import annotations

import dataclasses

from bot.core.catalog import Catalog
from bot.core.model import Document, Entry
from bot.core.ports import FolderContents
from bot.core.snapshot import Snapshot

NOTHING = FolderContents((), Catalog(), ())


def merged(shared: FolderContents | Snapshot, own: FolderContents) -> FolderContents:
    """What the members of a server are answered from: the shared documents and its own.

    An own entry of the catalog adds its names to the shared one of the same id.
    """
    documents = shared.documents if isinstance(shared, FolderContents) else _documents(shared)
    return FolderContents(
        documents=(*documents, *own.documents),
        catalog=_merged_catalog(shared.catalog, own.catalog),
        problems=shared.problems,
    )


def _documents(snapshot: Snapshot) -> tuple[Document, ...]:
    return tuple(snapshot.documents.values())


def _merged_catalog(shared: Catalog, own: Catalog) -> Catalog:
    entries: dict[tuple[str, str], Entry] = {(e.kind, e.id): e for e in shared.entries}
    for entry in own.entries:
        known = entries.get((entry.kind, entry.id))
        if known is None:
            entries[entry.kind, entry.id] = entry
            continue
        names = dict.fromkeys((*known.aliases, *entry.aliases))
        related = dict.fromkeys((*known.related, *entry.related))
        entries[entry.kind, entry.id] = dataclasses.replace(
            known, aliases=tuple(names), related=tuple(related)
        )
    return Catalog(
        tuple(entries.values()),
        {**shared.glossary, **own.glossary},
        {**shared.asked, **own.asked},
        tuple(dict.fromkeys((*shared.untold, *own.untold))),
    )
