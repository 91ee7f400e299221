"""Words that narrow what is asked, without which another question would be answered.

"Is it *faster* than a bicycle" is not answered by all that is said of it, nor "how many a *year*"
by how many there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.search.asides import Placed
from bot.search.expectation import wanted
from bot.search.kinds import Expected
from bot.search.openness import polar
from bot.search.words import DEFAULT_LANGUAGE

_COMPARED = {
    DEFAULT_LANGUAGE: re.compile(
        r"\b(?:more|less) ([a-z]+) than\b|\b([a-z]+er|worse) than\b"
        r"|\b(better|cheaper|faster|stronger|worse) at\b"
        r"|\bas (?!far|long|many|much|soon|such|well)([a-z]+) as\b",
        re.IGNORECASE,
    ),
    "de": re.compile(r"\b([a-zäöüß]+er) als\b|\bso ([a-zäöüß]+) wie\b", re.IGNORECASE),
    "es": re.compile(
        r"\b(?:más|menos) ([a-záéíóúñ]+) que\b|\b(mayor|mejor|menor|peor) que\b"
        r"|\btan ([a-záéíóúñ]+) como\b",
        re.IGNORECASE,
    ),
}
_AHEAD = re.compile(r"\b(ahead) of\b", re.IGNORECASE)
"""Where yes or no is asked: "what do they put ahead of profit" compares nothing."""

_RATE = {
    DEFAULT_LANGUAGE: re.compile(
        r"\bper ([a-z]+)\b|\b(?:each|every) (day|hour|minute|month|quarter|week|year)\b"
        r"|\b(annually|daily|hourly|monthly|weekly|yearly)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(r"\b(?:pro|je) ([a-zäöü]+)\b|\bim (jahr|monat)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:por|al) (año|día|hora|mes|semana)\b", re.IGNORECASE),
}


def with_qualifiers(found: Sequence[Placed], question: str, language: str) -> list[Placed]:
    """The terms of a question; those are facts that it asks for by which it compares or counts.

    Who is spoken of beside somebody else is not said to be better for it.

    Args:
        found: the terms, in their order.
        question: the text they come from.
        language: the tag of its language.
    """
    narrowed = _places(_COMPARED.get(language), question)
    ahead, rates = _places(_AHEAD, question), _places(_RATE.get(language), question)
    if ahead and polar(question):
        narrowed |= ahead
    if rates and (wants := wanted(question, language)) and wants.kind is Expected.NUMBER:
        narrowed |= rates
    return [
        (at, replace(term, attribute=True, needed=True))
        if at in narrowed and not term.entries
        else (at, term)
        for at, term in found
    ]


def _places(pattern: re.Pattern[str] | None, question: str) -> set[int]:
    """Where the words begin that a pattern captures."""
    found = pattern.finditer(question) if pattern else ()
    return {match.start(match.lastindex or 0) for match in found}
