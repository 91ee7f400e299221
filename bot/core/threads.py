"""Work off the event loop that is never left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def in_thread(function: Callable[[], T]) -> T:
    """Runs a function in another thread, and waits for its end in any case.

    A thread cannot be stopped. Whoever is cancelled meanwhile still waits for it, so that
    what only one thread may use at a time is not used by the next one too early.
    """
    work = asyncio.ensure_future(asyncio.to_thread(function))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait({work})
        raise
