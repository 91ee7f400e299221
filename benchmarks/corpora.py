"""What the benchmarks measure over: documents and questions, small and large.

The article and the public data sets are not in this repository. They are looked for in
``../shared`` beside the checkout; `SharedDataMissing` says what is not there.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.core.catalog import Catalog
from bot.core.model import Block, BlockKind, Document, Passage
from bot.core.ports import FolderContents, Progress, no_progress
from bot.core.snapshot import Snapshot, build_snapshot
from bot.reading.folder import KnowledgeFolder
from bot.search import Bm25IndexBuilder, Memory

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
QUALITY = ROOT / "tests" / "quality"
SECOND = QUALITY / "second"
GERMAN, SPANISH = QUALITY / "german", QUALITY / "spanish"
KNOWLEDGE = ROOT / "knowledge"

WORK = (
    "work.toml",
    "voices-work.toml",
    "strangers-work.toml",
    "guests-work.toml",
    "visitors-work.toml",
    "neighbors-work.toml",
    "callers-work.toml",
    "passers-by-work.toml",
)
"""The parts that may be looked into."""

FOREIGN = 100_000
"""How many paragraphs of other texts are put around SQuAD's."""

_MODEL: list[Memory] = []  # the embedding model to blend in, if any

_GAP = "\n\n"
_PER_DOCUMENT = 200  # foreign paragraphs to a document; they have no articles of their own


class SharedDataMissing(Exception):
    """A file the benchmarks need is not beside this checkout."""


def tell(what: str, done: int = 0, total: int = 0) -> None:
    """Progress, on standard error; a line of its own where nothing counts."""
    if not total:
        print(f"{what} …", file=sys.stderr)
    elif sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{what}: {done} of {total}   ", end=end, file=sys.stderr, flush=True)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of SQuAD: its number there, its article's title, its text."""

    number: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of SQuAD, and the number of the paragraph that answers it."""

    text: str
    paragraph: int


@dataclass(frozen=True)
class Squad:
    """SQuAD 2.0's development articles, perhaps among paragraphs of other texts.

    Attributes:
        paragraphs: SQuAD's own.
        questions: answerable ones.
        foreign: the texts of paragraphs around them; none of them is one of SQuAD's.
    """

    paragraphs: tuple[Paragraph, ...]
    questions: tuple[Question, ...]
    foreign: tuple[str, ...] = ()

    @property
    def texts(self) -> list[str]:
        """The text of every paragraph, SQuAD's own first."""
        return [*(paragraph.text for paragraph in self.paragraphs), *self.foreign]

    def only(self, titles: set[str]) -> Squad:
        """The same with only these articles; every question stays."""
        kept = tuple(p for p in self.paragraphs if p.title in titles)
        return Squad(kept, self.questions, self.foreign)


@dataclass(frozen=True)
class Placed:
    """A corpus as documents, and where each of SQuAD's paragraphs stands in them.

    Attributes:
        documents: one for each article, its title as the heading.
        places: document id to the paragraphs in it, as (end, number), in their order.
    """

    documents: tuple[Document, ...]
    places: Mapping[str, Sequence[tuple[int, int]]]

    def paragraph(self, passage: Passage) -> int:
        """The number of SQuAD's paragraph that a passage stands in; -1 for a foreign one."""
        placed = self.places.get(passage.document_id, ())
        return next((number for end, number in placed if passage.end <= end), -1)


def shared(*parts: str) -> Path:
    """A file of the shared data.

    Raises:
        SharedDataMissing: it is not there.
    """
    path = SHARED.joinpath(*parts)
    if not path.exists():
        raise SharedDataMissing(
            f"{path} is not there. The article and the data sets to measure on are not in this "
            f"repository; benchmarks/README.md says where they come from."
        )
    return path


@cache
def squad(foreign: int = 0) -> Squad:
    """SQuAD's development paragraphs, among so many others.

    Raises:
        SharedDataMissing: there is no data to measure on.
    """
    data = json.loads(shared("squad", "squad-dev.json").read_text(encoding="utf-8"))
    paragraphs = tuple(Paragraph(p["id"], p["title"], p["text"]) for p in data["paragraphs"])
    questions = tuple(Question(q["question"], q["paragraph"]) for q in data["answerable"])
    if not foreign:
        return Squad(paragraphs, questions)
    own = {_spaced(paragraph.text) for paragraph in paragraphs}
    others: list[str] = []
    for text in _scale():
        if text not in own:
            others.append(text)
            if len(others) == foreign:
                break
    return Squad(paragraphs, questions, tuple(others))


