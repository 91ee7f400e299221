"""Moderators change what is served: whole or not at all, each for themselves, and back again."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from archive import Archive, desk_on_store, desk_over
from shelf import document, lab

from bot.core.answering import answer
from bot.core.catalog import Catalog
from bot.core.desk import OPERATOR, Desk, NotNoted
from bot.core.errors import LibraryError, NotAllowed, Problem, ReadingError, StoreError
from bot.core.keeping import Actor, AuditEntry, Version
from bot.core.library import Library
from bot.core.model import Document, EntryKind
from bot.core.pending import Limits, Upload
from bot.core.ports import FolderContents, Progress, QuestionRecord, no_progress
from bot.core.questions import PastQuestion
from bot.search import Bm25IndexBuilder
from bot.store import Store, open_store

MO, ZOE = Actor("mo", 1), Actor("zoe", 2)
HERE, THERE = 111, 222
ASKED = "how many tokens does Kimi read?"


@dataclass
class Folder:
    """A knowledge folder that a story can change between two reloads."""

    documents: list[Document] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()
    waits_for: threading.Event | None = None

    def __call__(
        self,
        progress: Progress = no_progress,
        *,
        everything: bool = False,  # noqa: ARG002 - the port's signature
    ) -> FolderContents:
        progress("documents", len(self.documents), len(self.documents))
        if self.waits_for:
            self.waits_for.wait(5)
        catalog = Catalog((lab("moonshot", "Moonshot AI", "Kimi"),))
        return FolderContents(tuple(self.documents), catalog, self.problems)


def says(number: str) -> Document:
    return document("# Models", f"Kimi reads {number} million tokens at once.", name="models.md")


@pytest.fixture
def folder() -> Folder:
    return Folder([says("two")])


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    url = f"sqlite+aiosqlite:///{tmp_path}/footnote.db"
    opened = await open_store(url, retention_days=30, keep_user_ids=False)
    yield opened
    await opened.close()


def open_desk(folder: Folder, store: Store, limits: Limits | None = None) -> Desk:
    """A desk as a process that starts would open it."""
    library = Library(folder, Bm25IndexBuilder())
    return desk_on_store(library, store, gold=(ASKED,), limits=limits)


@pytest.fixture
async def desk(folder: Folder, store: Store) -> Desk:
    opened = open_desk(folder, store)
    await opened.start()
    return opened


async def said(desk: Desk, scope: int | None = None, question: str = ASKED) -> str:
    snapshot = await desk.shelves.snapshot(scope)
    return (await answer(snapshot, question)).quote or ""


def note(name: str, text: str) -> Upload:
    return Upload(name, text.encode())


async def test_what_starts_is_kept_once_and_not_again_where_it_is_the_same(
    folder: Folder, store: Store, desk: Desk
) -> None:
    await open_desk(folder, store).start()
    assert [v.action for v in await desk.history(None)] == ["start"]
    ants = document("# Ants", "Ants march.", name="ants.md")
    folder.documents = [says("three"), ants]
    await open_desk(folder, store).start()
    folder.documents = [ants]
    await open_desk(folder, store).start()
    kept = [(v.number, str(v.documents), str(v.passages)) for v in await desk.history(None)]
    assert kept == [
        (3, "1 removed", "1 removed"),
        (2, "1 added, 1 changed", "1 added, 1 changed"),
        (1, "1 added", "1 added"),
    ]


async def test_what_was_loaded_before_the_desk_opened_counts_as_added_all_the_same(
    folder: Folder, store: Store
) -> None:
    """As the preview does, which loads the documents before it has a database."""
    desk = open_desk(folder, store)
    await desk.shelves.library.reload()
    await desk.start()
    (first,) = await desk.history(None)
    assert str(first.documents) == "1 added"


async def test_a_rollback_is_served_after_a_restart_even_without_the_folder(
    folder: Folder, store: Store, desk: Desk
) -> None:
    folder.documents = [says("three")]
    await desk.apply(await desk.prepare_reload(by=MO))
    back = await desk.prepare_rollback(None, 1, by=MO)
    assert [(e.question, e.kind) for e in back.proposal.effects] == [(ASKED, "other answer")]
    await desk.apply(back)
    assert "two" in await said(desk)

    folder.documents = []
    again = open_desk(folder, store)
    await again.start()
    assert "two" in await said(again)
    pinned = await again.rolled_back_to()
    assert pinned is not None
    assert (pinned.number, pinned.detail) == (3, "to version 1")


async def test_nothing_is_served_that_could_not_be_kept(
    folder: Folder, desk: Desk, tmp_path: Path
) -> None:
    folder.documents = [says("three")]
    pending = await desk.prepare_reload(by=MO)
    with sqlite3.connect(tmp_path / "footnote.db") as database:
        database.execute("DROP TABLE versions")
    with pytest.raises(StoreError):
        await desk.apply(pending)
    assert "two" in await said(desk)


class FullTrail(Archive):
    """An audit trail without room."""

    async def record(self, entry: AuditEntry) -> None:  # noqa: ARG002 - the port's signature
        raise StoreError("The disk is full.")


async def test_what_is_served_without_a_note_is_said_to_be(folder: Folder) -> None:
    desk = desk_over(Library(folder, Bm25IndexBuilder()), FullTrail())
    await desk.start()
    folder.documents = [says("three")]
    with pytest.raises(NotNoted, match="The disk is full"):
        await desk.apply(await desk.prepare_reload(by=MO))
    assert "three" in await said(desk)


async def test_a_start_does_without_a_version_that_cannot_be_kept(folder: Folder) -> None:
    class Full(Archive):
        async def save(self, *_args: object, **_kwargs: object) -> Version:  # type: ignore[override]
            raise StoreError("The disk is full.")

    desk = desk_over(Library(folder, Bm25IndexBuilder()), Full())
    await desk.start()
    assert "two" in await said(desk)


async def test_a_pinned_version_that_is_gone_gives_way_to_the_folder(folder: Folder) -> None:
    archive = Archive(pins={None: 7})
    desk = desk_over(Library(folder, Bm25IndexBuilder()), archive)
    await desk.start()
    assert "two" in await said(desk)


async def test_of_two_prepared_changes_the_first_to_be_applied_counts(
    folder: Folder, desk: Desk
) -> None:
    folder.documents = [says("three")]
    first, second = await desk.prepare_reload(by=MO), await desk.prepare_reload(by=ZOE)
    done = await asyncio.gather(desk.apply(first), desk.apply(second), return_exceptions=True)
    assert [type(outcome) for outcome in done] == [Version, LibraryError]
    assert len(await desk.history(None)) == 2

    third = await desk.prepare_add(HERE, [note("a.md", "Ants march.")], by=MO)
    fourth = await desk.prepare_add(HERE, [note("b.md", "Bees fly.")], by=ZOE)
    outcomes = await asyncio.gather(desk.apply(third), desk.apply(fourth), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Version, LibraryError]


async def test_a_change_of_a_server_prepared_before_a_reload_is_to_be_prepared_again(
    folder: Folder, desk: Desk
) -> None:
    pending = await desk.prepare_add(HERE, [note("a.md", "Ants march.")], by=MO)
    folder.documents = [says("three")]
    await desk.apply(await desk.prepare_reload(by=MO))
    with pytest.raises(LibraryError, match="Prepare it again"):
        await desk.apply(pending)


async def test_whoever_comes_second_is_told_who_prepares(folder: Folder, desk: Desk) -> None:
    folder.waits_for = threading.Event()
    first = asyncio.create_task(desk.prepare_reload(by=ZOE))
    await asyncio.sleep(0.2)
    with pytest.raises(LibraryError, match="under way already by zoe"):
        await desk.prepare_reload(by=MO)
    folder.waits_for.set()
    await first


async def test_whoever_gives_up_does_not_let_another_in_too_early(
    folder: Folder, desk: Desk
) -> None:
    folder.waits_for = threading.Event()
    first = asyncio.create_task(desk.prepare_reload(by=ZOE))
    await asyncio.sleep(0.2)
    first.cancel()
    await asyncio.sleep(0)
    with pytest.raises(LibraryError, match="under way"):
        await desk.prepare_reload(by=MO)
    folder.waits_for.set()
    with pytest.raises(asyncio.CancelledError):
        await first
    folder.waits_for = None
    await desk.prepare_reload(by=MO)


async def test_a_hundred_questions_during_reloads_are_each_answered_from_one_snapshot(
    folder: Folder, desk: Desk
) -> None:
    words = ("two", "three", "four", "five")

    async def ask(scope: int | None) -> None:
        await asyncio.sleep(0)
        snapshot = await desk.shelves.snapshot(scope)
        held = next(iter(snapshot.documents.values())).text
        answered = await answer(snapshot, ASKED)
        assert answered.quote
        assert answered.quote in held
        assert all(c.passage.id in snapshot.passages for c in answered.citations)

    await desk.apply(await desk.prepare_add(HERE, [note("a.md", "Ants march.")], by=MO))
    for word in words:
        folder.documents = [says(word)]
        asked = [asyncio.create_task(ask((None, HERE, THERE)[n % 3])) for n in range(100)]
        await desk.apply(await desk.prepare_reload(by=MO))
        await asyncio.gather(*asked)
        assert word in await said(desk)
        assert word in await said(desk, HERE)


async def test_a_shared_change_is_judged_by_what_the_servers_members_get(
    folder: Folder, store: Store, desk: Desk
) -> None:
    """A document of a server's own may answer what the shared one no longer does."""
    asked = "when do ants march?"
    folder.documents.append(document("# Ants", "Ants march at dawn.", name="ants.md"))
    await desk.apply(await desk.prepare_reload(by=MO))
    for guild in (HERE, THERE):
        answered = await answer(await desk.shelves.snapshot(guild), asked)
        store.questions.record(
            QuestionRecord(datetime.now(UTC), asked, answered.outcome, (), 1.0, "ask", guild)
        )
    await desk.apply(await desk.prepare_add(HERE, [note("a.md", "Ants march at noon.")], by=MO))
    folder.documents.pop()

    here = await desk.prepare_reload(by=MO, asked_in=HERE)
    there = await desk.prepare_reload(by=MO, asked_in=THERE)

    assert (asked, "no answer") in [(e.question, e.kind) for e in there.proposal.effects]
    assert (asked, "no answer") not in [(e.question, e.kind) for e in here.proposal.effects]
    assert await said(desk, HERE, asked), "and nothing is served of it yet"
    assert here.totals[0].removed == there.totals[0].removed == 1
    await desk.apply(here)
    assert await said(desk, HERE, asked) == "Ants march at noon."
    assert await said(desk, THERE, asked) == ""
    back = await desk.prepare_rollback(None, 2, by=MO, asked_in=THERE)
    assert [(e.question, e.kind) for e in back.proposal.effects] == [(asked, "first answer")]


