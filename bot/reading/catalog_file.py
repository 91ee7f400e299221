"""catalog.toml → the catalog, and what is wrong with it by line and key."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

from bot.core.catalog import Catalog, duplicate_names, fold
from bot.core.errors import Problem
from bot.core.model import Entry, EntryKind
from bot.core.patterns import Pattern
from bot.reading.characters import decode_text, one_line
from bot.reading.faults import BrokenFile, Fault
from bot.reading.formats import DEFAULT_MAX_FILE_BYTES, take_bytes
from bot.reading.toml_lines import KeyPath
from bot.reading.toml_parts import TomlFile, read_toml

CATALOG_FILE = "catalog.toml"

_ID = re.compile(r"[a-z0-9-]+")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TABLES = (EntryKind.LAB.value, EntryKind.THEME.value, "glossary", "asked", "untold")
_KEYS = ("name", "description", "aliases", "related")


def read_catalog(
    folder: Path, max_file_bytes: int = DEFAULT_MAX_FILE_BYTES
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Reads a knowledge folder's catalog.toml.

    Args:
        folder: the knowledge folder.
        max_file_bytes: a larger file is not read.

    Returns:
        The catalog, empty where there is no file, and every mistake in it. What a mistake
        concerns is left out; the rest counts.
    """
    path = folder / CATALOG_FILE
    if not path.is_symlink() and not path.exists():
        return Catalog(), ()
    try:
        text = decode_text(take_bytes(_inside(path, folder), max_file_bytes).data)
    except BrokenFile as error:
        return Catalog(), (Problem(CATALOG_FILE, error.line, str(error)),)
    catalog, faults = parse_catalog(text)
    problems = (Problem(CATALOG_FILE, f.line, f.message, f.key) for f in faults)
    return catalog, tuple(sorted(problems, key=lambda p: (p.line or 0, p.key or "")))


def _inside(path: Path, folder: Path) -> Path:
    real = path.resolve()
    if not real.is_relative_to(folder.resolve()):
        raise BrokenFile("This link leads out of the knowledge folder. Copy the file here.")
    return real


def parse_catalog(text: str) -> tuple[Catalog, tuple[Fault, ...]]:
    """Reads the text of a catalog.toml."""
    toml = read_toml(text)
    reading = _Reading(toml)
    entries: list[Entry] = []
    for kind in EntryKind:
        for key, value in reading.table((kind.value,)).items():
            entry = reading.entry(kind, key, value)
            if entry is not None:
                entries.append(entry)
    glossary, asked, untold = reading.glossary(), reading.asked(), reading.untold()
    reading.refuse_unknown((), toml.data, _TABLES)
    entries = reading.without_clashes(entries)
    catalog = Catalog(tuple(entries), glossary, asked, untold)
    return catalog, (*toml.faults, *reading.faults)


