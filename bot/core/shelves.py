"""Whose questions are answered from what: the shared library, and each server's own shelf."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence

from bot.core.changes import document_changes, effects
from bot.core.errors import LibraryError, StoreError
from bot.core.keeping import Scope, VersionStore
from bot.core.language import lazy_gettext
from bot.core.library import OVERTAKEN, Library, Proposal
from bot.core.merging import merged
from bot.core.ports import FolderContents, IndexBuilder, Progress, no_progress
from bot.core.questions import PastQuestion
from bot.core.shelf import MOST_OPEN, OpenShelves, Own, Shelf
from bot.core.snapshot import Snapshot, assemble
from bot.core.threads import in_thread

_log = logging.getLogger(__name__)


class Shelves:
    """Finds the snapshot that a scope is answered from; builds a server's own when asked.

    No server ever sees another's documents: a server's snapshot is made of the shared
    documents and its own, and nothing else.

    Args:
        library: what all servers share.
        versions: where the servers' own documents are kept.
        builder: makes an index builder, which remembers what it analyzed.
    """

    def __init__(
        self, library: Library, versions: VersionStore, builder: Callable[[], IndexBuilder]
    ) -> None:
        self.library = library
        self._versions = versions
        self._build = builder()
        self._owners: set[int] | None = None
        self._open = OpenShelves()
        self._building = asyncio.Lock()  # the builder is not for two threads at once
        self._under_way: dict[int, str] = {}

    async def snapshot(self, scope: Scope) -> Snapshot:
        """What a scope is answered from now. Hold on to it for the length of one answer.

        That is what all servers share, where nobody knows who has more than that.

        Raises:
            LibraryError: nothing has been loaded yet.
            StoreError: the server's own documents cannot be read.
        """
        shared = self.library.current
        if scope is None or not await self._owns(scope):
            return shared
        shelf = self._open.get(scope)
        if shelf is None or shelf.base is not shared:
            async with self._building:
                shelf = await self._current_shelf(scope)
        return shelf.snapshot

    async def warm(self) -> None:
        """Builds what servers with documents of their own are answered from, one by one.

        Without it, whoever asks first in each of them after a start waits for that.
        """
        await self._owns(0)
        for scope in sorted(self._owners or ())[:MOST_OPEN]:
            try:
                await self.snapshot(scope)
            except StoreError as error:  # whoever asks there is told, and the others are not
                _log.warning("a server's own documents cannot be read: %s", error)

    async def own(self, scope: int) -> Own:
        """What a server holds of its own by now, also where the command line changed it.

        Raises:
            StoreError: it cannot be read.
        """
        history = await self._versions.history(scope, 1)
        if not history:
            return Own()
        shelf = self._open.get(scope)
        number = history[0].number
        if shelf is not None and shelf.own.version == number:
            return shelf.own
        return Own(await self._versions.load(scope, number), number)

    async def propose(
        self,
        scope: int,
        follows: Own,
        contents: FolderContents,
        progress: Progress = no_progress,
        *,
        questions: Sequence[PastQuestion] = (),
        by: str = "",
    ) -> Proposal:
        """Builds what a server would be answered from if it held these documents.

        Args:
            scope: the server.
            follows: what it holds now.
            contents: all that it would hold of its own.
            progress: called from another thread.
            questions: what to ask of both, to see which answers would change.
            by: who wants it; told to whoever comes meanwhile.

        Raises:
            LibraryError: another change of this server is under way; says by whom.
        """
        if scope in self._under_way:
            raise LibraryError(
                lazy_gettext(
                    "{who} is preparing a change already. Wait for it to be shown.",
                    who=self._under_way[scope] or lazy_gettext("Somebody"),
                )
            )
        self._under_way[scope] = by
        start = time.perf_counter()
        try:
            async with self._building:
                shelf = await self._current_shelf(scope, follows)
                base, before = shelf.base, shelf.snapshot
                after = await self._make(base, contents, progress, before)
            changed = await effects(before, after, questions, progress)
        finally:
            del self._under_way[scope]
        took = time.perf_counter() - start
        changes = document_changes(before, after)
        return Proposal(before, after, contents, changes, changed, took, base, follows.version)

    async def foresee(
        self, scope: Scope, shared: Snapshot, progress: Progress = no_progress
    ) -> tuple[Snapshot, Snapshot] | None:
        """What a server is answered from now, and over other shared documents.

        Args:
            scope: the server.
            shared: what all servers would share.
            progress: called from another thread.

        Returns:
            Both; None where that is what all share and nothing else.
        """
        if scope is None or not self.library.loaded or not await self._owns(scope):
            return None
        try:
            async with self._building:
                shelf = await self._current_shelf(scope)
                if not shelf.own.version:
                    return None
                after = await self._make(shared, shelf.own.contents, progress, shelf.snapshot)
        except StoreError as error:
            _log.warning("a change is tried without the server's own documents: %s", error)
            return None
        return shelf.snapshot, after

    async def check(self, scope: int, proposal: Proposal) -> None:
        """Makes sure that what was shown of a proposal still holds.

        Raises:
            LibraryError: something else was applied since it was made.
        """
        history = await self._versions.history(scope, 1)
        number = history[0].number if history else 0
        if self.library.current is not proposal.base or number != proposal.version:
            raise LibraryError(OVERTAKEN)

    async def apply(self, scope: int, proposal: Proposal, version: int) -> None:
        """Serves a proposal to a server from now on.

        Args:
            scope: the server.
            proposal: what was checked before.
            version: the number it is kept as.
        """
        await self._owns(scope)
        if self._owners is not None:
            self._owners.add(scope)
        if proposal.base is not None:
            own = Own(proposal.contents, version)
            self._open.put(scope, Shelf(own, proposal.base, proposal.after))

    def forget(self, scope: Scope = None) -> None:
        """Reads anew from where it is kept when it is needed next: others may have changed it.

        Args:
            scope: one server's own; None for all of them.
        """
        self._owners = None
        self._open.drop(scope)

    async def _owns(self, scope: int) -> bool:
        if self._owners is None:
            try:
                self._owners = set(await self._versions.scopes())
            except StoreError as error:
                # Without a database, what is shared still answers most questions.
                _log.warning("no server's own documents can be read: %s", error)
                return False
        return scope in self._owners

    async def _current_shelf(self, scope: int, own: Own | None = None) -> Shelf:
        """The server's shelf on what is shared now, built where it is not there."""
        shared = self.library.current
        shelf = self._open.get(scope)
        if own is None:
            own = await self._own_or_last(scope, shelf)
        if shelf is not None and shelf.base is shared and shelf.own.version == own.version:
            return shelf
        if not own.version:
            return Shelf(own, shared, shared)
        known = shelf.snapshot if shelf else shared
        made = await self._make(shared, own.contents, no_progress, known)
        shelf = Shelf(own, shared, made)
        self._open.put(scope, shelf)
        return shelf

    async def _own_or_last(self, scope: int, shelf: Shelf | None) -> Own:
        try:
            return await self.own(scope)
        except StoreError:
            if shelf is None:
                raise
            return shelf.own

    async def _make(
        self, shared: Snapshot, own: FolderContents, progress: Progress, known: Snapshot
    ) -> Snapshot:
        contents = merged(shared, own)
        return await in_thread(lambda: assemble(contents, self._build, progress, known))