async def test_a_question_of_the_folders_list_is_judged_by_what_all_share(
    folder: Folder, desk: Desk
) -> None:
    """What a server added must not hide from its moderators what all others would lose."""
    own = note("own.md", "Kimi reads two million tokens at once.")
    await desk.apply(await desk.prepare_add(HERE, [own], by=MO))
    folder.documents = [document("# Models", "Nothing is said of it.", name="models.md")]
    pending = await desk.prepare_reload(by=MO, asked_in=HERE)
    assert [(e.question, e.kind) for e in pending.proposal.effects] == [(ASKED, "no answer")]


async def test_a_server_whose_own_documents_cannot_be_read_is_told_of_the_shared_ones(
    folder: Folder, store: Store, desk: Desk, tmp_path: Path
) -> None:
    await desk.apply(await desk.prepare_add(HERE, [note("a.md", "Ants march.")], by=MO))
    with sqlite3.connect(tmp_path / "footnote.db") as database:
        database.execute("UPDATE versions SET frame = x'00' WHERE scope = ?", (HERE,))
    again = open_desk(folder, store)
    await again.start()
    folder.documents = [says("three")]
    pending = await again.prepare_reload(by=MO, asked_in=HERE)
    assert [effect.question for effect in pending.proposal.effects] == [ASKED]


