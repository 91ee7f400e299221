"""What a reader makes of a file: pieces in reading order, and how they become a text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.core.model import Block, BlockKind
from bot.reading.characters import clean
from bot.reading.faults import Fault

_DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of a file, before it has a place in the document's text.

    Attributes:
        kind: what it is.
        text: what a reader sees; never empty, no blanks around it.
        level: as in `Block`.
        group: as in `Block`.
        cells: a table row's cells, empty ones included; empty for other kinds.
    """

    kind: BlockKind
    text: str
    level: int = 0
    group: int = 0
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one format's reader returns.

    Attributes:
        pieces: the file's content, in reading order.
        title: as the file states it apart from its headings, or None.
        url: where the original stands, or None.
        author: who wrote it, or None.
        language: a BCP 47 tag, or None.
        digest_of: what it is a digest of, or None.
        faults: what is wrong with the file, but does not keep it from loading.
    """

    pieces: tuple[Piece, ...]
    title: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    digest_of: str | None = None
    faults: tuple[Fault, ...] = ()

    def heading(self) -> str | None:
        """The first heading of the highest level, or None."""
        headings = [piece for piece in self.pieces if piece.kind is BlockKind.HEADING]
        return min(headings, key=lambda piece: piece.level).text if headings else None


@dataclass
class PieceList:
    """Collects pieces: cleans what comes in, and lets nothing empty through."""

    pieces: list[Piece] = field(default_factory=list[Piece])
    _groups: int = 0

    def new_group(self) -> int:
        """A number for one more list or table."""
        self._groups += 1
        return self._groups

    def add(self, kind: BlockKind, text: str, *, level: int = 0, group: int = 0) -> None:
        """Adds a heading, paragraph, item or code block.

        A line break inside the text stays; runs of blanks become one space, except in code.
        """
        from_code = kind is BlockKind.CODE
        text = _code_lines(clean(text)) if from_code else _tidy_lines(clean(text))
        if kind is BlockKind.HEADING:
            text = text.replace("\n", " ")
            level = min(max(level, 1), _DEEPEST_HEADING)
        if text:
            self.pieces.append(Piece(kind, text, level, group))

    def add_row(self, cells: Sequence[str], group: int) -> None:
        """Adds a table row; its text is the cells joined with `` | ``."""
        tidy = tuple(_tidy_lines(clean(cell)).replace("\n", " ") for cell in cells)
        if any(tidy):
            filled = [at for at, cell in enumerate(tidy) if cell]
            text = " | ".join(tidy[filled[0] : filled[-1] + 1]).replace("|  |", "| |")
            self.pieces.append(Piece(BlockKind.ROW, text, 0, group, tidy))


def _tidy_lines(text: str) -> str:
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _code_lines(text: str) -> str:
    lines = [line.rstrip() for line in textwrap.dedent(text.expandtabs(4)).split("\n")]
    return "\n".join(lines).strip()


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Lays pieces out as a document's text, a blank line between two of them.

    Returns:
        The text, and the blocks that say where each piece stands in it.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        parts.append(piece.text)
        blocks.append(Block(piece.kind, at, end, piece.level, piece.group))
        at = end + 2
    return "\n\n".join(parts), tuple(blocks)
