"""SIGTERM and SIGINT: finish and close; a second one ends at once."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from types import FrameType

_log = logging.getLogger(__name__)

ABRUPT = 130
"""The exit code after a second signal, as shells count an interrupt."""

_PATIENCE_S = 9.5
"""Whatever hangs longer is left behind: a supervisor kills after ten seconds."""
_FAREWELL_S = 0.5
"""Once everything is closed, so long the interpreter may take to end."""


class StopSignals:
    """Turns the first signal into an event. Make it in the main thread, in the event loop.

    The process ends in time even where the event loop hangs, or where a document is still
    being read in a thread that the interpreter would wait for.

    Attributes:
        received: set when the process shall stop.
    """

    def __init__(self) -> None:
        self.received = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._end: threading.Timer | None = None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._receive)

    def _receive(self, number: int, _: FrameType | None) -> None:
        if self._end is not None:
            os._exit(ABRUPT)
        self._end = _end_after(_PATIENCE_S, 1)
        self._loop.call_soon_threadsafe(self._stop, signal.Signals(number).name)

    def _stop(self, name: str) -> None:
        _log.info("%s: finishing what is in flight; a second signal ends at once.", name)
        self.received.set()

    def closed(self) -> None:
        """Tells that everything is closed: whatever thread still runs holds nothing back."""
        if self._end is not None:
            self._end.cancel()
            self._end = _end_after(_FAREWELL_S, 0)


def _end_after(seconds: float, code: int) -> threading.Timer:
    timer = threading.Timer(seconds, os._exit, (code,))
    timer.daemon = True
    timer.start()
    return timer