async def test_what_a_server_adds_reaches_no_other(desk: Desk) -> None:
    pending = await desk.prepare_add(HERE, [note("a.md", "Ants march at dawn.")], by=MO)
    await desk.apply(pending)
    question = "when do ants march?"
    assert await said(desk, HERE, question) == "Ants march at dawn."
    assert await said(desk, THERE, question) == ""
    assert await said(desk, None, question) == ""
    assert await desk.history(THERE) == []


async def test_another_process_may_change_a_server_in_between(
    folder: Folder, store: Store, desk: Desk
) -> None:
    await desk.apply(await desk.prepare_add(HERE, [note("a.md", "Ants march at dawn.")], by=MO))
    other = open_desk(folder, store)
    assert await other.resume()
    await other.apply(
        await other.prepare_add(HERE, [note("b.md", "Bees fly at noon.")], by=OPERATOR)
    )

    pending = await desk.prepare_add(HERE, [note("c.md", "Cats sleep all day.")], by=MO)
    await desk.apply(pending)

    assert await said(desk, HERE, "when do bees fly?") == "Bees fly at noon."
    folder.documents = [says("three")]
    await other.apply(await other.prepare_add(THERE, [note("d.md", "Dogs bark at night.")], by=MO))
    assert await said(desk, THERE, "when do dogs bark?") == ""
    await desk.apply(await desk.prepare_reload(by=MO))
    assert await said(desk, THERE, "when do dogs bark?") == "Dogs bark at night."


