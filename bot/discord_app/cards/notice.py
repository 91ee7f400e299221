"""Short cards: an error, a hint, what the bot is."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.dialogue import REMEMBERED_S
from bot.discord_app.cards.frame import Card, Tone
from bot.discord_app.cards.limits import MAX_TEXT, clip
from bot.discord_app.cards.markup import escape_but_commands

_MINUTES = round(REMEMBERED_S / 60)
_HELP = (
    "Mention me with a question, as in “@Footnote how long is Kimi's context?”, or use `/ask`. "
    "`/labs` and `/themes` list what the documents speak of."
)


@dataclass(frozen=True, slots=True)
class Privacy:
    """What the bot keeps of a question, as the operator set it.

    Attributes:
        retention_days: days a question is kept; 0 where none is.
        keeps_user_ids: whether it is kept who asked.
        read_channels: ids of the channels in which the bot looks for questions that
            address nobody.
    """

    retention_days: int = 30
    keeps_user_ids: bool = False
    read_channels: tuple[int, ...] = ()


def error_card(words: str) -> Card:
    """Tells what went wrong and what to do.

    Args:
        words: the error's own words; what others wrote may be quoted in them.
    """
    shown = escape_but_commands(clip(words, MAX_TEXT // 2)).strip()
    return Card(Tone.BAD).text(shown or "…").done()


def hint_card(words: str) -> Card:
    """Tells something in passing. The words are ours and may hold markup."""
    return Card(Tone.NOTHING).text(words).done()


def help_card() -> Card:
    """For whoever mentions the bot and says nothing."""
    return Card(Tone.NEUTRAL).text(_HELP).done()


def about_card(version: str, privacy: Privacy) -> Card:
    """What the bot is, how to ask it, and what it keeps."""
    return (
        Card(Tone.NEUTRAL)
        .text(
            "## Footnote\n"
            "I answer questions from this community's documents, in their own words, and show "
            "where each sentence stands. What they do not cover I do not make up: I say so."
        )
        .line()
        .text(
            "**How to ask**\n"
            "- `/ask` a question, or mention me with one.\n"
            "- To go on, reply to my answer or press **Follow up**: “and its funding?”\n"
            "- `/lab` and `/theme` show everything on one subject; `/labs` and `/themes` list "
            "them. `/compare` puts two labs side by side.\n"
            "- Right-click a message › Apps › **Find sources for this**.\n"
            "- `/sources` lists the documents."
        )
        .line()
        .text("**Privacy**\n" + "\n".join(f"- {line}" for line in privacy_lines(privacy)))
        .text(f"-# Footnote {version}")
        .done()
    )


def privacy_lines(privacy: Privacy) -> tuple[str, str, str]:
    """Privacy in three lines, true to how this bot is set up."""
    days = privacy.retention_days
    kept = (
        f"Questions are kept for {days} day{'' if days == 1 else 's'}, to see what the documents "
        "lack, and then deleted."
        if days
        else "Questions are not kept."
    )
    if not days:
        who = "Who asked is not kept."
    elif privacy.keeps_user_ids:
        who = "Who asked is kept with them."
    else:
        who = (
            "Who asked is not kept: a code that changes with time stands for each member, so that "
            "members can be counted."
        )
    return (
        _read(privacy.read_channels),
        f"{kept} What you last spoke about I remember for {_MINUTES} minutes.",
        f"{who} Nothing is sent to another service.",
    )


def _read(channels: tuple[int, ...]) -> str:
    read = "I read only what is addressed to me: commands, mentions, replies and messages you pick."
    if not channels:
        return read
    named = ", ".join(f"<#{channel}>" for channel in channels[:5])
    more = f" and {len(channels) - 5} more" if len(channels) > 5 else ""
    return (
        f"{read} In {named}{more} I also look at each message for a question; only those I answer "
        "are kept."
    )
