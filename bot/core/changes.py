"""What differs between two snapshots, document by document and question by question."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.answering import answer
from bot.core.dialogue import take_turn
from bot.core.model import Document, Passage
from bot.core.passages import split_document
from bot.core.ports import FolderContents, Progress, no_progress
from bot.core.questions import Answer, Outcome, PastQuestion
from bot.core.snapshot import Snapshot

Rows = Mapping[str, Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Change:
    """How many of a kind were added, changed and removed between two snapshots."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        """In words; zeros are not worth any."""
        counts = ((self.added, "added"), (self.changed, "changed"), (self.removed, "removed"))
        return ", ".join(f"{count:,} {word}" for count, word in counts if count) or "unchanged"


class ChangeKind(StrEnum):
    """What became of a document."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What became of one document, and of how many of its passages."""

    document: str
    title: str
    kind: ChangeKind
    passages: Change


class EffectKind(StrEnum):
    """What a change does to a question."""

    FIRST_ANSWER = "first answer"
    OTHER_ANSWER = "other answer"
    NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True)
class Effect:
    """A question that would be answered otherwise than before.

    Attributes:
        question: the question, with what it was taken to mean behind it.
        kind: how otherwise.
        before: its answer now.
        after: the answer it would get.
    """

    question: str
    kind: EffectKind
    before: Answer
    after: Answer


def document_changes(old: Snapshot | None, new: Snapshot) -> tuple[DocumentChange, ...]:
    """The documents that differ, in the order of their ids."""
    return _changes(old.documents if old else {}, old.rows if old else {}, new)


def _changes(
    documents: Mapping[str, Document], rows: Rows, new: Snapshot
) -> tuple[DocumentChange, ...]:
    changes: list[DocumentChange] = []
    for document_id in sorted({*new.documents, *documents}):
        was, now = documents.get(document_id), new.documents.get(document_id)
        if was is not None and _same(was, now):
            continue
        kind = (
            ChangeKind.ADDED
            if was is None
            else ChangeKind.REMOVED
            if now is None
            else ChangeKind.CHANGED
        )
        title = now.title if now else was.title if was else document_id
        counts = _passage_change(rows.get(document_id, ()), new.rows.get(document_id, ()))
        changes.append(DocumentChange(document_id, title, kind, counts))
    return tuple(changes)


def changes_since(kept: FolderContents | None, new: Snapshot) -> tuple[DocumentChange, ...]:
    """The documents that differ from what was kept earlier, in the order of their ids.

    Args:
        kept: what was kept; None where nothing was.
        new: what is served now.
    """
    if kept is None:
        return document_changes(None, new)
    documents = {document.id: document for document in kept.documents}
    # Only of what differs does anybody want to know the passages.
    rows = {
        document.id: ()
        if _same(document, new.documents.get(document.id))
        else split_document(document)
        for document in kept.documents
    }
    return _changes(documents, rows, new)


def total(changes: Sequence[DocumentChange]) -> tuple[Change, Change]:
    """The sums over all documents, as (documents, passages)."""
    kinds = [change.kind for change in changes]
    documents = Change(*(kinds.count(kind) for kind in ChangeKind))
    passages = [change.passages for change in changes]
    return documents, Change(
        sum(p.added for p in passages),
        sum(p.changed for p in passages),
        sum(p.removed for p in passages),
    )


def _same(was: Document, now: Document | None) -> bool:
    return now is not None and was.checksum == now.checksum


def _passage_change(old: Iterable[Passage], new: Iterable[Passage]) -> Change:
    """Passages gone and come; a pair of both counts as one passage changed."""
    before, after = {passage.id for passage in old}, {passage.id for passage in new}
    gone, come = len(before - after), len(after - before)
    both = min(gone, come)
    return Change(added=come - both, changed=both, removed=gone - both)


async def effects(
    old: Snapshot | None,
    new: Snapshot,
    questions: Iterable[PastQuestion],
    progress: Progress = no_progress,
) -> tuple[Effect, ...]:
    """The questions that the new snapshot answers otherwise than the old one.

    Args:
        old: what is served now; None where nothing is.
        new: what would be served.
        questions: what to ask both of them; each is asked once, as the next turn of a
            dialogue about its subject where it has one.
        progress: told of the progress.
    """
    found: list[Effect] = []
    if old is None:
        return ()
    each = tuple(dict.fromkeys(questions))
    for done, asked in enumerate(each):
        progress("questions tried", done, len(each))
        before, after = await _answer(old, asked), await _answer(new, asked)
        await asyncio.sleep(0)  # whoever asks meanwhile does not wait for all of them
        kind = _effect(before, after)
        if kind is not None:
            found.append(Effect(str(asked), kind, before, after))
    return tuple(found)


async def _answer(snapshot: Snapshot, asked: PastQuestion) -> Answer:
    if asked.subject is None:
        return await answer(snapshot, asked.question)
    return (await take_turn(snapshot, asked.question, asked.subject)).answer


def _effect(before: Answer, after: Answer) -> EffectKind | None:
    was, now = (a.outcome is Outcome.ANSWERED for a in (before, after))
    if was and not now:
        return EffectKind.NO_ANSWER
    if now and not was:
        return EffectKind.FIRST_ANSWER
    if was and now and before.quote != after.quote:
        return EffectKind.OTHER_ANSWER
    return None
