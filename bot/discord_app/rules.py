"""What a server's moderators decided, as far as it is applied to what members do."""

from __future__ import annotations

import logging
from collections import OrderedDict

import discord

from bot.core.errors import StoreError
from bot.core.keeping import GuildSettings, GuildSettingsStore
from bot.discord_app.options import BotOptions

_log = logging.getLogger(__name__)
_REMEMBERED = 2000  # servers whose settings stay in memory


class ServerRules:
    """Knows each server's settings. Asking for them costs nothing but the first time.

    Args:
        store: keeps them.
        options: what the operator decided; holds where a server decided nothing.
    """

    def __init__(self, store: GuildSettingsStore, options: BotOptions) -> None:
        self._store = store
        self._options = options
        self._known: OrderedDict[int, GuildSettings] = OrderedDict()

    async def of(self, guild_id: int | None) -> GuildSettings:
        """A server's settings; the operator's alone in direct messages.

        Members get answers also where the settings cannot be read: as the operator decided.
        """
        if guild_id is None:
            return GuildSettings()
        known = self._known.get(guild_id)
        if known is None:
            try:
                known = await self._store.get(guild_id)
            except StoreError as error:
                _log.warning("a server's settings cannot be read: %s", error)
                return GuildSettings()
            self._remember(guild_id, known)
        self._known.move_to_end(guild_id)
        return known

    async def change(self, guild_id: int, settings: GuildSettings) -> None:
        """Keeps a server's settings, which hold from now on.

        Raises:
            StoreError: they could not be kept; those before hold on.
        """
        await self._store.put(guild_id, settings)
        self._remember(guild_id, settings)

    async def private(self, guild_id: int | None) -> bool:
        """Whether answers are shown to the asker alone where they did not say."""
        decided = (await self.of(guild_id)).private
        return self._options.private_answers if decided is None else decided

    def _remember(self, guild_id: int, settings: GuildSettings) -> None:
        self._known[guild_id] = settings
        self._known.move_to_end(guild_id)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


def is_among(channel: discord.abc.Snowflake | None, channels: frozenset[int]) -> bool:
    """Whether a channel is one of these, or a thread in one of these.

    Args:
        channel: what an interaction or a message says it comes from.
        channels: ids.
    """
    if channel is None:
        return False
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return channel.id in channels or parent in channels


def elsewhere(channel: discord.abc.Snowflake | None, settings: GuildSettings) -> str | None:
    """Where to ask instead, for a channel in which the bot does not answer; None where it does."""
    if not settings.channels or is_among(channel, settings.channels):
        return None
    named = [f"<#{channel_id}>" for channel_id in sorted(settings.channels)]
    where = named[0] if len(named) == 1 else f"{', '.join(named[:3][:-1])} or {named[:3][-1]}"
    return f"This server has me answer in {where}. Please ask there."
