"""Short pieces of text, known by their bytes: nearly all are looked up without being read.

A word of up to 16 ASCII characters is two numbers of 64 bits, and those of all words of a text
are taken out of it at once. To make a string of each and ask a dictionary for it takes longer
than all else that is done with a text, for both lie all over memory.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.search.arrays import Longs
from bot.search.cutting import Cut

_BITS = 18
"""A quarter of a million slots; a library of 100,000 passages has 100,000 different pieces."""

_Words = npt.NDArray[np.uint64]

_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
"""Odd numbers whose products have their highest bits all over the place (golden ratio; xxHash)."""

_SIDE = 8  # bytes to a number
_MASKS: _Words = np.array([(1 << 8 * size) - 1 for size in range(_SIDE + 1)], np.uint64)
"""What keeps so many of a number's first bytes."""

_NOT_ASCII = np.uint64(0x8080808080808080)


class Keys(NamedTuple):
    """What pieces are known by.

    Attributes:
        first: their first eight bytes, as a number.
        second: the next eight.
        slots: where they are looked for; -1 where they are long, or not ASCII.
    """

    first: _Words
    second: _Words
    slots: Longs


class ShortPieces:
    """Remembers the numbers of short pieces. Of two that share a slot, only the first.

    Args:
        bits: there are two to this power slots.
    """

    def __init__(self, bits: int = _BITS) -> None:
        self._bits = bits
        self._first: _Words = np.zeros(1 << bits, np.uint64)
        self._second: _Words = np.zeros(1 << bits, np.uint64)
        self._numbers = np.zeros(1 << bits, np.int32)  # one more than they are; 0 for none

    def numbers_of(self, found: Cut) -> tuple[Longs, Keys]:
        """The pieces' numbers, -1 for those not remembered; and what they are known by."""
        keys = _keys(found, self._bits)
        numbers: Longs = self._numbers.take(keys.slots).astype(np.int64) - 1
        same = self._first.take(keys.slots) == keys.first
        same &= self._second.take(keys.slots) == keys.second
        same &= keys.slots >= 0
        numbers[~same] = -1
        return numbers, keys

    def remember(self, keys: Keys, numbers: Longs, new: Longs) -> None:
        """Takes the numbers of some pieces down, where their slots are free.

        Args:
            keys: what all pieces of a text are known by.
            numbers: their numbers.
            new: which of them to take down.
        """
        slots = keys.slots.take(new)
        new = new[(slots >= 0) & (self._numbers.take(slots) == 0)]
        # Of several that share a slot one is taken down: the same of each column.
        slots, at = np.unique(keys.slots.take(new), return_index=True)
        new = new.take(at)
        self._first[slots] = keys.first.take(new)
        self._second[slots] = keys.second.take(new)
        self._numbers[slots] = numbers.take(new) + 1


def _keys(found: Cut, bits: int) -> Keys:
    size = len(found.codes)
    data = np.zeros(size + 2 * _SIDE, np.uint8)
    data[:size] = found.codes
    # At each byte a number begins, so that they overlap.
    at_each: _Words = np.ndarray((size + _SIDE + 1,), "<u8", data, strides=(1,))
    sizes = found.ends - found.begins
    first = at_each[found.begins] & _MASKS.take(sizes, mode="clip")
    long = (sizes > _SIDE).nonzero()[0]
    second = np.zeros(len(sizes), np.uint64)
    second[long] = at_each[found.begins[long] + _SIDE] & _MASKS.take(
        sizes[long] - _SIDE, mode="clip"
    )
    slots = ((first * _FIRST ^ second * _SECOND) >> np.uint64(64 - bits)).astype(np.int64)
    foreign = (first | second) & _NOT_ASCII != 0
    slots[foreign | (sizes > 2 * _SIDE)] = -1
    return Keys(first, second, slots)
