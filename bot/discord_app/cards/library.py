"""For moderators: what is served, and what is wrong in the folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.errors import Problem
from bot.core.keeping import Version
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


def status_report(
    snapshot: Snapshot,
    version: str,
    latency_s: float,
    *,
    own: int = 0,
    rolled_back: Version | None = None,
) -> Report:
    """What is served at the moment.

    Args:
        snapshot: what is served.
        version: of the bot.
        latency_s: seconds between a heartbeat to Discord and its answer; NaN before any.
        own: how many of the documents are the server's own.
        rolled_back: the shared version that a rollback made and that is served, or None.
    """
    catalog = snapshot.catalog
    labs, themes = (len(catalog.of_kind(kind)) for kind in (EntryKind.LAB, EntryKind.THEME))
    known = latency_s == latency_s  # noqa: PLR0124 - NaN is the one number that differs
    lines = [
        "## Library",
        f"- Serving {_holdings(snapshot)}"
        + (f", {own:,} of them this server's own" if own else ""),
        *_rolled_back(rolled_back),
        f"- {counted(labs, 'lab')}, {counted(themes, 'theme')}",
        f"- Loaded <t:{int(snapshot.built_at.timestamp())}:R>",
        f"- Footnote {inline(version)}"
        + (f", {latency_s * 1000:.0f} ms from Discord" if known else ""),
    ]
    card = Card(Tone.PARTLY if snapshot.problems else Tone.GOOD).text("\n".join(lines))
    return _with_problems(card, snapshot.problems)


def _rolled_back(version: Version | None) -> list[str]:
    if version is None:
        return []
    when = f"<t:{int(version.made_at.timestamp())}:R>"
    line = (
        f"- Rolled back {inline(version.detail)} {when}, kept as version {version.number}: what "
        "stands in the folder is served again once `/knowledge reload` is applied"
    )
    return [line]


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
