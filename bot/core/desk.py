"""The moderators' desk: prepare a change, look at it, apply it, and go back.

Every change takes the same way: what a scope would hold → `Pending` (a proposal and what
it would change) → `apply` → a version that is kept and an entry in the audit trail. The
Discord commands and the command line call the same functions.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.core.catalog import Catalog, duplicate_names, fold
from bot.core.changes import Change, total
from bot.core.errors import FootnoteError, NotAllowed, ReadingError, UnknownEntry
from bot.core.keeping import (
    Actor,
    AuditEntry,
    AuditTrail,
    Scope,
    Statistics,
    Version,
    VersionStore,
)
from bot.core.library import Proposal
from bot.core.model import Document, Entry, EntryKind
from bot.core.ports import FolderContents, Progress, no_progress
from bot.core.shelves import Shelves

ASKED_BEFORE = 100
"""How many of the last different questions are tried on a change."""

OPERATOR = Actor("the operator")


class UploadReader(Protocol):
    """Makes a document of an uploaded file. Runs off the event loop."""

    def __call__(self, name: str, data: bytes, *, title: str | None, url: str | None) -> Document:
        """Reads the bytes of a file called `name`.

        Raises:
            ReadingError: they cannot become a document; says why.
        """
        ...


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a moderator hands in."""

    name: str
    data: bytes
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a server may keep of its own.

    Attributes:
        documents: how many documents.
        total_bytes: how many bytes of files together.
    """

    documents: int = 50
    total_bytes: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Pending:
    """A change that is prepared and not applied.

    Attributes:
        scope: whose knowledge it changes.
        proposal: the new snapshot and what it would change.
        action: what is done, in one word such as ``reload``.
        detail: what it is done to; may be empty.
        by: who prepared it.
    """

    scope: Scope
    proposal: Proposal
    action: str
    detail: str
    by: Actor

    @property
    def totals(self) -> tuple[Change, Change]:
        """Documents and passages added, changed and removed."""
        return total(self.proposal.changes)


class Desk:
    """Changes what the bot knows, visibly and revocably.

    Args:
        shelves: what is served.
        versions: keeps what was served.
        audit: keeps who changed it.
        statistics: knows what members asked.
        read_upload: makes a document of an uploaded file.
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
        gold: Callable[[], Sequence[str]],
        limits: Limits | None = None,
    ) -> None:
        self.shelves = shelves
        self.limits = limits or Limits()
        self._versions = versions
        self._audit = audit
        self._statistics = statistics
        self._read_upload = read_upload
        self._gold = gold

    async def start(self, progress: Progress = no_progress) -> None:
        """Loads what is to be served when the bot starts.

        That is the version that a rollback chose, or else the knowledge folder.

        Raises:
            FootnoteError: there is neither.
        """
        library = self.shelves.library
        number = await self._versions.pinned(None)
        if number is not None:
            kept = await self._versions.load(None, number)
            library.apply(await library.propose(progress, contents=kept))
            return
        proposal = await library.propose(progress)
        library.apply(proposal)
        await self._save_if_new(proposal)

    async def _save_if_new(self, proposal: Proposal) -> None:
        history = await self._versions.history(None, 1)
        if history:
            kept = await self._versions.load(None, history[0].number)
            if _fingerprint(kept) == _fingerprint(proposal.contents):
                return
        await self._save(Pending(None, proposal, "start", "", OPERATOR))

    async def prepare_reload(self, *, by: Actor, progress: Progress = no_progress) -> Pending:
        """Reads the knowledge folder again, and shows what that would change.

        Raises:
            LibraryError: another reload is under way; says by whom.
            ReadingError: the folder cannot be read.
        """
        questions = await self._questions(None)
        proposal = await self.shelves.library.propose(progress, questions=questions, by=by.name)
        return Pending(None, proposal, "reload", "", by)

    async def prepare_add(
        self, scope: int, uploads: Sequence[Upload], *, by: Actor, progress: Progress = no_progress
    ) -> Pending:
        """Adds files to a server's own documents; one of the same name is replaced.

        Raises:
            ReadingError: a file cannot become a document; names it and says why.
            NotAllowed: the server would hold more than it may.
        """
        own = await self.shelves.own(scope)
        documents = {document.id: document for document in own.documents}
        for upload in uploads:
            document = await asyncio.to_thread(self._document, upload)
            documents[document.id] = document
        self._check_limits(tuple(documents.values()))
        names = ", ".join(upload.name for upload in uploads)
        contents = dataclasses.replace(own, documents=tuple(documents.values()))
        return await self._prepare(
            scope, contents, action="add", detail=names, by=by, progress=progress
        )

    async def prepare_remove(
        self, scope: int, document: str, *, by: Actor, progress: Progress = no_progress
    ) -> Pending:
        """Removes one of a server's own documents, by its id or title.

        Raises:
            NotAllowed: the server holds no such document of its own.
        """
        own = await self.shelves.own(scope)
        wanted = fold(document)
        gone = [d for d in own.documents if wanted in {fold(d.id), fold(d.title)}]
        if not gone:
            raise NotAllowed(
                "This server has no such document of its own. The documents that all servers "
                "share are changed in the knowledge folder, by whoever runs the bot."
            )
        kept = tuple(d for d in own.documents if d.id != gone[0].id)
        contents = dataclasses.replace(own, documents=kept)
        return await self._prepare(
            scope, contents, action="remove", detail=gone[0].title, by=by, progress=progress
        )

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
        snapshot = await self.shelves.snapshot(scope)
        added = tuple(dict.fromkeys(alias.strip() for alias in aliases if fold(alias)))
        entry = _entry_to_extend(snapshot.catalog, kind, name, added)
        held = [e for e in own.catalog.entries if (e.kind, e.id) != (entry.kind, entry.id)]
        before = next((e for e in own.catalog.entries if e.id == entry.id and e.kind is kind), None)
        if before is not None:
            entry = dataclasses.replace(entry, aliases=(*before.aliases, *entry.aliases))
        _refuse_taken_names(snapshot.catalog, entry)
        catalog = Catalog((*held, entry), own.catalog.glossary)
        contents = dataclasses.replace(own, catalog=catalog)
        detail = f"{entry.name}: {', '.join(added)}" if added else entry.name
        return await self._prepare(
            scope, contents, action="alias", detail=detail, by=by, progress=progress
        )

    async def prepare_rollback(
        self, scope: Scope, number: int, *, by: Actor, progress: Progress = no_progress
    ) -> Pending:
        """Brings back a version, from what was kept of it.

        Raises:
            UnknownVersion: it is not kept.
        """
        contents = await self._versions.load(scope, number)
        detail = f"to version {number}"
        if scope is not None:
            return await self._prepare(
                scope, contents, action="rollback", detail=detail, by=by, progress=progress
            )
        questions = await self._questions(None)
        proposal = await self.shelves.library.propose(
            progress, questions=questions, by=by.name, contents=contents
        )
        return Pending(None, proposal, "rollback", detail, by)

    async def apply(self, pending: Pending, by: Actor | None = None) -> Version:
        """Serves a prepared change from now on, and keeps it.

        Raises:
            LibraryError: something else was applied meanwhile; prepare it again.
            StoreError: it is served, but could not be kept; it is lost with a restart.
        """
        pending = dataclasses.replace(pending, by=by or pending.by)
        if pending.scope is None:
            self.shelves.library.apply(pending.proposal)
        else:
            await self.shelves.apply(pending.scope, pending.proposal)
        version = await self._save(pending)
        if pending.scope is None:
            rolled_back = pending.action == "rollback"
            await self._versions.pin(None, version.number if rolled_back else None)
        documents, _ = pending.totals
        counts = f"+{documents.added} ~{documents.changed} -{documents.removed} documents"
        detail = f"{pending.detail} ({counts})" if pending.detail else counts
        await self.note(pending.scope, pending.by, pending.action, detail)
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

    async def rolled_back_to(self) -> int | None:
        """The shared version that a rollback chose to be served, or None."""
        return await self._versions.pinned(None)

    async def _prepare(
        self,
        scope: int,
        contents: FolderContents,
        *,
        action: str,
        detail: str,
        by: Actor,
        progress: Progress,
    ) -> Pending:
        questions = await self._questions(scope)
        proposal = await self.shelves.propose(
            scope, contents, progress, questions=questions, by=by.name
        )
        return Pending(scope, proposal, action, detail, by)

    async def _questions(self, scope: Scope) -> list[str]:
        gold = await asyncio.to_thread(self._gold)
        return [*gold, *await self._statistics.questions(scope, ASKED_BEFORE)]

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

    def _document(self, upload: Upload) -> Document:
        try:
            document = self._read_upload(
                upload.name, upload.data, title=upload.title, url=upload.url
            )
        except ReadingError as error:
            raise ReadingError(f"{upload.name}: {error}") from error
        return dataclasses.replace(document, id=f"server/{document.id}")

    def _check_limits(self, documents: Sequence[Document]) -> None:
        size = sum(document.size for document in documents)
        if len(documents) > self.limits.documents:
            raise NotAllowed(
                f"This server may keep {self.limits.documents} documents of its own, and this "
                "would be more. Remove one first."
            )
        if size > self.limits.total_bytes:
            allowed = self.limits.total_bytes / 1_000_000
            raise NotAllowed(
                f"This server's own documents may have {allowed:g} MB together, and this would "
                "be more. Remove one first."
            )


