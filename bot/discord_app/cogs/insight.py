"""`/knowledge gaps`, `stats`, `coverage` and `doctor`, and `/coverage` for members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_app import respond
from bot.discord_app.cards.coverage import COVERAGE_PICTURE, coverage_card
from bot.discord_app.cards.doctor import doctor_card
from bot.discord_app.cards.numbers import USAGE_PICTURE, usage_card
from bot.discord_app.diagnosis import diagnose
from bot.discord_app.permissions import require_moderator

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot


class Insight(commands.Cog):
    """What is missing and how the bot is used. Joins the group of `/knowledge`.

    Args:
        bot: the bot.
        group: the group its commands for moderators stand in.
    """

    def __init__(self, bot: FootnoteBot, group: app_commands.Group) -> None:
        self.bot = bot
        self._group = group
        about = {
            "gaps": ("Show what members asked and the documents do not say", self.gaps),
            "stats": ("Show how the bot is used in this server", self.stats),
            "coverage": ("Show what the documents cover, and where they are thin", self.thin),
            "doctor": ("Look for what keeps the bot from working well here", self.doctor),
        }
        self._commands: list[app_commands.Command[Any, ..., None]] = [
            app_commands.Command(name=name, description=words, callback=callback)
            for name, (words, callback) in about.items()
        ]

    async def cog_load(self) -> None:
        """Adds the commands to the group, which belongs to another cog."""
        for command in self._commands:
            self._group.add_command(command)

    async def cog_unload(self) -> None:
        """Takes them away again."""
        for command in self._commands:
            self._group.remove_command(command.name)

    async def gaps(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """What members asked in vain, as far as enough of them did."""
        await require_moderator(interaction)
        work = self.bot.insights.gaps_page(interaction.guild_id or 0)
        card = await respond.patiently(interaction, work, private=True)
        await respond.send_card(interaction, card, private=True)

    @app_commands.describe(days="How many days back, 30 unless you say otherwise")
    async def stats(
        self,
        interaction: discord.Interaction[FootnoteBot],
        days: app_commands.Range[int, 1, 365] = 30,
    ) -> None:
        """Questions a day, how they ended, what they were about, how fast, how helpful."""
        await require_moderator(interaction)
        work = self.bot.insights.usage(interaction.guild_id or 0, days)
        found = await respond.patiently(interaction, work, private=True)
        picture = (USAGE_PICTURE, found.picture) if found.picture is not None else None
        card = usage_card(
            found.usage,
            kept_days=found.kept_days,
            pictured=picture is not None,
            charts=self.bot.insights.charts is not None,
        )
        await respond.send_card(interaction, card, private=True, attachment=picture)

    async def thin(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """What the documents cover, with what hardly anything is said about."""
        await require_moderator(interaction)
        await self._cover(interaction, private=True, advice=True)

    async def doctor(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """What is wrong, and what to do about it."""
        await require_moderator(interaction)
        findings = await respond.patiently(interaction, diagnose(interaction), private=True)
        await respond.send_card(interaction, doctor_card(findings), private=True)

    @app_commands.command()
    @app_commands.describe(public="Show it to the whole channel")
    async def coverage(
        self, interaction: discord.Interaction[FootnoteBot], public: bool = False
    ) -> None:
        """Show what can be asked: how much the documents say on each lab and theme."""
        private = not public or await self.bot.rules.private(interaction.guild_id)
        await self._cover(interaction, private=private, advice=False)

    async def _cover(
        self, interaction: discord.Interaction[FootnoteBot], *, private: bool, advice: bool
    ) -> None:
        work = self.bot.insights.coverage(interaction.guild_id)
        found = await respond.patiently(interaction, work, private=private)
        picture = (COVERAGE_PICTURE, found.picture) if found.picture is not None else None
        card = coverage_card(
            found.coverage,
            pictured=picture is not None,
            charts=self.bot.insights.charts is not None,
            advice=advice,
        )
        await respond.send_card(interaction, card, private=private, attachment=picture)
