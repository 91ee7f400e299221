"""Words as they are written → one spelling: case, accents and compatibility forms folded."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from opencc import OpenCC

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=100_000)
def normalize(word: str) -> str:
    """Folds compatibility forms, case, accents and the Chinese script's two spellings."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    folded = unicodedata.normalize("NFC", folded)
    return folded if folded.isascii() else simplify(folded)


def simplify(text: str) -> str:
    """Traditional Chinese characters as simplified ones, one for one."""
    converted = _simplifier().convert(text)
    # Offsets must survive; a phrase conversion that changes the length is done by character.
    if len(converted) == len(text):
        return converted
    return "".join(_simplifier().convert(c)[:1] or c for c in text)


def spellings(word: str, language: str) -> tuple[str, ...]:
    """A word of a lexicon as members may type it, normalized: für → fur, and fuer in German."""
    plain = normalize(word)
    typed = normalize(word.translate(_UMLAUTS)) if language == "de" else plain
    return (plain,) if typed == plain else (plain, typed)
