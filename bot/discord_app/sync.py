"""Registering the commands with Discord: on deploy, or when their definition has changed.

Discord allows 200 new commands a day and server, and shows commands anew to everybody
after each registration; a bot that registers at every start runs into both.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Registration:
    """How commands are registered when the bot starts.

    Attributes:
        load: reads the checksum of what was registered last, or None.
        save: keeps the checksum of what has been registered now.
        force: register in any case.
    """

    load: Callable[[], Awaitable[str | None]]
    save: Callable[[str], Awaitable[None]]
    force: bool = False


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What came of it.

    Attributes:
        synced: whether the commands were registered anew.
        commands: how many there are.
        checksum: of their definition, and of where they are registered.
    """

    synced: bool
    commands: int
    checksum: str


async def sync_commands(
    tree: app_commands.CommandTree[Any], registration: Registration, guild_id: int | None
) -> SyncReport:
    """Registers the commands, unless they are registered already as they are now.

    Args:
        tree: the commands.
        registration: what was registered last, and whether to register in any case.
        guild_id: register in this server only, or None for everywhere.

    Raises:
        discord.HTTPException: Discord refuses or cannot be reached; nothing is kept, so
            that the next start tries again.
    """
    guild = discord.Object(guild_id) if guild_id is not None else None
    if guild is not None:
        tree.copy_global_to(guild=guild)
    payload = await definitions(tree, guild)
    checksum = checksum_of(payload, tree.client.application_id, guild_id)
    if not registration.force and await registration.load() == checksum:
        return SyncReport(synced=False, commands=len(payload), checksum=checksum)
    await tree.sync(guild=guild)
    await registration.save(checksum)
    where = "everywhere" if guild_id is None else f"in server {guild_id}"
    _log.info("registered %d commands %s", len(payload), where)
    return SyncReport(synced=True, commands=len(payload), checksum=checksum)


async def definitions(
    tree: app_commands.CommandTree[Any], guild: discord.Object | None = None
) -> list[dict[str, Any]]:
    """What is sent to Discord for each command, in an order that does not change."""
    translator = tree.translator
    commands: list[dict[str, Any]] = [
        await command.get_translated_payload(tree, translator)
        if translator
        else command.to_dict(tree)
        for kind in discord.AppCommandType
        for command in tree.get_commands(guild=guild, type=kind)
    ]
    return sorted(commands, key=lambda command: (command["type"], command["name"]))


def texts_of(payload: Sequence[Mapping[str, Any]]) -> list[str]:
    """What members read of commands: descriptions, choices and the names of context menus."""
    found: list[str] = []
    for part in payload:
        found.append(part.get("description") or part["name"])  # a context menu has a name alone
        found += [choice["name"] for choice in part.get("choices", ())]
        found += texts_of(part.get("options", ()))
    return found


def checksum_of(
    payload: list[dict[str, Any]], application_id: int | None, guild_id: int | None
) -> str:
    """SHA-256 of what is registered, by which application and where, in hexadecimal."""
    whole = {"application": application_id, "guild": guild_id, "commands": payload}
    written = json.dumps(whole, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()
