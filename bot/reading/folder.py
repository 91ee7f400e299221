"""The knowledge folder → documents, catalog and problems."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from bot.core.errors import Problem, ReadingError
from bot.core.model import Document
from bot.core.ports import FolderContents, Progress, no_progress
from bot.reading.catalog_file import read_catalog
from bot.reading.characters import one_line
from bot.reading.faults import BrokenFile
from bot.reading.folder_walk import FoundFile, walk
from bot.reading.formats import DEFAULT_MAX_FILE_BYTES, FileBytes, parse, take_bytes
from bot.reading.pieces import Parsed, assemble

_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document, and what is wrong with its file though it loads."""

    document: Document
    problems: tuple[Problem, ...]


class KnowledgeFolder:
    """Reads a knowledge folder; a `KnowledgeSource`.

    It remembers what it made of each file, so that reading the folder again costs little
    more than what changed. Not for two threads at once.

    Args:
        path: the folder.
        max_file_bytes: larger files are left out.
    """

    def __init__(self, path: Path, max_file_bytes: int = DEFAULT_MAX_FILE_BYTES) -> None:
        self.path = path
        self.max_file_bytes = max_file_bytes
        self._known: dict[str, Loaded] = {}

    def __call__(self, progress: Progress = no_progress) -> FolderContents:
        """Reads everything again. A broken file becomes a problem; the rest loads.

        Raises:
            ReadingError: there is no such folder, or it may not be read.
        """
        found, problems = walk(self.path)
        known: dict[str, Loaded] = {}
        for done, file in enumerate(found):
            progress("documents", done, len(found))
            try:
                loaded = self._load(file)
            except BrokenFile as error:
                problems.append(Problem(file.id, error.line, str(error)))
            else:
                known[file.id] = loaded
                problems += loaded.problems
        progress("documents", len(found), len(found))
        catalog, mistakes = read_catalog(self.path, self.max_file_bytes)
        problems += mistakes
        self._known = known
        return FolderContents(
            documents=tuple(loaded.document for loaded in known.values()),
            catalog=catalog,
            problems=tuple(sorted(problems, key=lambda p: (p.file, p.line or 0, p.message))),
        )

    def _load(self, file: FoundFile) -> Loaded:
        taken = take_bytes(file.real, self.max_file_bytes)
        known = self._known.get(file.id)
        if known is not None and known.document.checksum == _checksum(taken):
            return replace(known, document=replace(known.document, modified=taken.modified))
        return _load(file, taken)


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
        language=parsed.language,
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
