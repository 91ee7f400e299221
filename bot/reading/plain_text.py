"""Plain text → pieces: paragraphs between blank lines, bullets, and what looks like a heading."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.core.model import BlockKind
from bot.reading.characters import clean, decode_text, unwrap
from bot.reading.pieces import Parsed, Piece, PieceList

# A symbol begins an item anywhere; a dash, star or number may also be part of a wrapped line.
_BULLET = re.compile(r"(\s*)(?:([•◦▪▫‣⁃∙·●○■□]\s*|[-*+–—]\s+)|(\d{1,3})[.)]\s+)(?=\S)")
_SYMBOLS = frozenset("•◦▪▫‣⁃∙·●○■□")
_HASHES = re.compile(r"(#{1,6})\s+(.*?)[\s#]*")
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|~{3,})\s*")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+\S")
_SENTENCE_INSIDE = re.compile(r"\w{3,}[.!?]\s+\w|[。！？；]")
_CLOSING = "\"'”’»)]）】」』"
_WIDEST_WRAP = 100  # editors and mail wrap at 72 to 100; a longer line is a paragraph
_LONGEST_HEADING = 100  # characters
_MOST_WORDS = 16


def read_plain_text(data: bytes) -> Parsed:
    """Reads a text file.

    Raises:
        BrokenFile: the bytes are not UTF-8 text.
    """
    return Parsed(parse_plain_text(clean(decode_text(data))))


def parse_plain_text(text: str) -> tuple[Piece, ...]:
    """Reads plain text, cleaned, into pieces."""
    found = PieceList()
    units = [unit for chunk in _chunks(text) for unit in _units(chunk)]
    indents: list[int] = []
    group = 0
    for unit, level in zip(units, _heading_levels(units), strict=True):
        if level:
            found.add(BlockKind.HEADING, unit.source or unit.text, level=level)
        elif unit.is_item:
            group = group if indents else found.new_group()
            depth = _depth(indents, unit.indent)
            found.add(BlockKind.ITEM, unit.text, level=depth, group=group)
            continue
        else:
            found.add(BlockKind.PARAGRAPH, unit.text)
        indents.clear()
    return _without_bare_headings(found.pieces)


def _depth(indents: list[int], indent: int) -> int:
    """An item's depth from 1, by how far the items above it are indented."""
    while indents and indent < indents[-1]:
        indents.pop()
    if not indents or indent >= indents[-1] + 2:
        indents.append(indent)
    return len(indents)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A paragraph, item or lone line, before it is known what a lone line is."""

    text: str
    is_item: bool = False
    indent: int = 0  # an item's, in columns
    alone: bool = False  # one line between blank lines
    marked: int = 0  # the level of a line underlined or with # in front, beyond doubt a heading
    source: str = ""  # a numbered item of one line, as written


def _chunks(text: str) -> Iterator[list[str]]:
    """The runs of lines between blank lines."""
    for chunk in re.split(r"\n(?:[ \t\u3000]*\n)+", text.strip("\n")):
        lines = [line.rstrip() for line in chunk.split("\n") if line.strip()]
        if lines:
            yield lines


def _units(lines: list[str]) -> Iterator[_Unit]:
    """The paragraphs, items and headings of a run of lines."""
    start = 0
    for at, line in enumerate(lines[1:], start=1):
        ruler = _UNDERLINE.fullmatch(line)
        if at - 1 == start and ruler and _short(lines[start]):
            yield _Unit(lines[start].strip(), marked=1 if "=" in ruler[1] else 2)
            start = at + 1
    lines = [line for line in lines[start:] if not _UNDERLINE.fullmatch(line)]
    runs = list(_runs(lines))
    for first, *others in runs:
        hashes = _HASHES.fullmatch(first.strip())
        bullet = _BULLET.match(first)
        if hashes and len(runs) == 1 and not others and _short(first):
            yield _Unit(hashes[2], marked=len(hashes[1]))
        elif bullet and not _is_wrapped([first, *others]):
            yield from _units([first])
            yield from _units(others)
        elif bullet:
            text = unwrap("\n".join([first[bullet.end() :], *others]))
            indent = len(bullet[1].expandtabs(4))
            source = first.strip() if not others and bullet[3] else ""
            yield _Unit(text, is_item=True, indent=indent, alone=len(runs) == 1, source=source)
        elif _is_wrapped([first, *others]):
            yield _Unit(unwrap("\n".join([first, *others])), alone=len(lines) == 1)
        else:
            yield from (_Unit(line.strip(), alone=True) for line in (first, *others))


def _runs(lines: list[str]) -> Iterator[list[str]]:
    """Cuts a chunk where an item begins."""
    run: list[str] = []
    for line in lines:
        bullet = _BULLET.match(line)
        if run and bullet and (_BULLET.match(run[0]) or _may_interrupt(bullet)):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _may_interrupt(bullet: re.Match[str]) -> bool:
    """Whether an item may begin in the middle of a paragraph's lines (as in CommonMark)."""
    mark = (bullet[2] or "").strip()
    return mark in _SYMBOLS or mark in {"-", "*", "+"} or bullet[3] == "1"


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines are one paragraph that was wrapped, and not one paragraph each."""
    widest = max(map(len, lines))
    if widest <= _WIDEST_WRAP:
        return True
    # Wrapping is greedy: the next line's first word would not have fitted.
    return all(
        len(line) + 1 + len(after.split()[0]) >= widest for line, after in itertools.pairwise(lines)
    )


def _short(line: str) -> bool:
    return len(line) <= _LONGEST_HEADING and len(line.split()) <= _MOST_WORDS


def _looks_like_heading(text: str) -> bool:
    """Whether a lone line reads as a heading: short, no closing punctuation."""
    bare = text.rstrip(_CLOSING)
    first = next((char for char in text if char.isalnum()), "")
    return (
        _short(text)
        and bool(first)
        and not first.islower()
        and any(char.isalpha() for char in text)
        and bare[-1:] not in set(".!:;,…。！：；，、")
        and not _SENTENCE_INSIDE.search(text)
        and not (bare.endswith("？") and len(text) > 40)
    )


def _heading_levels(units: Sequence[_Unit]) -> list[int]:
    """Every unit's level as a heading, or 0 where it is none.

    Three and more lone lines in a row are a list without bullets, or verse: only a first
    line of the file (its title) and the last of the row (it stands above some text) count.
    """
    levels = [unit.marked for unit in units]
    lone = [
        unit.marked > 0 or (unit.alone and not unit.is_item and _looks_like_heading(unit.text))
        for unit in units
    ]
    for is_lone, run in itertools.groupby(range(len(units)), key=lone.__getitem__):
        places = list(run)
        if is_lone:
            crowded = len(places) > 2
            for at in places:
                if not levels[at] and (not crowded or at in {0, places[-1]}):
                    levels[at] = _level_by_number(units[at].text) if at else 1
        else:
            for at in places:
                if _is_numbered_heading(units, at):
                    levels[at] = _level_by_number(units[at].source)
    return levels


def _level_by_number(text: str) -> int:
    numbers = _NUMBERED.match(text)
    return 2 + numbers[1].count(".") if numbers else 2


def _is_numbered_heading(units: Sequence[_Unit], at: int) -> bool:
    """Whether ``2. Results`` stands above some text, and not in a list."""
    unit = units[at]
    if not (unit.alone and unit.source and _looks_like_heading(unit.source)):
        return False
    around = [*units[max(at - 1, 0) : at], *units[at + 1 : at + 2]]
    return at + 1 < len(units) and not any(other.source for other in around)


def _without_bare_headings(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Headings at the very end stand above nothing: a signature, a last line."""
    kept = list(pieces)
    for at in range(len(kept) - 1, 0, -1):
        if kept[at].kind is not BlockKind.HEADING:
            break
        kept[at] = replace(kept[at], kind=BlockKind.PARAGRAPH, level=0)
    return tuple(kept)
