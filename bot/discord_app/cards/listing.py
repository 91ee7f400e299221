"""Lists: labs, themes and documents, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from bot.core.language import gettext, lazy_gettext
from bot.core.model import Document, Entry, EntryKind
from bot.core.snapshot import Snapshot
from bot.discord_app.buttons import to_entries
from bot.discord_app.cards import phrases
from bot.discord_app.cards.frame import Card, Tone, balanced, pager
from bot.discord_app.cards.limits import MAX_TEXT, clip, units
from bot.discord_app.cards.links import safe_url
from bot.discord_app.cards.markup import inline, label
from bot.discord_app.targets import Target, ToEntries, ToSources

PER_PAGE = 10
ENTRIES_PER_PAGE = 10
_ROW = 5
_MAX_NAME = 60
_MAX_LINE = 110
_MAX_SOURCE = 60
_MAX_AUTHOR = 40
_MAX_LINK = 150
_FOOTER = 100  # which page it is
_TITLES = {EntryKind.LAB: lazy_gettext("Labs"), EntryKind.THEME: lazy_gettext("Themes")}
_NONE_LISTED = {
    EntryKind.LAB: lazy_gettext("No labs are listed yet. They come from `catalog.toml`."),
    EntryKind.THEME: lazy_gettext("No themes are listed yet. They come from `catalog.toml`."),
}


def entries_card(
    kind: EntryKind,
    entries: Sequence[Entry],
    counts: Mapping[str, int],
    asker: int,
    *,
    page: int = 0,
) -> Card:
    """The labs or the themes, with how many passages concern each.

    Args:
        kind: which of them.
        entries: all of that kind.
        counts: entry id to the number of passages that concern it.
        asker: the user id of whoever the card belongs to.
        page: which page, from 0; the nearest one where there are fewer.
    """
    if not entries:
        return _nothing(str(_NONE_LISTED[kind]))
    shown, page, pages = balanced(page, entries, ENTRIES_PER_PAGE)
    lines = [f"## {_TITLES[kind]}", *(_entry_line(entry, counts[entry.id]) for entry in shown)]
    card = Card(Tone.NEUTRAL).text("\n".join(lines))
    row = len(shown) if len(shown) <= _ROW else -(-len(shown) // 2)
    card.row(to_entries(tuple(shown[:row]), asker)).row(to_entries(tuple(shown[row:]), asker))
    return _paged(card, page, pages, asker, partial(ToEntries, kind))


def sources_card(snapshot: Snapshot, asker: int, *, page: int = 0) -> Card:
    """The documents: their size, their age and how many passages they hold."""
    documents = sorted(snapshot.documents.values(), key=lambda d: (d.title.casefold(), d.id))
    if not documents:
        return _nothing(gettext("There are no documents to answer from yet."))
    shown, page, pages = balanced(page, documents, PER_PAGE)
    # Translators: the title of the list of documents.
    title = "## " + gettext("Sources")
    text = ""
    for longest in (_MAX_LINK, 0):
        lines = (_source_line(d, len(snapshot.rows[d.id]), longest) for d in shown)
        text = "\n".join([title, *lines])
        if units(text) + _FOOTER <= MAX_TEXT:
            break
    card = Card(Tone.NEUTRAL).text(text)
    return _paged(card, page, pages, asker, ToSources)


def _paged(card: Card, page: int, pages: int, asker: int, target: Callable[[int], Target]) -> Card:
    if pages > 1:
        card.text("-# " + gettext("Page {page} of {pages}", page=page + 1, pages=pages))
    return card.row(pager(page, pages, asker, target)).done()


def _nothing(words: str) -> Card:
    return Card(Tone.NOTHING).text(words).done()


def _entry_line(entry: Entry, count: int) -> str:
    name = inline(clip(entry.name, _MAX_NAME))
    description = inline(clip(entry.description, _MAX_LINE)) if entry.description.strip() else ""
    return f"- **{name}** · {phrases.passages(count)}" + (
        f"\n  {description}" if description else ""
    )


def _source_line(document: Document, passages: int, longest_link: int) -> str:
    title = clip(document.title, _MAX_SOURCE)
    url = safe_url(document.url)
    name = f"[{label(title)}](<{url}>)" if url and len(url) <= longest_link else inline(title)
    what = f"**{name}**"
    if document.author:
        author = inline(clip(document.author, _MAX_AUTHOR))
        # Translators: a document and who wrote it.
        what = gettext("{title} by {author}", title=what, author=author)
    when = f"<t:{int(document.modified.timestamp())}:R>"
    facts = [
        what,
        phrases.passages(passages),
        phrases.size(document.size),
        # Translators: of a document; Discord shows the time as "3 days ago", in its own words.
        gettext("changed {when}", when=when),
    ]
    return f"- {' · '.join(facts)}"
