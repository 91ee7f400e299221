"""The labs and themes a knowledge folder speaks of, and how to recognise their names."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.core.errors import UnknownEntry
from bot.core.language import LazyText, lazy_gettext
from bot.core.model import Entry, EntryKind

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_SHORT = 4  # letters from which the beginning of a name tells it from chance
_RESEMBLING = 0.75  # a guess nobody asked for has to be nearer than one they asked for
_TYPO_CUTOFF = 0.72  # difflib ratio: "unitry" ~ "unitree" is 0.77, "xiami" ~ "xiaomi" 0.91


def fold(text: str) -> str:
    """Folds spelling differences that never tell two names apart.

    Compatibility forms, case, accents and every run of spaces and punctuation go, so
    that "Open-Source", "open source" and "ＯＰＥＮ　ＳＯＵＲＣＥ" are one name.
    """
    if text.isascii():  # nearly all are, and take a fifth of the time
        return " ".join(_ASCII_WORD.findall(text.lower()))
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = ("" if unicodedata.combining(c) else c if c.isalnum() else " " for c in decomposed)
    return " ".join("".join(kept).split())


@dataclass(frozen=True)
class Catalog:
    """An immutable list of entries, a glossary of everyday words, and what members ask.

    Attributes:
        entries: the labs and themes, in the order of the file.
        glossary: a word or phrase to other ways of saying it. They widen a search, in
            one direction: who asks for the key also finds its values.
        asked: a pattern (`patterns.Pattern.of`) to questions which the passages answer that
            it picks. They are found by the words of these questions too.
        untold: words and phrases for what members may expect and the documents do not tell. Who
            asks for one is told so, unless a sentence does hold it.
    """

    entries: tuple[Entry, ...] = ()
    glossary: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    untold: tuple[str, ...] = ()

    def of_kind(self, kind: EntryKind) -> tuple[Entry, ...]:
        """The labs, or the themes."""
        return tuple(entry for entry in self.entries if entry.kind is kind)

    @cached_property
    def _by_name(self) -> dict[tuple[EntryKind, str], Entry]:
        table: dict[tuple[EntryKind, str], Entry] = {}
        for entry in self.entries:
            for name in (entry.id, *entry.names):
                table.setdefault((entry.kind, fold(name)), entry)
        return table

    def find(self, kind: EntryKind, name: str) -> Entry:
        """The entry that goes by this name, id or alias, spelling mistakes forgiven.

        Raises:
            UnknownEntry: there is none; the message offers the nearest ones, where any
                is near.
        """
        exact = self._by_name.get((kind, fold(name)))
        if exact is not None:
            return exact
        close = self.suggest(kind, name, limit=3)
        if close and self._closeness(close[0], fold(name)) >= _TYPO_CUTOFF:
            return close[0]
        shown = name if len(name) <= 60 else name[:59] + "…"
        near = ", ".join(entry.name for entry in close)
        raise UnknownEntry(_unknown(kind, shown, near))

    def suggest(self, kind: EntryKind, typed: str, *, limit: int = 25) -> tuple[Entry, ...]:
        """What autocomplete offers for what has been typed so far, best first.

        Names that begin with it come first, then names with a word that does, then
        those that contain it, then likely spelling mistakes. All entries where nothing
        has been typed.
        """
        wanted = fold(typed)
        entries = self.of_kind(kind)
        if not wanted:
            return entries[:limit]
        scored = ((self._closeness(entry, wanted), entry) for entry in entries)
        kept = [(score, entry) for score, entry in scored if score >= 0.6]
        kept.sort(key=lambda pair: -pair[0])  # stable: the file's order breaks ties
        return tuple(entry for _, entry in kept[:limit])

    def resembling(self, word: str) -> tuple[Entry, ...]:
        """The entries a word may well have been meant for, best first.

        A name of theirs, or a word in one, begins with it, or differs from it by what is
        likely a typing mistake. Words below four letters resemble nothing.
        """
        wanted = fold(word)
        if len(wanted) < _SHORT:
            return ()
        scored = [(self._closeness(entry, wanted), entry) for entry in self.entries]
        kept = [(score, e) for score, e in scored if score >= 2.0 or _RESEMBLING <= score < 1.0]
        kept.sort(key=lambda pair: -pair[0])
        return tuple(entry for _, entry in kept)

    @staticmethod
    def _closeness(entry: Entry, wanted: str) -> float:
        """How well what was typed fits an entry: 1 to 4 as typed, below 1 a likely typo."""
        best = 0.0
        for name in (entry.id, *entry.names):
            folded = fold(name)
            if folded == wanted:
                return 4.0
            if folded.startswith(wanted):
                best = max(best, 3.0)
            elif any(word.startswith(wanted) for word in folded.split()):
                best = max(best, 2.0)
            elif wanted in folded:
                best = max(best, 1.0)
            elif best < 1.0 and len(wanted) >= 3:
                pieces = (folded, *folded.split()) if " " in folded else (folded,)
                best = max(best, *(_likeness(piece, wanted) for piece in pieces))
        return best


def _likeness(name: str, typed: str) -> float:
    """Gestalt pattern matching ratio, 0 to 1 (Ratcliff and Metzener 1988, via difflib)."""
    if abs(len(name) - len(typed)) > 3 or name[:1] != typed[:1]:
        return 0.0
    return min(difflib.SequenceMatcher(None, name, typed, autojunk=False).ratio(), 0.99)


def duplicate_names(entries: Iterable[Entry]) -> list[tuple[str, Entry, Entry]]:
    """Names that two entries of one kind lay claim to: (name, first, second)."""
    seen: dict[tuple[EntryKind, str], Entry] = {}
    clashes: list[tuple[str, Entry, Entry]] = []
    for entry in entries:
        for name in dict.fromkeys(fold(n) for n in (entry.id, *entry.names)):
            first = seen.setdefault((entry.kind, name), entry)
            if first is not entry:
                clashes.append((name, first, entry))
    return clashes


def _unknown(kind: EntryKind, name: str, near: str) -> LazyText:
    """That nothing goes by a name, and what comes near to it, if anything does."""
    if kind is EntryKind.LAB:
        if near:
            return lazy_gettext(
                "No lab goes by “{name}”. Did you mean {near}? `/labs` lists all of them.",
                name=name,
                near=near,
            )
        return lazy_gettext("No lab goes by “{name}”. `/labs` lists all of them.", name=name)
    if near:
        return lazy_gettext(
            "No theme goes by “{name}”. Did you mean {near}? `/themes` lists all of them.",
            name=name,
            near=near,
        )
    return lazy_gettext("No theme goes by “{name}”. `/themes` lists all of them.", name=name)
