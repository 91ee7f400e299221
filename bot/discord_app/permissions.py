"""Who may change what the bot knows; asked at the moment of use, never remembered."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord

from bot.core.errors import NotAllowed, StoreError
from bot.core.keeping import Actor
from bot.core.language import lazy_gettext

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_log = logging.getLogger(__name__)


async def require_moderator(interaction: discord.Interaction[FootnoteBot]) -> None:
    """Lets this server's moderators pass: "Manage Server", or a role they named for it.

    Hiding a command is not enough: a server's settings can show it to anybody, and a role
    may have been lost since a card with buttons was made. Discord sends the permissions
    and roles of whoever acts with every interaction.

    Raises:
        NotAllowed: the member may not.
    """
    if interaction.guild_id is None:
        raise NotAllowed(lazy_gettext("That works in a server only."))
    if not await is_moderator(interaction):
        raise NotAllowed(
            lazy_gettext(
                "You need the permission “Manage Server” for that, or a role that this server's "
                "moderators have named for it."
            )
        )


def require_manager(interaction: discord.Interaction[FootnoteBot]) -> int:
    """Lets whoever manages the server pass; returns the server's id.

    A role that may moderate the knowledge is not enough: it could give itself more.

    Raises:
        NotAllowed: the member may not.
    """
    if interaction.guild_id is None:
        raise NotAllowed(lazy_gettext("That works in a server only."))
    if not interaction.permissions.manage_guild:
        raise NotAllowed(lazy_gettext("You need the permission “Manage Server” for that."))
    return interaction.guild_id


async def is_moderator(interaction: discord.Interaction[FootnoteBot]) -> bool:
    """Whether whoever acts may moderate this server's knowledge."""
    member = interaction.user
    if interaction.guild_id is None or not isinstance(member, discord.Member):
        return False
    if interaction.permissions.manage_guild:
        return True
    try:
        settings = await interaction.client.guild_settings.get(interaction.guild_id)
    except StoreError as error:
        _log.warning("cannot find out which roles may moderate: %s", error)
        return False
    return any(member.get_role(role) is not None for role in settings.moderator_roles)


async def require_shared(interaction: discord.Interaction[FootnoteBot]) -> None:
    """Lets moderators pass who may change what all servers share, and whoever owns the bot.

    Raises:
        NotAllowed: the member may not, or the server may not.
    """
    await require_moderator(interaction)
    if not await may_share(interaction):
        raise NotAllowed(
            lazy_gettext(
                "The documents are shared with other servers, and this server's moderators may "
                "not change them. Whoever runs the bot can allow it in its settings. What this "
                "server adds for itself is yours to change: `/knowledge add`."
            )
        )


async def may_share(interaction: discord.Interaction[FootnoteBot]) -> bool:
    """Whether this server's moderators may change what all servers share."""
    allowed = interaction.client.options.moderator_guilds
    return not allowed or interaction.guild_id in allowed or await _is_owner(interaction)


def actor_of(interaction: discord.Interaction[FootnoteBot]) -> Actor:
    """Whoever acts, as the history will name them."""
    return Actor(interaction.user.display_name, interaction.user.id)


async def _is_owner(interaction: discord.Interaction[FootnoteBot]) -> bool:
    try:
        return await interaction.client.is_owner(interaction.user)
    except discord.HTTPException as error:
        _log.warning("cannot find out who owns the bot: %s", type(error).__name__)
        return False
