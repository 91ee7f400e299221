"""Drawing off the event loop, one picture at a time."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import threading
from collections.abc import Callable, Mapping

from bot.charts.wording import NotDrawable
from bot.core.coverage import Coverage
from bot.core.language import ENGLISH, speaking, spoken
from bot.core.statistics import Usage

_log = logging.getLogger(__name__)


class Drawing:
    """Implements `bot.core.charting.Charts` with matplotlib.

    A picture is in the language of whoever it is for, or in English where no font at hand
    has the letters of that language.
    """

    def __init__(self) -> None:
        # matplotlib's fonts are not made for several threads, and one picture at a time is
        # as many as a bot needs.
        self._one_at_a_time = threading.Lock()

    async def usage(self, usage: Usage, other_names: Mapping[str, str] | None = None) -> bytes:
        """See `bot.core.charting.Charts.usage`."""

        def draw() -> bytes:
            from bot.charts.usage import usage_chart  # noqa: PLC0415 - takes a second to import

            return usage_chart(usage, other_names)

        return await self._draw(draw)

    async def coverage(self, coverage: Coverage) -> bytes:
        """See `bot.core.charting.Charts.coverage`."""

        def draw() -> bytes:
            from bot.charts.coverage import coverage_chart  # noqa: PLC0415 - likewise

            return coverage_chart(coverage)

        return await self._draw(draw)

    async def _draw(self, draw: Callable[[], bytes]) -> bytes:
        def alone() -> bytes:
            with self._one_at_a_time:
                try:
                    return draw()
                except NotDrawable as error:
                    _log.info("a picture is in English and not in %s: %s", spoken().tag, error)
                    with speaking(ENGLISH):
                        return draw()

        return await asyncio.to_thread(alone)


def open_charts() -> Drawing | None:
    """What draws charts, or None where matplotlib is not installed."""
    return Drawing() if importlib.util.find_spec("matplotlib") else None
