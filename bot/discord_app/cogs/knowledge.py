"""`/knowledge`: for moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app import respond
from bot.discord_app.cards.library import (
    PROBLEMS_FILE,
    Report,
    reload_failed_card,
    reload_report,
    status_report,
)
from bot.discord_app.errors import describe
from bot.discord_app.permissions import require_moderator
from bot.discord_app.tree import doing_what

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot


@app_commands.guild_only()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)  # or the tree's
@app_commands.default_permissions(manage_guild=True)
class Knowledge(
    commands.GroupCog, group_name="knowledge", group_description="What the bot answers from"
):
    """Hidden from members, and checked again whenever one of its commands is used."""

    def __init__(self, bot: FootnoteBot) -> None:
        self.bot = bot

    @app_commands.command(name="reload")
    async def reload_library(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Read the documents again and serve what they say now."""
        await require_moderator(interaction, self.bot.options)
        await respond.defer(interaction, private=True)
        library = self.bot.library
        try:
            report = await library.reload()
        except Exception as error:  # noqa: BLE001 - whatever it is, say that the old one serves
            words = describe(error, doing_what(interaction))
            serving = library.current if library.loaded else None
            card = reload_failed_card(words, serving)
            await respond.send_card(interaction, card, private=True)
            return
        await _send_report(interaction, reload_report(report))

    @app_commands.command()
    async def status(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Show what is served, since when, and what is wrong in the folder."""
        await require_moderator(interaction, self.bot.options)
        options = self.bot.options
        report = status_report(self.bot.library.current, options.version, self.bot.latency)
        await _send_report(interaction, report)


async def _send_report(interaction: discord.Interaction[FootnoteBot], report: Report) -> None:
    attachment = (PROBLEMS_FILE, report.problems) if report.problems is not None else None
    await respond.send_card(interaction, report.card, private=True, attachment=attachment)
