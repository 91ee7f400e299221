"""What Discord lets the bot itself do in a channel, by the names moderators know it by."""

from __future__ import annotations

from typing import Any

import discord

from bot.core.language import lazy_gettext

_NEEDED = {
    # Translators: a permission, as Discord calls it in your language.
    "view_channel": lazy_gettext("View Channel"),
    # Translators: a permission, as Discord calls it in your language.
    "send_messages": lazy_gettext("Send Messages"),
    # Translators: a permission, as Discord calls it in your language.
    "send_messages_in_threads": lazy_gettext("Send Messages in Threads"),
    # Translators: a permission, as Discord calls it in your language.
    "read_message_history": lazy_gettext("Read Message History"),
    # Translators: a permission, as Discord calls it in your language.
    "attach_files": lazy_gettext("Attach Files"),
}


def name_of(permission: str) -> str:
    """What Discord calls a permission; one the bot does not need by itself in English.

    Args:
        permission: as discord.py calls it, such as ``send_messages``.
    """
    known = _NEEDED.get(permission)
    return str(known) if known else permission.replace("_", " ").title()


def missing_in(interaction: discord.Interaction[Any]) -> list[str]:
    """The names of the permissions that the bot needs and lacks where it is mentioned."""
    granted = interaction.app_permissions
    thread = isinstance(interaction.channel, discord.Thread)
    unneeded = "send_messages" if thread else "send_messages_in_threads"
    return [
        name_of(permission)
        for permission in _NEEDED
        if permission != unneeded and not getattr(granted, permission)
    ]
