"""A moderator reloads the documents and sees what is served; nobody else does."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import discord
import pytest
import simcord
from discord_app_stage import (
    MODELS,
    Folder,
    Notebook,
    Stage,
    callbacks,
    document,
    on_stage,
    reply,
    shown,
)

from bot.core.errors import NotAllowed, Problem, ReadingError
from bot.core.keeping import Actor
from bot.core.library import Library
from bot.discord_app.client import FootnoteBot
from bot.discord_app.options import BotOptions


async def test_a_reload_counts_what_changed_and_serves_it(stage: Stage, folder: Folder) -> None:
    folder.documents[0] = document(
        "models.md", MODELS.replace("two million", "three million"), title="Notes on models"
    )
    folder.documents[1] = document("visas.md", "# Visas\nVisas are hard to get.")
    result = await stage.moderator.slash(stage.channel, "knowledge reload", now=True)
    card = shown(reply(result))
    assert callbacks(stage)[-1] == 5
    assert reply(result).ephemeral
    assert "## Reloaded" in card
    assert "- Documents: 1 added, 1 changed, and 1 removed" in card
    assert "- Passages: 1 added, 1 changed, and 2 removed" in card
    assert "Serving 2 documents with 7 passages now" in card
    asked = await stage.member.slash(stage.channel, "ask", question="how long is Kimi's context?")
    assert "three million" in shown(reply(asked))


async def test_a_broken_file_is_named_with_its_line_and_the_rest_is_served(
    stage: Stage, folder: Folder
) -> None:
    folder.problems = [
        Problem("notes/old.txt", None, "is not UTF-8; save it as UTF-8"),
        Problem("catalog.toml", 12, "is no list", key="lab.moonshot.aliases"),
    ]
    result = await stage.moderator.slash(stage.channel, "knowledge reload", now=True)
    card = shown(reply(result)).replace("\\", "")
    assert "2 problems" in card
    assert "- catalog.toml:12: lab.moonshot.aliases: is no list" in card
    assert "- notes/old.txt: is not UTF-8; save it as UTF-8" in card
    status = await stage.moderator.slash(stage.channel, "knowledge status")
    assert "- notes/old.txt: is not UTF-8" in shown(reply(status)).replace("\\", "")


async def test_many_problems_come_as_a_file(stage: Stage, folder: Folder) -> None:
    folder.problems = [Problem(f"{n:03}.md", n, "is broken in a long way " * 5) for n in range(99)]
    result = await stage.moderator.slash(stage.channel, "knowledge reload", now=True)
    assert "99 problems" in shown(reply(result))
    (attached,) = reply(result).attachments
    assert attached.filename == "changes.txt"
    listed = (await attached.read()).decode().splitlines()
    assert [line for line in listed if "is broken" in line] == [str(p) for p in folder.problems]
    status = await stage.moderator.slash(stage.channel, "knowledge status")
    assert [a.filename for a in reply(status).attachments] == ["problems.txt"]


async def test_a_failed_reload_says_why_and_the_old_library_serves_on(
    stage: Stage, folder: Folder
) -> None:
    def fail() -> None:
        raise ReadingError("The folder `knowledge` cannot be read. Check its permissions.")

    folder.before_reading = fail
    result = await stage.moderator.slash(stage.channel, "knowledge reload")
    card = shown(reply(result))
    assert "## Not done" in card
    assert "Check its permissions" in card
    assert "2 documents with 8 passages are served as before" in card
    asked = await stage.member.slash(stage.channel, "ask", question="how long is Kimi's context?")
    assert "two million" in shown(reply(asked))


async def test_a_reload_that_fails_unforeseen_gives_a_number_and_no_secret(
    stage: Stage, folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("password=hunter2")

    folder.before_reading = fail
    result = await stage.moderator.slash(stage.channel, "knowledge reload")
    card = shown(reply(result))
    assert "hunter2" not in card
    assert "are served as before" in card
    number = card.split("this number: ")[1][:8]
    assert f"[{number}]" in caplog.text


async def test_a_second_reload_at_the_same_time_is_told_of_the_first(
    stage: Stage, folder: Folder
) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        reading.set()
        go_on.wait(5)

    folder.before_reading = wait
    first = asyncio.create_task(stage.bot.desk.prepare_reload(by=Actor("zoe")))
    await asyncio.to_thread(reading.wait, 5)
    result = await stage.moderator.slash(stage.channel, "knowledge reload")
    go_on.set()
    await first
    assert "A reload is under way already by zoe" in shown(reply(result))


async def test_a_first_load_that_has_not_ended_can_be_repaired(
    make_bot: Callable[[], FootnoteBot], library: Library, folder: Folder, notebook: Notebook
) -> None:
    def fail() -> None:
        raise ReadingError("The folder is gone.")

    folder.before_reading = fail
    async for stage in on_stage(make_bot(), library, folder, notebook):
        failed = await stage.moderator.slash(stage.channel, "knowledge reload")
        assert "Nothing is served yet" in shown(reply(failed))
        folder.before_reading = lambda: None
        result = await stage.moderator.slash(stage.channel, "knowledge reload")
        assert "Documents: 2 added" in shown(reply(result))


async def test_status_shows_what_is_served(stage: Stage) -> None:
    result = await stage.moderator.slash(stage.channel, "knowledge status")
    card = shown(reply(result))
    assert reply(result).ephemeral
    assert "Serving 2 documents with 8 passages" in card
    assert "3 labs, 2 themes" in card


async def test_members_do_not_see_the_commands(stage: Stage) -> None:
    assert not any("knowledge" in name for name in stage.member.available_commands(stage.channel))
    assert "knowledge reload" in stage.moderator.available_commands(stage.channel)


async def test_a_member_who_reaches_the_command_all_the_same_is_refused(stage: Stage) -> None:
    # A server's settings can show a hidden command to anybody.
    commands = await stage.bot.tree.fetch_commands()
    (knowledge,) = [command for command in commands if command.name == "knowledge"]
    stage.guild.set_command_permissions(knowledge, {stage.member: True})
    for command in ("knowledge reload", "knowledge status"):
        result = await stage.member.slash(stage.channel, command)
        assert reply(result).ephemeral
        assert "Manage Server" in shown(reply(result))
        simcord.assert_error(stage.env, NotAllowed)


async def test_a_moderator_who_has_lost_the_role_is_refused(stage: Stage) -> None:
    commands = await stage.bot.tree.fetch_commands()
    (knowledge,) = [command for command in commands if command.name == "knowledge"]
    stage.guild.set_command_permissions(knowledge, {stage.moderator: True})
    allowed = await stage.moderator.slash(stage.channel, "knowledge status")
    assert "## Library" in shown(reply(allowed))
    stage.env.backend.get_guild(stage.guild.id).members[stage.moderator.id].role_ids.clear()
    refused = await stage.moderator.slash(stage.channel, "knowledge status")
    assert "Manage Server" in shown(reply(refused))
    simcord.assert_error(stage.env, NotAllowed)


class TestWithModeratingServersNamed:
    @pytest.fixture
    def options(self) -> BotOptions:
        return BotOptions(cooldown_uses=0, moderator_guilds=frozenset({42}), shard_count=1)

    async def test_other_servers_moderators_may_not_change_the_shared_library(
        self, stage: Stage
    ) -> None:
        result = await stage.moderator.slash(stage.channel, "knowledge reload")
        assert reply(result).ephemeral
        assert "shared with other servers" in shown(reply(result))
        simcord.assert_error(stage.env, NotAllowed)

    async def test_an_owner_that_cannot_be_found_out_is_none(self, stage: Stage) -> None:
        stage.env.inject_error("GET", "/oauth2/applications/@me", status=503, times=None)
        result = await stage.moderator.slash(stage.channel, "knowledge reload")
        assert "shared with other servers" in shown(reply(result))
        simcord.assert_error(stage.env, NotAllowed)

    async def test_whoever_owns_the_bot_may(self, stage: Stage) -> None:
        stage.bot.owner_id = stage.moderator.id
        result = await stage.moderator.slash(stage.channel, "knowledge reload")
        assert "nothing would change" in shown(reply(result))


def test_the_commands_are_for_servers_and_hidden_by_default(
    make_bot: Callable[[], FootnoteBot],
) -> None:
    from bot.discord_app.cogs.knowledge import Knowledge  # noqa: PLC0415

    group = Knowledge(make_bot()).app_command
    assert group is not None
    assert group.default_permissions == discord.Permissions(manage_guild=True)
    assert group.guild_only
