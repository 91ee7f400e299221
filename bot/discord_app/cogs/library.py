"""`/sources` and `/about`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app import respond
from bot.discord_app.cards.listing import sources_card
from bot.discord_app.cards.notice import about_card

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot


class LibraryCommands(commands.Cog):
    """What is answered from, and what the bot is."""

    def __init__(self, bot: FootnoteBot) -> None:
        self.bot = bot

    @app_commands.command()
    async def sources(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """List the documents that answers come from."""
        card = sources_card(self.bot.library.current, interaction.user.id)
        await respond.send_card(interaction, card, private=self.bot.options.private_answers)

    @app_commands.command()
    async def about(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """What this bot is, how to ask it, and what it keeps."""
        options = self.bot.options
        card = about_card(options.version, options.privacy)
        await respond.send_card(interaction, card, private=options.private_answers)
