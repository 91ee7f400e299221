"""The best passages are the best by a walk over all of them, however they are found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from bot.search.bm25 import Posting, PostingsBM25
from bot.search.topk import TopPassages


def library(passages: int, seed: int) -> list[list[str]]:
    """Passages of made-up words, some common and most rare, and many passages alike."""
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 12, passages)
    drawn = [(rng.zipf(1.3, n) % 400).tolist() for n in lengths]
    return [[f"w{word}" for word in words] for words in drawn]


@pytest.mark.parametrize("passages", [30, 700, 6000, 60_000])
@pytest.mark.parametrize("common", [True, False])
def test_the_best_are_those_of_a_walk_over_all_and_ties_go_to_the_lower_number(
    passages: int, *, common: bool
) -> None:
    model = PostingsBM25(library(passages, seed=passages))
    top = TopPassages(passages)
    rng = np.random.default_rng(1)
    first = 0 if common else 150  # few passages hold one of the others
    for _ in range(40):
        scores = np.zeros(passages)
        terms: list[tuple[list[Posting], float]] = []
        for _ in range(rng.integers(1, 7)):
            words = [f"w{word}" for word in rng.integers(first, 200, rng.integers(1, 4)).tolist()]
            worth = [float(w) for w in rng.choice([1.0, 0.5, 0.95], len(words))]
            factor = float(rng.choice([1.0, 0.3]))
            forms = list(zip(words, worth, strict=True))
            scores += factor * np.max([model.get_scores([w]) * f for w, f in forms], axis=0)
            terms.append(([model.posting(w).scaled(f) for w, f in forms], factor))
        holding = np.flatnonzero(scores)
        # Sums in another order differ in the last digits, which must not decide a tie.
        order = np.lexsort((holding, -np.round(scores[holding], 9)))
        for k in (1, 10, 50, 60):
            ids, best = top(terms, k)
            expected = holding[order][:k]
            assert best == pytest.approx(scores[expected], abs=1e-9)
            assert scores[ids] == pytest.approx(scores[expected], abs=1e-9)
            assert np.lexsort((ids, -np.round(best, 9))).tolist() == list(range(len(ids)))


def test_two_passages_with_the_same_words_stand_in_their_order() -> None:
    corpus = [["ant", "bee", "cat"] for _ in range(5000)] + [["dog"]] * 5000
    model = PostingsBM25(corpus)
    top = TopPassages(len(corpus))
    ids, _ = top([([model.posting(word)], 1.0) for word in ("bee", "ant", "cat")], 10)
    assert ids.tolist() == list(range(10))


@pytest.mark.parametrize("word", ["w0", "w399"])
def test_a_search_that_failed_leaves_nothing_behind(word: str) -> None:
    model = PostingsBM25(library(3000, seed=5))
    top = TopPassages(3000)
    beyond = model.posting("w1")
    beyond = beyond._replace(ids=beyond.ids + np.int32(2990))
    wanted = [([model.posting(word)], 1.0)]
    before = top(wanted, 5)
    with pytest.raises(IndexError):
        top([*wanted, ([beyond, model.posting("w2")], 0.5)], 5)
    after = top(wanted, 5)
    assert [column.tolist() for column in before] == [column.tolist() for column in after]


def test_threads_do_not_disturb_each_other() -> None:
    model = PostingsBM25(library(20_000, seed=9))
    top = TopPassages(20_000)
    asked = [[([model.posting(f"w{n}"), model.posting(f"w{n + 1}")], 1.0)] for n in range(40)]
    expected = [top(terms, 10)[0].tolist() for terms in asked]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda terms: top(terms, 10)[0].tolist(), asked * 10))
    assert found == expected * 10
