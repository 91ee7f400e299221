"""Everything that the bot sends, on the paths members take, is what Discord accepts.

The stories in `tests/discord_app` are checked as they run. Here a visitor tries every
command and then presses every button that comes up, over the documents that are shipped
and over documents made to break a card.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import simcord
from archive import desk_on_store
from contracts.discord_requests import (
    AUTOCOMPLETE,
    DEFERRED_MESSAGE,
    MESSAGE,
    UPDATE,
    Request,
    components_of,
)
from contracts.discord_traffic import Traffic, check_log
from discord import Permissions
from simcord import ChannelHandle, Env, InteractionResult, MemberActor, ResponseMessage

from bot.core.library import Library
from bot.core.model import EntryKind
from bot.discord_app.client import FootnoteBot
from bot.discord_app.options import BotOptions
from bot.discord_app.sync import Registration
from bot.reading.folder import KnowledgeFolder
from bot.search import Bm25IndexBuilder
from bot.store import open_store

_ROOT = Path(__file__).resolve().parents[2]
_PRESSES = 24  # a card leads to others without end; so many buttons are pressed

HOSTILE = """---
title: "@everyone [click](javascript:alert(1)) **bold** `code` ||spoiler||"
url: https://example.org/a_(b)?q=%22x%22&y=[z]
---

# [Free money](https://evil.example) @here <@&1> <@1> <#1>

The moonshot plan of Kimi: @everyone should read [this](javascript:alert(1)) and [that](ftp://x.y).

```
not closed: Kimi says `x` and ``y

> # Kimi quotes itself
> - in a list

""" + "\n\n".join(
    [
        "Kimi " + "wordwithoutanyspace" * 400,
        "📖 Kimi reads 月之暗面的长文本 " * 300,
        "Kimi: ~~struck~~ ||hidden|| __under__ *it* **b** ***bi*** \\\\ \\* \\` " * 60,
        "[" * 500 + " Kimi " + "](" * 500,
        "Kimi <t:0:R> </ask:1> <:emoji:1> <id:customize> https://discord.gg/x -# small # big",
        *(f"{n}. Kimi in item {n} of a list that goes on and on" for n in range(300)),
    ]
)

CATALOG = "\n".join(
    f'''[{kind}.{kind}-{n}]
name = "{name}{f" {n}" if n else ""}"
description = "[a](javascript:x) @everyone {"d" * 300}"
aliases = ["{"a" * 150} {n}", "Kimi {n}"]
'''
    for kind in ("lab", "theme")
    for n, name in enumerate(["Kimi", "@here", "N" * 200, "`tick`", "**b** ||s||", "月" * 90] * 9)
)


@dataclass
class Server:
    """A simulated server with the bot, a member and a moderator in it."""

    env: Env
    bot: FootnoteBot
    channel: ChannelHandle
    member: MemberActor
    moderator: MemberActor
    folder: Path

    async def crawl(self, who: MemberActor, first: InteractionResult) -> int:
        """Presses every button that comes up, each once; returns how many were pressed."""
        pressed: set[str] = set()
        waiting = _shown(first)
        while waiting and len(pressed) < _PRESSES:
            card = waiting.pop(0)
            fresh = [each for each in _buttons(card.components) if each not in pressed]
            if not fresh:
                continue
            pressed.add(fresh[0])
            result = await who.click(card, custom_id=fresh[0])
            assert result.acknowledged
            waiting += [card, *_shown(result)]  # the card may have turned into another
        return len(pressed)


def _shown(result: InteractionResult) -> list[ResponseMessage]:
    return [shown for shown in (result.response, *result.followups) if shown]


def _buttons(components: list[dict[str, Any]]) -> list[str]:
    """The custom_ids of the buttons that can be pressed."""
    return [
        component["custom_id"]
        for component in components_of({"components": components})
        if component.get("custom_id") and not component.get("disabled")
    ]


@asynccontextmanager
async def serve(folder: Path, *, loaded: bool = True, **options: Any) -> AsyncIterator[Server]:
    """The bot over a folder of documents, on a real store, in a simulated server."""

    async def nothing() -> None:
        return None

    async def keep(_: str) -> None:
        return None

    store = await open_store(
        f"sqlite+aiosqlite:///{folder.parent}/questions.db", retention_days=30, keep_user_ids=False
    )
    try:
        library = Library(KnowledgeFolder(folder), Bm25IndexBuilder())
        desk = desk_on_store(library, store)
        if loaded:
            await desk.start()
        bot = FootnoteBot(
            desk=desk,
            questions=store.questions,
            guild_settings=store.guild_settings,
            asks=store.asks,
            options=BotOptions(**{"cooldown_uses": 0, "shard_count": 1, **options}),
            registration=Registration(load=nothing, save=keep),
        )
        async with simcord.run(bot, check_errors=False) as env:
            guild = env.create_guild()
            role = guild.create_role("moderators", permissions=Permissions(manage_guild=True))
            yield Server(
                env,
                bot,
                guild.create_text_channel("general"),
                guild.add_member(env.create_user("ada")),
                guild.add_member(env.create_user("mo"), roles=[role]),
                folder,
            )
    finally:
        await store.close()


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the documents that come with the bot."""
    folder = tmp_path / "knowledge"
    shutil.copytree(_ROOT / "knowledge", folder)
    return folder


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Documents and a catalog made to break a card."""
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    (folder / "catalog.toml").write_text(CATALOG, encoding="utf-8")
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00 not text")
    for n in range(60):
        title = f"Note {n} " + "with a long title, @everyone " * 20
        (folder / f"note-{n}.md").write_text(f"# {title}\n\nKimi, note {n}.", encoding="utf-8")
    return folder


