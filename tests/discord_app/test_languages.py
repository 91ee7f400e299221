"""A server chooses its language, and the bot speaks it there and nowhere else."""

from __future__ import annotations

from typing import Any

import discord
import pytest
import simcord
from discord_app_stage import parts, reply, shown
from kept_stage import Kept, Server

from bot.core.errors import UnknownEntry
from bot.core.keeping import GuildSettings
from bot.core.language import Languages
from bot.discord_app.options import BotOptions
from bot.discord_app.sync import definitions
from bot.languages import load_languages

# What Discord calls the languages that the bot speaks beside English.
LOCALES = {"de", "es-ES", "es-419", "zh-CN"}
QUESTION = "how long is Kimi's context?"


@pytest.fixture
def kept_languages() -> Languages:
    return load_languages()


async def panel(server: Server) -> simcord.ResponseMessage:
    return reply(await server.moderator.slash(server.channel, "settings"))


async def choose(server: Server, tag: str) -> Any:
    return await server.moderator.select(await panel(server), [tag], custom_id="fns1:language")


async def ask(server: Server, question: str = QUESTION) -> str:
    return shown(reply(await server.member(0).slash(server.channel, "ask", question=question)))


async def test_a_server_chooses_german_and_its_neighbor_does_not(kept: Kept) -> None:
    menu = next(p for p in parts(await panel(kept.here)) if p.get("custom_id") == "fns1:language")
    assert [option["label"] for option in menu["options"]] == [
        "Default: the server's at Discord",
        "English",
        "Deutsch",
        "Español",
        "中文 (简体)",
    ]
    await choose(kept.here, "de")
    assert "Einstellungen dieses Servers" in shown(await panel(kept.here))
    asked = "who founded DeepSeek, and which umbrella?"
    assert "Dokumente" in await ask(kept.here, asked)
    assert "The documents say nothing" in await ask(kept.there, asked)


async def test_what_is_quoted_stays_as_it_was_written(kept: Kept) -> None:
    english = await ask(kept.here)
    await choose(kept.here, "zh-CN")
    chinese = await ask(kept.here)
    quote = next(line for line in english.splitlines() if line.startswith("> "))
    assert quote in chinese


async def test_going_back_to_the_default_speaks_english_again(kept: Kept) -> None:
    await choose(kept.here, "de")
    await choose(kept.here, "operator")
    assert "## Settings of this server" in shown(await panel(kept.here))
    assert (await kept.bot.guild_settings.get(kept.here.guild.id)).language is None


async def test_an_error_is_told_in_the_language_of_the_server(kept: Kept) -> None:
    await choose(kept.here, "de")
    result = await kept.here.member(0).slash(kept.here.channel, "lab", name="Nobody Knows")
    words = shown(reply(result))
    assert "Nobody Knows" in words
    assert "No lab goes by" not in words
    simcord.assert_error(kept.env, UnknownEntry)


async def test_a_mention_is_answered_in_the_language_of_the_server_at_discord(kept: Kept) -> None:
    kept.env.backend.guilds[kept.here.guild.id].preferred_locale = "de"
    guild = kept.bot.get_guild(kept.here.guild.id)
    assert guild is not None
    guild.preferred_locale = discord.Locale.german
    bot = kept.bot.user
    assert bot is not None
    await kept.here.member(0).send(kept.here.channel, f"{bot.mention} what is Kimi's umbrella?")
    assert "Dokumente" in shown(kept.here.channel.history()[-1])


class TestWhereTheOperatorSetALanguage:
    @pytest.fixture
    def kept_options(self) -> BotOptions:
        return BotOptions(cooldown_uses=0, shard_count=1, language="zh-CN")

    async def test_it_is_spoken_where_no_server_decided(self, kept: Kept) -> None:
        assert "设置" in shown(await panel(kept.here))
        await choose(kept.here, "en")
        assert "## Settings of this server" in shown(await panel(kept.here))


async def test_a_language_that_is_gone_counts_as_undecided(kept: Kept) -> None:
    await kept.bot.guild_settings.put(kept.here.guild.id, GuildSettings(language="tlh"))
    assert "## Settings of this server" in shown(await panel(kept.here))


async def test_members_read_what_commands_are_for_in_their_own_language(kept: Kept) -> None:
    commands = {c["name"]: c for c in await definitions(kept.bot.tree)}
    ask_command = commands["ask"]
    assert set(ask_command["description_localizations"]) == LOCALES
    assert not any(
        command.get("name_localizations") for command in commands.values() if command["type"] == 1
    )
    assert "de" in commands["Find sources for this"]["name_localizations"]
    for command in commands.values():
        for described in _described(command):
            assert set(described["description_localizations"]) == LOCALES, described["name"]


def _described(part: dict[str, Any]) -> list[dict[str, Any]]:
    found = [part] if part.get("description") else []
    return found + [one for option in part.get("options", ()) for one in _described(option)]


def test_every_language_is_one_of_discords() -> None:
    known = {str(locale) for locale in discord.Locale}
    for tag in load_languages():
        assert tag in known or any(locale.startswith(f"{tag}-") for locale in known), tag
