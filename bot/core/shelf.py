"""A server's own shelf; and those of the servers that asked last, which stay in memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bot.core.merging import NOTHING
from bot.core.ports import FolderContents
from bot.core.snapshot import Snapshot

MOST_OPEN = 64
"""Servers whose own snapshots stay in memory; others are built again when asked."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a server holds of its own.

    Attributes:
        contents: its documents and names.
        version: the number of the version that is; 0 before the first.
    """

    contents: FolderContents = NOTHING
    version: int = 0


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a server is answered from.

    Attributes:
        own: what it holds of its own.
        base: what all servers share.
        snapshot: made of both.
    """

    own: Own
    base: Snapshot
    snapshot: Snapshot


class OpenShelves:
    """The shelves in memory; the one that was used longest ago goes first."""

    def __init__(self) -> None:
        self._shelves: OrderedDict[int, Shelf] = OrderedDict()

    def get(self, scope: int) -> Shelf | None:
        """A server's shelf, which counts as used; None where it is not in memory."""
        shelf = self._shelves.get(scope)
        if shelf is not None:
            self._shelves.move_to_end(scope)
        return shelf

    def put(self, scope: int, shelf: Shelf) -> None:
        """Keeps a server's shelf, in place of the one before."""
        self._shelves[scope] = shelf
        self._shelves.move_to_end(scope)
        while len(self._shelves) > MOST_OPEN:
            self._shelves.popitem(last=False)

    def drop(self, scope: int | None) -> None:
        """Forgets a server's shelf; None forgets all of them."""
        if scope is None:
            self._shelves.clear()
        else:
            self._shelves.pop(scope, None)
