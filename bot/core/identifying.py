"""In which language a text is, told by its function words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_LOOKED_AT = 8_000
"""So many characters of a text are looked at: some pages tell as well as a hundred."""

_LEAST = 0.1
"""The share of a text's words that must be function words of its language. Prose in any of
the three has twice as many and more, and hardly any of another's."""

_FEWEST = 4  # so many different ones must be: Los Angeles is no Spanish

_WORD = re.compile(r"[^\W\d_]+")

_FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "de": frozenset(
        """aber als am auch auf aus bei beim bis das dass dem den der des die dort durch ein eine
        einem einen einer eines für hat ihr im ist jede kann mit nach nicht noch nur oder sich sie
        sind um und unter vom von vor werden wie wir wird wurde zu zum zur über""".split()
    ),
    "en": frozenset(
        """and are as at been by for from had has have if into is it its not of on or that the
        their there they this to was were what when which who will with would you your""".split()
    ),
    "es": frozenset(
        """al con cuando del desde donde el ella ellos en entre es esta este está fue hasta hay las
        lo los más muy pero quien según sin su sus también tiene un una y ya""".split()
    ),
}
"""Common function words of each language; none stands in two of the lists. What Spanish shares
with its neighbors ("que", "para", "no") is left out."""


@lru_cache(maxsize=64)  # a document's is asked for by each of its passages
def primary(tag: str) -> str:
    """A language's tag without region and script: ``de-AT`` → ``de``."""
    return tag.partition("-")[0].lower()


def language_of(text: str) -> str | None:
    """The tag of the language that a text is in: ``de``, ``en`` or ``es``.

    It is the one with most function words among the text's first words, where these are a
    tenth of all, and four different ones, at least. None where no language has as many: a
    table, a list of names, or another language.

    Args:
        text: a document's plain text.
    """
    found = _WORD.findall(text[:_LOOKED_AT].casefold())
    counts = {tag: sum(map(words.__contains__, found)) for tag, words in _FUNCTION_WORDS.items()}
    best = max(counts, key=lambda tag: counts[tag])
    told = len(_FUNCTION_WORDS[best].intersection(found)) >= _FEWEST
    return best if told and counts[best] >= _LEAST * len(found) else None
