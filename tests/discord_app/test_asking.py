"""A member asks; the card shows what stands in the documents, and where."""

from __future__ import annotations

import discord
import pytest
from discord_app_stage import Stage, buttons, shown

from bot.core.model import Outcome


async def test_a_member_asks_and_sees_the_sentence_and_its_source(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "ask", question="how long is Kimi's context?")
    card = shown(result.response)
    assert not result.response.ephemeral
    assert "how long is Kimi's context?" in card
    assert "two million characters" in card
    print(card)
    assert "[Notes on models › Models › Kimi](<https://example.org/models#:~:text=" in card
