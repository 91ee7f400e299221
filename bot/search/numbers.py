"""Numbers as texts write them, in digits and in words → one spelling each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.core.identifying import primary

_NUMBER = re.compile(r"(\d+(?:[.,]\d+)*)([a-z]*)")
_WITH_DECIMAL_COMMA = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")


class _Usage(NamedTuple):
    """How a language writes numbers.

    Attributes:
        numerals: words for small numbers, normalized, and their digits.
        magnitudes: what may stand behind a number, normalized, and what it multiplies by.
        decimal_comma: whether "1.200" is a thousand and "1,5" one and a half.
    """

    numerals: Mapping[str, str]
    magnitudes: Mapping[str, float]
    decimal_comma: bool


def _counted(words: str, first: int, step: int = 1) -> dict[str, str]:
    return {word: str(first + step * at) for at, word in enumerate(words.split())}


_ENGLISH = _Usage(
    # "One" is not among them, in no language: it is a pronoun far more often than a number.
    numerals={
        "zero": "0",
        **_counted(
            "two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen",
            2,
        ),
        **_counted("twenty thirty forty fifty sixty seventy eighty ninety hundred", 20, 10),
    },
    magnitudes={
        "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mil": 1e6, "mio": 1e6, "million": 1e6,
        "millions": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9, "billions": 1e9, "trillion": 1e12,
        "万": 1e4, "亿": 1e8,
    },
    decimal_comma=False,
)  # fmt: skip


def _german() -> dict[str, str]:
    """The German numerals to a hundred, the hundreds and the thousands, each one word."""
    ones = _counted("zwei drei vier funf sechs sieben acht neun", 2)
    tens = _counted("zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig", 20, 10)
    found = {"null": "0", "zwo": "2", **ones, **tens, "hundert": "100", "tausend": "1000"}
    found |= _counted("zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn", 10)
    found["neunzehn"] = "19"
    for ten, value in tens.items():
        found |= {f"{one}und{ten}": value[0] + digit for one, digit in {"ein": "1", **ones}.items()}
    for one, digit in ones.items():
        found |= {f"{one}hundert": digit + "00", f"{one}tausend": digit + "000"}
    typed = {w.replace("funf", "fuenf").replace("zwolf", "zwoelf"): n for w, n in found.items()}
    return found | typed


_USAGES = {
    "de": _Usage(
        _german(),
        {
            "k": 1e3, "tsd": 1e3, "tausend": 1e3, "mio": 1e6, "million": 1e6, "millionen": 1e6,
            "mrd": 1e9, "milliarde": 1e9, "milliarden": 1e9, "billion": 1e12, "billionen": 1e12,
        },
        decimal_comma=True,
    ),
    "es": _Usage(
        {
            "cero": "0",
            **_counted(
                "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
                "dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres "
                "veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve treinta",
                2,
            ),
            **_counted("cuarenta cincuenta sesenta setenta ochenta noventa cien", 40, 10),
            **_counted("ciento doscientos trescientos cuatrocientos quinientos seiscientos "
                       "setecientos ochocientos novecientos mil", 100, 100),
            **_counted("doscientas trescientas cuatrocientas quinientas seiscientas "
                       "setecientas ochocientas novecientas", 200, 100),
        },
        {
            "k": 1e3, "mil": 1e3, "millon": 1e6, "millones": 1e6, "mill": 1e6, "mm": 1e6,
            "millardo": 1e9, "millardos": 1e9, "billon": 1e12, "billones": 1e12,
        },
        decimal_comma=True,
    ),
}  # fmt: skip


def _usage(language: str) -> _Usage:
    return _USAGES.get(primary(language), _ENGLISH)


def numeral(form: str, language: str) -> str | None:
    """The digits of a small number in words ("twelve"), or None for any other word."""
    return _usage(language).numerals.get(form)


def is_magnitude(form: str, language: str) -> bool:
    """Whether a word makes the number before it large ("million")."""
    return form in _usage(language).magnitudes


def plain(form: str, language: str) -> str:
    """A number without what parts its thousands, with a decimal point: "1,200" → "1200"."""
    if not _usage(language).decimal_comma:
        return form.replace(",", "")
    match = _WITH_DECIMAL_COMMA.fullmatch(form)
    if match is None:  # of another language, or no number at all
        return form
    whole, decimals = match.groups()
    return whole.replace(".", "") + (f".{decimals}" if decimals else "")


@lru_cache(maxsize=20_000)
def magnitude(form: str, following: str | None, language: str = "en") -> str | None:
    """One spelling for every way to write a large number: "2M", "2 million", "2,000,000".

    Args:
        form: a normalized word that may be a number, such as ``2m`` or ``500``.
        following: the word behind it, which may be its magnitude.
        language: the tag of the language it stands in.

    Returns:
        ``#`` and the number, or None where it is no number of a thousand or more.
    """
    usage = _usage(language)
    match = _NUMBER.fullmatch(usage.numerals.get(form, form))
    if match is None:
        return None
    digits, unit = match.groups()
    factor = usage.magnitudes.get(unit) if unit else usage.magnitudes.get(following or "", 1.0)
    if factor is None:
        return None
    number = plain(digits, language)
    try:
        value = float(number) * factor
    except ValueError:
        return None
    return f"#{value:.0f}" if value >= 1000 else None
