"""Text that others wrote, made safe to show in a Discord message.

A document, a catalog entry and a member's question may hold anything. `pieces` turns each
character into what is sent for it, so that a position in the text is still a position in
the output: highlighting and cutting work on positions, and can never split an escape.

What is sent shows the text and does nothing: no mention, link, custom emoji, timestamp,
heading, list, quotation, spoiler or code. Discord drops a backslash before any character
that is neither a letter, a digit nor a space, and shows that character as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from bot.core.model import Span

MAX_MARKS = 4  # combining marks on one letter; Vietnamese needs 2, Tibetan and Hebrew 3 or 4
ZERO_WIDTH_SPACE = "\u200b"
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"

_JOINERS = "\u200c\u200d"  # words of Persian and Indic scripts, and emoji families, need them
_ALWAYS = frozenset("\\*_~`|<>[]")
_CONTEXTUAL = re.compile(
    r"""
      ^[^\S\n]*(?P<bullet>[-+\#])                # list item, heading, small print at a line's start
    | ^[^\S\n]*\d+(?P<number>[.)])               # numbered list item
    | (?P<colon>:)(?=[^\s:])                     # scheme of a link, name of an emoji
    | (?<=\w)(?P<slash>/)                        # an invite needs no scheme to be one
    | (?P<at>@)(?=everyone|here)                 # the server finds these even when escaped
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_COMMAND = re.compile(r"(`/[a-z][a-z -]{0,40}`)")
_UNESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")


def clean(text: str) -> str:
    """One line of what somebody typed, as it is kept: no controls, no runs of spaces.

    Cleaning twice changes nothing more, and what is cleaned survives `escape` and
    `unescape` unchanged.
    """
    shown = (_visible(character) for character in _limit_marks(text))
    return " ".join("".join(shown).split())


def escape(text: str) -> str:
    """The text as it is sent, so that Discord shows it and does nothing else with it."""
    return "".join(pieces(text))


def unescape(sent: str) -> str:
    """Reads back what `escape` made of a cleaned text."""
    return _UNESCAPE.sub(r"\1", sent.replace(ZERO_WIDTH_SPACE, ""))


def inline(text: str) -> str:
    """One escaped line to stand within a sentence of ours.

    A text that runs from right to left is isolated, so that it cannot reorder the words
    around it (Unicode Standard Annex 9).
    """
    shown = escape(clean(text)) or "…"
    if any(unicodedata.bidirectional(c) in {"R", "AL", "AN"} for c in shown):
        return _FIRST_STRONG_ISOLATE + shown + _POP_ISOLATE
    return shown


def pieces(text: str) -> list[str]:
    """What is sent for each character of the text: one piece each, some of them empty."""
    escaped = _escaped_positions(text)
    sent: list[str] = []
    after_newline = False  # empty lines would make a message as tall as its author likes
    for position, character in enumerate(_limit_marks(text)):
        shown = _visible(character)
        if not shown or (shown == "\n" and after_newline):
            sent.append("")
            continue
        after_newline = shown == "\n" or (after_newline and shown == " ")
        if shown == "\n":
            sent.append(shown)
        elif position in escaped:
            sent.append(f"@{ZERO_WIDTH_SPACE}" if shown == "@" else f"\\{shown}")
        else:
            sent.append(shown)
    return sent


def escape_but_commands(text: str) -> str:
    """Escapes a message that may name commands of ours in backticks; those stay as they are.

    Errors are such messages: they quote what a member typed beside what to do about it.
    """
    parts = _COMMAND.split(text)
    return "".join(part if at % 2 else escape(part) for at, part in enumerate(parts))


def label(text: str) -> str:
    """One escaped line to stand between the square brackets of a link.

    Discord does not look for escaped brackets there, so they become round ones.
    """
    return inline(text.translate({ord("["): "(", ord("]"): ")"}))


def embolden(sent: Sequence[str], spans: Iterable[Span]) -> list[str]:
    """Sets stretches in bold: the pieces again, with asterisks around the right ones.

    Stretches that touch or overlap become one, spaces at their ends stay outside and a
    line's end closes them, because Discord takes neither for bold.

    Args:
        sent: what `pieces` made of a text.
        spans: offsets into that text.
    """
    bold = {at for start, end in spans for at in range(max(start, 0), min(end, len(sent)))}
    marked = list(sent)
    run: list[int] = []
    for at in (*(at for at, piece in enumerate(sent) if piece), len(sent)):
        if at in bold and sent[at] != "\n":
            run.append(at)
            continue
        shown = [position for position in run if sent[position].strip()]
        if shown:
            marked[shown[0]] = "**" + marked[shown[0]]
            marked[shown[-1]] += "**"
        run = []
    return marked


def _escaped_positions(text: str) -> set[int]:
    """Where a character would mean something to Discord if it were sent as it is."""
    plain = "".join(_visible(character) or ZERO_WIDTH_SPACE for character in text)
    kept = [at for at, character in enumerate(plain) if character != ZERO_WIDTH_SPACE]
    dense = plain.replace(ZERO_WIDTH_SPACE, "")  # invisible characters hide nothing from Discord
    found = {at for at, character in zip(kept, dense, strict=True) if character in _ALWAYS}
    for match in _CONTEXTUAL.finditer(dense):
        found.update(kept[at] for at in _group_positions(match))
    return found


def _group_positions(match: re.Match[str]) -> list[int]:
    return [match.start(name) for name in match.groupdict() if match.start(name) >= 0]


def _visible(character: str) -> str:
    """What stands for one character: itself, a space, or nothing for what is not seen."""
    if not character or character == "\n" or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category in {"Zs", "Zl", "Zp"} or character in "\t\r\v\f\x85":
        return " "
    if category in {"Cc", "Cf"}:
        return ""
    if category == "Cs" or ord(character) & 0xFFFE == 0xFFFE:
        return "\ufffd"  # half a surrogate pair or a noncharacter: no message can carry it
    return character


def _limit_marks(text: str) -> list[str]:
    """The characters, with combining marks beyond `MAX_MARKS` on one letter emptied."""
    limited: list[str] = []
    marks = 0
    for character in text:
        if unicodedata.category(character) in {"Mn", "Me"} or character in _JOINERS:
            marks += 1
        elif _visible(character):
            marks = 0
        limited.append(character if marks <= MAX_MARKS else "")
    return limited
