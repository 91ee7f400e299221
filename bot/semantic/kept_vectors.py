"""Sentences' vectors in a file, so that a start embeds only what the last one did not.

The file is an SQLite database of its own. It holds hashes and vectors, and no text. Each
batch is written whole or not at all, so that a process that is killed loses one batch.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import stat
import zlib
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from bot.core.ports import Embedder

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_APPLICATION: Final = 0x466E5665
"""Tells the file from other SQLite databases."""
_VERSION: Final = 1
_PAGE_BYTES: Final = 16_384  # ten vectors of 1.5 KB; of SQLite's usual 4,096 a quarter stays empty
_BUSY_S: Final = 3.0
"""How long it is waited for another process that writes."""
_KEYS: Final = 500
"""So many are asked for in one statement; some SQLites take no more than 999."""
_NUMBERS: Final = np.dtype("<f4")
_BESIDE: Final = ("-journal", "-wal", "-shm", "")
"""What SQLite keeps beside a database and must not find beside another; last the file itself."""

_ERROR, _CORRUPT, _NOT_A_DATABASE = 1, 11, 26
_DAMAGE: Final = {_ERROR, _CORRUPT, _NOT_A_DATABASE}
"""SQLite's codes for a file that is wrong; the others mean a lock, a full disk or a right."""

Vector = npt.NDArray[np.float32]


class _WrongFileError(Exception):
    """The file is damaged, or something else than the vectors."""


