"""A prepared change, and what was changed before, printed for a person."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.cards import safe
from bot.cli.wording import counted
from bot.core.changes import Change, Effect
from bot.core.keeping import Version
from bot.core.pending import Pending
from bot.core.questions import Answer, Outcome


def print_change(console: Console, pending: Pending) -> None:
    """What a change would do: documents, problems, and questions answered otherwise."""
    documents, passages = pending.totals
    what = " ".join(part for part in (pending.action, pending.detail) if part)
    console.print(Text(safe(f"What would change ({what}):"), style="bold"))
    if pending.rolled_back_to is not None:
        console.print(
            Text(f"Served now is version {pending.rolled_back_to}, which a rollback brought back.")
        )
    console.print(Text(f"Documents: {_words(documents)}. Passages: {_words(passages)}."))
    for change in pending.proposal.changes:
        line = f"  {change.kind}: {change.document} ({change.title}); passages: "
        console.print(Text(safe(line + _words(change.passages))))
    if pending.problems:
        console.print(Text(f"{counted(len(pending.problems), 'problem')}, left out:"))
        for problem in pending.problems:
            console.print(Text(f"  {safe(str(problem))}", style="red"))
    if pending.proposal.effects:
        console.print(Text("Questions that would be answered otherwise:"))
        for effect in pending.proposal.effects:
            _print_effect(console, effect)


def _print_effect(console: Console, effect: Effect) -> None:
    console.print(Text(safe(f"  {effect.question} ({effect.kind})")))
    for name, answer in (("before", effect.before), ("after", effect.after)):
        console.print(Text(safe(f"    {name}: {_said(answer)}"), style="dim"))


def _said(answer: Answer) -> str:
    if answer.quote is not None:
        return f"“{answer.quote}”"
    return "partly covered" if answer.outcome is Outcome.PARTIAL else "not covered"


def _words(change: Change) -> str:
    return f"{change.added:,} added, {change.changed:,} changed, {change.removed:,} removed"


def print_history(console: Console, versions: Sequence[Version]) -> None:
    """The versions that are kept, newest first."""
    if not versions:
        console.print("No version is kept yet.")
        return
    table = Table()
    for name in ("Version", "When (UTC)", "Who", "What", "Documents + ~ -", "Passages + ~ -"):
        table.add_column(name, overflow="fold")
    for version in versions:
        table.add_row(
            str(version.number),
            f"{version.made_at:%Y-%m-%d %H:%M}",
            Text(safe(version.by.name)),
            Text(safe(f"{version.action} {version.detail}".strip())),
            _numbers(version.documents),
            _numbers(version.passages),
        )
    console.print(table)


def _numbers(change: Change) -> str:
    return f"{change.added} {change.changed} {change.removed}"
