"""Sentences' vectors outlast the process, whatever happens to their file. The model is made up."""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from bot.semantic import KeptVectors, kept_vectors

TEXTS = [f"Sentence {number} says something." for number in range(200)]


class Model:
    """An embedder whose vectors depend on the text alone; remembers what it was asked for."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(self, texts: Sequence[str]) -> memoryview:
        self.heard += texts
        return np.array([vector(text) for text in texts], np.float32).data


def vector(text: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8])
    numbers = np.random.default_rng(seed).normal(size=384).astype(np.float32)
    return numbers / np.linalg.norm(numbers)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "footnote-vectors.db"


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def filled(file: Path) -> Path:
    """The file as a bot left it."""
    start(file, Model())(TEXTS)
    return file


def start(file: Path, model: Model, name: str = "the model") -> KeptVectors:
    """A process that keeps vectors starts."""
    kept = KeptVectors(model, name, file)
    kept.keep()
    return kept


def right(made: memoryview, texts: Sequence[str]) -> bool:
    return np.array_equal(np.asarray(made), np.array([vector(text) for text in texts]))


def rows(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        return database.execute("SELECT count(*) FROM vectors").fetchone()[0]


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]


def test_the_next_start_embeds_nothing_and_has_the_same_vectors(
    filled: Path, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_vectors, "_KEYS", 30)
    assert right(start(filled, model)(TEXTS), TEXTS)
    assert model.heard == []


def test_only_what_is_new_is_embedded_and_each_text_once(filled: Path, model: Model) -> None:
    texts = [TEXTS[3], "A new one.", TEXTS[1], "A new one.", TEXTS[3], "Another.", "\ud800"]
    kept = start(filled, model)
    assert right(kept(texts), texts)
    assert model.heard == ["A new one.", "Another.", "\ud800"]
    assert right(kept(texts), texts)
    assert len(model.heard) == 3
    assert np.asarray(kept([])).size == 0


def test_a_process_that_does_not_keep_them_reads_and_writes_nothing(
    filled: Path, model: Model
) -> None:
    before = filled.read_bytes()
    reader = KeptVectors(model, "the model", filled)
    assert right(reader([*TEXTS, "A new one."]), [*TEXTS, "A new one."])
    assert model.heard == ["A new one."]
    assert [path.name for path in filled.parent.iterdir()] == [filled.name]
    assert filled.read_bytes() == before


def test_where_nobody_keeps_them_no_file_is_made(
    file: Path, model: Model, caplog: pytest.LogCaptureFixture
) -> None:
    assert right(KeptVectors(model, "the model", file)(TEXTS), TEXTS)
    assert not list(file.parent.iterdir())
    assert warnings(caplog) == []


def test_the_file_holds_no_text_and_is_for_its_owner_alone(filled: Path) -> None:
    assert b"something" not in filled.read_bytes()
    assert rows(filled) == len(TEXTS)
    if os.name == "posix":
        assert filled.stat().st_mode & 0o077 == 0


def test_another_model_does_not_take_over_what_the_one_before_made(
    filled: Path, model: Model
) -> None:
    kept = start(filled, model, "another model")
    kept(TEXTS)
    assert model.heard == TEXTS
    assert kept.prune(TEXTS) == len(TEXTS)
    assert rows(filled) == len(TEXTS)


def test_what_no_document_holds_any_more_is_deleted_and_overwritten(
    filled: Path, model: Model, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    kept = start(filled, model)
    size, gone = filled.stat().st_size, vector(TEXTS[150]).tobytes()
    assert gone in filled.read_bytes()

    assert kept.prune(TEXTS[:100]) == 100

    assert rows(filled) == 100
    assert filled.stat().st_size < 0.7 * size
    assert gone not in filled.read_bytes()
    assert [r.getMessage().endswith("now gone: 100") for r in caplog.records] == [True]
    assert kept.prune(TEXTS[:100]) == 0
    kept(TEXTS[:101])
    assert model.heard == [TEXTS[100]]


def _garbage(file: Path) -> None:
    file.write_bytes(b"no database " * 5000)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[data.index(vector(TEXTS[7]).tobytes()) + 700] ^= 1
    file.write_bytes(data)


def _foreign(file: Path) -> None:
    file.unlink()
    execute(file, "CREATE TABLE notes (text)", "INSERT INTO notes VALUES ('mine')")


def _newer(file: Path) -> None:
    execute(file, "PRAGMA user_version = 99")


def _without_table(file: Path) -> None:
    execute(file, "DROP TABLE vectors")


def _other_columns(file: Path) -> None:
    execute(file, "ALTER TABLE vectors RENAME COLUMN vector TO text")


def _texts_for_vectors(file: Path) -> None:
    execute(file, "UPDATE vectors SET vector = CAST(x'ff' AS TEXT)")


def _numbers_for_vectors(file: Path) -> None:
    execute(file, "UPDATE vectors SET vector = 7")


def _link(file: Path) -> None:
    file.rename(file.parent / "elsewhere")
    file.symlink_to(file.parent / "elsewhere")


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGES = [
    _garbage, _cut, _flip, _foreign, _newer, _without_table, _other_columns,
    _texts_for_vectors, _numbers_for_vectors, _link, _folder,
]  # fmt: skip


def execute(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        for statement in statements:
            database.execute(statement)


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_or_foreign_is_set_aside_and_made_anew(
    filled: Path, model: Model, caplog: pytest.LogCaptureFixture, damage: Callable[[Path], None]
) -> None:
    damage(filled)
    before = None if filled.is_dir() else filled.read_bytes()

    assert right(start(filled, model)(TEXTS), TEXTS)

    assert set(model.heard) == set(TEXTS)
    (said,) = warnings(caplog)
    assert "footnote-vectors.db.damaged and made anew" in said
    aside = filled.with_name("footnote-vectors.db.damaged")
    assert before == (None if aside.is_dir() else aside.read_bytes())
    assert filled.is_file()
    assert not filled.is_symlink()
    assert right(start(filled, model)(TEXTS), TEXTS)
    assert len(model.heard) == len(TEXTS)


@pytest.mark.parametrize("damage", DAMAGES)
def test_who_only_reads_leaves_what_is_damaged_as_it_is(
    filled: Path, model: Model, caplog: pytest.LogCaptureFixture, damage: Callable[[Path], None]
) -> None:
    damage(filled)
    there = sorted(path.name for path in filled.parent.iterdir())
    reader = KeptVectors(model, "the model", filled)
    for _ in range(2):
        assert right(reader(TEXTS), TEXTS)
    assert sorted(path.name for path in filled.parent.iterdir()) == there
    assert len(warnings(caplog)) == 1


def test_what_belongs_to_a_file_is_set_aside_with_it(
    filled: Path, model: Model, caplog: pytest.LogCaptureFixture
) -> None:
    """What is left beside a new database of the same name would be taken for a part of it."""
    aside = filled.with_name("footnote-vectors.db.damaged-wal")
    aside.write_bytes(b"of another one that was set aside")
    _garbage(filled)
    beside = filled.with_name("footnote-vectors.db-shm")
    beside.write_bytes(b"its shared memory")
    start(filled, model)(TEXTS)
    assert not beside.exists()
    assert not aside.exists()
    moved = filled.with_name("footnote-vectors.db.damaged-shm")
    assert moved.read_bytes() == b"its shared memory"
    assert len(warnings(caplog)) == 1


def test_an_empty_file_is_one_that_was_not_begun(
    file: Path, model: Model, caplog: pytest.LogCaptureFixture
) -> None:
    file.touch()
    start(file, model)(TEXTS)
    assert rows(file) == len(TEXTS)
    assert warnings(caplog) == []


def test_where_nothing_can_be_kept_it_goes_on_without_and_says_so_once(
    tmp_path: Path, model: Model, caplog: pytest.LogCaptureFixture
) -> None:
    kept = start(tmp_path / "missing" / "vectors.db", model)
    for _ in range(2):
        assert right(kept(TEXTS), TEXTS)
    assert len(warnings(caplog)) == 1
    assert not list(tmp_path.iterdir())


def test_while_another_program_holds_it_it_goes_on_without(
    filled: Path, model: Model, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_vectors, "_BUSY_S", 0.01)
    kept = start(filled, model)
    with closing(sqlite3.connect(filled, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert right(kept(TEXTS), TEXTS)
    assert model.heard == TEXTS
    (said,) = warnings(caplog)
    assert "locked" in said
    assert kept.prune(TEXTS) == 0  # an hour later
    kept(TEXTS)
    assert len(model.heard) == len(TEXTS)
    assert [path.name for path in filled.parent.iterdir()] == [filled.name]


def test_whoever_is_killed_while_embedding_loses_one_batch(file: Path, model: Model) -> None:
    code = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from test_kept_vectors import TEXTS, Model, start
class Mortal(Model):
    def __call__(self, texts):
        if TEXTS[150] in texts:
            os._exit(9)
        return super().__call__(texts)
kept = start(Path({str(file)!r}), Mortal())
for at in range(0, 200, 50):
    kept(TEXTS[at : at + 50])
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert right(start(file, model)(TEXTS), TEXTS)
    assert model.heard == TEXTS[150:]


def test_whoever_is_killed_while_writing_leaves_nothing_half_written(
    filled: Path, model: Model, caplog: pytest.LogCaptureFixture
) -> None:
    code = f"""
import os, sqlite3
database = sqlite3.connect({str(filled)!r}, isolation_level=None)
database.execute("PRAGMA cache_size = 1")  # so that pages reach the file before the end
database.execute("BEGIN IMMEDIATE")
database.execute("UPDATE vectors SET vector = x'00'")
os._exit(9)
"""
    before = filled.read_bytes()
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert filled.with_name(f"{filled.name}-journal").exists()
    assert filled.read_bytes() != before

    assert right(start(filled, model)(TEXTS), TEXTS)

    assert model.heard == []
    assert warnings(caplog) == []
    assert filled.read_bytes() == before
