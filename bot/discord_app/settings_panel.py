"""Changing a server's settings: check, keep, note in the audit trail, show the panel anew."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import discord

from bot.core.desk import Desk
from bot.core.errors import FootnoteError
from bot.core.keeping import GuildSettings
from bot.core.language import Languages, gettext, lazy_gettext, speak
from bot.core.ports import QuestionLog
from bot.discord_app import respond
from bot.discord_app.cards import phrases
from bot.discord_app.cards.frame import Card
from bot.discord_app.cards.settings import OPERATOR, Ground, settings_card
from bot.discord_app.options import BotOptions
from bot.discord_app.permissions import actor_of, require_manager
from bot.discord_app.rules import ServerRules
from bot.discord_app.settings_menu import MenuKind

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_SAVED = {
    MenuKind.ROLES: lazy_gettext("moderator roles"),
    MenuKind.CHANNELS: lazy_gettext("channels to answer in"),
    MenuKind.AUTO: lazy_gettext("channels without a mention"),
    MenuKind.PRIVATE: lazy_gettext("who sees an answer"),
    MenuKind.LANGUAGE: lazy_gettext("language"),
    MenuKind.PAUSE: lazy_gettext("pause between questions"),
    MenuKind.RETENTION: lazy_gettext("how long questions are kept"),
}


class SettingsPanel:
    """Shows a server's settings and changes them.

    Args:
        rules: keeps what servers decide.
        desk: notes who changed what.
        questions: the log, which is told when less is to be kept.
        options: what the operator decided.
        languages: those the bot speaks.
    """

    def __init__(
        self,
        rules: ServerRules,
        desk: Desk,
        questions: QuestionLog,
        options: BotOptions,
        languages: Languages,
    ) -> None:
        self._rules = rules
        self._desk = desk
        self._questions = questions
        self._ground = Ground(
            private=options.private_answers,
            uses=options.cooldown_uses,
            seconds=options.cooldown_seconds,
            retention_days=options.privacy.retention_days,
            message_content=options.message_content,
            language=options.language,
            languages=languages,
        )
        self._changing = asyncio.Lock()

    async def card(self, guild_id: int, saved: str = "") -> Card:
        """The panel as the settings are now.

        Raises:
            StoreError: they cannot be read.
        """
        return settings_card(await self._rules.decided(guild_id), self._ground, saved)

    async def choose(
        self,
        interaction: discord.Interaction[FootnoteBot],
        kind: MenuKind,
        values: Sequence[str],
    ) -> None:
        """Changes a setting.

        Args:
            interaction: the choice.
            kind: which setting.
            values: what was chosen.

        Raises:
            NotAllowed: whoever chooses may not.
            FootnoteError: the menu is from an older panel.
            StoreError: the settings cannot be read or kept.
        """
        guild_id = require_manager(interaction)
        work = self._change(interaction, guild_id, kind, values)
        card = await respond.patiently(interaction, work, private=False)
        await respond.replace_card(interaction, card)

    async def _change(
        self,
        interaction: discord.Interaction[FootnoteBot],
        guild_id: int,
        kind: MenuKind,
        values: Sequence[str],
    ) -> Card:
        async with self._changing:  # two menus at once: neither may undo the other
            before = await self._rules.decided(guild_id)
            after = changed(before, kind, values)
            if after != before:
                await self._rules.change(guild_id, after)
                detail = f"{_SAVED[kind]}: {_told(interaction, kind, values)}"
                await self._desk.note(guild_id, actor_of(interaction), "settings", detail)
        if kind is MenuKind.RETENTION:
            await self._questions.expire(datetime.now(UTC))
        if kind is MenuKind.LANGUAGE:  # the panel is the first card to be in it
            at_discord = str(interaction.guild_locale or "")
            speak(await self._rules.language(guild_id, at_discord))
        return await self.card(guild_id, gettext("Saved: {what}.", what=_SAVED[kind]))


def changed(settings: GuildSettings, kind: MenuKind, values: Sequence[str]) -> GuildSettings:
    """The settings with one of them changed.

    Raises:
        FootnoteError: nothing of what was chosen can be read.
    """
    first = values[0] if values else OPERATOR
    chosen = None if first == OPERATOR else first
    change: dict[str, Any]
    try:
        match kind:
            case MenuKind.ROLES:
                change = {"moderator_roles": _ids(values)}
            case MenuKind.CHANNELS:
                change = {"channels": _ids(values)}
            case MenuKind.AUTO:
                change = {"auto_channels": _ids(values)}
            case MenuKind.PRIVATE:
                change = {"private": {OPERATOR: None, "public": False, "private": True}[first]}
            case MenuKind.LANGUAGE:
                change = {"language": chosen}
            case MenuKind.PAUSE:
                change = {"cooldown_seconds": None if chosen is None else float(chosen)}
            case MenuKind.RETENTION:
                change = {"retention_days": None if chosen is None else int(chosen)}
    except (KeyError, ValueError) as error:
        raise FootnoteError(
            lazy_gettext("That menu is from an older panel. Use `/settings` again.")
        ) from error
    return dataclasses.replace(settings, **change)


def _ids(values: Sequence[str]) -> frozenset[int]:
    return frozenset(map(int, values))


def _in_words(kind: MenuKind, value: str) -> str:
    match kind:
        case MenuKind.PAUSE:
            return phrases.duration(int(float(value)))
        case MenuKind.RETENTION:
            return phrases.days(int(value))
        case _:
            words = {"public": gettext("everybody"), "private": gettext("the asker alone")}
            return words.get(value, value)


def _told(
    interaction: discord.Interaction[FootnoteBot], kind: MenuKind, values: Sequence[str]
) -> str:
    """What was chosen, in words that stay readable once a role or channel is gone."""
    guild = interaction.guild
    if kind is MenuKind.ROLES:
        named = [guild.get_role(int(one)) if guild else None for one in values]
    elif kind in {MenuKind.CHANNELS, MenuKind.AUTO}:
        named = [guild.get_channel_or_thread(int(one)) if guild else None for one in values]
    elif values == [OPERATOR]:
        return gettext("as the operator set")
    else:
        return _in_words(kind, values[0]) if values else gettext("none")
    told = [one.name if one else number for one, number in zip(named, values, strict=True)]
    return phrases.listed(told) or gettext("none")
