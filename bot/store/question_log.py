"""The question log: taken down at once, written in the background, forgotten in time."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Executable, select, update

from bot.core.errors import StoreError
from bot.core.ports import QuestionLog, QuestionRecord
from bot.store.askers import Askers, asker_of
from bot.store.database import Database
from bot.store.expiry import expiry
from bot.store.rows import question_record, question_row, utc
from bot.store.tables import feedback, questions

_log = logging.getLogger(__name__)

CAPACITY: Final = 5000
"""So many records wait for a database that is stuck; beyond that the oldest are dropped."""
_BATCH: Final = 500
_FLUSH_S: Final = 4.0
"""Longer than SQLite waits for another process: the writer then ends by itself."""


class DatabaseQuestionLog(QuestionLog):
    """Keeps questions in the database. Whatever happens there, no member notices.

    A writer task runs only while there is something to write. When the database fails,
    that is logged once, and the records wait for the next try: with the next record, or
    with `recent`, `expire` or `close`.

    Args:
        database: where to.
        retention: how long a question is kept.
        keep_user_ids: whether it is kept who asked.
        accepting: False keeps nothing new, and only lets go of what is there.
        capacity: at most this many records wait to be written.
        askers: makes the hashes that stand for whoever asked.
        shorter: tells for how many days servers keep their questions, where they decided
            that; longer than `retention` has no effect.
    """

    def __init__(
        self,
        database: Database,
        *,
        retention: timedelta,
        keep_user_ids: bool = False,
        accepting: bool = True,
        capacity: int = CAPACITY,
        askers: Askers | None = None,
        shorter: Callable[[], Awaitable[Mapping[int, int]]] | None = None,
    ) -> None:
        self._database = database
        self._retention = retention
        self._keep_user_ids = keep_user_ids
        self._accepting = accepting
        self._capacity = capacity
        self._askers = askers or Askers(database)
        self._shorter = shorter
        self._waiting: deque[dict[str, Any]] = deque()
        self._in_flight = 0
        self._dropped = 0
        self._failing: set[str] = set()
        self._writer: asyncio.Task[None] | None = None

    def record(self, entry: QuestionRecord) -> None:
        """Takes a record down. Returns at once and never raises."""
        if not self._accepting:
            return
        self._waiting.append(question_row(entry))
        self._drop_oldest()
        self._start_writer()

    async def recent(self, limit: int) -> Sequence[QuestionRecord]:
        """The latest records, newest first, those just taken down among them.

        Raises:
            StoreError: the database cannot be read.
        """
        await self.written()
        newest = select(questions).order_by(questions.c.asked_at.desc(), questions.c.id.desc())
        try:
            rows = await self._database.read(newest.limit(limit))
        except StoreError as error:
            _log.warning("%s", error)
            raise StoreError(
                "The question log cannot be read just now. The reason stands in the bot's log."
            ) from error
        return [question_record(row) for row in rows]

    async def written(self) -> None:
        """Waits until what was taken down can be read, for a few seconds at most."""
        await self._flush(_FLUSH_S)

    async def expire(self, now: datetime) -> int:
        """Deletes what is older than the retention; returns how many questions went.

        The same goes for what members thought of the answers. Also replaces the salt of
        whoever asked when its time is over, and forgets user ids where they were kept once
        and are no longer. Never raises: a failure is logged, and the next call tries again.
        """
        await self.written()
        now = utc(now)
        limits = expiry(now, self._retention, await self._servers_decisions())
        self._waiting = deque(
            row for row in self._waiting if not limits.over(row["asked_at"], row["guild_id"])
        )
        deletions = limits.deletions(questions, "asked_at")
        statements: list[Executable] = [
            *deletions,
            *limits.deletions(feedback, "at"),
            self._askers.forget(now),
        ]
        if not self._keep_user_ids:
            who = questions.c.user_id
            statements.append(update(questions).where(who.is_not(None)).values(user_id=None))
        try:
            gone = await self._database.write(*statements)
            await self._database.empty_journal()
        except StoreError as error:
            self._failed("cleared of old questions", error)
            return 0
        self._worked("cleared of old questions")
        return sum(gone[: len(deletions)])

    async def _servers_decisions(self) -> Mapping[int, int]:
        done = "cleared as servers decided"
        if self._shorter is None:
            return {}
        try:
            decided = await self._shorter()
        except StoreError as error:
            self._failed(done, error)
            return {}
        self._worked(done)
        return decided

    async def close(self) -> None:
        """Writes what is still waiting, for a few seconds at most."""
        self._accepting = False
        await self._flush(_FLUSH_S)
        if lost := self._in_flight + len(self._waiting) + self._dropped:
            _log.warning("Questions that were not written to the question log: %d.", lost)
        self._waiting.clear()

    def _drop_oldest(self) -> None:
        while len(self._waiting) > self._capacity:
            self._waiting.popleft()
            self._dropped += 1

    def _start_writer(self) -> None:
        if self._waiting and (self._writer is None or self._writer.done()):
            self._writer = asyncio.get_running_loop().create_task(
                self._write(), name="question log"
            )

    async def _flush(self, limit_s: float) -> None:
        self._start_writer()
        if self._writer and not self._writer.done():
            await asyncio.wait({self._writer}, timeout=limit_s)

    async def _write(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(_BATCH, len(self._waiting)))]
            self._in_flight = len(batch)
            try:
                salt = await self._askers.salt()
                rows = [self._without_name(row, salt) for row in batch]
                await self._database.insert(questions, rows)
            except StoreError as error:
                self._waiting.extendleft(reversed(batch))
                self._drop_oldest()
                self._failed("written", error)
                return
            finally:
                self._in_flight = 0
            self._worked("written")

    def _without_name(self, row: Mapping[str, Any], salt: bytes) -> dict[str, Any]:
        user_id = row["user_id"]
        return {
            **row,
            "asker": None if user_id is None else asker_of(salt, row["guild_id"], user_id),
            "user_id": user_id if self._keep_user_ids else None,
        }

    def _failed(self, done: str, error: StoreError) -> None:
        if done not in self._failing:
            self._failing.add(done)
            _log.error(
                "The question log cannot be %s. %s Answers are not affected; it is tried again "
                "with the next question.",
                done,
                error,
            )

    def _worked(self, done: str) -> None:
        if done in self._failing:
            self._failing.discard(done)
            _log.warning(
                "The question log can be %s again. Questions lost meanwhile: %d.",
                done,
                self._dropped,
            )
            self._dropped = 0


class NullQuestionLog(QuestionLog):
    """Keeps nothing: for a bot without a database."""

    def record(self, entry: QuestionRecord) -> None:
        """Forgets the record."""

    async def recent(self, limit: int) -> Sequence[QuestionRecord]:  # noqa: ARG002
        """Always empty."""
        return ()

    async def expire(self, now: datetime) -> int:  # noqa: ARG002
        """Always 0: there is nothing to delete."""
        return 0

    async def close(self) -> None:
        """There is nothing to write."""
