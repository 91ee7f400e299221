"""Fitting texts into what one Discord message may hold.

Discord allows 40 components and 4,000 characters over all texts of a message. It does not
say what a character is; this counts UTF-16 code units, which is never fewer than any other
way of counting.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.core.model import Span
from bot.discord_app.cards.markup import clean, embolden

MAX_COMPONENTS = 40
MAX_TEXT = 4000
MAX_LABEL = 80  # a button's label
MAX_CHOICE = 100  # an autocomplete choice's name and value
MAX_QUESTION = 300
ELLIPSIS = "…"

_SCRIPTS_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text that fits, and whether something of it had to be left out."""

    text: str
    shortened: bool


def fit(sent: Sequence[str], room: int, *, bold: Sequence[Span] = (), start: int = 0) -> Fitted:
    """Joins pieces into a text of at most `room` units, cut at the end of a word.

    Args:
        sent: what is sent for each character of a text (see `markup.pieces`).
        room: at most this many UTF-16 code units, ellipses and asterisks included.
        bold: stretches to set in bold, as offsets into the text.
        start: begin at this character; what stands before it is left out.
    """
    lead = f"{ELLIPSIS} " if start else ""
    body = sent[start:]
    spans = [Span(span.start - start, span.end - start) for span in bold]
    marked = embolden(body, spans)
    costs = list(accumulate(map(units, marked), initial=units(lead)))
    if costs[-1] <= room:
        return Fitted(lead + "".join(marked), bool(start))
    # Beside the words there must be room for " …" and for closing what is bold.
    end = word_end(body, bisect_right(costs, room - 4) - 1)
    kept = "".join(embolden(body[:end], spans)).rstrip()
    # Where the first word is longer than the room, only the ellipsis says that it is there.
    return Fitted(f"{lead}{kept} {ELLIPSIS}".strip() if kept else ELLIPSIS, True)


def word_end(sent: Sequence[str], furthest: int, start: int = 0) -> int:
    """The last place at or before `furthest` where no word is cut; `start` if there is none.

    Chinese, Japanese, Korean, Thai and their like may be cut between any two characters
    that a reader sees as two.
    """
    for at in range(min(furthest, len(sent)), start, -1):
        if at == len(sent) or _is_boundary(sent, at):
            return at
    return start


def grapheme_end(sent: Sequence[str], furthest: int, start: int) -> int:
    """The last place at or before `furthest` that is not inside a visible character."""
    for at in range(min(furthest, len(sent)), start, -1):
        if at == len(sent) or not _joins(_bare(sent[at - 1]), _bare(sent[at])):
            return at
    return min(furthest, len(sent))


def split(sent: Sequence[str], room: int) -> list[Span]:
    """Cuts pieces into parts of at most `room` units each, at the ends of words.

    Only a word that is longer than a whole part is cut within, between two visible
    characters: nothing may be lost where a text is read to its end.

    Args:
        sent: what is sent for each character of a text.
        room: how much a part holds; at least a few visible characters.

    Returns:
        The parts, as offsets into the text; one part at least.
    """
    costs = list(accumulate(map(units, sent), initial=0))
    parts: list[Span] = []
    start = 0
    while costs[-1] - costs[start] > room:
        furthest = bisect_right(costs, costs[start] + room) - 1
        end = word_end(sent, furthest, start)
        if end == start:
            end = max(grapheme_end(sent, furthest, start), start + 1)
        parts.append(Span(start, end))
        start = end
    return [*parts, Span(start, len(sent))]


def share(wanted: Sequence[int], room: int) -> list[int]:
    """Divides room among texts: who needs less than an equal share leaves the rest to others.

    Args:
        wanted: what each would take.
        room: what there is in all.
    """
    given = [0] * len(wanted)
    left = max(room, 0)
    for rank, index in enumerate(sorted(range(len(wanted)), key=lambda i: wanted[i])):
        given[index] = min(wanted[index], left // (len(wanted) - rank))
        left -= given[index]
    return given


def as_question(typed: str) -> str:
    """A question as it is looked up, shown on the card and read back from there."""
    return clip(clean(typed), MAX_QUESTION)


def clip(text: str, limit: int) -> str:
    """A plain text of at most `limit` units, cut at a word's end where one is near enough.

    For labels and choices, where an overlong word must be cut rather than vanish.
    """
    if units(text) <= limit:
        return text
    costs = list(accumulate((units(character) for character in text), initial=0))
    furthest = bisect_right(costs, limit - 1) - 1
    end = word_end(text, furthest)
    if end < furthest // 2:
        end = grapheme_end(text, furthest, 0)
    return text[:end].rstrip() + ELLIPSIS


def _is_boundary(sent: Sequence[str], at: int) -> bool:
    before, after = _bare(sent[at - 1]), _bare(sent[at])
    if after.isspace():
        return not before.isspace()
    if _joins(before, after):
        return False
    return bool(_SCRIPTS_WITHOUT_SPACES.match(before) or _SCRIPTS_WITHOUT_SPACES.match(after))


def _bare(piece: str) -> str:
    """The character a piece shows, without the escapes and asterisks around it."""
    return piece.strip("*\\\u200b") or piece[-1:]


def _joins(before: str, after: str) -> bool:
    """Whether two neighbors are one visible character (the common cases of UAX 29)."""
    if not after or after in "\u200c\u200d" or before == "\u200d":
        return True
    if unicodedata.category(after[0]) in {"Mn", "Me", "Mc"}:
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff":  # skin tones
        return True
    return all("\U0001f1e6" <= c <= "\U0001f1ff" for c in (before, after))  # a flag's letters
