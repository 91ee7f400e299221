"""For moderators: what a reload did, what is served, and what is wrong in the folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.changes import Change
from bot.core.errors import Problem
from bot.core.library import ReloadReport
from bot.core.model import EntryKind
from bot.core.snapshot import Snapshot
from bot.discord_app.cards.frame import Card, Tone
from bot.discord_app.cards.limits import clip, units
from bot.discord_app.cards.listing import counted
from bot.discord_app.cards.markup import escape_but_commands, inline

PROBLEMS_FILE = "problems.txt"
_MAX_PROBLEM = 300
_FOOTER = 120


@dataclass(frozen=True, slots=True)
class Report:
    """A card and the text file that goes with it, where the card cannot show everything."""

    card: Card
    problems: str | None = None


def reload_report(report: ReloadReport) -> Report:
    """What a reload did: what was added, changed and removed, and what was left out."""
    snapshot = report.snapshot
    lines = [
        "## Reloaded",
        f"- Documents: {_change(report.documents)}",
        f"- Passages: {_change(report.passages)}",
        f"Serving {_holdings(snapshot)} now. It took {report.took_s:.1f} s.",
    ]
    card = Card(Tone.PARTLY if snapshot.problems else Tone.GOOD).text("\n".join(lines))
    return _with_problems(card, snapshot.problems)


def status_report(snapshot: Snapshot, version: str, latency_s: float) -> Report:
    """What is served at the moment.

    Args:
        snapshot: what is served.
        version: of the bot.
        latency_s: seconds between a heartbeat to Discord and its answer; NaN before any.
    """
    catalog = snapshot.catalog
    labs, themes = (len(catalog.of_kind(kind)) for kind in (EntryKind.LAB, EntryKind.THEME))
    known = latency_s == latency_s  # noqa: PLR0124 - NaN is the one number that differs
    lines = [
        "## Library",
        f"- Serving {_holdings(snapshot)}",
        f"- {counted(labs, 'lab')}, {counted(themes, 'theme')}",
        f"- Loaded <t:{int(snapshot.built_at.timestamp())}:R>",
        f"- Footnote {inline(version)}"
        + (f", {latency_s * 1000:.0f} ms from Discord" if known else ""),
    ]
    card = Card(Tone.PARTLY if snapshot.problems else Tone.GOOD).text("\n".join(lines))
    return _with_problems(card, snapshot.problems)


def reload_failed_card(words: str, serving: Snapshot | None) -> Card:
    """Why a reload failed, and that nothing was lost by it.

    Args:
        words: the error's own words.
        serving: what is served all the same.
    """
    still = (
        f"Nothing has changed: {_holdings(serving)} are served as before."
        if serving
        else "Nothing is served yet."
    )
    why = escape_but_commands(clip(words, 1500))
    return Card(Tone.BAD).text(f"## Not reloaded\n{why}\n{still}").done()


def _change(change: Change) -> str:
    return f"{change.added:,} added, {change.changed:,} changed, {change.removed:,} removed"


def _holdings(snapshot: Snapshot) -> str:
    documents = counted(len(snapshot.documents), "document")
    return f"{documents} with {counted(len(snapshot.passages), 'passage')}"


def _with_problems(card: Card, problems: Sequence[Problem]) -> Report:
    if not problems:
        return Report(card.done())
    card.line()
    heading = (
        f"**{counted(len(problems), 'problem')}** in the folder; what they concern is left out"
    )
    lines: list[str] = []
    left = card.room - units(heading) - _FOOTER
    ordered = _sorted(problems)
    for problem in ordered:
        line = f"- {escape_but_commands(clip(str(problem), _MAX_PROBLEM))}"
        left -= units(line) + 1
        if left < 0:
            break
        lines.append(line)
    card.text("\n".join([heading, *lines]))
    whole = len(lines) == len(problems) and all(
        len(str(problem)) <= _MAX_PROBLEM for problem in problems
    )
    if whole:
        return Report(card.done())
    card.text(f"-# {len(lines)} of {len(problems)} shown; all of them stand in the file.")
    card.file(PROBLEMS_FILE)
    return Report(card.done(), "\n".join(str(problem) for problem in ordered))


def _sorted(problems: Sequence[Problem]) -> list[Problem]:
    """By file and line."""
    return sorted(problems, key=lambda problem: (problem.file, problem.line or 0, problem.message))
