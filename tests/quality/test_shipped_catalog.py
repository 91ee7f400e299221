"""Whoever picks a lab or theme from the list gets something to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.answering import about
from bot.core.snapshot import build_snapshot
from bot.reading.folder import KnowledgeFolder
from bot.search import Bm25IndexBuilder

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


async def test_the_documents_say_something_about_every_lab_and_theme_of_the_catalog() -> None:
    snapshot = build_snapshot(KnowledgeFolder(KNOWLEDGE, 10_000_000), Bm25IndexBuilder())
    assert snapshot.catalog.entries
    silent = [e.name for e in snapshot.catalog.entries if not await about(snapshot, e)]
    assert silent == []


@pytest.mark.parametrize(
    ("name", "says"),
    [("Inference cost", "inference can be made cheaper"), ("A varied industry", "no single block")],
)
async def test_a_theme_shows_what_is_said_of_it_in_other_words(name: str, says: str) -> None:
    snapshot = build_snapshot(KnowledgeFolder(KNOWLEDGE, 10_000_000), Bm25IndexBuilder())
    entry = next(each for each in snapshot.catalog.entries if each.name == name)
    assert any(says in each.passage.text for each in await about(snapshot, entry))