def _fingerprint(contents: FolderContents) -> tuple[object, ...]:
    documents = tuple((document.id, document.checksum) for document in contents.documents)
    return documents, contents.catalog.entries, dict(contents.catalog.glossary)


def _entry_to_extend(
    catalog: Catalog, kind: EntryKind, name: str, aliases: tuple[str, ...]
) -> Entry:
    """The entry that is meant, with the new names alone; a new one where none goes by it."""
    for entry in catalog.of_kind(kind):
        if fold(name) in {fold(known) for known in (entry.id, *entry.names)}:
            if not aliases:
                raise UnknownEntry(f"{entry.name} is there already. Give it another name.")
            return Entry(entry.id, kind, entry.name, entry.description, aliases)
    key = "-".join(fold(name).split())
    if not key:
        raise UnknownEntry("A name needs letters or digits.")
    return Entry(key, kind, name.strip(), "Added by this server's moderators.", aliases)


def _refuse_taken_names(catalog: Catalog, entry: Entry) -> None:
    others = [e for e in catalog.entries if (e.kind, e.id) != (entry.kind, entry.id)]
    clashes = duplicate_names((*others, entry))
    mine = [clash for clash in clashes if entry in clash[1:]]
    if mine:
        name, first, _ = mine[0]
        raise FootnoteError(f"“{name}” is a name of {first.name} already.")
