"""A member presses "Follow up" on an answer and asks on; so does anybody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import simcord
from discord_app_stage import Stage, buttons, callbacks, reply, shown
from kept_stage import Kept

from bot.core.keeping import GuildSettings
from bot.discord_app.client import FootnoteBot
from bot.discord_app.errors import TooManyQuestions
from bot.discord_app.options import BotOptions
from bot.discord_app.targets import StaleButton

CARRIED = "-# Taking it to mean **Moonshot AI**"


async def ask(stage: Stage, **given: Any) -> simcord.InteractionResult:
    return await stage.member.slash(
        stage.channel, "ask", **{"question": "what is Moonshot valued for?", **given}
    )


def form_of(pressed: simcord.InteractionResult) -> dict[str, Any]:
    assert pressed.modal is not None
    return dict(pressed.modal)


async def test_the_answer_is_a_new_message_about_what_the_card_is_about(stage: Stage) -> None:
    first = await ask(stage)
    before = shown(reply(first))
    pressed = await stage.member.click(reply(first), label="Follow up")
    answered = await stage.member.submit_modal(pressed, {"question": "who founded it?"})
    assert shown(reply(answered)).split("\n")[:2] == ["**who founded it?**", CARRIED]
    assert "Yang Zhilin" in shown(reply(answered))
    assert not reply(answered).ephemeral
    assert shown(reply(first)) == before
    assert len(stage.channel.history()) == 2
    record = stage.notebook.records[-1]
    assert (record.question, record.surface) == ("who founded it?", "follow-up")


async def test_the_form_says_what_it_follows(stage: Stage) -> None:
    question = "Kimi *context* `x` " + "and so on " * 20
    pressed = await stage.member.click(
        reply(await ask(stage, question=question)), label="Follow up"
    )
    form = form_of(pressed)
    (label,) = form["components"]
    assert form["title"] == "Follow up"
    assert label["description"].startswith("After: Kimi *context* `x` and so on")
    assert label["description"].endswith("…")
    assert label["component"]["max_length"] == 300
    assert callbacks(stage)[-1] == 9


async def test_another_member_may_follow_up_and_owns_the_answer(stage: Stage) -> None:
    first = await ask(stage)
    pressed = await stage.other.click(reply(first), label="Follow up")
    answered = await stage.other.submit_modal(pressed, {"question": "who founded it?"})
    assert CARRIED in shown(reply(answered))
    assert not reply(answered).ephemeral
    assert stage.notebook.records[-1].user_id == stage.other.id
    assert buttons(reply(answered))["Follow up"].startswith(f"fn1:{stage.other.id}:")
    # The dialogue is theirs from here on, and not the first member's.
    then = await stage.other.slash(stage.channel, "ask", question="and its office?")
    assert CARRIED in shown(reply(then))


async def test_it_is_about_the_card_and_not_about_what_came_since(stage: Stage) -> None:
    first = await ask(stage)
    await stage.member.slash(stage.channel, "ask", question="what does Xiaomi make?")
    pressed = await stage.member.click(reply(first), label="Follow up")
    answered = await stage.member.submit_modal(pressed, {"question": "who founded it?"})
    assert CARRIED in shown(reply(answered))


async def test_naming_another_lab_changes_the_subject(stage: Stage) -> None:
    pressed = await stage.member.click(reply(await ask(stage)), label="Follow up")
    answered = await stage.member.submit_modal(pressed, {"question": "what does Xiaomi make?"})
    assert "Taking it to mean" not in shown(reply(answered))
    assert "phones and cars" in shown(reply(answered))
    again = await stage.member.click(reply(answered), label="Follow up")
    second = await stage.member.submit_modal(again, {"question": "and its models?"})
    assert "-# Taking it to mean **Xiaomi**" in shown(reply(second))


async def test_a_private_answer_is_followed_up_in_private(stage: Stage) -> None:
    first = await ask(stage, private=True)
    pressed = await stage.member.click(reply(first), label="Follow up")
    answered = await stage.member.submit_modal(pressed, {"question": "who founded it?"})
    assert reply(answered).ephemeral
    assert CARRIED in shown(reply(answered))
    assert stage.channel.history(viewer=stage.other) == []


async def test_button_and_form_go_on_working_after_a_restart(
    stage: Stage, make_bot: Callable[[], FootnoteBot]
) -> None:
    first = await ask(stage)
    await stage.env.restart_bot(make_bot())
    pressed = await stage.member.click(reply(first), label="Follow up")
    await stage.env.restart_bot(make_bot())  # while the member is typing
    answered = await stage.member.submit_modal(pressed, {"question": "who founded it?"})
    assert CARRIED in shown(reply(answered))
    assert "Yang Zhilin" in shown(reply(answered))


async def test_forms_that_are_never_sent_back_are_not_kept(stage: Stage) -> None:
    first = await ask(stage)
    for _ in range(3):
        await stage.member.click(reply(first), label="Follow up")
    assert not stage.bot._connection._view_store._modals


async def test_two_members_may_have_the_form_open_at_once(stage: Stage) -> None:
    first = await ask(stage)
    mine = await stage.member.click(reply(first), label="Follow up")
    yours = await stage.other.click(reply(first), label="Follow up")
    for member, pressed, question in (
        (stage.other, yours, "who founded it?"),
        (stage.member, mine, "what does its chat cost?"),
    ):
        answered = await member.submit_modal(pressed, {"question": question})
        assert shown(reply(answered)).split("\n")[:2] == [f"**{question}**", CARRIED]


async def test_what_is_typed_does_nothing_but_show(stage: Stage) -> None:
    pressed = await stage.member.click(reply(await ask(stage)), label="Follow up")
    typed = f"@everyone {stage.other.mention} [it](https://evil.example) `its` founder?"
    answered = await stage.member.submit_modal(pressed, {"question": typed})
    message = reply(answered).message
    assert message.mentions == []
    assert not message.mention_everyone
    assert "\\[it\\](https\\:" in shown(reply(answered))


@pytest.mark.parametrize("typed", ["   ", "\u200b", "🙂", "?!"])
async def test_typing_nothing_is_nothing_to_look_up(stage: Stage, typed: str) -> None:
    pressed = await stage.member.click(reply(await ask(stage)), label="Follow up")
    answered = await stage.member.submit_modal(pressed, {"question": typed})
    assert "nothing in that to look up" in shown(reply(answered))


async def test_a_slow_follow_up_is_deferred_as_a_message_of_its_own(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await ask(stage)
    before = shown(reply(first))
    pressed = await stage.member.click(reply(first), label="Follow up")
    monkeypatch.setattr("bot.discord_app.respond.PATIENCE_S", 0.01)
    stage.folder.answers_after_s = 0.1
    answered = await stage.member.submit_modal(pressed, {"question": "who founded it?"})
    assert callbacks(stage)[-1] == 5
    assert CARRIED in shown(reply(answered))
    assert shown(reply(first)) == before


async def test_a_card_without_its_question_has_no_subject(stage: Stage) -> None:
    first = await ask(stage)
    stored = stage.env.backend.get_message(stage.channel.id, reply(first).id)
    del stored.components[0]["components"][0]
    pressed = await stage.other.click(reply(first), label="Follow up")
    assert "description" not in form_of(pressed)["components"][0]
    answered = await stage.other.submit_modal(pressed, {"question": "who founded it?"})
    assert "Taking it to mean" not in shown(reply(answered))


async def test_only_answers_that_say_something_offer_it(stage: Stage) -> None:
    for question in ("volcanoes of Iceland", "???"):
        result = await stage.member.slash(stage.channel, "ask", question=question)
        assert "Follow up" not in buttons(reply(result))


class TestWithACooldown:
    @pytest.fixture
    def options(self) -> BotOptions:
        return BotOptions(cooldown_uses=2, cooldown_seconds=30, shard_count=1)

    async def test_a_follow_up_counts_as_a_question(self, stage: Stage) -> None:
        first = await ask(stage)
        pressed = await stage.member.click(reply(first), label="Follow up")
        await stage.member.submit_modal(pressed, {"question": "who founded it?"})
        pressed = await stage.member.click(reply(first), label="Follow up")
        refused = await stage.member.submit_modal(pressed, {"question": "who founded it?"})
        assert reply(refused).ephemeral
        assert "lot of questions" in shown(reply(refused))
        simcord.assert_error(stage.env, TooManyQuestions)


async def test_a_form_that_came_from_no_card_is_refused(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed = await stage.member.click(reply(await ask(stage)), label="Follow up")
    pressed._interaction.source_message_id = None
    refused = await stage.member.submit_modal(pressed, {"question": "who founded it?"})
    assert "cannot find the card" in shown(reply(refused))
    simcord.assert_error(stage.env, StaleButton)


async def test_where_a_server_wants_no_answers_the_form_is_not_opened(kept: Kept) -> None:
    here, elsewhere = kept.here, kept.here.guild.create_text_channel("answers")
    member = here.member(0)
    first = await member.slash(here.channel, "ask", question="what does Moonshot charge?")
    assert "Follow up" in buttons(reply(first))
    only_there = GuildSettings(channels=frozenset({elsewhere.id}))
    await kept.store.guild_settings.put(here.guild.id, only_there)
    pressed = await member.click(reply(first), label="Follow up")
    assert pressed.modal is None
    assert reply(pressed).ephemeral
    assert f"<#{elsewhere.id}>" in shown(reply(pressed))
    refused = await member.slash(here.channel, "compare", first="moonshot", second="xiaomi")
    assert f"<#{elsewhere.id}>" in shown(reply(refused))