def _responses(traffic: Traffic, callback_type: int) -> list[Request]:
    return [request for request in traffic.log if request.callback_type == callback_type]


async def test_the_commands_are_registered_as_discord_takes_them(
    shipped: Path, discord_traffic: Traffic
) -> None:
    async with serve(shipped):
        (registration,) = [r for r in discord_traffic.log if r.commands is not None]
        names = {command["name"] for command in registration.commands or ()}
        assert names == {
            *("ask", "compare", "lab", "theme", "labs", "themes", "coverage", "sources", "about"),
            *("knowledge", "settings"),
            *("Find sources for this", "Answer from this"),
        }
        assert check_log([registration]) == []


QUESTIONS = [
    "how long is Kimi's context?",
    "what is Moonshot known for?",
    "what do they say about visas and export controls?",
    "what color is Moonshot's office carpet?",
    "who won the 1998 world cup in football?",
    "月之暗面的上下文有多长？",
    "?!",
    "the of and",
    "@everyone <@&1> [x](javascript:alert(1)) `code` **Kimi** ||Kimi||",
    "`" * 300,
    "Kimi " * 59,
    "📖" * 140,
    "\u202eimiK \u200b\u200b",
]


@pytest.mark.parametrize("question", QUESTIONS)
async def test_every_outcome_of_a_question(
    shipped: Path, discord_traffic: Traffic, question: str
) -> None:
    async with serve(shipped) as server:
        for private in (True, False):
            result = await server.member.slash(
                server.channel, "ask", question=question[:300], private=private
            )
            assert result.response
            assert result.ephemeral is private
        await server.crawl(server.member, result)
        assert check_log(discord_traffic.log) == []


@pytest.mark.parametrize("command", ["labs", "themes", "sources", "about"])
@pytest.mark.parametrize("documents", ["shipped", "hostile"])
async def test_every_list_and_every_button_under_it(
    request: pytest.FixtureRequest, discord_traffic: Traffic, documents: str, command: str
) -> None:
    async with serve(request.getfixturevalue(documents)) as server:
        result = await server.member.slash(server.channel, command)
        assert result.response
        pressed = await server.crawl(server.member, result)
        assert pressed or command in ("about", "sources")
        assert check_log(discord_traffic.log) == []


@pytest.mark.parametrize("documents", ["shipped", "hostile"])
@pytest.mark.parametrize("kind", ["lab", "theme"])
async def test_every_lab_and_theme_and_every_button_on_them(
    request: pytest.FixtureRequest, discord_traffic: Traffic, documents: str, kind: str
) -> None:
    async with serve(request.getfixturevalue(documents)) as server:
        entries = server.bot.shelves.library.current.catalog.of_kind(EntryKind(kind))
        results = [
            await server.member.slash(server.channel, kind, name=entry.id) for entry in entries
        ]
        assert all(result.response for result in results)
        await server.crawl(server.member, results[0])
        assert _responses(discord_traffic, UPDATE)
        assert check_log(discord_traffic.log) == []


@pytest.mark.parametrize("documents", ["shipped", "hostile"])
async def test_whatever_is_typed_the_choices_are_in_order(
    request: pytest.FixtureRequest, discord_traffic: Traffic, documents: str
) -> None:
    async with serve(request.getfixturevalue(documents)) as server:
        for typed in ("", " ", "k", "kimi", "moonshto", "月", "@", "`", "x" * 100, "📖", "a" * 90):
            for command in ("lab", "theme"):
                await server.member.autocomplete(server.channel, command, "name", typed)
        offered = _responses(discord_traffic, AUTOCOMPLETE)
        assert len(offered) == 22
        assert any(request.choices for request in offered)
        assert check_log(discord_traffic.log) == []


