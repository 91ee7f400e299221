"""A bot's traffic is recorded whole: responses, autocomplete, files, and what was refused."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import discord
import pytest
import simcord
from contracts.discord_traffic import Traffic, check_log
from discord import app_commands

_STORY = """
import simcord
from contracts.test_discord_traffic import Bot


async def test_a_member_says_hello():
    async with simcord.run(Bot()) as env:
        channel = env.create_guild().create_text_channel("general")
        ada = env.guild.add_member(env.create_user("ada"))
        result = await ada.slash(channel, "hello", at_all={at_all})
        assert result.response.content == "hello"
"""


class Bot(discord.Client):
    """A small bot that answers in every way there is."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents.default(), allowed_mentions=discord.AllowedMentions.none()
        )
        self.tree = app_commands.CommandTree(self)

        @self.tree.command(description="Looks a lab up")
        @app_commands.describe(name="Its name")
        async def lab(interaction: discord.Interaction, name: str) -> None:
            await interaction.response.defer()
            file = discord.File(io.BytesIO(b"x" * 2048), filename=f"{name}.md")
            await interaction.followup.send("Here it is.", file=file)

        @self.tree.command(description="Says hello")
        @app_commands.describe(at_all="Whether to ping")
        async def hello(interaction: discord.Interaction, at_all: bool) -> None:
            mentions = discord.AllowedMentions(everyone=at_all)
            await interaction.response.send_message("hello", allowed_mentions=mentions)

        @lab.autocomplete("name")
        async def offer(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"{typed}{n}", value=f"{n}") for n in range(26)]

    async def setup_hook(self) -> None:
        await self.tree.sync()


@pytest.mark.wrong_payloads("one autocomplete choice too many")
async def test_everything_that_a_bot_sends_is_recorded(discord_traffic: Traffic) -> None:
    async with simcord.run(Bot()) as env:
        channel = env.create_guild().create_text_channel("general")
        ada = env.guild.add_member(env.create_user("ada"))
        await ada.autocomplete(channel, "lab", "name", "moon")
        await ada.slash(channel, "lab", name="moonshot")
    log = [request for request in discord_traffic.log if request.method != "GET"]
    registration, autocomplete, deferral, answer = log
    assert [command["name"] for command in registration.commands or ()] == ["lab", "hello"]
    assert len(autocomplete.choices or ()) == 26
    assert deferral.callback_type == 5
    assert [(file.name, file.size) for file in answer.files] == [("moonshot.md", 2048)]
    assert (answer.message or {})["content"] == "Here it is."
    findings = check_log(log)
    assert findings
    assert all("choices" in finding for finding in findings)  # nothing else is wrong


async def test_a_request_that_discord_refuses_is_recorded_as_failed(
    discord_traffic: Traffic,
) -> None:
    async with simcord.run(Bot(), check_errors=False) as env:
        channel = env.create_guild().create_text_channel("general")
        ada = env.guild.add_member(env.create_user("ada"))
        env.inject_error("POST", "/webhooks/*", status=500)
        await ada.slash(channel, "lab", name="moonshot")
        await env.bot.get_channel(channel.id).send("Sorry.")  # type: ignore[union-attr]
    failed = [request.path for request in discord_traffic.log if request.failed]
    assert failed
    assert all(path.startswith("/webhooks/") for path in failed)


@pytest.mark.parametrize(("at_all", "outcome"), [(False, 0), (True, 1)])
def test_a_story_fails_for_what_the_simulation_lets_through(
    tmp_path: Path, at_all: bool, outcome: int
) -> None:
    story = tmp_path / "test_story.py"
    story.write_text(_STORY.replace("{at_all}", str(at_all)), encoding="utf-8")
    tests = Path(__file__).parents[1]
    options = ["-q", "-p", "conftest", "-p", "no:cacheprovider"]
    places = ["-c", str(tests.parent / "pyproject.toml"), "--rootdir", str(tmp_path), str(story)]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *places],
        env={**os.environ, "PYTHONPATH": str(tests)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == outcome, run.stdout + run.stderr
    assert ("mentions: allowed_mentions lets someone be pinged" in run.stdout) is at_all
