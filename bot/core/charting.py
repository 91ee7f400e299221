"""The port through which numbers become pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.core.coverage import Coverage
from bot.core.statistics import Usage


class Charts(Protocol):
    """Draws charts. Each comes as the bytes of a PNG file."""

    async def usage(self, usage: Usage, other_names: Mapping[str, str] | None = None) -> bytes:
        """Draws how the bot was used.

        Args:
            usage: what is drawn.
            other_names: for a lab's or theme's name, another one to write where no font at
                hand has the characters of the first.
        """
        ...

    async def coverage(self, coverage: Coverage) -> bytes:
        """Draws which labs and themes the documents speak of together."""
        ...
