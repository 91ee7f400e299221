"""The buttons under the questions without an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.discord_app.buttons import label_of

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_ID = "fng1:{what}:{page}"  # the number changes when what follows changes its meaning


class GapButton(
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
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 - discord.py hands it over
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Makes the button anew from the id that Discord sends with a press."""
        return cls(label_of(item), match["what"], int(match["page"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hands the press over to the command it belongs to."""
        bot: FootnoteBot = interaction.client
        await bot.insights.press(interaction, self.what, self.page)
