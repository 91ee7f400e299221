"""A moderator turns a good message into a document, if its author agrees."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import simcord
from desk_stories import Scene, play, press
from discord_app_stage import buttons, reply, shown, trouble_of

from bot.core.errors import NotAllowed, StoreError
from bot.discord_app import consents
from bot.discord_app.waiting import NoLongerWaiting

MENU = "Answer from this"
ASKED = "when is the reading circle?"
SAID = "The reading circle meets on Thursdays <@123456789012345678> at **eight**."


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async for ready in play(tmp_path):
        yield ready


async def picked(scene: Scene, text: str = SAID) -> tuple[Any, simcord.InteractionResult]:
    """A member's message, and what a moderator's pick of it leads to."""
    here = scene.here
    message = await here.member.send(here.channel, text)
    return message, await here.moderator.context_menu(here.channel, MENU, message)


async def test_with_the_authors_consent_a_message_becomes_a_document_with_a_link_back(
    scene: Scene,
) -> None:
    here = scene.here
    message, result = await picked(scene)
    question = reply(result)
    assert not question.ephemeral
    assert "mo would like me to answer from" in shown(question)
    assert "meets on Thursdays" in shown(question)
    assert "123456789012345678" not in shown(question)
    (sent,) = [r.json for r in scene.env.http_requests if r.path.endswith("/callback")]
    assert sent is not None
    assert sent["data"]["allowed_mentions"]["parse"] == []

    early = await here.moderator.click(question, custom_id=buttons(question)["I agree"])
    simcord.assert_error(scene.env, NotAllowed)
    assert "Only the author" in shown(trouble_of(early))

    agreed = reply(await press(here.member, question, "I agree"))
    assert "ada agrees" in shown(agreed)
    assert "Thursdays" not in await here.ask(ASKED)

    by_author = await press(here.member, agreed, "Look at it")
    simcord.assert_error(scene.env, NotAllowed)
    assert "Manage Server" in shown(trouble_of(by_author))

    preview = reply(await press(here.moderator, agreed, "Look at it"))
    assert preview.ephemeral
    assert "1 added" in shown(preview)
    await press(here.moderator, preview, "Apply")

    answered = await here.ask(ASKED)
    assert "reading circle meets on Thursdays" in answered.replace("*", "")
    assert f"/{here.channel.id}/{message.id}" in answered
    (version,) = await scene.bot.desk.history(here.guild.id)
    assert (version.action, version.by.name) == ("add", "mo")


async def test_what_its_author_declines_is_not_kept(scene: Scene) -> None:
    here = scene.here
    _, result = await picked(scene)
    question = reply(result)
    declined = reply(await press(here.member, question, "No"))
    assert "does not agree" in shown(declined)
    assert buttons(declined) == {}
    assert not in_database(scene, b"Thursdays")
    assert await scene.bot.desk.history(here.guild.id) == []


def in_database(scene: Scene, words: bytes) -> bool:
    """Whether these words stand in any of the database's files."""
    return any(words in file.read_bytes() for file in scene.folder.parent.glob("footnote.db*"))


async def test_without_an_answer_nothing_is_kept(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consents, "LIFE", timedelta(seconds=-1))  # a day later
    _, result = await picked(scene)
    late = await press(scene.here.member, reply(result), "I agree")
    simcord.assert_error(scene.env, NoLongerWaiting)
    assert "can ask again" in shown(trouble_of(late))


async def test_an_author_may_agree_after_a_restart_and_a_moderator_look_after_another(
    scene: Scene,
) -> None:
    here = scene.here
    _, result = await picked(scene)
    question = reply(result)
    await scene.restart()
    agreed = reply(await press(here.member, question, "I agree"))
    assert "ada agrees" in shown(agreed)
    await scene.restart()
    preview = reply(await press(here.moderator, agreed, "Look at it"))
    await press(here.moderator, preview, "Apply")
    assert "reading circle meets on Thursdays" in (await here.ask(ASKED)).replace("*", "")


async def test_a_question_of_one_server_is_open_in_no_other(scene: Scene) -> None:
    there = scene.add_server("Others")
    _, result = await picked(scene)
    token = buttons(reply(result))["I agree"].split("/")[1]
    assert await scene.store.asks.see(token, scene.here.guild.id) is not None
    assert await scene.store.asks.see(token, there.guild.id) is None


async def test_where_the_question_cannot_be_kept_nobody_is_asked(scene: Scene) -> None:
    with sqlite3.connect(scene.folder.parent / "footnote.db") as database:
        database.execute("DROP TABLE asks")
    _, result = await picked(scene)
    simcord.assert_error(scene.env, StoreError)
    assert reply(result).ephemeral
    assert "cannot be kept just now" in shown(reply(result))


async def test_a_moderators_own_message_needs_no_question(scene: Scene) -> None:
    here = scene.here
    message = await here.moderator.send(here.channel, "---\ntitle: forged\n---\nCoffee is at nine.")
    preview = reply(await here.moderator.context_menu(here.channel, MENU, message))
    assert preview.ephemeral
    await press(here.moderator, preview, "Apply")
    own = await scene.bot.shelves.own(here.guild.id)
    (document,) = own.contents.documents
    assert document.author == "mo"
    assert document.title.startswith("mo: ")
    assert document.url == message.jump_url
    assert "Coffee is at nine." in await here.ask("when is coffee?")


@pytest.mark.parametrize("text", ["<@123456789012345678>", "<#123456789012345678> "])
async def test_a_message_without_text_is_refused(scene: Scene, text: str) -> None:
    _, result = await picked(scene, text)
    simcord.assert_error(scene.env, NotAllowed)
    assert "no text" in shown(reply(result))


async def test_a_bots_message_is_refused(scene: Scene) -> None:
    here = scene.here
    await here.ask("who trained Kimi?")
    answer = await scene.bot.get_partial_messageable(here.channel.id).send("I am a bot.")
    result = await here.moderator.context_menu(here.channel, MENU, answer)
    simcord.assert_error(scene.env, NotAllowed)
    assert "cannot agree" in shown(reply(result))


async def test_members_neither_see_it_nor_may_use_it(scene: Scene) -> None:
    here = scene.here
    assert MENU not in here.member.available_commands(here.channel)
    commands = await scene.bot.tree.fetch_commands()
    (menu,) = [command for command in commands if command.name == MENU]
    here.guild.set_command_permissions(menu, {here.member: True})
    message = await here.moderator.send(here.channel, "Coffee is at nine.")
    refused = await here.member.context_menu(here.channel, MENU, message)
    simcord.assert_error(scene.env, NotAllowed)
    assert "Manage Server" in shown(reply(refused))
