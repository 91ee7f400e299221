"""Pieces → Markdown that reads back as the very same pieces."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from bot.core.model import BlockKind
from bot.reading.pieces import Piece

# What Markdown would take for markup wherever it stands. An underscore inside a word and a
# lone < or & are none, and look better bare.
_ANYWHERE = re.compile(r"[\\`*\[\]~]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_AT_LINE_START = re.compile(
    r"#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=:|](?=[-=:|\s]*$)|(\d{1,9})(?=[.)](?:\s|$))"
)
_CLOSING_HASHES = re.compile(r"(?<!\\)(?=#+$)")
_FENCE = re.compile(r"`{3,}")


def write_markdown(pieces: Sequence[Piece]) -> str:
    """Writes pieces as Markdown, without front matter."""
    parts: list[str] = []
    mark = "*"
    for (is_list, is_table, _), run in itertools.groupby(pieces, key=_run):
        members = list(run)
        if is_list:
            mark = "*" if mark == "-" else "-"  # another mark begins another list
            parts += ["\n".join(_items(members, mark))]
        elif is_table:
            parts += ["\n".join(_table(members))]
        else:
            parts += [_block(piece) for piece in members]
    return "\n\n".join(parts) + "\n"


def _run(piece: Piece) -> tuple[bool, bool, int]:
    return piece.kind is BlockKind.ITEM, piece.kind is BlockKind.ROW, piece.group


def escape(text: str) -> str:
    """A line or lines of text, so that Markdown shows them as they are."""
    lines = (_AT_LINE_START.sub(_escape_start, _inline(line)) for line in text.split("\n"))
    return "\\\n".join(lines)


def _inline(line: str) -> str:
    return _ANYWHERE.sub(r"\\\g<0>", line)


def _escape_start(match: re.Match[str]) -> str:
    if match.start() > 0:
        return match[0]
    return f"{match[1]}\\" if match[1] else f"\\{match[0]}"


def _block(piece: Piece) -> str:
    match piece.kind:
        case BlockKind.HEADING:
            text = _CLOSING_HASHES.sub(r"\\", escape(piece.text))
            return f"{'#' * max(piece.level, 1)} {text}"
        case BlockKind.CODE:
            longest = max((len(run) for run in _FENCE.findall(piece.text)), default=2)
            fence = "`" * (longest + 1)
            return f"{fence}\n{piece.text}\n{fence}"
        case _:
            return escape(piece.text)


def _items(items: Sequence[Piece], mark: str) -> Iterator[str]:
    depth = 0
    for item in items:
        depth = min(item.level, depth + 1)  # Markdown has no item two levels below the last
        indent = "  " * (depth - 1)
        yield f"{indent}{mark} {escape(item.text)}".replace("\n", f"\n{indent}  ")


def _table(rows: Sequence[Piece]) -> Iterator[str]:
    width = max(len(row.cells) for row in rows)
    for n, row in enumerate(rows):
        cells = [*row.cells, *[""] * (width - len(row.cells))]
        yield "| " + " | ".join(_inline(cell).replace("|", "\\|") for cell in cells) + " |"
        if n == 0:
            yield "|" + " --- |" * width
