"""Preparing a change: what a scope would hold, and what that would change."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Callable, Sequence

from bot.core.changes import Effect, effects
from bot.core.editing import read_uploads, with_documents, without_document
from bot.core.errors import Problem, StoreError
from bot.core.keeping import Actor, Scope, VersionStore
from bot.core.merging import NOTHING, merged
from bot.core.model import EntryKind
from bot.core.naming import with_names
from bot.core.pending import Limits, Pending, Upload, UploadReader
from bot.core.ports import FolderContents, Progress, no_progress
from bot.core.questions import PastQuestion
from bot.core.shelf import Own
from bot.core.shelves import Shelves
from bot.core.snapshot import Snapshot
from bot.core.statistics import Statistics

ASKED_BEFORE = 100
"""How many of the last different questions are tried on a change."""

_log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class _Wish:
    """What is done to what, who wants it, and whom to tell of the progress."""

    action: str
    detail: str
    by: Actor
    progress: Progress


class Preparations:
    """Prepares changes. What is served stays as it is.

    Args:
        shelves: what is served.
        versions: keeps what was served.
        statistics: knows what members asked.
        read_upload: makes a document of an uploaded file.
        gold: the questions of the knowledge folder that must keep their answers.
        limits: how much a server may keep.
    """

    def __init__(
        self,
        shelves: Shelves,
        versions: VersionStore,
        statistics: Statistics,
        *,
        read_upload: UploadReader,
        gold: Callable[[], Sequence[str]],
        limits: Limits | None = None,
    ) -> None:
        self.shelves = shelves
        self.limits = limits or Limits()
        self._versions = versions
        self.statistics = statistics
        self._read_upload = read_upload
        self._gold = gold

    async def prepare_reload(
        self,
        *,
        by: Actor,
        asked_in: int | None = None,
        everything: bool = False,
        progress: Progress = no_progress,
    ) -> Pending:
        """Reads the knowledge folder again, and shows what that would change.

        Args:
            by: who wants it.
            asked_in: try the questions asked in this server alone, on what its members are
                answered from; None for all servers' questions, on what they share.
            everything: read also the files that look unchanged from outside.
            progress: called from another thread.

        Raises:
            LibraryError: another reload is under way; says by whom.
            ReadingError: the folder cannot be read.
        """
        wish = _Wish("reload", "", by, progress)
        return await self._prepare_shared(None, wish, asked_in, everything=everything)

    async def prepare_rollback(
        self,
        scope: Scope,
        number: int,
        *,
        by: Actor,
        asked_in: int | None = None,
        progress: Progress = no_progress,
    ) -> Pending:
        """Brings back a version, from what was kept of it; see `prepare_reload`.

        A server's version 0 is that it has nothing of its own.

        Raises:
            UnknownVersion: it is not kept.
        """
        nothing = scope is not None and number == 0
        contents = NOTHING if nothing else await self._versions.load(scope, number)
        wish = _Wish("rollback", f"to version {number}", by, progress)
        if scope is None:
            return await self._prepare_shared(contents, wish, asked_in)
        return await self._prepare(scope, await self.shelves.own(scope), contents, wish)

    async def prepare_add(
        self, scope: int, uploads: Sequence[Upload], *, by: Actor, progress: Progress = no_progress
    ) -> Pending:
        """Adds files to a server's own documents; one of the same name is replaced.

        A file that cannot be read becomes a problem of the change; the others are added.

        Raises:
            ReadingError: none of the files can become a document; says why.
            NotAllowed: the server would hold more than it may.
        """
        own = await self.shelves.own(scope)
        added, problems = await asyncio.to_thread(
            read_uploads, uploads, self._read_upload, self.limits
        )
        contents = with_documents(own.contents, added)
        wish = _Wish("add", ", ".join(document.title for document in added), by, progress)
        return await self._prepare(scope, own, contents, wish, tuple(problems))

    async def prepare_remove(
        self, scope: int, document: str, *, by: Actor, progress: Progress = no_progress
    ) -> Pending:
        """Removes one of a server's own documents, by its id or title.

        Raises:
            NotAllowed: the server holds no such document of its own.
        """
        own = await self.shelves.own(scope)
        contents, gone = without_document(own.contents, document)
        wish = _Wish("remove", gone.title, by, progress)
        return await self._prepare(scope, own, contents, wish)

    async def prepare_alias(
        self,
        scope: int,
        kind: EntryKind,
        name: str,
        aliases: Sequence[str],
        *,
        by: Actor,
        progress: Progress = no_progress,
    ) -> Pending:
        """Adds names to a lab or theme for one server, and the lab or theme where it is new.

        Raises:
            FootnoteError: a name belongs to another entry already, or is empty.
        """
        own = await self.shelves.own(scope)
        shown = merged(self.shelves.library.current, own.contents).catalog
        catalog, added = with_names(shown, own.contents.catalog, kind, name, aliases)
        contents = dataclasses.replace(own.contents, catalog=catalog)
        new = ", ".join(added.aliases)
        said = f"{kind} {added.name}: {new}" if new else f"{kind} {added.name}"
        return await self._prepare(scope, own, contents, _Wish("alias", said, by, progress))

    async def _prepare_shared(
        self,
        contents: FolderContents | None,
        wish: _Wish,
        asked_in: int | None,
        *,
        everything: bool = False,
    ) -> Pending:
        gold, asked = await self._questions(asked_in)

        async def judge(old: Snapshot | None, new: Snapshot) -> tuple[Effect, ...]:
            # What members asked is judged by what they get, their server's own documents too.
            foreseen = await self.shelves.foresee(asked_in, new, wish.progress)
            if foreseen is None:
                return await effects(old, new, [*gold, *asked], wish.progress)
            others = [question for question in gold if question not in asked]
            return (
                *await effects(old, new, others, wish.progress),
                *await effects(*foreseen, asked, wish.progress),
            )

        pinned = await self._versions.pinned(None)
        proposal = await self.shelves.library.propose(
            wish.progress,
            judge=judge,
            by=wish.by.name,
            contents=contents,
            everything=everything,
        )
        problems = proposal.contents.problems
        return Pending(None, proposal, wish.action, wish.detail, wish.by, problems, pinned)

    async def _prepare(
        self,
        scope: int,
        own: Own,
        contents: FolderContents,
        wish: _Wish,
        problems: tuple[Problem, ...] = (),
    ) -> Pending:
        self.limits.check(contents)
        gold, asked = await self._questions(scope)
        proposal = await self.shelves.propose(
            scope, own, contents, wish.progress, questions=[*gold, *asked], by=wish.by.name
        )
        return Pending(scope, proposal, wish.action, wish.detail, wish.by, problems)

    async def _questions(
        self, asked_in: int | None
    ) -> tuple[list[PastQuestion], Sequence[PastQuestion]]:
        """What to try on a change: what the folder lists, and what was asked lately.

        The latter is empty where the log cannot be read.
        """
        gold = [PastQuestion(question) for question in await asyncio.to_thread(self._gold)]
        try:
            return gold, await self.statistics.questions(asked_in, ASKED_BEFORE)
        except StoreError as error:
            _log.warning("the change is not tried on what members asked: %s", error)
            return gold, ()
