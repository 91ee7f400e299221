"""Text → terms: what is looked up, with catalog names as one term each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from bot.core.catalog import Catalog
from bot.core.model import Entry, EntryKind
from bot.search.language import language as known_language
from bot.search.numbers import magnitude
from bot.search.words import DEFAULT_LANGUAGE, Word, bigrams, stem, words


class Token(NamedTuple):
    """One term of a text, and where it stands.

    Attributes:
        term: a stem, a bigram of an unspaced script, ``#`` and a number, or ``@`` and a
            catalog entry (see `entry_term`).
        start: offset of its first character in the text.
        end: offset after its last character.
        position: the number of the word it belongs to; terms for one place share it.
    """

    term: str
    start: int
    end: int
    position: int


def entry_term(entry: Entry) -> str:
    """The one term under which every name of an entry is indexed."""
    return entry_prefix(entry.kind) + entry.id


def entry_prefix(kind: EntryKind) -> str:
    """How the terms of a kind's entries begin."""
    return f"@{kind}:"


T = TypeVar("T")


@dataclass(slots=True)
class _Node(Generic[T]):
    """A node of the trie of names, spelled in stems (or characters, in unspaced scripts)."""

    children: dict[str, _Node[T]] = field(default_factory=dict[str, "_Node[T]"])
    values: tuple[T, ...] = ()


class NameTrie(Generic[T]):
    """Finds the longest name that begins at a word. Names are sequences of stems."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, key: Sequence[str], value: T) -> None:
        """Adds what a name stands for; several things may share a name."""
        node = self._root
        for part in key:
            node = node.children.setdefault(part, _Node())
        if key and value not in node.values:
            node.values = (*node.values, value)

    def longest(self, parts: Sequence[str], at: int) -> tuple[int, tuple[T, ...]]:
        """The length of the longest name that begins at a place, and its values; or 0."""
        node: _Node[T] | None = self._root
        length, values = 0, ()
        for end in range(at, len(parts)):
            node = node.children.get(parts[end])
            if node is None:
                break
            if node.values:
                length, values = end - at + 1, node.values
        return length, values

    def begins(self, part: str) -> bool:
        """Whether any name begins with this word; a quick way to say no."""
        return part in self._root.children


@lru_cache(maxsize=32_768)  # a catalog is read again with every reload
def name_key(name: str, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """A name as the trie holds it: stems, and the characters of unspaced scripts."""
    return tuple(part for part, _ in spell(words(name), language))


def spell(found: Iterable[Word], language: str) -> list[tuple[str, Word]]:
    """Words as the trie spells them: a stem a word, a character each in unspaced scripts."""
    parts: list[tuple[str, Word]] = []
    for word in found:
        if word.unspaced:
            parts += [
                (c, Word(c, word.start + at, word.start + at + 1, unspaced=True))
                for at, c in enumerate(word.form)
            ]
        else:
            parts.append((stem(word.form, language), word))
    return parts


class Analyzer:
    """Turns the texts of a library into terms. Immutable once built.

    Args:
        catalog: the labs and themes.
        languages: the tags of the languages that texts may be in.
    """

    def __init__(self, catalog: Catalog, languages: Iterable[str] = (DEFAULT_LANGUAGE,)) -> None:
        self._named = bool(catalog.entries)
        self._names = {language: _names(catalog, language) for language in languages}

    def tokens(self, text: str, language: str = DEFAULT_LANGUAGE) -> list[Token]:
        """The terms of a document's text, stop words gone, in the order of the text.

        A catalog name gives the terms of its words and the entry's own term.
        """
        tokens: list[Token] = []
        stop = known_language(language).stop
        found = list(words(text))
        for at, word in enumerate(found):
            if word.unspaced:
                tokens += [
                    Token(pair, word.start + a, word.start + b, at)
                    for pair, a, b in bigrams(word.form)
                ]
                continue
            if word.form in stop:
                continue
            tokens.append(Token(stem(word.form, language), word.start, word.end, at))
            if word.form[0].isdigit():
                following = found[at + 1] if at + 1 < len(found) else None
                number = magnitude(word.form, following.form if following else None, language)
                if number:
                    tokens.append(Token(number, word.start, word.end, at))
        return tokens + self.names(found, language)

    def may_begin(self, form: str, language: str, *, unspaced: bool) -> bool:
        """Whether a name may begin at a word; a quick way to say no."""
        if not self._named:
            return False
        parts = form if unspaced else (stem(form, language),)
        names = self._names[language]
        return any(names.begins(part) for part in parts)

    def names(self, found: Sequence[Word], language: str) -> list[Token]:
        """The terms of the entries that the words of a text name."""
        if not self._named:
            return []
        names = self._names[language]
        parts = spell(found, language)
        keys = [part for part, _ in parts]
        tokens: list[Token] = []
        at = 0
        while at < len(keys):
            length, terms = names.longest(keys, at) if names.begins(keys[at]) else (0, ())
            if length:
                start, end = parts[at][1].start, parts[at + length - 1][1].end
                tokens += [Token(term, start, end, at) for term in terms]
            at += length or 1
        return tokens


def _names(catalog: Catalog, language: str) -> NameTrie[str]:
    """The names of a catalog as texts in a language inflect them."""
    names: NameTrie[str] = NameTrie()
    for entry in catalog.entries:
        for name in entry.names:
            names.add(name_key(name, language), entry_term(entry))
    return names
