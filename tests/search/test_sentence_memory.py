"""No sentence is embedded twice as long as any library holds it. The model here is made up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from shelf import document

from bot.core.catalog import Catalog
from bot.core.model import Document
from bot.core.ports import FolderContents, Progress, no_progress
from bot.core.snapshot import Snapshot, build_snapshot
from bot.search import Bm25IndexBuilder, Memory

SHARED = document("Kimi reads two million tokens. It is free.", name="shared.md")
FIRST = document("The first server meets on Mondays.", name="first.md")
SECOND = document("The second server meets on Fridays.", name="second.md")


class Model:
    """An embedder that remembers what it was asked for."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(self, texts: Sequence[str]) -> memoryview:
        self.heard += texts
        rows = np.array([[len(text), len(set(text))] for text in texts], np.float32)
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).data


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def memory(model: Model) -> Memory:
    return Memory(model)


def build(memory: Memory, *documents: Document, progress: Progress = no_progress) -> Snapshot:
    def read(progress: Progress = no_progress, *, everything: bool = False) -> FolderContents:
        return FolderContents(documents, Catalog(), ())

    return build_snapshot(read, Bm25IndexBuilder(memory), progress)


def test_the_shelves_of_two_servers_do_not_cost_each_other_what_was_embedded(
    model: Model, memory: Memory
) -> None:
    """Each is built anew when the shared documents change, one after the other."""
    shelves = [build(memory, SHARED, FIRST), build(memory, SHARED, SECOND)]
    assert sorted(model.heard) == sorted(set(model.heard))
    model.heard.clear()

    shared = document("Kimi reads two million tokens. It was free.", name="shared.md")
    shelves += [build(memory, shared, FIRST), build(memory, shared, SECOND)]

    assert model.heard == ["It was free."]


def test_a_change_that_nobody_applied_does_not_cost_what_is_served(
    model: Model, memory: Memory
) -> None:
    served = build(memory, SHARED, FIRST)
    build(memory, SHARED)  # was looked at, and canceled
    model.heard.clear()

    again = build(memory, SHARED, FIRST)

    assert model.heard == []
    assert again.passages == served.passages


def test_what_no_library_holds_any_more_is_forgotten(model: Model, memory: Memory) -> None:
    shared, shelf = build(memory, SHARED), build(memory, SHARED, FIRST)
    assert "The first server meets on Mondays." in memory.held()
    assert len(memory.held()) == 3

    del shelf

    assert memory.held() == {"Kimi reads two million tokens.", "It is free."}
    assert shared.passages


def test_what_is_being_embedded_counts_as_held(model: Model, memory: Memory) -> None:
    """So that its vectors are not deleted while the others are still made."""
    held: list[set[str]] = []
    build(memory, SHARED, progress=lambda *_step: held.append(memory.held()))
    assert {"Kimi reads two million tokens.", "It is free."} in held
    assert memory.held() == set()


async def test_questions_go_another_way_than_sentences(model: Model) -> None:
    """What members ask must not reach what keeps the documents' sentences."""
    sentences = Model()
    shelf = build(Memory(model, sentences), SHARED)
    await shelf.index.search("what does it cost?", limit=1)
    assert model.heard == ["what does it cost?"]
    assert sorted(sentences.heard) == ["It is free.", "Kimi reads two million tokens."]
