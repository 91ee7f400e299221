"""Where a server wants it, a question is answered without a mention: once, and only if sure."""

from __future__ import annotations

import dataclasses

import pytest
from discord_app_stage import shown
from kept_stage import Kept

from bot.core.keeping import GuildSettings
from bot.discord_app.client import intents
from bot.discord_app.volunteering import looks_like_question

QUESTION = "how long is Kimi's context?"


async def open_up(kept: Kept, **more: object) -> None:
    settings = GuildSettings(auto_channels=frozenset({kept.here.channel.id}))
    settings = dataclasses.replace(settings, **more)  # type: ignore[arg-type]
    await kept.store.guild_settings.put(kept.here.guild.id, settings)


async def said(kept: Kept, *messages: str, number: int = 0) -> list[str]:
    """What the bot answers to these messages."""
    before = len(kept.here.channel.history())
    for message in messages:
        await kept.here.member(number).send(kept.here.channel, message)
    after = kept.here.channel.history()[before:]
    return [shown(message) for message in after if message.author.bot]


async def test_a_question_the_documents_answer_is_answered_once(kept: Kept) -> None:
    await open_up(kept)
    (answer,) = await said(kept, QUESTION)
    assert "two million" in answer
    last = kept.here.channel.history()[-1]
    assert last.reference is not None
    await kept.stored()
    (record,) = await kept.store.questions.recent(5)
    assert (record.surface, record.question) == ("auto", QUESTION)


async def test_an_edited_question_is_not_answered_again(kept: Kept) -> None:
    await open_up(kept)
    await kept.here.member(0).send(kept.here.channel, QUESTION)
    message = kept.here.channel.history()[0]
    await kept.here.member(0).edit(message, f"{QUESTION} please?")
    assert len(kept.here.channel.history()) == 2


async def test_what_is_no_question_or_not_sure_is_left_alone_and_not_kept(kept: Kept) -> None:
    await open_up(kept)
    answers = await said(
        kept,
        "Kimi reads two million characters of context at once, I hear.",
        "who won the football cup yesterday?",
        "who owns Kimi's stadium?",
        "Kimi?",
        "lol",
        "what do you all think of Kimi's context?\nI mean in general?",
    )
    assert answers == []
    await kept.stored()
    assert await kept.store.questions.recent(5) == []


async def test_a_question_to_somebody_is_theirs(kept: Kept) -> None:
    await open_up(kept)
    other = kept.here.member(1)
    assert await said(kept, f"{other.mention} {QUESTION}") == []


async def test_other_channels_and_servers_are_left_alone(kept: Kept) -> None:
    await open_up(kept)
    channel = kept.here.guild.create_text_channel("talk")
    await kept.here.member(0).send(channel, QUESTION)
    assert len(channel.history()) == 1
    await kept.there.member(0).send(kept.there.channel, QUESTION)
    assert len(kept.there.channel.history()) == 1


async def test_a_mention_is_answered_once_as_ever(kept: Kept) -> None:
    await open_up(kept)
    assert kept.bot.user is not None
    (answer,) = await said(kept, f"{kept.bot.user.mention} {QUESTION}")
    assert "two million" in answer


async def test_a_pause_holds_here_too_in_silence(kept: Kept) -> None:
    await open_up(kept, cooldown_seconds=60.0)
    answers = await said(kept, QUESTION, QUESTION)
    assert len(answers) == 1
    await kept.stored()
    assert len(await kept.store.questions.recent(5)) == 1


async def test_what_is_not_answered_costs_no_pause(kept: Kept) -> None:
    await open_up(kept, cooldown_seconds=60.0)
    answers = await said(kept, "who won the football cup?", QUESTION)
    assert len(answers) == 1


async def test_other_bots_are_not_answered(kept: Kept) -> None:
    await open_up(kept)
    hook = kept.here.guild.create_webhook(kept.here.channel)
    await hook.send(QUESTION)
    assert len(kept.here.channel.history()) == 1


async def test_an_error_is_logged_and_nobody_is_bothered(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("out of order")

    await open_up(kept)
    monkeypatch.setattr(kept.bot.inquiries, "again", fail)
    assert await said(kept, QUESTION) == []
    assert "question without a mention failed" in caplog.text


def test_the_intent_is_asked_for_only_where_it_was_turned_on() -> None:
    assert not intents().message_content
    assert intents(message_content=True).message_content


@pytest.mark.parametrize(
    "text",
    [
        "how long is Kimi's context?",
        "who founded moonshot",
        "Is Kimi free to use",
        "月之暗面是谁创立的？",
        "and its context length, roughly?",
        "does anyone know who founded Moonshot",
        "wer hat Moonshot gegründet",
        "weiß jemand wie lang der Kontext ist",
        "quien fundo Moonshot",
    ],
)
def test_questions(text: str) -> None:
    assert looks_like_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "what?",
        "who else?",
        "???",
        "Kimi is great",
        "whatever you say goes",
        "island life is good",
        "Wien ist sehr schön",
        "como siempre muy bien",
        "什么？",
        "x" * 301 + "?",
        "first line\nis this a question?",
    ],
)
def test_no_questions(text: str) -> None:
    assert not looks_like_question(text)
