"""Whose questions are answered from what: the shared library, and each server's own shelf."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from bot.core.catalog import Catalog
from bot.core.changes import document_changes, effects
from bot.core.errors import LibraryError
from bot.core.keeping import Scope, VersionStore
from bot.core.library import Library, Proposal
from bot.core.model import Document, Entry
from bot.core.ports import FolderContents, IndexBuilder, Progress, no_progress
from bot.core.snapshot import Snapshot, assemble

OPEN_SHELVES = 64
"""Servers whose own snapshots stay in memory; others are built again when asked."""

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
    return Catalog(tuple(entries.values()), {**shared.glossary, **own.glossary})


@dataclasses.dataclass(slots=True)
class _Shelf:
    """A server's own snapshot, what it was made of, and the shared one beneath it."""

    own: FolderContents
    base: Snapshot
    snapshot: Snapshot


class Shelves:
    """Finds the snapshot that a scope is answered from; builds a server's own when asked.

    No server ever sees another's documents: a server's snapshot is made of the shared
    documents and its own, and nothing else.

    Args:
        library: what all servers share.
        versions: where the servers' own documents are kept.
        builder: makes an index builder, which remembers what it analyzed.
    """

    def __init__(
        self, library: Library, versions: VersionStore, builder: Callable[[], IndexBuilder]
    ) -> None:
        self.library = library
        self._versions = versions
        self._build = builder()
        self._own: set[int] | None = None
        self._open: OrderedDict[int, _Shelf] = OrderedDict()
        self._building = asyncio.Lock()
        self._under_way: dict[int, str] = {}

    async def snapshot(self, scope: Scope) -> Snapshot:
        """What a scope is answered from now. Hold on to it for the length of one answer.

        Raises:
            LibraryError: nothing has been loaded yet.
            StoreError: the server's own documents cannot be read.
        """
        shared = self.library.current
        if scope is None or scope not in await self._owners():
            return shared
        shelf = self._open.get(scope)
        if shelf is None or shelf.base is not shared:
            async with self._building:
                shelf = self._open.get(scope)
                if shelf is None or shelf.base is not shared:
                    own = shelf.own if shelf else await self._load(scope)
                    made = await self._make(shared, own, no_progress, shelf)
                    shelf = self._keep(scope, _Shelf(own, shared, made))
        self._open.move_to_end(scope)
        return shelf.snapshot

    async def own(self, scope: int) -> FolderContents:
        """What a server holds of its own; nothing where it never added anything."""
        if scope not in await self._owners():
            return NOTHING
        shelf = self._open.get(scope)
        return shelf.own if shelf else await self._load(scope)

    async def propose(
        self,
        scope: int,
        own: FolderContents,
        progress: Progress = no_progress,
        *,
        questions: Sequence[str] = (),
        by: str = "",
    ) -> Proposal:
        """Builds what a server would be answered from if it held these documents.

        Args:
            scope: the server.
            own: all that it would hold of its own.
            progress: called from another thread.
            questions: what to ask of both, to see which answers would change.
            by: who wants it; told to whoever comes meanwhile.

        Raises:
            LibraryError: another change of this server is under way; says by whom.
        """
        if scope in self._under_way:
            raise LibraryError(
                f"A change is under way already by {self._under_way[scope]}. Wait for it to finish."
            )
        self._under_way[scope] = by
        start = time.perf_counter()
        try:
            before = await self.snapshot(scope)
            async with self._building:
                after = await self._make(self.library.current, own, progress, self._open.get(scope))
            changed = await effects(before, after, questions)
        finally:
            del self._under_way[scope]
        took = time.perf_counter() - start
        return Proposal(before, after, own, document_changes(before, after), changed, took)

    async def apply(self, scope: int, proposal: Proposal) -> None:
        """Serves a proposal to a server from now on.

        Raises:
            LibraryError: something else was applied since it was made.
        """
        if await self.snapshot(scope) is not proposal.before:
            raise LibraryError(
                "What is served has changed since this was prepared. Prepare it again to see "
                "what it would change now."
            )
        owners = await self._owners()
        owners.add(scope)
        self._keep(scope, _Shelf(proposal.contents, self.library.current, proposal.after))

    async def _owners(self) -> set[int]:
        if self._own is None:
            self._own = set(await self._versions.scopes())
        return self._own

    async def _load(self, scope: int) -> FolderContents:
        history = await self._versions.history(scope, 1)
        return await self._versions.load(scope, history[0].number) if history else NOTHING

    async def _make(
        self, shared: Snapshot, own: FolderContents, progress: Progress, old: _Shelf | None
    ) -> Snapshot:
        contents = merged(shared, own)
        known = old.snapshot if old else shared
        return await asyncio.to_thread(assemble, contents, self._build, progress, known)

    def _keep(self, scope: int, shelf: _Shelf) -> _Shelf:
        self._open[scope] = shelf
        self._open.move_to_end(scope)
        while len(self._open) > OPEN_SHELVES:
            self._open.popitem(last=False)
        return shelf
