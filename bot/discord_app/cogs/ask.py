"""Asking: `/ask`, a mention or direct message, and "Find sources for this"."""

from __future__ import annotations

import logging
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.language import gettext
from bot.core.questions import Outcome
from bot.discord_app import respond
from bot.discord_app.addressed import (
    Addressed,
    is_question,
    is_small_talk,
    question_anywhere,
    read_message,
    words_of,
)
from bot.discord_app.beginning import begin_with
from bot.discord_app.cards.answer import answer_card
from bot.discord_app.cards.asked import Asked
from bot.discord_app.cards.frame import Card
from bot.discord_app.cards.limits import MAX_QUESTION, as_question
from bot.discord_app.cards.notice import error_card, help_card, hint_card
from bot.discord_app.errors import TooManyQuestions, describe
from bot.discord_app.found import Found
from bot.discord_app.oncard import read_card
from bot.discord_app.origin import Origin
from bot.discord_app.rules import elsewhere, is_among
from bot.discord_app.tree import ANSWERS
from bot.discord_app.volunteering import looks_like_question

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_log = logging.getLogger(__name__)


class Ask(commands.Cog):
    """Every way to ask a question."""

    def __init__(self, bot: FootnoteBot) -> None:
        self.bot = bot
        self._menu = app_commands.ContextMenu(
            name="Find sources for this",
            callback=self.find_sources,
            extras={ANSWERS: True},
        )

    async def cog_load(self) -> None:
        """Adds the context menu, which discord.py does not take from a cog by itself."""
        self.bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Takes the context menu away again."""
        self.bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command(extras={ANSWERS: True})
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
        private = private or await self.bot.rules.private(interaction.guild_id)
        await self.bot.spend(interaction.user.id, interaction.guild_id)
        origin = Origin.of(interaction, "ask", private=private)
        await self._answer(interaction, self.bot.inquiries.ask(question, origin), private=private)

    async def find_sources(
        self, interaction: discord.Interaction[FootnoteBot], message: discord.Message
    ) -> None:
        """Looks for what the documents say about a message; only whoever asked sees it."""
        words = words_of(message)
        if not words:
            card = hint_card(gettext("There is no text in that message to look up."))
            await respond.send_card(interaction, card, private=True)
            return
        await self.bot.spend(interaction.user.id, interaction.guild_id)
        origin = Origin.of(interaction, "menu", private=True)
        await self._answer(interaction, self.bot.inquiries.sources_for(words, origin), private=True)

    async def _answer(
        self,
        interaction: discord.Interaction[FootnoteBot],
        work: Coroutine[Any, Any, Found],
        *,
        private: bool,
    ) -> None:
        found = await respond.patiently(interaction, work, private=private)
        judged = await self.bot.rules.judged(interaction.guild_id)
        user_id = interaction.user.id
        card = answer_card(found.answer, user_id, empty=found.empty, judged=judged)
        await respond.send_card(interaction, card, private=private)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answers whoever addresses the bot: by name, in reply, or in a direct message.

        Where a server wants it, also questions that address nobody.
        """
        if message.author.bot or self.bot.user is None:
            return
        said = read_message(message, self.bot.user.id)
        if said is None:
            await self._volunteer(message)
            return
        guild_id = message.guild.id if message.guild else None
        if guild_id and elsewhere(message.channel, await self.bot.rules.of(guild_id)):
            return
        await begin_with(message, self.bot)
        try:
            card = await self._reply_to(message, said)
        except TooManyQuestions as error:
            if not self.bot.cooldowns.may_warn(message.author.id):
                return
            card = error_card(str(error))
        except Exception as error:  # noqa: BLE001 - whoever asked is told, with the log's id
            card = error_card(describe(error, "mention"))
        if card is not None:
            await _reply(message, card)

    async def _reply_to(self, message: discord.Message, said: Addressed) -> Card | None:
        """The card to reply with, or None where nothing was asked."""
        if not said.question:
            return help_card()
        guild_id = message.guild.id if message.guild else None
        if not said.by_name and not await self._asks(said.question, guild_id):
            return None
        await self.bot.spend(message.author.id, guild_id)
        origin = Origin("mention", message.author.id, guild_id, message.channel.id)
        about = read_card(said.card) if said.card else None
        found = await self.bot.inquiries.ask(said.question, origin, card=about)
        judged = await self.bot.rules.judged(guild_id)
        return answer_card(found.answer, message.author.id, empty=found.empty, judged=judged)

    async def _volunteer(self, message: discord.Message) -> None:
        """Answers a question that addresses nobody, where that is wanted and the answer sure."""
        if not self.bot.options.message_content or message.guild is None:
            return
        question = question_anywhere(message)
        if question is None or not looks_like_question(question):
            return
        rules = await self.bot.rules.of(message.guild.id)
        if not is_among(message.channel, rules.auto_channels):
            return
        await begin_with(message, self.bot)
        asked = Asked(as_question(question))
        origin = Origin("auto", message.author.id, message.guild.id)
        try:
            found = await self.bot.inquiries.again(asked, message.guild.id)
            if found.answer.outcome is not Outcome.ANSWERED:
                return
            await self.bot.spend(message.author.id, message.guild.id)
        except TooManyQuestions:
            return
        except Exception as error:  # noqa: BLE001 - nobody asked the bot, so it keeps silent
            describe(error, "question without a mention")
            return
        # Only now: what members say to each other is not kept.
        self.bot.inquiries.take_down(found.answer, origin)
        judged = await self.bot.rules.judged(message.guild.id)
        await _reply(message, answer_card(found.answer, message.author.id, judged=judged))

    async def _asks(self, words: str, guild_id: int | None) -> bool:
        """Whether words that somebody replied with, without naming the bot, are a question."""
        if is_question(words):
            return True
        named = self.bot.inquiries.names_something
        return not is_small_talk(words) and await named(words, guild_id)


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
