"""A moderator goes back: every version is there again as it was, or it is said why not."""

from __future__ import annotations

import asyncio
import dataclasses
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asking import locked, opened
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf_of_documents import ALICE, HERE, THERE, change, count, document, library, numbers, save
from sqlalchemy import delete, func, insert, select, text, update

from bot.core.catalog import Catalog
from bot.core.changes import Change
from bot.core.errors import StoreError, UnknownVersion
from bot.core.keeping import Actor, Scope
from bot.core.model import Block, BlockKind, Document
from bot.core.ports import FolderContents
from bot.store import open_store
from bot.store.packing import compress, digest_of, pack_document, unpack_document
from bot.store.store import Store
from bot.store.tables import contents, version_documents, versions


async def keeping(database: str, number: int) -> Store:
    return await open_store(database, retention_days=30, keep_user_ids=False, keep_versions=number)


DOCUMENTS_KEPT = select(func.count()).select_from(contents)
PLACES_KEPT = select(func.count()).select_from(version_documents)


# --- There and back -----------------------------------------------------------------------


async def test_a_version_survives_a_restart_as_it_was(database: str) -> None:
    store = await opened(database)
    was = library("b.md", "a.md", "deep/c.md")
    before = datetime.now(UTC)
    saved = await save(store.versions, was, detail="a.md and others")
    await store.close()

    store = await opened(database)
    assert await store.versions.load(None, 1) == was
    assert await store.versions.history(None, 10) == [saved]
    assert (saved.scope, saved.number, saved.by) == (None, 1, ALICE)
    assert (saved.action, saved.detail) == ("reload", "a.md and others")
    assert (saved.documents, saved.passages) == (Change(1, 2, 3), Change(4, 5, 6))
    assert before <= saved.made_at <= datetime.now(UTC)
    assert saved.made_at.utcoffset() == timedelta(0)
    await store.close()


async def test_the_documents_come_back_in_their_order(database: str) -> None:
    store = await opened(database)
    names = [f"{number * 7919 % 1201}.md" for number in range(1201)]
    await save(store.versions, library(*names))
    assert [d.id for d in (await store.versions.load(None, 1)).documents] == names
    await store.close()


async def test_nothing_at_all_is_a_version_too(database: str) -> None:
    store = await opened(database)
    nothing = FolderContents((), Catalog(), ())
    await save(store.versions, nothing)
    assert await store.versions.load(None, 1) == nothing
    await store.close()


async def test_what_the_operator_did_at_the_command_line_is_by_nobody_of_discord(
    database: str,
) -> None:
    store = await opened(database)
    operator = Actor("the operator")
    saved = await store.versions.save(
        None, library(), by=operator, action="start", documents=Change(), passages=Change()
    )
    assert saved.by == operator
    assert saved.detail == ""
    await store.close()


async def test_hostile_words_do_not_keep_a_version_from_being_kept(database: str) -> None:
    store = await opened(database)
    odd = document("nul \0 and half a pair \ud800.md", "'; DROP TABLE versions; -- \0 \ud800 %s :x")
    was = FolderContents((odd,), Catalog(), ())
    saved = await store.versions.save(
        HERE,
        was,
        by=Actor("\0\ud800", 2**63 - 1),
        action="add",
        detail="nul \0",
        documents=Change(),
        passages=Change(),
    )
    assert saved.by == Actor("\ufffd?", 2**63 - 1)
    assert saved.detail == "nul \ufffd"
    assert await store.versions.load(HERE, 1) == was, "what a file holds is kept to the letter"
    await store.close()


documents = st.builds(
    Document,
    id=st.text(min_size=1),
    title=st.text(),
    text=st.text(),
    blocks=st.lists(
        st.builds(
            Block,
            kind=st.sampled_from(BlockKind),
            start=st.integers(0, 10**9),
            end=st.integers(0, 10**9),
            level=st.integers(0, 9),
            group=st.integers(0, 10**6),
        ),
        max_size=5,
    ).map(tuple),
    size=st.integers(0, 2**40),
    modified=st.datetimes(timezones=st.just(UTC)),
    checksum=st.text(),
    url=st.none() | st.text(),
    author=st.none() | st.text(),
    language=st.none() | st.text(),
    digest_of=st.none() | st.text(),
)


