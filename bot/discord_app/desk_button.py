"""The buttons on moderators' cards. One dynamic item stands for all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.discord_app.persistent import UNREAD, PersistentItem

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_ID = "fnd1:{code}"  # the number changes when what follows changes its meaning


class DeskButton(
    PersistentItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"fnd1:(?P<code>[\w/-]{1,80})",
):
    """A button whose press changes something, or turns to another list.

    Attributes:
        code: what it does, as `desk_presses` reads it.
    """

    def __init__(
        self,
        label: str,
        code: str,
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        disabled: bool = False,
    ) -> None:
        custom_id = _ID.format(code=code)
        super().__init__(
            discord.ui.Button(label=label, custom_id=custom_id, style=style, disabled=disabled)
        )
        self.code = code

    @classmethod
    def anew(cls, match: re.Match[str]) -> Self:
        """Makes the button from its id."""
        return cls(UNREAD, match["code"])

    async def pressed(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Does what its code says."""
        await interaction.client.desk_presses.follow(interaction, self.code)
