"""Two labs side by side → card."""

from __future__ import annotations

import dataclasses
from collections.abc import Container

from bot.core.comparing import Comparison, Side
from bot.core.language import gettext, ngettext
from bot.core.questions import Citation, Outcome
from bot.discord_app.cards import phrases
from bot.discord_app.cards.citation import PER_PAGE, add_citations
from bot.discord_app.cards.frame import Card, Tone, page_of, pager
from bot.discord_app.cards.limits import clip, units
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


def comparison_card(seen: Comparison, asker: int, *, page: int = 0) -> Card:
    """A page of a comparison: up to three passages for each lab.

    Args:
        seen: the two labs, with all that was found on each.
        asker: the user id of whoever the card belongs to.
        page: which page, from 0; the nearest one where there are fewer.
    """
    most = max(len(side.citations) for side in seen.sides)
    _, page, pages = page_of(page, range(most), PER_PAGE)
    seen = _by_appearance(seen, pages)
    card = Card(_TONES[seen.outcome]).text(_title(seen))
    footer = ""
    if pages > 1:
        # Translators: the passages on all pages are in an order, the best ones first.
        words = gettext("Page {page} of {pages}, best first", page=page + 1, pages=pages)
        footer = f"-# {words}"
    left, right = (_heading(side, page) for side in seen.sides)
    shown, beside = (_shown(side, page) for side in seen.sides)
    target = _target(seen, page)

    card.line().text(left)
    # What one lab does not need is the other's; both being long, each gets half.
    spare = units(right) + units(footer)
    if beside:
        spare += (card.room - spare) // 2
    add_citations(card, shown, asker, target, spare=spare, longest_link=_MAX_LINK)
    card.line().text(right)
    above: Container[int] = {citation.n for citation in shown}
    spare = units(footer)
    add_citations(card, beside, asker, target, spare=spare, above=above, longest_link=_MAX_LINK)
    if footer:
        card.text(footer)
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
    names = phrases.joined([inline(clip(side.entry.name, _MAX_NAME)) for side in seen.sides])
    if seen.theme is None:
        return f"## {names}"
    # Translators: stands below the names of two labs that are compared in one respect.
    on = gettext("on **{theme}**", theme=inline(clip(seen.theme.name, _MAX_NAME)))
    return f"## {names}\n-# {on}"


def _heading(side: Side, page: int) -> str:
    name = f"### {inline(clip(side.entry.name, _MAX_NAME))}"
    total, shown = len(side.citations), len(_shown(side, page))
    if not total:
        # Translators: on a lab, or on it and a theme.
        words = gettext("The documents say nothing on this.")
        return f"{name}\n{words}"
    if not shown:
        # Translators: beneath the name of a lab; the lab compared with it has more passages.
        words = ngettext(
            "No more than the {n} passage before this page.",
            "No more than the {n} passages before this page.",
            total,
        )
        return f"{name}\n-# {words}"
    first = page * PER_PAGE + 1
    if shown == 1:
        # Translators: which of the passages on a lab this page shows.
        words = ngettext("{number} of {n} passage", "{number} of {n} passages", total, number=first)
    else:
        # Translators: which of the passages on a lab this page shows.
        words = ngettext(
            "{first} to {last} of {n} passage",
            "{first} to {last} of {n} passages",
            total,
            first=first,
            last=first + shown - 1,
        )
    return f"{name}\n-# {words}"


def _shown(side: Side, page: int) -> tuple[Citation, ...]:
    return side.citations[page * PER_PAGE : (page + 1) * PER_PAGE]


def _target(seen: Comparison, page: int) -> ToComparison:
    theme = brief_of(seen.theme) if seen.theme else None
    first, second = (brief_of(side.entry) for side in seen.sides)
    return ToComparison(first, second, theme, page)
