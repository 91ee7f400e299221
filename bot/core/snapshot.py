"""The snapshot: all that can be answered from, as it stood at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.core.catalog import Catalog
from bot.core.collector import collector_halted
from bot.core.errors import Problem
from bot.core.model import Document, Entry, Passage
from bot.core.passages import split_document
from bot.core.ports import (
    FolderContents,
    Index,
    IndexBuilder,
    KnowledgeSource,
    Progress,
    no_progress,
)


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
        biggest: the labs and themes most is said of; empty until somebody wants to know
            (see `nearest.biggest`).
    """

    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    rows: Mapping[str, tuple[Passage, ...]]
    catalog: Catalog
    index: Index
    problems: tuple[Problem, ...]
    built_at: datetime
    biggest: list[Entry] = field(init=False, default_factory=list[Entry], compare=False, repr=False)

    def neighbor(self, passage: Passage, distance: int) -> Passage | None:
        """The passage so many places after another one of the document (before, below 0)."""
        row = self.rows[passage.document_id]
        at = passage.number - 1 + distance
        return row[at] if 0 <= at < len(row) else None


def assemble(
    contents: FolderContents,
    build: IndexBuilder,
    progress: Progress = no_progress,
    old: Snapshot | None = None,
) -> Snapshot:
    """Makes a snapshot of documents. Takes long: run it off the event loop.

    Args:
        contents: the documents, the catalog and what is wrong with the folder.
        build: builds the index.
        progress: told of the progress now and then.
        old: a snapshot whose passages are taken over for documents that are the same.
    """
    with collector_halted():
        rows = _rows(contents, progress, old)
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


def _rows(
    contents: FolderContents, progress: Progress, old: Snapshot | None
) -> dict[str, tuple[Passage, ...]]:
    """Each document's passages, taken over where it is the same."""
    rows: dict[str, tuple[Passage, ...]] = {}
    for done, document in enumerate(contents.documents):
        progress("passages", done, len(contents.documents))
        was = old.documents.get(document.id) if old else None
        same = old is not None and was is not None and was.checksum == document.checksum
        rows[document.id] = (
            old.rows[document.id] if same and old is not None else split_document(document)
        )
    return rows


def build_snapshot(
    read: KnowledgeSource, build: IndexBuilder, progress: Progress = no_progress
) -> Snapshot:
    """Reads the folder and builds everything anew. Takes long: run it off the event loop.

    Raises:
        ReadingError: the folder itself cannot be read.
    """
    return assemble(read(progress), build, progress)
