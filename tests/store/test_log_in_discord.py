"""A member asks in Discord; the bot takes it down, and nothing hangs on the writing."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import discord
import pytest
import simcord
from asking import opened, questions_in
from discord import app_commands

from bot.core.ports import QuestionRecord
from bot.core.questions import Outcome
from bot.store import Store


class AskingBot(discord.Client):
    """The smallest bot that takes questions down as ours does, from a command's callback."""

    def __init__(self, store: Store) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none()
        )
        self.store = store
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(
            app_commands.Command(name="ask", description="Asks.", callback=self._ask)
        )
        self.tree.add_command(
            app_commands.Command(name="recent", description="Reads.", callback=self._recent)
        )

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def _ask(self, interaction: discord.Interaction, question: str) -> None:
        self.store.questions.record(
            QuestionRecord(
                asked_at=datetime.now(UTC),
                question=question,
                outcome=Outcome.NOT_COVERED,
                passages=(),
                took_ms=0.5,
                surface="ask",
                guild_id=interaction.guild_id,
                user_id=interaction.user.id,
            )
        )
        await interaction.response.send_message("Not covered.")

    async def _recent(self, interaction: discord.Interaction) -> None:
        asked = await questions_in(self.store)
        await interaction.response.send_message(", ".join(asked), ephemeral=True)


async def test_each_question_is_written_by_the_time_the_bot_has_settled(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = await opened(sqlite_url)
    bot = AskingBot(store)
    async with simcord.run(bot) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("general")
        alice = guild.add_member(env.create_user("alice"))
        for number in range(3):
            await alice.slash(channel, "ask", question=f"llama {number}?")
            with closing(sqlite3.connect(tmp_path / "data/footnote.db")) as file:
                count = file.execute("SELECT count(*) FROM questions").fetchone()
            assert count == (number + 1,)
        result = await alice.slash(channel, "recent")
        assert result.response is not None
        assert result.response.content == "llama 2?, llama 1?, llama 0?"
        await env.advance_time(3600)
    await store.close()


async def test_a_member_is_answered_at_once_though_the_database_is_stuck(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = await opened(f"{sqlite_url}?timeout=0.5")
    bot = AskingBot(store)
    async with simcord.run(bot) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("general")
        alice = guild.add_member(env.create_user("alice"))
        with closing(sqlite3.connect(tmp_path / "data/footnote.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            started = time.perf_counter()
            result = await alice.slash(channel, "ask", question="llama?")
            assert time.perf_counter() - started < 4
        assert result.response is not None
        assert result.response.content == "Not covered."
        assert "The question log cannot be written" in caplog.text
        await alice.slash(channel, "ask", question="alpaca?")
        assert await questions_in(store) == ["alpaca?", "llama?"]
    await store.close()
