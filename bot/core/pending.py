"""A change that is prepared and not applied, and what a moderator hands in for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.core.changes import Change, total
from bot.core.errors import NotAllowed, Problem
from bot.core.keeping import Actor, Scope
from bot.core.language import gettext, lazy_gettext
from bot.core.library import Proposal
from bot.core.model import Document
from bot.core.ports import FolderContents


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A document made of an uploaded file, and what is wrong with the file all the same."""

    document: Document
    problems: tuple[Problem, ...] = ()


class UploadReader(Protocol):
    """Makes a document of an uploaded file. Runs off the event loop."""

    def __call__(
        self,
        name: str,
        data: bytes,
        *,
        title: str | None = None,
        url: str | None = None,
        author: str | None = None,
    ) -> Uploaded:
        """Reads the bytes of a file called `name`, which may be any name at all.

        Raises:
            ReadingError: they cannot become a document; says why and what to do.
        """
        ...


class Exporter(Protocol):
    """Packs all that a scope is answered from into one file. Runs off the event loop."""

    def __call__(self, contents: FolderContents) -> bytes:
        """A zip of the documents and the catalog, to be unpacked into a knowledge folder."""
        ...


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a moderator hands in.

    Attributes:
        name: the file's name, as it came.
        data: its bytes.
        title: the document's title, or None to take it from the file.
        url: where the original stands, or None.
        author: who wrote it, or None to take it from the file.
    """

    name: str
    data: bytes
    title: str | None = None
    url: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a server may keep of its own.

    Attributes:
        documents: how many documents.
        total_bytes: how many bytes of files together.
        file_bytes: how many bytes of one file.
        names: how many names of labs and themes.
    """

    documents: int = 50
    total_bytes: int = 20_000_000
    file_bytes: int = 10_000_000
    names: int = 500

    def too_large(self, size: int) -> str:
        """Says that a file of so many bytes is too large."""
        return gettext(
            "This file is too large: {size} MB, and the limit is {limit} MB. Split it.",
            size=f"{size / 1e6:.1f}",
            limit=f"{self.file_bytes / 1e6:g}",
        )

    def check(self, contents: FolderContents) -> None:
        """Refuses what is more than a server may keep.

        Raises:
            NotAllowed: it is more; says of what.
        """
        documents = contents.documents
        if len(documents) > self.documents:
            raise NotAllowed(
                lazy_gettext(
                    "This server may keep {most} documents of its own, and this would be more. "
                    "`/knowledge remove` makes room.",
                    most=self.documents,
                )
            )
        if sum(document.size for document in documents) > self.total_bytes:
            raise NotAllowed(
                lazy_gettext(
                    "This server's own documents may have {most} MB together, and this would be "
                    "more. `/knowledge remove` makes room.",
                    most=f"{self.total_bytes / 1e6:g}",
                )
            )
        if sum(len(entry.names) for entry in contents.catalog.entries) > self.names:
            raise NotAllowed(
                lazy_gettext(
                    "This server may add {most} names of labs and themes, and this would be more. "
                    "`/knowledge rollback` takes added ones back.",
                    most=self.names,
                )
            )


@dataclass(frozen=True, slots=True)
class Pending:
    """A change that is prepared and not applied.

    Attributes:
        scope: whose knowledge it changes.
        proposal: the new snapshot and what it would change.
        action: what is done, in one word such as ``reload``.
        detail: what it is done to; may be empty.
        by: who prepared it.
        problems: what is wrong with what was read, and is left out of it.
        rolled_back_to: the version that a rollback chose and that is served now, where
            this change would end that; otherwise None.
    """

    scope: Scope
    proposal: Proposal
    action: str
    detail: str
    by: Actor
    problems: tuple[Problem, ...] = ()
    rolled_back_to: int | None = None

    @property
    def totals(self) -> tuple[Change, Change]:
        """Documents and passages added, changed and removed."""
        return total(self.proposal.changes)

    @property
    def changes_nothing(self) -> bool:
        """Whether all would stay as it is: documents, names and what is known to be wrong."""
        before, after = self.proposal.before, self.proposal.after
        if before is None or self.proposal.changes:
            return False
        return before.catalog == after.catalog and before.problems == after.problems
