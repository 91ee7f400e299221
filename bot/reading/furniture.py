"""Page furniture in a saved article: what stands around the text and says nothing.

A line that ends like a sentence is never furniture, whatever it holds: every sentence of an
article is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.catalog import fold
from bot.core.model import BlockKind
from bot.reading.pieces import Piece

_EMOJI = (
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u2190-\u21ff\u25a0-\u25ff\u3030\u303d"
    "\u3297\u3299\u2139\u2049\u203c]"
    "[\ufe0e\ufe0f\u20e3\u200d\U0001f3fb-\U0001f3ff]*"
)
# These say something: yes, no, beware, and the flags of countries.
_MEANT = "✅✔☑❌✖✗✘❎⛔🚫⚠❗❓👍👎"
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}|🏴")
_LEADING = re.compile(rf"(?![{_MEANT}])(?:{_EMOJI}[\s\ufe0f]*)")
_ONLY_SIGNS = re.compile(rf"(?:{_EMOJI}|[\W_])*")
_SEPARATOR = re.compile(r"\s*[·•|｜／]\s*|\s{2,}|\s+[–—/-]\s+")
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’»)\]）」』]*$")

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
    r"|(?:januar|februar|märz|mai|juni|juli|oktober|dezember)"
)
_DATE = (
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    rf"(?:\d{{4}}[-/.年]\s?\d{{1,2}}[-/.月]\s?\d{{1,2}}日?"
    rf"|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}"
    rf"|(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:{_MONTH}),?\s+\d{{4}})"
    rf"(?:,?\s+(?:at\s+)?\d{{1,2}}:\d{{2}}(?::\d{{2}})?\s*(?:am|pm)?(?:\s+[a-z]{{3,4}})?)?"
)
_COUNT = r"[\d.,]+\s?[kKmM万]?\+?"
_INFO = re.compile(
    rf"(?:(?:published|posted|updated|last updated|date|modified)(?:\s+on)?:?\s+)?{_DATE}"
    rf"|(?:views?|reads?|likes?|shares?|comments?|阅读|浏览|点赞|评论)[:：]?\s*{_COUNT}"
    rf"|{_COUNT}\s*(?:views?|reads?|likes?|shares?|comments?|claps?|followers?|words?)"
    rf"|{_COUNT}\s*(?:次?阅读|次?浏览|人?点赞|条?评论)"
    r"|(?:reading time[:：]?\s*)?(?:about\s+|~\s*)?\d+\s*-?\s*(?:mins?|minutes?|分钟)\.?"
    r"\s*(?:read|reading|阅读)?"
    rf"|\d+\s+(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\s+ago",
    re.IGNORECASE,
)
_CONTENTS = frozenset(
    fold(name)
    for name in "table of contents|contents|in this article|on this page|jump to|目录"
    "|inhaltsverzeichnis|inhalt|sommaire|table des matières|índice|tabla de contenidos".split("|")
)
_BUTTONS = frozenset(
    "share|share this|share this article|share this post|tweet|copy link|print|email|subscribe"
    "|subscribe now|sign up|sign in|log in|follow|follow us|advertisement|sponsored|ad"
    "|skip to content|skip to main content|back to top|read more|show more|load more"
    "|leave a comment|leave a reply|add a comment|home|menu|search|previous|next|close"
    "|previous article|next article|share on facebook|share on x|share on twitter"
    "|share on linkedin|分享|返回顶部|上一篇|下一篇|广告".split("|")
)
_HASHTAGS = re.compile(r"(?:#\w+[\s,]*)+")
_BULLET = re.compile(r"[•◦▪‣*+–—-]\s|\d{1,3}[.)]\s")
_MOST_WORDS = 6  # in one part of an information line


_HEAD = 12  # lines or blocks: a lone date further down is a heading, as in a list of changes
_LEADERS = re.compile(r"^[\W_]*(?:\d+(?:\.\d+)*[.)]?\s+)?|[\s._…·]*\d*$")


def without_emoji(text: str) -> str:
    """A block's text without the decoration in front of it; signs that mean something stay."""
    while not _FLAG.match(text) and (lead := _LEADING.match(text)):
        text = text[lead.end() :]
    return text


def is_contents_mark(text: str) -> bool:
    """Whether a line announces a table of contents."""
    return fold(without_emoji(text)) in _CONTENTS


