"""Documents and catalogs as bytes, and back again.

The form is JSON with the fields' names, so that a field which a later version of the bot
adds can be missing in what an earlier one wrote, and the other way round.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, TypeVar

from bot.core.catalog import Catalog
from bot.core.errors import Problem
from bot.core.model import Block, BlockKind, Document, Entry, EntryKind
from bot.core.ports import FolderContents

_T = TypeVar("_T")

_LEVEL: Final = 4
"""zlib's level: measured on 12 MB of shuffled prose, 6 takes half as long again to save 1 %."""
_BLOCK_KINDS: Final = {kind.value: kind for kind in BlockKind}
_DOCUMENT_FIELDS: Final = tuple(field.name for field in fields(Document))


class Damaged(Exception):
    """Bytes are not what was once packed."""


def pack_document(document: Document) -> bytes:
    """A document as bytes, the same for the same document; still to be compressed."""
    values = {name: getattr(document, name) for name in _DOCUMENT_FIELDS}
    values["modified"] = document.modified.isoformat()
    values["blocks"] = [
        (block.kind.value, block.start, block.end, block.level, block.group)
        for block in document.blocks
    ]
    return _encode(values)


def digest_of(packed: bytes) -> bytes:
    """What a packed document is known by: its SHA-256."""
    return sha256(packed).digest()


def compress(packed: bytes) -> bytes:
    """Packed bytes as they are kept."""
    return zlib.compress(packed, _LEVEL)


def unpack_document(digest: bytes, data: bytes) -> Document:
    """A document out of its compressed bytes.

    Raises:
        Damaged: they are not those the digest was made of.
    """

    def document() -> Document:
        packed = zlib.decompress(data)
        if digest_of(packed) != digest:
            raise Damaged
        values = _decode(packed)
        values["modified"] = datetime.fromisoformat(values["modified"])
        values["blocks"] = tuple(
            Block(_BLOCK_KINDS[kind], start, end, level, group)
            for kind, start, end, level, group in values["blocks"]
        )
        return _made(Document, values)

    return _whole(document)


def pack_frame(contents: FolderContents) -> bytes:
    """All that belongs to a version but its documents, compressed; and how many those are."""
    catalog = contents.catalog
    return compress(
        _encode(
            {
                "documents": len(contents.documents),
                "entries": [_values(entry) for entry in catalog.entries],
                "glossary": catalog.glossary,
                "asked": catalog.asked,
                "untold": catalog.untold,
                "problems": [_values(problem) for problem in contents.problems],
            }
        )
    )


def unpack_frame(data: bytes) -> tuple[FolderContents, int]:
    """A version without its documents yet, and how many of them it holds.

    Raises:
        Damaged: the bytes are not what was once packed.
    """

    def frame() -> tuple[FolderContents, int]:
        values = _decode(zlib.decompress(data))
        for entry in values["entries"]:
            entry["kind"] = EntryKind(entry["kind"])
        entries = tuple(_made(Entry, entry) for entry in values["entries"])
        glossary = {word: tuple(others) for word, others in values["glossary"].items()}
        # Versions of before there were any hold none.
        asked = {picks: tuple(asks) for picks, asks in values.get("asked", {}).items()}
        problems = tuple(_made(Problem, problem) for problem in values["problems"])
        catalog = Catalog(entries, glossary, asked, tuple(values.get("untold", ())))
        return FolderContents((), catalog, problems), int(values["documents"])

    return _whole(frame)


def _encode(values: Mapping[str, Any]) -> bytes:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    # Half a surrogate pair is no UTF-8, but a file's name may hold one.
    return text.encode("utf-8", "surrogatepass")


def _decode(packed: bytes) -> dict[str, Any]:
    return json.loads(packed.decode("utf-8", "surrogatepass"))


def _values(record: Entry | Problem) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _made(kind: Callable[..., _T], values: Mapping[str, Any]) -> _T:
    """A record out of those of the values that it has fields for."""
    names = {field.name for field in fields(kind)}  # pyright: ignore[reportArgumentType]
    return kind(
        **{
            name: tuple(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType]
            for name, value in values.items()
            if name in names
        }
    )


def _whole(unpack: Callable[[], _T]) -> _T:
    try:
        return unpack()
    except (zlib.error, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Damaged(type(error).__name__) from error
