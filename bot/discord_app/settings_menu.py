"""The menus of the settings panel. One dynamic item stands for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.core.language import lazy_gettext
from bot.discord_app.persistent import UNREAD, PersistentItem

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_ID = "fns1:{kind}"  # the number changes when what follows changes its meaning
_MOST = 25  # Discord's limit for a menu


class MenuKind(StrEnum):
    """What a menu sets."""

    ROLES = "roles"
    CHANNELS = "channels"
    AUTO = "auto"
    PRIVATE = "private"
    PAUSE = "pause"
    RETENTION = "retention"
    LANGUAGE = "language"


_PLACEHOLDERS = {
    MenuKind.ROLES: lazy_gettext("No role beside Manage Server"),
    MenuKind.CHANNELS: lazy_gettext("Everywhere"),
    MenuKind.AUTO: lazy_gettext("Nowhere"),
}
_CHANNEL_TYPES = {
    MenuKind.CHANNELS: [
        discord.ChannelType.text,
        discord.ChannelType.news,
        discord.ChannelType.voice,
        discord.ChannelType.forum,
    ],
    MenuKind.AUTO: [discord.ChannelType.text, discord.ChannelType.forum],
}


class SettingsMenu(
    PersistentItem,
    discord.ui.DynamicItem[discord.ui.Select[Any]],
    template=r"fns1:(?P<kind>roles|channels|auto|private|pause|retention|language)",
):
    """A menu for one setting. Whoever chooses in it is checked when they do.

    Attributes:
        kind: what it sets.
    """

    def __init__(
        self,
        kind: MenuKind,
        *,
        chosen: Iterable[int] = (),
        options: Sequence[discord.SelectOption] = (),
        disabled: bool = False,
    ) -> None:
        super().__init__(_menu(kind, sorted(chosen)[:_MOST], options, disabled=disabled))
        self.kind = kind

    @classmethod
    def anew(cls, match: re.Match[str]) -> Self:
        """Makes the menu from its id."""
        return cls(MenuKind(match["kind"]), options=[discord.SelectOption(label=UNREAD)])

    async def pressed(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Changes the setting to what was chosen."""
        data: dict[str, Any] = dict(interaction.data or {})
        values = [str(value) for value in data.get("values", ())]
        await interaction.client.settings_panel.choose(interaction, self.kind, values)


def _menu(
    kind: MenuKind, chosen: list[int], options: Sequence[discord.SelectOption], *, disabled: bool
) -> Any:  # noqa: ANN401 - three classes of menus that have no useful base
    custom_id = _ID.format(kind=kind.value)
    if kind is MenuKind.ROLES:
        return discord.ui.RoleSelect[Any](
            custom_id=custom_id,
            placeholder=str(_PLACEHOLDERS[kind]),
            min_values=0,
            max_values=_MOST,
            default_values=[discord.Object(one, type=discord.Role) for one in chosen],
        )
    if kind in _CHANNEL_TYPES:
        return discord.ui.ChannelSelect[Any](
            custom_id=custom_id,
            placeholder=str(_PLACEHOLDERS[kind]),
            channel_types=_CHANNEL_TYPES[kind],
            min_values=0,
            max_values=_MOST,
            default_values=[discord.Object(one, type=discord.TextChannel) for one in chosen],
            disabled=disabled,
        )
    return discord.ui.Select[Any](custom_id=custom_id, options=list(options), disabled=disabled)
