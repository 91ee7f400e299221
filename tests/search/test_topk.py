"""The best passages are the best by a walk over all of them, however they are found."""

from __future__ import annotations

import numpy as np
import pytest

from bot.search.bm25 import PostingsBM25
from bot.search.topk import merge_best, top_passages


def library(passages: int, seed: int) -> list[list[str]]:
    """Passages of made-up words, some common and most rare, and many passages alike."""
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 12, passages)
    drawn = [(rng.zipf(1.3, n) % 400).tolist() for n in lengths]
    return [[f"w{word}" for word in words] for words in drawn]


@pytest.mark.parametrize("passages", [30, 700, 6000, 60_000])
@pytest.mark.parametrize("known_size", [True, False])
def test_the_best_are_those_of_a_walk_over_all_and_ties_go_to_the_lower_number(
    passages: int, known_size: bool
) -> None:
    model = PostingsBM25(library(passages, seed=passages))
    rng = np.random.default_rng(1)
    size = passages if known_size else None
    for _ in range(40):
        words = {f"w{word}" for word in rng.integers(0, 200, rng.integers(1, 7)).tolist()}
        factors = {word: float(rng.choice([1.0, 0.5, 0.95])) for word in sorted(words)}
        scores = np.zeros(passages)
        for word, factor in factors.items():
            scores += model.get_scores([word]) * factor
        holding = np.flatnonzero(scores)
        # Sums in another order differ in the last digits, which must not decide a tie.
        order = np.lexsort((holding, -np.round(scores[holding], 9)))
        for k in (1, 10, 50, 60):
            postings = [model.posting(word).scaled(f) for word, f in factors.items()]
            ids, best = top_passages(postings, k, size)
            expected = holding[order][:k]
            assert best == pytest.approx(scores[expected], abs=1e-9)
            assert scores[ids] == pytest.approx(scores[expected], abs=1e-9)
            assert np.lexsort((ids, -np.round(best, 9))).tolist() == list(range(len(ids)))


def test_two_passages_with_the_same_words_stand_in_their_order() -> None:
    corpus = [["ant", "bee", "cat"] for _ in range(5000)] + [["dog"]] * 5000
    model = PostingsBM25(corpus)
    for size in (len(corpus), None):
        postings = [model.posting(word) for word in ("bee", "ant", "cat")]
        ids, _ = top_passages(postings, 10, size)
        assert ids.tolist() == list(range(10))


def test_a_merged_posting_promises_no_more_than_it_holds() -> None:
    model = PostingsBM25(library(2000, seed=3))
    merged = merge_best([model.posting("w1"), model.posting("w2").scaled(0.6)])
    best = np.sort(merged.weighed)[::-1]
    assert merged.few <= best[9]
    assert merged.many <= best[49]
