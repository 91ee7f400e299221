"""A newcomer without a token opens the preview in a browser and tries the bot."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.preview_page import PreviewPage
from browser.served import serve
from playwright.sync_api import Browser, expect

_WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="module", params=_WIDTHS)
def visitor(
    request: pytest.FixtureRequest, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PreviewPage]:
    """A visitor at a desk, and then one with a phone; each stays for all of the story."""
    width, height = _WIDTHS[request.param]
    with serve(tmp_path_factory.mktemp("preview")) as served:
        context = chromium.new_context(viewport={"width": width, "height": height})
        yield PreviewPage(context.new_page(), served.address)
        context.close()


@pytest.fixture
def picture(
    request: pytest.FixtureRequest, visitor: PreviewPage, pictures: Path | None
) -> Iterator[None]:
    """A picture of what the visitor saw last."""
    yield
    if pictures:
        visitor.photograph(pictures, re.sub(r"\W+", "_", request.node.name).strip("_"))


@pytest.mark.usefixtures("picture")
def test_the_channel_welcomes_the_visitor(visitor: PreviewPage) -> None:
    welcome = visitor.messages.first
    expect(welcome).to_contain_text("/lab")
    expect(welcome).to_contain_text("/ask")
    expect(visitor.messages).to_have_count(1)  # the bot does not answer its own welcome
    assert visitor.overflow() <= 0


@pytest.mark.usefixtures("picture")
def test_a_member_picks_a_lab_while_typing(visitor: PreviewPage) -> None:
    visitor.start_command("lab")
    visitor.fill("name", "moonsh")
    visitor.choose("Moonshot AI")
    card = visitor.submit()
    expect(card).to_contain_text("Moonshot AI")
    expect(card).to_contain_text("Kimi")
    assert visitor.overflow() <= 0


@pytest.mark.usefixtures("picture")
def test_a_member_asks_and_sees_the_quoted_passage_with_its_source(visitor: PreviewPage) -> None:
    visitor.start_command("ask")
    visitor.fill("question", "how long is Kimi's context?")
    card = visitor.submit()
    expect(card.locator("blockquote").first).to_contain_text("Kimi")
    expect(card.locator("blockquote strong").first).to_be_visible()  # matched words are bold
    expect(card).to_contain_text("›")  # document › section
    assert visitor.overflow() <= 0


@pytest.mark.usefixtures("picture")
def test_a_member_turns_the_page_and_reads_around(visitor: PreviewPage) -> None:
    visitor.start_command("lab")
    visitor.fill("name", "moonshot")
    visitor.choose("Moonshot AI")
    card = visitor.submit()
    seen = [visitor.card(card)]
    for button in ("Next", "Previous", "Read around", "Later", "Back"):
        card = visitor.press(card, button)
        seen.append(visitor.card(card))
    first, second, again, around, later, back = seen
    assert second != first == again
    assert len({first, second, around, later}) == 4
    assert back == first
    assert visitor.overflow() <= 0


@pytest.mark.usefixtures("picture")
def test_what_the_documents_do_not_cover_is_said_so(visitor: PreviewPage) -> None:
    visitor.start_command("ask")
    visitor.fill("question", "who won the 1998 world cup in football?")
    card = visitor.submit()
    expect(card.locator("blockquote")).to_have_count(0)


@pytest.mark.usefixtures("picture")
def test_after_a_name_nobody_knows_the_page_is_ready_for_the_next(visitor: PreviewPage) -> None:
    visitor.start_command("lab")
    visitor.fill("name", "nonsense")
    hint = visitor.submit()
    expect(hint).to_contain_text("/labs")
    expect(visitor.page.get_by_text("Action outcome uncertain")).to_have_count(0)


@pytest.mark.usefixtures("picture")
def test_only_the_moderator_has_the_knowledge_commands(visitor: PreviewPage) -> None:
    visitor.composer.click()
    visitor.page.keyboard.type("/")
    expect(visitor.suggestions.first).to_be_visible()
    assert not any("knowledge" in each for each in visitor.suggestions.all_inner_texts())
    visitor.page.keyboard.press("Escape")
    visitor.composer.fill("")
    visitor.view_as("moderator")
    visitor.page.wait_for_timeout(2500)
    visitor.start_command("knowledge status")
    status = visitor.submit()
    expect(status).to_contain_text(re.compile(r"\d+ passages"))
    expect(status).to_contain_text("seconds ago")  # its clock is ours, and goes on
    assert visitor.overflow() <= 0


def test_ctrl_c_ends_the_preview_cleanly(tmp_path: Path, chromium: Browser) -> None:
    with serve(tmp_path) as served:
        page = chromium.new_page()
        visitor = PreviewPage(page, served.address)  # an open page must not keep it alive
        expect(visitor.messages.first).to_be_visible()
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(10) == 0
        page.close()
    assert "Traceback" not in served.said.read_text(encoding="utf-8")
