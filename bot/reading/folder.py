"""The knowledge folder → documents, catalog and problems."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass, replace
from pathlib import Path

from bot.core.errors import Problem, ReadingError
from bot.core.identifying import language_of
from bot.core.model import Document
from bot.core.ports import FolderContents, Progress, no_progress
from bot.reading.catalog_file import read_catalog
from bot.reading.characters import one_line
from bot.reading.faults import BrokenFile
from bot.reading.folder_walk import FoundFile, walk
from bot.reading.formats import DEFAULT_MAX_FILE_BYTES, FileBytes, parse, take_bytes
from bot.reading.pieces import Parsed, assemble
from bot.reading.stamps import Stamp, stamp_of, will_tell

_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document, and what is wrong with its file though it loads."""

    document: Document
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was made of a file; its stamp, where that tells whether the file has changed."""

    loaded: Loaded
    stamp: Stamp | None


class KnowledgeFolder:
    """Reads a knowledge folder; a `KnowledgeSource`.

    It remembers what it made of each file, so that reading the folder again costs little
    more than what changed: a file whose size, times and number are the same is not opened.
    Not for two threads at once.

    Args:
        path: the folder.
        max_file_bytes: larger files are left out.
    """

    def __init__(self, path: Path, max_file_bytes: int = DEFAULT_MAX_FILE_BYTES) -> None:
        self.path = path
        self.max_file_bytes = max_file_bytes
        self._known: dict[str, _Known] = {}

    def __call__(
        self, progress: Progress = no_progress, *, everything: bool = False
    ) -> FolderContents:
        """Reads what has changed. A broken file becomes a problem; the rest loads.

        Args:
            progress: told of the progress.
            everything: open also the files that look as they did.

        Raises:
            ReadingError: there is no such folder, or it may not be read.
        """
        found, problems = walk(self.path)
        known: dict[str, _Known] = {}
        for done, file in enumerate(found):
            progress("documents", done, len(found))
            try:
                read = self._read(file, everything=everything)
            except BrokenFile as error:
                problems.append(Problem(file.id, error.line, str(error)))
            else:
                known[file.id] = read
                problems += read.loaded.problems
        progress("documents", len(found), len(found))
        catalog, mistakes = read_catalog(self.path, self.max_file_bytes)
        problems += mistakes
        self._known = known
        return FolderContents(
            documents=tuple(read.loaded.document for read in known.values()),
            catalog=catalog,
            problems=tuple(sorted(problems, key=lambda p: (p.file, p.line or 0, p.message))),
        )

    def _read(self, file: FoundFile, *, everything: bool) -> _Known:
        known = self._known.get(file.id)
        stamp = None if everything or known is None else known.stamp
        if known is not None and stamp is not None and stamp == _stamp_now(file.real):
            return known
        now_ns = time.time_ns()  # before it is read: it may change meanwhile
        taken = take_bytes(file.real, self.max_file_bytes)
        if known is not None and known.loaded.document.checksum == _checksum(taken):
            document = replace(known.loaded.document, modified=taken.modified)
            loaded = replace(known.loaded, document=document)
        else:
            loaded = _load(file, taken)
        return _Known(loaded, taken.stamp if will_tell(taken.stamp, now_ns) else None)


def _stamp_now(file: Path) -> Stamp | None:
    """The stamp of the file itself; one that cannot be looked at is opened, to say why."""
    try:
        return stamp_of(file.lstat())
    except OSError:
        return None


def read_document(path: Path, root: Path, max_file_bytes: int = DEFAULT_MAX_FILE_BYTES) -> Document:
    """Reads one file of a knowledge folder.

    Args:
        path: the file.
        root: the knowledge folder, which must hold it.
        max_file_bytes: the most that is read.

    Raises:
        ReadingError: the file is outside the folder, or cannot become a document.
    """
    real, inside = path.resolve(), root.resolve()
    if not real.is_relative_to(inside) or not path.absolute().is_relative_to(root.absolute()):
        raise ReadingError("This file is not inside the knowledge folder.")
    file = FoundFile(path.absolute().relative_to(root.absolute()).as_posix(), real)
    return _load(file, take_bytes(real, max_file_bytes)).document


def _load(file: FoundFile, taken: FileBytes) -> Loaded:
    parsed = parse(taken.data, file.suffix)
    text, blocks = assemble(parsed.pieces)
    document = Document(
        id=file.id,
        title=_title(parsed, Path(file.id)),
        text=text,
        blocks=blocks,
        size=len(taken.data),
        modified=taken.modified,
        checksum=_checksum(taken),
        url=parsed.url,
        author=parsed.author,
        language=parsed.language or language_of(text),
        digest_of=parsed.digest_of,
    )
    problems = (Problem(file.id, f.line, f.message, f.key) for f in parsed.faults)
    return Loaded(document, tuple(problems))


def _checksum(taken: FileBytes) -> str:
    return hashlib.sha256(taken.data).hexdigest()


def _title(parsed: Parsed, file: Path) -> str:
    name = re.sub(r"[-_\s]+", " ", file.stem).strip()
    title = one_line(parsed.title or parsed.heading() or name) or file.name
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
