"""`/compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.model import EntryKind
from bot.discord_app import respond
from bot.discord_app.cards.comparison import comparison_card
from bot.discord_app.choices import choices
from bot.discord_app.origin import Origin
from bot.discord_app.tree import ANSWERS

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_Name = app_commands.Range[str, 1, 100]
_Choices = list[app_commands.Choice[str]]


class Compare(commands.Cog):
    """What the documents say of two labs, side by side."""

    def __init__(self, bot: FootnoteBot) -> None:
        self.bot = bot

    @app_commands.command(extras={ANSWERS: True})
    @app_commands.describe(
        first="A lab, by any of its names or models",
        second="The lab to compare it with",
        theme="Only what they say on this theme",
        private="Show it to you alone",
    )
    async def compare(
        self,
        interaction: discord.Interaction[FootnoteBot],
        first: _Name,
        second: _Name,
        theme: _Name | None = None,
        private: bool = False,
    ) -> None:
        """Show what the documents say about two labs, side by side."""
        private = private or await self.bot.rules.private(interaction.guild_id)
        origin = Origin.of(interaction, "compare", private=private)
        work = self.bot.inquiries.compare(first, second, theme, origin)
        seen = await respond.patiently(interaction, work, private=private)
        card = comparison_card(seen, interaction.user.id)
        await respond.send_card(interaction, card, private=private)

    @compare.autocomplete("first")
    async def _first_like(
        self, interaction: discord.Interaction[FootnoteBot], typed: str
    ) -> _Choices:
        return await self._labs(interaction, typed, other="second")

    @compare.autocomplete("second")
    async def _second_like(
        self, interaction: discord.Interaction[FootnoteBot], typed: str
    ) -> _Choices:
        return await self._labs(interaction, typed, other="first")

    @compare.autocomplete("theme")
    async def _themes_like(
        self, interaction: discord.Interaction[FootnoteBot], typed: str
    ) -> _Choices:
        if not self.bot.shelves.library.loaded:
            return []
        snapshot = await self.bot.shelves.snapshot(interaction.guild_id)
        return choices(snapshot.catalog, EntryKind.THEME, typed)

    async def _labs(
        self, interaction: discord.Interaction[FootnoteBot], typed: str, *, other: str
    ) -> _Choices:
        """Labs to choose from, but not the one that is chosen in the other option."""
        if not self.bot.shelves.library.loaded:
            return []
        chosen: str | None = getattr(interaction.namespace, other, None)
        snapshot = await self.bot.shelves.snapshot(interaction.guild_id)
        return choices(snapshot.catalog, EntryKind.LAB, typed, without=chosen)
