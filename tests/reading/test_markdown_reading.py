"""A moderator drops Markdown into the folder: members see the words, none of the markup."""

from __future__ import annotations

import pytest

from bot.core.model import BlockKind
from bot.reading.faults import BrokenFile, Fault
from bot.reading.markdown import read_markdown
from bot.reading.pieces import Parsed

HEADING, PARAGRAPH, ITEM, ROW, CODE = BlockKind


def read(text: str) -> Parsed:
    return read_markdown(text.encode())


def shown(text: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text) for piece in read(text).pieces]


def texts(text: str) -> list[str]:
    return [piece.text for piece in read(text).pieces]


def test_a_page_becomes_headings_paragraphs_items_rows_and_code() -> None:
    page = """\
# Labs

Some text that is *wrapped*
over **two** lines with [a link](http://example.org "title").

## Models

- first
- second
  - below

1. one
2. two

| Model | Context |
|-------|---------|
| Kimi  | 2 M     |
|       | none    |

```python
def f():
    return 1
```
"""
    assert shown(page) == [
        ("heading", "Labs"),
        ("paragraph", "Some text that is wrapped over two lines with a link."),
        ("heading", "Models"),
        ("item", "first"),
        ("item", "second"),
        ("item", "below"),
        ("item", "one"),
        ("item", "two"),
        ("row", "Model | Context"),
        ("row", "Kimi | 2 M"),
        ("row", "none"),
        ("code", "def f():\n    return 1"),
    ]
    pieces = read(page).pieces
    assert [piece.level for piece in pieces] == [1, 0, 2, 1, 1, 2, 1, 1, 0, 0, 0, 0]
    groups = [piece.group for piece in pieces]
    assert groups == [0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 0]


def test_two_paragraphs_of_one_item_are_two_blocks_of_one_list() -> None:
    pieces = read("- one\n\n  more of one\n\n- two\n").pieces
    assert [(p.kind, p.text, p.group) for p in pieces] == [
        (ITEM, "one", 1),
        (ITEM, "more of one", 1),
        (ITEM, "two", 1),
    ]


def test_a_hard_line_break_stays_a_break_and_a_soft_one_does_not() -> None:
    assert texts("one\\\ntwo  \nthree\nfour<br>five") == ["one\ntwo\nthree four\nfive"]


def test_wrapped_chinese_gets_no_space_in_the_middle() -> None:
    assert texts("模型的上下\n文很长。\nKimi 支持\n") == ["模型的上下文很长。 Kimi 支持"]


def test_raw_html_leaves_its_text_and_no_tags() -> None:
    page = (
        'An <b class="x">old</b> tag<!-- hidden -->.\n\n<div>\n<p>In a block &amp; more</p>\n'
        '</div>\n\n<script>\nalert("x")\n</script>\n'
    )
    assert texts(page) == ["An old tag.", "In a block & more"]


def test_what_is_escaped_is_text() -> None:
    assert texts(r"\*not bold\* and \<b\> and 1\. no") == ["*not bold* and <b> and 1. no"]


def test_an_image_leaves_nothing_and_a_task_no_box() -> None:
    assert texts("![A chart](chart.png)\n\n- [ ] open\n- [x] done\n- \\[x] text") == [
        "open",
        "done",
        "[x] text",
    ]


def test_a_heading_inside_a_quotation_or_list_heads_nothing() -> None:
    assert shown("> # Said\n> words\n\n- # Listed\n") == [
        ("paragraph", "Said"),
        ("paragraph", "words"),
        ("item", "Listed"),
    ]


