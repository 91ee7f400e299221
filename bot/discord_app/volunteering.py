"""Answering without being asked: when a message in a channel is a question to try."""

from __future__ import annotations

import re
from typing import Final

from bot.discord_app.cards.limits import MAX_QUESTION, units

_FEWEST_WORDS: Final = 3  # "what?" and "who else?" ask the people there, not the documents
_BEGINNINGS: Final = re.compile(
    r"(?:who|whom|whose|what|what's|whats|when|where|which|why|how|is|are|was|were|does|do|did|"
    r"can|could|has|have|will|would|should|tell me|explain|any idea|anyone know|does anyone|"
    r"wer|wen|wem|wann|warum|wieso|weshalb|wie|wieviele?|welche[mnrs]?|wo|gibt es|weiß jemand|"
    r"quién(?:es)?|quien(?:es)?|cuándo|dónde|cómo|cu[aá]l(?:es)?|cu[aá]nt[oa]s?|alguien sabe)\b",
    re.IGNORECASE,
)
_MARK: Final = re.compile(r"[?？؟]\s*$")
# One sentence may be a question; a message that goes on for long is a contribution to a talk.
_LONGEST: Final = MAX_QUESTION


def looks_like_question(text: str) -> bool:
    """Whether somebody probably wants to know something.

    It ends with a question mark, or begins as English, German and Spanish questions begin.
    Chinese is written without spaces, so there its length in words says nothing.

    Args:
        text: a message without its mentions and emoji.
    """
    if not text or units(text) > _LONGEST or "\n" in text:
        return False
    marked = _MARK.search(text) is not None
    if not text.isascii() and marked:
        return len(text) > _FEWEST_WORDS
    if len(text.split()) < _FEWEST_WORDS:
        return False
    return marked or _BEGINNINGS.match(text) is not None
