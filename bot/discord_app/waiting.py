"""What waits for somebody to press a button, for a while and in memory only."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.core.errors import FootnoteError
from bot.core.language import LazyText

T = TypeVar("T")


class NoLongerWaiting(FootnoteError):
    """A button belongs to something that was used, has expired or did not outlive a restart."""


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[T]):
    guild_id: int
    value: T
    timer: asyncio.TimerHandle


class Waiting(Generic[T]):
    """Keeps things under random names until they are taken or their time is over.

    Args:
        life_s: how many seconds each is kept.
        most: how many are kept at most; the oldest goes first.
        gone: what to tell whoever comes too late.
    """

    def __init__(self, life_s: float, most: int, gone: str | LazyText) -> None:
        self.life_s = life_s
        self._most = most
        self._gone = gone
        self._kept: OrderedDict[str, _Waiting[T]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, guild_id: int, value: T) -> str:
        """Keeps something for a server; returns its name, which nobody can guess."""
        token = secrets.token_urlsafe(9)
        timer = asyncio.get_running_loop().call_later(self.life_s, self.drop, token)
        self._kept[token] = _Waiting(guild_id, value, timer)
        while len(self._kept) > self._most:
            self.drop(next(iter(self._kept)))
        return token

    def see(self, token: str, guild_id: int | None) -> T:
        """Looks at what waits under a name in a server.

        Raises:
            NoLongerWaiting: there is nothing (any more).
        """
        found = self._kept.get(token)
        if found is None or found.guild_id != guild_id:
            raise NoLongerWaiting(self._gone)
        return found.value

    def take(self, token: str, guild_id: int | None) -> T:
        """Takes it, so that nobody else can.

        Raises:
            NoLongerWaiting: there is nothing (any more).
        """
        value = self.see(token, guild_id)
        self.drop(token)
        return value

    def drop(self, token: str) -> None:
        """Forgets it."""
        found = self._kept.pop(token, None)
        if found is not None:
            found.timer.cancel()