@given(documents)
@settings(deadline=None)
def test_any_document_comes_out_of_its_bytes_as_it_went_in(was: Document) -> None:
    packed = pack_document(was)
    assert unpack_document(digest_of(packed), compress(packed)) == was


def test_a_document_of_another_version_of_the_bot_is_read_as_far_as_it_goes() -> None:
    was = document("a.md")
    newer = pack_document(was).replace(b'{"id":', b'{"mood":["fine"],"id":')
    assert unpack_document(digest_of(newer), compress(newer)) == was
    older = pack_document(was).replace(b',"digest_of":null', b"")
    assert b"digest_of" not in older
    assert unpack_document(digest_of(older), compress(older)) == was


# --- What is shared -----------------------------------------------------------------------


async def test_a_document_that_did_not_change_is_kept_once(database: str) -> None:
    store = await opened(database)
    await save(store.versions, library("a.md", "b.md"))
    await save(store.versions, library("a.md", "b.md", "c.md"))
    await save(store.versions, library("b.md", "a.md"), scope=HERE)
    assert await count(database, DOCUMENTS_KEPT) == 3
    assert await count(database, PLACES_KEPT) == 7
    await store.close()


async def test_the_least_change_of_a_document_makes_another_one(database: str) -> None:
    store = await opened(database)
    one = document("a.md")
    others = (
        dataclasses.replace(one, title="Off a.md"),
        dataclasses.replace(one, blocks=one.blocks[:1]),
        dataclasses.replace(one, modified=one.modified + timedelta(microseconds=1)),
        dataclasses.replace(one, url=None),
    )
    for number, other in enumerate((one, *others), 1):
        await save(store.versions, FolderContents((other,), Catalog(), ()))
        assert (await store.versions.load(None, number)).documents == (other,)
    assert await count(database, DOCUMENTS_KEPT) == 5
    await store.close()


async def test_a_document_object_that_is_reused_is_known_by_what_it_holds_now(
    database: str,
) -> None:
    """The digest of a document is remembered for as long as the object is there."""
    store = await opened(database)
    kept = document("kept.md")
    for number in range(30):
        changing = document("changing.md", f"text {number}")
        await save(store.versions, FolderContents((kept, changing), Catalog(), ()))
        loaded = await store.versions.load(None, number + 1)
        assert [d.text for d in loaded.documents] == [kept.text, f"text {number}"]
        del changing, loaded
    await store.close()


# --- How many -----------------------------------------------------------------------------


async def test_the_oldest_go_and_so_do_documents_that_only_they_held(database: str) -> None:
    store = await keeping(database, 3)
    for number in range(1, 6):
        await save(store.versions, library("same.md", f"{number}.md"))
    assert await numbers(store.versions) == [5, 4, 3]
    assert await count(database, DOCUMENTS_KEPT) == 4
    assert await count(database, PLACES_KEPT) == 6
    with pytest.raises(UnknownVersion, match=r"Version 2 is not kept\. Choose one of these: 3–5\."):
        await store.versions.load(None, 2)
    assert (await store.versions.load(None, 3)).documents[1].id == "3.md"
    await store.close()


async def test_a_document_that_another_server_holds_stays(database: str) -> None:
    store = await keeping(database, 1)
    await save(store.versions, library("a.md", "b.md"), scope=HERE)
    await save(store.versions, library("a.md"), scope=THERE)
    await save(store.versions, library("c.md"), scope=HERE)
    assert await count(database, DOCUMENTS_KEPT) == 2
    assert (await store.versions.load(THERE, 1)) == library("a.md")
    await store.close()


async def test_each_scope_counts_and_keeps_for_itself(database: str) -> None:
    store = await keeping(database, 2)
    for scope in (None, HERE, None, HERE, THERE, HERE):
        await save(store.versions, library("a.md"), scope=scope)
    assert await numbers(store.versions) == [2, 1]
    assert await numbers(store.versions, HERE) == [3, 2]
    assert await numbers(store.versions, THERE) == [1]
    await store.close()


