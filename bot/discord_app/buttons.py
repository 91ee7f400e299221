"""The buttons on cards: what they look like, and how a press finds its way.

One dynamic item stands for all of them. Its id says who the card belongs to and where the
button leads; what happens then stands in `presses`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.core.model import Entry
from bot.discord_app.cards.limits import MAX_LABEL, clip
from bot.discord_app.cards.markup import clean
from bot.discord_app.persistent import UNREAD, PersistentItem
from bot.discord_app.targets import MAX_ID, Target, ToEntry, encode, token_of

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_ID = "fn1:{asker}:{code}"  # the number changes when what follows changes its meaning


class CardButton(
    PersistentItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"fn1:(?P<asker>[0-9]{1,20}):(?P<code>.+)",
):
    """A button that leads from one card to another.

    Attributes:
        asker: the user id of whoever the card belongs to.
        code: where it leads, as `targets.encode` wrote it.
    """

    def __init__(
        self,
        label: str,
        asker: int,
        code: str,
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        disabled: bool = False,
    ) -> None:
        custom_id = _ID.format(asker=asker, code=code)
        if len(custom_id) > MAX_ID:
            raise ValueError(f"a button's id is longer than {MAX_ID} characters: {custom_id}")
        super().__init__(
            discord.ui.Button(label=label, custom_id=custom_id, style=style, disabled=disabled)
        )
        self.asker = asker
        self.code = code

    @classmethod
    def anew(cls, match: re.Match[str]) -> Self:
        """Makes the button from its id."""
        return cls(UNREAD, int(match["asker"]), match["code"])

    async def pressed(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Leads to where it leads."""
        await interaction.client.presses.follow(interaction, self.asker, self.code)


def leading_to(target: Target, label: str, asker: int, *, primary: bool = False) -> CardButton:
    """A button that leads to a target."""
    style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary
    return CardButton(label, asker, encode(target), style=style)


def leading_nowhere(label: str, asker: int, way: str) -> CardButton:
    """A gray button for a way that ends here; a row keeps its shape with it.

    Args:
        label: what stands on it.
        asker: the user id of whoever the card belongs to.
        way: which way, told apart from the others on the card in any language.
    """
    return CardButton(label, asker, f"none/{way}", disabled=True)


def to_entries(entries: tuple[Entry, ...], asker: int) -> list[CardButton]:
    """A button for each lab or theme, five at most: what one row holds."""
    return [
        leading_to(
            ToEntry(entry.kind, token_of(entry)),
            clip(clean(entry.name) or entry.id, MAX_LABEL),
            asker,
        )
        for entry in entries[:5]
    ]
