"""Other search engines, each behind the same two calls, for `search.py` to measure.

All get the same words, cut and stemmed by our own analyzer, and each ranks them by its own
BM25 with its own usual parameters (k1 = 1.5, b = 0.75 in rank-bm25 and bm25s, which can be
set; 1.2 and 0.75 in tantivy, SQLite and Lucene). None of them is told of our additions.
"""

# ruff: noqa: PLC0415  a peer is imported only where it is measured
from __future__ import annotations

import importlib.util
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.search.bm25 import PostingsBM25
from bot.search.compiled import compiled
from bot.search.topk import TopPassages

Words = Sequence[str]
Search = Callable[[Words, int], Sequence[int]]
"""The numbers of the best so many passages for these different words, best first."""


class NotHere(Exception):
    """A peer cannot be measured on this machine; the message says why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A search engine.

    Attributes:
        name: as the table shows it.
        build: the corpus, words for each passage, to its search.
        slow: too slow to be asked as often as the others.
    """

    name: str
    build: Callable[[Sequence[Words]], Search]
    slow: bool = False


def ours(corpus: Sequence[Words]) -> Search:
    """This project's postings, without the closer look."""
    model = PostingsBM25(corpus)
    top = TopPassages(model.corpus_size)

    def search(words: Words, k: int) -> Sequence[int]:
        ids, _ = top([([model.posting(word)], 1.0) for word in words], k)
        return ids.tolist()

    return search


def ours_compiled(corpus: Sequence[Words]) -> Search:
    """The same, compiled: what ``footnote[fast]`` adds."""
    top = compiled(PostingsBM25(corpus))
    if top is None:
        raise NotHere("numba is not installed")

    def search(words: Words, k: int) -> Sequence[int]:
        ids, _ = top([((((word,), 1.0, ""),), 1.0) for word in words], k)
        return ids.tolist()

    return search


def rank_bm25(corpus: Sequence[Words]) -> Search:
    """The reference implementation."""
    from rank_bm25 import BM25Okapi  # pyright: ignore[reportMissingTypeStubs]

    model = BM25Okapi(corpus)

    def search(words: Words, k: int) -> Sequence[int]:
        scores = model.get_scores(words)
        best = np.argpartition(-scores, k)[:k]
        return best[np.argsort(-scores[best], kind="stable")].tolist()

    return search


def _bm25s(corpus: Sequence[Words], backend: str) -> Search:
    try:
        import bm25s  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        raise NotHere(str(error)) from error
    model = bm25s.BM25(backend=backend)
    model.index([list(words) for words in corpus], show_progress=False)

    def search(words: Words, k: int) -> Sequence[int]:
        found = model.retrieve([list(words)], k=k, show_progress=False, return_as="documents")
        return found[0].tolist()

    return search


def bm25s_numba(corpus: Sequence[Words]) -> Search:
    """bm25s, its inner loops compiled by numba."""
    return _bm25s(corpus, "numba")


def bm25s_plain(corpus: Sequence[Words]) -> Search:
    """bm25s with numpy alone."""
    return _bm25s(corpus, "numpy")


def bm25s_from_text(texts: Sequence[str]) -> float:
    """Seconds that bm25s takes from texts to an index, with its own tokenizer.

    Raises:
        NotHere: it or its stemmer is not installed.
    """
    try:
        import bm25s  # pyright: ignore[reportMissingImports]
        import Stemmer  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        raise NotHere(str(error)) from error
    start = time.perf_counter()
    stemmer = Stemmer.Stemmer("english")
    words = bm25s.tokenize(list(texts), stopwords="en", stemmer=stemmer, show_progress=False)
    bm25s.BM25().index(words, show_progress=False)
    return time.perf_counter() - start


def tantivy(corpus: Sequence[Words]) -> Search:
    """tantivy, in memory, one segment."""
    try:
        import tantivy as tv  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        raise NotHere(str(error)) from error
    builder = tv.SchemaBuilder()
    builder.add_text_field("text", stored=False, tokenizer_name="whitespace")
    schema = builder.build()
    index = tv.Index(schema)
    writer = index.writer(heap_size=1_000_000_000, num_threads=1)
    for words in corpus:
        document = tv.Document()
        document.add_text("text", " ".join(words))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    if searcher.num_segments != 1:
        raise NotHere("tantivy made several segments; passages could not be told apart")

    def search(words: Words, k: int) -> Sequence[int]:
        terms = [
            (tv.Occur.Should, tv.Query.term_query(schema, "text", word, "freq")) for word in words
        ]
        found = searcher.search(tv.Query.boolean_query(terms), k, count=False)
        return [address.doc for _, address in found.hits]

    return search