async def test_fewer_are_kept_from_the_next_version_on_when_the_operator_says_so(
    database: str,
) -> None:
    store = await keeping(database, 10)
    for number in range(5):
        await save(store.versions, library(f"{number}.md"))
    await store.close()
    store = await keeping(database, 2)
    await save(store.versions, library("new.md"))
    assert await numbers(store.versions) == [6, 5]
    assert await count(database, DOCUMENTS_KEPT) == 2
    await store.close()


async def test_history_is_as_long_as_asked_for(database: str) -> None:
    store = await opened(database)
    assert await store.versions.history(None, 5) == []
    for _ in range(3):
        await save(store.versions, library())
    assert [v.number for v in await store.versions.history(None, 2)] == [3, 2]
    await store.close()


# --- The pin ------------------------------------------------------------------------------


async def test_a_rollback_holds_after_a_restart(database: str) -> None:
    store = await opened(database)
    assert await store.versions.pinned(None) is None
    for _ in range(3):
        await save(store.versions, library())
    await store.versions.pin(None, 1)
    await store.versions.pin(None, 2)
    await store.close()
    store = await opened(database)
    assert await store.versions.pinned(None) == 2
    assert await store.versions.pinned(HERE) is None
    await store.versions.pin(None, None)
    assert await store.versions.pinned(None) is None
    await store.close()


async def test_what_is_pinned_stays_until_it_is_let_go(database: str) -> None:
    store = await keeping(database, 2)
    await save(store.versions, library("1.md"))
    await store.versions.pin(None, 1)
    for number in range(2, 6):
        await save(store.versions, library(f"{number}.md"))
    assert await numbers(store.versions) == [5, 4, 1]
    assert await store.versions.load(None, 1) == library("1.md")
    with pytest.raises(UnknownVersion, match="Choose one of these: 1, 4–5"):
        await store.versions.load(None, 3)
    await store.versions.pin(None, 5)
    await save(store.versions, library("6.md"))
    assert await numbers(store.versions) == [6, 5]
    await store.close()


@pytest.mark.parametrize("number", [0, 2, -1, 2**31, 2**63, -(2**63) - 1])
async def test_a_version_that_is_not_kept_cannot_be_pinned_and_the_pin_stays(
    database: str, number: int
) -> None:
    store = await opened(database)
    with pytest.raises(UnknownVersion, match="No version is kept yet"):
        await store.versions.pin(None, number)
    await save(store.versions, library())
    await store.versions.pin(None, 1)
    with pytest.raises(UnknownVersion, match=f"Version {number} is not kept"):
        await store.versions.pin(None, number)
    assert await store.versions.pinned(None) == 1
    await store.close()


# --- No server sees another's -------------------------------------------------------------


async def test_nothing_of_one_server_is_shown_to_another(database: str) -> None:
    store = await opened(database)
    await save(store.versions, library("shared.md"))
    await save(store.versions, library("here.md"), scope=HERE)
    await save(store.versions, library("here.md", "more.md"), scope=HERE)
    await store.versions.pin(HERE, 2)

    assert await store.versions.history(THERE, 10) == []
    assert await store.versions.pinned(THERE) is None
    for scope, number in ((THERE, 1), (THERE, 2), (None, 2)):
        with pytest.raises(UnknownVersion):
            await store.versions.load(scope, number)
        with pytest.raises(UnknownVersion):
            await store.versions.pin(scope, number)
    assert (await store.versions.load(None, 1)) == library("shared.md")
    assert [v.scope for v in await store.versions.history(HERE, 10)] == [HERE, HERE]
    await store.close()


async def test_the_servers_with_knowledge_of_their_own_are_listed(database: str) -> None:
    store = await opened(database)
    await save(store.versions, library())
    assert await store.versions.scopes() == []
    for scope in (THERE, HERE, HERE):
        await save(store.versions, library(), scope=scope)
    assert await store.versions.scopes() == [HERE, THERE]
    await store.close()


# --- Several at once ----------------------------------------------------------------------


