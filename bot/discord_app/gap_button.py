"""The buttons under the questions without an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.discord_app.persistent import UNREAD, PersistentItem

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_ID = "fng1:{what}:{page}"  # the number changes when what follows changes its meaning


class GapButton(
    PersistentItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"fng1:(?P<what>page|csv):(?P<page>[0-9]{1,4})",
):
    """Turns the page, or hands out the table.

    Attributes:
        what: ``page`` or ``csv``.
        page: which page to turn to, from 0.
    """

    def __init__(self, label: str, what: str, page: int, *, disabled: bool = False) -> None:
        custom_id = _ID.format(what=what, page=page)
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id, disabled=disabled))
        self.what = what
        self.page = page

    @classmethod
    def anew(cls, match: re.Match[str]) -> Self:
        """Makes the button from its id."""
        return cls(UNREAD, match["what"], int(match["page"]))

    async def pressed(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Turns the page, or hands out the table."""
        await interaction.client.insights.press(interaction, self.what, self.page)
