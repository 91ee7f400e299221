"""What Discord would make of a text: everything in it that does something.

Escapes are taken out first, in the order in which Discord's own parser reads them: a
backslash and a character that is no letter, digit or space show that character and nothing
more. Server-side, everyone and here are found even in escaped text.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_INERT = "\ue000"  # stands for an escaped character: a symbol that means nothing

_ACTIVE = {
    "mention": re.compile(r"<(?:@[!&]?|#|id:)[0-9a-z]+>"),
    "command": re.compile(r"</[^<>]+>"),
    "timestamp": re.compile(r"<t:-?\d+(?::\w)?>"),
    "custom emoji": re.compile(r"<a?:\w+:\d+>"),
    "emoji name": re.compile(r":[\w+~-]+:"),
    "link": re.compile(r"[a-z][a-z0-9+.-]*://\S", re.IGNORECASE),
    "angle link": re.compile(r"<[^\s>]+[:@/][^\s>]*>"),
    "masked link": re.compile(r"\[[^\]]*\]\([^)]*\)"),
    "invite": re.compile(r"discord(?:app)?\.(?:gg|com/invite)/\w", re.IGNORECASE),
    "code": re.compile(r"`"),
    "bold or italic": re.compile(r"[*_]"),
    "strike": re.compile(r"~~"),
    "spoiler": re.compile(r"\|\|"),
    "heading": re.compile(r"^ *(?:-?#|#{1,3}) ", re.MULTILINE),
    "list": re.compile(r"^ *(?:[-*+]|\d+[.)])(?: |$)", re.MULTILINE),
    "quotation": re.compile(r"^ *>", re.MULTILINE),
}
_EVERYONE = re.compile(r"@(?:everyone|here)", re.IGNORECASE)
_BIDI_CONTROL = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066\u2067]")


def does(sent: str) -> list[str]:
    """Names of everything a text does beside being read."""
    left = _ESCAPE.sub(_INERT, sent)
    found = [name for name, pattern in _ACTIVE.items() if pattern.search(left)]
    if _EVERYONE.search(sent):
        found.append("everyone")
    if _BIDI_CONTROL.search(sent):
        found.append("bidi control")
    return found


def read(sent: str) -> str:
    """What a reader sees of a text that does nothing."""
    return _ESCAPE.sub(r"\1", sent).replace("\u200b", "")


def bold(sent: str) -> list[str]:
    """What a reader sees in bold (Discord's own rule), escapes read."""
    rule = re.compile(r"\\[\s\S]|\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")
    return [read(m[1]) for m in rule.finditer(sent) if m[1] is not None]
