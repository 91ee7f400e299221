"""One browser for the stories of a file, and the pictures they leave behind.

For no longer than a file: while Playwright is open its event loop runs in this thread, and
no test with a loop of its own could run in the same process.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.preview_page import PreviewPage
from browser.served import Served, serve
from playwright.sync_api import Browser, Locator, ViewportSize, sync_playwright

_SHIPPED = Path(__file__).resolve().parents[2] / "knowledge"
_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_DESK: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if _CHROMIUM is None:
        pytest.skip("needs Chromium: `apt-get install chromium` on Debian")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the documents that come along, to change."""
    copy = tmp_path_factory.mktemp("desk") / "knowledge"
    shutil.copytree(_SHIPPED, copy)
    return copy


@pytest.fixture(scope="module")
def served(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One preview for the stories of a file."""
    said = tmp_path_factory.mktemp("preview")
    # Two is how many there are to ask the same question.
    with serve(said, "--knowledge", str(folder), FOOTNOTE_GAP_MEMBERS="2") as preview:
        yield preview


@pytest.fixture(scope="module")
def guest(chromium: Browser, served: Served) -> PreviewPage:
    """Somebody who plays the member and the moderator by turns, at a desk."""
    return PreviewPage(chromium.new_page(viewport=_DESK), served.address)


@pytest.fixture(scope="module")
def watchers(chromium: Browser, served: Served) -> dict[str, PreviewPage]:
    """The same on other screens, which are high enough for the longest card."""
    return {
        name: PreviewPage(
            chromium.new_page(viewport={"width": width, "height": 2800}), served.address
        )
        for name, width in (("desktop", 1280), ("phone", 390))
    }


@pytest.fixture
def member(guest: PreviewPage) -> PreviewPage:
    guest.view_as("member")
    return guest


@pytest.fixture
def moderator(guest: PreviewPage) -> PreviewPage:
    guest.view_as("moderator")
    return guest


@pytest.fixture(autouse=True)
def page_without_complaints(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever the visitor did, the page had nothing to complain about in the console."""
    yield
    for name in {"visitor", "guest"}.intersection(request.fixturenames):
        visitor: PreviewPage = request.getfixturevalue(name)
        complaints, visitor.complaints = visitor.complaints, []
        assert complaints == []


@pytest.fixture(scope="module")
def pictures() -> Path | None:
    """Where the pictures go: the folder named by `FOOTNOTE_TEST_PICTURES`, or nowhere."""
    kept = os.environ.get("FOOTNOTE_TEST_PICTURES")
    if not kept:
        return None
    folder = Path(kept)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def fits(
    guest: PreviewPage, watchers: dict[str, PreviewPage], pictures: Path | None
) -> Callable[[Locator, str], None]:
    """Looks that a message fits on a desk's screen and on a phone's; keeps pictures of both."""

    def _fits(message: Locator, name: str) -> None:
        number = message.get_attribute("data-message-id") or ""
        said = guest.gist(message)
        for screen, watcher in watchers.items():
            watcher.view_as(guest.viewer)
            watcher.page.locator(
                "#refresh"
            ).click()  # another page's actions do not show by themselves
            watcher.wait_for_card(number, said)
            seen = watcher.message(number)
            if seen.locator(".message-components img").count():
                watcher.wait_for_picture(seen)
            assert watcher.overflow() <= 0
            if pictures:
                watcher.photograph(pictures, f"{name}-{screen}", seen)

    return _fits
