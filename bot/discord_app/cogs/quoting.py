"""A message becomes a document of the server: the context menu "Answer from this"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot


class Quoting(commands.Cog):
    """The context menu for moderators; hidden from others, and checked when it is used."""

    def __init__(self, bot: FootnoteBot) -> None:
        self.bot = bot
        self._menu = app_commands.ContextMenu(
            name="Answer from this",
            callback=self.answer_from,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=False, private_channel=False
            ),
        )
        self._menu.guild_only = True
        self._menu.default_permissions = discord.Permissions(manage_guild=True)

    async def cog_load(self) -> None:
        """Adds the context menu, which discord.py does not take from a cog by itself."""
        self.bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Takes the context menu away again."""
        self.bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def answer_from(
        self, interaction: discord.Interaction[FootnoteBot], message: discord.Message
    ) -> None:
        """Asks the author, then shows what the message would change."""
        await self.bot.consents.ask(interaction, message)
