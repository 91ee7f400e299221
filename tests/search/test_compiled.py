"""What the extra ``fast`` compiles finds the passages that numpy finds, the reference."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.catalog import Catalog
from bot.core.model import Passage, Span
from bot.search import Bm25IndexBuilder
from bot.search.bm25 import PostingsBM25
from bot.search.compiled import Alternatives, CompiledTop, compiled
from bot.search.lookup import Lookup
from bot.search.meanings import Form
from bot.search.occurrences import Occurrences
from bot.search.terms import QueryTerm

pytest.importorskip("numba", reason="the extra footnote[fast] is not installed")
compiled(PostingsBM25([]))  # compiles here and not while an example is timed

WORDS = st.sampled_from("ant bee cat dog elk fox gnu hen".split())
CORPORA = st.lists(st.lists(WORDS, max_size=8), min_size=1, max_size=90)
FORMS = st.builds(
    Form,
    st.lists(WORDS | st.just("nowhere"), min_size=1, max_size=3).map(tuple),
    st.sampled_from([1.0, 0.95, 0.55]),
)
TERMS = st.lists(
    st.builds(
        QueryTerm,
        st.just("as written"),
        st.lists(FORMS, min_size=1, max_size=4).map(tuple),
        st.sampled_from([1.0, 0.15, 0.4]),
    ),
    max_size=6,
)


def both(corpus: list[list[str]]) -> tuple[Lookup, Lookup]:
    """The compiled way to the best passages, and numpy's."""
    model = PostingsBM25(corpus)
    none = np.empty(0, np.int32)
    occurrences = Occurrences(np.zeros(len(corpus) + 1, np.int64), none, none, none, none)
    fast, plain = (Lookup([], model, occurrences) for _ in range(2))
    assert isinstance(fast._compiled, CompiledTop)
    plain._compiled = None
    return fast, plain


def made_up(passages: int, seed: int) -> list[list[str]]:
    """Passages of made-up words, some common and most rare."""
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 12, passages)
    return [[f"w{word}" for word in (rng.zipf(1.3, n) % 400).tolist()] for n in lengths]


def agree(fast: Lookup, plain: Lookup, terms: list[QueryTerm], k: int) -> None:
    """Asserts that both find passages with the same scores, and equal ones in their order."""
    found, reference = fast.best(terms, k), plain.best(terms, k)
    assert found.known == reference.known
    assert found.scores == pytest.approx(reference.scores, abs=1e-9)
    # Sums in another order differ in their last digits, so that of several equal passages at
    # the last place each may have kept another; each must have the score it is said to have.
    everything = plain.best(terms, 100_000)
    score = dict(zip(everything.numbers, everything.scores, strict=True))
    assert [score[number] for number in found.numbers] == pytest.approx(found.scores, abs=1e-9)
    order = np.lexsort((np.array(found.numbers), -np.round(found.scores, 9)))
    assert order.tolist() == list(range(len(found.numbers)))


@given(CORPORA, TERMS, st.sampled_from([1, 4, 10, 50, 60]))
def test_it_finds_what_numpy_finds(corpus: list[list[str]], terms: list[QueryTerm], k: int) -> None:
    agree(*both(corpus), terms, k)


@pytest.mark.parametrize("passages", [700, 60_000])
def test_in_a_large_library_too_where_most_words_are_only_looked_up(passages: int) -> None:
    fast, plain = both(made_up(passages, seed=passages))
    rng = np.random.default_rng(1)
    for _ in range(60):
        terms = [
            QueryTerm(
                "as written",
                tuple(
                    Form(tuple(f"w{n}" for n in rng.integers(0, 200, size)), float(weight))
                    for size, weight in ((1, 1.0), (int(rng.integers(1, 3)), 0.6))
                ),
                float(rng.choice([1.0, 0.15])),
            )
            for _ in range(int(rng.integers(1, 8)))
        ]
        for k in (1, 10, 50, 60):
            agree(fast, plain, terms, k)


def test_two_passages_with_the_same_words_stand_in_their_order() -> None:
    fast, _ = both([["ant", "bee", "cat"] for _ in range(5000)] + [["dog"]] * 5000)
    terms = [QueryTerm(word, (Form((word,), 1.0),)) for word in ("bee", "ant", "cat")]
    assert fast.best(terms, 10).numbers == list(range(10))


def test_threads_may_search_at_the_same_time() -> None:
    top = compiled(PostingsBM25(made_up(20_000, seed=5)))
    assert top is not None
    asked: list[Alternatives] = [([Form((f"w{n}",), 1.0)], 1.0) for n in range(12)]
    expected = top(asked, 50)[1].tolist()
    results: list[list[float]] = []

    def search() -> None:
        results.extend(top(asked, 50)[1].tolist() for _ in range(200))

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 800


SEARCH = """
import sys
{before}
from bot.search.bm25 import PostingsBM25
from bot.search.compiled import compiled
from bot.search.meanings import Form
top = compiled(PostingsBM25([["ant"], ["bee"]]))
print(top and top([([Form(("bee",), 1.0)], 1.0)], 5)[0].tolist())
"""


def run(before: str = "", **environment: str) -> str:
    code = SEARCH.format(before=before)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert not done.returncode, done.stderr
    return done.stdout.strip()


def test_without_numba_there_is_none() -> None:
    assert run("sys.modules['numba'] = None") == "None"


def test_where_nothing_can_be_kept_it_compiles_at_each_start(tmp_path: Path) -> None:
    nowhere = tmp_path / "file"
    nowhere.write_text("not a folder")
    assert run(NUMBA_CACHE_DIR=str(nowhere / "cache")) == "[1]"
    no_place = "from numba.core import caching; caching.CacheImpl._locator_classes = []"
    assert run(no_place) == "[1]"


async def test_an_index_uses_it_without_being_told() -> None:
    text = "Ants carry leaves."
    passage = Passage("1", "a.md", 1, 0, len(text), text, (), (Span(0, len(text)),))
    index = Bm25IndexBuilder()([passage], Catalog(), {})
    assert isinstance(index._lookup._compiled, CompiledTop)
    assert [hit.passage for hit in (await index.search("leaves", limit=3)).hits] == [passage]
