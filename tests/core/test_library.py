"""A reload shows what it would change, and takes effect whole or not at all."""

from __future__ import annotations

import asyncio
import dataclasses
import gc
import threading
import weakref
from functools import partial

import pytest
from shelf import document

from bot.core.catalog import Catalog
from bot.core.changes import Change, ChangeKind, EffectKind, effects
from bot.core.errors import LibraryError, ReadingError
from bot.core.library import Judge, Library
from bot.core.model import Document
from bot.core.ports import FolderContents, Progress, no_progress
from bot.core.questions import PastQuestion
from bot.search import Bm25IndexBuilder

BEES = document("Bees make honey.", "They sleep in winter.", name="bees.md")
ANTS = document("Ants build hills.", name="ants.md")


class Folder:
    """A knowledge folder that a test rearranges between two readings."""

    def __init__(self, *documents: Document) -> None:
        self.documents = documents
        self.fault: Exception | None = None
        self.gate: threading.Event | None = None

    def __call__(
        self,
        progress: Progress = no_progress,
        *,
        everything: bool = False,  # noqa: ARG002 - the port's signature
    ) -> FolderContents:
        progress("documents", 0, len(self.documents))
        if self.gate is not None:
            self.gate.wait(5)
        if self.fault is not None:
            raise self.fault
        return FolderContents(self.documents, Catalog(), ())


@pytest.fixture
def folder() -> Folder:
    return Folder(BEES)


def tried(*questions: str) -> Judge:
    return partial(effects, questions=[PastQuestion(question) for question in questions])


@pytest.fixture
def library(folder: Folder) -> Library:
    return Library(folder, Bm25IndexBuilder())


async def test_before_the_first_load_it_says_so(library: Library) -> None:
    assert not library.loaded
    with pytest.raises(LibraryError, match="still being loaded"):
        _ = library.current


async def test_a_proposal_changes_nothing_until_it_is_applied(
    library: Library, folder: Folder
) -> None:
    await library.reload()
    before = library.current
    folder.documents = (ANTS, document("Bees make honey.", "They dance.", name="bees.md"))
    questions = ["what do ants build?", "do bees sleep in winter?", "who makes honey?"]
    proposal = await library.propose(judge=tried(*questions))
    assert library.current is before
    assert [(c.document, c.kind) for c in proposal.changes] == [
        ("ants.md", ChangeKind.ADDED),
        ("bees.md", ChangeKind.CHANGED),
    ]
    assert proposal.changes[1].passages == Change(changed=1)
    assert [(e.question, e.kind) for e in proposal.effects] == [
        ("what do ants build?", EffectKind.FIRST_ANSWER),
        ("do bees sleep in winter?", EffectKind.NO_ANSWER),
    ]
    library.apply(proposal)
    assert set(library.current.documents) == {"ants.md", "bees.md"}


async def test_another_answer_is_told_from_the_same_one(library: Library, folder: Folder) -> None:
    await library.reload()
    folder.documents = (document("Bees make honey in July.", name="bees.md"),)
    proposal = await library.propose(judge=tried("who makes honey?"))
    (effect,) = proposal.effects
    assert effect.kind is EffectKind.OTHER_ANSWER
    assert (effect.before.quote, effect.after.quote) == (
        "Bees make honey.",
        "Bees make honey in July.",
    )


async def test_two_moderators_at_once_cannot_undo_each_other(
    library: Library, folder: Folder
) -> None:
    await library.reload()
    first = await library.propose(by="Ada")
    second = await library.propose(by="Bob")
    library.apply(first)
    with pytest.raises(LibraryError, match="Prepare it again"):
        library.apply(second)
    assert library.current is first.after


async def test_a_second_reload_is_told_who_is_at_it(library: Library, folder: Folder) -> None:
    folder.gate = threading.Event()
    running = asyncio.create_task(library.propose(by="Ada"))
    await asyncio.sleep(0.05)
    with pytest.raises(LibraryError, match="under way already by Ada"):
        await library.propose(by="Bob")
    folder.gate.set()
    assert (await running).after.documents.keys() == {"bees.md"}


async def test_a_failed_reload_leaves_the_old_library_serving(
    library: Library, folder: Folder
) -> None:
    await library.reload()
    before = library.current
    folder.fault = ReadingError("There is no such folder.")
    with pytest.raises(ReadingError):
        await library.reload()
    assert library.current is before
    folder.fault = None
    report = await library.reload()
    assert not report.documents
    assert not report.passages


async def test_whoever_is_being_answered_keeps_the_snapshot_they_had(
    library: Library, folder: Folder
) -> None:
    await library.reload()
    held = library.current
    folder.documents = (ANTS,)
    report = await library.reload()
    assert (report.documents, report.passages) == (
        Change(added=1, removed=1),
        Change(added=1, removed=2),
    )
    assert (await held.index.search("honey", limit=1)).hits
    assert not (await library.current.index.search("honey", limit=1)).hits


async def test_documents_that_did_not_change_keep_their_passages(
    library: Library, folder: Folder
) -> None:
    await library.reload()
    old = library.current
    folder.documents = (ANTS, dataclasses.replace(BEES))
    await library.reload()
    assert library.current.rows["bees.md"] is old.rows["bees.md"]


async def test_what_is_served_is_left_alone_by_the_collector_and_freed_when_it_is_replaced(
    library: Library, folder: Folder
) -> None:
    frozen = gc.get_freeze_count()
    await library.reload()
    assert gc.get_freeze_count() > frozen
    gc.disable()  # so that only the last reference's end can free it
    try:
        before = weakref.ref(library.current.index)
        folder.documents = (BEES, ANTS)
        await library.reload()
        for _ in range(200):  # a thread of the pool may not have let go of its last work yet
            if before() is None:
                break
            await asyncio.sleep(0.01)
        assert before() is None
    finally:
        gc.enable()
        gc.unfreeze()
