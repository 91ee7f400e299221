"""What words mean beside themselves: names, hints, glossary, synonyms, measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from bot.core.catalog import Catalog
from bot.search import stopwords
from bot.search.analysis import NameTrie, entry_term, name_key, spell
from bot.search.folding import normalize
from bot.search.language import Language, language
from bot.search.lexicon_files import frames, idioms, measures, translations, widenings
from bot.search.words import DEFAULT_LANGUAGE, stem, words


class Sense(Enum):
    """How words come by a meaning.

    The value is what such a form is worth, 0 to 1, beside finding the words themselves: a
    name of the same entry nearly as much, another way to say it and a hint rather less.
    """

    NAME = 0.95
    GLOSSARY = 0.8
    TRANSLATION = 0.64
    IDIOM = 0.63
    HINT = 0.6
    SYNONYM = 0.55
    GRAMMAR = 0.0
    UNTOLD = -1.0  # brings no form: it is looked for as it is


class Form(NamedTuple):
    """One way a document may hold a query term.

    Attributes:
        terms: the index terms that must all be there.
        weight: 0 to 1, what finding this form is worth beside finding the word itself.
        shown: how it is written, where that is not what the member wrote.
    """

    terms: tuple[str, ...]
    weight: float
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a word or phrase means.

    Attributes:
        sense: how it comes by it.
        forms: how documents may say it.
        entry: the term of the catalog entry that is named or hinted at, or None.
    """

    sense: Sense
    forms: tuple[Form, ...] = ()
    entry: str | None = None


@lru_cache(maxsize=32_768)  # a catalog is read again with every reload
def forms_of(value: str, weight: float, languages: tuple[str, ...]) -> tuple[Form, ...]:
    """The forms of a word or phrase, one a language, stop words gone.

    None where nothing else is in it.
    """
    found: list[Form] = []
    for tag in languages:
        stop, stems = language(tag).stop, tag == DEFAULT_LANGUAGE
        parts = spell(words(value), tag)
        kept = tuple(key for key, word in parts if (key if stems else word.form) not in stop)
        if kept:
            found.append(Form(kept, weight, value))
    return tuple(dict.fromkeys(found))


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _spellings(name: str) -> Iterable[str]:
    """A name, and it written as one word or, for CamelCase, as several."""
    yield name
    if " " in name or "-" in name:
        yield re.sub(r"[\s-]+", "", name)
    if _CAMEL.search(name):
        yield _CAMEL.sub(" ", name)


@lru_cache(maxsize=4)
def _general(tag: str) -> NameTrie[Meaning]:
    """The meanings that hold for any library: packaged synonyms, and grammar.

    Args:
        tag: the language of the question. Chinese is among English: what is found in it are
            English words.
    """
    trie: NameTrie[Meaning] = NameTrie()
    lists = [(Sense.SYNONYM, widenings(tag)), (Sense.IDIOM, idioms(tag))]
    if tag == DEFAULT_LANGUAGE:
        lists.append((Sense.TRANSLATION, translations()))
    for sense, listed in lists:
        for said, values in listed:
            forms = [form for value in values for form in forms_of(value, sense.value, (tag,))]
            trie.add(name_key(said, tag), Meaning(sense, tuple(forms)))
    for frame in frames(tag):
        trie.add(name_key(frame, tag), Meaning(Sense.GRAMMAR))
    if tag != DEFAULT_LANGUAGE:
        return trie
    for particle in (*stopwords.CHINESE_PARTICLES, *stopwords.CHINESE):
        if len(particle) > 1 or particle in stopwords.CHINESE_PARTICLES:
            trie.add(name_key(particle), Meaning(Sense.GRAMMAR))
    return trie


@lru_cache(maxsize=4)
def _general_words(tag: str) -> frozenset[str]:
    """The words of the packaged lexicons, as they are written there."""
    lists = (*widenings(tag), *idioms(tag))
    return frozenset(word.form for said, _ in lists for word in words(said))


@lru_cache(maxsize=4)
def _measures(tag: str) -> Mapping[str, tuple[Form, ...]]:
    return {
        stem(normalize(said), tag): tuple(
            form for value in values for form in forms_of(value, 0.8, (tag,))
        )
        for said, values in measures(tag).items()
    }


def load_lexicons(tag: str) -> None:
    """Reads a language's lexicons now (about half a second) and not with the first question."""
    _general(tag)
    _general_words(tag)
    _measures(tag)


def measure(key: str, tag: str) -> tuple[Form, ...]:
    """What an answer to "how old", "how tall" and so on holds; key is the adjective's stem."""
    return _measures(tag).get(key, ())


class Meanings:
    """Finds what words of questions in one language mean in one library. Immutable once built.

    Args:
        catalog: names, related words and the glossary.
        asked_in: the language of the questions.
        languages: the tags of the library's languages.
    """

    def __init__(self, catalog: Catalog, asked_in: Language, languages: Sequence[str]) -> None:
        tag = self._tag = asked_in.tag
        languages = tuple(languages)
        self._own: NameTrie[Meaning] = NameTrie()
        related = (hint for entry in catalog.entries for hint in (*entry.names, *entry.related))
        texts = (*related, *catalog.glossary, *catalog.untold)
        self._words = frozenset(word.form for text in texts for word in words(text))
        names: dict[tuple[str, ...], str] = {}
        for entry in catalog.entries:
            term = entry_term(entry)
            named = Meaning(Sense.NAME, (Form((term,), Sense.NAME.value),), term)
            hinted = Meaning(Sense.HINT, (Form((term,), Sense.HINT.value),), term)
            for name in entry.names:
                names.setdefault(name_key(name, tag), term)
                for spelling in _spellings(name):
                    self._own.add(name_key(spelling, tag), named)
            for hint in entry.related:
                self._own.add(name_key(hint, tag), hinted)
        for said, values in catalog.glossary.items():
            forms: list[Form] = []
            for value in values:
                term = names.get(name_key(value, tag))
                forms += [Form((term,), Sense.GLOSSARY.value, value)] if term else []
                forms += forms_of(value, Sense.GLOSSARY.value, languages)
            self._own.add(name_key(said, tag), Meaning(Sense.GLOSSARY, tuple(forms)))
        for said in catalog.untold:
            self._own.add(name_key(said, tag), Meaning(Sense.UNTOLD))

    def longest(self, keys: Sequence[str], at: int) -> tuple[int, tuple[Meaning, ...]]:
        """The longest run of words from a place on that means something, and what."""
        own_length, own = self._own.longest(keys, at)
        length, general = _general(self._tag).longest(keys, at)
        if own_length == length:
            return length, (*own, *general)
        return (own_length, own) if own_length > length else (length, general)

    def phrase(self, keys: tuple[str, ...]) -> bool:
        """Whether these words together, not just some of them, mean something in any library."""
        return _general(self._tag).longest(keys, 0)[0] == len(keys)

    def begins(self, key: str) -> bool:
        """Whether anything that means something begins with this word."""
        return self._own.begins(key) or _general(self._tag).begins(key)

    def spells(self, form: str) -> bool:
        """Whether a catalog or lexicon has a word just as it is written."""
        return form in self._words or form in _general_words(self._tag)
