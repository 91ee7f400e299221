"""Every error the bot raises on purpose, and the problems it reports without raising."""

from __future__ import annotations

from dataclasses import dataclass


class FootnoteError(Exception):
    """The root of what goes wrong on purpose.

    `str(error)` is written for whoever asked: one or two sentences that say what is
    wrong and what to do about it. It never holds a secret, a path outside the project's
    folders or a stack trace.
    """


class SettingsError(FootnoteError):
    """A setting is wrong; the bot does not start with it."""


class ReadingError(FootnoteError):
    """A file cannot become a document."""


class ImportRefused(ReadingError):
    """A file cannot be imported into the knowledge folder."""


class LibraryError(FootnoteError):
    """A new library could not be built; the old one goes on serving."""


class NotAllowed(FootnoteError):
    """Whoever asked may not do this."""


class UnknownEntry(FootnoteError):
    """No lab or theme goes by that name."""


class UnknownVersion(FootnoteError):
    """A version of the knowledge is not kept, or never was."""


class StoreError(FootnoteError):
    """What must survive a restart could not be read or written."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in the knowledge folder. The rest of the folder still loads.

    Attributes:
        file: the file's path inside the folder, with forward slashes.
        line: the line, counted from 1, or None where the whole file is meant.
        message: what is wrong and what to do.
        key: the key of a TOML file that is meant, such as ``lab.moonshot.aliases``.
    """

    file: str
    line: int | None
    message: str
    key: str | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"
