"""Whatever a file holds, its blocks cover its text in order, and writing loses nothing."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.model import BlockKind
from bot.reading.faults import BrokenFile
from bot.reading.formats import Reader
from bot.reading.furniture import strip_lines, without_furniture
from bot.reading.html import read_html
from bot.reading.markdown import parse_markdown, read_markdown
from bot.reading.markdown_writer import write_markdown
from bot.reading.pieces import Parsed, Piece, PieceList, assemble
from bot.reading.plain_text import parse_plain_text, read_plain_text

MARKUP = "#*_`[]()<>!|~-+=:\\&;.\"'/ \n\t0123456789abcXYZé中文，。•💡👁\u200b\u202e\u00a0"
lines = st.one_of(
    st.text(alphabet=MARKUP, max_size=60),
    st.text(max_size=40),
    st.sampled_from(
        [
            "# Title", "## Part two", "- item", "  - deeper", "* star", "1. first", "2) second",
            "| a | b |", "|---|---|", "> quoted", "```", "~~~", "    code", "---", "===", "***",
            "<div>", "</div>", "<b>bold</b>", "<!-- note -->", "<script>x</script>", "<table>",
            "<tr><td>1<td>2", "</table>", "<h2>", "<li>", "<ul>", "<br><br>", "<pre>", "</pre>",
            "[a]: http://b", "[text](http://x)", "![alt](x)", "&lt;tag&gt;", "&#0;", "&#xD800;",
            "A sentence stands here.", "Another one, wrapped", "• bullet", "", "", "",
        ]
    ),
)  # fmt: skip
sources = st.lists(lines, max_size=25).map("\n".join)


def check_layout(parsed: Parsed) -> None:
    text, blocks = assemble(parsed.pieces)
    end = -2
    for block in blocks:
        assert block.start == end + 2, "in order, a blank line between two blocks, no overlap"
        end = block.end
        shown = text[block.start : block.end]
        assert shown
        assert shown == shown.strip()
        assert (block.level > 0) == (block.kind in {BlockKind.HEADING, BlockKind.ITEM})
        assert block.group > 0 or block.kind not in {BlockKind.ITEM, BlockKind.ROW}
        assert block.kind is BlockKind.CODE or "\n\n" not in shown
    assert len(text) == max(end, 0)
    assert not set(text) & set("\x00\x07\u200b\u202e\u2066\ufeff\u00ad\ud800\r")


@pytest.mark.parametrize("read", [read_markdown, read_plain_text, read_html])
@given(source=sources)
@settings(deadline=None)  # trafilatura loads its tables at the first call
def test_blocks_cover_the_text_of_any_file(read: Reader, source: str) -> None:
    try:
        parsed = read(source.encode("utf-8", "replace"))
    except BrokenFile:
        assert sum(char < " " for char in source) > 0.01 * len(source)
    else:
        check_layout(parsed)


texts = st.one_of(
    st.text(alphabet=MARKUP, min_size=1, max_size=60),
    st.text(min_size=1, max_size=40),
    st.sampled_from(
        [
            "1. is not an item", "- nor is this", "+ or this", "# not a heading", "> not quoted",
            "snake_case and _this_ and *that*", "[a](b) and [c] and ![d](e)", "a < b and <b>c</b>",
            "AT&T &amp; &#65; & co", "---", "===", "`tick` ``two``", "~~gone~~", "back\\slash\\",
            "[ ] no task", "| pipe | at | start", "ends with #", "ends with ##", "#", "\\#",
            "10) ten",
            "<!-- x -->", "http://a.b/c_d_e", "[x]: http://y", "__init__ and __all__", "2024. Then",
            "a\nb\n- c", "a | b\n--- | ---", "***", "* * *", "_ _ _", "\\", "a\\\nb", "|", "a|b",
        ]
    ),
)  # fmt: skip


@st.composite
def piece_lists(draw: st.DrawFn) -> list[Piece]:
    found = PieceList()
    for kind in draw(st.lists(st.sampled_from(list(BlockKind)), max_size=8)):
        group = found.new_group() if kind in {BlockKind.ITEM, BlockKind.ROW} else 0
        if kind is BlockKind.ROW:
            width = draw(st.integers(1, 4))
            for _ in range(draw(st.integers(1, 3))):
                found.add_row(draw(st.lists(texts, min_size=width, max_size=width)), group)
        elif kind is BlockKind.ITEM:
            for _ in range(draw(st.integers(1, 3))):
                found.add(kind, draw(texts), level=draw(st.integers(1, 3)), group=group)
        else:
            found.add(kind, draw(texts), level=draw(st.integers(1, 6)) * (kind == "heading"))
    return found.pieces


@given(piece_lists())
@settings(max_examples=400)
def test_what_is_written_as_markdown_reads_back_the_same(pieces: list[Piece]) -> None:
    back, faults = parse_markdown(write_markdown(pieces))
    assert [(piece.kind, piece.text) for piece in back] == [(p.kind, p.text) for p in pieces]
    assert not faults


@given(st.lists(st.text(string.ascii_letters + " 💡👉•,'", max_size=50), max_size=12))
def test_importing_text_loses_no_sentence(starts: list[str]) -> None:
    sentences = [f"{start.strip()} and so it ends." for start in starts]
    text, _ = strip_lines("\n\n".join(sentences))
    pieces, _ = without_furniture(parse_plain_text(text))
    whole = " ".join(piece.text for piece in pieces)
    for sentence in sentences:
        words = sentence.lstrip("💡👉• ,'").split()
        assert " ".join(words) in whole
