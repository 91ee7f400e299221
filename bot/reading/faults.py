"""What is wrong with a file: so much that it is left out, or a line of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.errors import ReadingError
from bot.core.language import LazyText


class BrokenFile(ReadingError):
    """A file's bytes cannot be read as what its name says.

    Attributes:
        line: the line the trouble stands in, counted from 1, or None.
    """

    def __init__(self, message: str | LazyText, *, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file that still loads.

    Attributes:
        line: the line, counted from 1, or None where the whole file is meant.
        message: what is wrong and what to do.
        key: the key that is meant, or None.
    """

    line: int | None
    message: str
    key: str | None = None
