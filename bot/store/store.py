"""Everything that must survive a restart, opened and closed as one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from bot.core.errors import StoreError
from bot.core.ports import QuestionLog
from bot.store.askers import SALT_DAYS, Askers
from bot.store.asks import DatabaseAsks
from bot.store.audit import AUDIT_DAYS, DatabaseAudit
from bot.store.database import Database, open_database
from bot.store.facts import Facts
from bot.store.guild_settings import DatabaseGuildSettings
from bot.store.question_log import DatabaseQuestionLog
from bot.store.servers import LEFT_DAYS, Servers
from bot.store.statistics import DatabaseStatistics
from bot.store.tables import questions
from bot.store.versions import KEEP_VERSIONS, DatabaseVersions

_CHECK_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept, and for how long; see `open_store`."""

    retention_days: int
    user_ids: bool
    questions: bool
    versions: int
    salt_days: float
    audit_days: float
    left_days: float


class Store:
    """An open database. Made by `open_store`.

    Attributes:
        questions: the question log.
        facts: small facts to know again after a restart.
        versions: the last versions of what is known, for each server's own too.
        guild_settings: what servers' moderators decided.
        audit: who did what.
        asks: what somebody was asked by a button.
        servers: those the bot was removed from.
        statistics: counts over the question log, and feedback.
    """

    def __init__(self, database: Database, keeping: Keeping) -> None:
        askers = Askers(database, days=keeping.salt_days)
        self.facts = Facts(database)
        self.versions = DatabaseVersions(database, keep=keeping.versions)
        self.guild_settings = DatabaseGuildSettings(database)
        self.audit = DatabaseAudit(database, days=keeping.audit_days)
        self.asks = DatabaseAsks(database)
        self.servers = Servers(database, days=keeping.left_days)
        log = DatabaseQuestionLog(
            database,
            retention=timedelta(days=keeping.retention_days),
            keep_user_ids=keeping.user_ids,
            accepting=keeping.questions,
            askers=askers,
            shorter=self.guild_settings.retentions,
        )
        self.questions: QuestionLog = log
        self.statistics = DatabaseStatistics(database, log, askers, accepting=keeping.questions)
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
    url: str,
    *,
    retention_days: int,
    keep_user_ids: bool,
    log_questions: bool = True,
    keep_versions: int = KEEP_VERSIONS,
    salt_days: float = SALT_DAYS,
    audit_days: float = AUDIT_DAYS,
    left_days: float = LEFT_DAYS,
) -> Store:
    """Opens a database, and creates or migrates its tables.

    Args:
        url: the database, as `bot.store.engine.open_engine` takes it.
        retention_days: questions are kept this many days.
        keep_user_ids: whether it is kept who asked.
        log_questions: False keeps no question from now on; those kept before still
            expire, as promised when they were asked.
        keep_versions: so many versions of each scope's knowledge are kept.
        salt_days: the hashes that stand for whoever asked change after this many days.
        audit_days: who did what is kept this many days.
        left_days: what a server left is kept this many days after it removed the bot.

    Raises:
        StoreError: the database cannot be opened; says why and what to do.
    """
    keeping = Keeping(
        retention_days=retention_days,
        user_ids=keep_user_ids,
        questions=log_questions,
        versions=keep_versions,
        salt_days=salt_days,
        audit_days=audit_days,
        left_days=left_days,
    )
    return Store(await open_database(url), keeping)
