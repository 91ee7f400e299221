"""A server's moderators decide something, and it holds: at once, after a restart, for them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from asking import locked, opened
from shelf_of_documents import HERE, THERE, change, count
from sqlalchemy import delete, insert, select, update

from bot.core.errors import StoreError
from bot.core.keeping import GuildSettings
from bot.store.database import open_database
from bot.store.guild_settings import DatabaseGuildSettings
from bot.store.tables import guild_settings

DECIDED = GuildSettings(
    moderator_roles=frozenset({2**62, 7}),
    channels=frozenset({1}),
    auto_channels=frozenset({2, 3}),
    private=False,
    language="zh-CN",
    cooldown_seconds=2.5,
    retention_days=7,
)


async def test_what_was_decided_holds_after_a_restart(database: str) -> None:
    store = await opened(database)
    assert await store.guild_settings.get(HERE) == GuildSettings()
    await store.guild_settings.put(HERE, DECIDED)
    assert await store.guild_settings.get(HERE) == DECIDED
    await store.close()
    store = await opened(database)
    assert await store.guild_settings.get(HERE) == DECIDED
    await store.guild_settings.put(HERE, GuildSettings())
    assert await store.guild_settings.get(HERE) == GuildSettings()
    await store.close()


async def test_one_server_decides_for_itself_alone(database: str) -> None:
    store = await opened(database)
    await store.guild_settings.put(HERE, DECIDED)
    assert await store.guild_settings.get(THERE) == GuildSettings()
    await store.guild_settings.put(THERE, GuildSettings(private=True))
    assert await store.guild_settings.get(HERE) == DECIDED
    await store.close()


@pytest.mark.parametrize(
    ("kept", "meant"),
    [
        ({"mood": "fine", "private": True}, GuildSettings(private=True)),
        ({}, GuildSettings()),
        ([1, 2], GuildSettings()),
        ("text", GuildSettings()),
        ({"private": "yes", "language": 3, "cooldown_seconds": "2"}, GuildSettings()),
        ({"retention_days": True, "cooldown_seconds": -1}, GuildSettings()),
        ({"channels": [1, "2", None, -3, 4]}, GuildSettings(channels=frozenset({1, 4}))),
        ({"channels": 5, "moderator_roles": None}, GuildSettings()),
        ({"cooldown_seconds": 0}, GuildSettings(cooldown_seconds=0)),
    ],
)
async def test_what_another_version_of_the_bot_kept_counts_as_far_as_it_is_understood(
    database: str, kept: Any, meant: GuildSettings
) -> None:
    store = await opened(database)
    await change(database, insert(guild_settings).values(guild_id=HERE, settings=kept))
    assert await store.guild_settings.get(HERE) == meant
    await store.close()


async def test_what_a_newer_version_knows_is_still_there_when_it_comes_back(
    database: str,
) -> None:
    store = await opened(database)
    kept = {"mood": "fine", "private": True}
    await change(database, insert(guild_settings).values(guild_id=HERE, settings=kept))
    await store.guild_settings.put(HERE, DECIDED)
    now: Any = await count(database, select(guild_settings.c.settings))
    assert now["mood"] == "fine"
    assert now["private"] is False
    await store.close()


# --- What is remembered -------------------------------------------------------------------


async def test_settings_are_asked_of_the_database_once(database: str) -> None:
    store = await opened(database)
    for decided in (DECIDED, GuildSettings(private=True)):
        await store.guild_settings.put(HERE, decided)
        assert await store.guild_settings.get(HERE) == decided
    assert await store.guild_settings.get(THERE) == GuildSettings()
    await change(database, delete(guild_settings))
    await change(
        database, insert(guild_settings).values(guild_id=THERE, settings={"private": True})
    )
    assert await store.guild_settings.get(HERE) == GuildSettings(private=True)
    assert await store.guild_settings.get(THERE) == GuildSettings()
    await store.close()


async def test_memory_holds_the_servers_that_asked_last(database: str) -> None:
    base = await open_database(database)
    store = DatabaseGuildSettings(base, remembered=2)
    for guild in (1, 2, 3):
        await store.put(guild, GuildSettings(retention_days=guild))
    for guild in (1, 2, 1, 3):
        await store.get(guild)
    await change(database, update(guild_settings).values(settings={}))
    assert await store.get(1) == GuildSettings(retention_days=1)
    assert await store.get(3) == GuildSettings(retention_days=3)
    assert await store.get(2) == GuildSettings(), "it had to be read again"
    await base.close()


async def test_whoever_asks_while_it_is_decided_never_gets_the_old_word_afterwards(
    database: str,
) -> None:
    store = await opened(database)
    for number in range(30):
        decided = GuildSettings(retention_days=number)
        asking = [asyncio.create_task(store.guild_settings.get(HERE)) for _ in range(3)]
        await asyncio.sleep(0.001 * (number % 4))
        putting = asyncio.create_task(store.guild_settings.put(HERE, decided))
        for _ in range(5):
            await asyncio.sleep(0)
            asking.append(asyncio.create_task(store.guild_settings.get(HERE)))
        await asyncio.gather(putting, *asking)
        assert await store.guild_settings.get(HERE) == decided
    await store.close()


async def test_two_moderators_at_once_leave_the_word_that_the_database_holds(
    database: str,
) -> None:
    store = await opened(database)
    for _ in range(5):
        await asyncio.gather(
            *(store.guild_settings.put(HERE, GuildSettings(retention_days=n)) for n in range(8))
        )
        remembered = await store.guild_settings.get(HERE)
        other = await opened(database)
        assert await other.guild_settings.get(HERE) == remembered
        await other.close()
    await store.close()


async def test_a_decision_that_nobody_waits_for_leaves_no_old_word_in_memory(
    database: str,
) -> None:
    store = await opened(database)
    for number in range(40):
        task = asyncio.create_task(
            store.guild_settings.put(HERE, GuildSettings(retention_days=number))
        )
        await asyncio.sleep(0.0005 * (number % 8))
        task.cancel()
        await store.guild_settings.get(HERE)
        await asyncio.gather(task, return_exceptions=True)
        await store.guild_settings.get(HERE)
    while others := [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]:
        await asyncio.wait(others, timeout=5)
    remembered = await store.guild_settings.get(HERE)
    other = await opened(database)
    assert await other.guild_settings.get(HERE) == remembered
    await other.close()
    await store.close()


async def test_a_decision_that_cannot_be_kept_is_said_and_the_old_one_stays(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = await opened(f"{sqlite_url}?timeout=0.05")
    await store.guild_settings.put(HERE, DECIDED)
    with (
        locked(tmp_path / "data/footnote.db"),
        pytest.raises(StoreError, match="settings cannot be kept just now"),
    ):
        await store.guild_settings.put(HERE, GuildSettings())
    assert await store.guild_settings.get(HERE) == DECIDED
    await store.close()


async def test_the_servers_that_decided_how_long_questions_are_kept_are_listed(
    database: str,
) -> None:
    store = await opened(database)
    await store.guild_settings.put(HERE, DECIDED)
    await store.guild_settings.put(THERE, GuildSettings(private=True))
    assert await store.guild_settings.retentions() == {HERE: 7}
    await store.close()
