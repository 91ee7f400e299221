"""A moderator changes what the bot knows in the browser: looks first, applies, goes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from browser.preview_page import PreviewPage
from playwright.sync_api import Locator, expect

Fits = Callable[[Locator, str], None]
_CLUB = "# The club\n\nThe reading club meets on Thursdays at eight.\n"


def test_a_moderator_looks_applies_and_goes_back(
    guest: PreviewPage, folder: Path, fits: Fits
) -> None:
    guest.view_as("member")
    asked = guest.command("ask", question="when does the reading club meet?")
    expect(asked.locator("blockquote")).to_have_count(0)
    (folder / "club.md").write_text(_CLUB, encoding="utf-8")
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00")

    guest.view_as("moderator")
    preview = guest.command("knowledge reload")
    expect(preview).to_contain_text("Reload: what would change")
    expect(preview).to_contain_text("The club added")
    expect(preview).to_contain_text("broken.md")
    expect(preview).to_contain_text("when does the reading club meet?")
    expect(preview).to_contain_text("a first answer")
    fits(preview, "desk-preview")
    applied = guest.press(preview, "Apply")
    expect(applied).to_contain_text("Reloaded")
    fits(applied, "desk-applied")

    guest.view_as("member")
    answer = guest.command("ask", question="when does the reading club meet?")
    expect(answer.locator("blockquote")).to_contain_text("meets on Thursdays")

    guest.view_as("moderator")
    history = guest.command("knowledge history")
    expect(history).to_contain_text("Version 2")
    expect(history).to_contain_text("start · the operator")
    expect(history).not_to_contain_text("documents unchanged")
    fits(history, "desk-history")
    guest.start_command("knowledge rollback")
    guest.fill("version", "shared 1")
    back = guest.submit()
    expect(back).to_contain_text("Roll back to version 1: what would change")
    expect(back).to_contain_text("no answer any more")
    fits(back, "desk-rollback")
    fits(guest.press(back, "Apply"), "desk-rolled-back")
    status = guest.command("knowledge status")
    expect(status).to_contain_text("Rolled back to version 1")
    fits(status, "desk-status")
    told = guest.command("knowledge doctor")
    expect(told).to_contain_text("rolled back")
    expect(told).to_contain_text("/knowledge reload")
    fits(told, "desk-doctor")


def test_what_two_members_asked_in_vain_becomes_a_gap(guest: PreviewPage, fits: Fits) -> None:
    for name in ("member", "moderator"):
        guest.view_as(name)
        guest.command("ask", question="who owns the stadium?")
    gaps = guest.command("knowledge gaps")
    expect(gaps).to_contain_text("who owns the stadium?")
    expect(gaps).to_contain_text("by 2 members")
    fits(gaps, "desk-gaps")
    exported = guest.press(gaps, "Export CSV")
    expect(exported).to_contain_text("gaps.csv")
    fits(exported, "desk-gaps-exported")


def test_the_numbers_are_drawn(moderator: PreviewPage, fits: Fits) -> None:
    moderator.command("ask", question="who builds robots?")
    stats = moderator.command("knowledge stats")
    expect(stats).to_contain_text("in all")
    moderator.wait_for_picture(stats)
    fits(stats, "desk-stats")


def test_what_is_thin_is_named(moderator: PreviewPage, fits: Fits) -> None:
    coverage = moderator.command("knowledge coverage")
    expect(coverage).to_contain_text("Where it is thin")
    moderator.wait_for_picture(coverage)
    fits(coverage, "desk-coverage")


def test_a_setting_holds_at_once_and_is_noted(moderator: PreviewPage, fits: Fits) -> None:
    panel = moderator.command("settings")
    fits(panel, "desk-settings")
    moderator.pick(panel, "Default: everybody", "The asker alone")
    expect(panel).to_contain_text("Saved: who sees an answer.")
    expect(panel.locator(".select-trigger").filter(has_text="The asker alone")).to_be_visible()
    fits(panel, "desk-settings-saved")
    answer = moderator.command("ask", question="how long is Kimi's context?")
    expect(answer).to_contain_text("Only you can see this")
    trail = moderator.press(moderator.command("knowledge history"), "Who did what")
    expect(trail).to_contain_text("who sees an answer")
    fits(trail, "desk-trail")

    again = moderator.command("settings")
    moderator.pick(again, "The asker alone", "Default: everybody")
    expect(again).to_contain_text("Saved: who sees an answer.")
