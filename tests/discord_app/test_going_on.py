"""A member goes on asking: "and its funding?" means what was spoken of last, for a while."""

from __future__ import annotations

from collections.abc import Callable

import discord
import pytest
from discord_app_stage import Folder, Stage, buttons, document, lab, reply, shown, theme

from bot.core import dialogue
from bot.core.questions import Outcome
from bot.discord_app.client import FootnoteBot
from bot.discord_app.options import BotOptions

NOTES = """
# Notes
Moonshot AI makes Kimi, which reads two million characters at once.

Funding of Moonshot AI came from a payments company.

Xiaomi makes phones. Its cars run on the same system as its phones.

Funding is no worry of Xiaomi, which earns money with appliances.
"""
CARRIED = "-# Taking it to mean **Moonshot AI**"


@pytest.fixture
def folder() -> Folder:
    return Folder(
        documents=[document("notes.md", NOTES, title="Notes")],
        entries=[
            lab("moonshot", "Moonshot AI", "Moonshot", "Kimi"),
            lab("xiaomi", "Xiaomi"),
            theme("funding", "Funding"),
        ],
    )


def mention(stage: Stage, words: str) -> str:
    assert stage.bot.user is not None
    return f"{stage.bot.user.mention} {words}"


def last_card(stage: Stage) -> discord.Message:
    answer = stage.channel.last_message
    assert answer is not None
    assert stage.bot.user is not None
    assert answer.author.id == stage.bot.user.id
    return answer


async def test_in_mentions_it_means_the_lab_last_spoken_of(stage: Stage) -> None:
    await stage.member.send(stage.channel, mention(stage, "what does Moonshot make?"))
    await stage.member.send(stage.channel, mention(stage, "and its funding?"))
    card = shown(last_card(stage))
    assert card.split("\n")[:2] == ["**and its funding?**", CARRIED]
    assert "came from a payments company" in card
    await stage.member.send(stage.channel, mention(stage, "and Xiaomi's?"))
    assert "Taking it to mean" not in shown(last_card(stage))
    await stage.member.send(stage.channel, mention(stage, "what about funding?"))
    assert "-# Taking it to mean **Xiaomi**" in shown(last_card(stage))
    assert "no worry" in shown(last_card(stage))


async def test_what_is_taken_down_is_the_question_as_it_was_asked(stage: Stage) -> None:
    await stage.member.send(stage.channel, mention(stage, "what does Moonshot make?"))
    await stage.member.send(stage.channel, mention(stage, "and its funding?"))
    assert [r.question for r in stage.notebook.records] == [
        "what does Moonshot make?",
        "and its funding?",
    ]
    assert stage.notebook.records[-1].outcome is Outcome.ANSWERED


async def test_a_command_takes_part_in_the_dialogue_but_stands_for_itself_if_it_can(
    stage: Stage,
) -> None:
    await stage.member.slash(stage.channel, "ask", question="what does Moonshot make?")
    alone = await stage.member.slash(stage.channel, "ask", question="who is it that makes phones?")
    assert "Xiaomi makes" in shown(reply(alone)).replace("*", "")
    await stage.member.slash(stage.channel, "lab", name="kimi")
    carried = await stage.member.slash(stage.channel, "ask", question="and its funding?")
    assert CARRIED in shown(reply(carried))
    assert "payments company" in shown(reply(carried))


async def test_a_dialogue_belongs_to_a_member_and_a_channel(stage: Stage) -> None:
    elsewhere = stage.guild.create_text_channel("elsewhere")
    await stage.member.send(stage.channel, mention(stage, "what does Moonshot make?"))
    await stage.other.send(stage.channel, mention(stage, "and its funding?"))
    assert "Taking it to mean" not in shown(last_card(stage))
    await stage.member.send(elsewhere, mention(stage, "and its funding?"))
    assert "Taking it to mean" not in shown(elsewhere.last_message)
    await stage.member.send(stage.channel, mention(stage, "and its funding?"))
    assert CARRIED in shown(last_card(stage))


