"""`/knowledge`: for moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.language import gettext
from bot.core.pending import Pending
from bot.core.ports import Progress
from bot.discord_app import respond
from bot.discord_app.cards.frame import Report
from bot.discord_app.cards.history import Tab
from bot.discord_app.cards.library import status_report
from bot.discord_app.cogs.documents import DocumentCommands
from bot.discord_app.histories import history_card, read_version, version_choices
from bot.discord_app.permissions import actor_of, is_moderator, require_moderator, require_shared

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot


@app_commands.guild_only()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)  # or the tree's
@app_commands.default_permissions(manage_guild=True)
class Knowledge(
    DocumentCommands,
    commands.GroupCog,
    group_name="knowledge",
    group_description="What the bot answers from",
):
    """Hidden from members, and checked again whenever one of its commands is used."""

    @app_commands.command(name="reload")
    @app_commands.describe(
        now="Serve the documents at once, without a preview",
        visible="Show the preview to the whole channel, so that another moderator can apply it",
        everything="Open also the files whose size and dates are the same as when they were read",
    )
    async def reload_library(
        self,
        interaction: discord.Interaction[FootnoteBot],
        now: bool = False,
        visible: bool = False,
        everything: bool = False,
    ) -> None:
        """Read the shared documents again, and see what that would change."""
        await require_shared(interaction)

        async def prepare(progress: Progress) -> Pending:
            return await self.bot.desk.prepare_reload(
                by=actor_of(interaction),
                asked_in=interaction.guild_id,
                everything=everything,
                progress=progress,
            )

        doing = gettext("Reading the documents")
        await self.bot.offers.offer(interaction, prepare, doing=doing, now=now, visible=visible)

    @app_commands.command()
    async def history(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Show what was changed, when and by whom, and which versions are kept."""
        await require_moderator(interaction)
        work = history_card(
            interaction, Tab.OWN if await self._has_own(interaction) else Tab.SHARED
        )
        card = await respond.patiently(interaction, work, private=True)
        await respond.send_card(interaction, card, private=True)

    async def _has_own(self, interaction: discord.Interaction[FootnoteBot]) -> bool:
        return bool(await self.bot.desk.history(interaction.guild_id, 1))

    @app_commands.command()
    @app_commands.describe(
        version="Which one to go back to",
        visible="Show the preview to the whole channel, so that another moderator can apply it",
    )
    async def rollback(
        self,
        interaction: discord.Interaction[FootnoteBot],
        version: app_commands.Range[str, 1, 100],
        visible: bool = False,
    ) -> None:
        """Go back to a version that was served before; see what that would change first."""
        scope, number = read_version(version, interaction.guild_id)
        await (require_shared if scope is None else require_moderator)(interaction)

        async def prepare(progress: Progress) -> Pending:
            return await self.bot.desk.prepare_rollback(
                scope,
                number,
                by=actor_of(interaction),
                asked_in=interaction.guild_id,
                progress=progress,
            )

        await self.bot.offers.offer(interaction, prepare, visible=visible)

    @rollback.autocomplete("version")
    async def _kept_versions(
        self, interaction: discord.Interaction[FootnoteBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        if not await is_moderator(interaction):
            return []
        choices = await version_choices(interaction, typed)
        return [app_commands.Choice(name=name, value=value) for name, value in choices]

    @app_commands.command()
    async def status(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Show what is served, since when, and what is wrong in the folder."""
        await require_moderator(interaction)
        work = self._status(interaction)
        report = await respond.patiently(interaction, work, private=True)
        await respond.send_report(interaction, report)

    async def _status(self, interaction: discord.Interaction[FootnoteBot]) -> Report:
        bot = self.bot
        snapshot = await bot.shelves.snapshot(interaction.guild_id)
        guild_id = interaction.guild_id
        own = await bot.shelves.own(guild_id) if guild_id is not None else None
        return status_report(
            snapshot,
            bot.options.version,
            bot.latency,
            own=len(own.contents.documents) if own else 0,
            rolled_back=await bot.desk.rolled_back_to(),
        )
