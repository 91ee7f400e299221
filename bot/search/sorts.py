"""Whether a word names a thing or says how: what nobody knows of is told of only as a manner."""

from __future__ import annotations

from bot.core.model import Sort
from bot.search.language import Language
from bot.search.words import stem


def sort_of(form: str, language: Language) -> Sort:
    """What sort of word one is, by the lists of its language.

    Args:
        form: the word, normalized.
        language: its language; one without lists does not tell.
    """
    if not language.verbs or not (form.isascii() and form.isalpha()):
        return Sort.ANY
    if form.endswith("ly") or form in language.manners:
        return Sort.MANNER
    return Sort.MANNER if stem(form, language.tag) in language.verbs else Sort.THING
