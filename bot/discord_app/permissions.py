"""Who may change what the bot knows; asked at the moment of use, never remembered."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord

from bot.core.errors import NotAllowed
from bot.discord_app.options import BotOptions

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_log = logging.getLogger(__name__)


async def require_moderator(
    interaction: discord.Interaction[FootnoteBot], options: BotOptions
) -> None:
    """Lets moderators pass, and whoever owns the bot.

    Hiding a command is not enough: a server's settings can show it to anybody, and a role
    may have been lost since a card with buttons was made. Discord sends the permissions
    of whoever acts with every interaction.

    Raises:
        NotAllowed: the member may not, or the server may not.
    """
    if interaction.guild_id is None:
        raise NotAllowed("That works in a server only.")
    if not interaction.permissions.manage_guild:
        raise NotAllowed("You need the permission “Manage Server” for that.")
    if not options.moderator_guilds or interaction.guild_id in options.moderator_guilds:
        return
    if not await _is_owner(interaction):
        raise NotAllowed(
            "The documents are shared with other servers, and this server's moderators may not "
            "change them. Whoever runs the bot can allow it in its settings."
        )


async def _is_owner(interaction: discord.Interaction[FootnoteBot]) -> bool:
    try:
        return await interaction.client.is_owner(interaction.user)
    except discord.HTTPException as error:
        _log.warning("cannot find out who owns the bot: %s", type(error).__name__)
        return False
