"""Counts over the question log, and what members think of the answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Select, and_, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.language import lazy_gettext
from bot.core.questions import Outcome, PastQuestion
from bot.core.statistics import Statistics, Unanswered, Usage
from bot.store.askers import Askers, asker_of
from bot.store.database import Database
from bot.store.question_log import DatabaseQuestionLog
from bot.store.rows import clean, utc
from bot.store.tables import feedback, questions
from bot.store.telling import told_as
from bot.store.usage import count_usage, of_server

_PAGE: Final = 500
_PAGES: Final = 20
"""Pages of questions that are looked through for different ones."""
_UNANSWERED: Final = (Outcome.NOT_COVERED.value, Outcome.PARTIAL.value)
_PICKED: Final = ("lab", "theme")
"""Surfaces where a name is picked, and no question asked."""


class DatabaseStatistics(Statistics):
    """Counts what the question log holds.

    Args:
        database: where.
        log: the question log, for what it has not written yet.
        askers: makes the hashes that stand for members.
        accepting: False keeps no feedback, as where no questions are kept.
    """

    def __init__(
        self,
        database: Database,
        log: DatabaseQuestionLog,
        askers: Askers,
        *,
        accepting: bool = True,
    ) -> None:
        self._database = database
        self._log = log
        self._askers = askers
        self._accepting = accepting

    async def usage(self, guild_id: int | None, since: datetime, until: datetime) -> Usage:
        """How the bot was used in a server; in all of them for None.

        Args:
            guild_id: the server.
            since: from this moment on.
            until: before this moment.

        Raises:
            StoreError: the database cannot be read.
        """
        await self._log.written()
        with told_as(lazy_gettext("The statistics cannot be read just now.")):
            return await count_usage(self._database, guild_id, utc(since), utc(until))

    async def unanswered(
        self, guild_id: int | None, since: datetime, limit: int
    ) -> Sequence[Unanswered]:
        """The questions without a full answer, newest first; of all servers for None.

        Raises:
            StoreError: the database cannot be read.
        """
        await self._log.written()
        found = questions.c.asked_at >= utc(since)
        newest = (
            select(questions)
            .where(found, questions.c.outcome.in_(_UNANSWERED), *of_server(questions, guild_id))
            .order_by(questions.c.asked_at.desc(), questions.c.id.desc())
        )
        with told_as(lazy_gettext("The questions cannot be read just now.")):
            rows = await self._database.read(newest.limit(limit))
        return [
            Unanswered(
                row.asked_at, row.question, Outcome(row.outcome), tuple(row.missing), row.asker
            )
            for row in rows
        ]

    async def questions(self, guild_id: int | None, limit: int) -> Sequence[PastQuestion]:
        """The last different questions asked, newest first; of all servers for None.

        Questions that differ in capitals and spaces alone are one, unless they were taken to
        mean something else. What could not be asked is left out, and so are names that were
        picked from a list.

        Raises:
            StoreError: the database cannot be read.
        """
        await self._log.written()
        different: dict[tuple[str, str | None], PastQuestion] = {}
        with told_as(lazy_gettext("The questions cannot be read just now.")):
            for page in range(_PAGES):
                rows = await self._database.read(_asked(guild_id, page))
                for row in rows:
                    asked = PastQuestion(row.question.strip(), row.subject)
                    different.setdefault((_same(row.question), row.subject), asked)
                # One more than the limit, for an empty question that does not count.
                if len(different) > limit or len(rows) < _PAGE:
                    break
        return [asked for asked in different.values() if asked.question][:limit]

    async def feedback(
        self, guild_id: int | None, user_id: int, question: str, passage: str, *, helpful: bool
    ) -> None:
        """Takes down what a member thinks of an answer; a second opinion replaces the first.

        The member is kept only as the salted hash. Kept as long as questions are.

        Raises:
            StoreError: it could not be kept.
        """
        if not self._accepting:
            return
        question, passage = clean(question), clean(passage)
        with told_as(lazy_gettext("Your opinion cannot be kept just now.")):
            asker = asker_of(await self._askers.salt(), guild_id, user_id)
            opinion = hashlib.sha256(json.dumps([asker, _same(question), passage]).encode())
            row = {
                "opinion": opinion.hexdigest(),
                "at": datetime.now(UTC),
                "guild_id": guild_id,
                "asker": asker,
                "question": question,
                "passage": passage,
                "helpful": helpful,
            }

            async def work(connection: AsyncConnection) -> None:
                before = delete(feedback).where(feedback.c.opinion == row["opinion"])
                await connection.execute(before)
                await connection.execute(insert(feedback).values(**row))

            await self._database.transact(work)


def _asked(guild_id: int | None, page: int) -> Select[Any, Any]:
    """Selects one page of questions, each wording once, the one asked last first."""
    last = func.max(questions.c.asked_at)
    real = and_(
        questions.c.outcome != Outcome.INVALID.value,
        questions.c.surface.not_in(_PICKED),
        *of_server(questions, guild_id),
    )
    columns = (questions.c.question, questions.c.subject)
    wordings = select(*columns).where(real).group_by(*columns)
    newest = wordings.order_by(last.desc(), func.max(questions.c.id).desc())
    return newest.limit(_PAGE).offset(page * _PAGE)


def _same(question: str) -> str:
    """What is the same for questions that differ in capitals and spaces alone."""
    return " ".join(question.split()).casefold()
