"""A small library for tests, built by the real passages, index and answerer."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.core.catalog import Catalog
from bot.core.model import Block, BlockKind, Document, Entry, EntryKind
from bot.core.ports import FolderContents, Progress, no_progress
from bot.core.snapshot import Snapshot, build_snapshot
from bot.search import Bm25IndexBuilder

KINDS = {"#": BlockKind.HEADING, "-": BlockKind.ITEM, "|": BlockKind.ROW}


def document(*lines: str, name: str = "guide.md", language: str | None = None) -> Document:
    """A document of blocks: "# heading", "## heading", "- item", "| row", or a paragraph."""
    text, group, before = "", 0, ""
    blocks: list[Block] = []
    for line in lines:
        mark, _, rest = line.partition(" ")
        kind = KINDS.get(mark[:1], BlockKind.PARAGRAPH) if rest else BlockKind.PARAGRAPH
        words = line if kind is BlockKind.PARAGRAPH else rest
        grouped = kind in {BlockKind.ITEM, BlockKind.ROW}
        group += grouped and before != kind
        text += "\n\n" if text else ""
        level = len(mark) if kind is BlockKind.HEADING else 0
        start = len(text)
        blocks.append(Block(kind, start, start + len(words), level, group if grouped else 0))
        text += words
        before = kind
    return Document(
        id=name,
        title=name.partition(".")[0],
        text=text,
        blocks=tuple(blocks),
        size=len(text),
        modified=datetime(2026, 1, 1, tzinfo=UTC),
        checksum=str(zlib.crc32(text.encode())),
        language=language,
    )


def lab(key: str, name: str, *aliases: str, related: Sequence[str] = ()) -> Entry:
    """A lab of the catalog."""
    return Entry(key, EntryKind.LAB, name, f"About {name}.", aliases, tuple(related))


def theme(key: str, name: str, *aliases: str, related: Sequence[str] = ()) -> Entry:
    """A theme of the catalog."""
    return Entry(key, EntryKind.THEME, name, f"About {name}.", aliases, tuple(related))


def shelve(
    *documents: Document,
    entries: Sequence[Entry] = (),
    glossary: Mapping[str, tuple[str, ...]] | None = None,
    asked: Mapping[str, tuple[str, ...]] | None = None,
    untold: tuple[str, ...] = (),
) -> Snapshot:
    """A snapshot of these documents and this catalog."""

    def read(progress: Progress = no_progress, *, everything: bool = False) -> FolderContents:
        progress("read", len(documents), len(documents))
        catalog = Catalog(tuple(entries), glossary or {}, asked or {}, untold)
        return FolderContents(documents, catalog, ())

    return build_snapshot(read, Bm25IndexBuilder())
