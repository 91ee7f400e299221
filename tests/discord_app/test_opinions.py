"""Members say what they think of an answer; moderators see numbers and no names."""

from __future__ import annotations

import pytest
import simcord
from discord_app_stage import buttons, parts, reply, shown
from kept_stage import Kept

from bot.core.errors import StoreError

QUESTION = "how long is Kimi's context?"


async def answered(kept: Kept) -> simcord.ResponseMessage:
    here = kept.here
    return reply(await here.member(0).slash(here.channel, "ask", question=QUESTION))


async def feedback(kept: Kept) -> str:
    await kept.stored()
    result = await kept.here.moderator.slash(kept.here.channel, "knowledge stats")
    return next(line for line in shown(reply(result)).split("\n") if "Feedback" in line)


async def test_an_opinion_is_thanked_for_and_counted(kept: Kept) -> None:
    card = await answered(kept)
    assert "none yet" in await feedback(kept)
    pressed = await kept.here.member(1).click(card, custom_id=buttons(card)["Helpful"])
    assert reply(pressed).ephemeral
    assert "Thank you" in shown(reply(pressed))
    assert "1 of 1 answers were helpful" in await feedback(kept)


async def test_a_second_opinion_replaces_the_first(kept: Kept) -> None:
    card = await answered(kept)
    for label in ("Helpful", "Helpful", "Not helpful"):
        await kept.here.member(1).click(card, custom_id=buttons(card)[label])
    assert "0 of 1 answers were helpful" in await feedback(kept)
    await kept.here.member(0).click(card, custom_id=buttons(card)["Helpful"])
    assert "1 of 2 answers were helpful" in await feedback(kept)


async def test_the_buttons_have_words_for_screen_readers(kept: Kept) -> None:
    card = await answered(kept)
    marked = [part for part in parts(card) if part["type"] == 2 and part.get("emoji")]
    assert [(part["emoji"]["name"], part["label"]) for part in marked] == [
        ("👍", "Helpful"),
        ("👎", "Not helpful"),
    ]


async def test_they_work_after_a_restart(kept: Kept) -> None:
    card = await answered(kept)
    await kept.env.restart_bot(kept.make())
    await kept.here.member(1).click(card, custom_id=buttons(card)["Not helpful"])
    assert "0 of 1 answers were helpful" in await feedback(kept)


async def test_what_is_not_covered_is_not_judged(kept: Kept) -> None:
    here = kept.here
    asked = await here.member(0).slash(here.channel, "ask", question="zxqv wvut?")
    assert "Helpful" not in buttons(reply(asked))


async def test_they_stay_when_a_page_is_turned(kept: Kept) -> None:
    here = kept.here
    asked = reply(await here.member(0).slash(here.channel, "ask", question="what of Moonshot AI?"))
    if "Next" not in buttons(asked):
        pytest.fail("the story needs an answer of two pages")
    turned = await here.member(0).click(asked, custom_id=buttons(asked)["Next"])
    assert "Not helpful" in buttons(reply(turned))


async def test_a_database_that_fails_is_told_of(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise StoreError("What you think of it cannot be kept just now.")

    card = await answered(kept)
    monkeypatch.setattr(kept.bot.statistics, "feedback", fail)
    pressed = await kept.here.member(1).click(card, custom_id=buttons(card)["Helpful"])
    assert "cannot be kept just now" in shown(reply(pressed))
    assert reply(pressed).ephemeral
    simcord.assert_error(kept.env, StoreError)
