"""What was changed, when and by whom → card, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import discord

from bot.core.keeping import AuditEntry, Version
from bot.core.language import gettext, lazy_gettext
from bot.discord_app.cards import phrases
from bot.discord_app.cards.deeds import action_words, actor_words, detail_words
from bot.discord_app.cards.frame import Card, Tone, page_of
from bot.discord_app.cards.limits import clip
from bot.discord_app.cards.markup import inline
from bot.discord_app.desk_button import DeskButton

PER_PAGE = 6
_MAX_DETAIL = 120
_MAX_ACTION = 30
_MAX_ACTOR = 50


class Tab(StrEnum):
    """Which list is shown."""

    OWN = "own"
    SHARED = "shared"
    TRAIL = "trail"


_TITLES = {
    Tab.OWN: lazy_gettext("Versions of this server's own documents"),
    Tab.SHARED: lazy_gettext("Versions of what all servers share"),
    Tab.TRAIL: lazy_gettext("What moderators did in this server"),
}
_LABELS = {
    # Translators: a button that shows the versions of this server's own documents.
    Tab.OWN: lazy_gettext("This server's"),
    # Translators: a button that shows the versions of the documents that servers share.
    Tab.SHARED: lazy_gettext("Shared"),
    Tab.TRAIL: lazy_gettext("Who did what"),
}
_EMPTY = {
    Tab.OWN: lazy_gettext(
        "This server has added nothing of its own yet: `/knowledge add` does that."
    ),
    # Translators: of the documents that servers share.
    Tab.SHARED: lazy_gettext("No version of it is kept yet."),
    Tab.TRAIL: lazy_gettext("Nobody has changed anything here yet."),
}


def versions_card(
    tab: Tab, versions: Sequence[Version], *, served: int | None, names: bool, page: int = 0
) -> Card:
    """The versions of a scope, newest first.

    Args:
        tab: whose they are.
        versions: all that are kept.
        served: the number of the one that is served.
        names: whether to say who made them: not where it was another server's moderator.
        page: which page, from 0; the nearest one where there are fewer.
    """
    lines = [_version_line(version, version.number == served, names) for version in versions]
    return _listing(tab, lines, page)


def trail_card(entries: Sequence[AuditEntry], *, page: int = 0) -> Card:
    """What moderators did, newest first."""
    return _listing(Tab.TRAIL, [_entry_line(entry) for entry in entries], page)


def _listing(tab: Tab, lines: Sequence[str], page: int) -> Card:
    shown, page, pages = page_of(page, lines, PER_PAGE)
    card = Card(Tone.NEUTRAL if lines else Tone.NOTHING).text(f"## {_TITLES[tab]}")
    card.text("\n".join(shown) if shown else str(_EMPTY[tab]))
    if pages > 1:
        card.text("-# " + gettext("Page {page} of {pages}", page=page + 1, pages=pages))
        card.row(
            [
                DeskButton(
                    # Translators: a button that turns to newer versions.
                    gettext("Newer"),
                    f"h/{tab}/{max(page, 1) - 1}/newer",
                    disabled=page == 0,
                ),
                DeskButton(
                    # Translators: a button that turns to older versions.
                    gettext("Older"),
                    f"h/{tab}/{page + 1}/older",
                    disabled=page == pages - 1,
                ),
            ]
        )
    return card.row(
        [
            DeskButton(
                str(label),
                f"h/{other}/0/tab",
                style=discord.ButtonStyle.primary
                if other is tab
                else discord.ButtonStyle.secondary,
            )
            for other, label in _LABELS.items()
        ]
    ).done()


def _version_line(version: Version, served: bool, names: bool) -> str:
    title = gettext("Version {number}", number=version.number)
    # Translators: stands behind the version of the documents that is served.
    now = gettext("served now")
    facts = [
        f"**{title}**",
        inline(clip(action_words(version.action), _MAX_ACTION)),
        *([inline(clip(actor_words(version.by), _MAX_ACTOR))] if names else []),
        f"<t:{int(version.made_at.timestamp())}:f>",
        *([f"**{now}**"] if served else []),
    ]
    small = [
        *([inline(clip(detail_words(version.detail), _MAX_DETAIL))] if version.detail else []),
        *_counts(version),
    ]
    return f"{' · '.join(facts)}\n-# {' · '.join(small)}"


def _counts(version: Version) -> list[str]:
    if not version.documents and not version.passages:
        return [gettext("documents unchanged")]  # but perhaps other names for labs and themes
    return [
        gettext("documents: {changes}", changes=phrases.change(version.documents)),
        gettext("passages: {changes}", changes=phrases.change(version.passages)),
    ]


def _entry_line(entry: AuditEntry) -> str:
    detail = detail_words(entry.detail)
    words = f"\n-# {inline(clip(detail, _MAX_DETAIL))}" if detail else ""
    action, who = (
        clip(action_words(entry.action), _MAX_ACTION),
        clip(actor_words(entry.by), _MAX_ACTOR),
    )
    when = f"<t:{int(entry.at.timestamp())}:f>"
    return f"**{inline(action)}** · {inline(who)} · {when}{words}"
