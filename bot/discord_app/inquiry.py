"""A member's question or choice, looked up in what is served now and taken down."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.core import answering, comparing
from bot.core.comparing import Comparison
from bot.core.dialogue import subject_of, take_turn
from bot.core.errors import UnknownEntry
from bot.core.model import Entry, EntryKind
from bot.core.ports import QuestionLog, QuestionRecord
from bot.core.questions import Answer, Outcome
from bot.core.shelves import Shelves
from bot.core.snapshot import Snapshot
from bot.discord_app.cards.asked import Asked, as_subject
from bot.discord_app.cards.limits import as_question
from bot.discord_app.dialogues import Dialogues, compared_by, subject_on
from bot.discord_app.found import Found, Page
from bot.discord_app.oncard import OnCard
from bot.discord_app.origin import Origin
from bot.discord_app.targets import ToComparison, entry_of


class Inquiries:
    """Answers what members ask, and takes it down.

    Attributes:
        shelves: what each server is answered from.
        questions: where it is taken down; that never keeps an answer waiting.
    """

    def __init__(self, shelves: Shelves, questions: QuestionLog) -> None:
        self.shelves = shelves
        self.questions = questions
        self._dialogues = Dialogues()
        self._counted: tuple[Snapshot, dict[EntryKind, dict[str, int]]] | None = None

    async def ask(self, question: str, origin: Origin, *, card: OnCard | None = None) -> Found:
        """Answers a question as the next turn of a dialogue, and takes it down.

        Args:
            question: as it was asked.
            origin: where.
            card: the card it was asked about; None for whatever was spoken of last.

        Raises:
            LibraryError: nothing has been loaded yet.
        """
        snapshot = await self.shelves.snapshot(origin.guild_id)
        subject = await subject_on(snapshot, card) if card else None
        subject = subject or self._dialogues.recall(origin)
        turn = await take_turn(snapshot, as_question(question), as_subject(subject))
        self._dialogues.remember(origin, turn.subject)
        self.take_down(turn.answer, origin)
        return Found(turn.answer, snapshot)

    async def sources_for(self, words: str, origin: Origin) -> Found:
        """Looks words up that nobody asked the bot; they are no part of a dialogue.

        Raises:
            LibraryError: nothing has been loaded yet.
        """
        found = await self.again(Asked(as_question(words)), origin.guild_id)
        self.take_down(found.answer, origin)
        return found

    async def names_something(self, question: str, guild_id: int | None) -> bool:
        """Whether words name a lab or theme.

        Raises:
            LibraryError: nothing has been loaded yet.
        """
        found = await self.again(Asked(as_question(question)), guild_id)
        return bool(found.answer.entities)

    def take_down(self, answer: Answer, origin: Origin) -> None:
        """Takes a question down with what came of it."""
        passages = [citation.passage.id for citation in answer.citations]
        self._record(
            origin,
            answer.question,
            answer.outcome,
            passages=passages,
            took_ms=answer.took_ms,
            missing=answer.missing,
            entities=answer.entities,
            subject=answer.carried,
        )

    async def again(self, asked: Asked, guild_id: int | None) -> Found:
        """Answers a question that was taken down before: another page of it is wanted.

        Args:
            asked: as it stands on the card.
            guild_id: in which server, or None in a direct message.

        Raises:
            LibraryError: nothing has been loaded yet.
        """
        snapshot = await self.shelves.snapshot(guild_id)
        turn = await take_turn(snapshot, asked.question, asked.subject)
        return Found(turn.answer, snapshot)

    async def compare(
        self, first: str, second: str, theme: str | None, origin: Origin
    ) -> Comparison:
        """Puts two labs side by side, by names of them, and takes that down.

        Raises:
            LibraryError: nothing has been loaded yet.
            UnknownEntry: a name is nobody's; the message offers the nearest ones.
            SameEntry: both names stand for one lab.
        """
        start = time.perf_counter()
        snapshot = await self.shelves.snapshot(origin.guild_id)
        catalog = snapshot.catalog
        try:
            one, other = (catalog.find(EntryKind.LAB, name) for name in (first, second))
            on = catalog.find(EntryKind.THEME, theme) if theme is not None else None
        except UnknownEntry:
            typed = as_question(_compared(first, second, theme))
            self._record(origin, typed, Outcome.NOT_COVERED, took_ms=_ms_since(start))
            raise
        seen = await comparing.compare(snapshot, one, other, on)
        self._dialogues.remember(origin, subject_of([one.name, other.name]))
        self._record(
            origin,
            as_question(_compared(one.name, other.name, on.name if on else None)),
            seen.outcome,
            passages=[citation.passage.id for citation in seen.citations[:10]],
            took_ms=_ms_since(start),
            missing=[entry.name for entry in seen.silent],
            entities=[one, other, *([on] if on else [])],
        )
        return seen

    async def compare_again(self, target: ToComparison, guild_id: int | None) -> Comparison:
        """Finds the two labs a button means.

        Raises:
            LibraryError: nothing has been loaded yet.
            UnknownEntry: the catalog no longer lists one of them, or the theme.
        """
        snapshot = await self.shelves.snapshot(guild_id)
        return await comparing.compare(snapshot, *compared_by(snapshot, target))

    async def look_up(self, kind: EntryKind, name: str, origin: Origin) -> Page:
        """Finds a lab or theme by a name of it, and takes that down.

        Raises:
            LibraryError: nothing has been loaded yet.
            UnknownEntry: none goes by that name; the message offers the nearest ones.
        """
        start = time.perf_counter()
        snapshot = await self.shelves.snapshot(origin.guild_id)
        try:
            entry = snapshot.catalog.find(kind, name)
        except UnknownEntry:
            took_ms = _ms_since(start)
            self._record(origin, as_question(name), Outcome.NOT_COVERED, took_ms=took_ms)
            raise
        return await self._page(snapshot, entry, origin, start)

    async def open(self, kind: EntryKind, token: str, origin: Origin, *, anew: bool = True) -> Page:
        """Finds the lab or theme a button means.

        Args:
            kind: lab or theme.
            token: what `targets.token_of` made of the entry.
            origin: where it was pressed.
            anew: False for another page of the same card, which is not taken down again.

        Raises:
            LibraryError: nothing has been loaded yet.
            UnknownEntry: the catalog no longer lists it.
        """
        start = time.perf_counter()
        snapshot = await self.shelves.snapshot(origin.guild_id)
        entry = entry_of(snapshot.catalog, kind, token)
        return await self._page(snapshot, entry, origin if anew else None, start)

    async def counts(self, snapshot: Snapshot, kind: EntryKind) -> dict[str, int]:
        """How many passages concern each lab or theme; counted once for a snapshot."""
        if self._counted is None or self._counted[0] is not snapshot:
            self._counted = (snapshot, {})
        known = self._counted[1]
        if kind not in known:
            known[kind] = {
                entry.id: len(await answering.about(snapshot, entry))
                for entry in snapshot.catalog.of_kind(kind)
            }
        return known[kind]

    async def _page(
        self, snapshot: Snapshot, entry: Entry, origin: Origin | None, start: float
    ) -> Page:
        citations = await answering.about(snapshot, entry)
        if origin is not None:
            self._dialogues.remember(origin, subject_of([entry.name]))
            outcome = Outcome.ANSWERED if citations else Outcome.NOT_COVERED
            shown = [citation.passage.id for citation in citations[:10]]
            took_ms = _ms_since(start)
            self._record(
                origin, entry.name, outcome, passages=shown, took_ms=took_ms, entities=(entry,)
            )
        return Page(entry, citations)

    def _record(
        self,
        origin: Origin,
        question: str,
        outcome: Outcome,
        *,
        took_ms: float,
        passages: Sequence[str] = (),
        missing: Sequence[str] = (),
        entities: Sequence[Entry] = (),
        subject: str | None = None,
    ) -> None:
        self.questions.record(
            QuestionRecord(
                asked_at=datetime.now(UTC),
                question=question,
                outcome=outcome,
                passages=tuple(passages),
                took_ms=took_ms,
                surface=origin.surface,
                guild_id=origin.guild_id,
                user_id=origin.user_id,
                missing=tuple(missing),
                entities=tuple(entity.name for entity in entities),
                subject=subject,
            )
        )


def _compared(first: str, second: str, theme: str | None) -> str:
    return f"{first} and {second}" + (f" on {theme}" if theme else "")


def _ms_since(start: float) -> float:
    return (time.perf_counter() - start) * 1000
