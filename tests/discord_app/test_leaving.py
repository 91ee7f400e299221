"""A server removes the bot: what it left is kept for a while, in case it thinks again."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from desk_stories import Scene, Server, play, press
from discord_app_stage import reply

from bot.core.keeping import GuildSettings
from bot.housekeeping import tidy

NOW = datetime.now(UTC)
ASKED = "when do ants march?"
SECRET = b"Ants march at noon"


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async for ready in play(tmp_path):
        await settle_in(ready, ready.here)
        yield ready


async def settle_in(scene: Scene, server: Server) -> None:
    """A moderator adds a document and decides something, a member asks."""
    own = ("own.md", b"# Ours\n\nAnts march at noon.")
    added = await server.moderator.slash(server.channel, "knowledge add", file=own)
    await press(server.moderator, reply(added), "Apply")
    assert "at noon" in await server.ask(ASKED)
    await scene.store.guild_settings.put(server.guild.id, GuildSettings(cooldown_seconds=1.0))
    await scene.store.questions.recent(1)


async def after(scene: Scene, days: float) -> None:
    """The housekeeping of so many days later."""
    here = {guild.id for guild in scene.bot.guilds}
    await tidy(scene.store, scene.bot.desk, here, NOW + timedelta(days=days))


async def left(scene: Scene, guild_id: int) -> list[str]:
    """The kinds of things that are kept of a server."""
    versions = await scene.bot.desk.history(guild_id, 1)
    trail = await scene.bot.desk.trail(guild_id, 1)
    settings = await scene.store.guild_settings.get(guild_id)
    asked = await scene.store.statistics.questions(guild_id, 1)
    found = {
        "versions": versions, "trail": trail, "settings": settings != GuildSettings(),
        "questions": asked,
    }  # fmt: skip
    return [name for name, kept in found.items() if kept]


def in_database(scene: Scene, words: bytes) -> bool:
    return any(words in file.read_bytes() for file in scene.folder.parent.glob("footnote.db*"))


async def test_what_a_server_left_goes_after_a_month_and_nothing_else_does(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    there = scene.add_server("Others")
    await settle_in(scene, there)
    gone = scene.here.guild.id
    everything = ["versions", "trail", "settings", "questions"]
    scene.env.backend.remove_guild(gone)
    await scene.env.settle()

    await after(scene, 0)
    await after(scene, 29.9)
    assert await left(scene, gone) == everything
    await after(scene, 30)

    assert await left(scene, gone) == []
    assert await left(scene, there.guild.id) == everything
    assert "at noon" in await there.ask(ASKED)
    assert len(await scene.bot.desk.history(None)) == 1
    assert "what they left is gone: 1" in caplog.text
    assert str(gone) not in caplog.text


async def test_a_server_that_invites_the_bot_again_in_time_finds_all_as_it_was(
    scene: Scene,
) -> None:
    gone = scene.here.guild.id
    scene.env.backend.remove_guild(gone)
    await scene.env.settle()
    await after(scene, 0)
    scene.env.backend._reserved_ids.discard(gone)  # simcord thinks that an id is used up
    scene.env.create_guild("Readers again", id=gone)
    await scene.env.settle()
    await after(scene, 29)
    assert await left(scene, gone) == ["versions", "trail", "settings", "questions"]
    await after(scene, 31)
    assert await left(scene, gone) == ["versions", "trail", "settings"], "questions go as always"
    scene.env.backend.remove_guild(gone)
    await scene.env.settle()
    await after(scene, 32)
    await after(scene, 61)
    assert await left(scene, gone) != [], "the month begins anew"


async def test_one_that_comes_back_too_late_begins_anew(scene: Scene) -> None:
    """Neither the index nor the settings that are still in memory tell what was deleted."""
    gone = scene.here.guild.id
    scene.env.backend.remove_guild(gone)
    await scene.env.settle()
    await after(scene, 0)
    await after(scene, 30)
    assert not in_database(scene, b"cooldown_seconds")
    snapshot = await scene.bot.shelves.snapshot(gone)
    assert snapshot is scene.bot.shelves.library.current
    assert (await scene.bot.rules.of(gone)).cooldown_seconds is None


async def test_what_servers_there_are_is_not_known_before_the_bot_is_connected(
    scene: Scene,
) -> None:
    """Nobody's documents go for that Discord is down when the bot starts."""
    await tidy(scene.store, scene.bot.desk, None, NOW)
    await tidy(scene.store, scene.bot.desk, None, NOW + timedelta(days=99))
    assert "versions" in await left(scene, scene.here.guild.id)


async def test_a_question_that_was_not_answered_in_a_day_is_in_no_file(scene: Scene) -> None:
    here = scene.here
    message = await here.member.send(here.channel, "The circle meets on Thursdays.")
    await here.moderator.context_menu(here.channel, "Answer from this", message)
    assert in_database(scene, b"on Thursdays")
    await after(scene, 0.99)
    assert in_database(scene, b"on Thursdays")
    await after(scene, 1.01)
    assert not in_database(scene, b"on Thursdays")


async def test_what_cannot_be_deleted_now_is_tried_again(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    gone = scene.here.guild.id
    scene.env.backend.remove_guild(gone)
    await scene.env.settle()
    await after(scene, 0)
    with sqlite3.connect(scene.folder.parent / "footnote.db") as database:
        database.execute("ALTER TABLE feedback RENAME TO away")
    await after(scene, 31)
    assert "what is over could not be deleted" in caplog.text
    assert "versions" in await left(scene, gone), "all or nothing"
    with sqlite3.connect(scene.folder.parent / "footnote.db") as database:
        database.execute("ALTER TABLE away RENAME TO feedback")
    await after(scene, 31)
    assert await left(scene, gone) == []
