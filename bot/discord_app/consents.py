"""A message becomes a document of the server, if its author agrees."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.core.asking import AskStore
from bot.core.errors import NotAllowed
from bot.core.language import gettext, lazy_gettext
from bot.core.pending import Pending, Upload
from bot.core.ports import Progress
from bot.discord_app import respond
from bot.discord_app.addressed import plain_lines
from bot.discord_app.cards.consent import agreed_card, consent_card, declined_card
from bot.discord_app.cards.frame import Card
from bot.discord_app.cards.limits import clip
from bot.discord_app.cards.markup import clean
from bot.discord_app.permissions import actor_of, require_moderator
from bot.discord_app.waiting import NoLongerWaiting

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

LIFE = timedelta(days=1)
"""So long an author has to answer, and a moderator then to look at it."""
_MAX_TITLE = 60
_GONE = lazy_gettext(
    "This question is no longer open: it was answered, or a day has passed. "
    "Nothing is kept of the message. A moderator can ask again."
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A message that could become a document. Kept until it is answered, for a day at most.

    Attributes:
        message_id: the message's id.
        text: its text, without mentions.
        url: the link back to it.
        author: its author's name, as the document will give it.
        author_id: the only one who may agree.
        asked_by: the moderator's name.
        agreed: whether the author did.
    """

    message_id: int
    text: str
    url: str
    author: str
    author_id: int
    asked_by: str
    agreed: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """A message out of what was kept of it."""
        return cls(**{field.name: kept[field.name] for field in fields(cls)})

    @property
    def upload(self) -> Upload:
        """The message as a file of Markdown."""
        words = clip(" ".join(self.text.split()), _MAX_TITLE)
        return Upload(
            name=f"message-{self.message_id}.md",
            data=f"\n{self.text}\n".encode(),  # so that its first line begins no front matter
            title=f"{self.author}: {words}",
            url=self.url,
            author=self.author,
        )


class Consents:
    """Asks authors, and goes on once they agree.

    Args:
        bot: whose offers show moderators what would change.
        asks: keeps what authors were asked, so that they can answer after a restart too.
    """

    def __init__(self, bot: FootnoteBot, asks: AskStore) -> None:
        self._bot = bot
        self._asks = asks

    async def ask(
        self, interaction: discord.Interaction[FootnoteBot], message: discord.Message
    ) -> None:
        """Begins with a message that a moderator picked.

        Raises:
            NotAllowed: whoever picked it is no moderator, or nobody can agree to it.
            StoreError: the question cannot be kept.
        """
        await require_moderator(interaction)
        quoted = _quoted(interaction, message)
        if quoted.author_id == interaction.user.id:
            await self._offer(interaction, quoted)
            return
        token = secrets.token_urlsafe(9)
        work = self._keep(token, interaction, quoted)
        await respond.patiently(interaction, work, private=False)
        await respond.send_card(interaction, consent_card(quoted, token), private=False)

    async def press(
        self, interaction: discord.Interaction[FootnoteBot], token: str, verb: str
    ) -> None:
        """Takes the author's answer, or shows a moderator what the message would change.

        Raises:
            NoLongerWaiting: the question is no longer open.
            NotAllowed: it is not theirs to press.
            StoreError: the database cannot be read or written.
        """
        if verb == "look":
            await require_moderator(interaction)
            work = self._see(token, interaction)
            quoted = await respond.patiently(interaction, work, private=True)
            if not quoted.agreed:
                raise NotAllowed(lazy_gettext("The author has not agreed yet."))
            await self._offer(interaction, quoted)
            return
        answered = self._answered(token, interaction, agreed=verb == "yes")
        card = await respond.patiently(interaction, answered, private=False)
        await respond.replace_card(interaction, card)

    async def _answered(
        self, token: str, interaction: discord.Interaction[FootnoteBot], *, agreed: bool
    ) -> Card:
        """Takes the author's answer; returns the card in place of the question."""
        quoted = await self._see(token, interaction)
        if interaction.user.id != quoted.author_id:
            raise NotAllowed(lazy_gettext("Only the author of the message can answer that."))
        if not agreed:
            await self._asks.drop(token)
            return declined_card()
        quoted = dataclasses.replace(quoted, agreed=True)
        await self._keep(token, interaction, quoted)
        return agreed_card(quoted, token)

    async def _keep(
        self, token: str, interaction: discord.Interaction[FootnoteBot], quoted: Quoted
    ) -> None:
        until = datetime.now(UTC) + LIFE
        await self._asks.keep(token, interaction.guild_id or 0, dataclasses.asdict(quoted), until)

    async def _see(self, token: str, interaction: discord.Interaction[FootnoteBot]) -> Quoted:
        kept = await self._asks.see(token, interaction.guild_id or 0)
        if kept is None:
            raise NoLongerWaiting(_GONE)
        return Quoted.of(kept)

    async def _offer(self, interaction: discord.Interaction[FootnoteBot], quoted: Quoted) -> None:
        guild_id = interaction.guild_id or 0

        async def prepare(progress: Progress) -> Pending:
            return await self._bot.desk.prepare_add(
                guild_id, [quoted.upload], by=actor_of(interaction), progress=progress
            )

        await self._bot.offers.offer(interaction, prepare)


def _quoted(interaction: discord.Interaction[FootnoteBot], message: discord.Message) -> Quoted:
    """What could be kept of a message.

    Raises:
        NotAllowed: there is nothing, or its author cannot agree.
    """
    if message.author.bot or message.webhook_id is not None:
        raise NotAllowed(
            lazy_gettext("A bot wrote that message, and a bot cannot agree to its use.")
        )
    if message.type not in {discord.MessageType.default, discord.MessageType.reply}:
        raise NotAllowed(
            lazy_gettext("That is a notice of Discord's and no message that somebody wrote.")
        )
    text = plain_lines(message.content)
    if not text:
        raise NotAllowed(lazy_gettext("There is no text in that message to answer from."))
    return Quoted(
        message_id=message.id,
        text=text,
        url=message.jump_url,
        # Translators: stands where the name of a message's author would.
        author=clean(message.author.display_name) or gettext("a member"),
        author_id=message.author.id,
        asked_by=interaction.user.display_name,
    )
