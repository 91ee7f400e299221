"""Someone saves an article as text: its paragraphs, bullets and headings are found again."""

from __future__ import annotations

from bot.reading.plain_text import read_plain_text


def shown(text: str) -> list[tuple[str, int, str]]:
    return [(p.kind.value, p.level, p.text) for p in read_plain_text(text.encode()).pieces]


def kinds(text: str) -> list[str]:
    return [p.kind.value for p in read_plain_text(text.encode()).pieces]


def test_a_short_lone_line_without_closing_punctuation_is_a_heading() -> None:
    text = (
        "A Trip to the Labs\n\nIt took ten days.\n\nWhat Comes Next?\n\nNobody knows.\n\n"
        "Note:\n\nthis line begins small\n\nThe end.\n\nJane Doe\n"
    )
    assert shown(text) == [
        ("heading", 1, "A Trip to the Labs"),
        ("paragraph", 0, "It took ten days."),
        ("heading", 2, "What Comes Next?"),
        ("paragraph", 0, "Nobody knows."),
        ("paragraph", 0, "Note:"),
        ("paragraph", 0, "this line begins small"),
        ("paragraph", 0, "The end."),
        ("paragraph", 0, "Jane Doe"),  # below it stands nothing
    ]


def test_verse_and_double_spaced_lists_are_no_headings() -> None:
    text = "A poem follows.\n\nRoses are red\n\nViolets are blue\n\nSugar is sweet\n\nThat was it."
    assert kinds(text) == ["paragraph", "paragraph", "paragraph", "heading", "paragraph"]


def test_bullets_of_every_kind_are_items_and_lists_are_kept_apart() -> None:
    text = (
        "Four labs:\n  • Moonshot\n  • Xiaomi, which\n    wraps\n\n- dash\n* star\n\nText.\n\n"
        "1. one\n2) two\n   - below\n"
    )
    pieces = read_plain_text(text.encode()).pieces
    assert [(p.kind.value, p.level, p.group, p.text) for p in pieces] == [
        ("paragraph", 0, 0, "Four labs:"),
        ("item", 1, 1, "Moonshot"),
        ("item", 1, 1, "Xiaomi, which wraps"),
        ("item", 1, 1, "dash"),
        ("item", 1, 1, "star"),
        ("paragraph", 0, 0, "Text."),
        ("item", 1, 2, "one"),
        ("item", 1, 2, "two"),
        ("item", 2, 2, "below"),
    ]


def test_wrapped_lines_are_joined_and_long_lines_are_paragraphs_of_their_own() -> None:
    first, second = "One long line. " * 12, "Another long line. " * 12
    assert shown(f"wrapped\nlines\n\n{first}\n{second}") == [
        ("paragraph", 0, "wrapped lines"),
        ("paragraph", 0, first.strip()),
        ("paragraph", 0, second.strip()),
    ]


def test_a_wide_wrapped_paragraph_stays_one() -> None:
    words = ("word " * 60).split()
    lines = [" ".join(words[at : at + 25]) for at in range(0, 60, 25)]
    assert shown("\n".join(lines)) == [("paragraph", 0, " ".join(words))]


def test_a_number_in_the_middle_of_a_paragraph_begins_no_item() -> None:
    assert shown("It was founded in the year\n12. That is odd.") == [
        ("paragraph", 0, "It was founded in the year 12. That is odd.")
    ]


def test_marked_and_numbered_headings_have_their_level() -> None:
    text = (
        "Report\n======\n\n1. Results\n\nText.\n\n2.1. Details of it\n\nMore text.\n\n"
        "### Hashes\n\nEven more.\n\nPart\n----\nText below.\n"
    )
    assert shown(text) == [
        ("heading", 1, "Report"),
        ("heading", 2, "1. Results"),
        ("paragraph", 0, "Text."),
        ("heading", 3, "2.1. Details of it"),
        ("paragraph", 0, "More text."),
        ("heading", 3, "Hashes"),
        ("paragraph", 0, "Even more."),
        ("heading", 2, "Part"),
        ("paragraph", 0, "Text below."),
    ]


def test_chinese_headings_and_wrapped_lines() -> None:
    assert shown("中国的实验室\n\n他们很谦虚，\n也很务实。\n") == [
        ("heading", 1, "中国的实验室"),
        ("paragraph", 0, "他们很谦虚，也很务实。"),
    ]


def test_markup_in_plain_text_is_text() -> None:
    assert shown("Use <b> and *stars* and [x](y).") == [
        ("paragraph", 0, "Use <b> and *stars* and [x](y).")
    ]


def test_a_million_underlined_lines_are_read() -> None:
    assert len(read_plain_text(b"x\n===\n" * 100_000).pieces) == 100_000
