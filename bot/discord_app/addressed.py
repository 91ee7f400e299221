"""What a message says to the bot, if it is meant for the bot at all."""

from __future__ import annotations

import re

import discord

_MARKUP = re.compile(
    r"""
      <(?:@[!&]?|\#)\d{15,21}>         # a member, role or channel
    | <a?:(?P<emoji>\w{1,64}):\d+>     # a custom emoji
    | <t:-?\d+(?::[tTdDfFRsS])?>       # a moment in time
    | </(?P<command>[^:<>]{1,100}):\d+>  # a command
    """,
    re.VERBOSE,
)


def question_in(message: discord.Message, bot_id: int) -> str | None:
    """The question a message puts to the bot.

    A reply to the bot notifies it as a mention would, and a mention of everyone or of one
    of its roles reaches it too; only its own name in the text, or a direct message, is
    taken as a question.

    Returns:
        The question, empty where there is only the mention; None where the message is not
        meant for the bot.
    """
    if message.type not in {discord.MessageType.default, discord.MessageType.reply}:
        return None
    names = (f"<@{bot_id}>", f"<@!{bot_id}>")
    content = message.content
    if message.guild is not None and not any(name in content for name in names):
        return None
    return plain(content)


def question_anywhere(message: discord.Message) -> str | None:
    """What a message says that addresses nobody; None where it is meant for somebody else."""
    ordinary = message.type in {discord.MessageType.default, discord.MessageType.reply}
    if not ordinary or message.mentions or message.role_mentions or message.mention_everyone:
        return None
    return plain(message.content)


def words_of(message: discord.Message) -> str:
    """The text of a message, wherever in it that stands."""
    texts = [message.content]
    for embed in message.embeds:
        texts += [embed.title or "", embed.description or ""]
    return plain(" ".join(texts))


def plain_lines(content: str) -> str:
    """Message text as `plain` makes it, line by line."""
    return "\n".join(plain(line) for line in content.splitlines()).strip()


def plain(content: str) -> str:
    """Message text as a reader would say it: mentions gone, custom emoji by their names."""
    spoken = _MARKUP.sub(lambda m: f" {m['emoji'] or m['command'] or ''} ", content)
    return " ".join(spoken.split())
