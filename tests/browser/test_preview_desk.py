"""A moderator changes what the bot knows in the browser: looks first, applies, goes back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.preview_page import PreviewPage
from browser.test_preview_browser import (  # noqa: F401 - pytest finds the fixtures here
    chromium,
    page_without_complaints,
    pictures,
    pytestmark,
    serve,
)
from playwright.sync_api import Browser

_SHIPPED = Path(__file__).resolve().parents[2] / "knowledge"
_CLUB = "# The club\n\nThe reading club meets on Thursdays at eight.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("desk") / "knowledge"
    shutil.copytree(_SHIPPED, copy)
    return copy


@pytest.fixture(scope="module", params=[(1280, 1000), (390, 844)], ids=["desktop", "phone"])
def visitor(
    request: pytest.FixtureRequest,
    chromium: Browser,  # noqa: F811
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[PreviewPage]:
    width, height = request.param
    before = dict(os.environ)
    os.environ["FOOTNOTE_KNOWLEDGE"] = str(folder)
    try:
        (folder / "club.md").unlink(missing_ok=True)
        with serve(tmp_path_factory.mktemp("preview")) as served:
            context = chromium.new_context(viewport={"width": width, "height": height})
            page = PreviewPage(context.new_page(), served.address)
            page.view_as("moderator")
            yield page
            context.close()
    finally:
        os.environ.clear()
        os.environ.update(before)


def test_a_moderator_looks_applies_and_goes_back(
    visitor: PreviewPage,
    folder: Path,
    pictures: Path,  # noqa: F811
    request: pytest.FixtureRequest,
) -> None:
    size = request.node.callspec.id
    visitor.start_command("ask")
    visitor.fill("question", "when does the reading club meet?")
    visitor.submit()
    (folder / "club.md").write_text(_CLUB, encoding="utf-8")
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00")

    visitor.start_command("knowledge reload")
    preview = visitor.submit()

    said = visitor.card(preview)
    assert "Reload: what would change" in said
    assert "The club added" in said
    assert "broken.md" in said
    assert "when does the reading club meet?" in said
    assert "a first answer" in said
    assert visitor.overflow() <= 0
    visitor.photograph(pictures, f"desk-preview-{size}")

    applied = visitor.press(preview, "Apply")
    assert "Reloaded" in visitor.card(applied)
    visitor.photograph(pictures, f"desk-applied-{size}")
    visitor.start_command("ask")
    visitor.fill("question", "when does the reading club meet?")
    assert "meets on Thursdays" in visitor.card(visitor.submit())

    visitor.start_command("knowledge history")
    history = visitor.submit()
    assert "Version 2" in visitor.card(history)
    visitor.photograph(pictures, f"desk-history-{size}")

    visitor.start_command("knowledge rollback")
    visitor.fill("version", "shared 1")
    back = visitor.submit()
    assert "Roll back: what would change" in visitor.card(back)
    assert "no answer any more" in visitor.card(back)
    visitor.photograph(pictures, f"desk-rollback-{size}")
    visitor.press(back, "Apply")
    visitor.start_command("knowledge status")
    assert "Rolled back to version 1" in visitor.card(visitor.submit())
    visitor.photograph(pictures, f"desk-status-{size}")
