"""Which reader reads which file, and how bytes are taken from a disk safely."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.core.language import lazy_gettext
from bot.reading.faults import BrokenFile
from bot.reading.markdown import read_markdown
from bot.reading.pieces import Parsed
from bot.reading.plain_text import read_plain_text
from bot.reading.stamps import Stamp, stamp_of

Reader = Callable[[bytes], Parsed]


def _read_html(data: bytes) -> Parsed:
    from bot.reading.html import read_html  # noqa: PLC0415 - trafilatura takes 0.1 s to import

    return read_html(data)


def _read_pdf(data: bytes) -> Parsed:
    from bot.reading.pdf import read_pdf  # noqa: PLC0415 - pypdf takes 0.1 s to import

    return read_pdf(data)


READERS: Mapping[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": _read_pdf,
}

# What people keep documents in, and would wonder about if it were passed over in silence.
UNREADABLE = frozenset(
    ".doc .docx .odt .rtf .epub .pages .ppt .pptx .odp .mht .mhtml .rst .adoc .tex .org".split()
)

DEFAULT_MAX_FILE_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileBytes:
    """A file as it stood when it was read.

    Attributes:
        data: all of its bytes.
        stamp: tells whether it has changed since.
    """

    data: bytes
    stamp: Stamp

    @property
    def modified(self) -> datetime:
        """When it last changed, in UTC."""
        return datetime.fromtimestamp(self.stamp.modified_ns / 1e9, UTC)


def take_bytes(path: Path, max_file_bytes: int) -> FileBytes:
    """Reads a whole file.

    Args:
        path: the file itself: its last part must not be a link.
        max_file_bytes: the most that is read.

    Raises:
        BrokenFile: it cannot be opened, is no ordinary file, too large or empty.
    """
    # Not to be led elsewhere by a link that was just put there, nor to wait for a pipe.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise BrokenFile(lazy_gettext("This is not an ordinary file."))
            data = file.read(max_file_bytes + 1)
    except PermissionError:
        raise BrokenFile(
            lazy_gettext("The bot may not read this file. Change its permissions.")
        ) from None
    except OSError as error:
        raise BrokenFile(
            lazy_gettext("This file cannot be opened: {why}.", why=error.strerror)
        ) from None
    if len(data) > max_file_bytes:
        size = max(status.st_size, len(data)) / 1e6
        limit = max_file_bytes / 1e6
        raise BrokenFile(
            lazy_gettext(
                "This file is too large: {size} MB, and the limit is {limit} MB. Split it, or "
                "raise the limit in the settings.",
                size=f"{size:.1f}",
                limit=f"{limit:g}",
            )
        )
    if not data.strip():
        raise BrokenFile(lazy_gettext("This file is empty."))
    return FileBytes(data, stamp_of(status))


def parse(data: bytes, suffix: str) -> Parsed:
    """Reads a file's bytes by its name's ending.

    Args:
        data: the bytes.
        suffix: the ending, dot included; a key of `READERS`.

    Raises:
        BrokenFile: they are not what the name says, or there is nothing to read in them.
    """
    try:
        parsed = READERS[suffix.lower()](data)
    except RecursionError:
        raise BrokenFile(lazy_gettext("This file is nested too deeply to be read.")) from None
    if not parsed.pieces:
        raise BrokenFile(lazy_gettext("There is no text in this file."))
    return parsed
