"""Who did what, kept for good."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.core.keeping import AuditEntry, AuditTrail, Scope
from bot.core.language import lazy_gettext
from bot.store.database import Database
from bot.store.rows import actor_of, clean, scope_of, scope_value, utc
from bot.store.tables import audit
from bot.store.telling import told_as


class DatabaseAudit(AuditTrail):
    """Keeps the audit trail in the database.

    Args:
        database: where.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

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
