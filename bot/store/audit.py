"""Who did what, for as long as it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select

from bot.core.keeping import AuditEntry, AuditTrail, Scope
from bot.core.language import lazy_gettext
from bot.store.database import Database
from bot.store.rows import actor_of, clean, scope_of, scope_value, utc
from bot.store.tables import audit
from bot.store.telling import told_as

AUDIT_DAYS: Final = 365


class DatabaseAudit(AuditTrail):
    """Keeps the audit trail in the database.

    Args:
        database: where.
        days: an entry is kept this long.
    """

    def __init__(self, database: Database, *, days: float = AUDIT_DAYS) -> None:
        self._database = database
        self._retention = timedelta(days=days)

    async def record(self, entry: AuditEntry) -> None:
        """Takes an entry down.

        Raises:
            StoreError: it could not be kept.
        """
        row = {
            "at": utc(entry.at),
            "scope": scope_value(entry.scope),
            "by_name": clean(entry.by.name),
            "by_id": entry.by.user_id,
            "action": clean(entry.action),
            "detail": clean(entry.detail),
        }
        with told_as(lazy_gettext("What was done cannot be taken down just now.")):
            await self._database.insert(audit, [row])

    async def recent(self, scope: Scope, limit: int) -> Sequence[AuditEntry]:
        """The latest entries of a scope, newest first.

        Raises:
            StoreError: the database cannot be read.
        """
        mine = select(audit).where(audit.c.scope == scope_value(scope))
        newest = mine.order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit)
        with told_as(lazy_gettext("What was done lately cannot be read just now.")):
            rows = await self._database.read(newest)
        return [
            AuditEntry(row.at, scope_of(row.scope), actor_of(row), row.action, row.detail)
            for row in rows
        ]

    async def expire(self, now: datetime) -> int:
        """Deletes what is older than the retention; returns how many entries went.

        Raises:
            StoreError: the database cannot be written.
        """
        old = delete(audit).where(audit.c.at < utc(now) - self._retention)
        (gone,) = await self._database.write(old)
        return gone
