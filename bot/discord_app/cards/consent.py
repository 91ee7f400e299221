"""Asking the author of a message whether it may become a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.core.language import gettext
from bot.discord_app.cards.frame import Card, Tone
from bot.discord_app.cards.limits import clip, fit
from bot.discord_app.cards.markup import inline, pieces
from bot.discord_app.desk_button import DeskButton

if TYPE_CHECKING:
    from bot.discord_app.consents import Quoted

_ROOM = 2400
_MAX_NAME = 60


def consent_card(quoted: Quoted, token: str) -> Card:
    """The question to the author, with all that they agree to.

    Args:
        quoted: the message.
        token: the name under which the question waits.
    """
    text = fit(pieces(quoted.text), _ROOM).text
    return (
        Card(Tone.NEUTRAL)
        .text(
            f"<@{quoted.author_id}>: "
            + gettext(
                "{name} would like me to answer from [your message](<{url}>). Do you agree?",
                name=inline(clip(quoted.asked_by, _MAX_NAME)),
                url=quoted.url,
            )
        )
        .text("\n".join(f"> {line}" for line in text.split("\n")))
        .text(
            gettext(
                "It would become a document of this server, with your name and a link to the "
                "message: everybody here could find and read it, until a moderator removes it. "
                "Only you can answer. Without an answer within a day, nothing is kept."
            )
        )
        .row(
            [
                DeskButton(gettext("I agree"), f"c/{token}/yes", style=discord.ButtonStyle.success),
                # Translators: a button: I do not agree.
                DeskButton(gettext("No"), f"c/{token}/no"),
            ]
        )
        .done()
    )


def agreed_card(quoted: Quoted, token: str) -> Card:
    """That the author agreed, with the way on for a moderator."""
    return (
        Card(Tone.GOOD)
        .text(
            gettext(
                "{name} agrees. A moderator can now look at what [the message](<{url}>) would "
                "change.",
                name=inline(clip(quoted.author, _MAX_NAME)),
                url=quoted.url,
            )
        )
        .row(
            [
                DeskButton(
                    gettext("Look at it"), f"c/{token}/look", style=discord.ButtonStyle.primary
                )
            ]
        )
        .done()
    )


def declined_card() -> Card:
    """That the author declined."""
    words = gettext("The author does not agree. Nothing is kept of it.")
    return Card(Tone.NOTHING).text(words).done()
