"""A saved article → a clean Markdown document in the knowledge folder."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.core.errors import ImportRefused
from bot.core.model import BlockKind
from bot.reading.characters import clean, decode_text, one_line
from bot.reading.faults import BrokenFile, Fault
from bot.reading.formats import DEFAULT_MAX_FILE_BYTES, READERS, UNREADABLE, parse, take_bytes
from bot.reading.front_matter import web_address, write_front_matter
from bot.reading.furniture import strip_lines, without_furniture
from bot.reading.markdown_writer import write_markdown
from bot.reading.pieces import Parsed
from bot.reading.plain_text import parse_plain_text

_LONGEST_NAME = 60  # characters; file systems allow 255 bytes, of which one may take four
# What Windows keeps for devices, and what the folder does not take for a document.
_TAKEN_NAMES = frozenset({"con", "prn", "aux", "nul", "readme"})
_TEXT = frozenset({".txt", ".text", ""})


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        path: the document that was written.
        title: its title.
        counts: how many blocks of each kind it holds.
        removed: what was taken for page furniture, as it stood, in order.
        faults: what was wrong with the source, though not enough to refuse it.
        replaced: whether there was such a document before.
    """

    path: Path
    title: str
    counts: Mapping[BlockKind, int]
    removed: tuple[str, ...]
    faults: tuple[Fault, ...]
    replaced: bool


def import_file(
    source: Path,
    knowledge: Path,
    *,
    title: str | None = None,
    url: str | None = None,
    author: str | None = None,
    force: bool = False,
    max_file_bytes: int = DEFAULT_MAX_FILE_BYTES,
) -> ImportReport:
    """Writes a saved article into the knowledge folder as Markdown, page furniture gone.

    Every sentence of it is kept verbatim. The document appears whole or not at all, and
    nothing is fetched.

    Args:
        source: the article: text, HTML, PDF or Markdown.
        knowledge: the knowledge folder, which must be there.
        title: the document's title; otherwise the article's own.
        url: where the original stands; otherwise as the article says.
        author: who wrote it; otherwise as the article says.
        force: whether to replace a document of the same name.
        max_file_bytes: a larger source is refused.

    Raises:
        ImportRefused: the source cannot be read, an argument is wrong, or the document
            is there already; the message says what to do.
    """
    if not knowledge.is_dir():
        raise ImportRefused(
            f"There is no knowledge folder “{knowledge.name}”. Create it, or name another one."
        )
    if url is not None and web_address(url) is None:
        raise ImportRefused("The url must be an http or https address.")
    parsed, removed = _read(source, max_file_bytes)
    shown = one_line(title or parsed.title or parsed.heading() or source.stem) or source.name
    parsed = replace(
        parsed, title=shown, url=url or parsed.url, author=one_line(author or "") or parsed.author
    )
    path = knowledge / f"{slug(shown)}.md"
    replaced = _write(path, _document(parsed), force=force)
    counts = Counter(piece.kind for piece in parsed.pieces)
    faults = (*parsed.faults, *_beside(source, path))
    return ImportReport(path, shown, counts, tuple(removed), faults, replaced)


def _beside(source: Path, path: Path) -> tuple[Fault, ...]:
    """A source left in the knowledge folder is read too, and says everything twice."""
    real, folder = source.resolve(), path.parent.resolve()
    if real.suffix.lower() not in READERS or not real.is_relative_to(folder):
        return ()
    if real == path.resolve():
        return ()
    message = f"{source.name} is in the knowledge folder as well. Move it out, or both are read."
    return (Fault(None, message),)


def _read(source: Path, max_file_bytes: int) -> tuple[Parsed, list[str]]:
    """The article without furniture, and the furniture."""
    if source.is_dir() or not source.exists():
        raise ImportRefused(f"There is no file “{source.name}”. Check its path.")
    try:
        data = take_bytes(source.resolve(), max_file_bytes).data
        suffix = _format(data, source.suffix.lower())
        if suffix in _TEXT:
            text, removed = strip_lines(clean(decode_text(data)))
            parsed = Parsed(parse_plain_text(text))
        else:
            parsed, removed = parse(data, suffix), []
    except BrokenFile as error:
        line = f" (line {error.line})" if error.line else ""
        raise ImportRefused(f"{source.name}{line}: {error}") from error
    pieces, more = without_furniture(parsed.pieces)
    if not pieces:
        raise ImportRefused(f"{source.name}: There is no text in this file.")
    return replace(parsed, pieces=tuple(pieces)), removed + more


def _format(data: bytes, suffix: str) -> str:
    """The format of a file by its first bytes, where they tell, else by its name.

    Raises:
        BrokenFile: no reader knows it.
    """
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return ".pdf"
    if head.startswith((b"<!doctype html", b"<html")):
        return ".html"
    if suffix in READERS or suffix in _TEXT:
        return suffix
    if suffix in UNREADABLE:
        raise BrokenFile(f"{suffix} files cannot be read. Save it as PDF, HTML or text.")
    raise BrokenFile(f"Unknown kind of file ({suffix}). Save it as text, HTML, PDF or Markdown.")


def _document(parsed: Parsed) -> str:
    values = {
        "title": parsed.title,
        "author": parsed.author,
        "language": parsed.language,
        "url": parsed.url,
        "digest_of": parsed.digest_of,
    }
    return f"{write_front_matter(values)}\n{write_markdown(parsed.pieces)}"


def slug(title: str) -> str:
    """A file name for a title: lower case, letters and digits of any script, hyphens."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    plain = re.sub("[\u0300-\u036f]", "", plain)  # accents; other scripts' marks are letters
    plain = unicodedata.normalize("NFC", plain)
    words = re.findall(r"[^\W_]+", re.sub(r"['’]", "", plain))
    name = ""
    for word in words:
        if name and len(name) + 1 + len(word) > _LONGEST_NAME:
            break
        name = f"{name}-{word}" if name else word[:_LONGEST_NAME]
    if not name or name in _TAKEN_NAMES or re.fullmatch(r"(?:com|lpt)\d", name):
        name = f"{name}-document".lstrip("-")
    return name


def _write(path: Path, text: str, *, force: bool) -> bool:
    """Puts a file in place whole or not at all; returns whether it replaced one.

    Raises:
        ImportRefused: it is there already, or cannot be written.
    """
    taken = ImportRefused(f"{path.name} is there already. Use --force to replace it.")
    replaced = os.path.lexists(path)
    if replaced and not force:
        raise taken
    # Hidden, so that nobody reads it before it is whole; beside it, so that it can move.
    temporary = path.with_name(f".import-{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if force:
            temporary.replace(path)
        else:
            _place_new(temporary, path)
    except FileExistsError:
        raise taken from None
    except OSError as error:
        raise ImportRefused(f"{path.name} cannot be written: {error.strerror}.") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return replaced


def _place_new(temporary: Path, path: Path) -> None:
    """Gives a file its name unless another took it in the meantime.

    Raises:
        FileExistsError: another did.
    """
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError from None
        temporary.replace(path)
