"""The library: an immutable snapshot of all that can be answered from, and its swap."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.catalog import Catalog
from bot.core.errors import LibraryError, Problem
from bot.core.model import Document, Passage
from bot.core.passages import split_document
from bot.core.ports import Index, IndexBuilder, KnowledgeSource, Progress, no_progress


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything an answer needs, as it stood at one moment. Never changes.

    Attributes:
        documents: document id to document.
        passages: passage id to passage, in the order of the documents.
        rows: document id to its passages, in their order.
        catalog: the labs, themes and glossary.
        index: finds passages of this snapshot.
        problems: what was left out, and why.
        built_at: when it was built, in UTC.
    """

    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    rows: Mapping[str, tuple[Passage, ...]]
    catalog: Catalog
    index: Index
    problems: tuple[Problem, ...]
    built_at: datetime

    def neighbor(self, passage: Passage, distance: int) -> Passage | None:
        """The passage so many places after another one of the document (before, below 0)."""
        row = self.rows[passage.document_id]
        at = passage.number - 1 + distance
        return row[at] if 0 <= at < len(row) else None


@dataclass(frozen=True, slots=True)
class Change:
    """How many of a kind were added, changed and removed between two snapshots."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """What a reload did.

    Attributes:
        documents: documents added, changed and removed.
        passages: passages added and removed; a passage whose words or place changed
            counts as changed where one stood at that number of the document before.
        snapshot: what is served now.
        took_s: seconds it took.
    """

    documents: Change
    passages: Change
    snapshot: Snapshot
    took_s: float


def build_snapshot(
    read: KnowledgeSource, build: IndexBuilder, progress: Progress = no_progress
) -> Snapshot:
    """Reads the folder and builds everything anew. Takes long: run it off the event loop.

    Raises:
        ReadingError: the folder itself cannot be read.
    """
    contents = read(progress)
    rows: dict[str, tuple[Passage, ...]] = {}
    for done, document in enumerate(contents.documents):
        progress("passages", done, len(contents.documents))
        rows[document.id] = split_document(document)
    passages = {passage.id: passage for row in rows.values() for passage in row}
    languages = {d.id: d.language for d in contents.documents if d.language}
    index = build(tuple(passages.values()), contents.catalog, languages, progress)
    return Snapshot(
        documents={document.id: document for document in contents.documents},
        passages=passages,
        rows=rows,
        catalog=contents.catalog,
        index=index,
        problems=contents.problems,
        built_at=datetime.now(UTC),
    )


def compare(old: Snapshot | None, new: Snapshot) -> tuple[Change, Change]:
    """What changed from one snapshot to the next, as (documents, passages)."""
    return _compare(_files(old), _files(new)), _compare(_places(old), _places(new))


def _files(snapshot: Snapshot | None) -> dict[Hashable, Hashable]:
    documents = snapshot.documents.values() if snapshot else ()
    return {document.id: document.checksum for document in documents}


def _places(snapshot: Snapshot | None) -> dict[Hashable, Hashable]:
    passages = snapshot.passages.values() if snapshot else ()
    return {(p.document_id, p.number): p.id for p in passages}


def _compare(old: Mapping[Hashable, Hashable], new: Mapping[Hashable, Hashable]) -> Change:
    return Change(
        added=len(new.keys() - old.keys()),
        changed=sum(old[key] != new[key] for key in new.keys() & old.keys()),
        removed=len(old.keys() - new.keys()),
    )


class Library:
    """Holds the snapshot that is served, and swaps it for a new one whole or not at all."""

    def __init__(self, read: KnowledgeSource, build: IndexBuilder) -> None:
        self._read = read
        self._build = build
        self._current: Snapshot | None = None
        self._reloading = asyncio.Lock()

    @property
    def current(self) -> Snapshot:
        """The snapshot served now. Hold on to it for the length of one answer.

        Raises:
            LibraryError: nothing has been loaded yet.
        """
        if self._current is None:
            raise LibraryError("The documents are still being loaded. Try again in a moment.")
        return self._current

    @property
    def loaded(self) -> bool:
        """Whether there is anything to serve yet."""
        return self._current is not None

    async def reload(self, progress: Progress = no_progress) -> ReloadReport:
        """Builds a new snapshot off the event loop and serves it from then on.

        Whoever is being answered goes on with the snapshot they had.

        Args:
            progress: called from another thread.

        Raises:
            LibraryError: a reload is under way, or the new snapshot could not be built;
                the old one goes on serving.
            ReadingError: the folder cannot be read; the old one goes on serving.
        """
        if self._reloading.locked():
            raise LibraryError("A reload is under way already. Wait for it to finish.")
        async with self._reloading:
            start = time.perf_counter()
            new = await asyncio.to_thread(build_snapshot, self._read, self._build, progress)
            old, self._current = self._current, new
            documents, passages = compare(old, new)
            return ReloadReport(documents, passages, new, time.perf_counter() - start)
