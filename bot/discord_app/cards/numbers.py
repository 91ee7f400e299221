"""How the bot is used, and what the documents cover → cards, with or without a picture."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.coverage import Coverage
from bot.core.keeping import Usage
from bot.core.model import Outcome
from bot.discord_app.cards.frame import Card, Tone
from bot.discord_app.cards.limits import clip, units
from bot.discord_app.cards.listing import counted
from bot.discord_app.cards.markup import inline

USAGE_PICTURE = "usage.png"
COVERAGE_PICTURE = "coverage.png"
_NO_CHARTS = (
    "-# For a picture, whoever runs the bot installs the extra `charts`: "
    "pip install 'footnote\\[charts\\]'"
)
_MAX_NAME = 60
_TOP = 10
_FOOTER = 400
_OUTCOMES = {
    Outcome.ANSWERED: "answered",
    Outcome.PARTIAL: "partly",
    Outcome.NOT_COVERED: "not covered",
    Outcome.INVALID: "nothing to look up",
}
_SURFACES = {
    "ask": "`/ask`",
    "lab": "labs",
    "theme": "themes",
    "compare": "`/compare`",
    "follow-up": "Follow up",
    "mention": "mentions",
    "menu": "Find sources for this",
    "auto": "without a mention",
}


def usage_card(usage: Usage, *, kept_days: int, pictured: bool, charts: bool = True) -> Card:
    """How the bot was used in a server.

    Args:
        usage: in which time, and how.
        kept_days: how many days questions are kept; 0 where they are not.
        pictured: whether a picture goes with it.
        charts: whether pictures can be drawn at all.
    """
    days = counted(len(usage.days), "day")
    if not kept_days:
        words = "Questions are not kept, so there is nothing to count. Whoever runs the bot can "
        return Card(Tone.NOTHING).text(f"{words}change that with `log_questions`.").done()
    if not usage.total:
        return Card(Tone.NOTHING).text(f"## Questions\nNo questions yet in {days}.").done()
    card = Card(Tone.NEUTRAL).text("\n".join([f"## Questions of {days}", *_usage_lines(usage)]))
    if len(usage.days) > kept_days:
        card.text(f"-# Questions are kept for {counted(kept_days, 'day')}; older ones are gone.")
    if pictured:
        card.picture(USAGE_PICTURE, usage_words(usage))
    return _hinted(card, charts=charts).done()


def usage_words(usage: Usage) -> str:
    """The picture in words, for a screen reader."""
    counts = _sum(usage)
    parts = [f"{counts.get(outcome, 0)} {words}" for outcome, words in _OUTCOMES.items()]
    busiest = max(usage.days, key=lambda day: sum(day[1].values()), default=None)
    most = f" Most on {busiest[0]:%B} {busiest[0].day}." if busiest else ""
    return f"Chart of {counted(usage.total, 'question')} day by day: {', '.join(parts)}.{most}"


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
        words = "No labs or themes are listed yet. They come from `catalog.toml`."
        return Card(Tone.NOTHING).text(words).done()
    heading = "## What the documents cover"
    card = Card(Tone.NEUTRAL).text(heading)
    if pictured:
        card.picture(COVERAGE_PICTURE, _coverage_words(coverage))
    thin = _thin(coverage) if advice else ""
    room = card.room - units(thin) - _FOOTER
    lines = ["How many passages there are on each lab, and on themes together with it"]
    rows = _rows(coverage)
    for at, row in enumerate(rows):
        room -= units(row) + 1
        if room < 0:
            lines.append(f"-# and {counted(len(rows) - at, 'more line')}")
            break
        lines.append(row)
    card.text("\n".join(lines))
    if thin:
        card.text(thin)
    return _hinted(card, charts=charts).done()


def _hinted(card: Card, *, charts: bool) -> Card:
    return card if charts else card.text(_NO_CHARTS)


def _usage_lines(usage: Usage) -> list[str]:
    counts = _sum(usage)
    shares = [
        f"{words} {counts[outcome]:,} ({counts[outcome] / usage.total:.0%})"
        for outcome, words in _OUTCOMES.items()
        if counts.get(outcome)
    ]
    lines = [f"**{usage.total:,}** in all: {', '.join(shares)}"]
    if usage.median_ms is not None and usage.p99_ms is not None:
        lines.append(
            f"- Latency: median {usage.median_ms:,.1f} ms, 99th percentile {usage.p99_ms:,.1f} ms"
        )
    if usage.entries:
        lines.append(f"- Asked about: {_ranking(usage.entries)}")
    if usage.surfaces:
        named = {_SURFACES.get(key, key): count for key, count in usage.surfaces.items()}
        ranked = sorted(named.items(), key=lambda item: -item[1])
        lines.append(f"- Through: {', '.join(f'{name} {count:,}' for name, count in ranked)}")
    judged = usage.helpful + usage.unhelpful
    said = f"{usage.helpful:,} of {judged:,} answers were helpful" if judged else "none yet"
    return [*lines, f"- Feedback: {said}"]


def _ranking(counts: Mapping[str, int]) -> str:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{inline(clip(name, _MAX_NAME))} {count:,}" for name, count in ranked[:_TOP]]
    more = len(ranked) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _sum(usage: Usage) -> dict[Outcome, int]:
    return {
        outcome: sum(counts.get(outcome, 0) for _, counts in usage.days) for outcome in _OUTCOMES
    }


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
        themes = ", ".join(f"{inline(clip(of, _MAX_NAME))} {n:,}" for n, of in shared[:_TOP])
        total = f"{coverage.lab_totals[lab]:,}"
        rows.append(f"- **{name}** {total}{f' · {themes}' if themes else ''}")
    if coverage.themes:
        totals = dict(
            zip((theme.name for theme in coverage.themes), coverage.theme_totals, strict=True)
        )
        rows.append(f"- Themes in all: {_ranking(totals)}")
    return rows


def _thin(coverage: Coverage) -> str:
    """Labs and themes on which there is one passage or none."""
    pairs = [
        *zip(coverage.labs, coverage.lab_totals, strict=True),
        *zip(coverage.themes, coverage.theme_totals, strict=True),
    ]
    none = [inline(clip(entry.name, _MAX_NAME)) for entry, total in pairs if total == 0]
    one = [inline(clip(entry.name, _MAX_NAME)) for entry, total in pairs if total == 1]
    lines = [
        f"- {words}: {', '.join(names[:_TOP])}"
        + (f" and {len(names) - _TOP} more" if len(names) > _TOP else "")
        for words, names in (("Nothing on", none), ("One passage on", one))
        if names
    ]
    return "\n".join(["**Where it is thin**", *lines]) if lines else ""


def _coverage_words(coverage: Coverage) -> str:
    labs, themes = counted(len(coverage.labs), "lab"), counted(len(coverage.themes), "theme")
    return f"Map of {labs} and {themes}: how many passages speak of both. The text says the same."
