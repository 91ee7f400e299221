"""HTML → pieces as they flow down the page, from the events of lxml's tolerant parser.

It follows the tags as they come instead of walking a tree, so that unclosed and deeply
nested tags cost nothing. Scripts, navigation and hidden parts are passed over.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # pyright: ignore[reportMissingTypeStubs, reportAttributeAccessIssue, reportUnknownVariableType]

from bot.core.model import BlockKind
from bot.reading.characters import clean, one_line, unwrap
from bot.reading.pieces import Piece, PieceList

# lxml ships no types for its compiled part.
_lxml: Any = etree  # pyright: ignore[reportUnknownVariableType]
_SKIPPED = frozenset(
    "script style noscript template svg math iframe object canvas audio video "
    "nav aside footer button select textarea dialog".split()
)
# What only a page made for a browser holds.
_FURNITURE = frozenset("script nav aside footer form iframe".split())
_BLOCKS = frozenset(
    "address article blockquote body caption center details dd div dl dt fieldset figcaption "
    "figure form header hgroup hr html legend li main menu ol p pre section summary table tr "
    "ul h1 h2 h3 h4 h5 h6".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dl", "menu"})
_CELLS = frozenset({"td", "th"})
_TABLE_PARTS = _CELLS | {"table", "tr"}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_BREAK = "\x00"  # `clean` has taken the real ones out
_TWO_BREAKS = re.compile(rf"{_BREAK}(?:\s*{_BREAK})+")
_LONGEST_CELL = 300  # characters; a longer one is a column of a page, not a table's cell


@dataclass
class Flow:
    """What `read_flow` found.

    Attributes:
        pieces: everything a reader of the page sees, in order.
        in_article: for each piece, whether it stands inside an ``article`` element.
        articles: how many ``article`` elements there are.
        made_for_browsers: whether there are scripts, forms or navigation, so that some
            of the pieces may be no part of the text.
        title: the ``title`` element, or None.
        language: the ``lang`` attribute of the page, or None.
        meta: names and properties of ``meta`` elements to their contents; the canonical
            address and the one a browser saved the page from too.
    """

    pieces: list[Piece] = field(default_factory=list[Piece])
    in_article: list[bool] = field(default_factory=list[bool])
    articles: int = 0
    made_for_browsers: bool = False
    title: str | None = None
    language: str | None = None
    meta: dict[str, str] = field(default_factory=dict[str, str])


def read_flow(html: str) -> Flow:
    """Reads a page, or a fragment of one. Never raises for anything it may hold."""
    target = _Target()
    _feed(clean(html).encode(), target)
    target.flush()
    return target.flow


def _feed(source: bytes, target: _Target) -> None:
    """Has lxml report a page's elements to the target, without building a tree."""
    parser = _lxml.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    with contextlib.suppress(_lxml.XMLSyntaxError):  # there is no element at all
        _lxml.fromstring(source, parser)


