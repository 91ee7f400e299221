"""rank-bm25's formula, guarded against each of the traps its users fall into."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi, BM25Plus

from bot.search.bm25 import Counted, LuceneBM25, PostingsBM25, lucene_idf
from bot.search.topk import TopPassages, merge_best

WORDS = st.sampled_from("ant bee cat dog elk fox gnu hen ibis jay".split())
CORPORA = st.lists(st.lists(WORDS, max_size=8), min_size=1, max_size=12)


def best_of(model: PostingsBM25, query: list[str], k: int) -> tuple[np.ndarray, np.ndarray]:
    """The best passages for these words."""
    return TopPassages(model.corpus_size)([([model.posting(word)], 1.0) for word in query], k)


def by_its_own_formula(corpus: list[list[str]], query: list[str]) -> np.ndarray:
    """Every score as rank-bm25 itself computes it; only its weights are the Lucene ones."""
    return LuceneBM25(corpus).get_scores(query)


@given(CORPORA.filter(any), st.lists(WORDS, max_size=6))
def test_scores_equal_rank_bm25s_own(corpus: list[list[str]], query: list[str]) -> None:
    ours = PostingsBM25(corpus).get_scores(query)
    assert ours == pytest.approx(by_its_own_formula(corpus, query), abs=1e-9)


@given(CORPORA.filter(any), st.lists(WORDS, min_size=1, max_size=6, unique=True))
def test_only_passages_holding_a_word_are_found_and_in_rank_bm25s_order(
    corpus: list[list[str]], query: list[str]
) -> None:
    model = PostingsBM25(corpus)
    ids, scores = best_of(model, query, k=4)
    expected = by_its_own_formula(corpus, query)
    holding = {n for n, passage in enumerate(corpus) if set(passage) & set(query)}
    assert set(ids.tolist()) <= holding
    assert len(ids) == min(4, len(holding))
    best = sorted((expected[n] for n in holding), reverse=True)[:4]
    assert scores.tolist() == pytest.approx(best, abs=1e-9)
    assert scores.tolist() == pytest.approx([expected[n] for n in ids], abs=1e-9)


@given(CORPORA.filter(any), st.lists(WORDS, min_size=1, max_size=4))
def test_the_best_of_several_forms_counts_and_not_their_sum(
    corpus: list[list[str]], forms: list[str]
) -> None:
    model = PostingsBM25(corpus)
    merged = merge_best([model.posting(form) for form in forms])
    each = np.array([by_its_own_formula(corpus, [form]) for form in forms])
    expected = each.max(axis=0)
    assert merged.scores.tolist() == pytest.approx(expected[merged.ids].tolist(), abs=1e-9)
    assert {n for n in range(len(corpus)) if expected[n] > 0} == set(merged.ids.tolist())


def test_trap_an_empty_corpus_finds_nothing_instead_of_dividing_by_zero() -> None:
    with pytest.raises(ZeroDivisionError):
        BM25Okapi([])
    for corpus in ([], [[]], [[], []]):
        model = PostingsBM25(corpus)
        assert not len(model.posting("ant").ids)
        assert model.get_scores(["ant"]).tolist() == [0.0] * len(corpus)


def test_trap_a_word_in_half_the_passages_still_counts_for_something() -> None:
    corpus = [["ant", "bee"], ["ant"], ["cat"], ["dog"]]
    assert BM25Okapi(corpus).get_scores(["ant"]).max() <= 0
    ids, scores = best_of(PostingsBM25(corpus), ["ant"], k=10)
    assert sorted(ids.tolist()) == [0, 1]
    assert scores.min() > 0


@pytest.mark.parametrize(("size", "holding"), [(1, 1), (10, 10), (1000, 999)])
def test_a_weight_is_never_negative(size: int, holding: int) -> None:
    assert lucene_idf(size, holding) > 0


def test_trap_passages_that_match_nothing_are_not_found() -> None:
    corpus = [["ant"], ["bee"], ["cat"]]
    assert BM25Plus(corpus).get_scores(["ant"])[1] > 0
    ids, _ = best_of(PostingsBM25(corpus), ["ant"], k=10)
    assert ids.tolist() == [0]


def test_trap_unknown_words_find_nothing_instead_of_anything() -> None:
    corpus = [["ant"], ["bee"], ["cat"]]
    assert len(BM25Okapi(corpus).get_top_n(["zebra"], corpus, n=2)) == 2
    ids, _ = best_of(PostingsBM25(corpus), ["zebra"], k=2)
    assert ids.tolist() == []


def test_an_unknown_word_weighs_more_than_any_known_one() -> None:
    model = PostingsBM25([["ant", "bee"], ["ant"], ["ant"]])
    assert model.weight("zebra") > model.weight("bee") > model.weight("ant") > 0
    assert model.weight("zebra") == pytest.approx(math.log(1 + 3.5 / 0.5))


def test_headings_count_as_fractions() -> None:
    words = {"ant": 0, "bee": 1}
    counts = Counted(
        words,
        np.array([0, 1, 0, 1], np.int32),
        np.array([0, 0, 1, 1], np.int32),
        np.array([0.3, 1.0, 1.0, 0.3]),
        2,
    )
    light, full = PostingsBM25(counts).get_scores(["ant"])
    assert 0 < light < full


def test_words_that_stand_nowhere_any_more_find_nothing() -> None:
    counts = Counted(
        {"ant": 0, "gone": 1, "bee": 2},
        np.array([0, 2], np.int32),
        np.array([0, 1], np.int32),
        np.array([1.0, 1.0]),
        2,
    )
    model = PostingsBM25(counts)
    assert not len(model.posting("gone").ids)
    assert model.posting("bee").ids.tolist() == [1]
    assert model.weight("gone") == model.weight("never seen")
