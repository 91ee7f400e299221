"""What the core asks of the outside: an index, a folder to read, a place to remember.

`reading`, `search` and `store` implement these; `app` hands the implementations in.
Ports that may one day be on the network are async; what only ever computes or reads local
files is sync, and the core runs it off the event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.catalog import Catalog
from bot.core.errors import Problem
from bot.core.explanation import Explanation
from bot.core.model import Document, Entry, Hit, Passage, SearchResult
from bot.core.questions import Outcome

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def no_progress(what: str, done: int, total: int) -> None:
    """A `Progress` for whoever does not want to know."""


class Embedder(Protocol):
    """Puts the meaning of texts into numbers. Runs off the event loop where texts are many."""

    def __call__(self, texts: Sequence[str]) -> memoryview:
        """Embeds texts.

        Returns:
            A two-dimensional view of 32-bit floats, a row a text, each of unit length (or
            all zeros for a text without words), so that a dot product is a cosine.
        """
        ...


class Index(Protocol):
    """Finds passages. Immutable once built; safe to share between tasks."""

    async def search(self, question: str, *, limit: int) -> SearchResult:
        """Finds the passages that hold words of the question, best first.

        Args:
            question: as the member wrote it.
            limit: at most this many hits.
        """
        ...

    async def concerning(self, entry: Entry) -> tuple[Hit, ...]:
        """All passages that speak of a lab or theme, best first."""
        ...

    def mentions(self, entry: Entry) -> int:
        """How many passages speak of a lab or theme; what `concerning` finds, only counted."""
        ...

    def fingerprint(self, question: str) -> frozenset[str]:
        """What a question asks for, apart from its wording.

        Two questions in other words share most of it: names of one entry are one, and so
        are inflections and corrected typing mistakes. Empty where nothing is asked for.
        """
        ...

    async def explain(self, question: str, *, limit: int) -> Explanation:
        """Searches, and says why each passage stands where it does."""
        ...

    async def close(self) -> None:
        """Gives back what the index holds open, if anything."""
        ...


class IndexBuilder(Protocol):
    """Builds an index. Runs off the event loop."""

    def __call__(
        self,
        passages: Sequence[Passage],
        catalog: Catalog,
        languages: Mapping[str, str],
        progress: Progress = no_progress,
    ) -> Index:
        """Builds the index of these passages.

        Args:
            passages: all of them, in the order of the documents.
            catalog: the labs, themes and glossary whose names count as one term.
            languages: document id to language tag, for the documents that name one.
            progress: told of the progress now and then.
        """
        ...


@dataclass(frozen=True, slots=True)
class FolderContents:
    """Everything a knowledge folder holds, and what is wrong with it."""

    documents: tuple[Document, ...]
    catalog: Catalog
    problems: tuple[Problem, ...]


class KnowledgeSource(Protocol):
    """Reads the knowledge folder. Runs off the event loop."""

    def __call__(
        self, progress: Progress = no_progress, *, everything: bool = False
    ) -> FolderContents:
        """Reads what has changed. A broken file becomes a problem; the rest loads.

        Args:
            progress: told of the progress.
            everything: read also what looks unchanged from outside.

        Raises:
            ReadingError: the folder itself cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """One question, as the log keeps it.

    Attributes:
        asked_at: when, in UTC.
        question: as it was asked.
        outcome: how it ended.
        passages: ids of the passages cited.
        took_ms: how long the answer took, in milliseconds.
        surface: where it was asked: ``ask``, ``lab``, ``theme``, ``compare``, ``mention``,
            ``follow-up``, ``menu``.
        guild_id: the server, or None in a direct message.
        user_id: who asked. The log keeps it only where the operator turned that on.
        missing: the words nothing was found on.
        entities: names of the labs and themes it spoke of.
        subject: what it was taken to mean ("it"), such as a lab's name; None where it stood
            for itself.
    """

    asked_at: datetime
    question: str
    outcome: Outcome
    passages: tuple[str, ...]
    took_ms: float
    surface: str
    guild_id: int | None = None
    user_id: int | None = None
    missing: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    subject: str | None = None


class QuestionLog(Protocol):
    """Remembers what was asked, for as long as the operator said and no longer."""

    def record(self, entry: QuestionRecord) -> None:
        """Takes a record down. Returns at once; the writing happens in the background."""
        ...

    async def recent(self, limit: int) -> Sequence[QuestionRecord]:
        """The latest records, newest first."""
        ...

    async def expire(self, now: datetime) -> int:
        """Deletes what is older than the retention; returns how many rows went."""
        ...

    async def close(self) -> None:
        """Writes what is still waiting, then closes."""
        ...
