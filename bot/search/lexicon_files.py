"""The packaged lexicons: other ways to say a word, whatever the documents are about."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

Widening = tuple[str, tuple[str, ...]]
"""What is said, and other ways to say it."""


def _load(name: str) -> Mapping[str, Any]:
    file = files("bot.search").joinpath("lexicons", name)
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def _listed(name: str, key: str) -> frozenset[str]:
    """The words that a file lists between spaces."""
    return frozenset(_load(name).get(key, "").split())


_NAMES = {"de": "german.toml", "es": "spanish.toml"}
"""Languages beside English and Chinese in which questions may be asked, and their files."""


@lru_cache(maxsize=4)
def spoken(language: str) -> Mapping[str, Any]:
    """All that is listed for a language; see the README there. Nothing for other languages."""
    return _load(_NAMES[language]) if language in _NAMES else {}


def widenings(language: str) -> Iterator[Widening]:
    """Synonyms: each way to say a thing, with all others."""
    groups: list[list[str]] = _words(language).get("groups", [])
    for group in groups:
        for said in group:
            yield said, tuple(other for other in group if other != said)


def idioms(language: str) -> Iterator[Widening]:
    """How people put things in talk, and how texts put them."""
    table: Mapping[str, list[str]] = _words(language).get("said", {})
    for said, values in table.items():
        yield said, tuple(values)


def _words(language: str) -> Mapping[str, Any]:
    return spoken(language) or _load("english.toml")


def translations() -> Iterator[Widening]:
    """General Chinese in English."""
    table: Mapping[str, list[str]] = _load("chinese.toml").get("words", {})
    for said, values in table.items():
        yield said, tuple(values)


def irregular(language: str) -> Mapping[str, str]:
    """Verbs, and the forms of theirs that a stemmer leaves apart, between spaces."""
    return spoken(language).get("irregular", {})


def measures(language: str) -> Mapping[str, tuple[str, ...]]:
    """A word behind "how" to the words that an answer would hold: old → age, years."""
    return {**_told_in("how", language), **degrees(language)}


def degrees(language: str) -> Mapping[str, tuple[str, ...]]:
    """Those of them that may also be answered without a figure: close → distance."""
    return _told_in("degree", language)


def _told_in(name: str, language: str) -> Mapping[str, tuple[str, ...]]:
    file = spoken(language) or _load("measures.toml")
    table: Mapping[str, list[str]] = file.get(name, {})
    return {adjective: tuple(values) for adjective, values in table.items()}


def frames(language: str) -> tuple[str, ...]:
    """Phrases that only ask, hedge, greet or fill."""
    return _phrases("frames", language)


def _phrases(key: str, language: str) -> tuple[str, ...]:
    return tuple((spoken(language) or _load("asking.toml")).get(key, ()))


def of_itself(language: str) -> tuple[str, ...]:
    """Phrases that ask a bot about itself, wherever they stand in a sentence."""
    return _phrases("itself", language)


def chores(language: str) -> tuple[str, ...]:
    """How sentences begin that tell a bot to do something else than answer."""
    return _phrases("chores", language)


@lru_cache(maxsize=1)
def chatter() -> frozenset[str]:
    """Single words of that kind, in English."""
    return _listed("asking.toml", "chatter")


@lru_cache(maxsize=1)
def orders() -> frozenset[str]:
    """Verbs that only ask where a sentence begins with them, in English."""
    return _listed("asking.toml", "orders")


@lru_cache(maxsize=1)
def verbs() -> frozenset[str]:
    """English words that are mostly verbs, in their base form."""
    return _listed("manners.toml", "verbs")


@lru_cache(maxsize=1)
def manners() -> frozenset[str]:
    """English words that are mostly adjectives or adverbs."""
    return _listed("manners.toml", "manners")


@lru_cache(maxsize=1)
def light() -> frozenset[str]:
    """English words with hardly a subject of their own."""
    return _listed("asking.toml", "light")
