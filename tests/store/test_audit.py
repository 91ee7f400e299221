"""A moderator looks up who did what."""

from __future__ import annotations

from datetime import timedelta, timezone
from pathlib import Path

import pytest
from asking import NOON, days, locked, opened
from shelf_of_documents import ALICE, HERE, THERE

from bot.core.errors import StoreError
from bot.core.keeping import Actor, AuditEntry, Scope


def entry(detail: str, *, scope: Scope = HERE, at: float = 0, by: Actor = ALICE) -> AuditEntry:
    return AuditEntry(NOON + days(at), scope, by, "reload", detail)


async def test_who_did_what_is_told_the_latest_first_after_a_restart(database: str) -> None:
    store = await opened(database)
    entries = [entry("one"), entry("two"), entry("zero", at=-1), entry("three", at=1)]
    for done in entries:
        await store.audit.record(done)
    await store.close()
    store = await opened(database)
    told = await store.audit.recent(HERE, 10)
    assert [done.detail for done in told] == ["three", "two", "one", "zero"]
    assert told[1] == entries[1]
    assert [done.detail for done in await store.audit.recent(HERE, 1)] == ["three"]
    await store.close()


async def test_each_server_and_what_all_share_has_a_trail_of_its_own(database: str) -> None:
    store = await opened(database)
    await store.audit.record(entry("here"))
    await store.audit.record(entry("shared", scope=None, by=Actor("the operator")))
    assert await store.audit.recent(THERE, 10) == []
    assert [done.detail for done in await store.audit.recent(HERE, 10)] == ["here"]
    (shared,) = await store.audit.recent(None, 10)
    assert shared == entry("shared", scope=None, by=Actor("the operator"))
    await store.close()


async def test_odd_words_and_moments_are_taken_down_as_far_as_a_database_can(
    database: str,
) -> None:
    store = await opened(database)
    shanghai = NOON.astimezone(timezone(timedelta(hours=8)))
    await store.audit.record(AuditEntry(shanghai, HERE, Actor("\0", 1), "\ud800", "😀'; --"))
    await store.audit.record(AuditEntry(NOON.replace(tzinfo=None), HERE, ALICE, "x", ""))
    plain, odd = await store.audit.recent(HERE, 2)
    assert plain.at == odd.at == NOON
    assert (odd.by.name, odd.action, odd.detail) == ("\ufffd", "?", "😀'; --")
    await store.close()


async def test_what_cannot_be_taken_down_is_said(sqlite_url: str, tmp_path: Path) -> None:
    store = await opened(f"{sqlite_url}?timeout=0.05")
    with (
        locked(tmp_path / "data/footnote.db"),
        pytest.raises(StoreError, match="cannot be taken down just now"),
    ):
        await store.audit.record(entry("lost"))
    assert await store.audit.recent(HERE, 1) == []
    await store.close()
