"""An operator reads the logs, in a terminal or through a collector; no secret is in them."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any, TextIO

import pytest
from pseudo import pseudo

from bot.core.errors import StoreError
from bot.core.language import lazy_gettext
from bot.core.trace import begin_trace
from bot.logs import configure_logging

SECRET = "an-invented-token.of-no-bot"
log = logging.getLogger("bot.tests")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _leave_logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def configure(
    level: str, format_: Any = "auto", stream: TextIO | None = None, hide: tuple[str, ...] = ()
) -> None:
    """Without pytest's own handlers, which raise on a broken record."""
    logging.getLogger().handlers[:] = [
        handler
        for handler in logging.getLogger().handlers
        if "pytest" not in type(handler).__module__
    ]
    configure_logging(level, format_, stream, hide=hide)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


# --- Two formats --------------------------------------------------------------------------


def test_a_terminal_shows_lines_for_people() -> None:
    stream = Terminal()
    configure("INFO", "auto", stream)
    log.warning("3 documents were left out")
    line = stream.getvalue()
    assert "WARNING" in line
    assert line.endswith("bot.tests: 3 documents were left out\n")
    assert "\x1b[33m" in line


def test_elsewhere_each_line_is_json() -> None:
    stream = io.StringIO()
    configure("INFO", "auto", stream)
    log.info("loaded %d documents of %s", 3, "月之暗面", extra={"took_ms": 1.5})
    (line,) = lines(stream)
    assert line["message"] == "loaded 3 documents of 月之暗面"
    assert line["level"] == "INFO"
    assert line["logger"] == "bot.tests"
    assert line["took_ms"] == 1.5
    assert line["time"].endswith("+00:00")


def test_the_format_can_be_chosen() -> None:
    terminal, file = Terminal(), io.StringIO()
    configure("INFO", "json", terminal)
    log.info("one")
    configure("INFO", "human", file)
    log.info("two")
    assert lines(terminal)[0]["message"] == "one"
    assert "INFO" in file.getvalue()
    assert "\x1b" not in file.getvalue(), "no colors in a file"


def test_configuring_again_does_not_double_the_lines() -> None:
    stream = io.StringIO()
    configure("INFO", "json", stream)
    configure("INFO", "json", stream)
    log.info("once")
    assert len(lines(stream)) == 1


def test_an_exception_comes_with_its_traceback() -> None:
    stream = io.StringIO()
    configure("INFO", "json", stream)
    try:
        {}["moonshot"]
    except KeyError:
        log.exception("it broke")
    (line,) = lines(stream)
    assert "Traceback" in line["exception"]
    assert "KeyError: 'moonshot'" in line["exception"]


def test_the_level_decides_what_is_shown() -> None:
    stream = io.StringIO()
    configure("ERROR", "json", stream)
    log.warning("hidden")
    logging.getLogger("discord.client").warning("hidden")
    log.error("shown")
    assert [line["message"] for line in lines(stream)] == ["shown"]


def test_libraries_come_the_same_way() -> None:
    stream = io.StringIO()
    configure("INFO", "json", stream)
    for name in ("discord.gateway", "alembic.runtime.migration"):
        logging.getLogger(name).info("hello")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old", UserWarning, stacklevel=1)
    assert [line["logger"] for line in lines(stream)] == [
        "discord.gateway",
        "alembic.runtime.migration",
        "py.warnings",
    ]


@pytest.mark.parametrize("name", ["aiosqlite", "discord.http", "sqlalchemy.engine.Engine"])
def test_not_even_debug_shows_what_members_wrote(name: str) -> None:
    stream = io.StringIO()
    configure("DEBUG", "json", stream)
    log.debug("ours")
    logging.getLogger(name).debug("executing INSERT … ['a question', 4711]")
    assert [line["message"] for line in lines(stream)] == ["ours"]


# --- The interaction's id -----------------------------------------------------------------


async def test_each_record_of_an_interaction_carries_its_id() -> None:
    stream = io.StringIO()
    configure("INFO", "json", stream)

    async def interaction(name: str) -> str:
        new = begin_trace()
        log.info(name)
        await asyncio.sleep(0)
        logging.getLogger("discord.client").info(name)
        await asyncio.create_task(later(name))
        return new

    async def later(name: str) -> None:
        log.info(name)

    log.info("outside")
    one, two = await asyncio.gather(interaction("one"), interaction("two"))
    assert one != two
    outside, *inside = lines(stream)
    assert "interaction_id" not in outside
    assert len(inside) == 6
    assert all(
        line["interaction_id"] == {"one": one, "two": two}[line["message"]] for line in inside
    )


async def test_the_id_stands_in_lines_for_people_too() -> None:
    stream = io.StringIO()
    configure("INFO", "human", stream)
    new = begin_trace()
    log.info("answered")
    assert stream.getvalue().endswith(f"answered [{new}]\n")
    assert len(new) == 8


