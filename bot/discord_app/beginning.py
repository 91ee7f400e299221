"""What comes before anything is handled: an id for the log, and the language to answer in.

And what comes after it: errors are told.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import discord

from bot.core.language import speak
from bot.core.trace import begin_trace

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot


async def begin(interaction: discord.Interaction[FootnoteBot]) -> None:
    """Begins with an interaction, in the task that will answer it. Never raises."""
    begin_trace()
    bot = interaction.client
    at_discord = interaction.guild_locale if interaction.guild_id else interaction.locale
    tag = str(at_discord) if at_discord else None
    speak(await bot.rules.language(interaction.guild_id, tag))


@asynccontextmanager
async def handling(interaction: discord.Interaction[FootnoteBot]) -> AsyncGenerator[None]:
    """Begins with a press or a form, and has the command tree tell what goes wrong in the block.

    Commands need none of this: discord.py's tree does the same for them.
    """
    await begin(interaction)
    try:
        yield
    except Exception as error:  # noqa: BLE001 - discord.py would log it and show nothing
        await interaction.client.tree.on_error(interaction, error)


async def begin_with(message: discord.Message, bot: FootnoteBot) -> None:
    """Begins with a message, likewise."""
    begin_trace()
    guild = message.guild
    tag = str(guild.preferred_locale) if guild else None
    speak(await bot.rules.language(guild.id if guild else None, tag))
