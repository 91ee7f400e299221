"""What moderators leave behind, on paper: kept for the length of one test."""

# ruff: noqa: ARG002 - the signatures are those of the ports
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.core.changes import Change
from bot.core.desk import Desk
from bot.core.errors import UnknownVersion
from bot.core.keeping import Actor, AuditEntry, GuildSettings, Scope, Version
from bot.core.library import Library
from bot.core.pending import Limits
from bot.core.ports import FolderContents, IndexBuilder
from bot.core.questions import PastQuestion
from bot.core.shelves import Shelves
from bot.core.statistics import Unanswered, Usage
from bot.reading.exporting import export_zip
from bot.reading.uploads import read_upload
from bot.search import Bm25IndexBuilder
from bot.store import Store


@dataclass
class Archive:
    """Versions, audit trail, settings of servers and what was asked."""

    kept: dict[Scope, list[tuple[Version, FolderContents]]] = field(default_factory=dict)
    pins: dict[Scope, int | None] = field(default_factory=dict)
    entries: list[AuditEntry] = field(default_factory=list)
    settings: dict[int, GuildSettings] = field(default_factory=dict)
    asked: dict[int | None, list[str]] = field(default_factory=dict)
    asks: dict[tuple[str, int], Mapping[str, Any]] = field(default_factory=dict)

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
        kept = self.kept.setdefault(scope, [])
        now = datetime.now(UTC)
        version = Version(scope, len(kept) + 1, now, by, action, detail, documents, passages)
        kept.append((version, contents))
        return version

    async def history(self, scope: Scope, limit: int) -> Sequence[Version]:
        return [version for version, _ in self.kept.get(scope, [])[::-1][:limit]]

    async def load(self, scope: Scope, number: int) -> FolderContents:
        for version, contents in self.kept.get(scope, []):
            if version.number == number:
                return contents
        raise UnknownVersion(f"There is no version {number}.")

    async def pinned(self, scope: Scope) -> int | None:
        return self.pins.get(scope)

    async def pin(self, scope: Scope, number: int | None) -> None:
        self.pins[scope] = number

    async def scopes(self) -> Sequence[int]:
        return [scope for scope in self.kept if scope is not None]

    async def record(self, entry: AuditEntry) -> None:
        self.entries.append(entry)

    async def recent(self, scope: Scope, limit: int) -> Sequence[AuditEntry]:
        return [entry for entry in self.entries[::-1] if entry.scope == scope][:limit]

    async def get(self, guild_id: int) -> GuildSettings:
        return self.settings.get(guild_id, GuildSettings())

    async def put(self, guild_id: int, settings: GuildSettings) -> None:
        self.settings[guild_id] = settings

    async def keep(
        self, token: str, guild_id: int, asked: Mapping[str, Any], until: datetime
    ) -> None:
        self.asks[token, guild_id] = asked

    async def see(self, token: str, guild_id: int) -> Mapping[str, Any] | None:
        return self.asks.get((token, guild_id))

    async def drop(self, token: str) -> None:
        self.asks = {key: asked for key, asked in self.asks.items() if key[0] != token}

    async def usage(self, guild_id: int | None, since: datetime, until: datetime) -> Usage:
        return Usage(())

    async def unanswered(
        self, guild_id: int | None, since: datetime, limit: int
    ) -> Sequence[Unanswered]:
        return ()

    async def questions(self, guild_id: int | None, limit: int) -> Sequence[PastQuestion]:
        if guild_id is not None:
            asked = self.asked.get(guild_id, [])
        else:
            asked = [question for asked in self.asked.values() for question in asked]
        return [PastQuestion(question) for question in asked[:limit]]

    async def feedback(
        self, guild_id: int | None, user_id: int, question: str, passage: str, *, helpful: bool
    ) -> None:
        pass


def desk_over(
    library: Library,
    archive: Archive | None = None,
    *,
    builder: Callable[[], IndexBuilder] = Bm25IndexBuilder,
    gold: Sequence[str] = (),
    limits: Limits | None = None,
) -> Desk:
    """The desk of a library, as the bot puts it together."""
    archive = archive or Archive()
    return Desk(
        Shelves(library, archive, builder),
        archive,
        archive,
        archive,
        read_upload=read_upload,
        pack=export_zip,
        gold=lambda: gold,
        limits=limits,
    )


def desk_on_store(
    library: Library, store: Store, *, gold: Sequence[str] = (), limits: Limits | None = None
) -> Desk:
    """The desk of a library, over a real database."""
    return Desk(
        Shelves(library, store.versions, Bm25IndexBuilder),
        store.versions,
        store.audit,
        store.statistics,
        read_upload=read_upload,
        pack=export_zip,
        gold=lambda: gold,
        limits=limits,
    )
