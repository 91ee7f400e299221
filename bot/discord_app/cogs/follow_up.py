"""The question that comes back from the form behind "Follow up"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.core.language import lazy_gettext
from bot.discord_app import respond
from bot.discord_app.beginning import handling
from bot.discord_app.cards.answer import answer_card
from bot.discord_app.follow_up import is_form, question_of
from bot.discord_app.oncard import read_card
from bot.discord_app.origin import Origin
from bot.discord_app.targets import StaleButton

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot


class FollowUps(commands.Cog):
    """Answers follow-up questions in messages of their own."""

    def __init__(self, bot: FootnoteBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Answers a form of ours."""
        if is_form(interaction):
            async with handling(interaction):
                await self._answer(interaction)

    async def _answer(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        message = interaction.message
        if message is None:
            raise StaleButton(
                lazy_gettext("I cannot find the card you ask about any more. Please ask again.")
            )
        private = message.flags.ephemeral or await self.bot.rules.private(interaction.guild_id)
        await self.bot.spend(interaction.user.id, interaction.guild_id)
        origin = Origin.of(interaction, "follow-up", private=private)
        work = self.bot.inquiries.ask(question_of(interaction), origin, card=read_card(message))
        found = await respond.patiently(interaction, work, private=private)
        judged = await self.bot.rules.judged(interaction.guild_id)
        user_id = interaction.user.id
        card = answer_card(found.answer, user_id, empty=found.empty, judged=judged)
        await respond.send_card(interaction, card, private=private)
