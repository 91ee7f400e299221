"""A newcomer without a token starts the preview, opens it, and ends it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("simcord", reason="the preview's packages are not here: make setup")

_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/#\S+")


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Where the preview would put temporary files."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def environment(scratch: Path) -> dict[str, str]:
    ours = {k: v for k, v in os.environ.items() if not k.startswith("FOOTNOTE_")}
    return {**ours, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))}


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "labs.md").write_text("# Labs\n\nKimi reads two million tokens.\n", encoding="utf-8")
    return folder


@pytest.fixture
def preview(
    knowledge: Path, environment: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A preview that is running, and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "preview", "--no-browser", "--knowledge", str(knowledge)],
        cwd=knowledge.parent, env=environment, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    found = _ADDRESS.search(line)
    if not found:
        process.kill()
        pytest.fail(f"no address: {line}{process.communicate()}")
    yield process, found[0]
    process.kill()
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_until_it_is_stopped_and_ends_cleanly(
    preview: tuple[subprocess.Popen[str], str], number: signal.Signals, tmp_path: Path
) -> None:
    process, address = preview
    with urllib.request.urlopen(address.partition("#")[0], timeout=10) as page:
        assert page.status == 200
        assert b"<html" in page.read().lower()

    process.send_signal(number)
    _, said = process.communicate(timeout=10)

    assert process.returncode == 0
    assert said == "The preview has ended.\n"
    left = sorted(path.name for path in tmp_path.rglob("*"))
    assert left == ["knowledge", "labs.md", "scratch"]  # and no database


def test_even_one_that_is_killed_leaves_nothing_behind(
    preview: tuple[subprocess.Popen[str], str], scratch: Path
) -> None:
    process, address = preview
    with urllib.request.urlopen(address.partition("#")[0], timeout=10) as page:
        assert page.status == 200
    process.kill()
    process.communicate(timeout=10)
    assert list(scratch.iterdir()) == []


def test_a_port_that_is_taken_is_named(knowledge: Path, environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        process = subprocess.run(
            [sys.executable, "-m", "bot", "preview", "--port", port, "--knowledge", knowledge],
            env=environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert process.returncode == 1
    assert process.stderr.startswith("Error: ")
    assert port in process.stderr
    assert "Traceback" not in process.stderr


def test_without_its_packages_it_says_how_to_get_them(environment: dict[str, str]) -> None:
    code = (
        "import sys; sys.modules['simcord'] = None\n"  # as if it were not installed
        "from bot.cli import main; main(['preview'], prog_name='footnote')"
    )
    process = subprocess.run(
        [sys.executable, "-c", code],
        env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert process.returncode == 1
    assert "make setup" in process.stderr
    assert process.stderr.count("\n") == 1