# --- The language -------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["human", "json"])
def test_the_log_is_in_english_whatever_the_member_reads(format_: str) -> None:
    stream = io.StringIO()
    configure("INFO", format_, stream)
    why = lazy_gettext("The statistics cannot be read just now.")
    error = StoreError(lazy_gettext("{what} Ask again.", what=why))
    with pseudo():
        log.warning("not answered: %s", error)
        log.error("%s", why, exc_info=error)
        assert "⟦" in str(error), "what the member is shown stays in theirs"
    assert "not answered: The statistics cannot be read just now. Ask again." in stream.getvalue()
    assert "StoreError: The statistics" in stream.getvalue()
    assert "⟦" not in stream.getvalue()


# --- Secrets ------------------------------------------------------------------------------

FORMATS = pytest.mark.parametrize("format_", ["human", "json"])


@FORMATS
@pytest.mark.parametrize("secret", [SECRET, "p\"a\\ss'w/ö@rd", "密码密码"])
def test_a_secret_is_written_nowhere(format_: Any, secret: str) -> None:
    stream = io.StringIO()
    configure("INFO", format_, stream, hide=(secret,))
    log.info("token %s", secret)
    log.info("token %r of %s", secret, {"token": secret})
    log.info("extra", extra={"token": secret, "nested": {"deep": [secret]}})
    log.info(f"url https://u:{secret}@h/")  # noqa: G004  as careless as can be
    log.info("a wrong %d", secret)
    try:
        try:
            int(secret)
        except ValueError as error:
            raise RuntimeError(f"{secret!r}") from error
    except RuntimeError:
        log.exception("it broke", stack_info=True)
    written = stream.getvalue()
    assert written.count("[redacted]") == 8
    for form in (secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]):
        assert form not in written
    if format_ == "json":
        assert secret not in json.dumps(lines(stream), ensure_ascii=False)


def test_of_two_secrets_the_longer_is_hidden_whole() -> None:
    stream = io.StringIO()
    configure("INFO", "json", stream, hide=("hunter", "hunter2-and-more"))
    log.info("hunter2-and-more")
    assert lines(stream)[0]["message"] == "[redacted]"


def test_a_password_too_short_to_be_one_does_not_garble_the_log() -> None:
    stream = io.StringIO()
    configure("INFO", "json", stream, hide=("a", ""))
    log.info("a word and another")
    assert lines(stream)[0]["message"] == "a word and another"


def test_what_looks_like_a_token_is_hidden_without_being_told() -> None:
    stream = io.StringIO()
    configure("INFO", "json", stream)
    invented = ".".join(("MTAx" * 6, "GabcDe", "x" * 38))
    log.info("login with %s failed", invented)
    log.info("PATCH https://discord.com/api/v10/webhooks/12/aW50ZXI-_x/messages/@original: 429")
    log.info("POST /interactions/34/aW50ZXI/callback")
    log.info("see https://example.org/webhooks/how-to and 1.2.3")
    assert [line["message"] for line in lines(stream)] == [
        "login with [redacted] failed",
        "PATCH https://discord.com/api/v10/webhooks/12/[redacted]/messages/@original: 429",
        "POST /interactions/34/[redacted]/callback",
        "see https://example.org/webhooks/how-to and 1.2.3",
    ]


# --- Hostile and broken records -----------------------------------------------------------


@FORMATS
def test_no_question_can_forge_a_line(format_: Any) -> None:
    stream = io.StringIO()
    configure("INFO", format_, stream)
    log.info("asked: %s", "x\n12:00:00 ERROR    bot: forged\r\x1b[2J\x9b2J\x00")
    first, *more = stream.getvalue().splitlines()
    assert "asked" in first
    assert all(line.startswith("    ") for line in more)
    assert not set(stream.getvalue()) & set("\r\x1b\x9b\x00")


class Broken:
    def __str__(self) -> str:
        raise RuntimeError("no text")

    __repr__ = __str__


@FORMATS
def test_a_broken_record_neither_raises_nor_gets_lost(
    format_: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = io.StringIO()
    configure("INFO", format_, stream)
    log.info("%d", "not a number")
    log.info("%s %s", *["too few"])
    log.info("%s", Broken())
    log.info("extra", extra={"broken": Broken()})
    log.info("half a pair \ud800")
    assert len(stream.getvalue().splitlines()) == 5
    assert capsys.readouterr().err == ""


def test_a_terminal_without_unicode_shows_it_escaped() -> None:
    raw = io.BytesIO()
    configure("INFO", "human", io.TextIOWrapper(raw, encoding="ascii"))
    log.info("月")
    assert raw.getvalue().endswith(b"\\u6708\n")


def test_a_closed_stream_is_no_reason_to_fail(capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.StringIO()
    configure("INFO", "json", stream)
    stream.close()
    log.error("nobody hears this")
    assert capsys.readouterr().err == ""


def test_without_a_stream_it_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO")
    log.info("hello")
    assert json.loads(capsys.readouterr().err)["message"] == "hello"
