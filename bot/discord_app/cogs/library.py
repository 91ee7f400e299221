"""`/sources` and `/about`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app import respond
from bot.discord_app.cards.listing import sources_card
from bot.discord_app.cards.notice import about_card
from bot.discord_app.tree import ANSWERS

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot


class LibraryCommands(commands.Cog):
    """What is answered from, and what the bot is."""

    def __init__(self, bot: FootnoteBot) -> None:
        self.bot = bot

    @app_commands.command(extras={ANSWERS: True})
    async def sources(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """List the documents that answers come from."""
        private = await self.bot.rules.private(interaction.guild_id)
        work = self.bot.shelves.snapshot(interaction.guild_id)
        snapshot = await respond.patiently(interaction, work, private=private)
        card = sources_card(snapshot, interaction.user.id)
        await respond.send_card(interaction, card, private=private)

    @app_commands.command()
    async def about(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """What this bot is, how to ask it, and what it keeps."""
        privacy = await self.bot.rules.privacy(interaction.guild_id)
        card = about_card(self.bot.options.version, privacy)
        private = await self.bot.rules.private(interaction.guild_id)
        await respond.send_card(interaction, card, private=private)
