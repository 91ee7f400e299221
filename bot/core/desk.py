"""The moderators' desk: prepare a change, look at it, apply it, and go back.

Every change takes the same way: what a scope would hold → `Pending` (a proposal and what
it would change) → `apply` → a version that is kept and an entry in the audit trail. The
Discord commands and the command line call the same functions.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bot.core.changes import changes_since
from bot.core.errors import StoreError, UnknownVersion
from bot.core.keeping import Actor, AuditEntry, AuditTrail, Scope, Version, VersionStore
from bot.core.language import lazy_gettext
from bot.core.merging import merged
from bot.core.pending import Exporter, Limits, Pending, UploadReader
from bot.core.ports import FolderContents, Progress, no_progress
from bot.core.preparing import Preparations
from bot.core.shelf import Own
from bot.core.shelves import Shelves
from bot.core.statistics import Statistics

OPERATOR = Actor("the operator")

_log = logging.getLogger(__name__)


class NotNoted(StoreError):
    """A change is served and kept, but the audit trail does not say so."""


class Desk(Preparations):
    """Changes what the bot knows, visibly and revocably.

    Args:
        shelves: what is served.
        versions: keeps what was served.
        audit: keeps who changed it.
        statistics: knows what members asked.
        read_upload: makes a document of an uploaded file.
        pack: packs all that a scope is answered from.
        gold: the questions of the knowledge folder that must keep their answers.
        limits: how much a server may keep.
    """

    def __init__(
        self,
        shelves: Shelves,
        versions: VersionStore,
        audit: AuditTrail,
        statistics: Statistics,
        *,
        read_upload: UploadReader,
        pack: Exporter,
        gold: Callable[[], Sequence[str]],
        limits: Limits | None = None,
    ) -> None:
        super().__init__(
            shelves, versions, statistics, read_upload=read_upload, gold=gold, limits=limits
        )
        self._audit = audit
        self._pack = pack
        self._applying = asyncio.Lock()

    async def start(self, progress: Progress = no_progress) -> None:
        """Loads what is to be served when the bot starts.

        That is the version that a rollback chose, or else the knowledge folder.

        Raises:
            FootnoteError: there is neither.
        """
        if await self._serve_kept(await self._versions.pinned(None), progress):
            return
        library = self.shelves.library
        proposal = await library.propose(progress)
        library.apply(proposal)
        history = await self._versions.history(None, 1)
        kept = await self._versions.load(None, history[0].number) if history else None
        if kept is not None and _fingerprint(kept) == _fingerprint(proposal.contents):
            return
        # Against the version before, not against what this process had loaded already.
        changes = await asyncio.to_thread(changes_since, kept, proposal.after)
        proposal = dataclasses.replace(proposal, changes=changes)
        try:
            await self._save(Pending(None, proposal, "start", "", OPERATOR))
        except StoreError as error:  # it can be answered from all the same
            _log.warning("what is served was not kept as a version: %s", error)

    async def resume(self, progress: Progress = no_progress) -> bool:
        """Serves the last version that was kept, without reading the folder.

        Returns:
            Whether there was one; otherwise nothing is served yet.
        """
        history = await self._versions.history(None, 1)
        return await self._serve_kept(history[0].number if history else None, progress)

    async def _serve_kept(self, number: int | None, progress: Progress) -> bool:
        if number is None:
            return False
        try:
            kept = await self._versions.load(None, number)
        except UnknownVersion as error:
            _log.warning("the knowledge folder is served instead: %s", error)
            return False
        library = self.shelves.library
        library.apply(await library.propose(progress, contents=kept))
        return True

    async def apply(self, pending: Pending, by: Actor | None = None) -> Version:
        """Keeps a prepared change, and serves it from now on: whole or not at all.

        Args:
            pending: the change.
            by: who applies it, where that is not who prepared it.

        Raises:
            LibraryError: something else was applied meanwhile; prepare it again.
            StoreError: it could not be kept; what was served goes on being served.
            NotNoted: it is served and kept, and only the audit trail could not be written.
        """
        pending = dataclasses.replace(pending, by=by or pending.by)
        async with self._applying:
            version = await self._keep_and_serve(pending)
        documents, _ = pending.totals
        counts = f"documents: {documents}"
        detail = f"{pending.detail} ({counts})" if pending.detail else counts
        try:
            await self.note(pending.scope, pending.by, pending.action, detail)
        except StoreError as error:
            raise NotNoted(
                lazy_gettext(
                    "It is served now, but the audit trail could not be written. {why}", why=error
                )
            ) from error
        return version

    async def _keep_and_serve(self, pending: Pending) -> Version:
        shelves, proposal = self.shelves, pending.proposal
        if pending.scope is not None:
            await shelves.check(pending.scope, proposal)
            version = await self._save(pending)
            await shelves.apply(pending.scope, proposal, version.number)
            return version
        shelves.library.check(proposal)
        version = await self._save(pending)
        rolled_back = pending.action == "rollback"
        await self._versions.pin(None, version.number if rolled_back else None)
        shelves.library.apply(proposal)
        shelves.forget()
        return version

    async def note(self, scope: Scope, by: Actor, action: str, detail: str) -> None:
        """Takes down in the audit trail what somebody did.

        Raises:
            StoreError: it could not be kept.
        """
        await self._audit.record(AuditEntry(datetime.now(UTC), scope, by, action, detail))

    async def history(self, scope: Scope, limit: int = 20) -> Sequence[Version]:
        """The versions of a scope, newest first."""
        return await self._versions.history(scope, limit)

    async def trail(self, scope: Scope, limit: int = 20) -> Sequence[AuditEntry]:
        """What was done lately, newest first."""
        return await self._audit.recent(scope, limit)

    async def rolled_back_to(self) -> Version | None:
        """The version that a rollback of the shared knowledge made and that is served."""
        number = await self._versions.pinned(None)
        if number is None:
            return None
        kept = await self._versions.history(None, 1000)
        return next((version for version in kept if version.number == number), None)

    async def export(self, scope: Scope) -> bytes:
        """A zip of everything that a scope is answered from.

        Raises:
            LibraryError: nothing has been loaded yet.
        """
        shared = self.shelves.library.current
        own = await self.shelves.own(scope) if scope is not None else Own()
        return await asyncio.to_thread(self._pack, merged(shared, own.contents))

    async def _save(self, pending: Pending) -> Version:
        documents, passages = pending.totals
        return await self._versions.save(
            pending.scope,
            pending.proposal.contents,
            by=pending.by,
            action=pending.action,
            detail=pending.detail,
            documents=documents,
            passages=passages,
        )


def _fingerprint(contents: FolderContents) -> tuple[object, ...]:
    documents = tuple((document.id, document.checksum) for document in contents.documents)
    return documents, contents.catalog
