"""A server decides for itself: who moderates, where answers come, who sees them, what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
import simcord
from discord_app_stage import parts, reply, shown
from kept_stage import Kept, Server

from bot.core.errors import FootnoteError, NotAllowed, StoreError
from bot.core.keeping import GuildSettings
from bot.core.ports import QuestionRecord
from bot.core.questions import Outcome
from bot.discord_app.cards.notice import Privacy
from bot.discord_app.cards.settings import Ground, settings_card
from bot.discord_app.errors import TooManyQuestions
from bot.discord_app.options import BotOptions
from bot.discord_app.settings_menu import MenuKind
from bot.discord_app.settings_panel import changed

QUESTION = "how long is Kimi's context?"


async def panel(server: Server) -> simcord.ResponseMessage:
    return reply(await server.moderator.slash(server.channel, "settings"))


async def choose(server: Server, kind: str, *values: Any) -> simcord.InteractionResult:
    return await server.moderator.select(
        await panel(server), list(values), custom_id=f"fns1:{kind}"
    )


def menu(message: Any, kind: str) -> dict[str, Any]:
    return next(part for part in parts(message) if part.get("custom_id") == f"fns1:{kind}")


def selected(message: Any, kind: str) -> list[str]:
    found = menu(message, kind)
    if found["type"] == 3:
        return [option["value"] for option in found["options"] if option.get("default")]
    return [str(value["id"]) for value in found.get("default_values", [])]


async def ask(server: Server, number: int = 0, **more: Any) -> simcord.InteractionResult:
    channel = more.pop("channel", server.channel)
    return await server.member(number).slash(channel, "ask", question=QUESTION, **more)


async def test_the_panel_shows_what_holds(kept: Kept) -> None:
    card = await panel(kept.here)
    assert card.ephemeral
    assert "## Settings of this server" in shown(card)
    assert selected(card, "private") == ["operator"]
    assert selected(card, "pause") == ["operator"]
    assert selected(card, "retention") == ["operator"]
    assert selected(card, "roles") == selected(card, "channels") == []


async def test_a_choice_is_kept_noted_and_shown(kept: Kept) -> None:
    result = await choose(kept.here, "private", "private")
    card = reply(result)
    assert "Saved: who sees an answer." in shown(card)
    assert selected(card, "private") == ["private"]
    (entry,) = await kept.store.audit.recent(kept.here.guild.id, 5)
    assert (entry.action, entry.detail) == ("settings", "who sees an answer: the asker alone")
    assert entry.by.user_id == kept.here.moderator.id
    assert await kept.store.audit.recent(kept.there.guild.id, 5) == []


async def test_choosing_what_holds_already_notes_nothing(kept: Kept) -> None:
    await choose(kept.here, "private", "operator")
    assert await kept.store.audit.recent(kept.here.guild.id, 5) == []


async def test_private_answers_of_one_server_are_its_own(kept: Kept) -> None:
    await choose(kept.here, "private", "private")
    assert reply(await ask(kept.here)).ephemeral
    assert not reply(await ask(kept.there)).ephemeral
    labs = await kept.here.member(0).slash(kept.here.channel, "labs")
    assert reply(labs).ephemeral
    await choose(kept.here, "private", "public")
    assert not reply(await ask(kept.here)).ephemeral
    assert reply(await ask(kept.here, private=True)).ephemeral


class TestWhereTheOperatorAnswersPrivately:
    @pytest.fixture
    def kept_options(self) -> BotOptions:
        return BotOptions(cooldown_uses=0, shard_count=1, private_answers=True)

    async def test_a_server_can_answer_in_public(self, kept: Kept) -> None:
        assert reply(await ask(kept.here)).ephemeral
        assert "Default: the asker alone" in str(menu(await panel(kept.here), "private"))
        await choose(kept.here, "private", "public")
        assert not reply(await ask(kept.here)).ephemeral


async def test_elsewhere_a_question_gets_a_hint_for_the_asker_alone(kept: Kept) -> None:
    chosen = kept.here.guild.create_text_channel("questions")
    saved = reply(await choose(kept.here, "channels", chosen))
    assert selected(saved, "channels") == [str(chosen.id)]
    commands: list[tuple[str, dict[str, Any]]] = [
        ("ask", {"question": QUESTION}),
        ("lab", {"name": "Kimi"}),
        ("themes", {}),
        ("sources", {}),
    ]
    for name, options in commands:
        result = await kept.here.member(0).slash(kept.here.channel, name, **options)
        assert reply(result).ephemeral
        assert f"answer in <#{chosen.id}>" in shown(reply(result))
    answered = await ask(kept.here, channel=chosen)
    assert "two million" in shown(reply(answered))
    assert "two million" in shown(reply(await ask(kept.there)))
    about = await kept.here.member(0).slash(kept.here.channel, "about")
    assert "## Footnote" in shown(reply(about))
    (entry,) = await kept.store.audit.recent(kept.here.guild.id, 5)
    assert entry.detail == "channels to answer in: questions"


async def test_a_thread_counts_as_its_channel(kept: Kept) -> None:
    chosen = kept.here.guild.create_text_channel("questions")
    await choose(kept.here, "channels", chosen)
    kept.here.member(0)
    for parent, expected in ((chosen, "two million"), (kept.here.channel, "Please ask there")):
        channel = kept.bot.get_channel(parent.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.create_thread(name="more", type=discord.ChannelType.public_thread)
        (thread,) = parent.threads
        assert expected in shown(reply(await ask(kept.here, channel=thread)))


async def test_elsewhere_sources_for_a_message_are_not_looked_up_either(kept: Kept) -> None:
    chosen = kept.here.guild.create_text_channel("questions")
    await choose(kept.here, "channels", chosen)
    message = await kept.here.member(0).send(kept.here.channel, QUESTION)
    result = await kept.here.member(0).context_menu(
        kept.here.channel, "Find sources for this", message
    )
    assert "Please ask there" in shown(reply(result))


async def test_elsewhere_a_mention_stays_without_an_answer(kept: Kept) -> None:
    chosen = kept.here.guild.create_text_channel("questions")
    await choose(kept.here, "channels", chosen)
    assert kept.bot.user is not None
    words = f"{kept.bot.user.mention} {QUESTION}"
    await kept.here.member(0).send(kept.here.channel, words)
    assert len(kept.here.channel.history()) == 1
    await kept.here.member(0).send(chosen, words)
    assert "two million" in shown(chosen.history()[-1])


async def test_autocomplete_works_everywhere(kept: Kept) -> None:
    chosen = kept.here.guild.create_text_channel("questions")
    await choose(kept.here, "channels", chosen)
    choices = await kept.here.member(0).autocomplete(kept.here.channel, "lab", "name", "moon")
    assert [choice["value"] for choice in choices] == ["moonshot"]


async def test_a_pause_holds_in_its_own_server(kept: Kept) -> None:
    await choose(kept.here, "pause", "60")
    await ask(kept.here)
    refused = await ask(kept.here)
    assert "Try again in 60 seconds" in shown(reply(refused))
    assert reply(refused).ephemeral
    simcord.assert_error(kept.env, TooManyQuestions)
    assert "two million" in shown(reply(await ask(kept.here, 1)))
    there = kept.there.guild.add_member(kept.here.users[0])
    asked = await there.slash(kept.there.channel, "ask", question=QUESTION)
    assert "two million" in shown(reply(asked))
    await choose(kept.here, "pause", "operator")
    assert "two million" in shown(reply(await ask(kept.here)))


async def test_less_is_kept_at_once(kept: Kept) -> None:
    now = datetime.now(UTC)
    for server in (kept.here, kept.there):
        for days in (1, 10):
            kept.store.questions.record(
                QuestionRecord(
                    asked_at=now - timedelta(days=days),
                    question=f"{server.guild.name} {days}",
                    outcome=Outcome.ANSWERED,
                    passages=(),
                    took_ms=1.0,
                    surface="ask",
                    guild_id=server.guild.id,
                )
            )
    await kept.stored()
    await choose(kept.here, "retention", "7")
    left = {record.question for record in await kept.store.questions.recent(10)}
    assert left == {"Here 1", "There 1", "There 10"}


async def test_about_tells_what_holds_in_this_server(kept: Kept) -> None:
    await choose(kept.here, "retention", "7")
    await choose(kept.here, "auto", kept.here.channel)
    about = await kept.here.member(0).slash(kept.here.channel, "about")
    assert "kept for 7 days" in shown(reply(about))
    assert f"In <#{kept.here.channel.id}> I also look at each message" in shown(reply(about))
    there = await kept.there.member(0).slash(kept.there.channel, "about")
    assert "kept for 30 days" in shown(reply(there))
    assert "also look at each message" not in shown(reply(there))


async def test_nothing_is_kept_longer_than_the_operator_said(kept: Kept) -> None:
    offered = [option["value"] for option in menu(await panel(kept.here), "retention")["options"]]
    assert offered == ["operator", "1", "3", "7", "14"]
    longer = GuildSettings(retention_days=3000)
    await kept.store.guild_settings.put(kept.here.guild.id, longer)
    assert selected(await panel(kept.here), "retention") == ["operator"]
    assert await kept.bot.rules.kept_days(kept.here.guild.id) == 30


async def test_a_named_role_moderates_the_knowledge_and_not_the_settings(kept: Kept) -> None:
    here = kept.here
    role = here.guild.create_role("librarians")
    librarian = here.guild.add_member(kept.env.create_user("lib"), roles=[role])
    for command in await kept.bot.tree.fetch_commands():
        if command.name in {"knowledge", "settings"}:
            here.guild.set_command_permissions(command, {librarian: True})
    refused = await librarian.slash(here.channel, "knowledge status")
    assert "Manage Server" in shown(reply(refused))
    simcord.assert_error(kept.env, NotAllowed)
    await choose(here, "roles", role)
    allowed = await librarian.slash(here.channel, "knowledge stats")
    assert "questions yet" in shown(reply(allowed))
    settings = await librarian.slash(here.channel, "settings")
    assert "Manage Server" in shown(reply(settings))
    simcord.assert_error(kept.env, NotAllowed)


async def test_members_neither_see_the_panel_nor_use_it(kept: Kept) -> None:
    member = kept.here.member(0)
    assert "settings" not in member.available_commands(kept.here.channel)
    (command,) = [c for c in await kept.bot.tree.fetch_commands() if c.name == "settings"]
    kept.here.guild.set_command_permissions(command, {member: True})
    result = await member.slash(kept.here.channel, "settings")
    assert "Manage Server" in shown(reply(result))
    simcord.assert_error(kept.env, NotAllowed)


async def test_whoever_lost_the_permission_changes_nothing(kept: Kept) -> None:
    here = kept.here
    card = await panel(here)
    kept.env.backend.get_guild(here.guild.id).members[here.moderator.id].role_ids.clear()
    result = await here.moderator.select(card, ["private"], custom_id="fns1:private")
    assert "Manage Server" in shown(reply(result))
    simcord.assert_error(kept.env, NotAllowed)
    assert await kept.store.guild_settings.get(here.guild.id) == GuildSettings()


async def test_the_panel_works_after_a_restart(kept: Kept) -> None:
    card = await panel(kept.here)
    await kept.env.restart_bot(kept.make())
    result = await kept.here.moderator.select(card, ["30"], custom_id="fns1:pause")
    assert selected(reply(result), "pause") == ["30"]
    settings = await kept.store.guild_settings.get(kept.here.guild.id)
    assert settings.cooldown_seconds == 30


async def test_two_moderators_at_once_undo_nothing_of_each_other(kept: Kept) -> None:
    card = await panel(kept.here)
    channel = kept.here.guild.create_text_channel("questions")
    await kept.here.moderator.select(card, ["private"], custom_id="fns1:private")
    # The second one's panel is older than the first one's choice.
    await kept.here.moderator.select(card, [channel], custom_id="fns1:channels")
    settings = await kept.store.guild_settings.get(kept.here.guild.id)
    assert (settings.private, settings.channels) == (True, frozenset({channel.id}))


async def test_a_choice_that_cannot_be_kept_is_told_of(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StoreError("The server's settings cannot be kept just now.")

    card = await panel(kept.here)
    monkeypatch.setattr(kept.store.guild_settings, "put", fail)
    result = await kept.here.moderator.select(card, ["private"], custom_id="fns1:private")
    assert "cannot be kept just now" in shown((result.followups or [reply(result)])[0])
    simcord.assert_error(kept.env, StoreError)
    assert not reply(await ask(kept.here)).ephemeral


async def test_settings_that_cannot_be_read_keep_nobody_from_an_answer(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StoreError("The server's settings cannot be read just now.")

    monkeypatch.setattr(kept.store.guild_settings, "get", fail)
    assert "two million" in shown(reply(await ask(kept.here)))


class TestWithoutTheIntent:
    @pytest.fixture
    def kept_options(self) -> BotOptions:
        return BotOptions(cooldown_uses=0, shard_count=1)

    async def test_the_panel_says_that_it_is_off(self, kept: Kept) -> None:
        card = await panel(kept.here)
        assert "Off: Discord does not send me" in shown(card)
        assert menu(card, "auto")["disabled"]

    async def test_what_was_chosen_before_does_nothing_and_can_be_taken_back(
        self, kept: Kept
    ) -> None:
        chosen = GuildSettings(auto_channels=frozenset({kept.here.channel.id}))
        await kept.store.guild_settings.put(kept.here.guild.id, chosen)
        await kept.here.member(0).send(kept.here.channel, QUESTION)
        assert len(kept.here.channel.history()) == 1
        doctor = await kept.here.moderator.slash(kept.here.channel, "knowledge doctor")
        assert "`message_content`" in shown(reply(doctor))
        card = await panel(kept.here)
        assert not menu(card, "auto").get("disabled")
        await kept.here.moderator.select(card, [], custom_id="fns1:auto")
        assert await kept.store.guild_settings.get(kept.here.guild.id) == GuildSettings()


class TestWithoutALog:
    @pytest.fixture
    def kept_options(self) -> BotOptions:
        return BotOptions(cooldown_uses=0, shard_count=1, privacy=Privacy(retention_days=0))

    async def test_there_is_no_choice_of_how_long(self, kept: Kept) -> None:
        assert "How long questions are kept" not in shown(await panel(kept.here))


async def test_the_doctor_misses_a_channel_that_is_gone(kept: Kept) -> None:
    gone = GuildSettings(channels=frozenset({kept.here.channel.id, 42}))
    await kept.store.guild_settings.put(kept.here.guild.id, gone)
    result = await kept.here.moderator.slash(kept.here.channel, "knowledge doctor")
    assert "name 1 channel I do not see" in shown(reply(result))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (MenuKind.PRIVATE, ["secret"]),
        (MenuKind.PAUSE, ["soon"]),
        (MenuKind.RETENTION, ["forever"]),
        (MenuKind.ROLES, ["admin"]),
    ],
)
def test_values_of_another_panel_are_refused(kind: MenuKind, values: Sequence[str]) -> None:
    with pytest.raises(FootnoteError, match="older panel"):
        changed(GuildSettings(), kind, values)


def test_a_value_that_is_no_longer_offered_is_still_shown() -> None:
    ground = Ground(False, 5, 10.0, 30, message_content=True)
    card = settings_card(GuildSettings(cooldown_seconds=7.5, retention_days=5), ground)
    assert selected(card, "pause") == ["7.5"]
    assert selected(card, "retention") == ["5"]
    assert changed(GuildSettings(), MenuKind.PAUSE, ["7.5"]).cooldown_seconds == 7.5


def test_more_roles_than_a_menu_holds() -> None:
    ground = Ground(False, 5, 10.0, 30, message_content=True)
    many = GuildSettings(moderator_roles=frozenset(range(1, 60)))
    assert len(selected(settings_card(many, ground), "roles")) == 25
