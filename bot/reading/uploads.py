"""A file that somebody uploads → Document. Its name and its bytes may be anything."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime

from bot.core.errors import Problem
from bot.core.identifying import language_of
from bot.core.language import lazy_gettext
from bot.core.model import Document
from bot.core.pending import Uploaded
from bot.reading.characters import clean, decode_text, one_line
from bot.reading.faults import BrokenFile
from bot.reading.formats import READERS, UNREADABLE, parse
from bot.reading.front_matter import web_address
from bot.reading.furniture import strip_lines, without_furniture
from bot.reading.importing import slug
from bot.reading.pieces import Parsed, assemble
from bot.reading.plain_text import parse_plain_text

_LONGEST_TITLE = 200
_LONGEST_NAME = 255
_MARKDOWN = frozenset({".md", ".markdown"})


def read_upload(
    name: str,
    data: bytes,
    *,
    title: str | None = None,
    url: str | None = None,
    author: str | None = None,
) -> Uploaded:
    """Makes a document of an uploaded file; nothing is written to a disk.

    Markdown is taken as it is written. What was saved from a web page or a reader loses
    its page furniture, and no sentence.

    Args:
        name: the file's name, as it came: its ending says what it is.
        data: its bytes.
        title: the document's title; otherwise the file's own.
        url: where the original stands; otherwise as the file says.
        author: who wrote it; otherwise as the file says.

    Returns:
        The document, and the lines of the file that are wrong and do not count.

    Raises:
        BrokenFile: it cannot become a document; says why and what to do.
    """
    if url is not None and web_address(url) is None:
        raise BrokenFile(lazy_gettext("The url must be an http or https address."))
    stem, suffix = _split(name)
    parsed = _parse(data, suffix)
    text, blocks = assemble(parsed.pieces)
    given = "\0".join(part or "" for part in (title, url, author))
    document = Document(
        id=f"{slug(stem)}{suffix}",
        title=_title(title or parsed.title or parsed.heading() or stem) or slug(stem),
        text=text,
        blocks=blocks,
        size=len(data),
        modified=datetime.now(UTC),
        # The same bytes under another title are another document to whoever reads it.
        checksum=hashlib.sha256(data + b"\0" + given.encode("utf-8", "replace")).hexdigest(),
        url=url or parsed.url,
        author=one_line(author or "") or parsed.author,
        language=parsed.language or language_of(text),
        digest_of=parsed.digest_of,
    )
    shown = f"{slug(stem)}{suffix}"
    return Uploaded(
        document, tuple(Problem(shown, f.line, f.message, f.key) for f in parsed.faults)
    )


def _split(name: str) -> tuple[str, str]:
    """What a name says beside all else that may be in it: its last part and its ending."""
    last = one_line(re.split(r"[/\\]", name[-_LONGEST_NAME:])[-1])
    stem, dot, ending = last.rpartition(".")
    suffix = f"{dot}{ending}".lower()
    if suffix in READERS:
        return stem, suffix
    if suffix in UNREADABLE:
        raise BrokenFile(
            lazy_gettext(
                "{suffix} files cannot be read. Save it as PDF, HTML or text.", suffix=suffix
            )
        )
    raise BrokenFile(
        lazy_gettext(
            "This kind of file cannot be read. Save it as Markdown (.md), text (.txt), HTML or "
            "PDF, and give its name that ending."
        )
    )


def _parse(data: bytes, suffix: str) -> Parsed:
    if not data.strip():
        raise BrokenFile(lazy_gettext("This file is empty."))
    if suffix in _MARKDOWN:
        return parse(data, suffix)
    if suffix == ".txt":
        text, _ = strip_lines(clean(decode_text(data)))
        parsed = Parsed(parse_plain_text(text))
    else:
        parsed = parse(data, suffix)
    pieces, _ = without_furniture(parsed.pieces)
    if not pieces:
        raise BrokenFile(lazy_gettext("There is no text in this file."))
    return replace(parsed, pieces=tuple(pieces))


def _title(words: str) -> str:
    title = one_line(words)
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