async def test_after_a_start_servers_are_made_ready_before_anybody_asks(
    folder: Folder, store: Store, desk: Desk
) -> None:
    await desk.apply(await desk.prepare_add(HERE, [note("a.md", "Ants march at dawn.")], by=MO))
    again = open_desk(folder, store)
    await again.start()
    await again.shelves.warm()
    ready = await again.shelves.snapshot(HERE)
    assert ready is await again.shelves.snapshot(HERE)
    assert await said(again, HERE, "when do ants march?") == "Ants march at dawn."


async def test_a_server_whose_documents_cannot_be_read_holds_up_no_other(
    folder: Folder, desk: Desk, store: Store, tmp_path: Path
) -> None:
    for scope in (HERE, THERE):
        await desk.apply(await desk.prepare_add(scope, [note("a.md", "Ants march.")], by=MO))
    with sqlite3.connect(tmp_path / "footnote.db") as database:
        database.execute("UPDATE versions SET frame = x'00' WHERE scope = ?", (HERE,))
    again = open_desk(folder, store)
    await again.start()
    await again.shelves.warm()
    assert await said(again, THERE, "what do ants do?") == "Ants march."
    with pytest.raises(StoreError):
        await again.shelves.snapshot(HERE)


async def test_without_a_database_what_is_shared_still_answers(
    folder: Folder, store: Store, tmp_path: Path
) -> None:
    desk = open_desk(folder, store)
    await desk.start()
    with sqlite3.connect(tmp_path / "footnote.db") as database:
        database.execute("DROP TABLE versions")
    await desk.shelves.warm()
    assert "two" in await said(desk, HERE)


