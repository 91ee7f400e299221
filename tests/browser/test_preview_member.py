"""A member compares, asks on and says what they think of an answer, in the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from browser.preview_page import PreviewPage
from playwright.sync_api import Locator, expect

Fits = Callable[[Locator, str], None]


def test_two_labs_stand_side_by_side_with_what_is_missing(member: PreviewPage, fits: Fits) -> None:
    member.start_command("compare")
    member.fill("first", "kimi")
    member.choose("Moonshot AI")
    member.fill("second", "meit")
    member.choose("Meituan")
    card = member.submit()
    expect(card).to_contain_text("Moonshot AI and Meituan")
    expect(card.locator("h3")).to_have_text(["Moonshot AI", "Meituan"])
    fits(card, "member-compare")


def test_following_up_means_the_lab_last_spoken_of(
    member: PreviewPage, fits: Fits, pictures: Path | None
) -> None:
    answer = member.command("ask", question="what is zhipu known for?")
    answer.get_by_role("button", name="Follow up").click()
    expect(member.page.get_by_role("dialog")).to_contain_text("After: what is zhipu known for?")
    if pictures:
        member.photograph(pictures, "member-form-1280")
    card = member.complete_form("Follow up", "Your question", "and its funding?")
    expect(card).to_contain_text("Zhipu AI")
    expect(card.locator("blockquote")).to_contain_text("hundred million dollars")
    fits(card, "member-follow-up")


def test_an_answer_that_helped_is_thanked_for(member: PreviewPage, fits: Fits) -> None:
    answer = member.command("ask", question="who builds robots?")
    expect(answer.locator("blockquote")).to_contain_text("Unitree")
    thanks = member.press(answer, "👍 Helpful")
    expect(thanks).to_contain_text("Thank you")
    expect(thanks).to_contain_text("Only you can see this")
    fits(thanks, "member-helpful")


def test_what_can_be_asked_is_drawn(member: PreviewPage, fits: Fits) -> None:
    card = member.command("coverage")
    expect(card).to_contain_text("What the documents cover")
    member.wait_for_picture(card)
    fits(card, "member-coverage")


def test_half_an_answer_says_which_half_is_missing(member: PreviewPage, fits: Fits) -> None:
    card = member.command("ask", question="where is Unitree's head office?")
    expect(card).to_contain_text("The documents say nothing about a head office")
    expect(card).to_contain_text("About Unitree Robotics they say")
    expect(card.locator("blockquote")).to_have_count(0)
    fits(card, "member-partial")
    reading = member.press(card, "Read around")
    fits(reading, "member-read-around")
    member.press(reading, "Back")


def test_a_question_nothing_covers_leads_on_by_a_button(member: PreviewPage, fits: Fits) -> None:
    card = member.command("ask", question="who won the world cup in football?")
    expect(card).to_contain_text("Not covered")
    fits(card, "member-not-covered")
    buttons = card.locator(".message-components").get_by_role("button")
    name = buttons.first.inner_text()
    subject = member.press(card, name)
    expect(subject.locator("h2")).to_have_text(name)
    fits(subject, "member-led-on")
