"""Turns of a dialogue: what "it" means, for as long as it is remembered."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

from bot.core.answering import MAX_CITATIONS, compose
from bot.core.judging import judge
from bot.core.model import EntryKind, SearchResult
from bot.core.questions import Answer, Outcome
from bot.core.snapshot import Snapshot

REMEMBERED_S = 600.0
"""Seconds after which a member's subject is forgotten."""

REMEMBERED_MEMBERS = 10_000
"""Subjects kept at most; the longest unused goes first."""

_MAX_SUBJECT = 200  # characters; names are shorter

_REFERS_BACK = re.compile(
    r"\b(?:it|its|it's|they|their|theirs|them|he|his|him|she|her|hers|more|else|further)\b"
    r"|[它他她其]|^\s*(?:and|also|but|so|then|ok|okay|what about|how about)\b"
    r"|^\s*那|还有|呢\s*[？?]?\s*$",
    re.IGNORECASE,
)
# "the labs that", "is there": these words also stand in questions that need no subject.
_MAY_REFER_BACK = re.compile(
    r"\b(?:that|those|this|these|there|both|same|one|ones)\b", re.IGNORECASE
)
_REFERS_BACK_IN = {
    "de": re.compile(
        r"\b(?:er|ihn|ihm|(?-i:sie)|ihre[mnrs]?|seine[mnrs]?|deren|dessen|dort|dorthin|darin|davon"
        r"|dazu|außerdem|sonst|weitere[nrs]?)\b|(?<!nicht )\bmehr\b"
        r"|^\s*(?:und|aber|auch|oder|dann|ok|okay|was ist mit|wie sieht es mit|wie ist es mit)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:él|ella|ellos|ellas|sus?|suy[oa]s?|ahí|allí|además|más)\b"
        r"|^\W*(?:y|pero|también|entonces|ok|vale|qué hay de|qué hay del|qué pasa con)\b",
        re.IGNORECASE,
    ),
}
_MAY_REFER_BACK_IN = {
    "de": re.compile(
        r"\b(?:es|sie|ihr|sein|da|dabei|dafür|damit|daran|das|die|diese[mnrs]?|jene[mnrs]?|beide[nrs]?"
        r"|noch)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:es[oae]s?|est[oae]s?|aquell[oa]s?|aquel|ambos|ambas|l[oe]s?|hay|aquí)\b",
        re.IGNORECASE,
    ),
}
"""By the language's tag; questions in every other language are read as English and Chinese are."""

_FRAGMENT = 2  # so many words to look up are rather a part of a question than one of its own
_SHORT = 3  # so many words in all are so also where nobody knows any of them: "head office?"
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

    A question that names a lab stands for itself and changes the subject. One that names
    none is taken to mean the subject where it refers back ("and its funding?"), or where it
    finds no answer by itself and does with the subject. A word or two that only come nearer
    with the subject mean it as well ("head office?"); a whole question of its own ("who owns
    the stadium?") does not. One in which there is nothing to look up
    ("thanks!") means the subject only where it refers back ("and?").

    Args:
        snapshot: what to answer from.
        question: the turn, as it was asked.
        subject: what the dialogue is about so far, or None.
    """
    start = time.perf_counter()
    alone = await snapshot.index.search(question, limit=MAX_CITATIONS)
    named = any(entry.kind is EntryKind.LAB for entry in alone.entries)
    if subject is None or named or not question.strip():
        return await _by_itself(snapshot, question, alone, start, subject)
    carried = await snapshot.index.search(f"{subject} {question}", limit=MAX_CITATIONS)
    verdict = judge(alone)
    refers = bool(_REFERS_BACK_IN.get(alone.language, _REFERS_BACK).search(question)) or (
        verdict is not Outcome.ANSWERED
        and bool(_MAY_REFER_BACK_IN.get(alone.language, _MAY_REFER_BACK).search(question))
    )
    with_subject = judge(carried)
    better = _ORDER.index(with_subject) > _ORDER.index(verdict) and (
        with_subject is Outcome.ANSWERED or _is_fragment(question, alone)
    )
    if refers or (better and alone.terms and not alone.entries):
        answer = await compose(snapshot, question, carried, start)
        return Turn(replace(answer, carried=subject), subject)
    return await _by_itself(snapshot, question, alone, start, subject)


def _is_fragment(question: str, found: SearchResult) -> bool:
    """Whether a question is rather a part of one ("head office?") than one of its own."""
    known = any(term.known for term in found.terms)
    return len(found.terms) <= _FRAGMENT and (known or len(question.split()) <= _SHORT)


async def _by_itself(
    snapshot: Snapshot, question: str, found: SearchResult, start: float, before: str | None
) -> Turn:
    """The turn of a question that stands for itself, and may change the subject."""
    answer = await compose(snapshot, question, found, start)
    return Turn(answer, await _subject(snapshot, found, answer) or before)


async def _subject(snapshot: Snapshot, found: SearchResult, answer: Answer) -> str | None:
    """What was spoken of.

    The labs that the question names, else its themes, else the one lab that the answer
    names ("who makes phones?"), else the words of the question that matter.
    """
    for kind in (EntryKind.LAB, EntryKind.THEME):
        names = [entry.name for entry in found.entries if entry.kind is kind]
        if names:
            return subject_of(names[:2])
    if answer.quote is not None:
        quoted = await snapshot.index.search(answer.quote, limit=1)
        labs = [entry.name for entry in quoted.entries if entry.kind is EntryKind.LAB]
        if len(labs) == 1:
            return subject_of(labs)
    weighty = [term for term in found.terms if term.known and not term.attribute]
    weighty.sort(key=lambda term: -term.weight)
    kept = weighty[:2]
    return _line(" ".join(t.searched_as or t.text for t in found.terms if t in kept)) or None


def subject_of(names: Sequence[str]) -> str:
    """What a dialogue about these is about, as one text to search for and to show."""
    return _line(" and ".join(names))


def _line(text: str) -> str:
    return " ".join(text.split())[:_MAX_SUBJECT].rstrip()


class DialogueMemory:
    """Who speaks about what: a subject per key (a user in a channel), for a short time.

    Nothing of it is written anywhere by itself; a question keeps what it was taken to mean.

    Args:
        clock: seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._subjects: OrderedDict[Hashable, tuple[float, str]] = OrderedDict()

    async def answer(self, snapshot: Snapshot, key: Hashable, question: str) -> Answer:
        """Answers the next turn of whoever the key stands for, and remembers its subject."""
        turn = await take_turn(snapshot, question, self.recall(key))
        self.remember(key, turn.subject)
        return turn.answer

    def recall(self, key: Hashable) -> str | None:
        """What the dialogue is about, or None where there is none or it was long ago."""
        expires, subject = self._subjects.get(key, (0.0, None))
        return subject if self._clock() < expires else None

    def remember(self, key: Hashable, subject: str | None) -> None:
        """Sets what the dialogue is about from now on."""
        if not subject:
            self.forget(key)
            return
        self._subjects[key] = (self._clock() + REMEMBERED_S, subject)
        self._subjects.move_to_end(key)
        while self._subjects and (len(self) > REMEMBERED_MEMBERS or self._first_expired()):
            self._subjects.popitem(last=False)

    def forget(self, key: Hashable) -> None:
        """Begins a dialogue anew."""
        self._subjects.pop(key, None)

    def __len__(self) -> int:
        return len(self._subjects)

    def _first_expired(self) -> bool:
        expires, _ = next(iter(self._subjects.values()))
        return expires <= self._clock()


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