async def test_a_thread_and_direct_messages_are_channels_too(stage: Stage) -> None:
    channel = stage.bot.get_channel(stage.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="kimi", type=discord.ChannelType.public_thread)
    (thread,) = stage.channel.threads
    await stage.member.send(thread, mention(stage, "what does Moonshot make?"))
    await stage.member.send(thread, mention(stage, "and its funding?"))
    assert CARRIED in shown(thread.last_message)
    await stage.member.send_dm("and its funding?")
    dm = stage.member.user.dm_channel
    assert "Taking it to mean" not in shown(dm.last_message)
    await stage.member.send_dm("what does Moonshot make?")
    await stage.member.send_dm("and its funding?")
    assert CARRIED in shown(dm.last_message)


async def test_after_a_while_it_is_forgotten(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.member.send(stage.channel, mention(stage, "what does Moonshot make?"))
    monkeypatch.setattr(dialogue, "REMEMBERED_S", 0.0)
    await stage.member.send(stage.channel, mention(stage, "and its funding?"))
    assert CARRIED in shown(last_card(stage))
    await stage.member.send(stage.channel, mention(stage, "and its funding?"))
    assert "Taking it to mean" not in shown(last_card(stage))


async def test_it_is_gone_with_the_process_but_a_reply_still_knows(
    stage: Stage, make_bot: Callable[[], FootnoteBot]
) -> None:
    await stage.member.send(stage.channel, mention(stage, "what does Moonshot make?"))
    first = last_card(stage)
    await stage.env.restart_bot(make_bot())
    await stage.member.send(stage.channel, mention(stage, "and its funding?"))
    assert "Taking it to mean" not in shown(last_card(stage))
    await stage.member.send(stage.channel, "and its funding?", reply_to=first)
    assert CARRIED in shown(last_card(stage))


async def test_what_was_asked_in_private_never_shows_in_public(stage: Stage) -> None:
    await stage.member.slash(stage.channel, "ask", question="what makes Moonshot?", private=True)
    await stage.member.send(stage.channel, mention(stage, "and its funding?"))
    assert "Taking it to mean" not in shown(last_card(stage))
    await stage.member.send(stage.channel, mention(stage, "and Xiaomi?"))
    private = await stage.member.slash(
        stage.channel, "ask", question="and its funding?", private=True
    )
    assert "-# Taking it to mean **Xiaomi**" in shown(reply(private))


async def test_a_reply_to_an_answer_needs_no_name_and_is_about_that_answer(stage: Stage) -> None:
    await stage.member.send(stage.channel, mention(stage, "what does Moonshot make?"))
    about_moonshot = last_card(stage)
    await stage.member.send(stage.channel, mention(stage, "what does Xiaomi make?"))
    asked = await stage.other.send(stage.channel, "and its funding?", reply_to=about_moonshot)
    answer = last_card(stage)
    assert CARRIED in shown(answer)
    assert answer.reference is not None
    assert answer.reference.message_id == asked.id
    assert answer.mentions == []
    assert stage.notebook.records[-1].surface == "mention"
    assert stage.notebook.records[-1].user_id == stage.other.id


@pytest.mark.parametrize(
    "words", ["thanks!", "ok cool", "Great, Kimi it is", "I did not know that", "👍", "lol"]
)
async def test_a_reply_that_asks_nothing_is_left_alone(stage: Stage, words: str) -> None:
    await stage.member.send(stage.channel, mention(stage, "what does Moonshot make?"))
    await stage.other.send(stage.channel, words, reply_to=last_card(stage))
    assert stage.channel.last_message is not None
    assert stage.channel.last_message.content == words
    assert len(stage.notebook.records) == 1


async def test_a_reply_may_be_a_mere_name(stage: Stage) -> None:
    await stage.member.send(stage.channel, mention(stage, "what does Moonshot make?"))
    await stage.other.send(stage.channel, "Xiaomi", reply_to=last_card(stage))
    assert "Xiaomi" in shown(last_card(stage))
    assert len(stage.notebook.records) == 2


async def test_a_reply_to_a_commands_card_reaches_the_bot_only_with_its_name(stage: Stage) -> None:
    asked = await stage.member.slash(stage.channel, "ask", question="what does Moonshot make?")
    await stage.other.send(stage.channel, "and its funding?", reply_to=reply(asked))
    assert len(stage.notebook.records) == 1
    await stage.other.send(stage.channel, mention(stage, "and its funding?"), reply_to=reply(asked))
    assert CARRIED in shown(last_card(stage))
    looked_up = await stage.member.slash(stage.channel, "lab", name="xiaomi")
    words = mention(stage, "and its funding?")
    await stage.other.send(stage.channel, words, reply_to=reply(looked_up))
    assert "-# Taking it to mean **Xiaomi**" in shown(last_card(stage))


async def test_a_reply_to_somebody_else_is_none_of_the_bots_business(stage: Stage) -> None:
    said = await stage.other.send(stage.channel, "I like Kimi")
    await stage.member.send(stage.channel, "and its funding?", reply_to=said)
    assert stage.notebook.records == []


async def test_pages_and_passages_of_a_carried_question_lead_back_to_it(
    stage: Stage, folder: Folder, make_bot: Callable[[], FootnoteBot]
) -> None:
    more = "\n\n".join(f"Funding of Moonshot AI in year {n} came late." for n in range(1, 6))
    folder.documents.append(document("more.md", more, title="More"))
    await stage.library.reload()
    await stage.member.send(stage.channel, mention(stage, "what does Moonshot make?"))
    await stage.member.send(stage.channel, mention(stage, "and its funding?"))
    card = last_card(stage)
    first = shown(card)
    assert "Sources 1 to 3 of" in first
    await stage.env.restart_bot(make_bot())
    for label in ("Next", "Previous"):
        await stage.member.click(card, label=label)
        card = last_card(stage)
        assert shown(card).split("\n")[:2] == ["**and its funding?**", CARRIED]
    assert shown(card) == first
    await stage.member.click(card, custom_id=buttons(card)["Read around"])
    card = last_card(stage)
    assert shown(card).split("\n")[:2] == ["**and its funding?**", CARRIED]
    await stage.member.click(card, label="Back")
    assert shown(last_card(stage)) == first


async def test_a_hostile_name_is_carried_without_harm(stage: Stage, folder: Folder) -> None:
    folder.entries.append(lab("evil", "**@everyone** [x](https://evil.example) \\", "evilcorp"))
    folder.documents.append(document("evil.md", "Evilcorp got funding from a bank.", title="Evil"))
    await stage.library.reload()
    await stage.member.send(stage.channel, mention(stage, "what is evilcorp?"))
    await stage.member.send(stage.channel, mention(stage, "and its funding?"))
    card = last_card(stage)
    assert "Taking it to mean **\\*\\*@\u200beveryone" in shown(card)
    assert not card.mention_everyone
    before = shown(card)
    await stage.member.click(card, custom_id=buttons(card)["Read around"])
    await stage.member.click(last_card(stage), label="Back")
    assert shown(last_card(stage)) == before


class TestWherePrivateAnswersAreTheRule:
    @pytest.fixture
    def options(self) -> BotOptions:
        return BotOptions(cooldown_uses=0, private_answers=True, shard_count=1)

    async def test_a_command_goes_on_in_private(self, stage: Stage) -> None:
        await stage.member.slash(stage.channel, "ask", question="what does Moonshot make?")
        result = await stage.member.slash(stage.channel, "ask", question="and its funding?")
        assert CARRIED in shown(reply(result))
        assert reply(result).ephemeral


class TestWithACooldown:
    @pytest.fixture
    def options(self) -> BotOptions:
        return BotOptions(cooldown_uses=2, cooldown_seconds=30, shard_count=1)

    async def test_thanks_cost_nothing_but_a_reply_counts(self, stage: Stage) -> None:
        await stage.member.send(stage.channel, mention(stage, "what does Moonshot make?"))
        card = last_card(stage)
        await stage.member.send(stage.channel, "thanks!", reply_to=card)
        await stage.member.send(stage.channel, "and its funding?", reply_to=card)
        assert CARRIED in shown(last_card(stage))
        await stage.member.send(stage.channel, "and Xiaomi's?", reply_to=card)
        assert "lot of questions" in shown(last_card(stage))