async def test_two_moderators_who_save_at_once_get_versions_of_their_own(database: str) -> None:
    store = await opened(database)
    made = await asyncio.gather(
        *(save(store.versions, library(f"{n}.md", "same.md")) for n in range(12)),
        *(save(store.versions, library("same.md"), scope=HERE) for _ in range(4)),
    )
    assert sorted(v.number for v in made if v.scope is None) == list(range(1, 13))
    assert sorted(v.number for v in made if v.scope == HERE) == [1, 2, 3, 4]
    for number in range(12):
        (version,) = [v for v in made if v is made[number]]
        loaded = await store.versions.load(None, version.number)
        assert loaded == library(f"{number}.md", "same.md")
    await store.close()


async def test_two_processes_that_save_at_once_get_versions_of_their_own(database: str) -> None:
    """Each store has its own connections and locks, as a process has."""
    stores = [await keeping(database, 3) for _ in range(4)]

    async def work(store: Store, name: int) -> list[int]:
        made: list[int] = []
        for number in range(6):
            # The same documents come and go everywhere, so that one drops what others add.
            version = await save(store.versions, library(f"{number % 3}.md", f"{name}.md"))
            made.append(version.number)
        return made

    made = await asyncio.gather(*(work(store, n) for n, store in enumerate(stores)))
    assert sorted(number for one in made for number in one) == list(range(1, 25))
    assert await numbers(stores[0].versions) == [24, 23, 22]
    for number in (24, 23, 22):
        assert len((await stores[1].versions.load(None, number)).documents) == 2
    await asyncio.gather(*(store.close() for store in stores))


async def test_a_version_that_is_dropped_while_it_is_read_is_whole_or_unknown(
    database: str,
) -> None:
    store = await keeping(database, 1)
    await save(store.versions, library("a.md", "b.md"))

    async def read() -> int:
        seen = 0
        for _ in range(40):
            newest = (await store.versions.history(None, 1))[0].number
            try:
                loaded = await store.versions.load(None, newest)
            except UnknownVersion:
                continue
            assert len(loaded.documents) == 2
            seen += 1
        return seen

    async def write() -> None:
        for number in range(20):
            await save(store.versions, library("a.md", f"{number}.md"))

    seen, _ = await asyncio.gather(read(), write())
    assert seen
    await store.close()


async def test_the_bot_goes_on_answering_while_many_documents_are_packed(
    database: str,
) -> None:
    store = await opened(database)
    many = library(*(f"{number}.md" for number in range(2000)))
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.001)
            beats += 1

    heart = asyncio.create_task(beat())
    await save(store.versions, many)
    saved = beats
    await store.versions.load(None, 1)
    heart.cancel()
    assert saved > 10
    assert beats - saved > 10
    await store.close()


# --- It breaks ----------------------------------------------------------------------------


