"""The preview in German: longer words, and they still fit a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from browser.preview_page import PreviewPage
from browser.served import Served, serve
from playwright.sync_api import Locator, expect

Fits = Callable[[Locator, str], None]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("preview"), FOOTNOTE_LANGUAGE="de") as preview:
        yield preview


def test_members_and_moderators_read_german(guest: PreviewPage, fits: Fits) -> None:
    guest.view_as("member")
    answer = guest.command("ask", question="how long is Kimi's context?")
    expect(answer.get_by_role("button", name="Nachfragen")).to_be_visible()
    fits(answer, "german-answer")
    partial = guest.command("ask", question="who owns the stadium of Moonshot?")
    expect(partial).to_contain_text("Dokumente")
    fits(partial, "german-partial")
    fits(guest.command("ask", question="who owns the stadium?"), "german-not-covered")
    fits(guest.command("about"), "german-about")

    guest.view_as("moderator")
    for command in ("settings", "knowledge status", "knowledge doctor", "knowledge history"):
        fits(guest.command(command), f"german-{command.replace(' ', '-')}")
    fits(guest.command("knowledge stats"), "german-stats")
    fits(guest.command("coverage"), "german-coverage")
