"""`/lab`, `/theme`, `/labs` and `/themes`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.model import EntryKind
from bot.core.snapshot import Snapshot
from bot.discord_app import respond
from bot.discord_app.cards.entry import entry_card
from bot.discord_app.cards.listing import entries_card
from bot.discord_app.choices import choices
from bot.discord_app.origin import Origin
from bot.discord_app.tree import ANSWERS

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot


class CatalogCommands(commands.Cog):
    """What the documents say about one lab or theme, and which there are."""

    def __init__(self, bot: FootnoteBot) -> None:
        self.bot = bot

    @app_commands.command(extras={ANSWERS: True})
    @app_commands.describe(
        name="The lab, by any of its names or models", private="Show it to you alone"
    )
    async def lab(
        self,
        interaction: discord.Interaction[FootnoteBot],
        name: app_commands.Range[str, 1, 100],
        private: bool = False,
    ) -> None:
        """Show everything the documents say about a lab."""
        await self._show(interaction, EntryKind.LAB, name, private=private)

    @app_commands.command(extras={ANSWERS: True})
    @app_commands.describe(name="The theme, in any words for it", private="Show it to you alone")
    async def theme(
        self,
        interaction: discord.Interaction[FootnoteBot],
        name: app_commands.Range[str, 1, 100],
        private: bool = False,
    ) -> None:
        """Show everything the documents say about a theme."""
        await self._show(interaction, EntryKind.THEME, name, private=private)

    @lab.autocomplete("name")
    async def _labs_like(
        self, interaction: discord.Interaction[FootnoteBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        return await self._choices(interaction, EntryKind.LAB, typed)

    @theme.autocomplete("name")
    async def _themes_like(
        self, interaction: discord.Interaction[FootnoteBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        return await self._choices(interaction, EntryKind.THEME, typed)

    @app_commands.command(extras={ANSWERS: True})
    async def labs(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """List the labs the documents speak of."""
        await self._list(interaction, EntryKind.LAB)

    @app_commands.command(extras={ANSWERS: True})
    async def themes(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """List the themes the documents speak of."""
        await self._list(interaction, EntryKind.THEME)

    async def _show(
        self,
        interaction: discord.Interaction[FootnoteBot],
        kind: EntryKind,
        name: str,
        *,
        private: bool,
    ) -> None:
        private = private or await self.bot.rules.private(interaction.guild_id)
        origin = Origin.of(interaction, kind.value, private=private)
        work = self.bot.inquiries.look_up(kind, name, origin)
        page = await respond.patiently(interaction, work, private=private)
        card = entry_card(page.entry, page.citations, interaction.user.id)
        await respond.send_card(interaction, card, private=private)

    async def _list(self, interaction: discord.Interaction[FootnoteBot], kind: EntryKind) -> None:
        private = await self.bot.rules.private(interaction.guild_id)
        work = self._counted(interaction.guild_id, kind)
        snapshot, counts = await respond.patiently(interaction, work, private=private)
        entries = snapshot.catalog.of_kind(kind)
        card = entries_card(kind, entries, counts, interaction.user.id)
        await respond.send_card(interaction, card, private=private)

    async def _counted(
        self, guild_id: int | None, kind: EntryKind
    ) -> tuple[Snapshot, dict[str, int]]:
        snapshot = await self.bot.shelves.snapshot(guild_id)
        return snapshot, await self.bot.inquiries.counts(snapshot, kind)

    async def _choices(
        self, interaction: discord.Interaction[FootnoteBot], kind: EntryKind, typed: str
    ) -> list[app_commands.Choice[str]]:
        if not self.bot.shelves.library.loaded:
            return []
        snapshot = await self.bot.shelves.snapshot(interaction.guild_id)
        return choices(snapshot.catalog, kind, typed)
