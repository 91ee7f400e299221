"""Answering an interaction, whatever state it is in."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Coroutine
from typing import Any, TypeVar

import discord

from bot.discord_app.cards.frame import Card, Report
from bot.discord_app.cards.notice import hint_card

T = TypeVar("T")

_ANSWERED = "footnote answered"
_PRIVATE = "footnote private"
PATIENCE_S = 1.5  # Discord waits three seconds; half of it is left for the network


async def patiently(
    interaction: discord.Interaction[Any], work: Coroutine[Any, Any, T], *, private: bool
) -> T:
    """Waits for work, and asks Discord for more time where it takes long.

    Args:
        interaction: what is to be answered with the outcome; a press of a button is
            answered by editing its card unless `private`.
        work: what may take long.
        private: whether only whoever asked will see the answer.

    Returns:
        What the work returned.
    """
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=PATIENCE_S)
        if not done and not interaction.response.is_done():
            is_press = interaction.type is discord.InteractionType.component
            await defer(interaction, private=private, thinking=private or not is_press)
        return await task
    finally:
        task.cancel()


async def defer(
    interaction: discord.Interaction[Any], *, private: bool, thinking: bool = True
) -> None:
    """Asks Discord for more time: fifteen minutes instead of three seconds.

    Args:
        interaction: what is to be answered.
        private: whether only whoever asked will see the answer.
        thinking: show that an answer is coming; for a button False edits its card later.
    """
    interaction.extras[_PRIVATE] = private
    await interaction.response.defer(ephemeral=private, thinking=thinking)


async def send_card(
    interaction: discord.Interaction[Any],
    card: Card,
    *,
    private: bool,
    attachment: tuple[str, str | bytes] | None = None,
) -> None:
    """Answers with a card, also where the answer had been deferred.

    Args:
        interaction: what is answered.
        card: with what.
        private: whether only whoever asked sees it; a deferred answer is as it was deferred.
        attachment: a file's name and contents.
    """
    files = [_file(*attachment)] if attachment else []
    if interaction.response.is_done():
        await interaction.edit_original_response(view=card, attachments=files)
    else:
        await interaction.response.send_message(view=card, ephemeral=private, files=files)
    interaction.extras[_ANSWERED] = True


async def send_report(interaction: discord.Interaction[Any], report: Report) -> None:
    """Answers with a card and its file, for whoever asked alone."""
    await send_card(interaction, report.card, private=True, attachment=report.file)


async def replace_card(interaction: discord.Interaction[Any], card: Card) -> None:
    """Shows another card in place of the one whose button was pressed."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=card)
    else:
        await interaction.response.edit_message(view=card)


async def send_trouble(interaction: discord.Interaction[Any], card: Card) -> None:
    """Shows an error to whoever asked and to nobody else, in whatever state things are."""
    response = interaction.response
    if not response.is_done():
        await response.send_message(view=card, ephemeral=True)
        return
    deferred = response.type is discord.InteractionResponseType.deferred_channel_message
    waiting = deferred and not interaction.extras.get(_ANSWERED)
    if waiting and interaction.extras.get(_PRIVATE):
        await interaction.edit_original_response(view=card)
    elif waiting:
        # The first thing that follows a deferral takes its place and is as public as it. So
        # something takes it, the error follows for the asker alone, and then that goes.
        await interaction.edit_original_response(view=hint_card("…"))
        await interaction.followup.send(view=card, ephemeral=True)
        await interaction.delete_original_response()
    else:
        await interaction.followup.send(view=card, ephemeral=True)


def _file(name: str, contents: str | bytes) -> discord.File:
    data = contents.encode("utf-8", "replace") if isinstance(contents, str) else contents
    return discord.File(io.BytesIO(data), filename=name)
