"""The closer look at many passages at once sees what a walk over each of them sees."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Passage
from bot.core.passages import sentence_spans
from bot.search.candidates import LEAD_WORDS, Candidates
from bot.search.expectation import ALL_MARKS, Expected, Wanted, holds
from bot.search.found import Found, Occurrence
from bot.search.ranked import BESIDE, LEAD, PAIRS, SENTENCE, WHOLE
from bot.search.rerank import LENIENT, LITERAL, UNFIT, closer_look
from bot.search.sentences import Sentences

TERMS = 4
PIECES = "Ant ant bee Cat 7 May. Then. x. in y ? ant. bee!".split()
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map(" ".join)
TERMS_OF = {"ant": (0, 1), "bee": (1,), "cat": (2,), "x": (3, 0)}
WEIGHTS = (1.0, 0.55, 0.95, 0.6)
SHARES = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.3]), min_size=TERMS, max_size=TERMS)


def passage(text: str) -> Passage:
    return Passage("id", "document", 1, 0, len(text), text, (), sentence_spans(text))


def occurrences(text: str) -> list[Occurrence]:
    """Some words are what two terms look for, and a term's forms are worth more or less."""
    found: list[Occurrence] = []
    start = 0
    for position, piece in enumerate(text.split(" ")):
        for term in TERMS_OF.get(piece.lower().strip(".!"), ()):
            weight = WEIGHTS[(position + term) % len(WEIGHTS)]
            found.append(Occurrence(term, start, start + len(piece), position, weight))
        start += len(piece) + 1
    return found


def candidates(texts: Sequence[str], scores: Sequence[float], about: float) -> Candidates:
    passages = [passage(text) for text in texts]
    rows = [(at, *found) for at, text in enumerate(texts) for found in occurrences(text)]
    of, term, starts, ends, positions, weights = zip(*rows, strict=True) if rows else ((),) * 6
    sizes = [len(p.sentences) for p in passages]
    return Candidates(
        list(range(len(texts))),
        passages,
        Sentences(
            np.cumsum([0, *sizes]),
            np.array([end for p in passages for _, end in p.sentences], np.int32),
            np.full(sum(sizes), ALL_MARKS, np.uint8),
        ),
        np.array(scores[: len(texts)]),
        np.array([(1.0, about)[at % 2] for at in range(len(texts))]),
        Found(
            len(texts),
            TERMS,
            passages=np.array(of, np.int64),
            term=np.array(term, np.int64),
            starts=np.array(starts, np.int32),
            ends=np.array(ends, np.int32),
            positions=np.array(positions, np.int32),
            weights=np.array(weights, np.float64),
        ),
    )


def covered(held: Mapping[int, float], shares: Sequence[float]) -> float:
    return math.fsum(shares[term] * weight for term, weight in held.items())


def best_of(found: Sequence[Occurrence]) -> dict[int, float]:
    best: dict[int, float] = {}
    for occurrence in found:
        best[occurrence.term] = max(best.get(occurrence.term, 0.0), occurrence.weight)
    return best


def seen(text: str, shares: Sequence[float], wants: Expected | None) -> tuple[object, ...]:
    """All that the closer look says of a passage but its standing: one walk, as it is meant."""
    found, sentences = occurrences(text), sentence_spans(text)
    inside = [best_of([o for o in found if start <= o.start < end]) for start, end in sentences]
    fits = [wants is None or holds(wants, text[start:end]) for start, end in sentences]
    unfit = UNFIT[wants] if wants else 1.0
    worths = [
        covered(held, shares) * (1 if fit else unfit)
        for held, fit in zip(inside, fits, strict=True)
    ]
    worth = max(worths)
    tied = [at for at, value in enumerate(worths) if value == worth]
    best = tied[0] if worth > 0 else 0
    whole = best_of(found)
    lead = {o.term: o.weight for o in found if o.position < LEAD_WORDS}
    places = {(o.term, o.position) for o in found}
    pairs = 0.0
    for term in range(TERMS - 1):
        here = [position for other, position in places if other == term]
        if any({(term + 1, p + 1), (term + 1, p + 2)} & places for p in here):
            pairs += min(shares[term], shares[term + 1])
    return (
        tuple(sorted(whole)),
        covered(whole, shares),
        sentences[best],
        covered(inside[best], shares),
        tuple(sorted(inside[best])),
        fits[best] or wants in LENIENT,
        max(inside[best].values(), default=0.0) >= LITERAL,
        (SENTENCE * worth, PAIRS * pairs, LEAD * covered(lead, shares)),
    )


