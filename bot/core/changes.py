"""What differs between two snapshots, document by document and question by question."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.answering import answer
from bot.core.model import Answer, Outcome
from bot.core.ports import Progress, no_progress
from bot.core.snapshot import Snapshot


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
    """A question that would be answered otherwise than before."""

    question: str
    kind: EffectKind
    before: Answer
    after: Answer


def document_changes(old: Snapshot | None, new: Snapshot) -> tuple[DocumentChange, ...]:
    """The documents that differ, in the order of their ids."""
    known = {*new.documents, *(old.documents if old else ())}
    changes: list[DocumentChange] = []
    for document_id in sorted(known):
        was = old.documents.get(document_id) if old else None
        now = new.documents.get(document_id)
        if was is not None and now is not None and was.checksum == now.checksum:
            continue
        kind = (
            ChangeKind.ADDED
            if was is None
            else ChangeKind.REMOVED
            if now is None
            else ChangeKind.CHANGED
        )
        title = now.title if now else was.title if was else document_id
        counts = _passage_change(old, new, document_id)
        changes.append(DocumentChange(document_id, title, kind, counts))
    return tuple(changes)


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


def _passage_change(old: Snapshot | None, new: Snapshot, document_id: str) -> Change:
    """Passages gone and come; a pair of both counts as one passage changed."""
    before = {p.id for p in old.rows.get(document_id, ())} if old else set[str]()
    after = {p.id for p in new.rows.get(document_id, ())}
    gone, come = len(before - after), len(after - before)
    both = min(gone, come)
    return Change(added=come - both, changed=both, removed=gone - both)


async def effects(
    old: Snapshot | None,
    new: Snapshot,
    questions: Iterable[str],
    progress: Progress = no_progress,
) -> tuple[Effect, ...]:
    """The questions that the new snapshot answers otherwise than the old one.

    Args:
        old: what is served now; None where nothing is.
        new: what would be served.
        questions: what to ask both of them; each is asked once.
        progress: told of the progress.
    """
    found: list[Effect] = []
    if old is None:
        return ()
    each = tuple(dict.fromkeys(questions))
    for done, question in enumerate(each):
        progress("questions tried", done, len(each))
        before, after = await answer(old, question), await answer(new, question)
        await asyncio.sleep(0)  # whoever asks meanwhile does not wait for all of them
        kind = _effect(before, after)
        if kind is not None:
            found.append(Effect(question, kind, before, after))
    return tuple(found)


def _effect(before: Answer, after: Answer) -> EffectKind | None:
    was, now = (a.outcome is Outcome.ANSWERED for a in (before, after))
    if was and not now:
        return EffectKind.NO_ANSWER
    if now and not was:
        return EffectKind.FIRST_ANSWER
    if was and now and before.quote != after.quote:
        return EffectKind.OTHER_ANSWER
    return None
