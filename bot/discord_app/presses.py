"""What a press of a button does.

Whoever a card belongs to turns its pages in place. Somebody else gets a copy that only
they see, so that two readers never turn each other's pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.core.language import lazy_gettext
from bot.discord_app import respond
from bot.discord_app.cards.answer import answer_card
from bot.discord_app.cards.asked import Asked
from bot.discord_app.cards.comparison import comparison_card
from bot.discord_app.cards.entry import entry_card
from bot.discord_app.cards.frame import Card
from bot.discord_app.cards.listing import entries_card, sources_card
from bot.discord_app.cards.notice import hint_card
from bot.discord_app.cards.reading import reading_card
from bot.discord_app.follow_up import form
from bot.discord_app.inquiry import Inquiries
from bot.discord_app.oncard import read_card
from bot.discord_app.origin import Origin
from bot.discord_app.rules import elsewhere
from bot.discord_app.targets import (
    StaleButton,
    Target,
    ToAnswer,
    ToComparison,
    ToEntries,
    ToEntry,
    ToFollowUp,
    ToPassage,
    ToSources,
    decode,
)

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot


_THANKS = {
    # Translators: to a member who pressed "Helpful" beneath an answer.
    True: lazy_gettext(
        "Thank you. Moderators see how many answers were helpful, and not who said so."
    ),
    # Translators: to a member who pressed "Not helpful" beneath an answer.
    False: lazy_gettext(
        "Thank you. Moderators see how many answers were not helpful, and not who said so. "
        "Other words may find more: `/ask`."
    ),
}


class Presses:
    """Answers presses of buttons.

    Args:
        inquiries: what is looked up for them.
    """

    def __init__(self, inquiries: Inquiries) -> None:
        self._inquiries = inquiries

    async def judge(
        self, interaction: discord.Interaction[FootnoteBot], passage: str, *, helpful: bool
    ) -> None:
        """Takes down what a member thinks of an answer.

        Args:
            interaction: the press.
            passage: the id of the passage that was the answer's first source.
            helpful: whether it was; a second opinion of the same member replaces the first.

        Raises:
            StaleButton: the card no longer says what was asked.
            StoreError: the opinion cannot be kept.
        """
        work = interaction.client.statistics.feedback(
            interaction.guild_id,
            interaction.user.id,
            _asked(interaction).question,
            passage,
            helpful=helpful,
        )
        await respond.patiently(interaction, work, private=True)
        await respond.send_card(interaction, hint_card(str(_THANKS[helpful])), private=True)

    async def follow(
        self, interaction: discord.Interaction[FootnoteBot], asker: int, code: str
    ) -> None:
        """Leads to where a button leads.

        Args:
            interaction: the press.
            asker: the user id of whoever the card belongs to.
            code: where the button leads.

        Raises:
            FootnoteError: it leads nowhere any more, or what it leads to cannot be read.
        """
        target = decode(code)
        if isinstance(target, ToFollowUp):
            await self._open_form(interaction)
            return
        message = interaction.message
        presser = interaction.user.id
        own = presser == asker or _is_private(message)
        work = self._card(interaction, target, presser, private=not own or _is_private(message))
        card = await respond.patiently(interaction, work, private=not own)
        if own:
            await respond.replace_card(interaction, card)
        else:
            await respond.send_card(interaction, card, private=True)

    async def _open_form(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        rules = await interaction.client.rules.of(interaction.guild_id)
        closed = elsewhere(interaction.channel, rules) if interaction.guild_id else None
        if closed is not None:
            await respond.send_card(interaction, hint_card(closed), private=True)
            return
        await interaction.response.send_modal(form(read_card(interaction.message)))

    async def _card(
        self,
        interaction: discord.Interaction[FootnoteBot],
        target: Target,
        asker: int,
        *,
        private: bool,
    ) -> Card:
        match target:
            case ToAnswer(page):
                found = await self._inquiries.again(_asked(interaction), interaction.guild_id)
                judged = await interaction.client.rules.judged(interaction.guild_id)
                return answer_card(found.answer, asker, page=page, empty=found.empty, judged=judged)
            case ToEntry(kind, token, page):
                origin = Origin.of(interaction, kind.value, private=private)
                opened = await self._inquiries.open(kind, token, origin, anew=page is None)
                return entry_card(opened.entry, opened.citations, asker, page=page or 0)
            case ToComparison(page=page):
                seen = await self._inquiries.compare_again(target, interaction.guild_id)
                return comparison_card(seen, asker, page=page)
            case ToFollowUp():
                raise StaleButton(lazy_gettext("That leads to no card."))
            case ToEntries(kind, page):
                snapshot = await self._inquiries.shelves.snapshot(interaction.guild_id)
                counts = await self._inquiries.counts(snapshot, kind)
                entries = snapshot.catalog.of_kind(kind)
                return entries_card(kind, entries, counts, asker, page=page)
            case ToSources(page):
                snapshot = await self._inquiries.shelves.snapshot(interaction.guild_id)
                return sources_card(snapshot, asker, page=page)
            case ToPassage():
                return await self._reading(interaction, target, asker)

    async def _reading(
        self, interaction: discord.Interaction[FootnoteBot], target: ToPassage, asker: int
    ) -> Card:
        snapshot = await self._inquiries.shelves.snapshot(interaction.guild_id)
        passage = snapshot.passages.get(target.passage)
        if passage is None:
            raise StaleButton(
                lazy_gettext(
                    "That passage has changed or gone since this card was made. Please ask again."
                )
            )
        asked = (
            read_card(interaction.message).asked if isinstance(target.origin, ToAnswer) else None
        )
        return reading_card(snapshot, passage, asker, target, asked=asked)


def _asked(interaction: discord.Interaction[FootnoteBot]) -> Asked:
    asked = read_card(interaction.message).asked
    if asked is None:
        raise StaleButton(
            lazy_gettext("I cannot find the question on this card any more. Please ask again.")
        )
    return asked


def _is_private(message: discord.Message | None) -> bool:
    return message is not None and message.flags.ephemeral
