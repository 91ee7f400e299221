"""A moderator reloads, looks at what would change, applies it, and goes back."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import simcord
from desk_stories import KIMI, Scene, play, press
from discord_app_stage import buttons, reply, shown

from bot.core.errors import NotAllowed, UnknownVersion
from bot.discord_app.options import BotOptions
from bot.discord_app.waiting import NoLongerWaiting

THREE = KIMI.replace("two million", "three million")
QUESTION = "how long is Kimi's context?"


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async for ready in play(tmp_path, gold=(QUESTION,)):
        yield ready


async def test_a_reload_shows_first_what_would_change_and_applies_it_on_a_press(
    scene: Scene,
) -> None:
    here = scene.here
    assert "two million" in await here.ask(QUESTION)
    scene.write("models.md", "# Notes on models", THREE)
    scene.write("visas.md", "# Visas", "Visas are hard to get.")

    preview = reply(await here.moderator.slash(here.channel, "knowledge reload"))

    card = shown(preview)
    assert preview.ephemeral
    assert "## Reload: what would change" in card
    assert "Documents: 1 added and 1 changed" in card
    assert "～ **Notes on models** changed" in card
    assert "＋ **Visas** added · 1 passage\n" in card
    assert "1 would get another answer" in card
    assert "before: “Kimi reads two million" in card
    assert "after: “Kimi reads three million" in card
    assert "two million" in await here.ask(QUESTION)

    applied = await press(here.moderator, preview, "Apply")

    assert "## Reloaded" in shown(reply(applied))
    assert "1 got another answer" in shown(reply(applied))
    assert "Kept as version 2 of what all servers share" in shown(reply(applied))
    assert buttons(reply(applied)) == {}
    assert "three million" in await here.ask(QUESTION)


async def test_what_members_asked_is_tried_too_and_only_in_their_own_server(scene: Scene) -> None:
    there = scene.add_server("Others")
    await scene.here.ask("who builds robots?")
    await there.ask("where are the bamboo gardens?")
    scene.write(
        "robots.md", "# Robots", "Unitree builds robots.", "Bamboo gardens are in Hangzhou."
    )

    preview = reply(await scene.here.moderator.slash(scene.here.channel, "knowledge reload"))

    card = shown(preview)
    assert "**who builds robots?** · a first answer" in card
    assert "before: not covered" in card
    assert "bamboo" not in card


async def test_a_turn_of_a_dialogue_is_tried_as_what_it_meant(scene: Scene) -> None:
    here = scene.here
    await here.ask("who trained Kimi?")
    await here.ask("and its funding?")
    scene.write("money.md", "# Money", "Moonshot AI has funding of two billion dollars.")
    preview = reply(await here.moderator.slash(here.channel, "knowledge reload"))
    assert "**and its funding? (Moonshot AI)** · a first answer" in shown(preview)
    assert "after: “Moonshot AI has funding of two billion dollars.”" in shown(preview)


async def test_what_members_asked_is_tried_on_what_their_server_answers_from(
    scene: Scene,
) -> None:
    """A document of the server's own answers on when a shared one is gone."""
    here, there = scene.here, scene.add_server("Others")
    scene.write("ants.md", "# Ants", "Ants march at dawn.")
    await here.moderator.slash(here.channel, "knowledge reload", now=True)
    own = ("own.md", b"# Ours\n\nAnts march at noon.")
    added = await here.moderator.slash(here.channel, "knowledge add", file=own)
    await press(here.moderator, reply(added), "Apply")
    for server in (here, there):
        assert "at dawn" in await server.ask("when do ants march?")
    (scene.folder / "ants.md").unlink()

    at_home = reply(await here.moderator.slash(here.channel, "knowledge reload"))
    elsewhere = reply(await there.moderator.slash(there.channel, "knowledge reload"))

    assert "－ **Ants** removed" in shown(at_home)
    assert "no answer any more" not in shown(at_home)
    assert "**when do ants march?** · no answer any more" in shown(elsewhere)
    assert "noon" not in shown(elsewhere)


async def test_a_cancelled_reload_changes_nothing(scene: Scene) -> None:
    here = scene.here
    scene.write("models.md", "# Notes on models", THREE)
    preview = reply(await here.moderator.slash(here.channel, "knowledge reload"))
    cancelled = await press(here.moderator, preview, "Cancel")
    assert "Nothing has changed" in shown(reply(cancelled))
    assert "two million" in await here.ask(QUESTION)
    assert len(await scene.bot.desk.history(None)) == 1


async def test_now_applies_at_once(scene: Scene) -> None:
    here = scene.here
    scene.write("models.md", "# Notes on models", THREE)
    result = await here.moderator.slash(here.channel, "knowledge reload", now=True)
    assert "## Reloaded" in shown(reply(result))
    assert "three million" in await here.ask(QUESTION)


