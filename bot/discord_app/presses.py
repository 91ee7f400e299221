"""What a press of a button does.

Whoever a card belongs to turns its pages in place. Somebody else gets a copy that only
they see, so that two readers never turn each other's pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import discord

from bot.core.trace import begin_trace
from bot.discord_app import respond
from bot.discord_app.cards.answer import answer_card, read_question
from bot.discord_app.cards.entry import entry_card
from bot.discord_app.cards.frame import QUESTION_ID, Card
from bot.discord_app.cards.listing import entries_card, sources_card
from bot.discord_app.cards.reading import reading_card
from bot.discord_app.inquiry import Inquiries, Origin
from bot.discord_app.targets import (
    StaleButton,
    Target,
    ToAnswer,
    ToEntries,
    ToEntry,
    ToPassage,
    ToSources,
    decode,
)

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot


class Presses:
    """Answers presses of buttons.

    Args:
        inquiries: what is looked up for them.
    """

    def __init__(self, inquiries: Inquiries) -> None:
        self._inquiries = inquiries

    async def press(
        self, interaction: discord.Interaction[FootnoteBot], asker: int, code: str
    ) -> None:
        """Leads to where a button leads; errors go to the command tree. Never raises.

        Args:
            interaction: the press.
            asker: the user id of whoever the card belongs to.
            code: where the button leads.
        """
        begin_trace()
        try:
            await self._follow(interaction, asker, decode(code))
        except Exception as error:  # noqa: BLE001 - discord.py would log it and show nothing
            await interaction.client.tree.on_error(interaction, error)

    async def _follow(
        self, interaction: discord.Interaction[FootnoteBot], asker: int, target: Target
    ) -> None:
        message = interaction.message
        presser = interaction.user.id
        own = presser == asker or (message is not None and message.flags.ephemeral)
        work = self._card(interaction, target, presser)
        card = await respond.patiently(interaction, work, private=not own)
        if own:
            await respond.replace_card(interaction, card)
        else:
            await respond.send_card(interaction, card, private=True)

    async def _card(
        self, interaction: discord.Interaction[FootnoteBot], target: Target, asker: int
    ) -> Card:
        match target:
            case ToAnswer(page):
                found = await self._inquiries.again(_asked(interaction))
                return answer_card(found.answer, asker, page=page, empty=found.empty)
            case ToEntry(kind, token, page):
                origin = Origin.of(interaction, kind.value) if page is None else None
                opened = await self._inquiries.open(kind, token, origin)
                return entry_card(opened.entry, opened.citations, asker, page=page or 0)
            case ToEntries(kind, page):
                snapshot = self._inquiries.library.current
                counts = await self._inquiries.counts(snapshot, kind)
                entries = snapshot.catalog.of_kind(kind)
                return entries_card(kind, entries, counts, asker, page=page)
            case ToSources(page):
                return sources_card(self._inquiries.library.current, asker, page=page)
            case ToPassage():
                return self._reading(interaction, target, asker)

    def _reading(
        self, interaction: discord.Interaction[FootnoteBot], target: ToPassage, asker: int
    ) -> Card:
        snapshot = self._inquiries.library.current
        passage = snapshot.passages.get(target.passage)
        if passage is None:
            raise StaleButton(
                "That passage has changed or gone since this card was made. Please ask again."
            )
        asked = _question_on(interaction.message) if isinstance(target.origin, ToAnswer) else None
        return reading_card(snapshot, passage, asker, target, question=asked)


def _asked(interaction: discord.Interaction[Any]) -> str:
    question = _question_on(interaction.message)
    if question is None:
        raise StaleButton("I cannot find the question on this card any more. Please ask again.")
    return question


def _question_on(message: discord.Message | None) -> str | None:
    """The question a card shows, or None where it shows none."""
    for component in _walk(message.components if message else ()):
        if isinstance(component, discord.TextDisplay) and component.id == QUESTION_ID:
            return read_question(component.content)
    return None


def _walk(components: Sequence[Any]) -> Iterator[discord.Component]:
    for component in components:
        yield component
        yield from _walk(getattr(component, "children", ()))
