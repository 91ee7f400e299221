"""What a server's moderators decided, as far as it is applied to what members do."""

from __future__ import annotations

import dataclasses
import logging

import discord

from bot.core.errors import StoreError
from bot.core.keeping import GuildSettings, GuildSettingsStore
from bot.core.language import Language, Languages, gettext
from bot.discord_app.cards import phrases
from bot.discord_app.cards.notice import Privacy
from bot.discord_app.options import BotOptions

_log = logging.getLogger(__name__)


class ServerRules:
    """Knows what holds in each server: what its moderators decided, or else the operator.

    Args:
        store: keeps what moderators decided.
        options: what the operator decided.
        languages: those the bot speaks.
    """

    def __init__(
        self, store: GuildSettingsStore, options: BotOptions, languages: Languages
    ) -> None:
        self._store = store
        self._options = options
        self._languages = languages

    async def of(self, guild_id: int | None) -> GuildSettings:
        """What a server's moderators decided; nothing in direct messages.

        Members get answers also where that cannot be read: as the operator decided.
        """
        if guild_id is None:
            return GuildSettings()
        try:
            return await self._store.get(guild_id)
        except StoreError as error:
            _log.warning("what a server's moderators decided cannot be read: %s", error)
            return GuildSettings()

    async def decided(self, guild_id: int) -> GuildSettings:
        """What a server's moderators decided, for whoever is about to change it.

        Raises:
            StoreError: it cannot be read.
        """
        return await self._store.get(guild_id)

    async def change(self, guild_id: int, settings: GuildSettings) -> None:
        """Keeps what a server's moderators decided; it holds from now on.

        Raises:
            StoreError: it could not be kept; what was decided before holds on.
        """
        await self._store.put(guild_id, settings)

    async def language(self, guild_id: int | None, at_discord: str | None) -> Language:
        """The language to answer in.

        Args:
            guild_id: in which server, or None in a direct message.
            at_discord: the tag of the server's language at Discord, or of the member's own.
        """
        decided = (await self.of(guild_id)).language
        return self._languages.nearest(decided or self._options.language or at_discord)

    async def private(self, guild_id: int | None) -> bool:
        """Whether answers are shown to the asker alone where they did not say."""
        decided = (await self.of(guild_id)).private
        return self._options.private_answers if decided is None else decided

    async def kept_days(self, guild_id: int | None) -> int:
        """For how many days questions are kept; 0 where they are not."""
        most = self._options.privacy.retention_days
        decided = (await self.of(guild_id)).retention_days
        return most if decided is None else min(decided, most)

    async def privacy(self, guild_id: int | None) -> Privacy:
        """What is read and kept in a server, as `/about` tells it."""
        read = (await self.of(guild_id)).auto_channels if self._options.message_content else ()
        return dataclasses.replace(
            self._options.privacy,
            retention_days=await self.kept_days(guild_id),
            read_channels=tuple(sorted(read)),
        )

    async def judged(self, guild_id: int | None) -> bool:
        """Whether answers have buttons for what members think of them: not if nothing is kept."""
        return await self.kept_days(guild_id) > 0


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
    if not settings.channels or is_among(channel, settings.channels | settings.auto_channels):
        return None
    named = [f"<#{channel_id}>" for channel_id in sorted(settings.channels)]
    return gettext(
        "This server has me answer in {channels}. Please ask there.",
        channels=phrases.joined(named[:3], last="or"),
    )
