"""A TOML file read as far as it can be: a table with a mistake does not take the rest along."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from bot.reading.faults import Fault
from bot.reading.toml_lines import KeyPath, TomlLines

_HEADER = re.compile(r"^\[\[?[ \t]*[\w\"'-]", re.MULTILINE)
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass
class TomlFile:
    """What could be read of a TOML file.

    Attributes:
        data: its tables.
        faults: what is not TOML, and was left out.
    """

    data: Mapping[str, object]
    faults: list[Fault]
    _lines: TomlLines

    def line_of(self, path: KeyPath) -> int | None:
        """The line, from 1, of a key or of the nearest one above it."""
        return self._lines.of(path)


def read_toml(text: str) -> TomlFile:
    """Reads TOML; where it has mistakes, each table by itself."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return TomlFile(tomllib.loads(text), [], TomlLines(text))
    except tomllib.TOMLDecodeError as error:
        whole = _fault(error, 1, text)
    except RecursionError:
        whole = Fault(None, "This file is nested too deeply.")
    data: dict[str, object] = {}
    faults: list[Fault] = []
    good: list[str] = []
    for line, part in _tables(text):
        try:
            _merge(data, tomllib.loads(part))
        except tomllib.TOMLDecodeError as error:
            faults.append(_fault(error, line, part))
        except RecursionError:
            faults.append(Fault(line, "This is nested too deeply; it is left out."))
        else:
            good.append(part)
            continue
        good.append("\n" * part.count("\n"))  # so that the lines below keep their numbers
    return TomlFile(data, faults or [whole], TomlLines("".join(good)))


def _tables(text: str) -> Iterator[tuple[int, str]]:
    """Each table with its header, and the line where it begins."""
    starts = [match.start() for match in _HEADER.finditer(text)]
    bounds = sorted({0, *starts, len(text)})
    line = 1
    for start, end in itertools.pairwise(bounds):
        yield line, text[start:end]
        line += text.count("\n", start, end)


def _merge(into: dict[str, object], new: Mapping[str, object]) -> None:
    """Adds what one part says.

    Raises:
        TOMLDecodeError: another part gave a value to one of its keys.
    """
    twice = _clash(into, new)
    if twice:
        raise tomllib.TOMLDecodeError(f"{twice} is given twice (at line 1, column 1)")
    for key, value in new.items():
        old = into.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            _merge(cast("dict[str, object]", old), cast("dict[str, object]", value))
        else:
            into[key] = value


def _clash(old: Mapping[str, object], new: Mapping[str, object]) -> str | None:
    for key in old.keys() & new.keys():
        one, other = old[key], new[key]
        if not (isinstance(one, dict) and isinstance(other, dict)):
            return key
        inner = _clash(cast("dict[str, object]", one), cast("dict[str, object]", other))
        if inner:
            return f"{key}.{inner}"
    return None


def _fault(error: tomllib.TOMLDecodeError, first: int, part: str) -> Fault:
    place = _PLACE.search(str(error))
    at = int(place[1]) - 1 if place and place[1] else part.rstrip("\n").count("\n")
    message = _PLACE.sub("", str(error)).rstrip(".")
    return Fault(first + at, f"This is not TOML: {message}. This table is left out.")