async def test_a_version_that_cannot_be_kept_leaves_nothing_behind(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = await opened(sqlite_url)
    await save(store.versions, library("a.md"))
    await change(
        sqlite_url,
        text(
            "CREATE TRIGGER full BEFORE INSERT ON version_documents WHEN new.position = 2 "
            "BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        ),
    )
    with pytest.raises(StoreError, match="The version cannot be kept just now"):
        await save(store.versions, library("b.md", "c.md", "d.md"))
    await change(sqlite_url, text("DROP TRIGGER full"))
    assert await numbers(store.versions) == [1]
    assert await count(sqlite_url, DOCUMENTS_KEPT) == 1
    assert (await save(store.versions, library("b.md", "c.md", "d.md"))).number == 2
    await store.close()


async def test_a_database_that_another_program_keeps_is_told_of_without_its_name(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = await opened(f"{sqlite_url}?timeout=0.05")
    with locked(tmp_path / "data/footnote.db"):
        with pytest.raises(StoreError) as caught:
            await save(store.versions, library("a.md"))
        with pytest.raises(StoreError, match="cannot be kept just now"):
            await store.versions.pin(None, None)
    assert "Try again in a moment" in str(caught.value)
    assert "footnote.db" not in str(caught.value), "moderators of any server read this"
    assert "another program is writing to it" in caplog.text
    assert await store.versions.history(None, 1) == []
    await store.close()


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def other_json(_data: bytes) -> bytes:
    return zlib.compress(b'{"documents": "many"}')


def another_document(_data: bytes) -> bytes:
    return compress(pack_document(document("z.md")))


def no_json(_data: bytes) -> bytes:
    return zlib.compress(b"\xff\xfe{")


def empty(_data: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [truncated, other_json, another_document, no_json, empty])
async def test_damaged_documents_are_told_of_with_what_to_do(
    database: str, damage: Callable[[bytes], bytes]
) -> None:
    store = await opened(database)
    await save(store.versions, library("a.md"))
    await save(store.versions, FolderContents((document("b.md"),), Catalog(), ()))
    packed = pack_document(document("a.md"))
    bad = update(contents).where(contents.c.digest == digest_of(packed))
    await change(database, bad.values(data=damage(compress(packed))))
    with pytest.raises(StoreError, match=r"Version 1 cannot be brought back.*Go back to another"):
        await store.versions.load(None, 1)
    assert (await store.versions.load(None, 2)).documents[0].id == "b.md"
    await store.close()


@pytest.mark.parametrize("damage", [truncated, other_json, another_document, no_json, empty])
async def test_a_damaged_catalog_is_told_of_too(
    database: str, damage: Callable[[bytes], bytes]
) -> None:
    store = await opened(database)
    await save(store.versions, library("a.md"))
    await change(database, update(versions).values(frame=damage(b"anything at all")))
    assert await numbers(store.versions) == [1]
    with pytest.raises(StoreError, match="damaged"):
        await store.versions.load(None, 1)
    await store.close()


async def test_a_version_whose_documents_are_gone_is_not_taken_for_an_empty_one(
    database: str,
) -> None:
    store = await opened(database)
    await save(store.versions, library("a.md", "b.md"))
    await change(database, delete(version_documents).where(version_documents.c.position == 1))
    with pytest.raises(StoreError, match="damaged"):
        await store.versions.load(None, 1)
    await store.close()


async def test_a_save_that_nobody_waits_for_any_more_is_whole_or_not_there(
    database: str,
) -> None:
    store = await opened(database)
    for delay in range(12):
        task = asyncio.create_task(save(store.versions, library(*(f"{n}.md" for n in range(60)))))
        await asyncio.sleep(delay * 0.004)
        task.cancel()
        await asyncio.wait({task}, timeout=10)
    made = await save(store.versions, library("last.md"))
    kept = await numbers(store.versions)
    assert kept == list(range(made.number, 0, -1))
    for number in kept[1:]:
        assert len((await store.versions.load(None, number)).documents) == 60
    await asyncio.wait_for(store.close(), 10)


KILLED = """
import asyncio, sys
sys.path[:0] = sys.argv[2:]
from shelf_of_documents import library, save
from asking import opened

async def main():
    store = await opened(sys.argv[1])
    print("ready", flush=True)
    while True:
        await save(store.versions, library(*(f"{n}.md" for n in range(300))))
        await save(store.versions, library("one.md"))

asyncio.run(main())
"""


def test_a_bot_that_is_killed_leaves_whole_versions_alone(sqlite_url: str) -> None:
    folder = Path(__file__).parent
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, sqlite_url, str(folder), str(folder.parents[1])],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.5)
    process.kill()
    process.communicate()

    async def look() -> None:
        store = await opened(sqlite_url)
        history = await store.versions.history(None, 100)
        assert history
        for version in history:
            loaded = await store.versions.load(None, version.number)
            assert len(loaded.documents) == (300 if version.number % 2 else 1)
        held = select(version_documents.c.digest).distinct().subquery()
        in_use = await count(sqlite_url, select(func.count()).select_from(held))
        assert await count(sqlite_url, DOCUMENTS_KEPT) == in_use
        await store.close()

    asyncio.run(look())


@pytest.mark.parametrize("scope", [None, HERE])
async def test_a_number_is_never_given_twice(database: str, scope: Scope) -> None:
    store = await keeping(database, 1)
    assert [(await save(store.versions, library(), scope=scope)).number for _ in range(4)] == [
        1,
        2,
        3,
        4,
    ]
    with pytest.raises(Exception, match=r"(?i)unique"):
        await change(
            database,
            insert(versions).from_select(
                [c.name for c in versions.c if c.name != "id"],
                select(*(c for c in versions.c if c.name != "id")),
            ),
        )
    await store.close()