def sqlite_fts5(corpus: Sequence[Words]) -> Search:
    """SQLite's FTS5, in memory. Words become numbers, which its tokenizer leaves whole."""
    numbers: dict[str, str] = {}
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE passage USING fts5(text, content='')")
    except sqlite3.OperationalError as error:
        raise NotHere(str(error)) from error
    rows = (
        (at, " ".join(numbers.setdefault(word, f"w{len(numbers)}") for word in words))
        for at, words in enumerate(corpus)
    )
    database.executemany("INSERT INTO passage(rowid, text) VALUES (?, ?)", rows)
    database.execute("INSERT INTO passage(passage) VALUES ('optimize')")
    database.commit()
    statement = "SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT ?"

    def search(words: Words, k: int) -> Sequence[int]:
        known = " OR ".join(numbers[word] for word in words if word in numbers)
        return [row[0] for row in database.execute(statement, (known, k))] if known else []

    return search


def lucene(corpus: Sequence[Words]) -> Search:
    """Lucene, from the jar in pyserini's wheel, called through pyjnius; in memory."""
    autoclass, cast = _java()
    package = "org.apache.lucene."
    config = autoclass(package + "index.IndexWriterConfig")
    analyzer = autoclass(package + "analysis.core.WhitespaceAnalyzer")()
    directory = autoclass(package + "store.ByteBuffersDirectory")()
    writer = autoclass(package + "index.IndexWriter")(directory, config(analyzer))
    document = autoclass(package + "document.Document")()
    store = autoclass(package + "document.Field$Store")
    field = autoclass(package + "document.TextField")("text", "", store.NO)
    document.add(field)
    for words in corpus:
        field.setStringValue(" ".join(words))
        writer.addDocument(document)
    writer.forceMerge(1)
    writer.close()
    # Named twice: pyjnius picks among constructors by the exact class it is handed.
    opened = autoclass(package + "index.DirectoryReader").open(directory)
    reader = cast(package + "index.IndexReader", opened)
    searcher = autoclass(package + "search.IndexSearcher")(reader)
    parse = autoclass(package + "util.QueryBuilder")(analyzer).createBooleanQuery

    def search(words: Words, k: int) -> Sequence[int]:
        query = parse("text", " ".join(words))
        return [hit.doc for hit in searcher.search(query, k).scoreDocs] if query else []

    return search


def _java() -> tuple[Any, Any]:
    """Pyjnius's two ways into Java, the virtual machine started."""
    found = importlib.util.find_spec("pyserini")
    if found is None or not found.submodule_search_locations:
        raise NotHere("pyserini, whose wheel holds Lucene, is not installed")
    jars = sorted(Path(found.submodule_search_locations[0]).glob("resources/jars/*fatjar.jar"))
    if not jars:
        raise NotHere("pyserini's wheel holds no jar")
    try:
        import jnius_config  # pyright: ignore[reportMissingImports]

        if not jnius_config.vm_running:
            jnius_config.set_classpath(*map(str, jars))
            jnius_config.add_options("-Xmx2g")
        from jnius import autoclass, cast  # pyright: ignore[reportMissingImports]
    except Exception as error:
        home = os.environ.get("JAVA_HOME", "not set")
        raise NotHere(f"Java could not be started (JAVA_HOME is {home}): {error}") from error
    return autoclass, cast


PEERS = (
    Peer("footnote (postings)", ours),
    Peer("footnote[fast] (postings)", ours_compiled),
    Peer("rank-bm25", rank_bm25, slow=True),
    Peer("bm25s + numba", bm25s_numba),
    Peer("bm25s", bm25s_plain),
    Peer("tantivy", tantivy),
    Peer("SQLite FTS5", sqlite_fts5),
    Peer("Lucene", lucene),
)