async def test_one_file_that_cannot_be_read_stops_no_other(desk: Desk) -> None:
    files = [note("a.md", "Ants march."), Upload("b.docx", b"PK"), Upload("c.txt", b"\xff")]
    pending = await desk.prepare_add(HERE, files, by=MO)
    assert [problem.file for problem in pending.problems] == ["b.docx", "c.txt"]
    assert pending.totals[0].added == 1
    with pytest.raises(ReadingError, match=r"b\.docx"):
        await desk.prepare_add(HERE, files[1:], by=MO)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(documents=0), "0 documents"),
        (Limits(total_bytes=3), "MB together"),
        (Limits(file_bytes=3), "too large"),
    ],
)
async def test_a_server_may_keep_so_much_and_no_more(
    folder: Folder, store: Store, limits: Limits, words: str
) -> None:
    desk = open_desk(folder, store, limits)
    await desk.start()
    with pytest.raises((NotAllowed, ReadingError), match=words):
        await desk.prepare_add(HERE, [note("a.md", "Ants march.")], by=MO)


async def test_names_of_a_server_find_what_is_shared(desk: Desk) -> None:
    pending = await desk.prepare_alias(HERE, EntryKind.LAB, "kimi", ["Dark Side"], by=MO)
    assert pending.detail == "lab Moonshot AI: Dark Side"
    await desk.apply(pending)
    more = await desk.prepare_alias(HERE, EntryKind.LAB, "dark side", ["Far Side"], by=MO)
    await desk.apply(more)
    catalog = (await desk.shelves.snapshot(HERE)).catalog
    assert catalog.find(EntryKind.LAB, "far side").name == "Moonshot AI"
    assert "Dark Side" in catalog.find(EntryKind.LAB, "kimi").aliases
    shared = (await desk.shelves.snapshot(THERE)).catalog
    assert "Dark Side" not in shared.entries[0].aliases
    nothing = await desk.prepare_rollback(HERE, 0, by=MO)
    await desk.apply(nothing)
    assert "Dark Side" not in (await desk.shelves.snapshot(HERE)).catalog.entries[0].aliases


async def test_a_new_name_in_any_script_gets_a_key_that_a_catalog_takes(desk: Desk) -> None:
    pending = await desk.prepare_alias(HERE, EntryKind.THEME, "无人机", ["drones"], by=MO)
    (entry,) = pending.proposal.contents.catalog.entries
    assert entry.id.isascii()
    assert entry.name == "无人机"


async def test_a_server_adds_so_many_names_and_no_more(folder: Folder, store: Store) -> None:
    desk = open_desk(folder, store, Limits(names=3))
    await desk.start()
    await desk.apply(await desk.prepare_alias(HERE, EntryKind.LAB, "Far", ["Away"], by=MO))
    with pytest.raises(NotAllowed, match="3 names"):
        await desk.prepare_alias(HERE, EntryKind.LAB, "Near", ["By"], by=MO)


async def test_the_trail_tells_who_applied_what(folder: Folder, desk: Desk) -> None:
    folder.documents.append(document("# Ants", "Ants march.", name="ants.md"))
    await desk.apply(await desk.prepare_reload(by=MO), ZOE)
    (entry,) = await desk.trail(None)
    assert (entry.by, entry.action, entry.detail) == (ZOE, "reload", "documents: 1 added")
    (version, _) = await desk.history(None)
    assert version.by == ZOE


async def test_a_log_that_cannot_be_read_stops_no_change(folder: Folder) -> None:
    class NoLog(Archive):
        async def questions(self, guild_id: int | None, limit: int) -> list[PastQuestion]:  # noqa: ARG002
            raise StoreError("The log cannot be read.")

    desk = desk_over(Library(folder, Bm25IndexBuilder()), NoLog(), gold=(ASKED,))
    await desk.start()
    folder.documents = [says("three")]
    pending = await desk.prepare_reload(by=MO)
    assert [effect.question for effect in pending.proposal.effects] == [ASKED]
