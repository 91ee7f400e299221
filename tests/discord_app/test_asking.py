"""A member asks; the card shows what stands in the documents, and where."""

from __future__ import annotations

import threading
from collections.abc import Callable

import discord
import pytest
import simcord
from discord_app_stage import Folder, Notebook, Stage, buttons, callbacks, on_stage, reply, shown

from bot.core.errors import LibraryError
from bot.core.library import Library
from bot.core.questions import Outcome
from bot.discord_app.client import FootnoteBot
from bot.discord_app.options import BotOptions


async def test_a_member_asks_and_sees_the_sentence_and_its_source(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "ask", question="how long is Kimi's context?")
    card = shown(reply(result))
    assert not reply(result).ephemeral
    assert "how long is Kimi's context?" in card
    assert "> **Kimi** reads two million characters of **context** at once. [1]" in card
    assert "[Notes on models › Models › Kimi](<https://example.org/models#:~:text=Kimi" in card


async def test_a_private_question_is_answered_to_the_asker_alone(stage: Stage) -> None:
    result = await stage.member.slash(
        stage.channel, "ask", question="who founded Moonshot?", private=True
    )
    assert reply(result).ephemeral
    assert "Yang Zhilin" in shown(reply(result))
    assert stage.channel.history(viewer=stage.other) == []


class TestWherePrivateAnswersAreTheRule:
    @pytest.fixture
    def options(self) -> BotOptions:
        return BotOptions(cooldown_uses=0, private_answers=True, shard_count=1)

    async def test_every_answer_is_for_the_asker_alone(self, stage: Stage) -> None:
        for command, given in [
            ("ask", {"question": "who founded Moonshot?"}),
            ("lab", {"name": "moonshot"}),
            ("labs", {}),
            ("sources", {}),
            ("about", {}),
        ]:
            result = await stage.member.slash(stage.channel, command, **given)
            assert reply(result).ephemeral, command


async def test_a_question_that_is_not_covered_is_answered_honestly(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "ask", question="volcanoes of Iceland")
    assert "Not covered" in shown(reply(result))
    assert "Iceland" in shown(reply(result))
    assert stage.notebook.records[-1].outcome is Outcome.NOT_COVERED
    assert stage.notebook.records[-1].passages == ()


async def test_symbols_alone_are_nothing_to_look_up(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "ask", question="?!… 🙂")
    assert "nothing in that to look up" in shown(reply(result))


async def test_what_is_asked_is_taken_down(stage: Stage) -> None:
    await stage.member.slash(stage.channel, "ask", question="  who   founded Moonshot? ")
    (record,) = stage.notebook.records
    assert record.question == "who founded Moonshot?"
    assert record.surface == "ask"
    assert record.outcome is Outcome.ANSWERED
    assert record.passages
    assert all(passage in stage.library.current.passages for passage in record.passages)
    assert (record.guild_id, record.user_id) == (stage.guild.id, stage.member.id)


async def test_a_hostile_question_pings_nobody_and_forges_nothing(stage: Stage) -> None:
    result = await stage.member.slash(
        stage.channel,
        "ask",
        question=f"@everyone {stage.other.mention} [kimi](https://evil.example) `kimi` context",
    )
    message = reply(result).message
    assert message.mentions == []
    assert not message.mention_everyone
    assert "\\[kimi\\](https\\:" in shown(reply(result))


async def test_a_mention_is_answered_without_a_ping(stage: Stage) -> None:
    me = stage.bot.user
    assert me is not None
    asked = await stage.member.send(stage.channel, f"{me.mention} who founded Moonshot AI?")
    answer = stage.channel.last_message
    assert answer is not None
    assert answer.author.id == me.id
    assert answer.reference is not None
    assert answer.reference.message_id == asked.id
    assert answer.mentions == []
    assert "Yang Zhilin" in shown(answer)
    assert me.name not in shown(answer)
    assert [(r.surface, r.question) for r in stage.notebook.records] == [
        ("mention", "who founded Moonshot AI?")
    ]


