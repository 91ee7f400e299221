"""Loads the documents again by themselves when their files change."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from watchfiles import awatch  # pyright: ignore[reportUnknownVariableType]

from bot.core.desk import Desk
from bot.core.errors import FootnoteError
from bot.core.keeping import Actor

WATCHER = Actor("the folder's watcher")
_DEBOUNCE_MS = 1600  # an editor writes a file in several steps, a checkout many files
_AGAIN_S = 30.0

_log = logging.getLogger(__name__)


async def watch_folder(folder: Path, desk: Desk, *, debounce_ms: int = _DEBOUNCE_MS) -> None:
    """Serves the folder anew whenever something in it has changed; never returns.

    A version with problems is never served: they are logged, and the last one without
    serves on. What a moderator rolled back to stays, until somebody reloads.

    Args:
        folder: the knowledge folder.
        desk: what changes what is served.
        debounce_ms: changes within so many milliseconds count as one.
    """
    while True:
        try:
            await _watch(folder, desk, debounce_ms)
        except OSError as error:  # it is gone, or there are more folders than may be watched
            _log.warning("the folder cannot be watched: %s", error)
        await asyncio.sleep(_AGAIN_S)


async def _watch(folder: Path, desk: Desk, debounce_ms: int) -> None:
    _log.info("watching the folder %s for changes", folder.name)
    # Where the system cannot tell of changes, as on network drives, watchfiles polls if its
    # environment variable WATCHFILES_FORCE_POLLING is set.
    async for _ in awatch(folder, debounce=debounce_ms):
        try:
            await _reload(desk)
        except FootnoteError as error:
            _log.warning("the folder has changed and was not loaded again: %s", error)


async def _reload(desk: Desk) -> None:
    rolled_back = await desk.rolled_back_to()
    if rolled_back is not None:
        _log.info(
            "the folder has changed; version %d, which a rollback chose, is served on",
            rolled_back.number,
        )
        return
    pending = await desk.prepare_reload(by=WATCHER)
    if pending.problems:
        for problem in pending.problems:
            _log.warning("the folder has changed and was not loaded again: %s", problem)
        return
    if pending.changes_nothing:
        return
    version = await desk.apply(pending)
    documents, _ = pending.totals
    _log.info(
        "the folder has changed and was loaded again as version %d: %d documents added, "
        "%d changed, %d removed",
        version.number,
        documents.added,
        documents.changed,
        documents.removed,
    )
