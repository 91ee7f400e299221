"""Why each passage stands where it does, for whoever wants to know."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.model import Passage


@dataclass(frozen=True, slots=True)
class FormExplained:
    """One way a query term was looked for.

    Attributes:
        terms: the index terms that must all be there.
        weight: what finding this form is worth, 0 to 1.
        passages: how many passages hold it.
    """

    terms: tuple[str, ...]
    weight: float
    passages: int


@dataclass(frozen=True, slots=True)
class TermExplained:
    """One query term.

    Attributes:
        text: as the member wrote it.
        searched_as: what it was corrected or translated to, or None.
        share: its share of the question's weight.
        importance: how much the word says by itself, 0 to 1.
        attribute: whether no answer does without it.
        forms: the ways it was looked for, the word itself first.
    """

    text: str
    searched_as: str | None
    share: float
    importance: float
    attribute: bool
    forms: tuple[FormExplained, ...]


@dataclass(frozen=True, slots=True)
class HitExplained:
    """One passage.

    Attributes:
        passage: the passage.
        bm25: its BM25 score, each term scored by its best form.
        sentence: how far its best sentence raises it (a share of the score).
        pairs: how far neighboring words do.
        lead: how far beginning with the question's words does.
        about: less than 1 where it does not speak of whom the question names.
        similarity: how near it is in meaning (-1 to 1), where a model tells; else None.
        meaning: what of the standing is owed to that.
        standing: what the first is chosen by.
        whole: how far its coverage raises it for the places after the first.
        beside: what a passage next to it in its document adds for them.
        further: what these are given by; the standing alone where a model tells meaning.
        coverage: the share of the question's weight it holds.
        sentence_coverage: the share its best sentence holds.
        evidence: how much speaks for it; 1 is about what chance finds.
        matched: the terms it holds, each with the best form found, as (text, form).
        asked: the terms that it does not hold, but a question does which it answers.
        fits: whether its best sentence holds the kind of answer asked for.
    """

    passage: Passage
    bm25: float
    sentence: float
    pairs: float
    lead: float
    about: float
    similarity: float | None
    meaning: float
    standing: float
    whole: float
    beside: float
    further: float
    coverage: float
    sentence_coverage: float
    evidence: float
    matched: tuple[tuple[str, str], ...]
    asked: tuple[str, ...]
    fits: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """A whole search, explained.

    Attributes:
        terms: what was looked for.
        expected: the kind of answer the question asks for, such as ``number``, or None.
        hits: the passages, best first.
    """

    terms: tuple[TermExplained, ...]
    expected: str | None
    hits: tuple[HitExplained, ...]
