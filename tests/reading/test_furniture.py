"""What stands around an article and says nothing goes; whatever says something stays."""

from __future__ import annotations

import pytest

from bot.core.model import BlockKind
from bot.reading.furniture import is_furniture, strip_lines, without_emoji, without_furniture
from bot.reading.pieces import PieceList


@pytest.mark.parametrize(
    "line",
    [
        "📅 · 📁 News · 👁 12 views · ⏱️ 4 min read",
        "1.2K views · 3 comments",
        "June 3, 2025 | 5 min read",
        "👁 8 views",
        "Share this article",
        "📑 Table of Contents",
        "目录",
        "#labs #north",
        "* * *",
        "🎉🎉🎉",
    ],
)
def test_furniture_is_known_anywhere(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "June 3, 2025",
        "3. Mai 2025",
        "2025年6月3日",
        "Published on Jun 3, 2025 at 4:05 PM",
        "By Jo Doe | June 3, 2025 | 5 min read",
        "Jo Doe · 3 days ago",
        "阅读 1234",
        "Reading time: 5 minutes",
    ],
)
def test_a_date_or_a_counter_is_furniture_at_the_top_alone(line: str) -> None:
    assert is_furniture(line, at_head=True)
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Share it.",
        "It was June 3, 2025.",
        "8 views of the same tower.",
        "In 2024",
        "11 labs",
        "May I ask",
        "Contents of the box",
        "• Home",
        "• Launch · 3 May 2025",
        "1. Home",
        "Kickoff | 3 May 2025",
        "📅 3 May 2025 – Kimi is launched",
        "Moonshot · Xiaomi",
        "🇨🇳 China",
        "# Heading",
        "",
    ],
)
def test_what_says_something_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("💡 An idea", "An idea"),
        ("👩\u200d🔬🧪 Science", "Science"),
        ("Robots 🤖 walk 🎉", "Robots 🤖 walk 🎉"),
        ("❌ It works", "❌ It works"),
        ("✅ It works", "✅ It works"),
        ("🇨🇳 China leads", "🇨🇳 China leads"),
        ("1️⃣ First", "1️⃣ First"),
    ],
)
def test_decoration_in_front_goes_and_signs_that_mean_something_stay(text: str, bare: str) -> None:
    assert without_emoji(text) == bare


def test_the_last_wrapped_line_of_a_paragraph_is_never_taken_out() -> None:
    text = "They went on and on, and at last they all went\nhome\n\nIt was on\nJune 3, 2025"
    assert strip_lines(text) == (text, [])


def test_a_table_of_contents_goes_with_what_it_lists() -> None:
    text = "Contents\n1. Start ..... 2\n2. End\n\nStart\n\nText.\n\nEnd\n\nMore text."
    left, removed = strip_lines(text)
    assert removed == ["Contents", "1. Start ..... 2", "2. End"]
    assert left.split() == "Start Text. End More text.".split()


def test_what_no_heading_repeats_is_no_table_of_contents() -> None:
    text = "Contents\n\nFlour and water\n\nStart\n\nText."
    assert strip_lines(text)[1] == ["Contents"]


def test_blocks_of_other_formats_lose_their_furniture_too() -> None:
    found = PieceList()
    found.add(BlockKind.HEADING, "🧪 In this article", level=2)
    found.add(BlockKind.ITEM, "The start", level=1, group=1)
    found.add(BlockKind.HEADING, "💡 The start", level=2)
    found.add(BlockKind.HEADING, "June 3, 2025", level=3)
    found.add(BlockKind.ITEM, "Home", level=1, group=2)
    found.add(BlockKind.ITEM, "👉", level=1, group=2)
    found.add(BlockKind.PARAGRAPH, "Share")
    found.add(BlockKind.CODE, "👉 share")
    found.add_row(["Share", "💡"], 3)
    kept, removed = without_furniture(found.pieces)
    assert removed == ["🧪 In this article", "The start", "👉", "Share"]
    assert [piece.text for piece in kept] == [
        "The start",
        "June 3, 2025",
        "Home",
        "👉 share",
        "Share | 💡",
    ]
