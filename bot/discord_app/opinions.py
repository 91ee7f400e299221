"""What members think of an answer: two small buttons under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.core.language import lazy_gettext
from bot.discord_app.persistent import PersistentItem

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_ID = "fno1:{mark}:{passage}"  # the number changes when what follows changes its meaning
# Translators: a button beneath an answer; likewise "Not helpful".
_HELPFUL = lazy_gettext("Helpful")
_LABELS = {True: ("👍", _HELPFUL), False: ("👎", lazy_gettext("Not helpful"))}


class OpinionButton(
    PersistentItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"fno1:(?P<mark>[+-]):(?P<passage>.{1,60})",
):
    """Says that an answer was helpful, or that it was not; anybody who sees it may.

    Attributes:
        passage: the id of the passage that was the first source.
        helpful: which of the two.
    """

    def __init__(self, passage: str, *, helpful: bool) -> None:
        emoji, label = _LABELS[helpful]
        custom_id = _ID.format(mark="+" if helpful else "-", passage=passage)
        super().__init__(discord.ui.Button(emoji=emoji, label=str(label), custom_id=custom_id))
        self.passage = passage
        self.helpful = helpful

    @classmethod
    def anew(cls, match: re.Match[str]) -> Self:
        """Makes the button from its id."""
        return cls(match["passage"], helpful=match["mark"] == "+")

    async def pressed(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Takes the opinion down."""
        await interaction.client.presses.judge(interaction, self.passage, helpful=self.helpful)


def opinion_buttons(passage: str) -> list[OpinionButton]:
    """Both buttons."""
    return [OpinionButton(passage, helpful=True), OpinionButton(passage, helpful=False)]