def _scale() -> Iterator[str]:
    with gzip.open(shared("scale", "passages.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            yield _spaced(json.loads(line))


def foreign_paragraphs(count: int) -> list[str]:
    """The first so many paragraphs of real text, each with single spaces.

    Raises:
        SharedDataMissing: the file is not beside this checkout.
    """
    return [_spaced(text) for _, text in zip(range(count), _scale(), strict=False)]


def _spaced(text: str) -> str:
    return " ".join(text.split())


def as_documents(corpus: Squad) -> Placed:
    """One document for each article, with its title as the heading, a block a paragraph."""
    articles: dict[str, list[Paragraph]] = {}
    for paragraph in corpus.paragraphs:
        articles.setdefault(paragraph.title, []).append(paragraph)
    documents: list[Document] = []
    places: dict[str, list[tuple[int, int]]] = {}
    for title, paragraphs in articles.items():
        made = _document(f"squad/{title}.md", title, [p.text for p in paragraphs])
        documents.append(made)
        spans = (block for block in made.blocks if block.kind is BlockKind.PARAGRAPH)
        pairs = zip(spans, paragraphs, strict=True)
        places[made.id] = [(block.end, paragraph.number) for block, paragraph in pairs]
    for start in range(0, len(corpus.foreign), _PER_DOCUMENT):
        texts = corpus.foreign[start : start + _PER_DOCUMENT]
        documents.append(_document(f"foreign/{start // _PER_DOCUMENT:04}.txt", "", texts))
    return Placed(tuple(documents), places)


def _document(name: str, title: str, paragraphs: Sequence[str]) -> Document:
    heads = [(BlockKind.HEADING, title.replace("_", " "), 1)] if title else []
    blocks: list[Block] = []
    length = 0
    for kind, text, level in (*heads, *((BlockKind.PARAGRAPH, p, 0) for p in paragraphs)):
        blocks.append(Block(kind, length, length + len(text), level))
        length += len(text) + len(_GAP)
    text = _GAP.join((*(text for _, text, _ in heads), *paragraphs))
    data = text.encode()
    return Document(
        id=name,
        title=title or name,
        text=text,
        blocks=tuple(blocks),
        size=len(data),
        modified=datetime(2025, 1, 1, tzinfo=UTC),
        checksum=hashlib.sha256(data).hexdigest(),
        language="en",
    )


def snapshot_of(placed: Placed, progress: Progress = no_progress) -> Snapshot:
    """What the bot would answer these documents from, without a catalog."""
    contents = FolderContents(placed.documents, Catalog(), ())

    def read(
        progress: Progress = no_progress,  # noqa: ARG001  it is the port's
        *,
        everything: bool = False,  # noqa: ARG001  likewise
    ) -> FolderContents:
        return contents

    return build_snapshot(read, _builder(), progress)


def blend_in_meaning() -> None:
    """From here on every snapshot is made with the embedding model of the extra `semantic`.

    Raises:
        SettingsError: it is not installed.
    """
    from bot.semantic import load_embedder  # noqa: PLC0415  only where it is wanted

    _MODEL[:] = [Memory(load_embedder())]


def _builder() -> Bm25IndexBuilder:
    return Bm25IndexBuilder(_MODEL[0] if _MODEL else None)


def folder_snapshot(folder: Path) -> Snapshot:
    """A knowledge folder as the bot loads it.

    Raises:
        ReadingError: the folder cannot be read.
    """
    snapshot = build_snapshot(KnowledgeFolder(folder), _builder())
    for problem in snapshot.problems:
        tell(str(problem))
    return snapshot


def article_snapshot() -> Snapshot:
    """The article, imported as ``footnote import`` does it, with this project's catalog.

    Raises:
        SharedDataMissing: the article is not here, or could not be imported.
    """
    files = sorted(shared("report").glob("*.txt"))
    if not files:
        raise SharedDataMissing(f"{SHARED / 'report'} holds no article.")
    with tempfile.TemporaryDirectory(prefix="footnote-bench-") as name:
        folder = Path(name)
        catalog = (KNOWLEDGE / "catalog.toml").read_bytes()
        (folder / "catalog.toml").write_bytes(catalog)
        for file in files:
            command = [sys.executable, "-m", "bot", "import", str(file), "--knowledge", name]
            done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
            if done.returncode:
                raise SharedDataMissing(f"{file} could not be imported: {done.stderr.strip()}")
        return folder_snapshot(folder)


def second_snapshot() -> Snapshot:
    """The second document, on another subject and with its own catalog."""
    return folder_snapshot(SECOND)


def digest_snapshot() -> Snapshot:
    """The digest that is shipped."""
    return folder_snapshot(KNOWLEDGE)
