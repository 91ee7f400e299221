"""What all buttons and menus on cards have in common: they work after a restart, too.

discord.py calls such an item a *dynamic item*. What it is and does stands in its custom id,
and discord.py makes it anew from there when somebody presses it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.discord_app.beginning import handling

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

UNREAD = "…"
"""The label of an item that was made anew. The card keeps its own; nobody gets to see this."""


class PersistentItem:
    """Goes before `discord.ui.DynamicItem` among the bases of a button or menu.

    That needs a template for the custom id, and these two methods.
    """

    @classmethod
    def anew(cls, match: re.Match[str]) -> Self:
        """Makes the item from its custom id, as the template takes it apart."""
        raise NotImplementedError

    async def pressed(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Does what the item is for; errors are told to whoever pressed it."""
        raise NotImplementedError

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        _item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Called by discord.py when the item was pressed."""
        return cls.anew(match)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Called by discord.py next."""
        async with handling(interaction):
            await self.pressed(interaction)
