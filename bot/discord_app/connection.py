"""Connecting to Discord: its refusals in words for the operator, and what is in flight."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import discord

from bot.core.errors import FootnoteError

# How discord.py names the tasks that handle what members do, in tree.py, view.py, modal.py
# and client.py. A task that is none of these may be dropped when the bot stops.
_HANDLING = (
    "CommandTree-invoker",
    "discord-ui-view-dispatch-",
    "discord-ui-dynamic-item-",
    "discord-ui-modal-dispatch-",
    "discord.py: on_interaction",
    "discord.py: on_message",
)

# The bot does not speak; its log need not say twice at every start that it cannot.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False


class ConnectionFailed(FootnoteError):
    """Discord refuses the bot, or cannot be reached."""


async def connect(bot: discord.Client, token: str) -> None:
    """Logs in and stays connected until the bot is closed.

    Raises:
        ConnectionFailed: the token is wrong, Discord refuses the connection for good, or it
            cannot be reached. Once connected, what passes is sat out.
    """
    try:
        await bot.start(token)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        raise _explained(error) from error


def _explained(error: Exception) -> ConnectionFailed:
    match error:
        case discord.LoginFailure():
            said = (
                "Discord does not accept the token. Copy it again from the Bot page of your "
                "application in Discord's developer portal, and set FOOTNOTE_TOKEN to it."
            )
        case discord.PrivilegedIntentsRequired():
            said = (
                "Discord refuses an intent the bot asks for. Turn it on on the Bot page of your "
                "application in Discord's developer portal."
            )
        case discord.ConnectionClosed():
            said = f"Discord closed the connection for good (code {error.code})."
        case discord.HTTPException():
            said = f"Discord answered {error.status}: {error.text or error.response.reason}."
        case discord.GatewayNotFound() | aiohttp.ClientError() | OSError():
            said = "Discord cannot be reached. Check the network, and Discord's status page."
        case _:
            said = f"Discord refused: {error}"
    return ConnectionFailed(" ".join(said.split()))


async def finish_in_flight(seconds: float) -> bool:
    """Waits until everything that members set going is done.

    Args:
        seconds: wait no longer than this.

    Returns:
        Whether all of it was done in time.
    """
    end = time.monotonic() + seconds
    while pending := _in_flight():
        left = end - time.monotonic()
        if left <= 0:
            return False
        await asyncio.wait(pending, timeout=left)
    return True


def _in_flight() -> set[asyncio.Task[object]]:
    current = asyncio.current_task()
    return {
        task
        for task in asyncio.all_tasks()
        if task is not current and task.get_name().startswith(_HANDLING)
    }
