"""What a message says to the bot, if it is meant for the bot at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
_ASKS = re.compile(
    r"""
      [?？؟]
    | ^\W*(?:and|but|also|so|then|or)?\W*\b
      (?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|am|do|does|did|can|could
       |has|have|had|will|would|should|may|tell|show|explain|list|compare|describe|find|give)\b
    | ^\W*(?:und|aber|oder|dann|y|pero|entonces)?\W*\b
      (?:wer|wen|wem|wessen|wann|warum|wieso|weshalb|wie|wieviele?|welche[mnrs]?|wo|woher|wohin
       |womit|wofür|gibt|habt|könnt|zeig|nenn|erkläre?|erzähl
       |quién(?:es)?|quien(?:es)?|cuándo|dónde|cómo|cu[aá]l(?:es)?|cu[aá]nt[oa]s?|dime)\b
    | ^\W*(?:and|or|und|y)\s+\w
    | [吗嗎呢]\s*$ | 什么|什麼|怎么|怎麼|谁|誰|哪|几|幾|多少|为何|為何|如何
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SMALL_TALK = re.compile(
    r"\W*(?:thanks?|thx|ty|cheers|nice|great|good|cool|ok|okay|wow|lol|haha|yes|yeah|no|nope"
    r"|right|sorry|hi|hello|hey|bye|danke|super|klasse|prima|genau|ja|nein|hallo|tschüss"
    r"|gracias|vale|perfecto|genial|sí|claro|hola|adiós|谢谢|謝謝|好的)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Addressed:
    """What a message says to the bot.

    Attributes:
        question: what is asked; empty where there is only the bot's name.
        card: the message of the bot's that it replies to, if any.
        by_name: whether the bot is named, or it is a direct message. Otherwise it is a
            reply that pings the bot, which need not be a question.
    """

    question: str
    card: discord.Message | None = None
    by_name: bool = True


def read_message(message: discord.Message, bot_id: int) -> Addressed | None:
    """Reads what a message says to the bot; None where it is not meant for the bot.

    Meant for it are its name in the text, direct messages, and replies that ping it.
    Without the privileged intent Discord sends the content of just these, and of replies
    only to messages that answer no command: the reply to a card of `/ask` brings a content
    only if the bot is named. A mention of everyone or of a role of the bot's reaches it as
    well, and is no question.
    """
    if message.type not in {discord.MessageType.default, discord.MessageType.reply}:
        return None
    content = message.content
    replied_to = message.reference.resolved if message.reference else None
    ours = isinstance(replied_to, discord.Message) and replied_to.author.id == bot_id
    card = replied_to if isinstance(replied_to, discord.Message) and ours else None
    named = any(name in content for name in (f"<@{bot_id}>", f"<@!{bot_id}>"))
    if named or message.guild is None:
        return Addressed(plain(content), card)
    pinged = any(user.id == bot_id for user in message.mentions)
    if card is None or not pinged or not plain(content):
        return None
    return Addressed(plain(content), card, by_name=False)


def is_question(words: str) -> bool:
    """Whether words said in reply ask for something, or are but thanks and the like."""
    return bool(_ASKS.search(words))


def is_small_talk(words: str) -> bool:
    """Whether words said in reply begin as thanks and the like do."""
    return bool(_SMALL_TALK.match(words))


def question_anywhere(message: discord.Message) -> str | None:
    """What a message says that addresses nobody; None where it is meant for somebody else."""
    ordinary = message.type in {discord.MessageType.default, discord.MessageType.reply}
    if not ordinary or message.mentions or message.role_mentions or message.mention_everyone:
        return None
    return plain_lines(message.content)


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
