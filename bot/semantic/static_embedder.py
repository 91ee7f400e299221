"""WordLlama: static token embeddings, averaged. The only importer of wordllama.

The model's weights (16 MB) and tokenizer lie inside the package; nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from bot.core.errors import SettingsError

BATCH = 512
"""Texts embedded at a time."""


class Model(Protocol):
    """What is used of wordllama's model."""

    def embed(self, texts: list[str], *, batch_size: int) -> npt.NDArray[np.float32]:
        """Embeds texts as rows; not of unit length yet."""
        ...


class StaticEmbedder:
    """An implementation of `bot.core.ports.Embedder`.

    Args:
        model: the loaded model.
    """

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, texts: Sequence[str]) -> memoryview:
        """Embeds texts as rows of 32-bit floats of unit length; a text without words as zeros."""
        vectors = np.nan_to_num(self._model.embed(list(texts), batch_size=BATCH))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        lengths[lengths == 0] = 1.0
        return np.ascontiguousarray(vectors / lengths, np.float32).data


def load_embedder() -> StaticEmbedder:
    """Loads the model from the installed package. Takes about a quarter of a second.

    Raises:
        SettingsError: the optional extra is not installed, or its files are not there.
    """
    spec = find_spec("wordllama")
    if spec is None or spec.origin is None:
        raise SettingsError(
            "semantic: the embedding model is not installed. Install it with "
            '`pip install "footnote[semantic]"`, or set semantic = false.'
        )
    from wordllama import WordLlama  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]

    try:
        # The package looks for its tokenizer in a cache folder alone, so it is told that
        # its own folder is the cache.
        model = WordLlama.load(cache_dir=Path(spec.origin).parent, disable_download=True)
        return StaticEmbedder(cast("Model", model))
    except (OSError, ValueError) as error:
        raise SettingsError(
            "semantic: the embedding model cannot be loaded from the installed package. "
            "Install it again, or set semantic = false."
        ) from error