def is_furniture(text: str, *, at_head: bool = False) -> bool:
    """Whether a line is a button, date, counter or mark, and no text.

    Args:
        text: the line, or a block's text.
        at_head: whether it stands near the article's top, where a lone date is furniture.
    """
    bare = without_emoji(text).strip()
    if not text.strip() or _ONLY_SIGNS.fullmatch(bare):
        return bool(text.strip())
    if _SENTENCE_END.search(bare):
        return False
    if is_contents_mark(text) or _HASHTAGS.fullmatch(bare):
        return True
    if bare[0].isalpha() and fold(bare) in _BUTTONS:
        return True
    return _is_info_line(text, at_head=at_head)


def _is_info_line(text: str, *, at_head: bool) -> bool:
    """Whether a line says when, by whom and how often read, in a few short parts."""
    parts = [without_emoji(part).strip() for part in _SEPARATOR.split(text)]
    parts = [part for part in parts if not _ONLY_SIGNS.fullmatch(part)]
    known = [part for part in parts if _INFO.fullmatch(part)]
    if not known or any(len(part.split()) > _MOST_WORDS for part in parts if part not in known):
        return False
    if _BULLET.match(text) and not (at_head and known == [text]):
        return False
    if at_head:
        return len(parts) <= 2 * len(known) + 1
    # Further down it may be an entry of a table or list of dates: most must be known.
    decorated = without_emoji(text) != text
    return 2 * len(known) > len(parts) if decorated else len(parts) == len(known) > 1


def strip_lines(text: str) -> tuple[str, list[str]]:
    """Takes the furniture out of plain text, before it is read into blocks.

    Only what stands alone, above the lines of its paragraph or with decoration in front: a
    paragraph's last wrapped line may well be a date. What has decoration in front begins a
    block of its own; several lines with the same one are a list.

    Returns:
        The text that is left, and the lines that were taken out.
    """
    lines = text.split("\n")
    places = [at for at, line in enumerate(lines) if line.strip()]
    shown = [lines[at].strip() for at in places]
    contents = _contents(shown)
    kept = {at: [lines[at]] for at in range(len(lines))}
    removed: list[str] = []
    above: int | None = None  # the last line that was kept
    for number, (at, line) in enumerate(zip(places, shown, strict=True)):
        sign = _sign(line)
        begins = sign != "" or above is None or above < at - 1
        if number in contents or (begins and is_furniture(line, at_head=number < _HEAD)):
            removed.append(line)
            kept[at] = [""]
            continue
        above = at
        if sign:
            beside = (shown[n] for n in (number - 1, number + 1) if 0 <= n < len(shown))
            is_item = any(_sign(other) == sign for other in beside)
            bare = without_emoji(line)
            kept[at] = [f"• {bare}"] if is_item else ["", bare, ""]
    return "\n".join(line for at in range(len(lines)) for line in kept[at]), removed


def without_furniture(pieces: Sequence[Piece]) -> tuple[list[Piece], list[str]]:
    """Takes the furniture out of blocks.

    Returns:
        The blocks of the text itself, and what was taken out.
    """
    contents = _contents([piece.text for piece in pieces])
    kept: list[Piece] = []
    removed: list[str] = []
    for at, piece in enumerate(pieces):
        if at in contents or _is_furniture_piece(piece, at_head=at < _HEAD):
            removed.append(piece.text)
        elif piece.kind in {BlockKind.CODE, BlockKind.ROW}:
            kept.append(piece)
        else:
            kept.append(replace(piece, text=without_emoji(piece.text)))
    return kept, removed


def _is_furniture_piece(piece: Piece, *, at_head: bool) -> bool:
    match piece.kind:
        case BlockKind.PARAGRAPH:
            return is_furniture(piece.text, at_head=at_head)
        case BlockKind.HEADING:  # a date may head a section of a list of changes
            return is_furniture(piece.text) and not _is_info_line(piece.text, at_head=True)
        case BlockKind.ITEM:
            return bool(_ONLY_SIGNS.fullmatch(piece.text))
        case _:
            return False


def _contents(texts: Sequence[str]) -> set[int]:
    """Places of what a table of contents lists: after its mark, the same again further down."""
    names = [fold(_LEADERS.sub("", without_emoji(text))) for text in texts]
    last = {name: at for at, name in enumerate(names) if name}
    listed: set[int] = set()
    in_contents = False
    for at, text in enumerate(texts):
        if is_contents_mark(text):
            in_contents = True
        elif in_contents and last.get(names[at], at) > at and not _SENTENCE_END.search(text):
            listed.add(at)
        else:
            in_contents = False
    return listed


def _sign(line: str) -> str:
    """The decoration in front of a line; empty where there is none."""
    return line[: len(line) - len(without_emoji(line))].strip()
