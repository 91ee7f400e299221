"""Texts → pieces, each of which holds a word or a few: all characters at once, in arrays.

Most pieces are words as they stand, so that few different ones make most of any text. Where
a piece is cut too coarsely, `words` finds what is in it; no word is ever cut.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.search.arrays import Bools, Longs

_JOINING = ".,'’"
"""What is no letter and no digit, and may yet stand within a word."""

_LOW = 0x3002
"""Only below this character there is white space."""

_INSIDE: Bools = np.array([chr(c).isalnum() or chr(c) in _JOINING for c in range(_LOW)] + [True])
"""Whether a word may hold a character. The last one stands for all from `_LOW` on."""

_Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint32]


def cut(text: str) -> tuple[list[str], Longs]:
    """The pieces of a text, and the offsets at which they begin.

    To work it out for all characters at once takes a third of the time of replacing mark
    after mark and asking each piece for its length, and leaves a third fewer different pieces.
    """
    encoding, kind = ("ascii", "u1") if text.isascii() else ("utf-32-le", "<u4")
    codes: _Codes = np.frombuffer(text.encode(encoding, "surrogatepass"), kind)
    inside = _INSIDE.take(codes, mode="clip")
    for mark in _JOINING:
        at = (codes == ord(mark)).nonzero()[0]
        inside[at] = _joins(mark, codes, at)
    blanked = np.where(inside, codes, codes.dtype.type(ord(" "))).tobytes()
    inside[1:] &= ~inside[:-1]
    return blanked.decode(encoding, "surrogatepass").split(), inside.nonzero()[0]


def _joins(mark: str, codes: _Codes, at: Longs) -> Bools:
    """Whether these marks may stand within words; see the pattern in `words`.

    That is before a digit ("3.5", "1,000"), before a letter ("don't") or behind a capital
    ("U.S."). What is not ASCII may be either.
    """
    behind = codes.take(at + 1, mode="clip")
    other = behind > ord("\x7f")
    if mark in "'’":
        return other | (behind >= ord("A"))
    joins = other | ((behind >= ord("0")) & (behind <= ord("9")))
    if mark == ".":
        before = codes.take(at - 1, mode="wrap")
        joins |= (before >= ord("A")) & (before <= ord("Z"))
    return joins
