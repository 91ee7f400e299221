"""Which process keeps sentences' vectors, where, and for how long. The model is made up."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import make_url

from bot import loading, semantic
from bot.housekeeping import prune_hourly
from bot.loading import keep_vectors, load_snapshot, vector_file
from bot.settings import Settings

heard: list[str] = []


def embed(texts: Sequence[str]) -> memoryview:
    heard.extend(texts)
    made = np.array([[len(text), len(set(text))] for text in texts], np.float32)
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).data


@pytest.fixture(autouse=True)
def _model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(semantic, "load_embedder", lambda: embed)
    begin()
    yield
    begin()


def begin() -> None:
    """Another process begins."""
    heard.clear()
    for remembered in (loading._embedder, loading._kept, loading._memory):
        remembered.cache_clear()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "kimi.md").write_text("Kimi reads two million tokens. It is free.", "utf-8")
    (tmp_path / "data").mkdir()
    database = f"sqlite+aiosqlite:///{tmp_path}/data/footnote.db"
    return Settings(semantic=True, knowledge=knowledge, database_url=database)


def kept(settings: Settings) -> int:
    file = vector_file(settings)
    assert file is not None
    with closing(sqlite3.connect(file)) as database:
        return database.execute("SELECT count(*) FROM vectors").fetchone()[0]


async def test_the_bot_keeps_vectors_and_the_command_line_reads_them(settings: Settings) -> None:
    assert keep_vectors(settings)
    first = load_snapshot(settings)
    assert len(heard) == 2
    begin()
    assert len(load_snapshot(settings).passages) == len(first.passages)  # `footnote ask`
    assert heard == []
    (settings.knowledge / "new.md").write_text("It was new.", "utf-8")
    load_snapshot(settings)
    assert heard == ["It was new."]
    assert kept(settings) == 2


async def test_what_members_ask_is_not_kept(settings: Settings) -> None:
    keep_vectors(settings)
    snapshot = load_snapshot(settings)
    await snapshot.index.search("what does Kimi read?", limit=1)
    assert "what does Kimi read?" in heard
    assert kept(settings) == 2


def test_a_document_that_is_gone_is_pruned_once_nobody_is_answered_from_it(
    settings: Settings,
) -> None:
    prune = keep_vectors(settings)
    assert prune is not None
    served = [load_snapshot(settings)]
    (settings.knowledge / "kimi.md").write_text("Kimi reads two million tokens.", "utf-8")
    served.append(load_snapshot(settings))
    prune()
    assert kept(settings) == 2
    del served[0]
    prune()
    assert kept(settings) == 1
    assert served


def test_without_the_model_nothing_is_kept(settings: Settings) -> None:
    plain = settings.model_copy(update={"semantic": False})
    assert keep_vectors(plain) is None
    load_snapshot(plain)
    assert heard == []


def test_a_bot_whose_database_is_in_memory_keeps_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    there = sorted(tmp_path.rglob("*"))
    passing = settings.model_copy(update={"database_url": "sqlite+aiosqlite://"})
    assert keep_vectors(passing) is None
    load_snapshot(passing)
    assert len(heard) == 2
    assert sorted(tmp_path.rglob("*")) == there


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite:///data/footnote.db",
        "sqlite:////app/data/footnote.db?timeout=1",
        "sqlite:///a%20folder/b%3F.sqlite",
    ],
)
def test_the_file_lies_beside_the_database(url: str) -> None:
    database = Path(make_url(url).database or "")
    file = vector_file(Settings(database_url=url))
    assert file == database.parent / f"{database.stem}-vectors.db"


@pytest.mark.parametrize(
    "url",
    ["sqlite://", "sqlite+aiosqlite:///", "sqlite:///:memory:", "sqlite:///file:x?mode=memory"],
)
def test_beside_a_database_in_memory_there_is_no_place(url: str) -> None:
    assert vector_file(Settings(database_url=url)) is None


def test_with_a_database_elsewhere_it_lies_in_the_data_folder_where_that_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    elsewhere = Settings(database_url="postgresql+asyncpg://user:password@host/name")
    assert vector_file(elsewhere) is None
    (tmp_path / "data").mkdir()
    assert vector_file(elsewhere) == Path("data/footnote-vectors.db")


async def test_nothing_is_pruned_before_all_documents_are_loaded() -> None:
    pruned, loaded = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    work = asyncio.create_task(prune_hourly(lambda: loop.call_soon_threadsafe(pruned.set), loaded))
    await asyncio.sleep(0.05)
    assert not pruned.is_set()
    loaded.set()
    await asyncio.wait_for(pruned.wait(), 5)
    work.cancel()
