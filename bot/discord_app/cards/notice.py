"""Short cards: an error, a hint, what the bot is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.dialogue import REMEMBERED_S
from bot.core.language import gettext, lazy_gettext, ngettext
from bot.discord_app.cards import phrases
from bot.discord_app.cards.frame import Card, Tone
from bot.discord_app.cards.limits import MAX_TEXT, clip
from bot.discord_app.cards.markup import escape_but_commands

_MINUTES = round(REMEMBERED_S / 60)
_MAX_CHANNELS = 5
_HELP = lazy_gettext(
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
    return Card(Tone.NEUTRAL).text(str(_HELP)).done()


def about_card(version: str, privacy: Privacy) -> Card:
    """What the bot is, how to ask it, and what it keeps."""
    card = Card(Tone.NEUTRAL)
    promise = gettext(
        "I answer questions from this community's documents, in their own words, and show where "
        "each sentence stands. What they do not cover I do not make up: I say so."
    )
    card.text(f"## Footnote\n{promise}").line()
    how, private = gettext("How to ask"), gettext("Privacy")
    card.text(f"**{how}**\n{_bullets(_ways_to_ask())}").line()
    card.text(f"**{private}**\n{_bullets(privacy_lines(privacy))}")
    return card.text(f"-# Footnote {version}").done()


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _ways_to_ask() -> list[str]:
    # Translators: an entry in the menu of a message; 32 characters at most.
    menu = gettext("Find sources for this")
    return [
        gettext("`/ask` a question, or mention me with one."),
        gettext(
            "To go on, reply to my answer or press **{button}**: “and its funding?”",
            button=gettext("Follow up"),
        ),
        gettext(
            "`/lab` and `/theme` show everything on one subject; `/labs` and `/themes` list them. "
            "`/compare` puts two labs side by side."
        ),
        # Translators: "Apps" is what Discord calls the menu; the entry is "Find sources for this".
        gettext("Right-click a message › Apps › **{entry}**.", entry=menu),
        gettext("`/sources` lists the documents."),
    ]


def privacy_lines(privacy: Privacy) -> tuple[str, str, str]:
    """Privacy in three lines, true to how this bot is set up."""
    days = privacy.retention_days
    if days:
        kept = ngettext(
            "Questions are kept for {n} day, to see what the documents lack, and then deleted.",
            "Questions are kept for {n} days, to see what the documents lack, and then deleted.",
            days,
        )
    else:
        kept = gettext("Questions are not kept.")
    remembered = ngettext(
        "What you last spoke about I remember for {n} minute.",
        "What you last spoke about I remember for {n} minutes.",
        _MINUTES,
    )
    if not days:
        who = gettext("Who asked is not kept.")
    elif privacy.keeps_user_ids:
        # Translators: "them" are the questions.
        who = gettext("Who asked is kept with them.")
    else:
        who = gettext(
            "Who asked is not kept: a code that changes with time stands for each member, so that "
            "members can be counted."
        )
    return (
        _read(privacy.read_channels),
        phrases.sentences(kept, remembered),
        phrases.sentences(who, gettext("Nothing is sent to another service.")),
    )


def _read(channels: tuple[int, ...]) -> str:
    read = gettext(
        "I read only what is addressed to me: commands, mentions, replies and messages you pick."
    )
    if not channels:
        return read
    named = [f"<#{channel}>" for channel in channels[:_MAX_CHANNELS]]
    more = len(channels) - len(named)
    also = gettext(
        "In {channels} I also look at each message for a question; only those I answer are kept.",
        channels=phrases.and_more(named, more) if more else phrases.joined(named),
    )
    return phrases.sentences(read, also)
