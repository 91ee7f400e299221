"""What a card of ours is about, read back from the message it stands in.

Nothing is kept for a card: whoever presses its buttons, or replies to it, finds what it was
about on the card itself, also after a restart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.discord_app.cards.asked import Asked, read_question, read_subject
from bot.discord_app.cards.frame import QUESTION_ID, SUBJECT_ID
from bot.discord_app.targets import (
    Origin,
    StaleButton,
    ToAnswer,
    ToComparison,
    ToEntry,
    ToPassage,
    decode,
)

_CODE = re.compile(r"fn1:[0-9]{1,20}:(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class OnCard:
    """What stands on a card.

    Attributes:
        asked: the question, or None where it shows none.
        origin: the lab, theme or comparison it shows, if it does.
    """

    asked: Asked | None
    origin: ToEntry | ToComparison | None


def read_card(message: discord.Message | None) -> OnCard:
    """Reads a card; of a message that is none, nothing."""
    components = list(_walk(message.components if message else ()))
    texts = {c.id: c.content for c in components if isinstance(c, discord.TextDisplay)}
    question, subject = texts.get(QUESTION_ID), texts.get(SUBJECT_ID)
    asked = None
    if question is not None:
        asked = Asked(read_question(question), read_subject(subject) if subject else None)
    origins = (_origin(c) for c in components if isinstance(c, discord.Button))
    return OnCard(asked, next((o for o in origins if o is not None), None))


def _origin(button: discord.Button) -> ToEntry | ToComparison | None:
    """The lab, theme or comparison whose passages a button turns or reads around."""
    found = _CODE.fullmatch(button.custom_id or "")
    if found is None:
        return None
    try:
        target = decode(found[1])
    except StaleButton:
        return None
    origin: Origin | None = None
    match target:
        case ToPassage(_, _, origin):
            pass
        case ToEntry(_, _, int()) | ToComparison():
            origin = target
        case _:
            pass
    return None if isinstance(origin, ToAnswer) else origin


def _walk(components: Sequence[Any]) -> Iterator[discord.Component]:
    for component in components:
        yield component
        yield from _walk(getattr(component, "children", ()))
        accessory = getattr(component, "accessory", None)
        if accessory is not None:
            yield accessory
