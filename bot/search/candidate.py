"""A passage that may be among the best, and what the question's terms do in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.model import Passage

LEAD_WORDS = 5
"""So many words are a passage's first; see `rerank.LEAD`."""


class Occurrence(NamedTuple):
    """A term of the question, found in a passage.

    Attributes:
        term: the term's position in the question.
        start: offset of its first character in the passage's text.
        end: offset after its last character.
        position: number of the word in the passage.
        weight: what the form that was found is worth, 0 to 1.
    """

    term: int
    start: int
    end: int
    position: int
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that BM25 ranks high, with what the question's terms do in it.

    Attributes:
        number: the passage's number.
        score: its BM25 score.
        passage: the passage.
        occurrences: where the question's terms stand in it.
        about: less than 1 where it does not speak of whom the question names.
    """

    number: int
    score: float
    passage: Passage
    occurrences: tuple[Occurrence, ...]
    about: float = 1.0


class Seen:
    """What the question's terms do in a passage, gathered in one walk over them.

    Attributes:
        whole: the terms found, each with the best weight of its forms.
        sentences: the same for each sentence that holds any.
        lead: the terms among the passage's first words, each with the weight of its last form.
        places: for each term the numbers of the words it stands at.
    """

    __slots__ = ("lead", "places", "sentences", "whole")

    def __init__(self, candidate: Candidate) -> None:
        self.whole: dict[int, float] = {}
        self.sentences: dict[int, dict[int, float]] = {}
        self.lead: dict[int, float] = {}
        self.places: dict[int, list[int]] = {}
        ends = [end for _, end in candidate.passage.sentences]
        last = len(ends) - 1
        whole, sentences, places = self.whole, self.sentences, self.places
        for term, start, _, position, weight in candidate.occurrences:
            at = min(bisect_right(ends, start), last)
            held = sentences.get(at)
            if held is None:
                held = sentences[at] = {}
            if weight > held.get(term, 0.0):
                held[term] = weight
                if weight > whole.get(term, 0.0):
                    whole[term] = weight
            if position < LEAD_WORDS:
                self.lead[term] = weight
            if term in places:
                places[term].append(position)
            else:
                places[term] = [position]
