"""Where keys stand in a TOML file: tomllib, which reads it, does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_HEADER = re.compile(r"\[\[?")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL
)
_SKIP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)+")
_ESCAPE = re.compile(r'\\(["\\])')

KeyPath = tuple[str | int, ...]


@dataclass
class TomlLines:
    """The lines of a TOML file's tables, keys and array elements.

    Args:
        text: the file. It must be valid TOML, or the lines may be wrong.
    """

    text: str

    @cached_property
    def _lines(self) -> dict[KeyPath, int]:
        """Found out when the first one is wanted: most files have no mistake."""
        lines: dict[KeyPath, int] = {}
        _Scanner(self.text, lines).scan()
        return lines

    def of(self, path: Sequence[str | int]) -> int | None:
        """The line of a key such as ``("lab", "moonshot", "aliases", 2)``, from 1.

        Where that one has no line of its own (inside an inline table), the line of the
        nearest key above it.
        """
        for length in range(len(path), 0, -1):
            line = self._lines.get(tuple(path[:length]))
            if line is not None:
                return line
        return None


class _Scanner:
    """Goes through the file once; knows strings, comments and brackets, not values."""

    def __init__(self, text: str, lines: dict[KeyPath, int]) -> None:
        self.text = text
        self.lines = lines
        self.at = 0
        self.table: KeyPath = ()
        self._counted_to = 0
        self._line = 1

    def scan(self) -> None:
        while True:
            self._skip()
            if self.at >= len(self.text):
                return
            before = self.at
            header = _HEADER.match(self.text, self.at)
            if header:
                self.at = header.end()
                self.table = self._key()
                for length in range(1, len(self.table) + 1):
                    self._note(self.table[:length], before)
                self._to_line_end()
            else:
                path = (*self.table, *self._key())
                for length in range(len(self.table) + 1, len(path) + 1):
                    self._note(path[:length], before)
                self._value(path)
            self.at = max(self.at, before + 1)

    def _note(self, path: KeyPath, at: int) -> None:
        self._line += self.text.count("\n", self._counted_to, at)
        self._counted_to = at
        self.lines.setdefault(path, self._line)

    def _skip(self) -> None:
        blank = _SKIP.match(self.text, self.at)
        self.at = blank.end() if blank else self.at

    def _blanks(self) -> None:
        while self.text[self.at : self.at + 1] in {" ", "\t"}:
            self.at += 1

    def _key(self) -> KeyPath:
        parts: list[str | int] = []
        while True:
            self._blanks()
            quoted = _STRING.match(self.text, self.at)
            part = quoted or _BARE.match(self.text, self.at)
            if part is None:
                return tuple(parts)
            self.at = part.end()
            parts.append(_unquote(part[0]) if quoted else part[0])
            self._blanks()
            if self.text[self.at : self.at + 1] != ".":
                return tuple(parts)
            self.at += 1

    def _to_line_end(self) -> None:
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end

    def _value(self, path: KeyPath) -> None:
        """Passes over a value, and notes where the elements of an array begin."""
        depth = element = 0
        is_array = False
        fresh = False  # whether the next thing read begins an element
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "#" or (char == "\n" and depth == 0):
                self._to_line_end()
                if depth == 0:
                    return
            if char in " \t\r\n#":
                self.at += char != "#"
                continue
            if char not in "]}," and fresh:
                self._note((*path, element), self.at)
                fresh = False
            string = _STRING.match(self.text, self.at)
            if string:
                self.at = string.end()
                continue
            self.at += 1
            if char in "[{":
                depth += 1
                is_array = char == "[" if depth == 1 else is_array
                fresh = depth == 1 and is_array
            elif char in "]}":
                depth -= 1
            elif char == "," and depth == 1 and is_array:
                element += 1
                fresh = True


def _unquote(text: str) -> str:
    if text[0] == "'":
        return text[1:-1]
    return _ESCAPE.sub(r"\1", text[1:-1])
