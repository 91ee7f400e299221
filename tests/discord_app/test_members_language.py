"""A server speaks another language: nothing that a member sees is left in English.

The documents, names and questions are numbers here, so that every word on a card is the bot's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from discord_app_stage import (
    Folder,
    Stage,
    buttons,
    document,
    lab,
    parts,
    reply,
    shown,
    theme,
    trouble_of,
)
from pseudo import PSEUDO, in_plain_english, pseudo

from bot.core.changes import Change
from bot.core.errors import Problem, UnknownEntry
from bot.core.keeping import Actor, GuildSettings, Version
from bot.core.language import Languages
from bot.core.questions import Answer, Outcome
from bot.discord_app.cards.answer import answer_card
from bot.discord_app.cards.asked import Asked
from bot.discord_app.cards.library import status_report
from bot.discord_app.cards.notice import Privacy, about_card
from bot.discord_app.errors import TooManyQuestions, describe
from bot.discord_app.oncard import read_card
from bot.discord_app.options import BotOptions
from bot.discord_app.rules import ServerRules
from bot.discord_app.targets import StaleButton

NAMES = {"Footnote", "kB"}  # the bot's, and a unit's


@pytest.fixture
def folder() -> Folder:
    told = "\n".join(f"# {n}\n2000 5000 {n + 1} {n + 2}." for n in range(5000, 5700, 100))
    long = "2000 6000 " + " ".join(str(n) for n in range(10000, 10900)) + "."
    return Folder(
        documents=[
            document("1", f"{told}\n# 12\n3000 5000 5001.\n# 13\n{long}", title="1"),
            dataclasses.replace(
                document("2", f"# 14\n2000 8000 {'*' * 1500}.", title="2"), author="77"
            ),
            *(document(str(n), f"4000 {n}.", title=str(n)) for n in range(20, 32)),
        ],
        entries=[
            lab("1", "2000", *(str(n) for n in range(2001, 2012)), description="20 00"),
            lab("2", "3000"),
            lab("3", "9000"),
            theme("4", "4000"),
            *(theme(str(n), str(n)) for n in range(7000, 7011)),
        ],
    )


@pytest.fixture
def options() -> BotOptions:
    return BotOptions(cooldown_uses=0, version="0.1.0", shard_count=1, language=PSEUDO.tag)


@pytest.fixture
def stage(stage: Stage, options: BotOptions) -> Stage:
    """The bot learns the language once its commands are registered: it is too long for those."""
    stage.bot.rules = ServerRules(stage.archive, options, Languages(PSEUDO))
    return stage


def words_on(message: Any) -> list[str]:
    """Everything that can be read on a card, a form included."""
    found: list[str] = []
    for part in _all_parts(message):
        found += [
            str(part[key])
            for key in ("content", "label", "placeholder", "description", "title")
            if isinstance(part.get(key), str)
        ]
    return found


def _all_parts(message: Any) -> Iterator[dict[str, Any]]:
    if isinstance(message, dict):
        yield message
        for value in message.values():
            yield from _all_parts(value)
    elif isinstance(message, list):
        for value in message:
            yield from _all_parts(value)
    elif not isinstance(message, str | int | bool | None):
        yield from parts(message)


def assert_translated(message: Any) -> None:
    """No word stands outside of the brackets of the pseudo-language."""
    words = words_on(message)
    assert words
    left = {word for text in words for word in in_plain_english(text).split()}
    assert left <= NAMES, words


async def ask(stage: Stage, question: str) -> simcord.ResponseMessage:
    return reply(await stage.member.slash(stage.channel, "ask", question=question))


async def press(stage: Stage, card: simcord.ResponseMessage, label: str) -> Any:
    """Presses the button whose label is this, translated."""
    translated = PSEUDO.translations.gettext(label)
    return await stage.member.click(card, custom_id=buttons(card)[translated])


async def test_an_answer_and_all_that_it_leads_to(stage: Stage) -> None:
    card = await ask(stage, "2000 5000?")
    assert_translated(card)
    await press(stage, card, "Next")
    assert_translated(card)
    await press(stage, card, "Read around")
    assert_translated(card)
    for way in ("Later", "Later", "Earlier", "Back"):
        await press(stage, card, way)
        assert_translated(card)
    assert shown(card).startswith("**2000 5000?**\n")


@pytest.mark.parametrize("question", ["2000 10450?", "2000 8000?"])
async def test_a_section_is_read_to_its_end(stage: Stage, question: str) -> None:
    card = await ask(stage, question)
    await press(stage, card, "Read around")
    for way in ("Later", "Earlier"):
        while PSEUDO.translations.gettext(way) in buttons(card):
            await press(stage, card, way)
            assert_translated(card)


async def test_a_question_is_followed_up(stage: Stage) -> None:
    first = await ask(stage, "2000 5000?")
    pressed = await press(stage, first, "Follow up")
    assert pressed.modal is not None
    assert_translated(dict(pressed.modal))
    second = reply(await stage.member.submit_modal(pressed, {"question": "it 5100?"}))
    assert "**2000**" in shown(second).split("\n")[1]
    third = await press(stage, second, "Follow up")
    answered = reply(await stage.member.submit_modal(third, {"question": "it 5200?"}))
    assert "**2000**" in shown(answered).split("\n")[1], "what was carried is read from the card"


@pytest.mark.parametrize("question", ["2000 8888?", "8888?", "???", "20000 5000?"])
async def test_what_the_documents_lack(stage: Stage, question: str) -> None:
    assert_translated(await ask(stage, question))


async def test_with_no_documents(stage: Stage, folder: Folder) -> None:
    folder.documents.clear()
    folder.entries.clear()
    await stage.library.reload()
    assert_translated(await ask(stage, "2000?"))
    for command in ("labs", "themes", "sources"):
        assert_translated(reply(await stage.member.slash(stage.channel, command)))


@pytest.mark.parametrize(
    ("command", "given"),
    [
        ("lab", {"name": "2000"}),
        ("lab", {"name": "9000"}),
        ("theme", {"name": "4000"}),
        ("labs", {}),
        ("themes", {}),
        ("sources", {}),
        ("about", {}),
        ("compare", {"first": "2000", "second": "3000"}),
        ("compare", {"first": "2000", "second": "3000", "theme": "4000"}),
    ],
)
async def test_commands(stage: Stage, command: str, given: dict[str, str]) -> None:
    card = reply(await stage.member.slash(stage.channel, command, **given))
    assert_translated(card)
    following = PSEUDO.translations.gettext("Next")
    while following in buttons(card):
        await press(stage, card, "Next")
        assert_translated(card)


async def test_a_name_that_is_nobodys(stage: Stage) -> None:
    for command in ("lab", "theme"):
        result = await stage.member.slash(stage.channel, command, name="88888888")
        assert_translated(reply(result))
    simcord.assert_error(stage.env, UnknownEntry)


async def test_whoever_mentions_the_bot_is_answered(stage: Stage) -> None:
    assert stage.bot.user is not None
    for said in ("", "2000 5000?"):
        await stage.member.send(stage.channel, f"{stage.bot.user.mention} {said}")
        assert_translated(stage.channel.last_message)


async def test_a_message_without_text(stage: Stage) -> None:
    said = await stage.other.send(stage.channel, "", attachments=[("1.png", b"png")])
    result = await stage.member.context_menu(stage.channel, "Find sources for this", said)
    assert_translated(reply(result))


async def test_where_to_ask_instead(stage: Stage) -> None:
    others = [stage.guild.create_text_channel(str(n)).id for n in range(3)]
    await stage.archive.put(stage.guild.id, GuildSettings(channels=frozenset(others)))
    assert_translated(await ask(stage, "2000?"))


async def test_opinions(stage: Stage) -> None:
    for label in ("Helpful", "Not helpful"):
        card = await ask(stage, "2000 5000?")
        assert_translated(reply(await press(stage, card, label)))


async def test_what_is_gone(stage: Stage, folder: Folder) -> None:
    answer = await ask(stage, "2000 5000?")
    pages = [
        reply(await stage.member.slash(stage.channel, kind, name=name))
        for kind, name in (("lab", "2000"), ("theme", "4000"))
    ]
    folder.documents, folder.entries = [document("1", "2000.", title="1")], []
    await stage.library.reload()
    assert_translated(trouble_of(await press(stage, answer, "Read around")))
    simcord.assert_error(stage.env, StaleButton)
    for page in pages:
        assert_translated(trouble_of(await press(stage, page, "Next")))
    simcord.assert_error(stage.env, UnknownEntry)


async def test_a_card_without_its_question_and_a_button_of_an_older_bot(stage: Stage) -> None:
    card = await ask(stage, "2000 5000?")
    stored = stage.env.backend.get_message(stage.channel.id, card.id)
    box = stored.components[0]["components"]
    del box[0]
    box[-1]["components"][0]["custom_id"] = f"fn1:{stage.member.id}:0"
    assert_translated(trouble_of(await press(stage, card, "Next")))
    pressed = await stage.member.click(card, custom_id=f"fn1:{stage.member.id}:0")
    assert_translated(trouble_of(pressed))
    simcord.assert_error(stage.env, StaleButton)


async def test_a_card_from_before_is_understood(stage: Stage) -> None:
    """What it was taken to mean stands there in the language of that day."""
    channel = stage.bot.get_channel(stage.channel.id)
    assert isinstance(channel, discord.TextChannel)
    answer = Answer("5100?", Outcome.INVALID, carried="2000")
    english = answer_card(answer, stage.member.id)
    assert "-# Taking it to mean **2000**" in shown(english)
    sent = await channel.send(view=english)
    assert read_card(sent).asked == Asked("5100?", "2000")
    with pseudo():
        other = answer_card(answer, stage.member.id)
    sent = await channel.send(view=other)
    assert read_card(sent).asked == Asked("5100?", "2000")


@pytest.mark.parametrize(
    "error",
    [
        TooManyQuestions(1),
        TooManyQuestions(9),
        app_commands.MissingPermissions(["manage_guild"]),
        app_commands.NoPrivateMessage(),
        app_commands.MissingAnyRole([1]),
        app_commands.BotMissingPermissions(["view_channel", "attach_files"]),
        app_commands.CheckFailure(),
        app_commands.CommandNotFound("x", []),
        app_commands.CommandOnCooldown(app_commands.Cooldown(1, 9), 8.2),
        ValueError("never shown"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors(error: Exception) -> None:
    with pseudo():
        if isinstance(error, TooManyQuestions):
            error = TooManyQuestions(error.retry_after)  # raised where the language is known
        assert in_plain_english(describe(error, "test")) == ""


@pytest.mark.parametrize(
    "answer",
    [
        Answer("1?", Outcome.NOT_COVERED, missing=tuple("12345"), suggestions=(lab("1", "2"),)),
        Answer("1?", Outcome.NOT_COVERED, suggestions=(lab("1", "2"),), near=True),
        Answer("1?", Outcome.ANSWERED, "1 2", missing=("3",)),
        Answer("1?", Outcome.PARTIAL, missing=("1", "3"), corrections=(("1", "2"),)),
    ],
)
def test_whatever_came_of_a_question(answer: Answer) -> None:
    with pseudo():
        assert_translated(answer_card(answer, 1))


async def test_what_there_is_instead_of_what_was_asked(stage: Stage) -> None:
    cited = (await stage.bot.inquiries.again(Asked("2000 5000?"), None)).answer
    for given in (
        {"entities": (lab("1", "2"), lab("3", "4"), lab("5", "6"))},
        {"carried": "1", "entities": ()},
        {"spoken_of": ("1", "2"), "entities": ()},
        {"spoken_of": (), "entities": ()},
    ):
        partial = dataclasses.replace(cited, outcome=Outcome.PARTIAL, **given)
        with pseudo():
            assert_translated(answer_card(partial, 1))


def test_an_article_of_the_question_stays_with_english() -> None:
    answer = Answer("its 10?", Outcome.NOT_COVERED, missing=("10",))
    assert "about its *10*." in shown(answer_card(answer, 1))
    with pseudo():
        assert "its *" not in shown(answer_card(answer, 1))


@pytest.mark.parametrize("days", [0, 1, 30])
@pytest.mark.parametrize("read", [(), (1,), tuple(range(9))])
def test_what_is_kept(days: int, read: tuple[int, ...]) -> None:
    for keeps in (False, True):
        with pseudo():
            assert_translated(about_card("1", Privacy(days, keeps, read)))


async def test_what_is_served(stage: Stage) -> None:
    snapshot = await stage.bot.shelves.snapshot(None)
    now = datetime.now(UTC)
    gone_back = Version(None, 4, now, Actor("1", 1), "rollback", "to version 3", Change(), Change())
    problems = tuple(Problem(str(n), n, "1" * 80) for n in range(60))
    with pseudo():
        assert_translated(status_report(snapshot, "1", 0.04, own=2, rolled_back=gone_back).card)
        broken = dataclasses.replace(snapshot, problems=problems)
        assert_translated(status_report(broken, "1", float("nan")).card)
