"""Question → Answer: what is said, what is cited, and when to say that nothing is there."""

from __future__ import annotations

from bot.core.library import Snapshot
from bot.core.model import Answer, Citation, Entry


async def answer(snapshot: Snapshot, question: str) -> Answer:
    """Answers a question from a snapshot, or says honestly that it cannot.

    Never raises for anything a member may type: the outcome says how it ended.
    `Answer.citations` holds up to `MAX_CITATIONS` (10) passages, best first.
    """
    raise NotImplementedError


async def about(snapshot: Snapshot, entry: Entry) -> tuple[Citation, ...]:
    """Every passage that concerns a lab or theme, best first, as numbered citations."""
    raise NotImplementedError
