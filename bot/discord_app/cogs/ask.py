"""Asking: `/ask`, a mention or direct message, and "Find sources for this"."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.trace import begin_trace
from bot.discord_app import respond
from bot.discord_app.addressed import question_in, words_of
from bot.discord_app.cards.answer import answer_card
from bot.discord_app.cards.frame import Card
from bot.discord_app.cards.limits import MAX_QUESTION
from bot.discord_app.cards.notice import error_card, help_card, hint_card
from bot.discord_app.errors import TooManyQuestions, describe
from bot.discord_app.inquiry import Origin

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_log = logging.getLogger(__name__)


class Ask(commands.Cog):
    """Every way to ask a question."""

    def __init__(self, bot: FootnoteBot) -> None:
        self.bot = bot
        self._menu = app_commands.ContextMenu(
            name="Find sources for this", callback=self.find_sources
        )

    async def cog_load(self) -> None:
        """Adds the context menu, which discord.py does not take from a cog by itself."""
        self.bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Takes the context menu away again."""
        self.bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command()
    @app_commands.describe(
        question="What you would like to know", private="Show the answer to you alone"
    )
    async def ask(
        self,
        interaction: discord.Interaction[FootnoteBot],
        question: app_commands.Range[str, 1, MAX_QUESTION],
        private: bool = False,
    ) -> None:
        """Ask the documents a question."""
        private = private or self.bot.options.private_answers
        await self._answer(interaction, question, "ask", private=private)

    async def find_sources(
        self, interaction: discord.Interaction[FootnoteBot], message: discord.Message
    ) -> None:
        """Looks for what the documents say about a message; only whoever asked sees it."""
        words = words_of(message)
        if not words:
            card = hint_card("There is no text in that message to look up.")
            await respond.send_card(interaction, card, private=True)
            return
        await self._answer(interaction, words, "menu", private=True)

    async def _answer(
        self,
        interaction: discord.Interaction[FootnoteBot],
        question: str,
        surface: str,
        *,
        private: bool,
    ) -> None:
        self.bot.cooldowns.spend(interaction.user.id)
        work = self.bot.inquiries.ask(question, Origin.of(interaction, surface))
        found = await respond.patiently(interaction, work, private=private)
        card = answer_card(found.answer, interaction.user.id, empty=found.empty)
        await respond.send_card(interaction, card, private=private)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answers whoever addresses the bot: by a mention, or in a direct message."""
        if message.author.bot or self.bot.user is None:
            return
        question = question_in(message, self.bot.user.id)
        if question is None:
            return
        begin_trace()
        try:
            card = await self._reply_to(message, question)
        except TooManyQuestions as error:
            if not self.bot.cooldowns.may_warn(message.author.id):
                return
            card = error_card(str(error))
        except Exception as error:  # noqa: BLE001 - whoever asked is told, with the log's id
            card = error_card(describe(error, "mention"))
        await _reply(message, card)

    async def _reply_to(self, message: discord.Message, question: str) -> Card:
        if not question:
            return help_card()
        self.bot.cooldowns.spend(message.author.id)
        guild_id = message.guild.id if message.guild else None
        origin = Origin("mention", message.author.id, guild_id)
        found = await self.bot.inquiries.ask(question, origin)
        return answer_card(found.answer, message.author.id, empty=found.empty)


async def _reply(message: discord.Message, card: Card) -> None:
    """Replies without a ping; where the bot may not write, it keeps silent and logs it."""
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        await message.channel.send(view=card, reference=reference, mention_author=False)
    except discord.Forbidden as error:
        _log.warning(
            "may not answer in channel %s: %s (code %d)",
            message.channel.id,
            error.text,
            error.code,
        )
    except discord.HTTPException as error:
        _log.warning("could not answer a mention: HTTP status %d", error.status)
