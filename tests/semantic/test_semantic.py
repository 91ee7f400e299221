"""With the optional model, a question that shares no word with a passage can find it."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from shelf import document

from bot.core.catalog import Catalog
from bot.core.errors import SettingsError
from bot.core.ports import FolderContents, Progress, no_progress
from bot.core.snapshot import Snapshot, build_snapshot
from bot.search import Bm25IndexBuilder
from bot.semantic import load_embedder, static_embedder

pytest.importorskip(
    "wordllama", reason="the embedding model is not installed: pip install 'footnote[semantic]'"
)

GUIDE = document(
    "The kitten slept on the warm sofa.",
    "Engineers repaired the engine of the truck. The truck was red.",
    "Taxes rose in the spring.",
)


def library(*, semantic: bool) -> Snapshot:
    def read(progress: Progress = no_progress) -> FolderContents:
        return FolderContents((GUIDE,), Catalog(), ())

    return build_snapshot(read, Bm25IndexBuilder(load_embedder() if semantic else None))


async def test_another_word_for_the_same_thing_finds_the_passage() -> None:
    question = "feline dozing"
    without = await library(semantic=False).index.search(question, limit=1)
    assert not without.hits
    found = await library(semantic=True).index.search(question, limit=1)
    assert found.hits[0].passage.text.startswith("The kitten")
    assert found.hits[0].similarity > 0.2


async def test_words_still_come_first() -> None:
    found = await library(semantic=True).index.search("was the truck red", limit=3)
    best = found.hits[0]
    assert best.passage.text[best.sentence.start : best.sentence.end] == "The truck was red."


async def test_the_same_question_gives_the_same_ranking() -> None:
    shelf = library(semantic=True)
    assert await shelf.index.search("car", limit=3) == await shelf.index.search("car", limit=3)


def test_vectors_are_of_unit_length_and_empty_texts_are_zeros() -> None:
    rows = np.asarray(load_embedder()(["some words", "", "other words"]))
    assert np.linalg.norm(rows, axis=1).tolist() == pytest.approx([1, 0, 1], abs=1e-5)


def test_without_the_extra_nothing_imports_it() -> None:
    """The default installation must not even try."""
    code = (
        "import sys; from bot.search import Bm25IndexBuilder; from bot.loading import make_library;"
        "sys.exit('wordllama' in sys.modules or 'bot.semantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_missing_extra_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_embedder, "find_spec", lambda _name: None)
    with pytest.raises(SettingsError, match=r"footnote\[semantic\]"):
        load_embedder()
