"""Settings and store → the moderators' desk: everything but Discord put together."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from bot.core.desk import Desk
from bot.core.library import Library
from bot.core.pending import Limits
from bot.core.shelves import Shelves
from bot.evaluation import QuestionsError, read_questions
from bot.loading import index_builder, make_library, max_file_bytes
from bot.reading.exporting import export_zip
from bot.reading.uploads import read_upload
from bot.settings import Settings
from bot.store import Store, open_store

QUESTIONS_FILE = "questions.toml"

_log = logging.getLogger(__name__)


async def open_store_of(settings: Settings, url: str | None = None) -> Store:
    """Opens the store that the settings name.

    Args:
        settings: what the operator set.
        url: another database than theirs.

    Raises:
        StoreError: the database cannot be opened; says why and what to do.
    """
    return await open_store(
        url or settings.database_url,
        retention_days=settings.log_retention_days,
        keep_user_ids=settings.log_user_ids,
        log_questions=settings.log_questions,
        keep_versions=settings.keep_versions,
        salt_days=settings.salt_days,
        audit_days=settings.audit_retention_days,
        left_days=settings.left_server_days,
    )


def make_desk(settings: Settings, store: Store, library: Library | None = None) -> Desk:
    """The desk over a library and a store. Nothing is loaded yet.

    Args:
        settings: what the operator set.
        store: what survives a restart.
        library: what all servers share; made of the settings where it is left out.
    """
    library = library or make_library(settings)
    return Desk(
        Shelves(library, store.versions, partial(index_builder, settings)),
        store.versions,
        store.audit,
        store.statistics,
        read_upload=read_upload,
        pack=export_zip,
        gold=partial(gold_questions, settings.knowledge),
        limits=Limits(
            documents=settings.guild_documents,
            total_bytes=round(settings.guild_mb * 1_000_000),
            file_bytes=max_file_bytes(settings),
        ),
    )


def gold_questions(folder: Path) -> list[str]:
    """The questions that a knowledge folder lists, to try on every change.

    A dialogue's later turns mean nothing by themselves and are left out.
    """
    file = folder / QUESTIONS_FILE
    if not file.exists():
        return []
    try:
        questions = read_questions(file)
    except QuestionsError as error:
        _log.warning("a change cannot be tried on the listed questions: %s", error)
        return []
    return [question.turns[0] for question in questions if len(question.turns) == 1]
