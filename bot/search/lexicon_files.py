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


def widenings() -> Iterator[Widening]:
    """English synonyms: each way to say a thing, with all others."""
    groups: list[list[str]] = _load("english.toml").get("groups", [])
    for group in groups:
        for said in group:
            yield said, tuple(other for other in group if other != said)


def idioms() -> Iterator[Widening]:
    """How people put things in talk, and how texts put them."""
    table: Mapping[str, list[str]] = _load("english.toml").get("said", {})
    for said, values in table.items():
        yield said, tuple(values)


def translations() -> Iterator[Widening]:
    """General Chinese in English."""
    table: Mapping[str, list[str]] = _load("chinese.toml").get("words", {})
    for said, values in table.items():
        yield said, tuple(values)


@lru_cache(maxsize=1)
def measures() -> Mapping[str, tuple[str, ...]]:
    """An adjective behind "how" to the words that an answer would hold: old → age, years."""
    return {**_told_in("how"), **degrees()}


@lru_cache(maxsize=1)
def degrees() -> Mapping[str, tuple[str, ...]]:
    """Those of them that may also be answered without a figure: close → distance."""
    return _told_in("degree")


def _told_in(name: str) -> Mapping[str, tuple[str, ...]]:
    table: Mapping[str, list[str]] = _load("measures.toml").get(name, {})
    return {adjective: tuple(values) for adjective, values in table.items()}


@lru_cache(maxsize=1)
def frames() -> tuple[str, ...]:
    """Phrases that only ask, hedge, greet or fill."""
    return tuple(_load("asking.toml").get("frames", ()))


@lru_cache(maxsize=1)
def chatter() -> frozenset[str]:
    """Single words of that kind."""
    return frozenset(_load("asking.toml").get("chatter", "").split())


@lru_cache(maxsize=1)
def light() -> frozenset[str]:
    """Words with hardly a subject of their own."""
    return frozenset(_load("asking.toml").get("light", "").split())
