"""Of a server that is gone for long enough, not a row is left, whatever it was."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from asking import NOON, asked, days
from shelf_of_documents import ALICE, HERE, THERE, count, document
from sqlalchemy import func, select

from bot.core.catalog import Catalog
from bot.core.changes import Change
from bot.core.keeping import AuditEntry, GuildSettings, Scope
from bot.core.ports import FolderContents
from bot.store import Store, open_store
from bot.store.tables import SHARED, contents, departures, metadata

SCOPES: tuple[Scope, ...] = (None, HERE, THERE)


async def fill(store: Store) -> None:
    """Has both servers, and all together, keep one thing of each kind."""
    shared = document("shared.md")
    for scope in SCOPES:
        own = document(f"{scope}.md")
        kept = FolderContents((shared, own), Catalog(), ())
        await store.versions.save(
            scope, kept, by=ALICE, action="add", documents=Change(1), passages=Change(1)
        )
        await store.versions.pin(scope, 1)
        await store.audit.record(AuditEntry(NOON, scope, ALICE, "add", ""))
        store.questions.record(dataclasses.replace(asked("?"), guild_id=scope))
        await store.statistics.feedback(scope, 1, "?", "p", helpful=True)
        if scope is not None:
            await store.guild_settings.put(scope, GuildSettings(private=True))
            await store.asks.keep(str(scope), scope, {}, datetime.now(UTC) + days(1))
    await store.questions.recent(1)


async def rows_of(url: str, guild: int) -> dict[str, int]:
    """How many rows of each table are of a server."""
    found: dict[str, int] = {}
    for table in metadata.sorted_tables:
        for name in ("scope", "guild_id"):
            if name in table.c:
                of_it = select(func.count()).select_from(table).where(table.c[name] == guild)
                found[table.name] = int(str(await count(url, of_it)))
    return found


@pytest.fixture
async def store(database: str) -> Store:
    return await open_store(database, retention_days=3650, keep_user_ids=False, left_days=30)


async def test_not_a_row_of_it_is_left_and_every_other_stays(database: str, store: Store) -> None:
    await fill(store)
    before = await rows_of(database, THERE), await rows_of(database, SHARED)
    assert min(n for name, n in before[0].items() if name != "departures") == 1

    await store.servers.note({THERE}, NOON)
    assert await store.servers.forget(NOON + days(29.9)) == []
    await store.servers.note({THERE}, NOON + days(29.9))
    assert await store.servers.forget(NOON + days(30)) == [HERE]

    assert set((await rows_of(database, HERE)).values()) == {0}
    assert (await rows_of(database, THERE), await rows_of(database, SHARED)) == before
    assert await count(database, select(func.count()).select_from(contents)) == 3
    assert len((await store.versions.load(THERE, 1)).documents) == 2
    assert await store.servers.forget(NOON + days(99)) == []
    await store.close()


async def test_a_server_that_is_there_again_is_struck_off(database: str, store: Store) -> None:
    await fill(store)
    await store.servers.note((), NOON)
    assert await count(database, select(func.count()).select_from(departures)) == 2
    await store.servers.note({HERE, 4711}, NOON + days(1))
    assert await count(database, select(departures.c.guild_id)) == THERE
    assert await store.servers.forget(NOON + days(30)) == [THERE]
    await store.close()


async def test_of_very_many_servers_all_go(database: str, store: Store) -> None:
    for guild in range(1, 1203):
        await store.audit.record(AuditEntry(NOON, guild, ALICE, "settings", ""))
    await store.servers.note({1202}, NOON)
    assert len(await store.servers.forget(NOON + days(30))) == 1201
    assert [entry.scope for entry in await store.audit.recent(1202, 9)] == [1202]
    await store.close()


async def test_entries_of_the_audit_trail_go_when_they_are_old(database: str) -> None:
    store = await open_store(database, retention_days=30, keep_user_ids=False, audit_days=90)
    for scope in SCOPES:
        for age in (91, 89):
            await store.audit.record(AuditEntry(NOON - days(age), scope, ALICE, str(age), ""))
    assert await store.audit.expire(NOON) == 3
    for scope in SCOPES:
        assert [entry.action for entry in await store.audit.recent(scope, 9)] == ["89"]
    await store.close()
