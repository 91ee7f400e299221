"""What members say to the bot itself, or of the server they write in: asked of no document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.search.lexicon_files import chores, of_itself
from bot.search.words import DEFAULT_LANGUAGE, words

_TEXTED = {"u": "you", "ya": "you", "ur": "your", "r": "are"}
"""How words are typed that its phrases are made of."""

_BEFORE = frozenset(
    "please pls plz hey hi hello yo ok okay so now bot dude bro and but can could will would you "
    "bitte hallo por favor hola 请 帮 我 给 你".split()
)
"""What may stand before what it is told to do."""

_AT_HOME = frozenset({"bot", "channel", "discord", "server"})

_LEFT_OUT = frozenset({"me", "us", "mir", "uns", "我"})

_Phrases = Mapping[str, tuple[tuple[str, ...], ...]]
"""Phrases as their words, by the first of them."""


def to_the_bot(sentence: str, tag: str = DEFAULT_LANGUAGE, *, at_home: bool = False) -> bool:
    """Whether a sentence is about the bot itself, or tells it to do something else than answer.

    "Who made you?" and "write me a poem" are such.

    Args:
        sentence: one sentence of a question.
        tag: the language it is in.
        at_home: whether documents speak of a bot or a server, so that "this bot" and "this
            channel" may be theirs.
    """
    said = _cut(sentence)
    if at_home and not _AT_HOME.isdisjoint(said):
        return False
    itself = _itself(tag)
    if any(_begins(said, at, itself) for at in range(len(said))):
        return True
    told = [form for form in said if form not in _LEFT_OUT]
    first = next((at for at, form in enumerate(told) if form not in _BEFORE), len(told))
    return any(_begins(told, at, _chores(tag)) for at in range(first + 1))


def _begins(said: list[str], at: int, phrases: _Phrases) -> bool:
    """Whether any of some phrases stands at a place among words."""
    here = phrases.get(said[at], ()) if at < len(said) else ()
    return any(tuple(said[at : at + len(phrase)]) == phrase for phrase in here)


@lru_cache(maxsize=4)
def _itself(tag: str) -> _Phrases:
    return _phrases(of_itself(tag))


@lru_cache(maxsize=4)
def _chores(tag: str) -> _Phrases:
    return _phrases(chores(tag))


def _phrases(listed: Iterable[str]) -> _Phrases:
    phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
    for text in listed:
        phrase = tuple(_cut(text))
        phrases[phrase[0]] = (*phrases.get(phrase[0], ()), phrase)
    return phrases


def _cut(text: str) -> list[str]:
    """The words of a text, and each character of a script without spaces."""
    said: list[str] = []
    for word in words(text):
        said += word.form if word.unspaced else [_TEXTED.get(word.form, word.form)]
    return said
