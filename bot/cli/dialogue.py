"""Answers one question after another in the terminal, without an event loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from bot.core.answering import MAX_CITATIONS, about
from bot.core.comparing import Comparison, compare
from bot.core.dialogue import DialogueMemory, answer_dialogue, subject_of
from bot.core.explanation import Explanation
from bot.core.judging import Verdict, verdict
from bot.core.model import Entry
from bot.core.questions import Answer, Citation
from bot.core.snapshot import Snapshot

_HERE = "terminal"  # whom the memory of a dialogue belongs to: there is one person


async def answer_turns(snapshot: Snapshot, turns: Sequence[str]) -> Answer:
    """Answers the last turn of a dialogue."""
    return await answer_dialogue(snapshot, list(turns))


class Dialogue:
    """One person asks, and synchronous code waits. Use it as a context manager.

    Waiting for input happens outside of the event loop, so that Ctrl-C ends it at once.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._runner = asyncio.Runner()
        self._memory = DialogueMemory()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self._runner.run(self.snapshot.index.close())
        finally:
            self._runner.close()

    def ask(self, turns: Sequence[str]) -> Answer:
        """Answers the last of these turns."""
        return self._runner.run(answer_turns(self.snapshot, turns))

    def explain(self, question: str) -> tuple[Explanation, Verdict]:
        """Why each passage stands where it does for a question, and what is made of it."""
        explained = self.snapshot.index.explain(question, limit=MAX_CITATIONS)
        found = self.snapshot.index.search(question, limit=MAX_CITATIONS)
        return self._runner.run(explained), verdict(self._runner.run(found))

    def talk(self, question: str) -> Answer:
        """Answers the next turn of the dialogue here."""
        return self._runner.run(self._memory.answer(self.snapshot, _HERE, question))

    def forget(self) -> None:
        """Begins the dialogue anew."""
        self._memory.forget(_HERE)

    def compare(self, first: Entry, second: Entry, theme: Entry | None) -> Comparison:
        """Two labs side by side; the dialogue is about both from then on.

        Raises:
            SameEntry: they are one and the same.
        """
        seen = self._runner.run(compare(self.snapshot, first, second, theme))
        self._memory.remember(_HERE, subject_of([first.name, second.name]))
        return seen

    def about(self, entry: Entry) -> tuple[Citation, ...]:
        """Every passage on a lab or theme, best first."""
        return self._runner.run(about(self.snapshot, entry))
