"""Commands are registered when their definition has changed, and not at every start."""

from __future__ import annotations

from collections.abc import Callable

import discord
import pytest
import simcord
from archive import Archive, desk_over
from discord_app_stage import Notebook, Stage, reply

from bot.core.library import Library
from bot.discord_app.client import FootnoteBot
from bot.discord_app.options import BotOptions
from bot.discord_app.sync import Registration, checksum_of, definitions


def registrations(env: simcord.Env) -> list[str]:
    return [r.path for r in env.http_requests if r.method == "PUT" and r.path.endswith("/commands")]


async def test_commands_are_registered_once_and_not_at_the_next_start(
    stage: Stage, make_bot: Callable[[], FootnoteBot]
) -> None:
    assert len(registrations(stage.env)) == 1
    assert stage.bot.sync_report is not None
    assert stage.bot.sync_report.synced
    again = make_bot()
    await stage.env.restart_bot(again)
    assert len(registrations(stage.env)) == 1
    assert again.sync_report is not None
    assert not again.sync_report.synced
    assert again.sync_report.checksum == stage.bot.sync_report.checksum
    assert again.sync_report.commands == 13


class Kept:
    """The checksum that survives a restart."""

    def __init__(self, checksum: str | None = None) -> None:
        self.checksum = checksum

    async def load(self) -> str | None:
        return self.checksum

    async def save(self, checksum: str) -> None:
        self.checksum = checksum


def bot_with(
    library: Library, notebook: Notebook, registration: Registration, **options: int | None
) -> FootnoteBot:
    return FootnoteBot(
        desk=desk_over(library),
        questions=notebook,
        guild_settings=Archive(),
        asks=Archive(),
        options=BotOptions(shard_count=1, **options),  # type: ignore[arg-type]
        registration=registration,
    )


async def test_on_deploy_they_are_registered_in_any_case(
    library: Library, notebook: Notebook
) -> None:
    kept = Kept()
    async with simcord.run(bot_with(library, notebook, Registration(kept.load, kept.save))) as env:
        forced = Registration(kept.load, kept.save, force=True)
        await env.restart_bot(bot_with(library, notebook, forced))
        assert len(registrations(env)) == 2


async def test_a_changed_definition_is_registered_anew(
    library: Library, notebook: Notebook
) -> None:
    kept = Kept()
    async with simcord.run(bot_with(library, notebook, Registration(kept.load, kept.save))) as env:
        before = kept.checksum

        class Extended(FootnoteBot):
            async def setup_hook(self) -> None:
                @self.tree.command(description="One more.")
                async def more(_interaction: discord.Interaction) -> None: ...

                await super().setup_hook()

        extended = Extended(
            desk=desk_over(library),
            questions=notebook,
            guild_settings=Archive(),
            asks=Archive(),
            options=BotOptions(shard_count=1),
            registration=Registration(kept.load, kept.save),
        )
        await env.restart_bot(extended)
        assert len(registrations(env)) == 2
        assert kept.checksum != before


async def test_for_one_server_they_are_registered_there(
    library: Library, notebook: Notebook
) -> None:
    kept = Kept()
    unregistered = FootnoteBot(
        desk=desk_over(library),
        questions=notebook,
        guild_settings=Archive(),
        asks=Archive(),
        options=BotOptions(shard_count=1),
    )
    async with simcord.run(unregistered) as env:
        assert registrations(env) == []
        guild = env.create_guild("Readers")
        registration = Registration(kept.load, kept.save)
        bot = bot_with(library, notebook, registration, sync_guild=guild.id)
        await env.restart_bot(bot)
        assert len(registrations(env)) == 1
        assert f"/guilds/{guild.id}/" in registrations(env)[0]
        channel = guild.create_text_channel("library")
        ada = guild.add_member(env.create_user("ada"))
        result = await ada.slash(channel, "about")
        assert reply(result) is not None


async def test_a_failed_registration_does_not_stop_a_start_unless_it_was_asked_for(
    library: Library, notebook: Notebook
) -> None:
    kept = Kept("of an older definition")
    unregistered = FootnoteBot(
        desk=desk_over(library),
        questions=notebook,
        guild_settings=Archive(),
        asks=Archive(),
        options=BotOptions(shard_count=1),
    )
    async with simcord.run(unregistered, check_errors=False) as env:
        env.inject_error("PUT", "/applications/*/commands", status=503)
        await env.restart_bot(bot_with(library, notebook, Registration(kept.load, kept.save)))
        assert kept.checksum == "of an older definition"
        env.inject_error("PUT", "/applications/*/commands", status=503)
        forced = Registration(kept.load, kept.save, force=True)
        with pytest.raises(discord.HTTPException):
            await env.restart_bot(bot_with(library, notebook, forced))


async def test_the_checksum_depends_on_the_definition_and_the_place(
    make_bot: Callable[[], FootnoteBot],
) -> None:
    payload = [{"name": "a", "type": 1}]
    assert checksum_of(payload, 1, None) == checksum_of([{"type": 1, "name": "a"}], 1, None)
    sums = {
        checksum_of(payload, 1, None),
        checksum_of(payload, 2, None),
        checksum_of(payload, 1, 5),
        checksum_of([{"name": "b", "type": 1}], 1, None),
    }
    assert len(sums) == 4
    assert await definitions(make_bot().tree) == []


async def test_commands_are_for_servers_and_direct_messages_and_nobodys_account(
    stage: Stage,
) -> None:
    for command in await definitions(stage.bot.tree):
        assert command["integration_types"] == [0]
        for_moderators = command["default_member_permissions"] is not None
        assert command["contexts"] == ([0] if for_moderators else [0, 1])


@pytest.mark.parametrize("shards", [2])
async def test_two_shards_answer_alike(library: Library, notebook: Notebook, shards: int) -> None:
    await library.reload()
    kept = Kept()
    bot = FootnoteBot(
        desk=desk_over(library),
        questions=notebook,
        guild_settings=Archive(),
        asks=Archive(),
        options=BotOptions(shard_count=shards),
        registration=Registration(kept.load, kept.save),
    )
    async with simcord.run(bot) as env:
        for name in ("One", "Two", "Three"):
            guild = env.create_guild(name)
            channel = guild.create_text_channel("library")
            ada = guild.add_member(env.create_user(f"ada{name}"))
            result = await ada.slash(channel, "ask", question="who founded Moonshot?")
            assert reply(result) is not None
