"""Settings → what can be answered from: reading and search put together.

Apart from app.py, which knows the store and Discord too, so that a question asked in the
terminal does not wait until discord.py and SQLAlchemy are imported (over a second).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bot.core.library import Library
from bot.core.ports import Embedder, IndexBuilder, KnowledgeSource, Progress, no_progress
from bot.core.snapshot import Snapshot, build_snapshot
from bot.reading.folder import KnowledgeFolder
from bot.search import Bm25IndexBuilder, Memory
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.semantic import KeptVectors

_DATA = Path("data")
"""Where an SQLite database is by default."""
_SQLITE = re.compile(r"sqlite(?:\+aiosqlite)?:(?:///(?!file:|:memory:)(?P<file>[^?]+))?")


def max_file_bytes(settings: Settings) -> int:
    """How large a file may be to be read, in bytes."""
    return round(settings.max_file_mb * 1_000_000)


def knowledge_source(settings: Settings) -> KnowledgeSource:
    """What reads the knowledge folder the settings name."""
    return KnowledgeFolder(settings.knowledge, max_file_bytes(settings))


def index_builder(settings: Settings) -> IndexBuilder:
    """What builds the index: BM25, blended with an embedding model where that is wanted.

    Raises:
        SettingsError: the model is wanted and not installed; says how to.
    """
    return Bm25IndexBuilder(_memory(vector_file(settings)) if settings.semantic else None)


def vector_file(settings: Settings) -> Path | None:
    """Where sentences' vectors are kept between two starts; None where there is no place.

    That is beside an SQLite database. For another one it is the folder ``data``, if there is
    one; nothing is created for it unasked.
    """
    if database := _SQLITE.match(settings.database_url):
        file = Path(unquote(database["file"])) if database["file"] else None
    else:
        file = _DATA / "footnote.db" if _DATA.is_dir() else None
    return file.with_name(f"{file.stem}-vectors.db") if file else None


def keep_vectors(settings: Settings) -> Callable[[], object] | None:
    """From now on this process writes down the sentences' vectors it makes.

    Other processes read them only. It is meant for the one that serves all documents there
    are, and knows which vectors stand for none any more.

    Returns:
        What deletes those. Call it off the event loop, and not before all documents are
        loaded. None where no vectors are kept.

    Raises:
        SettingsError: the model is wanted and not installed; says how to.
    """
    file = vector_file(settings)
    if not settings.semantic or file is None:
        return None
    kept, memory = _kept(file), _memory(file)
    kept.keep()
    return lambda: kept.prune(memory.held())


@cache  # the library and the servers' shelves share one, and what it has read
def _memory(file: Path | None) -> Memory:
    return Memory(_embedder(), _kept(file) if file else None)


@cache
def _kept(file: Path) -> KeptVectors:
    from bot.semantic import MODEL, KeptVectors  # noqa: PLC0415  only where it is wanted

    return KeptVectors(_embedder(), MODEL, file)


@cache
def _embedder() -> Embedder:
    from bot.semantic import load_embedder  # noqa: PLC0415  likewise

    return load_embedder()


def make_library(settings: Settings) -> Library:
    """The library the bot serves from. Nothing is loaded yet."""
    return Library(knowledge_source(settings), index_builder(settings))


def load_snapshot(settings: Settings, progress: Progress = no_progress) -> Snapshot:
    """Loads everything once, in the calling thread, for as long as it takes.

    Raises:
        ReadingError: the folder itself cannot be read.
    """
    return build_snapshot(knowledge_source(settings), index_builder(settings), progress)
