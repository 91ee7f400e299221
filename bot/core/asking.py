"""What somebody is asked by a button, to be answered later: also after a restart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol


class AskStore(Protocol):
    """Keeps what somebody was asked, under a name that nobody can guess, for a while."""

    async def keep(
        self, token: str, guild_id: int, asked: Mapping[str, Any], until: datetime
    ) -> None:
        """Keeps it, in place of what was kept under the name.

        Args:
            token: the name.
            guild_id: the server it was asked in.
            asked: what JSON can hold.
            until: when it is over, in UTC.

        Raises:
            StoreError: it could not be kept.
        """
        ...

    async def see(self, token: str, guild_id: int) -> Mapping[str, Any] | None:
        """What is kept under a name in a server; None where nothing is, or it is over.

        Raises:
            StoreError: it cannot be read.
        """
        ...

    async def drop(self, token: str) -> None:
        """Forgets it.

        Raises:
            StoreError: it could not be forgotten.
        """
        ...
