"""The garbage collector, halted while much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def collector_halted() -> Generator[None]:
    """Within it Python looks for no cycles, in any thread.

    A library of 100,000 passages is a million records that all stay. Looking again and again
    whether some of them could go takes a third of the time that making them does. What is not
    part of a cycle is freed all the same, so little waits meanwhile; keep it to seconds, and
    to what makes no cycles itself.

    Of several at once, in several threads, the first to begin lets the collector go on again;
    the others just take longer from then on.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
