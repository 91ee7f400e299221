"""Question → parts: its words as they are looked up, with typing mistakes mended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.search.analysis import spell
from bot.search.compounds import Compounds
from bot.search.language import Language
from bot.search.meanings import Meanings
from bot.search.numbers import magnitude
from bot.search.spelling import Speller
from bot.search.words import Word, stem, words

_PARTICLES = frozenset("up out down off together apart away back".split())
_APART = 4  # so many words may stand between a verb and its particle
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")


@dataclass(frozen=True, slots=True)
class Part:
    """A stem or a character of the question, ready for the trie.

    Attributes:
        key: how it is looked up.
        word: the word, in its mended form.
        correction: what it was corrected to, where it was.
        also: how else it is looked up: a verb with its prefix, which stands apart.
    """

    key: str
    word: Word
    correction: str | None = None
    also: str | None = None


class Reader:
    """Cuts questions into parts. Immutable once built.

    Args:
        speller: corrects words nobody knows.
        meanings: knows the words of the catalog and the lexicons.
        language: the language of the questions.
        others: gives a word's stems in the library's other languages.
        known: whether any passage holds an index term.
        compounds: finds the library's, in a language that writes them as one word.
    """

    def __init__(
        self,
        speller: Speller,
        meanings: Meanings,
        language: Language,
        others: Callable[[str], Iterable[str]],
        known: Callable[[str], bool],
        *,
        compounds: Compounds | None = None,
    ) -> None:
        self._speller = speller
        self._meanings = meanings
        self._language, self._tag = language, language.tag
        self._others = others
        self._known = known
        self._compounds = compounds

    def parts(self, question: str) -> list[Part]:
        """The parts of a question, mistakes mended; stop words are among them."""
        parts: list[Part] = []
        for key, word in spell(words(question), self._tag):
            corrected = None
            if not word.unspaced and not self._understood(key, word):
                drawn = self._drawn_out(word)
                if drawn:
                    parts.append(Part(stem(drawn, self._tag), word._replace(form=drawn)))
                    continue
                corrected = self._speller.correct(word.form, self._tag)
            if corrected:
                fixed = word._replace(form=corrected)
                parts.append(Part(stem(corrected, self._tag), fixed, corrected))
            else:
                parts.append(Part(key, word))
        return self._joined(parts)

    def _joined(self, parts: list[Part]) -> list[Part]:
        """The parts with verbs and their particles side by side: "put up the hut".

        "Put the hut up" is the same, where the two together mean something.
        """
        for at, particle in enumerate(parts):
            if particle.word.form not in _PARTICLES:
                continue
            for back in range(at - 2, max(at - 2 - _APART, -1), -1):
                if self._meanings.phrase((parts[back].key, particle.key)):
                    between = parts[back + 1 : at]
                    parts = [*parts[: back + 1], particle, *between, *parts[at + 1 :]]
                    break
        return parts

    def _understood(self, key: str, word: Word) -> bool:
        spelled = self._speller.knows(word.form, self._tag) or self._meanings.spells(word.form)
        return (
            word.form in self._language.stop
            or (spelled and (self._known(key) or self._meanings.begins(key)))
            or any(map(self._known, self._others(word.form)))
            or bool(self._compounds and self._compounds.split(word.form))
        )

    def _drawn_out(self, word: Word) -> str | None:
        """The word that was meant by one with letters drawn out ("soooo", "HELLOOO")."""
        for kept in (r"\1\1", r"\1"):
            short = _DRAWN_OUT.sub(kept, word.form)
            if short != word.form and (
                short in self._language.chatter
                or self._understood(stem(short, self._tag), word._replace(form=short))
            ):
                return short
        return None


def number_length(parts: Sequence[Part], at: int, language: str) -> int:
    """2 where a number and its magnitude belong together ("2 million"), else 1."""
    if at + 1 < len(parts) and magnitude(parts[at].word.form, None, language) is None:
        pair = magnitude(parts[at].word.form, parts[at + 1].word.form, language)
        return 2 if pair else 1
    return 1
