"""Two labs side by side: what the documents say of each, on a theme or at large."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.answering import cite
from bot.core.errors import FootnoteError
from bot.core.language import lazy_gettext
from bot.core.model import Entry, Hit
from bot.core.questions import Citation, Outcome
from bot.core.snapshot import Snapshot


class SameEntry(FootnoteError):
    """A lab is to be compared with itself."""

    def __init__(self, entry: Entry) -> None:
        """Takes the lab that was named twice."""
        super().__init__(
            lazy_gettext(
                "Both names stand for {name}. Choose another lab to compare it with; `/labs` lists "
                "all of them.",
                name=entry.name,
            )
        )


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two labs.

    Attributes:
        entry: the lab.
        citations: all passages that concern it (and the theme, if there is one), best
            first. A passage that concerns both labs bears the same number on both sides.
    """

    entry: Entry
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two labs side by side.

    Attributes:
        first: the lab named first.
        second: the other one.
        theme: what they are compared in, or None for all that is said of them.
    """

    first: Side
    second: Side
    theme: Entry | None = None

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both of them, in their order."""
        return (self.first, self.second)

    @property
    def silent(self) -> tuple[Entry, ...]:
        """The labs on which the documents say nothing here."""
        return tuple(side.entry for side in self.sides if not side.citations)

    @property
    def outcome(self) -> Outcome:
        """Answered where there is something on both, partial where there is on one."""
        outcomes = (Outcome.ANSWERED, Outcome.PARTIAL, Outcome.NOT_COVERED)
        return outcomes[len(self.silent)]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The passages of both sides by number, each of them once."""
        numbered = {c.n: c for side in self.sides for c in side.citations}
        return tuple(numbered[n] for n in sorted(numbered))


async def compare(
    snapshot: Snapshot, first: Entry, second: Entry, theme: Entry | None = None
) -> Comparison:
    """Finds what the documents say of two labs.

    Args:
        snapshot: what to answer from.
        first: a lab.
        second: another one.
        theme: if given, only passages that also concern this theme count.

    Raises:
        SameEntry: they are one and the same.
        LibraryError: the index returned a passage that does not stand in its document.
    """
    if first == second:
        raise SameEntry(first)
    on_theme: frozenset[str] | None = None
    if theme is not None:
        on_theme = frozenset(hit.passage.id for hit in await snapshot.index.concerning(theme))
    found = [
        tuple(
            hit
            for hit in await snapshot.index.concerning(entry)
            if on_theme is None or hit.passage.id in on_theme
        )
        for entry in (first, second)
    ]
    one, other = _numbered(snapshot, found)
    return Comparison(Side(first, one), Side(second, other), theme)


def _numbered(
    snapshot: Snapshot, found: list[tuple[Hit, ...]]
) -> tuple[tuple[Citation, ...], tuple[Citation, ...]]:
    """Numbers the first side's passages, then those of the second that are new.

    The same passage is cited once for each side: what is marked in it is that side's lab.
    """
    numbers: dict[str, int] = {}
    for hits in found:
        for hit in hits:
            numbers.setdefault(hit.passage.id, len(numbers) + 1)
    one, other = (cite(snapshot, hits, [numbers[hit.passage.id] for hit in hits]) for hits in found)
    return one, other
