"""Documents and catalog → a zip that unpacks into a knowledge folder."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from bot.core.catalog import Catalog
from bot.core.model import BlockKind, Document, Entry, EntryKind
from bot.core.ports import FolderContents
from bot.reading.front_matter import write_front_matter
from bot.reading.importing import slug
from bot.reading.markdown_writer import write_markdown
from bot.reading.pieces import Piece

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first date a zip can hold: the same documents, the same zip
_README = """\
This is everything the bot answers from, as it stood when it was exported.

- Each document is Markdown: its title, author, language and address stand between the
  `---` lines at its top. PDF and HTML documents have become Markdown too; their words are
  the same, their layout is gone.
- `catalog.toml` lists the labs and themes with all their names.
- `server/` holds what one Discord server added for itself.

Unpack it into a folder and name that folder in the setting `knowledge`, or add single
files with `/knowledge add`.
"""


def export_zip(contents: FolderContents) -> bytes:
    """Packs documents and catalog into a zip.

    Args:
        contents: what to pack.

    Returns:
        The zip's bytes; the same contents give the same bytes.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, "README.md", _README)
        _write(archive, "catalog.toml", write_catalog(contents.catalog))
        taken = {"readme.md", "catalog.toml"}
        for document in contents.documents:
            _write(archive, _path(document, taken), write_document(document))
    return file.getvalue()


def _write(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text.encode("utf-8", "replace"))


def _path(document: Document, taken: set[str]) -> str:
    """A path inside the archive that no other file has, and that leads nowhere else."""
    parts = [part for part in PurePosixPath(document.id).parts if part not in {"/", "..", "."}]
    folders = [slug(part) for part in parts[:-1]]
    stem = slug(PurePosixPath(parts[-1]).stem) if parts else "document"
    path, copy = "/".join((*folders, f"{stem}.md")), 1
    while path in taken:
        copy += 1
        path = "/".join((*folders, f"{stem}-{copy}.md"))
    taken.add(path)
    return path


def write_document(document: Document) -> str:
    """A document as Markdown with front matter, from which the same text is read again."""
    values = {
        "title": document.title,
        "author": document.author,
        "language": document.language,
        "url": document.url,
        "digest_of": document.digest_of,
    }
    return f"{write_front_matter(values)}\n{write_markdown(list(_pieces(document)))}"


def _pieces(document: Document) -> Iterator[Piece]:
    for block in document.blocks:
        text = document.text[block.start : block.end]
        # A row's text says where its cells end, but not how many empty ones stood around it.
        cells = tuple(text.split(" | ")) if block.kind is BlockKind.ROW else ()
        yield Piece(block.kind, text, block.level, block.group, cells)


def write_catalog(catalog: Catalog) -> str:
    """A catalog as catalog.toml."""
    tables = ["# The labs and themes the documents speak of, with all their names."]
    for kind in EntryKind:
        tables += [_entry(entry) for entry in catalog.of_kind(kind)]
    for name, table in (("glossary", catalog.glossary), ("asked", catalog.asked)):
        if table:
            lines = [f"{_string(key)} = {_list(values)}" for key, values in table.items()]
            tables.append("\n".join([f"[{name}]", *lines]))
    if catalog.untold:
        tables.append(f"[untold]\nwords = {_list(catalog.untold)}")
    return "\n\n".join(tables) + "\n"


def _entry(entry: Entry) -> str:
    lines = [f"[{entry.kind.value}.{_string(entry.id)}]", f"name = {_string(entry.name)}"]
    lines.append(f"description = {_string(entry.description or entry.name)}")
    if entry.aliases:
        lines.append(f"aliases = {_list(entry.aliases)}")
    if entry.related:
        lines.append(f"related = {_list(entry.related)}")
    return "\n".join(lines)


def _list(words: Sequence[str]) -> str:
    return f"[{', '.join(_string(word) for word in words)}]"


def _string(text: str) -> str:
    """A TOML basic string; JSON's escapes are among TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
