"""A lab or theme → card: what it is, and every passage on it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language import gettext, lazy_gettext
from bot.core.model import Entry, EntryKind
from bot.core.questions import Citation
from bot.discord_app.cards import phrases
from bot.discord_app.cards.citation import PER_PAGE, add_citations
from bot.discord_app.cards.frame import Card, Tone, page_of, pager
from bot.discord_app.cards.limits import clip, units
from bot.discord_app.cards.markup import inline
from bot.discord_app.targets import ToEntry, token_of

# Translators: stands above the name of a lab; likewise "Theme".
_LAB = lazy_gettext("Lab")
_NOUNS = {EntryKind.LAB: _LAB, EntryKind.THEME: lazy_gettext("Theme")}
_MAX_NAME = 80
_MAX_DESCRIPTION = 300
_MAX_ALIAS = 40
_MAX_ALIASES = 8


def entry_card(entry: Entry, citations: Sequence[Citation], asker: int, *, page: int = 0) -> Card:
    """A page of a lab or theme.

    Args:
        entry: the lab or theme.
        citations: all passages that concern it, best first.
        asker: the user id of whoever the card belongs to.
        page: which page, from 0; the nearest one where there are fewer.
    """
    card = Card(Tone.NEUTRAL if citations else Tone.NOTHING)
    card.text(_introduction(entry))
    if not citations:
        # Translators: "it" is a lab or theme.
        card.text(gettext("No document says anything about it yet."))
        return card.done()
    shown, page, pages = page_of(page, citations, PER_PAGE)
    footer = ""
    if pages > 1:
        # Translators: which of the passages on a lab or theme are on this page.
        words = gettext(
            "Passages {first} to {last} of {total}, best first",
            first=shown[0].n,
            last=shown[-1].n,
            total=len(citations),
        )
        footer = f"-# {words}"
    card.line()
    target = ToEntry(entry.kind, token_of(entry), page)
    add_citations(card, shown, asker, target, spare=units(footer))
    if footer:
        card.text(footer)
    token = token_of(entry)
    return card.row(pager(page, pages, asker, lambda at: ToEntry(entry.kind, token, at))).done()


def _introduction(entry: Entry) -> str:
    lines = [
        f"-# {_NOUNS[entry.kind]}",
        f"## {inline(clip(entry.name, _MAX_NAME))}",
    ]
    if entry.description.strip():
        lines.append(inline(clip(entry.description, _MAX_DESCRIPTION)))
    if entry.aliases:
        shown = [inline(clip(alias, _MAX_ALIAS)) for alias in entry.aliases[:_MAX_ALIASES]]
        names = phrases.and_more(shown, len(entry.aliases) - len(shown))
        # Translators: other names of a lab or theme.
        lines.append("-# " + gettext("Also: {names}", names=names))
    return "\n".join(lines)