class KeptVectors:
    """An implementation of `bot.core.ports.Embedder` that asks a file before it embeds.

    For documents' sentences, never for what members ask: what is embedded here is kept. It
    reads only, until `keep`: one process writes the file, the others profit from it. Any
    number of threads may call it. What is wrong with the file is logged, and costs time.

    Args:
        embedder: embeds what the file does not hold.
        model: all that a vector depends on beside the text, such as the weights' checksum.
        file: the file; nothing is written outside its folder, which must exist.
    """

    def __init__(self, embedder: Embedder, model: str, file: Path) -> None:
        self._embedder = embedder
        self._model = hashlib.sha256(model.encode()).digest()
        self._file = file
        self._lock = Lock()
        self._writes = False
        self._resting = False

    def keep(self) -> None:
        """Writes down what is embedded from now on, and puts a file in place of a wrong one."""
        self._writes = True

    def __call__(self, texts: Sequence[str]) -> memoryview:
        """Embeds texts as the embedder does, bit by bit the same."""
        if not texts:
            return self._embedder(texts)
        keyed = {self._key(text): text for text in texts}
        vectors = dict(self._use(lambda database: _find(database, list(keyed))) or {})
        new = [key for key in keyed if key not in vectors]
        if new:
            embedded = np.asarray(self._embedder([keyed[key] for key in new]), np.float32)
            made = dict(zip(new, embedded, strict=True))
            vectors |= made
            if self._writes:
                self._use(lambda database: _add(database, made))
        return np.stack([vectors[self._key(text)] for text in texts]).data

    def prune(self, texts: Iterable[str]) -> int:
        """Deletes the vectors of all other texts; returns how many. Only after `keep`.

        If the file was not used for something that was wrong, it is tried again from now on.
        """
        held = {self._key(text) for text in texts}
        self._resting = False
        gone = self._use(lambda database: _delete_others(database, held)) or 0
        if gone:
            _log.info("vectors of sentences that no document holds any more, now gone: %d", gone)
        return gone

    def _key(self, text: str) -> bytes:
        hashed = hashlib.sha256(self._model + text.encode("utf-8", "surrogatepass"))
        return hashed.digest()[:16]

    def _use(self, work: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """Does something with the file; None where that cannot be done."""
        with self._lock:
            if self._resting:
                return None
            try:
                try:
                    with self._open() as database:
                        return work(database) if database else None
                except (_WrongFileError, sqlite3.Error) as error:
                    if not self._writes or not _damaged(error):
                        raise
                    self._set_aside(error)
            except (_WrongFileError, sqlite3.Error, OSError) as error:
                self._resting = True
                _log.warning("the vectors in %s are not used for now: %s", self._file, error)
            return None

    @contextmanager
    def _open(self) -> Generator[sqlite3.Connection | None]:
        """The file, checked and ready; None where there is none and none is to be made."""
        if self._writes and not os.path.lexists(self._file):
            self._file.touch(mode=0o600)
        try:
            ordinary = stat.S_ISREG(self._file.lstat().st_mode)
        except FileNotFoundError:
            yield None
            return
        if not ordinary:  # a link would lead out of the folder
            raise _WrongFileError("it is not an ordinary file")
        mode = "rw" if self._writes else "ro"
        name = f"{self._file.absolute().as_uri()}?mode={mode}"
        with closing(sqlite3.connect(name, _BUSY_S, isolation_level=None, uri=True)) as database:
            database.text_factory = bytes  # of what is damaged, anything may be a text
            _check(database, create=self._writes)
            yield database

    def _set_aside(self, error: Exception) -> None:
        aside = self._file.with_name(f"{self._file.name}.damaged")
        for suffix in _BESIDE:
            was, becomes = Path(f"{self._file}{suffix}"), Path(f"{aside}{suffix}")
            if os.path.lexists(was):
                was.replace(becomes)
            else:
                becomes.unlink(missing_ok=True)  # of one that was set aside before
        _log.warning(
            "the vectors in %s are set aside as %s and made anew: %s", self._file, aside.name, error
        )


def _damaged(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, _WrongFileError) or (code is not None and code & 0xFF in _DAMAGE)


def _check(database: sqlite3.Connection, *, create: bool) -> None:
    """Makes sure that it is a file of vectors; makes one of an empty file."""
    said = [
        database.execute(f"PRAGMA {p}").fetchone()[0] for p in ("application_id", "user_version")
    ]
    if said == [_APPLICATION, _VERSION]:
        return
    if not create or database.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise _WrongFileError("it is something else, or of another version")
    database.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    database.execute("PRAGMA auto_vacuum = FULL")  # it shrinks when vectors go
    with _transaction(database):
        database.execute(
            "CREATE TABLE vectors"
            " (key BLOB PRIMARY KEY, vector BLOB NOT NULL, checksum INTEGER NOT NULL)"
        )
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
        database.execute(f"PRAGMA user_version = {_VERSION}")


def _find(database: sqlite3.Connection, keys: Sequence[bytes]) -> Mapping[bytes, Vector]:
    """The vectors there are of these keys.

    Raises:
        _WrongFileError: one of them is not what was written.
    """
    found: dict[bytes, Vector] = {}
    for at in range(0, len(keys), _KEYS):
        few = keys[at : at + _KEYS]
        marks = ",".join("?" * len(few))
        wanted = f"SELECT key, vector, checksum FROM vectors WHERE key IN ({marks})"  # noqa: S608
        for key, vector, checksum in database.execute(wanted, few):
            if not isinstance(vector, bytes) or _checksum(key, vector) != checksum:
                raise _WrongFileError("a vector is not the one that was written")
            found[key] = np.frombuffer(vector, _NUMBERS).astype(np.float32)
    return found


def _add(database: sqlite3.Connection, vectors: Mapping[bytes, Vector]) -> None:
    rows = [(key, vector.astype(_NUMBERS).tobytes()) for key, vector in vectors.items()]
    with _transaction(database):
        database.executemany(
            "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
            [(key, vector, _checksum(key, vector)) for key, vector in rows],
        )


def _delete_others(database: sqlite3.Connection, held: set[bytes]) -> int:
    database.execute("PRAGMA secure_delete = ON")  # what no document says is to be gone
    with _transaction(database):
        there = database.execute("SELECT key FROM vectors").fetchall()
        others = [(key,) for (key,) in there if key not in held]
        database.executemany("DELETE FROM vectors WHERE key = ?", others)
    return len(others)


def _checksum(key: bytes, vector: bytes) -> int:
    return zlib.crc32(vector, zlib.crc32(key))


@contextmanager
def _transaction(database: sqlite3.Connection) -> Generator[None]:
    database.execute("BEGIN IMMEDIATE")
    with database:  # commits, or rolls back where something is raised
        yield