async def test_a_mention_with_nothing_else_gets_a_short_help(stage: Stage) -> None:
    me = stage.bot.user
    assert me is not None
    await stage.member.send(stage.channel, me.mention)
    assert "Mention me with a question" in shown(stage.channel.last_message)
    assert stage.notebook.records == []


async def test_what_is_not_addressed_to_the_bot_is_left_alone(stage: Stage) -> None:
    me = stage.bot.user
    assert me is not None
    await stage.member.send(stage.channel, "who founded Moonshot AI?")
    await stage.moderator.send(stage.channel, "@everyone who founded Moonshot AI?")
    await stage.member.send(stage.channel, f"<@&{stage.guild.default_role.id}> kimi?")
    question = await stage.member.send(stage.channel, f"{me.mention} kimi?")
    answer = stage.channel.last_message
    assert answer is not None
    await stage.other.send(stage.channel, "thanks!", reply_to=answer)
    last = stage.channel.last_message
    assert last is not None
    assert last.content == "thanks!"
    assert question.id != answer.id
    assert len([m for m in stage.channel.history() if m.author.id == me.id]) == 1


async def test_another_bot_gets_no_answer(stage: Stage) -> None:
    me = stage.bot.user
    assert me is not None
    robot = stage.guild.add_member(stage.env.create_user("robot", bot=True))
    await robot.send(stage.channel, f"{me.mention} who founded Moonshot AI?")
    assert len(stage.channel.history()) == 1


async def test_a_direct_message_needs_no_mention(stage: Stage) -> None:
    await stage.member.send_dm("who founded Moonshot AI?")
    answer = stage.member.user.dm_channel.last_message
    assert "Yang Zhilin" in shown(answer)
    assert stage.notebook.records[-1].guild_id is None


async def test_custom_emoji_and_other_mentions_are_no_part_of_the_question(stage: Stage) -> None:
    me = stage.bot.user
    assert me is not None
    await stage.member.send(
        stage.channel,
        f"{me.mention} <:kimi:123456789012345678> context {stage.other.mention} <t:1700000000:R>?",
    )
    assert stage.notebook.records[-1].question == "kimi context ?"


