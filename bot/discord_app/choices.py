"""What autocomplete offers for a lab or theme."""

from __future__ import annotations

from discord import app_commands

from bot.core.catalog import Catalog, fold
from bot.core.model import Entry, EntryKind
from bot.discord_app.cards.limits import MAX_CHOICE, clip
from bot.discord_app.cards.markup import clean

_MAX_CHOICES = 25


def choices(
    catalog: Catalog, kind: EntryKind, typed: str, *, without: str | None = None
) -> list[app_commands.Choice[str]]:
    """The labs or themes whose names fit what has been typed, best first.

    Args:
        catalog: what there is to choose from.
        kind: labs or themes.
        typed: what stands in the option so far.
        without: the id of an entry that is chosen already.
    """
    entries = catalog.suggest(kind, typed[:MAX_CHOICE], limit=_MAX_CHOICES + 1)
    offered = [e for e in entries if e.id != without and 0 < len(e.id) <= MAX_CHOICE]
    return [
        app_commands.Choice(name=_label(entry, typed), value=entry.id)
        for entry in offered[:_MAX_CHOICES]
    ]


def _label(entry: Entry, typed: str) -> str:
    """The entry's name; beside it the alias that was typed, so that one sees why it is there."""
    wanted = fold(typed)
    name = clean(entry.name) or entry.id
    if wanted and wanted not in fold(entry.name):
        alias = next((a for a in entry.aliases if wanted in fold(a)), None)
        if alias is not None:
            name = f"{name} ({clean(alias)})"
    return clip(name, MAX_CHOICE)
