"""What the documents cover → card, with or without a picture."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.coverage import Coverage
from bot.core.language import gettext, ngettext
from bot.discord_app.cards import phrases
from bot.discord_app.cards.frame import Card, Tone
from bot.discord_app.cards.limits import clip, units
from bot.discord_app.cards.markup import inline
from bot.discord_app.cards.numbers import TOP, hinted, numbered, ranking

COVERAGE_PICTURE = "coverage.png"
_MAX_NAME = 60
_FOOTER = 500


def coverage_card(
    coverage: Coverage, *, pictured: bool, charts: bool = True, advice: bool = False
) -> Card:
    """What the documents cover, lab by lab.

    Args:
        coverage: the matrix.
        pictured: whether a picture goes with it.
        charts: whether pictures can be drawn at all.
        advice: for moderators: name what hardly anything is said about.
    """
    if not coverage.labs and not coverage.themes:
        words = gettext("No labs or themes are listed yet. They come from `catalog.toml`.")
        return Card(Tone.NOTHING).text(words).done()
    card = Card(Tone.NEUTRAL).text("## " + gettext("What the documents cover"))
    if pictured:
        card.picture(COVERAGE_PICTURE, _coverage_words(coverage))
    thin = _thin(coverage) if advice else ""
    room = card.room - units(thin) - _FOOTER
    lines = [gettext("How many passages there are on each lab, and on themes together with it")]
    rows = _rows(coverage)
    for at, row in enumerate(rows):
        room -= units(row) + 1
        if room < 0:
            # Translators: below a list that is cut off.
            more = ngettext("and {n} more line", "and {n} more lines", len(rows) - at)
            lines.append(f"-# {more}")
            break
        lines.append(row)
    card.text("\n".join(lines))
    if thin:
        card.text(thin)
    return hinted(card, charts=charts).done()


def _rows(coverage: Coverage) -> list[str]:
    order = sorted(range(len(coverage.labs)), key=lambda lab: -coverage.lab_totals[lab])
    rows: list[str] = []
    for lab in order:
        name = inline(clip(coverage.labs[lab].name, _MAX_NAME))
        shared = [
            (count, coverage.themes[theme].name)
            for theme, count in enumerate(coverage.cells[lab])
            if count
        ]
        shared.sort(key=lambda cell: (-cell[0], cell[1]))
        themes = phrases.and_more([numbered(of, n) for n, of in shared[:TOP]], 0)
        total = phrases.decimal(coverage.lab_totals[lab])
        rows.append(f"- **{name}** {total}{f' · {themes}' if themes else ''}")
    if coverage.themes:
        totals = dict(
            zip((theme.name for theme in coverage.themes), coverage.theme_totals, strict=True)
        )
        # Translators: names of themes, each with a number of passages.
        rows.append("- " + gettext("Themes in all: {names}", names=ranking(totals)))
    return rows


def _thin(coverage: Coverage) -> str:
    """Labs and themes on which there is one passage or none."""
    pairs = [
        *zip(coverage.labs, coverage.lab_totals, strict=True),
        *zip(coverage.themes, coverage.theme_totals, strict=True),
    ]
    none = [inline(clip(entry.name, _MAX_NAME)) for entry, total in pairs if total == 0]
    one = [inline(clip(entry.name, _MAX_NAME)) for entry, total in pairs if total == 1]
    lines: list[str] = []
    if none:
        # Translators: names of labs and themes on which the documents say nothing.
        lines.append("- " + gettext("Nothing on: {names}", names=_first(none)))
    if one:
        # Translators: names of labs and themes on which there is one passage.
        lines.append("- " + gettext("One passage on: {names}", names=_first(one)))
    # Translators: a heading, above labs and themes of which the documents say little.
    heading = gettext("Where it is thin")
    return "\n".join([f"**{heading}**", *lines]) if lines else ""


def _first(names: Sequence[str]) -> str:
    return phrases.and_more(names[:TOP], max(len(names) - TOP, 0))


def _coverage_words(coverage: Coverage) -> str:
    return gettext(
        "Map of {labs} and {themes}: how many passages speak of both. The text says the same.",
        labs=phrases.labs(len(coverage.labs)),
        themes=phrases.themes(len(coverage.themes)),
    )
