"""Turns of a dialogue: what "it" means, for as long as it is remembered."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

from bot.core.answering import MAX_CITATIONS, compose, judge
from bot.core.model import Answer, EntryKind, Outcome, SearchResult
from bot.core.snapshot import Snapshot

REMEMBERED_S = 600.0
"""Seconds after which a member's subject is forgotten."""

REMEMBERED_MEMBERS = 10_000
"""Subjects kept at most; the longest unused goes first."""

_REFERS_BACK = re.compile(
    r"\b(?:it|its|it's|they|their|theirs|them|he|his|him|she|her|hers|that|those|this|these|there"
    r"|both|same|one)\b|[它他她其]|^\s*(?:and|also|but|so|then|ok|okay|what about|how about)\b"
    r"|^\s*那|呢\s*[？?]?\s*$",
    re.IGNORECASE,
)
_ORDER = (Outcome.INVALID, Outcome.NOT_COVERED, Outcome.PARTIAL, Outcome.ANSWERED)


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer, and what the dialogue is about after it.

    Attributes:
        answer: the answer to the turn.
        subject: what a following "it" would mean, or None.
    """

    answer: Answer
    subject: str | None


async def take_turn(snapshot: Snapshot, question: str, subject: str | None) -> Turn:
    """Answers a turn of a dialogue.

    A question that names a lab or theme stands for itself and changes the subject. One
    that names none is taken to mean the subject where it refers back ("and its funding?")
    or where it finds no answer by itself and does with the subject.

    Args:
        snapshot: what to answer from.
        question: the turn, as it was asked.
        subject: what the dialogue is about so far, or None.
    """
    start = time.perf_counter()
    alone = await snapshot.index.search(question, limit=MAX_CITATIONS)
    named = any(entry.kind is EntryKind.LAB for entry in alone.entries)
    if subject is None or named or not question.strip():
        return Turn(compose(snapshot, question, alone, start), _subject(alone) or subject)
    carried = await snapshot.index.search(f"{subject} {question}", limit=MAX_CITATIONS)
    refers = bool(_REFERS_BACK.search(question)) or not alone.terms
    better = _ORDER.index(judge(carried)) > _ORDER.index(judge(alone))
    if refers or (better and not alone.entries):
        answer = compose(snapshot, question, carried, start)
        return Turn(replace(answer, carried=subject), subject)
    return Turn(compose(snapshot, question, alone, start), _subject(alone) or subject)


def _subject(found: SearchResult) -> str | None:
    """What was asked about: the labs named, else the themes, else the words that matter."""
    for kind in (EntryKind.LAB, EntryKind.THEME):
        names = [entry.name for entry in found.entries if entry.kind is kind]
        if names:
            return " ".join(names[:2])
    weighty = [term for term in found.terms if term.known and not term.attribute]
    weighty.sort(key=lambda term: -term.weight)
    kept = weighty[:2]
    return " ".join(t.searched_as or t.text for t in found.terms if t in kept) or None


class DialogueMemory:
    """Who speaks about what: a subject per key (a user in a channel), for a short time.

    Nothing of it is ever written anywhere.

    Args:
        clock: seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._subjects: OrderedDict[Hashable, tuple[float, str]] = OrderedDict()

    async def answer(self, snapshot: Snapshot, key: Hashable, question: str) -> Answer:
        """Answers the next turn of whoever the key stands for, and remembers its subject."""
        turn = await take_turn(snapshot, question, self._recall(key))
        if turn.subject is None:
            self._subjects.pop(key, None)
        else:
            self._subjects[key] = (self._clock() + REMEMBERED_S, turn.subject)
            self._subjects.move_to_end(key)
            while len(self._subjects) > REMEMBERED_MEMBERS:
                self._subjects.popitem(last=False)
        return turn.answer

    def forget(self, key: Hashable) -> None:
        """Begins a dialogue anew."""
        self._subjects.pop(key, None)

    def _recall(self, key: Hashable) -> str | None:
        expires, subject = self._subjects.get(key, (0.0, ""))
        return subject if subject and self._clock() < expires else None


async def answer_dialogue(snapshot: Snapshot, turns: list[str]) -> Answer:
    """Answers the last turn of a dialogue that is given whole.

    Raises:
        ValueError: there is no turn.
    """
    subject: str | None = None
    turn: Turn | None = None
    for question in turns:
        turn = await take_turn(snapshot, question, subject)
        subject = turn.subject
    if turn is None:
        raise ValueError("a dialogue needs at least one turn")
    return turn.answer
