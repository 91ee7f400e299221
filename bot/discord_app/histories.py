"""The history of what the bot knows, for moderators; and what can be gone back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.core.errors import UnknownVersion
from bot.core.keeping import Scope, Version
from bot.core.language import gettext, lazy_gettext
from bot.discord_app.cards.deeds import action_words, detail_words
from bot.discord_app.cards.frame import Card
from bot.discord_app.cards.history import Tab, trail_card, versions_card
from bot.discord_app.cards.limits import MAX_CHOICE, clip
from bot.discord_app.cards.markup import clean
from bot.discord_app.permissions import may_share

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_MOST = 200  # entries that can be paged through
_MAX_CHOICES = 25
_SHARED, _SERVER = "shared", "server"


async def history_card(
    interaction: discord.Interaction[FootnoteBot], tab: Tab, page: int = 0
) -> Card:
    """A page of one of the lists; the caller has checked who asks."""
    desk = interaction.client.desk
    scope = None if tab is Tab.SHARED else interaction.guild_id
    if tab is Tab.TRAIL:
        return trail_card(await desk.trail(scope, _MOST), page=page)
    versions = await desk.history(scope, _MOST)
    # Who changes what is shared may be a moderator of another server.
    names = scope is not None or await may_share(interaction)
    served = versions[0].number if versions else None
    return versions_card(tab, versions, served=served, names=names, page=page)


async def version_choices(
    interaction: discord.Interaction[FootnoteBot], typed: str
) -> list[tuple[str, str]]:
    """The versions that can be gone back to: (what is shown, what is sent), best first."""
    desk = interaction.client.desk
    found: list[tuple[str, str]] = []
    own = await desk.history(interaction.guild_id, _MAX_CHOICES)
    found += [_choice(version) for version in own[1:]]
    if own:
        # Translators: a choice: the version 0 of a server's documents, in which it has none.
        nothing = gettext("This server {number} · nothing of its own", number=0)
        found.append((clip(nothing, MAX_CHOICE), f"{_SERVER} 0"))
    if await may_share(interaction):
        found += [_choice(version) for version in (await desk.history(None, _MAX_CHOICES))[1:]]
    wanted = typed.casefold().split()
    fitting = [(name, value) for name, value in found if all(w in name.casefold() for w in wanted)]
    return fitting[:_MAX_CHOICES]


def _choice(version: Version) -> tuple[str, str]:
    number = version.number
    if version.scope is None:
        # Translators: a choice: a version of the documents that servers share.
        kind, which = _SHARED, gettext("Shared {number}", number=number)
    else:
        # Translators: a choice: a version of a server's own documents.
        kind, which = _SERVER, gettext("This server {number}", number=number)
    detail = f" · {clean(detail_words(version.detail))}" if version.detail else ""
    when = f"{version.made_at:%Y-%m-%d %H:%M} UTC"
    name = f"{which} · {action_words(version.action)} · {when}{detail}"
    return clip(name, MAX_CHOICE), f"{kind} {version.number}"


def read_version(typed: str, guild_id: int | None) -> tuple[Scope, int]:
    """Which version is meant: (whose, its number).

    Raises:
        UnknownVersion: that says of no version whose it is.
    """
    kind, _, number = typed.casefold().strip().partition(" ")
    if kind in {_SHARED, _SERVER} and number.isascii() and number.isdigit() and len(number) < 9:
        return (None if kind == _SHARED else guild_id), int(number)
    raise UnknownVersion(
        lazy_gettext(
            "Choose a version from the list, or write whose it is and its number: `shared 3` or "
            "`server 3`. `/knowledge history` shows all that are kept."
        )
    )