async def test_a_change_that_the_disk_does_not_tell_of_is_found_by_opening_everything(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the same length and date, on a disk that keeps no time of change."""

    def told(status: os.stat_result) -> os.stat_result:
        always = 1_700_000_000_000_000_000
        fixed: dict[str, Any] = {"st_mtime_ns": always, "st_ctime_ns": always}
        return os.stat_result(tuple(status), fixed)

    stat_, lstat, fstat = os.stat, os.lstat, os.fstat
    monkeypatch.setattr(os, "stat", lambda *args, **options: told(stat_(*args, **options)))
    monkeypatch.setattr(os, "lstat", lambda *args, **options: told(lstat(*args, **options)))
    monkeypatch.setattr(os, "fstat", lambda descriptor: told(fstat(descriptor)))
    here = scene.here
    await here.moderator.slash(here.channel, "knowledge reload")
    scene.write("models.md", "# Notes on models", KIMI.replace("two", "ten"))

    missed = await here.moderator.slash(here.channel, "knowledge reload")
    found = await here.moderator.slash(here.channel, "knowledge reload", everything=True)

    assert "nothing would change" in shown(reply(missed))
    assert "after: “Kimi reads ten million" in shown(reply(found))


async def test_a_folder_that_is_the_same_offers_nothing_to_apply(scene: Scene) -> None:
    result = await scene.here.moderator.slash(scene.here.channel, "knowledge reload")
    assert "nothing would change" in shown(reply(result))
    assert buttons(reply(result)) == {}


async def test_much_that_changes_comes_as_a_file_too(scene: Scene) -> None:
    for n in range(60):
        scene.write(
            f"note{n:02}.md", f"# A note with a longer title, number {n}", f"Note {n} says {n}."
        )
    preview = reply(await scene.here.moderator.slash(scene.here.channel, "knowledge reload"))
    (attached,) = preview.attachments
    listed = (await attached.read()).decode()
    assert attached.filename == "changes.txt"
    assert all(f"added: note{n:02}.md" in listed for n in range(60))
    assert "more" in shown(preview)
    applied = await press(scene.here.moderator, preview, "Apply")
    assert "60 added" in shown(reply(applied))


async def test_a_role_lost_between_preview_and_apply_is_noticed(scene: Scene) -> None:
    here = scene.here
    scene.write("models.md", "# Notes on models", THREE)
    preview = reply(await here.moderator.slash(here.channel, "knowledge reload"))
    await here.lose_role(here.moderator, scene.env)

    refused = await press(here.moderator, preview, "Apply")

    simcord.assert_error(scene.env, NotAllowed)
    assert "Manage Server" in shown(refused.followups[0] if refused.followups else reply(refused))
    assert "two million" in await here.ask(QUESTION)


async def test_another_moderator_may_apply_and_it_is_recorded_as_theirs(scene: Scene) -> None:
    here = scene.here
    scene.write("models.md", "# Notes on models", THREE)
    preview = reply(await here.moderator.slash(here.channel, "knowledge reload", visible=True))
    assert not preview.ephemeral

    by_member = await press(here.member, preview, "Apply")
    simcord.assert_error(scene.env, NotAllowed)
    assert reply(by_member).ephemeral
    applied = await press(here.second, preview, "Apply")

    assert "## Reloaded" in shown(reply(applied))
    (version, _) = await scene.bot.desk.history(None)
    assert (version.by.name, version.by.user_id) == ("zoe", here.second.id)
    (entry, *_) = await scene.bot.desk.trail(None)
    assert (entry.by.name, entry.action) == ("zoe", "reload")


async def test_of_two_moderators_at_once_the_second_is_told_what_happened(scene: Scene) -> None:
    here = scene.here
    scene.write("models.md", "# Notes on models", THREE)
    first = reply(await here.moderator.slash(here.channel, "knowledge reload"))
    second = reply(await here.second.slash(here.channel, "knowledge reload"))

    applied = await press(here.moderator, first, "Apply")
    overtaken = await press(here.second, second, "Apply")

    assert "## Reloaded" in shown(reply(applied))
    assert "Something else was applied since" in shown(reply(overtaken))
    assert len(await scene.bot.desk.history(None)) == 2


async def test_a_preview_can_be_applied_once(scene: Scene) -> None:
    here = scene.here
    scene.write("models.md", "# Notes on models", THREE)
    preview = reply(await here.moderator.slash(here.channel, "knowledge reload", visible=True))
    code = buttons(preview)["Apply"]
    token = code.split("/")[1]
    scene.bot.offers.waiting.take(token, here.guild.id)
    late = await here.second.click(preview, custom_id=code)
    simcord.assert_error(scene.env, NoLongerWaiting)
    assert "no longer there" in shown(late.followups[0] if late.followups else reply(late))


async def test_after_a_restart_a_preview_says_kindly_that_it_is_gone(scene: Scene) -> None:
    here = scene.here
    scene.write("models.md", "# Notes on models", THREE)
    preview = reply(await here.moderator.slash(here.channel, "knowledge reload"))
    scene.write("models.md", "# Notes on models", KIMI)
    await scene.restart()
    gone = await press(here.moderator, preview, "Apply")
    simcord.assert_error(scene.env, NoLongerWaiting)
    assert "Nothing is lost" in shown(reply(gone))
    assert "two million" in await here.ask(QUESTION)


async def test_a_preview_expires(scene: Scene) -> None:
    here = scene.here
    scene.bot.offers.waiting.life_s = 0.0
    scene.write("models.md", "# Notes on models", THREE)
    preview = reply(await here.moderator.slash(here.channel, "knowledge reload"))
    await press(here.moderator, preview, "Apply")
    simcord.assert_error(scene.env, NoLongerWaiting)
    assert len(scene.bot.offers.waiting) == 0


async def test_a_rollback_is_previewed_survives_a_restart_and_ends_with_a_reload(
    scene: Scene,
) -> None:
    here = scene.here
    scene.write("models.md", "# Notes on models", THREE)
    await here.moderator.slash(here.channel, "knowledge reload", now=True)
    (scene.folder / "models.md").unlink()

    (choice,) = await here.moderator.autocomplete(
        here.channel, "knowledge rollback", "version", "start"
    )
    assert choice["value"] == "shared 1"
    preview = reply(
        await here.moderator.slash(here.channel, "knowledge rollback", version=choice["value"])
    )
    assert "after: “Kimi reads two million" in shown(preview)
    applied = await press(here.moderator, preview, "Apply")
    assert "## Rolled back to version 1\n" in shown(reply(applied))
    assert "two million" in await here.ask(QUESTION)

    await scene.restart()
    assert "two million" in await here.ask(QUESTION)
    status = await here.moderator.slash(here.channel, "knowledge status")
    assert "Rolled back to version 1" in shown(reply(status))

    scene.write("models.md", "# Notes on models", THREE)
    differs = reply(await here.moderator.slash(here.channel, "knowledge reload"))
    assert "Served now is version 3, which a rollback brought back" in shown(differs)
    await press(here.moderator, differs, "Apply")
    assert "three million" in await here.ask(QUESTION)
    status = await here.moderator.slash(here.channel, "knowledge status")
    assert "Rolled back" not in shown(reply(status))


async def test_a_version_that_is_not_kept_is_refused_in_words(scene: Scene) -> None:
    here = scene.here
    unknown = await here.moderator.slash(here.channel, "knowledge rollback", version="shared 99")
    assert "99" in shown(reply(unknown))
    assert "as before" in shown(reply(unknown))
    unclear = await here.moderator.slash(here.channel, "knowledge rollback", version="yesterday's")
    simcord.assert_error(scene.env, UnknownVersion)
    assert "shared 3" in shown(reply(unclear))


async def test_the_history_tells_whose_versions_apart(scene: Scene) -> None:
    here = scene.here
    for n in range(9):
        scene.write("models.md", "# Notes on models", f"{KIMI} Edition {n}.")
        await here.moderator.slash(here.channel, "knowledge reload", now=True)

    listed = reply(await here.moderator.slash(here.channel, "knowledge history"))

    assert "Versions of what all servers share" in shown(listed)
    assert "**Version 10** · reload · mo" in shown(listed)
    assert "served now" in shown(listed)
    older = reply(await press(here.moderator, listed, "Older"))
    assert "**Version 1** · start · the operator" in shown(older)
    own = reply(await press(here.moderator, older, "This server's"))
    assert "added nothing of its own yet" in shown(own)
    trail = reply(await press(here.moderator, own, "Who did what"))
    assert "Nobody has changed anything here yet" in shown(trail)


class TestWhereOneServerModeratesWhatIsShared:
    @pytest.fixture
    async def scene(self, tmp_path: Path) -> AsyncIterator[Scene]:
        options = BotOptions(cooldown_uses=0, moderator_guilds=frozenset({42}), shard_count=1)
        async for ready in play(tmp_path, options=options):
            yield ready

    async def test_others_may_neither_reload_nor_roll_it_back_nor_see_who_did(
        self, scene: Scene
    ) -> None:
        here = scene.here
        for command, given in (("reload", {}), ("rollback", {"version": "shared 1"})):
            result = await here.moderator.slash(here.channel, f"knowledge {command}", **given)
            assert "shared with other servers" in shown(reply(result))
            simcord.assert_error(scene.env, NotAllowed)
        listed = reply(await here.moderator.slash(here.channel, "knowledge history"))
        assert "Version 1" in shown(listed)
        assert "the operator" not in shown(listed)
