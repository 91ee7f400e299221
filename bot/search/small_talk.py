"""What members say to the bot itself, or of the server they write in: asked of no document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from bot.search.analysis import NameTrie, spell
from bot.search.lexicon_files import chores, of_itself
from bot.search.words import DEFAULT_LANGUAGE, words

_TEXTED = {"u": "you", "ya": "you", "ur": "your", "r": "are"}
"""How words are typed that its phrases are made of."""

_BEFORE = frozenset(
    "please pls plz hey hi hello yo ok okay so now bot dude bro and but can could will would you "
    "bitte hallo por favor hola 请 帮 我 给 你".split()
)
"""What may stand before what it is told to do."""

_PLACES = frozenset({"bot", "channel", "discord", "server"})
"""Where members are; of somebody else's where documents speak of `_HOME`."""

_HOME = ("bot", "discord", "server")

_LEFT_OUT = frozenset({"me", "us", "mir", "uns", "我"})


def _nothing(_: str) -> bool:
    return False


def to_the_bot(
    sentence: str, tag: str = DEFAULT_LANGUAGE, known: Callable[[str], bool] = _nothing
) -> bool:
    """Whether a sentence is about the bot itself, or tells it to do something else than answer.

    "Who made you?" and "write me a poem" are such. Where documents speak of a bot or a server,
    "this bot" and "this channel" may be theirs.

    Args:
        sentence: one sentence of a question.
        tag: the language it is in.
        known: whether any passage holds an index term.
    """
    said = _cut(sentence, tag)
    if not _PLACES.isdisjoint(said) and any(map(known, _HOME)):
        return False
    if _begins(_itself(tag), said, range(len(said))):
        return True
    told = [form for form in said if form not in _LEFT_OUT]
    first = next((at for at, form in enumerate(told) if form not in _BEFORE), len(told))
    return _begins(_chores(tag), told, range(first + 1))


def load_small_talk(tag: str) -> None:
    """Reads a language's phrases now (some milliseconds) and not with the first question."""
    _itself(tag)
    _chores(tag)


def _begins(phrases: NameTrie[bool], said: list[str], places: range) -> bool:
    """Whether any of some phrases begins at one of these places."""
    return any(phrases.longest(said, at)[0] for at in places)


@lru_cache(maxsize=4)
def _itself(tag: str) -> NameTrie[bool]:
    return _phrases(of_itself(tag), tag)


@lru_cache(maxsize=4)
def _chores(tag: str) -> NameTrie[bool]:
    return _phrases(chores(tag), tag)


def _phrases(listed: Iterable[str], tag: str) -> NameTrie[bool]:
    phrases: NameTrie[bool] = NameTrie()
    for text in listed:
        phrases.add(_cut(text, tag), value=True)
    return phrases


def _cut(text: str, tag: str) -> list[str]:
    """The words of a text, unstemmed, and each character of a script without spaces."""
    return [_TEXTED.get(word.form, word.form) for _, word in spell(words(text), tag)]
