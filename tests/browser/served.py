"""Runs the preview as a user does."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_FOOTNOTE = Path(sys.executable).with_name("footnote")


@dataclass(frozen=True)
class Served:
    """A preview that is running.

    Attributes:
        address: what to open in the browser.
        process: what serves it.
        said: the file its output goes to.
    """

    address: str
    process: subprocess.Popen[bytes]
    said: Path


@contextmanager
def serve(folder: Path, *options: str, **settings: str) -> Iterator[Served]:
    """Runs `footnote preview` as a user does, until the block ends.

    Args:
        folder: for what it says.
        options: more options of the command.
        settings: what the operator set, by the names of environment variables.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = folder / "said.txt"
    with said.open("wb") as out:
        process = subprocess.Popen(
            [_FOOTNOTE, "preview", "--port", str(port), "--no-browser", *options],
            cwd=_ROOT,
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Served(_address(process, said), process, said)
    finally:
        process.kill()
        process.wait()


def _address(process: subprocess.Popen[bytes], said: Path) -> str:
    """The address that the preview prints once it can be opened."""
    for _ in range(300):
        text = said.read_text(encoding="utf-8", errors="replace")
        found = re.search(r"http://127\.0\.0\.1:\d+/#[\w-]+", text)
        if found:
            return found[0]
        if process.poll() is not None:
            break
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
    pytest.fail(f"the preview printed no address:\n{said.read_text(errors='replace')}")
