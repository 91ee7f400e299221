"""A message becomes a document of the server, if its author agrees."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.core.errors import NotAllowed
from bot.core.language import gettext, lazy_gettext
from bot.core.pending import Pending, Upload
from bot.core.ports import Progress
from bot.discord_app import respond
from bot.discord_app.addressed import plain_lines
from bot.discord_app.cards.consent import agreed_card, consent_card, declined_card
from bot.discord_app.cards.limits import clip
from bot.discord_app.cards.markup import clean
from bot.discord_app.permissions import actor_of, require_moderator
from bot.discord_app.waiting import Waiting

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

LIFE_S = 24 * 60 * 60.0
"""Seconds an author has to answer, and a moderator then to look at it."""
_MOST = 500
_MAX_TITLE = 60
_GONE = lazy_gettext(
    "This question is no longer open: it was answered, a day has passed, or the bot was restarted. "
    "Nothing is kept of the message. A moderator can ask again."
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A message that could become a document. Kept in memory only, until it is answered.

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
    """

    def __init__(self, bot: FootnoteBot) -> None:
        self._bot = bot
        self.waiting = Waiting[Quoted](LIFE_S, _MOST, _GONE)

    async def ask(
        self, interaction: discord.Interaction[FootnoteBot], message: discord.Message
    ) -> None:
        """Begins with a message that a moderator picked.

        Raises:
            NotAllowed: whoever picked it is no moderator, or nobody can agree to it.
        """
        await require_moderator(interaction)
        quoted = _quoted(interaction, message)
        if quoted.author_id == interaction.user.id:
            await self._offer(interaction, quoted)
            return
        token = self.waiting.put(interaction.guild_id or 0, quoted)
        await respond.send_card(interaction, consent_card(quoted, token), private=False)

    async def press(
        self, interaction: discord.Interaction[FootnoteBot], token: str, verb: str
    ) -> None:
        """Takes the author's answer, or shows a moderator what the message would change.

        Raises:
            NoLongerWaiting: the question is no longer open.
            NotAllowed: it is not theirs to press.
        """
        quoted = self.waiting.see(token, interaction.guild_id)
        if verb == "look":
            await require_moderator(interaction)
            if not quoted.agreed:
                raise NotAllowed(lazy_gettext("The author has not agreed yet."))
            await self._offer(interaction, quoted)
            return
        if interaction.user.id != quoted.author_id:
            raise NotAllowed(lazy_gettext("Only the author of the message can answer that."))
        self.waiting.drop(token)
        if verb == "no":
            await respond.replace_card(interaction, declined_card())
            return
        agreed = dataclasses.replace(quoted, agreed=True)
        token = self.waiting.put(interaction.guild_id or 0, agreed)
        await respond.replace_card(interaction, agreed_card(agreed, token))

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
