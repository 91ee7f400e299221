"""The library: the snapshot that is served, and its swap for another."""

from __future__ import annotations

import gc
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core.changes import Change, DocumentChange, Effect, document_changes, total
from bot.core.errors import LibraryError
from bot.core.language import lazy_gettext
from bot.core.ports import FolderContents, IndexBuilder, KnowledgeSource, Progress, no_progress
from bot.core.snapshot import Snapshot, assemble
from bot.core.threads import in_thread

Judge = Callable[[Snapshot | None, Snapshot], Awaitable[tuple[Effect, ...]]]
"""Says which questions a new snapshot would answer otherwise than the one served."""

OVERTAKEN = lazy_gettext(
    "Something else was applied since this was prepared, so that what it shows no longer holds. "
    "Prepare it again to see what it would change now."
)


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """What a reload did.

    Attributes:
        documents: documents added, changed and removed.
        passages: passages added, changed and removed; one that went and one that came
            in the same document count as one that changed.
        snapshot: what is served now.
        took_s: seconds it took.
    """

    documents: Change
    passages: Change
    snapshot: Snapshot
    took_s: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new snapshot that is ready, and what serving it would change.

    Attributes:
        before: what was served when it was made; None where nothing was.
        after: the new snapshot.
        contents: what the new snapshot was made of.
        changes: the documents that differ.
        effects: the questions that would be answered otherwise.
        took_s: seconds it took to make.
        base: for a server's own knowledge, the shared snapshot beneath it.
        version: for a server's own knowledge, the number of the version it follows.
    """

    before: Snapshot | None
    after: Snapshot
    contents: FolderContents
    changes: tuple[DocumentChange, ...]
    effects: tuple[Effect, ...]
    took_s: float
    base: Snapshot | None = None
    version: int = 0


class Library:
    """Holds the snapshot that is served, and swaps it for a new one whole or not at all.

    Args:
        read: reads the knowledge folder.
        build: builds the index.
    """

    def __init__(self, read: KnowledgeSource, build: IndexBuilder) -> None:
        self._read = read
        self._build = build
        self._current: Snapshot | None = None
        self._under_way: str | None = None

    @property
    def current(self) -> Snapshot:
        """The snapshot served now. Hold on to it for the length of one answer.

        Raises:
            LibraryError: nothing has been loaded yet.
        """
        if self._current is None:
            raise LibraryError(
                lazy_gettext("The documents are still being loaded. Try again in a moment.")
            )
        return self._current

    @property
    def loaded(self) -> bool:
        """Whether there is anything to serve yet."""
        return self._current is not None

    async def propose(
        self,
        progress: Progress = no_progress,
        *,
        judge: Judge | None = None,
        by: str = "",
        contents: FolderContents | None = None,
        everything: bool = False,
    ) -> Proposal:
        """Builds a new snapshot off the event loop, and says what it would change.

        What is served stays as it is until `apply`.

        Args:
            progress: called from another thread.
            judge: says which answers would change; None where nobody wants to know.
            by: who wants it; told to whoever comes meanwhile.
            contents: what to make it of; None reads the folder again.
            everything: read also the files that look unchanged from outside.

        Raises:
            LibraryError: another one is being built; says by whom it is wanted.
            ReadingError: the folder cannot be read.
        """
        if self._under_way is not None:
            raise LibraryError(
                lazy_gettext(
                    "A reload is under way already by {who}. Wait for it to finish.",
                    who=self._under_way,
                )
                if self._under_way
                else lazy_gettext("A reload is under way already. Wait for it to finish.")
            )
        self._under_way = by
        start = time.perf_counter()
        try:
            old = self._current
            made, after = await in_thread(
                lambda: self._make(contents, progress, old, everything=everything)
            )
            changed = await judge(old, after) if judge else ()
        finally:
            self._under_way = None
        took = time.perf_counter() - start
        return Proposal(old, after, made, document_changes(old, after), changed, took)

    def _make(
        self,
        contents: FolderContents | None,
        progress: Progress,
        old: Snapshot | None,
        *,
        everything: bool,
    ) -> tuple[FolderContents, Snapshot]:
        made = self._read(progress, everything=everything) if contents is None else contents
        return made, assemble(made, self._build, progress, old)

    def check(self, proposal: Proposal) -> None:
        """Makes sure that what was shown of a proposal still holds.

        Raises:
            LibraryError: something else was applied since it was made.
        """
        if self._current is not proposal.before:
            raise LibraryError(OVERTAKEN)

    def apply(self, proposal: Proposal) -> None:
        """Serves a proposal from now on. Whoever is being answered keeps what they had.

        Raises:
            LibraryError: something else was applied since it was made.
        """
        self.check(proposal)
        self._current = proposal.after
        # What was loaded stays: the collector need not walk over it again and again, which
        # over 100,000 passages halts everything for 0.8 s. A snapshot has no cycles, so one
        # that is served no more is freed all the same.
        gc.freeze()

    async def reload(self, progress: Progress = no_progress, *, by: str = "") -> ReloadReport:
        """Builds a new snapshot of the folder and serves it at once.

        Args:
            progress: called from another thread.
            by: who wants it.

        Raises:
            LibraryError: a reload is under way, or another one was applied meanwhile; the
                old snapshot goes on serving.
            ReadingError: the folder cannot be read; the old snapshot goes on serving.
        """
        proposal = await self.propose(progress, by=by)
        self.apply(proposal)
        documents, passages = total(proposal.changes)
        return ReloadReport(documents, passages, proposal.after, proposal.took_s)
