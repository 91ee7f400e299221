"""A member puts two labs side by side; each gets its passages, or an honest nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import simcord
from discord_app_stage import Folder, Stage, buttons, document, lab, reply, shown, trouble_of

from bot.core.comparing import SameEntry
from bot.core.errors import UnknownEntry
from bot.core.questions import Outcome
from bot.discord_app.client import FootnoteBot
from bot.discord_app.options import BotOptions


async def compare(stage: Stage, **given: object) -> simcord.InteractionResult:
    options = {"first": "moonshot", "second": "xiaomi", **given}
    return await stage.member.slash(stage.channel, "compare", **options)


async def test_both_labs_are_shown_with_numbered_sources_and_how_many_there_are(
    stage: Stage,
) -> None:
    result = await compare(stage)
    card = shown(reply(result))
    assert not reply(result).ephemeral
    assert card.startswith("## Moonshot AI and Xiaomi")
    left, right = card.split("### ")[1:]
    assert left.startswith("Moonshot AI\n-# 1 to 3 of 5 passages\n**[1]** ")
    assert re.findall(r"\*\*\[(\d)\]\*\*", left) == ["1", "2", "3"]
    assert right.startswith("Xiaomi\n-# 1 of 1 passage\n**[4]** **Xiaomi** makes phones and cars")
    assert "[Notes on models › Models › Phones](<https://example.org/models" in right


async def test_it_is_taken_down_once(stage: Stage) -> None:
    result = await compare(stage, second="deepseek", theme="open-source")
    await stage.member.click(reply(await compare(stage)), label="Next")
    first, second = stage.notebook.records
    assert (first.surface, first.question) == (
        "compare",
        "Moonshot AI and DeepSeek on Open source",
    )
    assert first.outcome is Outcome.NOT_COVERED
    assert first.missing == ("Moonshot AI", "DeepSeek")
    assert first.passages == ()
    assert (second.outcome, len(second.passages)) == (Outcome.ANSWERED, 6)
    assert second.user_id == stage.member.id
    assert reply(result) is not None


async def test_where_there_is_nothing_it_says_so(stage: Stage) -> None:
    result = await compare(stage, second="deepseek")
    left, right = shown(reply(result)).split("### ")[1:]
    assert "1 to 3 of 5 passages" in left
    assert right.split("\n")[:2] == ["DeepSeek", "The documents say nothing on this."]
    assert stage.notebook.records[-1].outcome is Outcome.PARTIAL


async def test_a_theme_narrows_it_down(stage: Stage, folder: Folder) -> None:
    folder.documents.append(
        document("open.md", "Open source made Xiaomi known.\n\nOpen source is dear to all.")
    )
    await stage.library.reload()
    result = await compare(stage, theme="open weights")
    card = shown(reply(result))
    assert card.startswith("## Moonshot AI and Xiaomi\n-# on **Open source**")
    left, right = card.split("### ")[1:]
    assert "The documents say nothing on this." in left
    assert "made **Xiaomi** known" in right
    assert "dear to all" not in card


async def test_a_passage_on_both_is_shown_once_under_one_number(
    stage: Stage, folder: Folder
) -> None:
    folder.documents = [document("both.md", "Moonshot AI and Xiaomi share a building.")]
    await stage.library.reload()
    left, right = shown(reply(await compare(stage))).split("### ")[1:]
    assert "**[1]** **Moonshot AI** and Xiaomi share a building." in left
    assert right.split("\n") == ["Xiaomi", "-# 1 of 1 passage", "**[1]** both.md (above)"]


async def test_pages_turn_both_labs_at_once_and_read_around_leads_back(
    stage: Stage, folder: Folder, make_bot: Callable[[], FootnoteBot]
) -> None:
    folder.documents.append(
        document("cars.md", "\n\n".join(f"Xiaomi car {n} is new." for n in range(1, 4)))
    )
    await stage.library.reload()
    result = await compare(stage)
    first = shown(reply(result))
    assert "Page 1 of 2" in first
    await stage.env.restart_bot(make_bot())
    await stage.member.click(reply(result), label="Next")
    second = shown(reply(result))
    assert "-# 4 to 5 of 5 passages" in second
    assert "-# 4 of 4 passages" in second
    assert re.findall(r"\*\*\[(\d)\]\*\*", first + second) == list("123456789")
    await stage.member.click(reply(result), custom_id=buttons(reply(result))["Read around"])
    assert re.search(r"Passage \d of", shown(reply(result)))
    await stage.member.click(reply(result), label="Back")
    assert shown(reply(result)) == second
    await stage.member.click(reply(result), label="Previous")
    assert shown(reply(result)) == first


async def test_the_shorter_side_says_that_there_is_no_more(stage: Stage) -> None:
    result = await compare(stage)
    await stage.member.click(reply(result), label="Next")
    right = shown(reply(result)).split("### ")[2]
    assert right.startswith("Xiaomi\n-# No more than the 1 passage before this page.")


async def test_somebody_else_gets_a_copy_of_their_own(stage: Stage) -> None:
    result = await compare(stage)
    first = shown(reply(result))
    copy = await stage.other.click(reply(result), label="Next")
    assert reply(copy).ephemeral
    assert "Page 2 of 2" in shown(reply(copy))
    assert shown(reply(result)) == first


@pytest.mark.parametrize("second", ["moonshot", "Kimi", "月之暗面", "moonshoot"])
async def test_a_lab_is_not_compared_with_itself(stage: Stage, second: str) -> None:
    result = await compare(stage, second=second)
    assert reply(result).ephemeral
    assert "Both names stand for Moonshot AI" in shown(reply(result))
    assert "`/labs` lists all of them" in shown(reply(result))
    simcord.assert_error(stage.env, SameEntry)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"second": "**Acme** @everyone"}, "No lab goes by “\\*\\*Acme\\*\\* @\u200beveryone”"),
        ({"theme": "volcanoes"}, "No theme goes by “volcanoes”"),
    ],
)
async def test_what_is_not_listed_is_refused_with_a_hint(
    stage: Stage, given: dict[str, str], says: str
) -> None:
    result = await compare(stage, **given)
    assert reply(result).ephemeral
    assert says in shown(reply(result))
    simcord.assert_error(stage.env, UnknownEntry)
    assert stage.notebook.records[-1].outcome is Outcome.NOT_COVERED
    assert stage.notebook.records[-1].surface == "compare"


async def test_it_may_be_private(stage: Stage) -> None:
    assert reply(await compare(stage, private=True)).ephemeral


async def test_autocomplete_offers_labs_and_themes_but_not_the_lab_chosen_already(
    stage: Stage,
) -> None:
    async def offered(option: str, typed: str, **filled: str) -> list[str]:
        found = await stage.member.autocomplete(stage.channel, "compare", option, typed, **filled)
        return [choice["value"] for choice in found]

    assert await offered("first", "") == ["moonshot", "xiaomi", "deepseek"]
    assert await offered("second", "", first="moonshot") == ["xiaomi", "deepseek"]
    assert await offered("first", "x", second="moonshot") == ["xiaomi"]
    assert await offered("theme", "weights", first="moonshot") == ["open-source"]


async def test_a_dialogue_may_go_on_about_both(stage: Stage) -> None:
    await compare(stage)
    result = await stage.member.slash(stage.channel, "ask", question="and their founders?")
    assert "-# Taking it to mean **Moonshot AI and Xiaomi**" in shown(reply(result))
    assert "About **Moonshot AI** and **Xiaomi** they say" in shown(reply(result))


async def test_a_lab_that_has_gone_is_said_to_have_gone(stage: Stage, folder: Folder) -> None:
    result = await compare(stage)
    folder.entries = [lab("xiaomi", "Xiaomi")]
    await stage.library.reload()
    pressed = await stage.member.click(reply(result), label="Next")
    assert "no longer listed" in shown(trouble_of(pressed))
    simcord.assert_error(stage.env, UnknownEntry)


class TestWherePrivateAnswersAreTheRule:
    @pytest.fixture
    def options(self) -> BotOptions:
        return BotOptions(cooldown_uses=0, private_answers=True, shard_count=1)

    async def test_a_comparison_is_for_the_asker_alone(self, stage: Stage) -> None:
        assert reply(await compare(stage)).ephemeral
