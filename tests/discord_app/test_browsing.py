"""A member looks a lab or theme up, turns pages and reads around; so does somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import simcord
from discord_app_stage import (
    Folder,
    Stage,
    buttons,
    callbacks,
    document,
    lab,
    parts,
    reply,
    shown,
    trouble_of,
)

from bot.core.errors import UnknownEntry
from bot.core.questions import Outcome
from bot.discord_app.client import FootnoteBot
from bot.discord_app.targets import StaleButton


async def test_a_lab_shows_what_it_is_and_every_passage_on_it(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "lab", name="moonshot")
    card = shown(reply(result))
    assert not reply(result).ephemeral
    assert "## Moonshot AI\nTrains Kimi.\n-# Also: Kimi, 月之暗面" in card
    assert "Passages 1 to 3 of 5, best first" in card
    assert stage.notebook.records[-1].surface == "lab"
    assert stage.notebook.records[-1].question == "Moonshot AI"


@pytest.mark.parametrize("name", ["Moonshot AI", "kimi", "月之暗面", "moonshoot", "MOONSHOT"])
async def test_a_lab_goes_by_any_of_its_names_and_with_typing_mistakes(
    stage: Stage, name: str
) -> None:
    result = await stage.member.slash(stage.channel, "lab", name=name)
    assert "## Moonshot AI" in shown(reply(result))


async def test_a_theme_is_shown_likewise(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "theme", name="modesty", private=True)
    assert reply(result).ephemeral
    assert "## Humility" in shown(reply(result))
    assert "came up in every conversation" in shown(reply(result))
    assert stage.notebook.records[-1].surface == "theme"


async def test_a_lab_nobody_wrote_about_says_so(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "lab", name="deepseek")
    assert "No document says anything about it yet" in shown(reply(result))
    assert stage.notebook.records[-1].outcome is Outcome.NOT_COVERED


async def test_a_name_near_to_others_is_answered_with_those_and_no_more(stage: Stage) -> None:
    near = await stage.member.slash(stage.channel, "lab", name="deep space")
    assert "Did you mean DeepSeek?" in shown(reply(near))
    simcord.assert_error(stage.env, UnknownEntry)
    far = await stage.member.slash(stage.channel, "lab", name="nonexistent")
    assert "Did you mean" not in shown(reply(far))
    assert "`/labs` lists all of them" in shown(reply(far))
    simcord.assert_error(stage.env, UnknownEntry)


async def test_a_wrong_name_is_answered_in_words_that_do_no_harm(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "lab", name="`/x` **Acme** <@1> @everyone")
    card = shown(reply(result))
    assert reply(result).ephemeral
    assert "No lab goes by" in card
    assert "`/labs` lists all of them" in card
    assert "\\*\\*Acme\\*\\* \\<@1\\> @\u200beveryone" in card
    simcord.assert_error(stage.env, UnknownEntry)
    assert stage.notebook.records[-1].outcome is Outcome.NOT_COVERED


async def test_autocomplete_offers_names_aliases_and_likely_mistakes(stage: Stage) -> None:
    async def offered(command: str, typed: str) -> dict[str, str]:
        choices = await stage.member.autocomplete(stage.channel, command, "name", typed)
        return {choice["name"]: choice["value"] for choice in choices}

    assert await offered("lab", "") == {
        "Moonshot AI": "moonshot",
        "Xiaomi": "xiaomi",
        "DeepSeek": "deepseek",
    }
    assert await offered("lab", "moo") == {"Moonshot AI": "moonshot"}
    assert await offered("lab", "kim") == {"Moonshot AI (Kimi)": "moonshot"}
    assert await offered("lab", "月之") == {"Moonshot AI (月之暗面)": "moonshot"}
    assert await offered("lab", "xiami") == {"Xiaomi": "xiaomi"}
    assert await offered("theme", "weights") == {"Open source (open weights)": "open-source"}
    assert await offered("lab", "zzzz") == {}


async def test_autocomplete_keeps_discords_limits(stage: Stage, folder: Folder) -> None:
    folder.entries = [lab(f"lab{n}", f"Lab {n} " + "x" * 200, "y" * 200) for n in range(40)]
    folder.entries.append(lab("z" * 200, "An id that no choice can carry"))
    await stage.library.reload()
    choices = await stage.member.autocomplete(stage.channel, "lab", "name", "")
    assert len(choices) == 25
    assert all(0 < len(c["name"]) <= 100 and 0 < len(c["value"]) <= 100 for c in choices)
    picked = await stage.member.slash(stage.channel, "lab", name=choices[3]["value"])
    assert "## Lab 3 " in shown(reply(picked))


async def test_labs_and_themes_are_listed_with_their_passages(stage: Stage) -> None:
    labs = await stage.member.slash(stage.channel, "labs")
    assert "- **Moonshot AI** · 5 passages\n  Trains Kimi." in shown(reply(labs))
    assert "- **DeepSeek** · 0 passages" in shown(reply(labs))
    themes = await stage.member.slash(stage.channel, "themes")
    assert "- **Humility** · 1 passage" in shown(reply(themes))
    await stage.member.click(reply(themes), label="Humility")
    assert "## Humility" in shown(reply(themes))


async def test_eleven_labs_are_six_and_five_and_none_stands_alone(
    stage: Stage, folder: Folder
) -> None:
    folder.entries = [lab(f"lab{n}", f"Lab {n:02}") for n in range(11)]
    await stage.library.reload()
    listed = await stage.member.slash(stage.channel, "labs")
    pages = [re.findall(r"\*\*Lab (\d\d)\*\*", shown(reply(listed)))]
    rows = [len(c["components"]) for c in parts(reply(listed)) if c["type"] == 1]
    assert rows == [3, 3, 2]
    await stage.member.click(reply(listed), label="Next")
    pages.append(re.findall(r"\*\*Lab (\d\d)\*\*", shown(reply(listed))))
    assert [len(page) for page in pages] == [6, 5]
    assert pages[0] + pages[1] == [f"{n:02}" for n in range(11)]


async def test_sources_are_listed_with_size_and_age(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "sources")
    card = shown(reply(result))
    assert re.search(
        r"- \*\*\[Notes on models\]\(<https://example\.org/models>\)\*\* · 6 passages · \d+ bytes"
        r" · changed <t:\d+:R>",
        card,
    )
    assert "- **What stood out** · 2 passages" in card


async def test_a_long_list_of_sources_is_turned(stage: Stage, folder: Folder) -> None:
    folder.documents = [document(f"{n:02}.md", "Text.", title=f"Note {n:02}") for n in range(23)]
    await stage.library.reload()
    result = await stage.member.slash(stage.channel, "sources")
    assert "Page 1 of 3" in shown(reply(result))
    await stage.member.click(reply(result), label="Next")
    assert "Note 08" in shown(reply(result))
    assert "Note 15" in shown(reply(result))
    await stage.member.click(reply(result), label="Next")
    assert "Page 3 of 3" in shown(reply(result))
    await stage.member.click(reply(result), label="Previous")
    assert "Page 2 of 3" in shown(reply(result))


async def test_about_says_what_it_is_how_to_ask_and_what_is_kept(stage: Stage) -> None:
    card = shown(reply(await stage.member.slash(stage.channel, "about")))
    assert "in their own words" in card
    assert "`/ask`" in card
    assert len(card.split("**Privacy**\n")[1].split("\n-# ")[0].split("\n")) == 3
    assert "Footnote 0\\.1.0" in card or "Footnote 0.1.0" in card


async def test_the_asker_turns_pages_in_place(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "lab", name="moonshot")
    first = shown(reply(result))
    pressed = await stage.member.click(reply(result), label="Next")
    assert pressed.followups == []
    assert "Passages 4 to 5 of 5" in shown(reply(result))
    assert len(stage.channel.history()) == 1
    await stage.member.click(reply(result), label="Previous")
    assert shown(reply(result)) == first
    assert len(stage.notebook.records) == 1  # turning pages is not asking again


async def test_somebody_else_gets_a_copy_of_their_own(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "lab", name="moonshot")
    first = shown(reply(result))
    pressed = await stage.other.click(reply(result), label="Next")
    assert reply(pressed).ephemeral
    assert "Passages 4 to 5 of 5" in shown(reply(pressed))
    assert shown(reply(result)) == first
    await stage.other.click(reply(pressed), label="Previous")
    assert "Passages 1 to 3 of 5" in shown(reply(pressed))
    assert shown(reply(result)) == first


async def test_an_answers_sources_are_turned_and_read_around_and_back(stage: Stage) -> None:
    question = "Kimi *and* \\ `the` _rest_: @here?"
    result = await stage.member.slash(stage.channel, "ask", question=question)
    first = shown(reply(result))
    assert "Sources 1 to 3 of" in first
    await stage.member.click(reply(result), label="Next")
    second = shown(reply(result))
    assert "Sources 4 to" in second
    assert second.split("\n")[0] == first.split("\n")[0]
    beside = next(iter(v for k, v in buttons(reply(result)).items() if k == "Read around"))
    await stage.member.click(reply(result), custom_id=beside)
    assert re.search(r"Passage \d of 6", shown(reply(result)))
    assert shown(reply(result)).split("\n")[0] == first.split("\n")[0]
    for label in ("Earlier", "Later"):
        if label in buttons(reply(result)):
            await stage.member.click(reply(result), label=label)
    await stage.member.click(reply(result), label="Back")
    assert shown(reply(result)) == second


async def test_a_suggestion_opens_what_it_names(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "ask", question="is humilty moonshto volcano")
    labels = buttons(reply(result))
    if "Read around" not in labels:
        label = next(iter(labels))
        await stage.member.click(reply(result), label=label)
        assert f"## {label}" in shown(reply(result))
        assert stage.notebook.records[-1].surface in {"lab", "theme"}


async def test_a_document_is_read_from_its_first_passage_to_its_last(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "lab", name="moonshot")
    beside = buttons(reply(result))["Read around"]
    await stage.member.click(reply(result), custom_id=beside)
    while "Earlier" in buttons(reply(result)):
        await stage.member.click(reply(result), label="Earlier")
    read: list[str] = []
    while True:
        read.append(re.findall(r"Passage (\d) of", shown(reply(result)))[0])
        if "Later" not in buttons(reply(result)):
            break
        await stage.member.click(reply(result), label="Later")
    assert read == list("123456")
    await stage.member.click(reply(result), label="Back")
    assert "## Moonshot AI" in shown(reply(result))


async def test_buttons_go_on_working_after_a_restart(
    stage: Stage, make_bot: Callable[[], FootnoteBot]
) -> None:
    asked = await stage.member.slash(stage.channel, "ask", question="what about Kimi?")
    looked_up = await stage.member.slash(stage.channel, "lab", name="moonshot")
    await stage.env.restart_bot(make_bot())
    await stage.member.click(reply(asked), label="Next")
    assert "Sources 4 to" in shown(reply(asked))
    copy = await stage.other.click(reply(looked_up), label="Next")
    assert "Passages 4 to 5 of 5" in shown(reply(copy))
    beside = buttons(reply(looked_up))["Read around"]
    await stage.member.click(reply(looked_up), custom_id=beside)
    assert "Passage" in shown(reply(looked_up))


async def test_cards_are_not_kept_in_memory(stage: Stage) -> None:
    for _ in range(5):
        await stage.member.slash(stage.channel, "ask", question="what about Kimi?")
    store = stage.bot._connection._view_store
    assert not store._views
    assert not store._synced_message_views


async def test_a_passage_that_has_gone_is_said_to_have_gone(stage: Stage, folder: Folder) -> None:
    result = await stage.member.slash(stage.channel, "lab", name="moonshot")
    folder.documents = folder.documents[1:]
    await stage.library.reload()
    beside = buttons(reply(result))["Read around"]
    pressed = await stage.member.click(reply(result), custom_id=beside)
    trouble = trouble_of(pressed)
    assert trouble.ephemeral
    assert "changed or gone" in shown(trouble)
    assert "## Moonshot AI" in shown(reply(result))
    simcord.assert_error(stage.env, StaleButton)


async def test_a_page_that_has_gone_becomes_the_nearest_one(stage: Stage, folder: Folder) -> None:
    result = await stage.member.slash(stage.channel, "lab", name="moonshot")
    folder.documents[0] = document("models.md", "Kimi is cheap.", title="Notes")
    await stage.library.reload()
    await stage.member.click(reply(result), label="Next")
    assert "Kimi** is cheap" in shown(reply(result))


async def test_a_lab_that_has_gone_is_said_to_have_gone(stage: Stage, folder: Folder) -> None:
    result = await stage.member.slash(stage.channel, "lab", name="moonshot")
    folder.entries.clear()
    await stage.library.reload()
    pressed = await stage.member.click(reply(result), label="Next")
    assert "no longer listed" in shown(trouble_of(pressed))
    simcord.assert_error(stage.env, UnknownEntry)


async def test_a_slow_press_is_deferred(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    result = await stage.member.slash(stage.channel, "lab", name="moonshot")
    monkeypatch.setattr("bot.discord_app.respond.PATIENCE_S", 0.01)
    stage.folder.answers_after_s = 0.1
    await stage.member.click(reply(result), label="Next")
    assert callbacks(stage)[-1] == 6
    assert "Passages 4 to 5 of 5" in shown(reply(result))
    copy = await stage.other.click(reply(result), label="Previous")
    assert callbacks(stage)[-1] == 5
    assert reply(copy).ephemeral
    assert "Passages 1 to 3 of 5" in shown(reply(copy))


async def test_a_long_list_of_labs_is_turned_by_anybody(stage: Stage, folder: Folder) -> None:
    folder.entries = [lab(f"lab{n}", f"Lab {n:02}") for n in range(23)]
    await stage.library.reload()
    result = await stage.member.slash(stage.channel, "labs")
    assert "Page 1 of 3" in shown(reply(result))
    await stage.member.click(reply(result), label="Next")
    assert "- **Lab 10** · 0 passages" in shown(reply(result))
    copy = await stage.other.click(reply(result), label="Next")
    assert reply(copy).ephemeral
    assert "Page 3 of 3" in shown(reply(copy))
    await stage.other.click(reply(copy), label="Lab 22")
    assert "## Lab 22" in shown(reply(copy))
    assert stage.notebook.records[-1].user_id == stage.other.id


async def test_a_card_without_its_question_says_so(stage: Stage) -> None:
    result = await stage.member.slash(stage.channel, "ask", question="what about Kimi?")
    stored = stage.env.backend.get_message(stage.channel.id, reply(result).id)
    del stored.components[0]["components"][0]
    pressed = await stage.member.click(reply(result), label="Next")
    assert "cannot find the question" in shown(trouble_of(pressed))
    simcord.assert_error(stage.env, StaleButton)
