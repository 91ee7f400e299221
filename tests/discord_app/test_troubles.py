"""What goes wrong is told in words, whatever state the interaction is in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from discord_app_stage import Stage, reply, shown, trouble_of

from bot.core.errors import FootnoteError, LibraryError
from bot.core.trace import begin_trace, current_trace
from bot.discord_app import respond
from bot.discord_app.errors import TooManyQuestions, describe
from bot.discord_app.targets import StaleButton

WORDS: list[tuple[Exception, str]] = [
    (LibraryError("Words of its own."), "Words of its own."),
    (app_commands.MissingPermissions(["manage_guild"]), "Manage Server"),
    (
        app_commands.BotMissingPermissions(["send_messages", "add_reactions"]),
        "lack a permission here: Send Messages, Add Reactions.",
    ),
    (app_commands.NoPrivateMessage(), "in a server only"),
    (app_commands.CheckFailure(), "may not use that here"),
    (app_commands.CommandNotFound("x", []), "has changed"),
    (app_commands.CommandOnCooldown(app_commands.Cooldown(1, 9), 8.2), "in 9 seconds"),
    (TooManyQuestions(0.2), "in 1 second."),
    (app_commands.MissingRole(1), "may not use that here"),
]


@pytest.mark.parametrize(("error", "words"), WORDS, ids=lambda v: type(v).__name__)
def test_foreseen_errors_have_words_of_their_own(error: Exception, words: str) -> None:
    assert words in describe(error, "test")


def test_the_unforeseen_is_logged_with_the_number_that_is_shown(
    caplog: pytest.LogCaptureFixture,
) -> None:
    trace = begin_trace()
    words = describe(ZeroDivisionError("secret"), "command 'ask'")
    assert trace in words
    assert "secret" not in words
    assert f"command 'ask' failed [{trace}]" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert current_trace() == trace


def fail_with(stage: Stage, error: Exception, *, after: str = "nothing") -> None:
    """Has `/about` fail, after answering or deferring."""
    command = stage.bot.tree.get_command("about")
    assert isinstance(command, app_commands.Command)

    async def fail(_cog: Any, interaction: discord.Interaction[Any]) -> None:
        match after:
            case "answer":
                await interaction.response.send_message("Half of it.")
            case "deferral":
                await respond.defer(interaction, private=False)
            case "private deferral":
                await respond.defer(interaction, private=True)
            case _:
                pass
        raise error

    command._callback = fail


@pytest.mark.parametrize("after", ["nothing", "answer", "deferral", "private deferral"])
@pytest.mark.parametrize("error", [FootnoteError("Do this instead."), RuntimeError("secret")])
async def test_an_error_is_shown_to_the_asker_alone_in_every_state(
    stage: Stage, after: str, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    fail_with(stage, error, after=after)
    result = await stage.member.slash(stage.channel, "about")
    trouble = trouble_of(result)
    assert trouble.ephemeral
    card = shown(trouble)
    assert "secret" not in card
    if isinstance(error, FootnoteError):
        assert card == "Do this instead."
        assert "Do this instead" not in caplog.text
    else:
        assert f"[{card.split('this number: ')[1]}]" in caplog.text
    visible = stage.channel.history(viewer=stage.other)
    assert [m.content for m in visible] == (["Half of it."] if after == "answer" else [])
    simcord.assert_error(stage.env, type(error))


async def test_each_interaction_has_its_own_number(stage: Stage) -> None:
    fail_with(stage, RuntimeError("x"))
    numbers = {
        shown(reply(await stage.member.slash(stage.channel, "about")))[-8:] for _ in range(3)
    }
    assert len(numbers) == 3
    simcord.assert_error(stage.env, RuntimeError)


async def test_an_answer_that_comes_too_late_is_logged_and_nothing_else(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.env.inject_error(
        "POST", "/interactions/*/callback", status=404, code=10062, message="Unknown interaction"
    )
    result = await stage.member.slash(stage.channel, "about")
    assert not result.acknowledged
    assert "answered too late" in caplog.text
    simcord.assert_error(stage.env, discord.NotFound)


async def test_an_error_that_cannot_be_shown_raises_nothing_more(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    fail_with(stage, FootnoteError("Do this instead."))
    stage.env.inject_error("POST", "/interactions/*/callback", status=500)
    await stage.member.slash(stage.channel, "about")
    assert "the error could not be shown" in caplog.text
    assert [type(e).__name__ for e in stage.env.errors] == ["CommandInvokeError"]


async def test_an_error_in_autocomplete_offers_nothing_and_is_survived(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.core.catalog.Catalog.suggest", lambda *_a, **_k: 1 / 0)
    assert await stage.member.autocomplete(stage.channel, "lab", "name", "x") == []


async def test_a_button_of_an_older_kind_says_so(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "lab", name="moonshot")
    stored = stage.env.backend.get_message(stage.channel.id, reply(result).id)
    for component in _buttons(stored.components):
        component["custom_id"] = component["custom_id"].replace(":e/", ":ancient/")
    pressed = await stage.member.click(reply(result), label="Next")
    assert "from an older card" in shown(trouble_of(pressed))
    simcord.assert_error(stage.env, StaleButton)


async def test_a_press_that_fails_unforeseen_gives_a_number(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = await stage.member.slash(stage.channel, "lab", name="moonshot")

    async def fail(*_given: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("bot.core.answering.about", fail)
    pressed = await stage.member.click(reply(result), label="Next")
    trouble = trouble_of(pressed)
    assert trouble.ephemeral
    assert "this number: " in shown(trouble)
    simcord.assert_error(stage.env, RuntimeError)


async def test_a_mention_that_fails_unforeseen_gives_a_number(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_given: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("bot.discord_app.inquiry.take_turn", fail)
    me = stage.bot.user
    assert me is not None
    await stage.member.send(stage.channel, f"{me.mention} kimi?")
    card = shown(stage.channel.last_message)
    assert f"[{card.split('this number: ')[1]}]" in caplog.text


def _buttons(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for component in components:
        if component["type"] == 2:
            found.append(component)
        found += _buttons(component.get("components", []))
    return found


def test_an_event_that_fails_is_logged(
    make_bot: Callable[[], Any], caplog: pytest.LogCaptureFixture
) -> None:
    import asyncio  # noqa: PLC0415

    async def fail() -> None:
        try:
            _ = 1 / 0
        except ZeroDivisionError:
            await make_bot().on_error("on_message")

    asyncio.run(fail())
    assert "event on_message failed" in caplog.text
