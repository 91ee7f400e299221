"""A language nobody speaks, in which it shows what of a card is not translated.

Each text stands in brackets and is 40 % longer than in English, as German texts are. What is
then outside of any bracket was written by others, or forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

from bot.core.language import Language, speaking

_PLACEHOLDER = re.compile(r"\{\w+\}")
_INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
# What Discord itself shows in the reader's language, and commands, which have but one name.
_NOT_OURS = re.compile(r"<[^>]*>|`[^`]*`")
_JOINING = re.compile(r"\b(?:und|oder)\b")  # by which the lists of the pseudo-language are joined


class _Pseudo(NullTranslations):
    def gettext(self, message: str) -> str:
        length = len(_PLACEHOLDER.sub("", message))
        return f"⟦{message}{' ≈≈≈≈' * -(-length * 2 // 25)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


PSEUDO = Language("de", "⟦Pseudo⟧", _Pseudo())


@contextmanager
def pseudo() -> Iterator[None]:
    """Speaks the pseudo-language for a while."""
    with speaking(PSEUDO):
        yield


def in_plain_english(text: str) -> str:
    """What of a text stands in no bracket, without marks and numbers; "" where all does."""
    while (shorter := _INNERMOST.sub(" ", text)) != text:
        text = shorter
    words = _JOINING.sub(" ", _NOT_OURS.sub(" ", text))
    return " ".join(re.findall(r"[^\W\d_]+", words))
