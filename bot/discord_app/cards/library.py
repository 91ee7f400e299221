"""For moderators: what is served, and what is wrong in the folder."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.core.errors import Problem
from bot.core.keeping import Version
from bot.core.language import gettext, ngettext
from bot.core.model import EntryKind
from bot.core.snapshot import Snapshot
from bot.discord_app.cards import phrases
from bot.discord_app.cards.deeds import version_gone_back_to
from bot.discord_app.cards.frame import Card, Report, Tone
from bot.discord_app.cards.limits import clip, units
from bot.discord_app.cards.markup import escape_but_commands, inline

_PROBLEMS_FILE = "problems.txt"
_MAX_PROBLEM = 300


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
    # Translators: the title of a card on what the bot answers from.
    title = gettext("Library")
    lines = [
        _serving(snapshot, own),
        *_rolled_back(rolled_back),
        f"{phrases.labs(labs)}, {phrases.themes(themes)}",
        # Translators: the documents; Discord shows the time as "3 days ago", in its own words.
        gettext("Loaded {when}", when=f"<t:{int(snapshot.built_at.timestamp())}:R>"),
        _version(version, latency_s),
    ]
    text = "\n".join([f"## {title}", *(f"- {line}" for line in lines)])
    card = Card(Tone.PARTLY if snapshot.problems else Tone.GOOD).text(text)
    return _with_problems(card, snapshot.problems)


def _rolled_back(version: Version | None) -> list[str]:
    if version is None:
        return []
    # Translators: Discord shows the time as "3 days ago", in its own words.
    line = gettext(
        "Rolled back to version {number} {when}, kept as version {kept}: what stands in the "
        "folder is served again once `/knowledge reload` is applied",
        number=version_gone_back_to(version.detail) or "…",
        when=f"<t:{int(version.made_at.timestamp())}:R>",
        kept=version.number,
    )
    return [line]


def _serving(snapshot: Snapshot, own: int) -> str:
    held = phrases.holdings(len(snapshot.documents), len(snapshot.passages))
    if not own:
        # Translators: such as "Serving 3 documents with 210 passages".
        return gettext("Serving {holdings}", holdings=held)
    # Translators: so many of the documents are the server's own.
    return ngettext(
        "Serving {holdings}, {n} of them this server's own",
        "Serving {holdings}, {n} of them this server's own",
        own,
        holdings=held,
    )


def _version(version: str, latency_s: float) -> str:
    name = f"Footnote {inline(version)}"
    if math.isnan(latency_s):
        return name
    # Translators: how long a message takes to Discord and back, such as "40 ms from Discord".
    return gettext(
        "{version}, {milliseconds} from Discord",
        version=name,
        milliseconds=phrases.milliseconds(latency_s * 1000),
    )


def _with_problems(card: Card, problems: Sequence[Problem]) -> Report:
    if not problems:
        return Report(card.done())
    card.line()
    heading = ngettext(
        "**{n} problem** in the folder; what it concerns is left out",
        "**{n} problems** in the folder; what they concern is left out",
        len(problems),
    )
    lines: list[str] = []
    left = card.room - units(heading) - units(_left_out(len(problems), len(problems)))
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
    card.text(_left_out(len(lines), len(problems)))
    card.file(_PROBLEMS_FILE)
    return Report(card.done(), (_PROBLEMS_FILE, "\n".join(map(str, ordered))))


def _left_out(shown: int, total: int) -> str:
    # Translators: problems; beneath it is a file with all of them.
    words = gettext("{n} of {total} shown; all of them stand in the file.", n=shown, total=total)
    return f"-# {words}"


def _sorted(problems: Sequence[Problem]) -> list[Problem]:
    """By file and line."""
    return sorted(problems, key=lambda problem: (problem.file, problem.line or 0, str(problem)))
