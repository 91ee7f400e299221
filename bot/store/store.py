"""Everything that must survive a restart, opened and closed as one."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from bot.core.errors import StoreError
from bot.core.ports import QuestionLog
from bot.store.database import Database, open_database
from bot.store.facts import Facts
from bot.store.question_log import DatabaseQuestionLog
from bot.store.tables import questions

_CHECK_S: Final = 3.0


class Store:
    """An open database. Made by `open_store`.

    Attributes:
        questions: the question log.
        facts: small facts to know again after a restart.
    """

    def __init__(self, database: Database, questions: QuestionLog) -> None:
        self.questions = questions
        self.facts = Facts(database)
        self._database = database

    async def check(self) -> None:
        """Reads from the database, for the health check.

        Raises:
            StoreError: it cannot be read, or not within three seconds.
        """
        try:
            async with asyncio.timeout(_CHECK_S):
                await self._database.read(select(questions.c.id).limit(1))
        except TimeoutError as error:
            raise StoreError(f"The database did not answer within {_CHECK_S:g} s.") from error

    async def close(self) -> None:
        """Writes what is still waiting and closes, within eight seconds in all."""
        await self.questions.close()
        await self._database.close()


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
    database = await open_database(url)
    log = DatabaseQuestionLog(
        database,
        retention=timedelta(days=retention_days),
        keep_user_ids=keep_user_ids,
        accepting=log_questions,
    )
    return Store(database, log)
