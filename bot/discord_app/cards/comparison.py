"""Two labs side by side → card."""

from __future__ import annotations

import dataclasses
from collections.abc import Container

from bot.core.comparing import Comparison, Side
from bot.core.model import Citation, Outcome
from bot.discord_app.cards.citation import PER_PAGE, add_citations
from bot.discord_app.cards.frame import Card, Tone, page_of, pager
from bot.discord_app.cards.limits import clip, units
from bot.discord_app.cards.listing import counted
from bot.discord_app.cards.markup import inline
from bot.discord_app.targets import ToComparison, brief_of

_TONES = {
    Outcome.ANSWERED: Tone.NEUTRAL,
    Outcome.PARTIAL: Tone.PARTLY,
    Outcome.NOT_COVERED: Tone.NOTHING,
    Outcome.INVALID: Tone.NOTHING,
}
_MAX_NAME = 60
_MAX_LINK = 200  # six of them have to fit
_NOTHING = "The documents say nothing on this."
_FOOTER = 80


def comparison_card(seen: Comparison, asker: int, *, page: int = 0) -> Card:
    """A page of a comparison: up to three passages for each lab.

    Args:
        seen: the two labs, with all that was found on each.
        asker: the user id of whoever the card belongs to.
        page: which page, from 0; the nearest one where there are fewer.
    """
    most = max(len(side.citations) for side in seen.sides)
    page, pages = page_of(page, most, PER_PAGE)
    seen = _by_appearance(seen, pages)
    card = Card(_TONES[seen.outcome]).text(_title(seen))
    left, right = (_heading(side, page) for side in seen.sides)
    shown, beside = (_shown(side, page) for side in seen.sides)
    target = _target(seen, page)

    card.line().text(left)
    # What one lab does not need is the other's; both being long, each gets half.
    spare = units(right) + _FOOTER
    if beside:
        spare += (card.room - spare) // 2
    add_citations(card, shown, asker, target, spare=spare, longest_link=_MAX_LINK)
    card.line().text(right)
    above: Container[int] = {citation.n for citation in shown}
    add_citations(card, beside, asker, target, spare=_FOOTER, above=above, longest_link=_MAX_LINK)
    if pages > 1:
        card.text(f"-# Page {page + 1} of {pages}, best first")
    return card.row(pager(page, pages, asker, lambda at: _target(seen, at))).done()


def _by_appearance(seen: Comparison, pages: int) -> Comparison:
    """The same with its passages numbered as a reader meets them, page after page."""
    numbers: dict[str, int] = {}
    for page in range(pages):
        for side in seen.sides:
            for citation in _shown(side, page):
                numbers.setdefault(citation.passage.id, len(numbers) + 1)
    first, second = (
        dataclasses.replace(
            side,
            citations=tuple(
                dataclasses.replace(citation, n=numbers[citation.passage.id])
                for citation in side.citations
            ),
        )
        for side in seen.sides
    )
    return dataclasses.replace(seen, first=first, second=second)


def _title(seen: Comparison) -> str:
    names = " and ".join(inline(clip(side.entry.name, _MAX_NAME)) for side in seen.sides)
    on = f"\n-# on **{inline(clip(seen.theme.name, _MAX_NAME))}**" if seen.theme else ""
    return f"## {names}{on}"


def _heading(side: Side, page: int) -> str:
    name = f"### {inline(clip(side.entry.name, _MAX_NAME))}"
    total, shown = len(side.citations), len(_shown(side, page))
    if not total:
        return f"{name}\n{_NOTHING}"
    if not shown:
        return f"{name}\n-# No more than the {counted(total, 'passage')} before this page."
    first = page * PER_PAGE + 1
    which = f"{first} to {first + shown - 1}" if shown > 1 else str(first)
    return f"{name}\n-# {which} of {counted(total, 'passage')}"


def _shown(side: Side, page: int) -> tuple[Citation, ...]:
    return side.citations[page * PER_PAGE : (page + 1) * PER_PAGE]


def _target(seen: Comparison, page: int) -> ToComparison:
    theme = brief_of(seen.theme) if seen.theme else None
    first, second = (brief_of(side.entry) for side in seen.sides)
    return ToComparison(first, second, theme, page)
