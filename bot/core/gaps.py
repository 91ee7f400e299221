"""What members asked and did not find, grouped so that it identifies nobody."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.statistics import Unanswered

ALIKE = 0.6
"""How much two questions share (Jaccard index of their fingerprints) to count as one."""

_PERSONAL = re.compile(
    r"<[@#][!&]?\d+>|https?://\S+|\S+@\S+\.\S+|\b\d{6,}\b|(?<!\w)@[\w.]+", re.IGNORECASE
)
"""Mentions, links, addresses, account numbers and handles."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that several members asked in vain, in whatever words.

    Attributes:
        question: the wording most members used, without what could identify a person.
        times: how often it was asked.
        askers: by how many different members.
        missing: the words nothing was found on, the most frequent first; only those that
            more than one member wrote.
        last: when it was asked last, in UTC.
    """

    question: str
    times: int
    askers: int
    missing: tuple[str, ...]
    last: datetime


def find_gaps(
    asked: Sequence[Unanswered], fingerprint: Callable[[str], frozenset[str]], *, k: int
) -> tuple[Gap, ...]:
    """Groups questions that ask for the same, and keeps those that k members asked.

    Args:
        asked: the questions without a full answer.
        fingerprint: what a question asks for, apart from its wording.
        k: how many different members must have asked; whoever left no hash counts for
            none, since it might be one and the same member each time.

    Returns:
        The groups, those most members asked first.
    """
    groups: list[tuple[frozenset[str], list[Unanswered]]] = []
    holding: defaultdict[str, list[int]] = defaultdict(list)  # word → groups, as positions
    for row in asked:
        print_ = fingerprint(row.question)
        # Only groups that share a word come into question; comparing all takes seconds.
        shared = {at for word in print_ for at in holding[word]}
        near = max(shared, key=lambda at: (_jaccard(groups[at][0], print_), -at), default=None)
        if near is not None and _jaccard(groups[near][0], print_) >= ALIKE:
            groups[near][1].append(row)
        elif print_:
            for word in print_:
                holding[word].append(len(groups))
            groups.append((print_, [row]))
    gaps = [_gap(rows) for _, rows in groups]
    kept = [gap for gap in gaps if gap.askers >= k]
    return tuple(sorted(kept, key=lambda gap: (-gap.askers, -gap.times, gap.question)))


def _gap(rows: Sequence[Unanswered]) -> Gap:
    wordings: Counter[str] = Counter(
        text for text, _ in {(anonymous(row.question), row.asker) for row in rows}
    )
    # A word that only one of them wrote may say who that was.
    wrote = {(word, row.asker) for row in rows if row.asker for word in _missing(row)}
    members = Counter(word for word, _ in wrote)
    missing = sorted((-count, word) for word, count in members.items() if count > 1)
    return Gap(
        question=min(wordings, key=lambda text: (-wordings[text], len(text), text)),
        times=len(rows),
        askers=len({row.asker for row in rows if row.asker is not None}),
        missing=tuple(word for _, word in missing[:5]),
        last=max(row.asked_at for row in rows),
    )


def _missing(row: Unanswered) -> frozenset[str]:
    """The words nothing was found on, without pieces of an address or a handle."""
    question = anonymous(row.question).casefold()
    return frozenset(word.casefold() for word in row.missing if word.casefold() in question)


def anonymous(question: str) -> str:
    """A question without mentions, links, e-mail addresses, handles and long numbers."""
    return " ".join(_PERSONAL.sub("…", question).split())


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b)
