"""Markdown → pieces, with markdown-it-py (CommonMark, with tables and strikethrough)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.core.model import BlockKind
from bot.reading.characters import clean, decode_text, unwrap
from bot.reading.faults import Fault
from bot.reading.front_matter import split_front_matter
from bot.reading.html_flow import read_flow
from bot.reading.pieces import Parsed, Piece, PieceList

# markdown-it drops what is nested deeper; each level takes some Python stack.
_DEEPEST = 60
# Its search for a link's end is quadratic in the brackets of a paragraph: 5,000 take some
# milliseconds, 100,000 take seconds. No prose holds that many.
_MOST_BRACKETS = 5_000
_HARD_BREAK = "\x00"  # `clean` has taken the real ones out
_TASK_BOX = re.compile(r"\[[ xX]\] ")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_markdown(data: bytes) -> Parsed:
    """Reads a Markdown file with optional front matter.

    Raises:
        BrokenFile: the bytes are not UTF-8 text.
    """
    matter = split_front_matter(clean(decode_text(data)))
    pieces, faults = parse_markdown(matter.body, lines_above=matter.lines_above)
    return Parsed(
        pieces,
        title=matter.values.get("title"),
        url=matter.values.get("url"),
        author=matter.values.get("author"),
        language=matter.values.get("language"),
        digest_of=matter.values.get("digest_of"),
        faults=matter.faults + faults,
    )


def parse_markdown(
    text: str, *, lines_above: int = 0
) -> tuple[tuple[Piece, ...], tuple[Fault, ...]]:
    """Reads Markdown without front matter.

    Args:
        text: the Markdown, cleaned.
        lines_above: how many lines of the file stand above it.

    Returns:
        The pieces, and what had to be left out.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    if any(part.count("[") > _MOST_BRACKETS for part in re.split(r"\n[ \t]*\n", text)):
        parser.disable(["link", "image"])
    tokens = parser.parse(text)
    walk = _Walk()
    for token in tokens:
        walk.take(token)
    faults: list[Fault] = []
    too_deep = next((t for t in tokens if t.map and t.level >= _DEEPEST - 2), None)
    if too_deep is not None and too_deep.map:
        line = lines_above + too_deep.map[0] + 1
        faults.append(Fault(line, f"What is nested {_DEEPEST} deep or more is left out."))
    return tuple(walk.found.pieces), tuple(faults)


@dataclass
class _Walk:
    """Goes through markdown-it's flat list of block tokens."""

    found: PieceList = field(default_factory=PieceList)
    lists: int = 0
    quotes: int = 0
    group: int = 0
    heading: int = 0
    cells: list[str] | None = None

    def take(self, token: Token) -> None:
        """Takes the next token in."""
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self.group = self.group if self.lists else self.found.new_group()
                self.lists += 1
            case "bullet_list_close" | "ordered_list_close":
                self.lists -= 1
            case "blockquote_open" | "blockquote_close":
                self.quotes += token.nesting
            case "heading_open":
                self.heading = int(token.tag[1:])
            case "heading_close":
                self.heading = 0
            case "inline":
                self._take_text(token)
            case "html_block":
                for piece in read_flow(token.content).pieces:
                    self._add(piece.kind, piece.text)
            case "fence" | "code_block":
                self._add(BlockKind.CODE, token.content)
            case _:
                self._take_table(token)

    def _take_table(self, token: Token) -> None:
        match token.type:
            case "table_open" if not self.lists:
                self.group = self.found.new_group()
            case "tr_open":
                self.cells = []
            case "tr_close":
                self.found.add_row(self.cells or [], self.group)
                self.cells = None
            case _:
                pass

    def _take_text(self, token: Token) -> None:
        text = plain_inline(token.children or [])
        if self.cells is not None:
            self.cells.append(text)
        elif self.lists:
            # What is escaped is no box: look at the source.
            boxed = _TASK_BOX.match(token.content) and _TASK_BOX.match(text)
            self._add(BlockKind.ITEM, text[boxed.end() :] if boxed else text)
        elif self.heading and not self.quotes:
            self.found.add(BlockKind.HEADING, text, level=self.heading)
        else:
            self._add(BlockKind.PARAGRAPH, text)

    def _add(self, kind: BlockKind, text: str) -> None:
        if self.lists:
            kind = BlockKind.CODE if kind is BlockKind.CODE else BlockKind.ITEM
            level = self.lists if kind is BlockKind.ITEM else 0
            self.found.add(kind, text, level=level, group=self.group)
        else:
            kind = kind if kind is BlockKind.CODE else BlockKind.PARAGRAPH
            self.found.add(kind, text)


def plain_inline(tokens: Iterable[Token]) -> str:
    """The text of a paragraph as a reader sees it; only hard line breaks stay breaks."""
    parts: list[str] = []
    for token in tokens:
        match token.type:
            case "text" | "text_special" | "code_inline":
                parts.append(token.content)
            case "softbreak":
                parts.append("\n")
            case "hardbreak":
                parts.append(_HARD_BREAK)
            case "html_inline" if _BREAK_TAG.fullmatch(token.content):
                parts.append(_HARD_BREAK)
            case _:  # emphasis and link marks, images, other tags
                pass
    return unwrap("".join(parts)).replace(_HARD_BREAK, "\n")
