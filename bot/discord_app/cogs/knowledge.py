"""`/knowledge`: for moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.pending import Pending
from bot.core.ports import Progress
from bot.discord_app import respond
from bot.discord_app.cards.library import PROBLEMS_FILE, Report, status_report
from bot.discord_app.permissions import actor_of, require_moderator, require_shared

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
    @app_commands.describe(
        now="Serve the documents at once, without a preview",
        visible="Show the preview to the whole channel, so that another moderator can apply it",
    )
    async def reload_library(
        self,
        interaction: discord.Interaction[FootnoteBot],
        now: bool = False,
        visible: bool = False,
    ) -> None:
        """Read the shared documents again, and see what that would change."""
        await require_shared(interaction)

        async def prepare(progress: Progress) -> Pending:
            return await self.bot.desk.prepare_reload(
                by=actor_of(interaction), asked_in=interaction.guild_id, progress=progress
            )

        doing = "Reading the documents"
        await self.bot.offers.offer(interaction, prepare, doing=doing, now=now, visible=visible)

    @app_commands.command()
    async def status(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Show what is served, since when, and what is wrong in the folder."""
        await require_moderator(interaction)
        options = self.bot.options
        snapshot = await self.bot.shelves.snapshot(interaction.guild_id)
        report = status_report(snapshot, options.version, self.bot.latency)
        await _send_report(interaction, report)


async def _send_report(interaction: discord.Interaction[FootnoteBot], report: Report) -> None:
    attachment = (PROBLEMS_FILE, report.problems) if report.problems is not None else None
    await respond.send_card(interaction, report.card, private=True, attachment=attachment)
