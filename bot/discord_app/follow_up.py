"""The form behind "Follow up", and what is read from it.

The form is not kept: what is sent back brings the card along that it was opened from, so
that it works after a restart too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import discord

from bot.core.language import gettext
from bot.discord_app.cards.limits import MAX_QUESTION, clip
from bot.discord_app.oncard import OnCard

_FORM_ID = "fn1:follow-up"
_QUESTION_ID = "question"
_MAX_HINT = 100  # of what stands beneath a field's name, and of what stands in an empty field
_MAX_TITLE = 45  # of a form and of a field


def form(card: OnCard) -> discord.ui.Modal:
    """A form with one field, for a question about what stands on a card."""
    asked = card.asked.question if card.asked else ""
    field = discord.ui.TextInput[discord.ui.Modal](
        custom_id=_QUESTION_ID,
        placeholder=clip(gettext("For example: and its funding?"), _MAX_HINT),
        max_length=MAX_QUESTION,
    )
    # Translators: the question that is followed up, in small print above the next one.
    after = gettext("After: {question}", question=asked)
    modal = discord.ui.Modal(title=clip(gettext("Follow up"), _MAX_TITLE), custom_id=_FORM_ID)
    modal.add_item(
        discord.ui.Label[discord.ui.Modal](
            text=clip(gettext("Your question"), _MAX_TITLE),
            description=clip(after, _MAX_HINT) if asked else None,
            component=field,
        )
    )
    modal.stop()  # or discord.py would keep it until it is sent back, which may be never
    return modal


def is_form(interaction: discord.Interaction[Any]) -> bool:
    """Whether an interaction is a form of ours, sent back."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return False
    return _data(interaction).get("custom_id") == _FORM_ID


def question_of(interaction: discord.Interaction[Any]) -> str:
    """What was typed into the form."""
    for field in _fields(_data(interaction)):
        value: object = field.get("value")
        if field.get("custom_id") == _QUESTION_ID and isinstance(value, str):
            return value
    return ""


def _data(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", interaction.data or {})


def _fields(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield part
    inner = cast("Sequence[Mapping[str, Any]]", part.get("components") or ())
    for component in inner:
        yield from _fields(component)
    beneath = cast("Mapping[str, Any] | None", part.get("component"))
    if beneath is not None:
        yield from _fields(beneath)
