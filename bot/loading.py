"""Settings → what can be answered from: reading and search put together.

Apart from app.py, which knows the store and Discord too, so that a question asked in the
terminal does not wait until discord.py and SQLAlchemy are imported (over a second).
"""

from __future__ import annotations

from functools import cache

from bot.core.library import Library
from bot.core.ports import IndexBuilder, KnowledgeSource, Progress, no_progress
from bot.core.snapshot import Snapshot, build_snapshot
from bot.reading.folder import KnowledgeFolder
from bot.search import Bm25IndexBuilder, Memory
from bot.settings import Settings


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
    return Bm25IndexBuilder(_memory() if settings.semantic else None)


@cache  # the library and the servers' shelves share one, and what it has read
def _memory() -> Memory:
    from bot.semantic import load_embedder  # noqa: PLC0415  only where it is wanted

    return Memory(load_embedder())


def make_library(settings: Settings) -> Library:
    """The library the bot serves from. Nothing is loaded yet."""
    return Library(knowledge_source(settings), index_builder(settings))


def load_snapshot(settings: Settings, progress: Progress = no_progress) -> Snapshot:
    """Loads everything once, in the calling thread, for as long as it takes.

    Raises:
        ReadingError: the folder itself cannot be read.
    """
    return build_snapshot(knowledge_source(settings), index_builder(settings), progress)
