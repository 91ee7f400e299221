"""What an operator gets to read when the database is broken, and what a member does not feel."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import format_exception

import pytest
from asking import NOON, asked, days, locked, opened, questions_in

from bot.core.errors import StoreError
from bot.store import DatabaseQuestionLog, question_log
from bot.store.database import open_database
from bot.store.tables import questions


async def refusal(url: str) -> str:
    with pytest.raises(StoreError) as caught:
        await opened(url)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@contextmanager
def permissions(path: Path, mode: int) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        if os.access(path, os.W_OK):
            pytest.skip("root may write everywhere: run the tests as another user")
        yield
    finally:
        path.chmod(before)


def damage(file: Path, how: str) -> bytes:
    content = bytearray(file.read_bytes())
    match how:
        case "header":
            content[:16] = b"x" * 16
        case "middle":
            content[100:4000] = b"x" * 3900
        case _:
            content = bytearray(b"Dear diary, " * 100)
    file.write_bytes(content)
    return bytes(content)


def bytes_of(file: Path) -> bytes:
    return file.read_bytes()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "footnote.db"


# --- It does not start --------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    ["", "footnote.db", "mysql://u:hunter2@h/db", "postgresql://u:hunter2@h:many/db"],
)
async def test_a_wrong_url_gets_two_right_ones_shown(url: str) -> None:
    said = await refusal(url)
    assert "sqlite+aiosqlite:///data/footnote.db" in said
    assert "hunter2" not in said


async def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    pytest.importorskip("asyncpg", reason="needs pip install 'footnote[postgres]'")
    said = await refusal("postgres://u:hunter2@127.0.0.1:1/db?password=hunter2")
    assert "postgresql+asyncpg://u:***@127.0.0.1:1/db" in said
    assert "check that the database runs" in said
    assert "hunter2" not in said


async def test_an_option_the_driver_does_not_know_is_named() -> None:
    pytest.importorskip("asyncpg", reason="needs pip install 'footnote[postgres]'")
    assert "channel_binding" in await refusal("postgres://u:p@127.0.0.1:1/db?channel_binding=x")


async def test_a_missing_driver_is_named_with_the_way_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    said = await refusal("postgresql://u:hunter2@h/db")
    assert "pip install 'footnote[postgres]'" in said
    assert "hunter2" not in said


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    said = await refusal(f"sqlite:///{tmp_path}/data/footnote.db")
    assert "cannot be created" in said
    assert "check that the folder may be written to" in said


async def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    assert "is a folder" in await refusal(f"sqlite:///{tmp_path}")


async def test_a_folder_that_may_not_be_written_to_is_named(tmp_path: Path) -> None:
    with permissions(tmp_path, 0o500):
        assert "Permission denied" in await refusal(f"sqlite:///{tmp_path}/footnote.db")


async def test_a_file_that_may_not_be_written_to_is_named(sqlite_url: str, file: Path) -> None:
    await (await opened(sqlite_url)).close()
    with permissions(file, 0o400):
        assert "read-only" in await refusal(sqlite_url)


async def test_a_file_opened_for_reading_only_is_named(sqlite_url: str, file: Path) -> None:
    await (await opened(sqlite_url)).close()
    assert "read-only" in await refusal(f"sqlite:///file:{file}?mode=ro&uri=true")


@pytest.mark.parametrize("how", ["header", "middle", "text"])
async def test_a_damaged_file_is_named_and_left_as_it_is(
    sqlite_url: str, file: Path, how: str
) -> None:
    await (await opened(sqlite_url)).close()
    content = damage(file, how)
    assert "move it away" in await refusal(sqlite_url)
    assert bytes_of(file) == content


async def test_a_file_that_another_program_keeps_is_named(sqlite_url: str, file: Path) -> None:
    await (await opened(sqlite_url)).close()
    with locked(file):
        assert "another program is writing to it" in await refusal(f"{sqlite_url}?timeout=0.1")


# --- It breaks while the bot runs ---------------------------------------------------------


async def test_a_stuck_database_costs_nobody_time_and_is_told_of_once(
    sqlite_url: str, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = await opened(f"{sqlite_url}?timeout=0.05")
    with locked(file):
        for number in range(5):
            started = time.perf_counter()
            store.questions.record(asked(f"question {number}"))
            assert time.perf_counter() - started < 0.05
            await asyncio.sleep(0.1)
        assert await questions_in(store) == []
        assert await store.questions.expire(NOON) == 0
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.getMessage().split(".")[0] for record in errors] == [
        "The question log cannot be written",
        "The question log cannot be cleared of old questions",
    ]
    assert "another program is writing to it" in caplog.text
    assert "question 1" not in caplog.text, "what members asked is not for the log"

    store.questions.record(asked("question 5"))
    assert len(await questions_in(store)) == 6, "nothing was lost"
    assert "can be written again. Questions lost meanwhile: 0." in caplog.text
    await store.close()


async def test_a_database_stuck_for_long_loses_the_oldest_and_counts_them(
    sqlite_url: str, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = await open_database(f"{sqlite_url}?timeout=0.05")
    log = DatabaseQuestionLog(database, retention=days(30), capacity=3)
    with locked(file):
        for number in range(10):
            log.record(asked(str(number)))
            await asyncio.sleep(0.02)
        await asyncio.gather(*(t for t in asyncio.all_tasks() if t.get_name() == "question log"))
    assert [record.question for record in await log.recent(10)] == ["9", "8", "7"]
    assert "Questions lost meanwhile: 7." in caplog.text
    await log.close()
    await database.close()


async def test_closing_does_not_wait_for_a_stuck_database(
    sqlite_url: str,
    file: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(question_log, "_FLUSH_S", 0.2)
    store = await opened(f"{sqlite_url}?timeout=4")
    with locked(file):
        store.questions.record(asked("What of Kimi?"))
        started = time.perf_counter()
        await store.close()
        assert time.perf_counter() - started < 4
    assert "were not written to the question log: 1." in caplog.text


async def test_a_table_that_went_away_is_said_without_a_word_of_the_question(
    sqlite_url: str, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = await opened(sqlite_url, user_ids=True)
    other = sqlite3.connect(file)
    other.execute("DROP TABLE questions")
    other.close()
    store.questions.record(asked("a private matter", user=4711))
    with pytest.raises(StoreError, match="cannot be read just now"):
        await store.questions.recent(1)
    with pytest.raises(StoreError, match="no such table"):
        await store.check()
    assert "start the bot again" in caplog.text
    assert "a private matter" not in caplog.text
    assert "4711" not in caplog.text
    await store.close()


async def test_even_a_whole_traceback_does_not_hold_what_was_asked(sqlite_url: str) -> None:
    database = await open_database(sqlite_url)
    # From a variable: a traceback quotes the line it comes from.
    rows = [{"question": "a private matter", "user_id": 4711}]
    with pytest.raises(StoreError) as caught:
        await database.insert(questions, rows)
    traceback = "".join(format_exception(caught.value))
    assert "NOT NULL" in traceback
    assert "please report it" in traceback
    assert "a private matter" not in traceback
    assert "4711" not in traceback
    await database.close()


# --- What lies on the disk ----------------------------------------------------------------


async def test_what_expired_is_not_left_lying_on_the_disk(sqlite_url: str, file: Path) -> None:
    store = await opened(sqlite_url)
    for _ in range(50):
        store.questions.record(asked("a private matter " * 20))
    await store.questions.recent(1)
    assert any(b"a private matter" in part.read_bytes() for part in file.parent.iterdir())
    assert await store.questions.expire(NOON + days(31)) == 50
    assert not any(b"a private matter" in part.read_bytes() for part in file.parent.iterdir())
    await store.close()


@pytest.mark.skipif(os.name != "posix", reason="the permissions are POSIX's")
async def test_nobody_else_on_the_machine_reads_the_questions(sqlite_url: str, file: Path) -> None:
    store = await opened(sqlite_url)
    store.questions.record(asked("What of Kimi?"))
    await store.questions.recent(1)
    assert file.parent.stat().st_mode & 0o077 == 0
    assert all(part.stat().st_mode & 0o077 == 0 for part in file.parent.iterdir())
    await store.close()
