"""Whether a word names a thing or says how: what nobody knows of is told of only as a manner."""

from __future__ import annotations

from bot.core.model import Sort
from bot.search.language import Language
from bot.search.words import stem

_OF_VERBS = tuple("age al ance ancy ant ence ency ent er ion ism ist ive ment or ure".split())
"""How English nouns made of verbs end."""


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
    verb = stem(form, language.tag) in language.verb_stems
    return Sort.MANNER if verb and not _derived(form, language) else Sort.THING


def _derived(form: str, language: Language) -> bool:
    """Whether a word is a noun made of a verb with the same stem: "president" of "preside"."""
    one = form.removesuffix("s")
    return one.endswith(_OF_VERBS) and language.verbs.isdisjoint((one, form))