async def test_where_the_bot_may_not_write_it_keeps_silent(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    me = stage.bot.user
    assert me is not None
    stage.env.inject_error(
        "POST", "/channels/*/messages", status=403, code=50013, message="Missing Permissions"
    )
    await stage.member.send(stage.channel, f"{me.mention} kimi?")
    assert len(stage.channel.history()) == 1
    assert "may not answer in channel" in caplog.text
    assert "kimi" not in caplog.text


async def test_a_message_is_looked_up_from_its_menu_for_the_asker_alone(stage: Stage) -> None:
    said = await stage.other.send(stage.channel, "I heard that Kimi reads a long context")
    result = await stage.member.context_menu(stage.channel, "Find sources for this", said)
    assert reply(result).ephemeral
    assert "two million characters" in shown(reply(result))
    assert stage.notebook.records[-1].surface == "menu"


async def test_a_long_message_is_looked_up_by_its_beginning(stage: Stage) -> None:
    said = await stage.other.send(stage.channel, "Kimi context " + "and so on " * 100)
    result = await stage.member.context_menu(stage.channel, "Find sources for this", said)
    assert "two million characters" in shown(reply(result))
    assert shown(reply(result)).split("\n")[0].endswith("and so on and so…**")


async def test_a_message_without_text_has_nothing_to_look_up(stage: Stage) -> None:
    said = await stage.other.send(stage.channel, "", attachments=[("cat.png", b"png")])
    result = await stage.member.context_menu(stage.channel, "Find sources for this", said)
    assert reply(result).ephemeral
    assert "no text in that message" in shown(reply(result))


async def test_before_the_library_is_loaded_the_bot_says_so(
    make_bot: Callable[[], FootnoteBot], library: Library, folder: Folder, notebook: Notebook
) -> None:
    async for stage in on_stage(make_bot(), library, folder, notebook):
        result = await stage.member.slash(stage.channel, "ask", question="kimi?")
        assert reply(result).ephemeral
        assert "still being loaded" in shown(reply(result))
        simcord.assert_error(stage.env, LibraryError)
        me = stage.bot.user
        assert me is not None
        await stage.member.send(stage.channel, f"{me.mention} kimi?")
        assert "still being loaded" in shown(stage.channel.last_message)
        assert await stage.member.autocomplete(stage.channel, "lab", "name", "ki") == []


async def test_an_empty_folder_is_a_working_bot(stage: Stage, folder: Folder) -> None:
    folder.documents.clear()
    folder.entries.clear()
    await stage.library.reload()
    for command, given, says in [
        ("ask", {"question": "who founded Moonshot?"}, "no documents to answer from yet"),
        ("sources", {}, "no documents to answer from yet"),
        ("labs", {}, "No labs are listed yet"),
        ("themes", {}, "No themes are listed yet"),
    ]:
        result = await stage.member.slash(stage.channel, command, **given)
        assert says in shown(reply(result))


async def test_a_slow_answer_is_deferred_and_then_given(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord_app.respond.PATIENCE_S", 0.01)
    stage.folder.answers_after_s = 0.1
    public = await stage.member.slash(stage.channel, "ask", question="who founded Moonshot?")
    assert callbacks(stage)[-1] == 5
    assert "Yang Zhilin" in shown(reply(public))
    assert not reply(public).ephemeral
    private = await stage.member.slash(
        stage.channel, "ask", question="who founded Moonshot?", private=True
    )
    assert callbacks(stage)[-1] == 5
    assert reply(private).ephemeral
    assert "Yang Zhilin" in shown(reply(private))


def test_the_bot_asks_for_no_privileged_intent(make_bot: Callable[[], FootnoteBot]) -> None:
    intents = make_bot().intents
    privileged = [intents.members, intents.presences, intents.message_content]
    assert not any(privileged)
    assert intents.value & ~discord.Intents.default().value == 0


class TestWithACooldown:
    @pytest.fixture
    def options(self) -> BotOptions:
        return BotOptions(cooldown_uses=2, cooldown_seconds=30, shard_count=1)

    async def test_who_asks_too_often_is_told_when_to_come_back(self, stage: Stage) -> None:
        me = stage.bot.user
        assert me is not None
        await stage.member.slash(stage.channel, "ask", question="kimi?")
        await stage.member.send(stage.channel, f"{me.mention} kimi?")
        result = await stage.member.slash(stage.channel, "ask", question="kimi?")
        assert reply(result).ephemeral
        assert "Try again in 30 seconds" in shown(reply(result))
        simcord.assert_error(stage.env, contains="lot of questions")
        said = await stage.other.send(stage.channel, "kimi")
        menu = await stage.member.context_menu(stage.channel, "Find sources for this", said)
        assert "Try again in" in shown(reply(menu))
        simcord.assert_error(stage.env, contains="lot of questions")
        other = await stage.other.slash(stage.channel, "ask", question="kimi?")
        assert "Try again" not in shown(reply(other))
        await stage.env.advance_time(31)
        again = await stage.member.slash(stage.channel, "ask", question="kimi?")
        assert "Try again" not in shown(reply(again))

    async def test_a_flood_of_mentions_is_warned_once_and_then_ignored(self, stage: Stage) -> None:
        me = stage.bot.user
        assert me is not None
        for _ in range(6):
            await stage.member.send(stage.channel, f"{me.mention} kimi?")
        replies = [shown(m) for m in stage.channel.history() if m.author.id == me.id]
        assert len(replies) == 3
        assert "Try again in 30 seconds" in replies[2]


async def test_asking_goes_on_while_a_reload_runs(stage: Stage, folder: Folder) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        reading.set()
        go_on.wait(5)

    folder.before_reading = wait
    import asyncio  # noqa: PLC0415

    reload = asyncio.create_task(stage.library.reload())
    await asyncio.to_thread(reading.wait, 5)
    result = await stage.member.slash(stage.channel, "ask", question="who founded Moonshot?")
    go_on.set()
    await reload
    assert "Yang Zhilin" in shown(reply(result))
    assert "Read around" in buttons(reply(result))
