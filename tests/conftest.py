"""What every test of the project shares: a look at what the bot sends to Discord.

Whatever a test makes the bot do in a simulated Discord, each request is held against
Discord's API description and against our table of its other rules (`tests/contracts`). A
story so also fails for a payload that the simulation would have let through.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from contracts.discord_api import ABSENT, description
from contracts.discord_traffic import Traffic, check_log

from bot.core import trace
from bot.core.language import ENGLISH, speak

_checked = 0


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "wrong_payloads(reason): the test has a bot send what Discord would refuse, on purpose",
    )


@pytest.fixture(autouse=True)
def nothing_is_being_handled() -> None:
    """What a test before this one handled is over: its id and its language with it."""
    trace._trace.set(None)
    speak(ENGLISH)


@pytest.fixture(autouse=True)
def discord_traffic(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Traffic]:
    """All requests the test's bots send to Discord; checked when the test is over."""
    global _checked  # noqa: PLW0603 - counted for the summary alone
    traffic = Traffic()
    traffic.record(monkeypatch)
    yield traffic
    if request.node.get_closest_marker("wrong_payloads"):
        return
    _checked += len(traffic.log)
    found = check_log(traffic.log)
    if found:
        pytest.fail("Discord would mind:\n" + "\n".join(f"- {f}" for f in found), pytrace=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where the tests run in several processes, each hands its count to the first."""
    output: dict[str, int] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["checked"] = _checked


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    global _checked  # noqa: PLW0603 - counted for the summary alone
    _checked += getattr(node, "workeroutput", {}).get("checked", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _checked:
        against = "its API description and our rules" if description() else f"our rules ({ABSENT})"
        terminalreporter.write_line(f"{_checked} requests to Discord checked against {against}")