def test_the_front_matter_says_what_the_document_is() -> None:
    parsed = read(
        "---\ntitle: A title: with a colon\nauthor: 'Jo ''Ann'' Doe'\nlanguage: zh_Hans\n"
        'url: https://example.org/a\ndigest of: "The \\"Long\\" Report"\ntags:\n  - x\n'
        "date: 2025-01-01\n# a remark\n---\n\nText.\n"
    )
    assert parsed.title == "A title: with a colon"
    assert parsed.author == "Jo 'Ann' Doe"
    assert parsed.language == "zh-Hans"
    assert parsed.url == "https://example.org/a"
    assert parsed.digest_of == 'The "Long" Report'
    assert parsed.faults == ()
    assert [piece.text for piece in parsed.pieces] == ["Text."]


def test_wrong_front_matter_lines_are_named_and_the_rest_counts() -> None:
    parsed = read(
        "---\r\ntitle: Good\r\nautor: Jo\r\nthis is no pair\r\nurl: javascript:alert(1)\r\n"
        "language: English please\r\ntitle: Again\r\n---\r\nText.\r\n"
    )
    assert parsed.title == "Good"
    assert (parsed.url, parsed.language, parsed.author) == (None, None, None)
    assert [(fault.line, fault.key) for fault in parsed.faults] == [
        (3, "autor"),
        (4, None),
        (5, "url"),
        (6, "language"),
        (7, "title"),
    ]
    assert "Did you mean author?" in parsed.faults[0].message


def test_front_matter_that_never_ends_is_named_and_nothing_is_lost() -> None:
    parsed = read("---\ntitle: x\n\nText.\n")
    assert parsed.faults == (
        Fault(1, "The front matter that begins here never ends. Close it with a --- line."),
    )
    assert "Text." in [piece.text for piece in parsed.pieces]


def test_a_ruler_on_the_first_line_is_no_front_matter() -> None:
    parsed = read("---\n\nText above.\n\n---\n\nText below.\n")
    assert [piece.text for piece in parsed.pieces] == ["Text above.", "Text below."]
    assert not parsed.faults


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("pass\u200bword", "password"),
        ("pass\u200cword\u200d", "password"),
        ("soft\u00adhyphen", "softhyphen"),
        ("nul\x00byte", "nulbyte"),
        ("&#8238;turned&#x200b;", "turned"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        ("\ufeffmark", "mark"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # the non-joiner is spelling here
        ("family 👩\u200d👧", "family 👩\u200d👧"),
        ("windows\r\nline\rends", "windows line ends"),
        ("a\u2028b", "a b"),
    ],
)
def test_what_nobody_can_see_is_gone(source: str, seen: str) -> None:
    assert texts(source + " " * 200) == [seen]


def test_a_file_that_is_not_utf8_is_refused_with_its_line() -> None:
    with pytest.raises(BrokenFile, match=r"Byte 9 \(0xe9\)") as caught:
        read_markdown(b"one\ntwo\n\xe9\n")
    assert caught.value.line == 3
    with pytest.raises(BrokenFile, match="Byte 6") as caught:
        read_markdown(b"\xef\xbb\xbfa\r\xff")
    assert caught.value.line == 2


def test_other_bytes_are_refused_for_what_they_are() -> None:
    with pytest.raises(BrokenFile, match="UTF-16"):
        read_markdown("text".encode("utf-16"))
    with pytest.raises(BrokenFile, match="control characters"):
        read_markdown(b"\x00\x01\x02\x03 PK")


def test_nesting_without_end_is_cut_off_and_named() -> None:
    parsed = read("Text.\n\n" + ">" * 5000 + " deep\n\nMore.\n")
    assert [piece.text for piece in parsed.pieces] == ["Text.", "More."]
    assert [fault.line for fault in parsed.faults] == [3]
    assert "60 deep" in parsed.faults[0].message


@pytest.mark.parametrize("flood", ["[", "`x ``", "word "])
def test_a_line_of_a_megabyte_is_read_in_seconds(flood: str) -> None:
    # Not by the clock: a quadratic reader would take hours.
    count = 1_000_000 // len(flood)
    pieces = read(flood * count).pieces
    assert len(pieces) == 1
    assert len(pieces[0].text) > 100_000
