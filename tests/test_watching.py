"""The documents are loaded again by themselves when their files change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from archive import Archive, desk_over

from bot.core.desk import OPERATOR, Desk
from bot.core.library import Library
from bot.reading.folder import KnowledgeFolder
from bot.search import Bm25IndexBuilder
from bot.watching import watch_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "a.md").write_text("# Ants\n\nAnts march.\n", encoding="utf-8")
    return folder


@pytest.fixture
async def desk(folder: Path) -> AsyncIterator[Desk]:
    desk = desk_over(Library(KnowledgeFolder(folder), Bm25IndexBuilder()), Archive())
    await desk.start()
    watching = asyncio.create_task(watch_folder(folder, desk, debounce_ms=100))
    await asyncio.sleep(0.5)  # so long until the system tells of changes
    yield desk
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not happened():  # noqa: ASYNC110 - the system tells of it when it likes
            await asyncio.sleep(0.05)


def served(desk: Desk) -> str:
    return "".join(d.text for d in desk.shelves.library.current.documents.values())


async def test_a_changed_file_is_served_without_anybody_asking(folder: Path, desk: Desk) -> None:
    (folder / "b.md").write_text("# Bees\n\nBees fly.\n", encoding="utf-8")
    await until(lambda: "Bees fly." in served(desk))
    (version, _) = await desk.history(None)
    assert (version.action, version.by.name) == ("reload", "the folder's watcher")


async def test_a_version_with_problems_is_not_served_and_they_are_logged(
    folder: Path, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "b.md").write_text("# Bees\n\nBees fly.\n", encoding="utf-8")
    (folder / "c.md").write_bytes(b"\xff\xfe\x00")
    await until(lambda: "c.md" in caplog.text)
    assert "Bees" not in served(desk)
    (folder / "c.md").unlink()
    await until(lambda: "Bees fly." in served(desk))


async def test_what_was_rolled_back_to_stays(
    folder: Path, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    (folder / "b.md").write_text("# Bees\n\nBees fly.\n", encoding="utf-8")
    await until(lambda: "Bees fly." in served(desk))
    await desk.apply(await desk.prepare_rollback(None, 1, by=OPERATOR))
    (folder / "d.md").write_text("# Dogs\n\nDogs bark.\n", encoding="utf-8")
    await until(lambda: "which a rollback chose" in caplog.text)
    assert "Dogs" not in served(desk)


async def test_a_folder_that_cannot_be_watched_does_not_end_the_bot(
    tmp_path: Path, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    watching = asyncio.create_task(watch_folder(tmp_path / "nowhere", desk))
    await until(lambda: "cannot be watched" in caplog.text)
    assert not watching.done()
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
