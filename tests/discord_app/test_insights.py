"""Moderators see what members asked in vain and how the bot is used, and no member in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime

import discord
import pytest
import simcord
from discord_app_stage import Folder, buttons, document, parts, reply, shown, theme
from kept_stage import Kept, Server
from PIL import Image

from bot.core.coverage import Coverage
from bot.core.errors import NotAllowed, Problem, StoreError
from bot.core.gaps import Gap
from bot.core.statistics import Usage
from bot.discord_app.cards.gaps import PER_PAGE, gaps_card, gaps_table
from bot.discord_app.cards.limits import MAX_TEXT, units
from bot.discord_app.cards.notice import Privacy
from bot.discord_app.options import BotOptions
from bot.discord_app.sync import definitions

VAIN = (
    "who owns the stadium of Kimi?",
    "Kimi's stadium: who owns it?",
    "who owns the Moonshot AI stadium?",
)


async def ask_in_vain(server: Server, members: int) -> None:
    for number in range(members):
        await server.member(number).slash(server.channel, "ask", question=VAIN[number])


async def gaps_of(kept: Kept, server: Server) -> simcord.ResponseMessage:
    await kept.stored()
    result = await server.moderator.slash(server.channel, "knowledge gaps")
    assert reply(result).ephemeral
    return reply(result)


async def test_a_question_appears_once_three_different_members_asked_it(kept: Kept) -> None:
    await ask_in_vain(kept.here, 2)
    assert "stadium" not in shown(await gaps_of(kept, kept.here))
    await ask_in_vain(kept.here, 2)  # the same two again
    assert "stadium" not in shown(await gaps_of(kept, kept.here))
    await kept.here.member(2).slash(kept.here.channel, "ask", question=VAIN[2])
    card = shown(await gaps_of(kept, kept.here))
    assert "5 times by 3 members" in card
    assert card.count("stadium") >= 1
    assert "once 3 different members asked it" in card
    assert "here0" not in card


async def test_no_server_sees_another_ones_questions(kept: Kept) -> None:
    await ask_in_vain(kept.here, 3)
    assert "stadium" in shown(await gaps_of(kept, kept.here))
    assert "stadium" not in shown(await gaps_of(kept, kept.there))
    stats = await kept.there.moderator.slash(kept.there.channel, "knowledge stats")
    assert "No questions yet" in shown(reply(stats))


async def test_members_of_two_servers_do_not_add_up(kept: Kept) -> None:
    await ask_in_vain(kept.here, 2)
    await ask_in_vain(kept.there, 2)
    assert "stadium" not in shown(await gaps_of(kept, kept.here))


async def test_what_could_name_a_person_is_taken_out(kept: Kept) -> None:
    for number in range(3):
        words = f"who owns the stadium of Kimi? mail me{number}@example.org <@{10**17 + number}>"
        await kept.here.member(number).slash(kept.here.channel, "ask", question=words)
    card = shown(await gaps_of(kept, kept.here))
    assert "stadium" in card
    assert "example" not in card
    assert str(10**17)[:10] not in card


async def test_the_table_is_handed_out_as_a_file(kept: Kept) -> None:
    await ask_in_vain(kept.here, 3)
    card = await gaps_of(kept, kept.here)
    pressed = await kept.here.moderator.click(card, custom_id=buttons(card)["Export CSV"])
    (attached,) = reply(pressed).attachments
    assert attached.filename == "gaps.csv"
    assert reply(pressed).ephemeral
    assert shown(reply(pressed)).startswith("1 question, for a spreadsheet.")
    text = (await attached.read()).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["times asked"], row["members"]) for row in rows] == [("3", "3")]
    assert "stadium" in rows[0]["question"]


async def test_a_moderator_who_lost_the_role_gets_no_table(kept: Kept) -> None:
    await ask_in_vain(kept.here, 3)
    card = await gaps_of(kept, kept.here)
    moderator = kept.here.moderator
    kept.env.backend.get_guild(kept.here.guild.id).members[moderator.id].role_ids.clear()
    pressed = await moderator.click(card, custom_id=buttons(card)["Export CSV"])
    assert "Manage Server" in shown(reply(pressed))
    assert not reply(pressed).attachments
    simcord.assert_error(kept.env, NotAllowed)


async def test_the_buttons_work_after_a_restart(kept: Kept) -> None:
    await ask_in_vain(kept.here, 3)
    card = await gaps_of(kept, kept.here)
    await kept.env.restart_bot(kept.make())
    pressed = await kept.here.moderator.click(card, custom_id=buttons(card)["Export CSV"])
    assert reply(pressed).attachments


def gap(question: str, *missing: str, times: int = 3) -> Gap:
    return Gap(question, times, 3, missing, datetime(2026, 5, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "question",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1+1", '=HYPERLINK("x","y")', "\r=1"],
)
def test_no_cell_of_the_table_is_a_formula(question: str) -> None:
    rows = list(csv.reader(io.StringIO(gaps_table([gap(question, question)]).lstrip("\ufeff"))))
    assert rows[1][0].startswith("'")
    assert rows[1][3].startswith("'")


def test_many_gaps_have_pages_that_fit() -> None:
    gaps = [gap("@everyone **long** <@1> `word` " * 20, "missing" * 20) for _ in range(20)]
    seen = 0
    for page in range(3):
        card = gaps_card(gaps, k=3, privacy=Privacy(), page=page)
        text = shown(card)
        assert units(text) <= MAX_TEXT
        seen += text.count("3 times by 3 members")
    assert seen == 20
    labels = list(buttons(gaps_card(gaps, k=3, privacy=Privacy(), page=1)))
    assert labels == ["Previous", "Next", "Export CSV"]
    assert "Page 3 of 3" in shown(gaps_card(gaps, k=3, privacy=Privacy(), page=99))
    assert PER_PAGE < 20


def test_a_code_in_place_of_the_name_is_promised_only_where_there_is_nothing_else() -> None:
    assert "instead of the name, a code" in shown(gaps_card([], k=3, privacy=Privacy()))
    named = shown(gaps_card([], k=3, privacy=Privacy(keeps_user_ids=True)))
    assert "Who asked is not shown." in named


async def test_turning_the_page_stays_on_the_card(kept: Kept) -> None:
    subjects = ("goats", "ships", "lamps", "roofs", "coins", "boots", "maps", "drums", "flutes")
    for subject in subjects:
        for number in range(3):
            words = f"what about Moonshot's {subject}?"
            await kept.here.member(number).slash(kept.here.channel, "ask", question=words)
    card = await gaps_of(kept, kept.here)
    assert "Page 1 of 2, 9 questions" in shown(card)
    turned = await kept.here.moderator.click(card, custom_id=buttons(card)["Next"])
    assert "Page 2 of 2" in shown(reply(turned))


async def test_stats_count_what_was_asked_and_draw_it(kept: Kept) -> None:
    here = kept.here
    await here.member(0).slash(here.channel, "ask", question="how long is Kimi's context?")
    await here.member(0).slash(here.channel, "lab", name="Kimi")
    await here.member(0).slash(here.channel, "compare", first="Kimi", second="DeepSeek")
    await ask_in_vain(here, 1)
    await kept.stored()
    result = await here.moderator.slash(here.channel, "knowledge stats", days=7)
    card = shown(reply(result))
    assert reply(result).ephemeral
    assert "## Questions of 7 days" in card
    assert "**4** in all: answered 2 (50%)" in card
    assert "Moonshot AI" in card
    assert "Latency: median" in card
    assert "`/ask` 2" in card
    assert "`/compare` 1" in card
    (attached,) = reply(result).attachments
    assert attached.filename == "usage.png"
    image = Image.open(io.BytesIO(await attached.read()))
    assert (image.format, image.width) == ("PNG", 900)
    (gallery,) = [part for part in parts(reply(result)) if part["type"] == 12]
    assert "4 questions" in gallery["items"][0]["description"]


async def test_without_the_extra_the_text_says_how_to_get_pictures(kept: Kept) -> None:
    kept.bot.insights.charts = None
    await ask_in_vain(kept.here, 1)
    await kept.stored()
    result = await kept.here.moderator.slash(kept.here.channel, "knowledge stats")
    assert not reply(result).attachments
    assert "footnote\\[charts\\]" in shown(reply(result))
    covered = await kept.here.member(0).slash(kept.here.channel, "coverage")
    assert "footnote\\[charts\\]" in shown(reply(covered))


async def test_a_picture_that_cannot_be_drawn_keeps_no_number_back(
    kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        async def usage(self, usage: Usage, other_names: Mapping[str, str] | None = None) -> bytes:
            raise RuntimeError(usage, other_names)

        async def coverage(self, coverage: Coverage) -> bytes:
            raise RuntimeError(coverage)

    kept.bot.insights.charts = Broken()
    await ask_in_vain(kept.here, 1)
    await kept.stored()
    result = await kept.here.moderator.slash(kept.here.channel, "knowledge stats")
    assert "**1** in all" in shown(reply(result))
    assert "a picture could not be drawn" in caplog.text


async def test_members_see_what_can_be_asked(kept: Kept) -> None:
    result = await kept.here.member(0).slash(kept.here.channel, "coverage")
    card = shown(reply(result))
    assert reply(result).ephemeral
    assert "- **Moonshot AI** " in card
    assert "Themes in all: " in card
    assert "thin" not in card
    (attached,) = reply(result).attachments
    assert Image.open(io.BytesIO(await attached.read())).width == 900
    public = await kept.here.member(0).slash(kept.here.channel, "coverage", public=True)
    assert not reply(public).ephemeral


async def test_moderators_see_where_it_is_thin(kept: Kept) -> None:
    result = await kept.here.moderator.slash(kept.here.channel, "knowledge coverage")
    assert "Nothing on: DeepSeek" in shown(reply(result))


async def test_coverage_follows_a_reload(kept: Kept, folder: Folder) -> None:
    await kept.here.member(0).slash(kept.here.channel, "coverage")
    folder.documents.append(document("d.md", "# DeepSeek\nDeepSeek publishes open weights."))
    await kept.library.reload()
    result = await kept.here.moderator.slash(kept.here.channel, "knowledge coverage")
    assert "Nothing on: DeepSeek" not in shown(reply(result))


async def test_a_catalog_of_hundreds_fits_on_a_card(kept: Kept, folder: Folder) -> None:
    folder.entries += [theme(f"t{n}", f"Theme number {n} " + "x" * 60) for n in range(300)]
    await kept.library.reload()
    result = await kept.here.moderator.slash(kept.here.channel, "knowledge coverage")
    assert units(shown(reply(result))) <= MAX_TEXT


async def test_without_themes_there_is_nothing_to_draw_and_nothing_to_install(
    kept: Kept, folder: Folder
) -> None:
    folder.entries = [entry for entry in folder.entries if entry.id == "moonshot"]
    await kept.library.reload()
    result = await kept.here.member(0).slash(kept.here.channel, "coverage")
    assert "- **Moonshot AI** " in shown(reply(result))
    assert "charts" not in shown(reply(result))
    assert not reply(result).attachments


async def test_an_empty_catalog_says_so(kept: Kept, folder: Folder) -> None:
    folder.entries.clear()
    await kept.library.reload()
    result = await kept.here.member(0).slash(kept.here.channel, "coverage")
    assert "No labs or themes are listed yet" in shown(reply(result))


COMMANDS = ("gaps", "stats", "coverage", "doctor")


@pytest.mark.parametrize("command", COMMANDS)
async def test_members_are_refused(kept: Kept, command: str) -> None:
    commands = await kept.bot.tree.fetch_commands()
    (knowledge,) = [each for each in commands if each.name == "knowledge"]
    member = kept.here.member(0)
    assert f"knowledge {command}" not in member.available_commands(kept.here.channel)
    kept.here.guild.set_command_permissions(knowledge, {member: True})
    result = await member.slash(kept.here.channel, f"knowledge {command}")
    assert reply(result).ephemeral
    assert "Manage Server" in shown(reply(result))
    simcord.assert_error(kept.env, NotAllowed)


class TestWithoutALog:
    @pytest.fixture
    def kept_options(self) -> BotOptions:
        return BotOptions(
            cooldown_uses=0, shard_count=1, privacy=Privacy(retention_days=0), version="0.1.0"
        )

    async def test_gaps_and_stats_say_that_nothing_is_kept(self, kept: Kept) -> None:
        await ask_in_vain(kept.here, 3)
        assert "Questions are not kept" in shown(await gaps_of(kept, kept.here))
        stats = await kept.here.moderator.slash(kept.here.channel, "knowledge stats")
        assert "Questions are not kept" in shown(reply(stats))

    async def test_answers_have_no_buttons_for_opinions(self, kept: Kept) -> None:
        asked = await kept.here.member(0).slash(
            kept.here.channel, "ask", question="how long is Kimi's context?"
        )
        assert "Helpful" not in buttons(reply(asked))


async def doctor(kept: Kept) -> str:
    result = await kept.here.moderator.slash(kept.here.channel, "knowledge doctor")
    assert reply(result).ephemeral
    return shown(reply(result))


async def test_the_doctor_finds_nothing_wrong(kept: Kept) -> None:
    card = await doctor(kept)
    assert "## All is well" in card
    assert "⚠️" not in card
    for words in ("are registered, as they", "2 documents", "The database answers", "30 days"):
        assert words in card


async def test_the_doctor_names_each_missing_permission(kept: Kept) -> None:
    everyone = kept.here.guild.default_role
    hushed = discord.PermissionOverwrite(read_message_history=False, attach_files=False)
    kept.here.channel = kept.here.guild.create_text_channel("hushed", overwrites={everyone: hushed})
    card = await doctor(kept)
    assert "## 2 things need attention" in card
    assert "**Read Message History** is missing" in card
    assert "**Attach Files** is missing" in card
    assert "Edit Channel › Permissions" in card


async def test_the_doctor_sees_that_the_commands_are_others(kept: Kept) -> None:
    bot = kept.bot
    payload = [command for command in await definitions(bot.tree) if command["name"] != "themes"]
    await bot.http.bulk_upsert_global_commands(bot.application_id or 0, payload)
    card = await doctor(kept)
    assert "Discord knows other commands" in card
    assert "footnote run --sync" in card


async def test_the_doctor_names_problems_and_the_database(
    kept: Kept, folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    folder.problems = [Problem("a.md", 3, "is broken")]
    await kept.library.reload()

    async def broken() -> None:
        raise StoreError("The database postgresql://secret-host/footnote cannot be read.")

    kept.bot.check_database = broken
    card = await doctor(kept)
    assert "1 problem in the documents" in card
    assert "`/knowledge status` names each" in card
    assert "The database cannot be read." in card
    assert "secret-host" not in card
    assert "secret-host" in caplog.text


async def test_the_doctor_when_discord_does_not_say(kept: Kept) -> None:
    kept.env.inject_error("GET", "/applications/*/commands", status=503, times=None)
    assert "Discord does not say which commands it has (503)" in await doctor(kept)
