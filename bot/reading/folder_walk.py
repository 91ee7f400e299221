"""The walk over a knowledge folder: which files are documents, none of them outside of it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.core.errors import Problem, ReadingError
from bot.reading.characters import one_line
from bot.reading.formats import READERS, UNREADABLE

# Where browsers put a saved page's pictures, frames and scripts: next to page.html.
_PAGE_PARTS = re.compile(
    r"(.+)(?:_files|_fichiers|_archivos|_arquivos|_bestanden|-Dateien|-filer|\.files)"
)
_DEEPEST = 32  # folders inside each other


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may become a document.

    Attributes:
        id: its path inside the folder, with forward slashes.
        real: where its bytes are, all links followed.
    """

    id: str
    real: Path

    @property
    def suffix(self) -> str:
        """The ending of its name, in lower case, dot included."""
        return PurePosixPath(self.id).suffix.lower()


def walk(folder: Path) -> tuple[list[FoundFile], list[Problem]]:
    """Finds every document of a knowledge folder, in the order of their ids.

    Links are followed where they lead to something inside the folder, and every file is
    taken once: by its own name where it is visible, else by the first link to it.

    Returns:
        The files, and what had to be left out.

    Raises:
        ReadingError: there is no such folder, or it may not be read.
    """
    shown = folder if not folder.is_absolute() else folder.name
    if not folder.is_dir():
        raise ReadingError(
            f"There is no knowledge folder “{shown}”. Create it and put documents in it,"
            " or name another one."
        )
    steps = _Walk(folder.resolve())
    try:
        steps.enter(steps.root, "")
    except OSError:
        raise ReadingError(
            f"The knowledge folder “{shown}” may not be read. Change its permissions."
        ) from None
    steps.follow_links()
    return sorted(steps.found, key=lambda file: file.id), steps.problems


class _Walk:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.found: list[FoundFile] = []
        self.problems: list[Problem] = []
        self._seen: set[Path] = set()
        self._links: list[tuple[str, Path]] = []

    def enter(self, real: Path, inside: str) -> None:
        """Goes through one folder and those in it.

        Raises:
            OSError: the folder itself cannot be read.
        """
        self._seen.add(real)
        with os.scandir(real) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
        names = {entry.name for entry in entries}
        for entry in entries:
            name = entry.name
            if name.startswith((".", "~$")):
                continue
            shown = f"{inside}{name}"
            if not _is_plain(name):
                message = "Its name holds characters that cannot be shown. Rename it."
                self.problems.append(Problem(_printable(shown), None, message))
            elif entry.is_symlink():
                self._links.append((shown, Path(entry.path)))
            elif entry.is_dir(follow_symlinks=False):
                if not _is_page_part(name, names):
                    self._enter_safely(Path(entry.path), f"{shown}/")
            else:
                self._take(shown, Path(entry.path))

    def _enter_safely(self, real: Path, inside: str) -> None:
        if inside.count("/") > _DEEPEST:
            message = f"Folders more than {_DEEPEST} deep are left out. Move it up."
            self.problems.append(Problem(inside, None, message))
            return
        try:
            self.enter(real, inside)
        except OSError:
            message = "The bot may not read this folder. Change its permissions."
            self.problems.append(Problem(inside, None, message))

    def _take(self, shown: str, real: Path) -> None:
        path = PurePosixPath(shown)
        suffix = path.suffix.lower()
        if path.stem.lower() == "readme" or real in self._seen:
            return
        if suffix in READERS:
            self._seen.add(real)
            self.found.append(FoundFile(shown, real))
        elif suffix in UNREADABLE:
            message = f"Footnote does not read {suffix} files. Save it as PDF, HTML or Markdown."
            self.problems.append(Problem(shown, None, message))

    def follow_links(self) -> None:
        """Takes what links lead to, after all that is there by its own name."""
        while self._links:
            links, self._links = sorted(self._links), []
            for shown, link in links:
                self._follow(shown, link)

    def _follow(self, shown: str, link: Path) -> None:
        try:
            real = link.resolve(strict=True)
        except (OSError, RuntimeError):  # it leads nowhere, or round in a circle
            message = "This link leads nowhere. Remove it."
            self.problems.append(Problem(shown, None, message))
            return
        if not real.is_relative_to(self.root):
            message = "This link leads out of the knowledge folder. Copy the file here instead."
            self.problems.append(Problem(shown, None, message))
        elif not real.is_dir():
            self._take(shown, real)
        elif real not in self._seen:
            self._enter_safely(real, f"{shown}/")


def _is_plain(name: str) -> bool:
    """Whether a name can be shown, stored and looked up as it is."""
    return one_line(name) == name and name.isprintable()


def _printable(name: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in name)


def _is_page_part(name: str, beside: set[str]) -> bool:
    page = _PAGE_PARTS.fullmatch(name)
    return page is not None and not beside.isdisjoint({f"{page[1]}.html", f"{page[1]}.htm"})