class _Reading:
    def __init__(self, toml: TomlFile) -> None:
        self.toml = toml
        self.faults: list[Fault] = []

    def blame(self, path: KeyPath, message: str) -> None:
        """Notes what is wrong with a key."""
        parts = (part for part in path if isinstance(part, str))
        key = ".".join(part if _BARE.fullmatch(part) else f'"{part}"' for part in parts)
        self.faults.append(Fault(self.toml.line_of(path), message, one_line(key)))

    def table(self, path: KeyPath) -> Mapping[str, object]:
        """The table at a key; empty where there is none."""
        value: object = self.toml.data
        for part in path:
            value = cast("Mapping[str | int, object]", value).get(part, {})
        if isinstance(value, dict):
            return cast("Mapping[str, object]", value)
        self.blame(path, f"This must be a table, not {_kind_of(value)}.")
        return {}

    def refuse_unknown(
        self, path: KeyPath, table: Mapping[str, object], known: Iterable[str]
    ) -> None:
        """Notes every key that nobody reads."""
        known = tuple(known)
        for key in table:
            if key not in known:
                close = difflib.get_close_matches(key, known, n=1)
                hint = f"Did you mean {close[0]}?" if close else f"Known are {', '.join(known)}."
                self.blame((*path, key), f"Unknown key. {hint}")

    def entry(self, kind: EntryKind, key: str, value: object) -> Entry | None:
        """One lab or theme, or None where it cannot be used."""
        path: KeyPath = (kind.value, key)
        if not _ID.fullmatch(key):
            message = "An id may hold only a-z, 0-9 and -. Rename it; this entry is left out."
            self.blame(path, message)
            return None
        if not isinstance(value, dict):
            self.blame(path, f"This must be a table, not {_kind_of(value)}.")
            return None
        table = cast("Mapping[str, object]", value)
        self.refuse_unknown(path, table, _KEYS)
        name = self._line(path, table, "name")
        description = self._line(path, table, "description")
        aliases = self.words((*path, "aliases"), table.get("aliases", []))
        related = self.words((*path, "related"), table.get("related", []))
        if name and not fold(name):
            self.blame((*path, "name"), "A name needs a letter or digit; this entry is left out.")
        elif name and description:
            return Entry(key, kind, name, description, aliases, related)
        return None

    def _line(self, path: KeyPath, table: Mapping[str, object], key: str) -> str | None:
        """A required string on one line, or None with the mistake noted."""
        value = table.get(key)
        if value is None:
            self.blame((*path, key), f"The {key} is missing; this entry is left out.")
        elif not isinstance(value, str):
            message = f"This must be a string, not {_kind_of(value)}; this entry is left out."
            self.blame((*path, key), message)
        elif not one_line(value):
            self.blame((*path, key), f"The {key} is empty; this entry is left out.")
        elif "\n" in value.strip():
            self.blame((*path, key), f"The {key} must be one line; this entry is left out.")
        else:
            return one_line(value)
        return None

    def words(self, path: KeyPath, value: object) -> tuple[str, ...]:
        """A list of words or phrases; wrong ones are noted and left out."""
        if not isinstance(value, list):
            self.blame(path, f"This must be a list of strings, not {_kind_of(value)}.")
            return ()
        kept: dict[str, str] = {}
        for at, item in enumerate(cast("list[object]", value)):
            if not isinstance(item, str):
                self.blame((*path, at), f"Item {at + 1} must be a string, not {_kind_of(item)}.")
            elif not fold(item):
                self.blame((*path, at), f"Item {at + 1} holds no letter or digit.")
            else:
                kept.setdefault(fold(item), one_line(item))
        return tuple(kept.values())

    def _filled(self, path: KeyPath, value: object) -> tuple[str, ...]:
        """The same of a list that must not be empty."""
        if value == []:
            self.blame(path, "This list is empty.")
        return self.words(path, value)

    def glossary(self) -> Mapping[str, tuple[str, ...]]:
        """The everyday words and what else they are called."""
        words: dict[str, tuple[str, ...]] = {}
        seen: dict[str, str] = {}
        for key, value in self.table(("glossary",)).items():
            path: KeyPath = ("glossary", key)
            word = one_line(key)
            folded = fold(word) or word  # a sign such as $ folds to nothing
            if not folded:
                self.blame(path, "This word is empty.")
            elif folded in seen:
                self.blame(path, f"This stands above as “{seen[folded]}”; it is left out here.")
            elif others := self._filled(path, value):
                words[word] = others
                seen[folded] = word
        return words

    def asked(self) -> Mapping[str, tuple[str, ...]]:
        """What passages hold, and the questions that these answer."""
        questions: dict[str, tuple[str, ...]] = {}
        for key, value in self.table(("asked",)).items():
            path: KeyPath = ("asked", key)
            picks = one_line(key)
            if not all(words for way in Pattern.of(picks).ways for words in way):
                self.blame(path, "This picks every passage. Name words that only one holds.")
            elif asks := self._filled(path, value):
                questions[picks] = (*questions.get(picks, ()), *asks)
        return questions

    def untold(self) -> tuple[str, ...]:
        """What the documents do not tell, in lists under any keys."""
        lists = self.table(("untold",)).items()
        return tuple(
            dict.fromkeys(
                word for key, value in lists for word in self.words(("untold", key), value)
            )
        )

    def without_clashes(self, entries: list[Entry]) -> list[Entry]:
        """Entries of which no two of a kind go by the same name.

        An alias gives way to a name or id, a later alias to an earlier one, and a later
        entry to an earlier one of the same name.
        """
        while clashes := duplicate_names(entries):
            name, first, second = clashes[0]
            yields = _own(first, name) is None and _own(second, name) is not None
            loser, winner = (first, second) if yields else (second, first)
            path: KeyPath = (loser.kind.value, loser.id)
            at = entries.index(loser)
            own = _own(loser, name)
            if own is None:
                alias = next(alias for alias in loser.aliases if fold(alias) == name)
                where = self._place_of((*path, "aliases"), alias)
                self.blame(where, f"“{alias}” already names {winner.name}; it is left out here.")
                kept = tuple(alias for alias in loser.aliases if fold(alias) != name)
                entries[at] = replace(loser, aliases=kept)
            else:
                self.blame(path, f"“{own}” already names {winner.name}; this entry is left out.")
                del entries[at]
        return entries

    def _place_of(self, path: KeyPath, alias: str) -> KeyPath:
        table = self.table(path[:-1])
        items = cast("list[object]", table.get("aliases", []))
        for at, item in enumerate(items):
            if isinstance(item, str) and one_line(item) == alias:
                return (*path, at)
        return path


def _own(entry: Entry, name: str) -> str | None:
    """The entry's name or id, where that is what it is called; None for an alias."""
    return next((own for own in (entry.name, entry.id) if fold(own) == name), None)


def _kind_of(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case str():
            return "a string"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date"
