"""A server adds documents and names of its own; no other server ever sees them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import simcord
from desk_stories import Scene, Server, play, press
from discord_app_stage import buttons, reply, shown, trouble_of

from bot.core.errors import NotAllowed
from bot.core.keeping import GuildSettings
from bot.core.pending import Limits
from bot.discord_app.targets import StaleButton

ROBOTS = b"# Robots\n\nUnitree builds walking robots in Hangzhou.\n"
ASKED = "who builds walking robots?"


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    limits = Limits(documents=3, total_bytes=4000, file_bytes=3000)
    async for ready in play(tmp_path, limits=limits):
        yield ready


async def add(server: Server, *file: Any, **given: Any) -> simcord.InteractionResult:
    return await server.moderator.slash(server.channel, "knowledge add", file=file, **given)


async def apply(server: Server, result: simcord.InteractionResult) -> str:
    applied = await press(server.moderator, reply(result), "Apply")
    return shown(reply(applied))


async def test_an_added_document_answers_this_server_and_no_other(scene: Scene) -> None:
    here, there = scene.here, scene.add_server("Others")
    url = "https://example.org/robots"

    preview = await add(here, "robots.md", ROBOTS, title="On robots", url=url)

    assert "## Add: what would change" in shown(reply(preview))
    assert "this server's own documents" in shown(reply(preview))
    assert "＋ **On robots** added" in shown(reply(preview))
    assert "Unitree" not in await here.ask(ASKED)
    assert "## Added" in await apply(here, preview)
    assert "Unitree builds walking" in (await here.ask(ASKED)).replace("*", "")

    await apply(here, await alias(here, "lab", "Unitree Robotics", "宇树, Unitree"))
    everything = await what_can_be_seen(there)
    mine = await what_can_be_seen(here)
    assert "On robots" in mine
    assert "Unitree Robotics" in mine
    for secret in ("On robots", "robots.md", "Unitree", "宇树", "Hangzhou", "example.org"):
        assert secret in mine
        assert secret not in everything


async def what_can_be_seen(server: Server) -> str:
    """All that a member and a moderator of a server get to see through any command."""
    seen = [await server.ask(ASKED)]
    seen += [
        shown(reply(await server.member.slash(server.channel, command)))
        for command in ("labs", "themes", "sources", "coverage")
    ]
    for command, option in (("lab", "name"), ("theme", "name"), ("compare", "second")):
        seen.append(str(await server.member.autocomplete(server.channel, command, option, "")))
        seen.append(str(await server.member.autocomplete(server.channel, command, option, "Uni")))
    moderator, channel = server.moderator, server.channel
    seen += [
        shown(reply(await moderator.slash(channel, f"knowledge {command}")))
        for command in ("status", "history", "reload", "gaps", "stats", "coverage", "doctor")
    ]
    for command, option in (
        ("knowledge remove", "document"),
        ("knowledge rollback", "version"),
        ("knowledge alias", "name"),
    ):
        filled = {"kind": "lab"} if "alias" in command else {}
        seen.append(str(await moderator.autocomplete(channel, command, option, "", **filled)))
    exported = reply(await moderator.slash(channel, "knowledge export"))
    with zipfile.ZipFile(io.BytesIO(await exported.attachments[0].read())) as archive:
        seen += [archive.read(name).decode() for name in archive.namelist() if name != "README.md"]
    return "\n".join(seen)


async def alias(
    server: Server, kind: str, name: str, aliases: str = ""
) -> simcord.InteractionResult:
    given = {"kind": kind, "name": name} | ({"aliases": aliases} if aliases else {})
    return await server.moderator.slash(server.channel, "knowledge alias", **given)


async def test_direct_messages_are_answered_from_what_is_shared(scene: Scene) -> None:
    here = scene.here
    await apply(here, await add(here, "robots.md", ROBOTS))
    before = len(scene.env.http_requests)
    await here.member.send_dm(ASKED)
    said = [r.json for r in scene.env.http_requests[before:] if r.path.endswith("/messages")]
    assert "Unitree" not in str(said)
    assert said


async def test_it_is_still_there_after_a_restart_and_a_reload(scene: Scene) -> None:
    here = scene.here
    await apply(here, await add(here, "robots.md", ROBOTS))
    await scene.restart()
    assert "Unitree" in (await here.ask(ASKED))
    scene.write("visas.md", "# Visas", "Visas are hard to get.")
    await here.moderator.slash(here.channel, "knowledge reload", now=True)
    assert "Unitree" in (await here.ask(ASKED))
    assert "Visas are hard" in (await here.ask("are visas hard to get?")).replace("*", "")


async def test_a_button_of_another_server_leads_nowhere(scene: Scene) -> None:
    here, there = scene.here, scene.add_server("Others")
    await apply(here, await add(here, "robots.md", ROBOTS))
    card = reply(await here.member.slash(here.channel, "ask", question=ASKED))
    own = reply(await there.member.slash(there.channel, "ask", question="Kimi's context?"))
    code = next(code for code in buttons(card).values() if ":p/" in code)
    stored = scene.env.backend.get_message(there.channel.id, own.id)
    forge(stored.components, next(iter(buttons(own).values())), code)
    result = await there.member.click(own, custom_id=code)
    simcord.assert_error(scene.env, StaleButton)
    assert "Unitree" not in shown(trouble_of(result))


def forge(components: list[dict[str, Any]], old: str, new: str) -> None:
    """Gives a button on a card another id."""
    for component in components:
        if component.get("custom_id") == old:
            component["custom_id"] = new
        forge(component.get("components", []), old, new)
        forge([component["accessory"]] if "accessory" in component else [], old, new)


async def test_several_files_come_through_a_form_and_a_broken_one_stops_no_other(
    scene: Scene,
) -> None:
    here = scene.here
    form = await here.moderator.slash(here.channel, "knowledge upload")
    result = await here.moderator.submit_modal(
        form,
        {"files": [("robots.md", ROBOTS), ("broken.txt", b"\xff\xfe\x00"), ("a.txt", b"A note.")]},
    )
    card = shown(reply(result)).replace("\\", "")
    assert "Documents: 2 added" in card
    assert "1 problem" in card
    assert "broken.txt" in card
    assert "UTF-8" in card
    assert "2 added" in await apply(here, result)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("robots.docx", b"PK", "Save it as PDF"),
        ("robots", b"text", "ending"),
        ("empty.md", b"  \n", "empty"),
        ("robots.pdf", b"%PDF-1.4 nonsense", "robots.pdf"),
        ("large.txt", b"word " * 700, "too large"),
    ],
)
async def test_what_cannot_be_read_is_refused_by_name_and_with_advice(
    scene: Scene, name: str, data: bytes, words: str
) -> None:
    result = await add(scene.here, name, data)
    card = shown(reply(result)).replace("\\", "")
    assert "## Not done" in card
    assert words in card
    assert name in card
    assert "as before" in card


async def test_a_wrong_address_is_refused(scene: Scene) -> None:
    result = await add(scene.here, "robots.md", ROBOTS, url="javascript:alert(1)")
    assert "http or https" in shown(reply(result))


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.md",
        "..\\..\\windows.md",
        "a" * 300 + ".md",
        "\u202emd.exe\x00\n@everyone.md",
        "con.md",
        ".md",
    ],
)
async def test_a_hostile_file_name_does_no_harm(scene: Scene, name: str) -> None:
    here = scene.here
    result = await add(here, name, ROBOTS)
    assert "1 added" in await apply(here, result)
    own = await scene.bot.shelves.own(here.guild.id)
    (document,) = own.contents.documents
    folder, _, file = document.id.partition("/")
    assert folder == "server"
    assert "/" not in file
    assert ".." not in file
    assert len(document.id) < 100
    exported = reply(await here.moderator.slash(here.channel, "knowledge export"))
    with zipfile.ZipFile(io.BytesIO(await exported.attachments[0].read())) as archive:
        assert all(".." not in entry and "\\" not in entry for entry in archive.namelist())


async def test_a_server_keeps_no_more_than_it_may(scene: Scene) -> None:
    here = scene.here
    for n in range(3):
        await apply(here, await add(here, f"note{n}.md", b"# Note\n\nA note."))
    refused = await add(here, "note3.md", b"# Note\n\nOne too many.")
    assert "3 documents of its own" in shown(reply(refused))
    replaced = await add(here, "note2.md", b"# Note\n\nThe same name again.")
    assert "1 changed" in shown(reply(replaced))


async def test_a_document_is_removed_by_choosing_it(scene: Scene) -> None:
    here = scene.here
    await apply(here, await add(here, "robots.md", ROBOTS))
    (choice,) = await here.moderator.autocomplete(
        here.channel, "knowledge remove", "document", "rob"
    )
    result = await here.moderator.slash(here.channel, "knowledge remove", document=choice["value"])
    assert "－ **Robots** removed" in shown(reply(result))
    await apply(here, result)
    assert "Unitree" not in await here.ask(ASKED)
    shared = await here.moderator.slash(here.channel, "knowledge remove", document="models.md")
    assert "knowledge folder" in shown(reply(shared))


async def test_what_was_added_can_be_taken_back(scene: Scene) -> None:
    here = scene.here
    await apply(here, await alias(here, "lab", "Kimi", "Dark Side"))
    listed = shown(reply(await here.moderator.slash(here.channel, "knowledge history")))
    assert "Dark Side · documents unchanged" in listed
    lab = await here.member.slash(here.channel, "lab", name="dark side")
    assert "Moonshot AI" in shown(reply(lab))
    choices = await here.moderator.autocomplete(
        here.channel, "knowledge rollback", "version", "nothing"
    )
    assert [c["value"] for c in choices] == ["server 0"]
    result = await here.moderator.slash(here.channel, "knowledge rollback", version="server 0")
    assert "## Rolled back" in await apply(here, result)
    own = await scene.bot.shelves.own(here.guild.id)
    assert own.contents.catalog.entries == ()


@pytest.mark.parametrize(
    ("kind", "name", "aliases", "words"),
    [
        ("lab", "Moonshot AI", "Kimi", "goes by that already"),
        ("lab", "DeepSeek", "Kimi", "is a name of Moonshot AI already"),
        ("lab", "！！", "", "at least one letter"),
        ("theme", "x" * 90, "", "too long"),
        ("lab", "Moonshot AI", ", ".join(f"name {n}" for n in range(40)), "At most 25"),
    ],
)
async def test_names_that_cannot_be_are_refused(
    scene: Scene, kind: str, name: str, aliases: str, words: str
) -> None:
    assert words in shown(reply(await alias(scene.here, kind, name, aliases)))


async def test_members_may_none_of_it_and_a_named_role_may(scene: Scene) -> None:
    here = scene.here
    helpers = here.guild.create_role("helpers")
    commands = await scene.bot.tree.fetch_commands()
    (knowledge,) = [command for command in commands if command.name == "knowledge"]
    here.guild.set_command_permissions(knowledge, {here.member: True})
    for command, given in (
        ("add", {"file": ("a.md", ROBOTS)}),
        ("upload", {}),
        ("remove", {"document": "x"}),
        ("alias", {"kind": "lab", "name": "x"}),
        ("export", {}),
        ("history", {}),
        ("rollback", {"version": "shared 1"}),
    ):
        refused = await here.member.slash(here.channel, f"knowledge {command}", **given)
        assert "Manage Server" in shown(reply(refused))
        simcord.assert_error(scene.env, NotAllowed)
    for command, option in (("remove", "document"), ("rollback", "version"), ("alias", "name")):
        path = f"knowledge {command}"
        assert await here.member.autocomplete(here.channel, path, option, "") == []

    settings = GuildSettings(moderator_roles=frozenset({helpers.id}))
    await scene.bot.guild_settings.put(here.guild.id, settings)
    guild = scene.env.backend.get_guild(here.guild.id)
    guild.members[here.member.id].role_ids.append(helpers.id)
    allowed = await here.member.slash(here.channel, "knowledge add", file=("robots.md", ROBOTS))
    assert "1 added" in shown(reply(allowed))


async def test_a_moderator_who_lost_the_role_while_the_form_was_open_is_refused(
    scene: Scene,
) -> None:
    here = scene.here
    form = await here.moderator.slash(here.channel, "knowledge upload")
    await here.lose_role(here.moderator, scene.env)
    refused = await here.moderator.submit_modal(form, {"files": [("robots.md", ROBOTS)]})
    simcord.assert_error(scene.env, NotAllowed)
    assert "Manage Server" in shown(reply(refused))


async def test_the_audit_trail_of_a_server_names_who_did_what(scene: Scene) -> None:
    here, there = scene.here, scene.add_server("Others")
    await apply(here, await add(here, "robots.md", ROBOTS))
    listed = reply(await here.moderator.slash(here.channel, "knowledge history"))
    assert "Versions of this server's own documents" in shown(listed)
    trail = shown(reply(await press(here.moderator, listed, "Who did what")))
    assert "**add** · mo" in trail
    assert "Robots" in trail
    assert await scene.bot.desk.trail(there.guild.id) == []
