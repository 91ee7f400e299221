"""The bot knows again after a restart what it noted before."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from asking import opened

from bot.core.errors import StoreError


async def test_a_fact_survives_a_restart_and_the_last_word_holds(database: str) -> None:
    store = await opened(database)
    assert await store.facts.recall("commands") is None
    await store.facts.keep("commands", "one")
    await store.facts.keep("commands", "two")
    await store.facts.keep("other", "月")
    await store.close()

    store = await opened(database)
    assert await store.facts.recall("commands") == "two"
    assert await store.facts.recall("other") == "月"
    await store.close()


async def test_a_fact_that_cannot_be_kept_is_said_and_the_old_one_stays(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = await opened(f"{sqlite_url}?timeout=0.05")
    await store.facts.keep("commands", "one")
    other = sqlite3.connect(tmp_path / "data/footnote.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program is writing"):
        await store.facts.keep("commands", "two")
    other.close()
    assert await store.facts.recall("commands") == "one"
    await store.close()
