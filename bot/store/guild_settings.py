"""What each server's moderators decided."""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from sqlalchemy import Executable, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.keeping import GuildSettings, GuildSettingsStore
from bot.core.language import lazy_gettext
from bot.store.database import Database
from bot.store.rows import clean
from bot.store.tables import guild_settings
from bot.store.telling import told_as

_REMEMBERED: Final = 1000
"""Servers whose settings stay in memory: they are asked for with every question."""

_SETS: Final = ("moderator_roles", "channels", "auto_channels")


class DatabaseGuildSettings(GuildSettingsStore):
    """Keeps each server's settings in the database, and those asked for lately in memory.

    What another process changes is seen after a restart.

    Args:
        database: where.
        remembered: so many servers' settings stay in memory.
    """

    def __init__(self, database: Database, *, remembered: int = _REMEMBERED) -> None:
        self._database = database
        self._remembered = remembered
        self._memory: OrderedDict[int, GuildSettings] = OrderedDict()
        self._puts: set[asyncio.Task[None]] = set()
        self._changes = 0

    async def get(self, guild_id: int) -> GuildSettings:
        """A server's settings; the defaults where it decided nothing.

        Raises:
            StoreError: the database cannot be read.
        """
        if (known := self._memory.get(guild_id)) is not None:
            self._memory.move_to_end(guild_id)
            return known
        changes = self._changes
        with told_as(lazy_gettext("The server's settings cannot be read just now.")):
            rows = await self._database.read(_row_of(guild_id))
        settings = _settings(rows[0].settings) if rows else GuildSettings()
        # What was read while something was written may be of before or after.
        if changes == self._changes and not self._puts:
            self._memory[guild_id] = settings
            while len(self._memory) > self._remembered:
                self._memory.popitem(last=False)
        return settings

    async def put(self, guild_id: int, settings: GuildSettings) -> None:
        """Keeps a server's settings.

        Raises:
            StoreError: they could not be kept.
        """
        # A task of its own: whoever stops waiting leaves no old settings in memory.
        task = asyncio.get_running_loop().create_task(self._put(guild_id, settings))
        self._puts.add(task)
        task.add_done_callback(self._puts.discard)
        await asyncio.shield(task)

    async def retentions(self) -> Mapping[int, int]:
        """For how many days each server keeps its questions, where it decided that.

        Raises:
            StoreError: the database cannot be read.
        """
        with told_as(lazy_gettext("The servers' settings cannot be read just now.")):
            rows = await self._database.read(select(guild_settings))
        days = {row.guild_id: _settings(row.settings).retention_days for row in rows}
        return {guild: number for guild, number in days.items() if number is not None}

    async def _put(self, guild_id: int, settings: GuildSettings) -> None:
        async def work(connection: AsyncConnection) -> None:
            before = (await connection.execute(_row_of(guild_id))).scalar()
            # What a newer version of the bot knows stays, for when it comes back.
            values = {**_mapping(before), **_values(settings)}
            mine = delete(guild_settings).where(guild_settings.c.guild_id == guild_id)
            await connection.execute(mine)
            new = insert(guild_settings).values(guild_id=guild_id, settings=values)
            await connection.execute(new)

        self.forget(guild_id)
        try:
            with told_as(lazy_gettext("The server's settings cannot be kept just now.")):
                await self._database.transact(work)
        finally:
            self.forget(guild_id)

    def forget(self, guild_id: int) -> None:
        """Reads a server's settings anew when they are asked for next."""
        self._changes += 1
        self._memory.pop(guild_id, None)


def _row_of(guild_id: int) -> Executable:
    return select(guild_settings.c.settings).where(guild_settings.c.guild_id == guild_id)


def _values(settings: GuildSettings) -> dict[str, Any]:
    return {
        **{name: sorted(getattr(settings, name)) for name in _SETS},
        "private": settings.private,
        "language": None if settings.language is None else clean(settings.language),
        "cooldown_seconds": settings.cooldown_seconds,
        "retention_days": settings.retention_days,
    }


def _settings(values: object) -> GuildSettings:
    """Settings out of what was kept: whatever is unknown or of no use counts as undecided."""
    kept = _mapping(values)
    private, language = kept.get("private"), kept.get("language")
    days = _number(kept.get("retention_days"))
    return GuildSettings(
        **{name: _ids(kept.get(name)) for name in _SETS},
        private=private if isinstance(private, bool) else None,
        language=language if isinstance(language, str) else None,
        cooldown_seconds=_number(kept.get("cooldown_seconds")),
        retention_days=None if days is None else int(days),
    )


def _mapping(values: object) -> dict[str, Any]:
    return cast("dict[str, Any]", values) if isinstance(values, dict) else {}


def _ids(values: object) -> frozenset[int]:
    kept = cast("Iterable[object]", values) if isinstance(values, list) else ()
    return frozenset(value for value in kept if isinstance(value, int) and value > 0)


def _number(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < math.inf:
        return value
    return None
