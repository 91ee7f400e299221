"""What moderators leave behind, and the ports through which it is kept.

A *scope* is whose knowledge is meant: a server's id, or None for what all servers share.
What a server adds is in its own scope and reaches no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from bot.core.changes import Change
from bot.core.ports import FolderContents

Scope: TypeAlias = int | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something.

    Attributes:
        name: as shown in the history.
        user_id: the Discord account, or None for the operator at the command line.
    """

    name: str
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a scope's knowledge, as it was applied.

    Attributes:
        scope: whose knowledge.
        number: counted from 1 within the scope.
        made_at: when it was applied, in UTC.
        by: who applied it.
        action: what was done: ``reload``, ``add``, ``remove``, ``alias``, ``rollback``.
        detail: what it was done to, such as a document's name; may be empty.
        documents: documents added, changed and removed against the version before.
        passages: passages, likewise.
    """

    scope: Scope
    number: int
    made_at: datetime
    by: Actor
    action: str
    detail: str
    documents: Change
    passages: Change


class VersionStore(Protocol):
    """Keeps the last versions of every scope's knowledge, whole."""

    async def save(
        self,
        scope: Scope,
        contents: FolderContents,
        *,
        by: Actor,
        action: str,
        detail: str = "",
        documents: Change,
        passages: Change,
    ) -> Version:
        """Keeps a version as the scope's latest, and drops those beyond the number kept.

        Raises:
            StoreError: it could not be kept.
        """
        ...

    async def history(self, scope: Scope, limit: int) -> Sequence[Version]:
        """The scope's versions, newest first."""
        ...

    async def load(self, scope: Scope, number: int) -> FolderContents:
        """What a version held.

        Raises:
            UnknownVersion: it was never there, or is no longer kept.
        """
        ...

    async def pinned(self, scope: Scope) -> int | None:
        """The version that a rollback chose to be served, or None."""
        ...

    async def pin(self, scope: Scope, number: int | None) -> None:
        """Chooses a version to be served after a restart, or none."""
        ...

    async def scopes(self) -> Sequence[int]:
        """The servers that keep knowledge of their own."""
        ...


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What a server's moderators decided. None means: as the operator's settings say.

    Attributes:
        moderator_roles: roles that may moderate the knowledge, beside "Manage Server".
        channels: channels in which the bot answers; empty means all.
        auto_channels: channels in which it answers every question without a mention,
            once, and only when it is sure.
        private: whether answers are shown to the asker alone.
        language: the language of the cards, such as ``en-US``.
        cooldown_seconds: how long a member waits between questions.
        retention_days: for how many days questions asked here are kept; never longer
            than the operator's own limit.
    """

    moderator_roles: frozenset[int] = frozenset()
    channels: frozenset[int] = frozenset()
    auto_channels: frozenset[int] = frozenset()
    private: bool | None = None
    language: str | None = None
    cooldown_seconds: float | None = None
    retention_days: int | None = None


class GuildSettingsStore(Protocol):
    """Keeps each server's settings."""

    async def get(self, guild_id: int) -> GuildSettings:
        """A server's settings; the defaults where it decided nothing."""
        ...

    async def put(self, guild_id: int, settings: GuildSettings) -> None:
        """Keeps a server's settings.

        Raises:
            StoreError: they could not be kept.
        """
        ...


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing a moderator did.

    Attributes:
        at: when, in UTC.
        scope: in which server, or None for what all share.
        by: who.
        action: what, in one word such as ``reload`` or ``settings``.
        detail: the particulars, in a short sentence.
    """

    at: datetime
    scope: Scope
    by: Actor
    action: str
    detail: str


class AuditTrail(Protocol):
    """Keeps who did what."""

    async def record(self, entry: AuditEntry) -> None:
        """Takes an entry down.

        Raises:
            StoreError: it could not be kept.
        """
        ...

    async def recent(self, scope: Scope, limit: int) -> Sequence[AuditEntry]:
        """The latest entries, newest first."""
        ...