async def test_hostile_documents_neither_ping_nor_break_an_answer(
    hostile: Path, discord_traffic: Traffic
) -> None:
    async with serve(hostile) as server:
        for question in ("Kimi", "@everyone", "Kimi item 7", "free money", "reads 月之暗面"):
            result = await server.member.slash(server.channel, "ask", question=question)
            assert result.response
            await server.crawl(server.member, result)
        assert check_log(discord_traffic.log) == []


async def test_mentions_and_the_context_menu(shipped: Path, discord_traffic: Traffic) -> None:
    async with serve(shipped) as server:
        me = f"<@{server.env.bot.user.id}>"  # type: ignore[union-attr]
        for said in (f"{me} how long is Kimi's context?", me, f"{me} @everyone <@&1>", f"{me} ?!"):
            await server.member.send(server.channel, said)
        for said in ("Kimi reads two million tokens", "?!", "x" * 2000, "**Kimi** @everyone"):
            message = await server.moderator.send(server.channel, said)
            result = await server.member.context_menu(
                server.channel, "Find sources for this", message
            )
            assert result.response
            assert result.ephemeral
            await server.crawl(server.member, result)
        await server.member.send_dm("how long is Kimi's context?")
        sent = [r for r in discord_traffic.log if r.path.endswith("/messages") and r.message]
        assert len([request for request in sent if not request.webhook]) >= 3
        assert check_log(discord_traffic.log) == []


@pytest.mark.parametrize("documents", ["shipped", "hostile"])
async def test_the_moderators_commands(
    request: pytest.FixtureRequest, discord_traffic: Traffic, documents: str
) -> None:
    async with serve(request.getfixturevalue(documents)) as server:
        asked = await server.member.slash(server.channel, "lab", name="kimi")
        await server.moderator.slash(server.channel, "knowledge status")
        for n in range(80):
            (server.folder / f"bad-{n}.md").write_bytes(b"\xff\xfe\x00")
        (server.folder / "new.md").write_text("# New\n\nKimi is new here.", encoding="utf-8")
        for old in [*server.folder.glob("*digest.md"), *server.folder.glob("hostile.md")]:
            old.unlink()
        await server.moderator.slash(server.channel, "knowledge reload")
        await server.moderator.slash(server.channel, "knowledge status")
        await server.crawl(server.member, asked)  # its passages are gone
        shutil.rmtree(server.folder)
        await server.moderator.slash(server.channel, "knowledge reload")
        await server.moderator.slash(server.channel, "knowledge status")
        assert len(_responses(discord_traffic, DEFERRED_MESSAGE)) == 2
        assert check_log(discord_traffic.log) == []


async def test_refusals_and_errors(
    shipped: Path, discord_traffic: Traffic, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serve(shipped) as server:
        for name in ("nobody", "@everyone", "x" * 100, "[a](javascript:b)"):
            result = await server.member.slash(server.channel, "lab", name=name)
            assert result.ephemeral
        card = await server.member.slash(server.channel, "lab", name="moonshot")
        assert card.response
        copy = await server.moderator.click(card.response.message, label="Next")
        assert copy.ephemeral  # who did not ask gets a copy

        async def fails(*_: Any, **__: Any) -> None:
            raise RuntimeError("@everyone [secret](javascript:x)")

        for part in ("ask", "look_up", "open", "again", "counts"):
            monkeypatch.setattr(server.bot.inquiries, part, fails)
        await server.member.slash(server.channel, "ask", question="Kimi")
        await server.member.slash(server.channel, "lab", name="moonshot")
        await server.member.slash(server.channel, "labs")
        await server.member.send(server.channel, f"<@{server.env.bot.user.id}> Kimi")  # type: ignore[union-attr]
        await server.member.click(card.response.message, label="Next")
        assert len(_responses(discord_traffic, MESSAGE)) >= 8
        assert check_log(discord_traffic.log) == []


def _empty(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("loaded", [False, True])
async def test_nothing_to_answer_from(
    tmp_path: Path, discord_traffic: Traffic, loaded: bool
) -> None:
    folder = _empty(tmp_path)
    async with serve(folder, loaded=loaded) as server:
        await server.member.slash(server.channel, "ask", question="how long is it?")
        for command in ("labs", "themes", "sources", "about"):
            result = await server.member.slash(server.channel, command)
            assert result.response
        assert await server.member.autocomplete(server.channel, "lab", "name", "m") == []
        await server.moderator.slash(server.channel, "knowledge status")
    assert check_log(discord_traffic.log) == []


async def test_a_member_who_asks_too_fast(tmp_path: Path, discord_traffic: Traffic) -> None:
    folder = _empty(tmp_path)
    async with serve(folder, cooldown_uses=1, cooldown_seconds=60) as server:
        for _ in range(3):
            await server.member.slash(server.channel, "ask", question="how long is it?")
            me = server.env.bot.user.id  # type: ignore[union-attr]
            await server.member.send(server.channel, f"<@{me}> how long is it?")
    assert check_log(discord_traffic.log) == []
