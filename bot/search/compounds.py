"""German compounds: a question's "Beitrag" is in "Jahresbeitrag", its "Kuppeldach" is a "Dach"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from bot.search.lexicon import is_word
from bot.search.meanings import Form
from bot.search.words import stem

WITHIN = 0.75
"""What a compound counts that ends with the word asked for: one kind of it."""

PARTS = 0.8
"""What the two parts of a compound count where a passage holds both."""

HEAD = 0.5
"""What its last part alone counts: the right kind of thing, but any."""

_SHORTEST = 4  # letters of a last part: nearly every word ends with some shorter one
_FIRST = 3  # letters of a first part
_MOST = 8  # so many compounds are looked for at most
_LINKS = ("", "s", "es", "n", "en", "er", "e")
_ENDINGS = ("", "e", "en", "ern", "er", "es", "n", "s")


class Compounds:
    """Finds compounds among a library's words. Immutable once built.

    Args:
        words: the library's words, normalized but unstemmed.
        held: how many passages hold an index term.
    """

    def __init__(self, words: Iterable[str], held: Callable[[str], int]) -> None:
        self._held = held
        shortest = _SHORTEST + _FIRST
        self._reversed = sorted(w[::-1] for w in words if len(w) >= shortest and w.isalpha())

    def forms(self, form: str) -> list[Form]:
        """How passages may hold a word beside the word itself.

        Args:
            form: a normalized word.
        """
        found = [Form((term,), WITHIN, word) for word, term in self._ending_in(form)]
        parts = None if self._held(stem(form, "de")) else self.split(form)
        if parts is None:
            return found
        first, last = (stem(part, "de") for part in parts)
        if self._held(first):
            found.append(Form((first, last), PARTS))
        heads = [(parts[1], last), *self._ending_in(parts[1])]
        return [*found, *(Form((term,), HEAD, word) for word, term in heads)]

    def split(self, form: str) -> tuple[str, str] | None:
        """The first and the last part of a compound; None where it is none.

        The last part is the longest that the library holds, and the first one is a word.

        Args:
            form: a normalized word.
        """
        for at in range(_FIRST, len(form) - _SHORTEST + 1):
            last = form[at:]
            first = _first_word(form[:at]) if self._held(stem(last, "de")) else None
            if first:
                return first, last
        return None

    def _ending_in(self, form: str) -> list[tuple[str, str]]:
        """Compounds with a word behind something else, and their terms; the commonest."""
        key = stem(form, "de")
        found = {
            stem(first + last, "de"): first + last
            for last in _inflections(form)
            if len(last) >= _SHORTEST and stem(last, "de") == key
            for first in self._before(last)
            if _first_word(first)
        }
        found.pop(key, None)
        terms = sorted(found, key=lambda term: (-self._held(term), term))
        return [(found[term], term) for term in terms if self._held(term)][:_MOST]

    def _before(self, last: str) -> Iterator[str]:
        """What stands before this in the library's words that end with it."""
        wanted = last[::-1]
        for at in range(bisect_left(self._reversed, wanted), len(self._reversed)):
            word = self._reversed[at]
            if not word.startswith(wanted):
                return
            if len(word) - len(wanted) >= _FIRST:
                yield word[len(wanted) :][::-1]


def _inflections(form: str) -> set[str]:
    """A word with other endings; what is none of its forms has another stem."""
    bases = {form.removesuffix(ending) for ending in _ENDINGS}
    return {base + ending for base in bases for ending in _ENDINGS}


def _first_word(first: str) -> str | None:
    """The word that a compound's first part is, without what links it to the next."""
    for link in _LINKS:
        word = first.removesuffix(link)
        if len(word) >= _FIRST and first == word + link and is_word(word, "de"):
            return word
    if is_word(first + "en", "de"):  # Wohn|haus
        return first + "en"
    return None
