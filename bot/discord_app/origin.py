"""Where a question comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a question comes from.

    Attributes:
        surface: ``ask``, ``lab``, ``theme``, ``compare``, ``mention``, ``follow-up`` or
            ``menu``.
        user_id: who asks.
        guild_id: in which server, or None in a direct message.
        channel_id: in which channel, or None where that does not matter.
        private: whether only whoever asks sees the answer.
    """

    surface: str
    user_id: int
    guild_id: int | None
    channel_id: int | None = None
    private: bool = False

    @classmethod
    def of(
        cls, interaction: discord.Interaction[Any], surface: str, *, private: bool = False
    ) -> Origin:
        """The origin of an interaction."""
        user = interaction.user.id
        return cls(surface, user, interaction.guild_id, interaction.channel_id, private)
