"""`/settings`: what a server decides for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app import respond
from bot.discord_app.permissions import require_manager

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot


class SettingsCommands(commands.Cog):
    """Hidden from members, and checked again at every use."""

    def __init__(self, bot: FootnoteBot) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def settings(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Choose who moderates, where I answer, who sees it, and what is kept."""
        work = self.bot.settings_panel.card(require_manager(interaction))
        card = await respond.patiently(interaction, work, private=True)
        await respond.send_card(interaction, card, private=True)
