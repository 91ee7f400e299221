"""Which labs and themes the documents speak of together, and how much."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.model import Entry, EntryKind
from bot.core.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Coverage:
    """A matrix of labs and themes.

    Attributes:
        labs: the rows.
        themes: the columns.
        cells: for each lab and theme, how many passages concern both.
        lab_totals: for each lab, how many passages concern it.
        theme_totals: for each theme, likewise.
    """

    labs: tuple[Entry, ...]
    themes: tuple[Entry, ...]
    cells: tuple[tuple[int, ...], ...]
    lab_totals: tuple[int, ...]
    theme_totals: tuple[int, ...]


async def measure_coverage(snapshot: Snapshot) -> Coverage:
    """Counts the passages that concern each lab, each theme, and both."""
    labs = snapshot.catalog.of_kind(EntryKind.LAB)
    themes = snapshot.catalog.of_kind(EntryKind.THEME)
    by_lab = [await _passages(snapshot, entry) for entry in labs]
    by_theme = [await _passages(snapshot, entry) for entry in themes]
    return Coverage(
        labs=labs,
        themes=themes,
        cells=tuple(tuple(len(lab & theme) for theme in by_theme) for lab in by_lab),
        lab_totals=tuple(map(len, by_lab)),
        theme_totals=tuple(map(len, by_theme)),
    )


async def _passages(snapshot: Snapshot, entry: Entry) -> frozenset[str]:
    return frozenset(hit.passage.id for hit in await snapshot.index.concerning(entry))