@given(
    st.lists(TEXTS, min_size=1, max_size=9),
    SHARES,
    st.sampled_from([None, *UNFIT]),
    st.sampled_from([1, 3, None]),
    st.lists(st.sampled_from([1.0, 2.0, 2.5]), min_size=9, max_size=9),
)
def test_all_at_once_is_as_one_by_one(
    texts: list[str],
    shares: list[float],
    wants: Expected | None,
    limit: int | None,
    scores: list[float],
) -> None:
    given_ = candidates(texts, scores, 0.4)
    rows: list[tuple[float, int, tuple[object, ...]]] = []
    further: list[float] = []
    for at, text in enumerate(texts):
        said = seen(text, shares, wants)
        rise, whole = said[-1], said[1]
        assert isinstance(rise, tuple)
        assert isinstance(whole, float)
        standing = scores[at] * (1.0, 0.4)[at % 2] * (1 + sum(rise))
        rows.append((-standing, at, said))
        further.append(standing * (1 + WHOLE * whole))
    first = min(rows, key=lambda row: row[:2])
    kind = Wanted(wants) if wants else None
    found = closer_look(given_, shares, kind, limit)
    assert [rows[r.candidate.number] for r in found] == [
        (-r.standing, r.candidate.number, (
            r.matched, r.coverage, r.sentence, r.sentence_coverage, r.sentence_matched,
            r.fits, r.literal, tuple(r.rise),
        ))
        for r in found
    ]  # fmt: skip
    assert found[0].candidate.number == first[1]
    everybody = closer_look(given_, shares, kind)
    assert sorted(r.candidate.number for r in everybody) == list(range(len(texts)))
    assert found == everybody[:limit]  # none is left out that could be among them
    if wants is None:  # else what stands beside counts as if it held such an answer
        for r in everybody:
            at = r.candidate.number
            near = [further[n] for n in (at - 1, at + 1) if 0 <= n < len(texts)]
            assert math.isclose(r.beside, BESIDE * max(near, default=0.0), abs_tol=1e-6)
            assert math.isclose(r.further, further[at] + r.beside)
    others = [(-r.further, r.candidate.number) for r in everybody[1:]]
    assert others == sorted(others)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_a_passage_has_its_own_occurrences(texts: list[str]) -> None:
    row = candidates(texts, [1.0] * len(texts), 1.0)
    for at, text in enumerate(texts):
        assert row[at].occurrences == tuple(occurrences(text))
        held = {place for o in occurrences(text) for place in range(o.start, o.end)}
        assert {place for span in row[at].highlights for place in range(*span)} == held
        assert sorted(row[at].highlights) == list(row[at].highlights)


def test_no_candidates_are_none_to_look_at() -> None:
    assert closer_look(candidates([], [], 1.0), [0.25] * TERMS) == []


def test_only_a_passage_of_the_same_document_stands_beside_another() -> None:
    row = candidates(["ant."] * 6, [1.0] * 6, 1.0)
    documents = ["one", "one", "two", "two", "two", "two"]
    library = [replace(p, document_id=of) for p, of in zip(row.library, documents, strict=True)]
    some = replace(row, library=library, numbers=[2, 0, 1, 3, 5])  # as BM25 has them
    assert some.best_beside(np.array([4.0, 1.0, 3.0, 2.0, 9.0])).tolist() == [2, 3, 1, 4, 0]
