"""Everything that must survive a restart, opened and closed as one."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.errors import StoreError
from bot.core.ports import QuestionLog
from bot.store.engine import explain, open_engine, safe
from bot.store.facts import Facts
from bot.store.question_log import DatabaseQuestionLog
from bot.store.schema import migrate
from bot.store.tables import questions

_log = logging.getLogger(__name__)

_CHECK_S: Final = 3.0
_CLOSE_S: Final = 2.0


class Store:
    """An open database. Made by `open_store`.

    Attributes:
        questions: the question log.
        facts: small facts to know again after a restart.
    """

    def __init__(self, engine: AsyncEngine, questions: QuestionLog) -> None:
        self.questions = questions
        self.facts = Facts(engine)
        self._engine = engine

    async def check(self) -> None:
        """Reads from the database, for the health check. Takes a few seconds at most.

        Raises:
            StoreError: it cannot be read.
        """
        try:
            async with asyncio.timeout(_CHECK_S), self._engine.connect() as connection:
                await connection.execute(select(questions.c.id).limit(1))
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"The database cannot be read ({explain(error)}).") from error

    async def close(self) -> None:
        """Writes what is still waiting and closes, within six seconds in all."""
        await self.questions.close()
        try:
            async with asyncio.timeout(_CLOSE_S):
                await self._engine.dispose()
        except TimeoutError:
            _log.warning("The database did not close in time.")


async def open_store(
    url: str, *, retention_days: int, keep_user_ids: bool, log_questions: bool = True
) -> Store:
    """Opens a database, and creates or migrates its tables.

    Args:
        url: the database, as `bot.store.engine.open_engine` takes it.
        retention_days: questions are kept this many days.
        keep_user_ids: whether it is kept who asked.
        log_questions: False keeps no question from now on; those kept before still
            expire, as promised when they were asked.

    Raises:
        StoreError: the database cannot be opened; says why and what to do.
    """
    engine = open_engine(url)
    try:
        await migrate(engine)
    except (SQLAlchemyError, OSError, TypeError) as error:
        await engine.dispose()
        raise StoreError(
            f"The database {safe(engine.url)} cannot be opened ({explain(error)})."
        ) from error
    except BaseException:
        await engine.dispose()
        raise
    log = DatabaseQuestionLog(
        engine,
        retention=timedelta(days=retention_days),
        keep_user_ids=keep_user_ids,
        accepting=log_questions,
    )
    return Store(engine, log)