class _Target:
    """Takes lxml's events in. It closes every element, whatever the page forgot."""

    def __init__(self) -> None:
        self.flow = Flow()
        self._found = PieceList(self.flow.pieces)
        self._text: list[str] = []
        self._title: list[str] | None = None
        self._skipping = 0
        self._article = 0
        self._heading = 0
        self._pre = 0
        self._lists = 0
        self._group = 0
        self._cells: list[str] | None = None  # of the row being read; None outside of one
        self._tables: list[int] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.flow.made_for_browsers |= tag in _FURNITURE
        if self._skipping or tag in _SKIPPED or _is_hidden(attributes):
            self._skipping += 1
            return
        if tag in _BLOCKS:
            self._break_block(tag)
        if tag == "br":
            self._text.append(_BREAK)
        elif tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag in _LISTS:
            self._group = self._group if self._lists else self._found.new_group()
            self._lists += 1
        elif tag == "pre":
            self._pre += 1
        elif tag == "article":
            self.flow.articles += not self._article
            self._article += 1
        elif tag in _TABLE_PARTS:
            self._start_table_part(tag)
        else:
            self._start_head_part(tag, attributes)

    def _start_table_part(self, tag: str) -> None:
        if tag == "table":
            self._tables.append(self._found.new_group())
        elif tag == "tr" and self._tables:
            self._cells = []
        elif self._cells is not None:  # td, th
            self._text.clear()

    def _start_head_part(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "html":
            self.flow.language = attributes.get("lang") or attributes.get("xml:lang")
        elif tag == "title":
            self._title = []
        elif tag == "meta":
            key = (attributes.get("property") or attributes.get("name") or "").lower()
            self.flow.meta.setdefault(key, attributes.get("content", ""))
        elif tag == "link" and attributes.get("rel", "").lower() == "canonical":
            self.flow.meta.setdefault("canonical", attributes.get("href", ""))

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
            return
        if tag in _CELLS and self._cells is not None:
            self._cells.append(self._take_text().replace(_BREAK, " "))
        elif tag == "tr" and self._cells is not None:
            self._end_row()
        elif tag in _BLOCKS:
            self._break_block(tag)
        self._leave(tag)

    def _leave(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._heading = 0
        elif tag in _LISTS:
            self._lists -= 1
        elif tag == "pre":
            self._pre -= 1
        elif tag == "article":
            self._article -= 1
        elif tag == "table" and self._tables:
            self._tables.pop()
        elif tag == "title" and self._title is not None:
            self.flow.title = self.flow.title or one_line("".join(self._title)) or None
            self._title = None

    def data(self, text: str) -> None:
        """Text, character references already resolved."""
        if not self._skipping:
            (self._text if self._title is None else self._title).append(text)

    def comment(self, text: str) -> None:
        """A comment; browsers note in one where they saved a page from."""
        saved = _SAVED_FROM.search(text)
        if saved:
            self.flow.meta.setdefault("saved from", saved[1])

    def close(self) -> None:
        """The page ends."""

    def _break_block(self, tag: str) -> None:
        """A block begins or ends. Inside a table's cell that is no more than a space."""
        if self._cells is None:
            self.flush()
            return
        cell = sum(map(len, self._text))
        if tag == "table" or tag in _HEADINGS or cell > _LONGEST_CELL:
            self._spill()
        else:
            self._text.append(" ")

    def _spill(self) -> None:
        """The table only lays the page out: its cells are text like any other."""
        cells, self._cells = self._cells or [], None
        for cell in cells:
            self._add(BlockKind.PARAGRAPH, cell)
        self.flush()

    def _end_row(self) -> None:
        cells, self._cells = self._cells or [], None
        self._text.clear()
        if len(cells) == 1:
            self._add(BlockKind.PARAGRAPH, cells[0])
        elif self._tables:
            self._found.add_row(cells, self._tables[-1])
            self._mark()

    def _take_text(self) -> str:
        text = "".join(self._text)
        self._text.clear()
        return text if self._pre else unwrap(text)

    def flush(self) -> None:
        """What was read since the last block becomes a piece."""
        text = self._take_text()
        if self._pre:
            self._found.add(BlockKind.CODE, text.replace(_BREAK, "\n"))
        for part in _TWO_BREAKS.split(text) if not self._pre else ():
            if self._heading:
                self._found.add(BlockKind.HEADING, part.replace(_BREAK, " "), level=self._heading)
            elif self._lists:
                item = part.replace(_BREAK, "\n")
                self._found.add(BlockKind.ITEM, item, level=self._lists, group=self._group)
            else:
                self._add(BlockKind.PARAGRAPH, part)
        self._mark()

    def _add(self, kind: BlockKind, text: str) -> None:
        self._found.add(kind, text.replace(_BREAK, "\n"))
        self._mark()

    def _mark(self) -> None:
        new = len(self.flow.pieces) - len(self.flow.in_article)
        self.flow.in_article += [self._article > 0] * new


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or bool(_HIDDEN_STYLE.search(attributes.get("style", "")))
