"""Many sentences are embedded on all cores, and whoever asks meanwhile is not held up."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence

import numpy as np
import pytest

from bot.semantic.sentence_embedder import SentenceEmbedder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="threads have priorities on Linux")


class Pieces:
    """A text as numbers."""

    def __init__(self, ids: list[int]) -> None:
        self.ids = ids


class Letters:
    """Cuts a text into its letters."""

    def encode(self, sequence: str) -> Pieces:
        return Pieces([0, *(ord(letter) for letter in sequence), 0])


class Watched:
    """A model that notes how nice each thread is that it runs in, once all have begun."""

    def __init__(self, threads: int) -> None:
        self.niceness: list[int] = []
        self._begun = threading.Barrier(threads)

    def run(
        self,
        output_names: Sequence[str] | None,  # noqa: ARG002  it is ONNX Runtime's
        input_feed: dict[str, np.ndarray],
    ) -> Sequence[np.ndarray]:
        self._begun.wait(10)
        self.niceness.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return [input_feed["input_ids"].astype(np.float32)[..., None]]


def niceness_of(threads: int) -> list[int]:
    model = Watched(threads)
    SentenceEmbedder(model, Letters())(["a", "few", "texts"])
    return sorted(model.niceness)


def test_one_thread_in_all_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1, 2})
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert niceness_of(3) == [ours, ours, max(ours, 10)]
    assert os.getpriority(os.PRIO_PROCESS, 0) == ours


def test_on_a_single_core_none_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0})
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert niceness_of(1) == [ours] * 3
