"""The command tree: the one place where every error of an interaction ends up."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord_app.beginning import begin
from bot.discord_app.cards.notice import error_card, hint_card
from bot.discord_app.errors import cause_of, describe, is_lost
from bot.discord_app.respond import send_card, send_trouble
from bot.discord_app.rules import elsewhere

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_log = logging.getLogger(__name__)

ANSWERS = "answers"
"""Marks, among a command's extras, one that answers only where the server wants answers."""


class FootnoteTree(app_commands.CommandTree["FootnoteBot"]):
    """Gives each command an id in the log, and answers its errors.

    Buttons and modals are no part of discord.py's tree; they bring their errors here.
    """

    async def interaction_check(self, interaction: discord.Interaction[FootnoteBot], /) -> bool:
        """Begins a trace, and sends whoever asks in a closed channel to an open one.

        That concerns commands that were marked with `ANSWERS`; each command checks for
        itself who may use it.
        """
        await begin(interaction)
        marked = interaction.command is not None and ANSWERS in interaction.command.extras
        if not marked or interaction.type is discord.InteractionType.autocomplete:
            return True
        settings = await interaction.client.rules.of(interaction.guild_id)
        channel = interaction.channel
        words = elsewhere(channel, settings) if interaction.guild_id is not None else None
        if words is None:
            return True
        await send_card(interaction, hint_card(words), private=True)
        return False

    async def on_error(
        self, interaction: discord.Interaction[FootnoteBot], error: Exception, /
    ) -> None:
        """Tells whoever asked what went wrong, in words of ours. Never raises.

        Args:
            interaction: what was asked; answered, deferred or neither.
            error: what was raised, wrapped by discord.py or not.
        """
        doing = doing_what(interaction)
        if is_lost(cause_of(error)):
            _log.warning("%s: answered too late, Discord no longer waits", doing)
            return
        words = describe(error, doing)
        if interaction.type is discord.InteractionType.autocomplete:
            return
        try:
            await send_trouble(interaction, error_card(words))
        except (discord.HTTPException, discord.InteractionResponded) as unsent:
            _log.warning("%s: the error could not be shown: %s", doing, type(unsent).__name__)


def doing_what(interaction: discord.Interaction[Any]) -> str:
    """What an interaction is, for the log: never what a member wrote."""
    if interaction.command is not None:
        kind = "menu" if isinstance(interaction.command, app_commands.ContextMenu) else "command"
        return f"{kind} {interaction.command.qualified_name!r}"
    return interaction.type.name
