"""A prepared change → card: what it would change, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import discord

from bot.core.changes import Change, ChangeKind, DocumentChange, Effect, EffectKind
from bot.core.errors import Problem
from bot.core.keeping import Version
from bot.core.model import Answer, Outcome
from bot.core.pending import Pending
from bot.core.snapshot import Snapshot
from bot.discord_app.cards.frame import Card, Tone
from bot.discord_app.cards.limits import clip, units
from bot.discord_app.cards.listing import counted
from bot.discord_app.cards.markup import escape_but_commands, inline
from bot.discord_app.desk_button import DeskButton

T = TypeVar("T")

CHANGES_FILE = "changes.txt"
EXPORT_FILE = "knowledge.zip"
_MAX_TITLE = 80
_MAX_QUESTION = 100
_MAX_QUOTE = 140
_MAX_PROBLEM = 300
_FOOTER = 420
_HEADINGS = {
    "reload": ("Reload", "Reloaded"),
    "rollback": ("Roll back", "Rolled back"),
    "add": ("Add", "Added"),
    "remove": ("Remove", "Removed"),
    "alias": ("Add names", "Names added"),
}
_MARKS = {ChangeKind.ADDED: "＋", ChangeKind.CHANGED: "～", ChangeKind.REMOVED: "－"}
_EFFECTS = {
    EffectKind.OTHER_ANSWER: "another answer",
    EffectKind.FIRST_ANSWER: "a first answer",
    EffectKind.NO_ANSWER: "no answer any more",
}


@dataclass(frozen=True, slots=True)
class DeskReport:
    """A card and the text file that goes with it, where the card cannot show everything.

    Attributes:
        card: the card.
        file: the file's name and contents, or None.
    """

    card: Card
    file: tuple[str, str] | None = None


def preview_report(pending: Pending, token: str) -> DeskReport:
    """What a change would do, with the buttons to apply it or to drop it.

    Args:
        pending: the change.
        token: the name under which it waits.
    """
    card = Card(Tone.PARTLY if _is_worrying(pending) else Tone.NEUTRAL)
    card.text("\n".join([f"## {_HEADINGS[pending.action][0]}: what would change", *_head(pending)]))
    file = _body(card, pending)
    return DeskReport(
        card.text("-# Nothing has changed yet. The buttons work for 15 minutes.")
        .row(
            [
                DeskButton("Apply", f"p/{token}/apply", style=discord.ButtonStyle.success),
                DeskButton("Cancel", f"p/{token}/cancel"),
            ]
        )
        .done(),
        file,
    )


def nothing_report(pending: Pending) -> DeskReport:
    """That a change would change nothing, and what is wrong with what was read all the same."""
    card = Card(Tone.PARTLY if pending.problems else Tone.NOTHING)
    heading = f"## {_HEADINGS[pending.action][0]}: nothing would change"
    card.text(f"{heading}\nWhat is served is the same: {holdings(pending.proposal.after)}.")
    file = _body(card, pending)
    return DeskReport(card.done(), file)


def applied_report(pending: Pending, version: Version | None, trouble: str = "") -> DeskReport:
    """What a change did.

    Args:
        pending: the change.
        version: what it is kept as, where that is known.
        trouble: what went wrong all the same, if anything.
    """
    card = Card(Tone.PARTLY if pending.problems or trouble else Tone.GOOD)
    lines = [f"## {_HEADINGS[pending.action][1]}", *_head(pending)]
    kept = f" Kept as version {version.number} of {whose(pending)}." if version else ""
    lines.append(f"Serving {holdings(pending.proposal.after)} now.{kept}")
    if trouble:
        lines.append(escape_but_commands(clip(trouble, _MAX_PROBLEM)))
    file = _body(card.text("\n".join(lines)), pending)
    return DeskReport(card.done(), file)


def cancelled_card() -> Card:
    """That a change was dropped."""
    return Card(Tone.NOTHING).text("Cancelled. Nothing has changed.").done()


def export_card() -> Card:
    """The zip of everything that a server is answered from."""
    words = (
        "Everything this server is answered from, as Markdown: what all servers share, and in the "
        "folder `server` what this one has added."
    )
    return Card(Tone.GOOD).text(words).file(EXPORT_FILE).done()


def failed_card(words: str, serving: Snapshot | None) -> Card:
    """Why a change failed, and that nothing was lost by it.

    Args:
        words: the error's own words.
        serving: what is served all the same.
    """
    still = (
        f"Nothing has changed: {holdings(serving)} are served as before."
        if serving
        else "Nothing is served yet."
    )
    why = escape_but_commands(clip(words, 1500))
    return Card(Tone.BAD).text(f"## Not done\n{why}\n{still}").done()


def holdings(snapshot: Snapshot) -> str:
    """How much a snapshot holds, in words."""
    documents = counted(len(snapshot.documents), "document")
    return f"{documents} with {counted(len(snapshot.passages), 'passage')}"


def whose(pending: Pending) -> str:
    """Whose knowledge a change is to."""
    return "what all servers share" if pending.scope is None else "this server's own documents"


def change_line(change: Change) -> str:
    """Three numbers in words."""
    return f"{change.added:,} added, {change.changed:,} changed, {change.removed:,} removed"


def _is_worrying(pending: Pending) -> bool:
    lost = any(effect.kind is EffectKind.NO_ANSWER for effect in pending.proposal.effects)
    return bool(pending.problems) or lost


def _head(pending: Pending) -> list[str]:
    documents, passages = pending.totals
    lines = [f"-# To {whose(pending)}, prepared by {inline(clip(pending.by.name, 60))}"]
    if pending.detail:
        lines.append(inline(clip(pending.detail, 300)))
    if pending.rolled_back_to is not None:
        lines.append(
            f"Served now is version {pending.rolled_back_to}, which a rollback brought back. "
            "Applying this ends that."
        )
    return [
        *lines,
        f"- Documents: {change_line(documents)}",
        f"- Passages: {change_line(passages)}",
    ]


def _body(card: Card, pending: Pending) -> tuple[str, str] | None:
    """Documents, problems and questions, as far as there is room; else all of it as a file."""
    proposal = pending.proposal
    problems = sorted(pending.problems, key=lambda p: (p.file, p.line or 0, p.message))
    effects = sorted(proposal.effects, key=lambda e: list(EffectKind).index(e.kind), reverse=True)
    whole = _section(card, "", proposal.changes, _document_line, share=0.3)
    heading = f"**{counted(len(problems), 'problem')}**; what they concern is left out"
    whole &= _section(card, heading, problems, _problem_line, share=0.5)
    whole &= _section(card, _effects_heading(effects), effects, _effect_lines, share=1.0)
    if whole and not any(_is_clipped(effect) for effect in effects):
        return None
    card.text("-# Everything, in full, stands in the file.").file(CHANGES_FILE)
    return CHANGES_FILE, _as_text(pending, problems, effects)


def _section(
    card: Card, heading: str, items: Sequence[T], line: Callable[[T], str], *, share: float
) -> bool:
    """Adds as many lines as there is room for; returns whether those are all."""
    if not items:
        return True
    left = int((card.room - _FOOTER) * share) - units(heading) - 60
    lines = [heading] if heading else []
    for shown, item in enumerate(items):
        text = line(item)
        left -= units(text) + 1
        if left < 0:
            lines.append(f"-# … and {len(items) - shown:,} more")
            break
        lines.append(text)
    card.line().text("\n".join(lines))
    return left >= 0


def _document_line(change: DocumentChange) -> str:
    passages = change_line(change.passages)
    title = inline(clip(change.title, _MAX_TITLE))
    return f"{_MARKS[change.kind]} **{title}** {change.kind} · passages: {passages}"


def _problem_line(problem: Problem) -> str:
    return f"- {escape_but_commands(clip(str(problem), _MAX_PROBLEM))}"


def _effects_heading(effects: Sequence[Effect]) -> str:
    counts = [
        f"{count} would get {words}"
        for kind, words in _EFFECTS.items()
        if (count := sum(effect.kind is kind for effect in effects))
    ]
    return f"**Questions tried:** {', '.join(counts)}"


def _effect_lines(effect: Effect) -> str:
    question = inline(clip(effect.question, _MAX_QUESTION))
    return (
        f"**{question}** · {_EFFECTS[effect.kind]}\n"
        f"-# before: {inline(clip(_said(effect.before), _MAX_QUOTE))}\n"
        f"-# after: {inline(clip(_said(effect.after), _MAX_QUOTE))}"
    )


def _is_clipped(effect: Effect) -> bool:
    return any(units(_said(answer)) > _MAX_QUOTE for answer in (effect.before, effect.after))


def _said(answer: Answer) -> str:
    if answer.quote is not None:
        return f"“{answer.quote}”"
    return "partly covered" if answer.outcome is Outcome.PARTIAL else "not covered"


def _as_text(pending: Pending, problems: Sequence[Problem], effects: Sequence[Effect]) -> str:
    documents, passages = pending.totals
    lines = [
        f"{pending.action} {pending.detail}".strip(),
        f"documents: {change_line(documents)}",
        f"passages: {change_line(passages)}",
        "",
        *(
            f"{change.kind}: {change.document} ({change.title}); passages: "
            f"{change_line(change.passages)}"
            for change in pending.proposal.changes
        ),
        "",
        f"problems: {len(problems)}",
        *(str(problem) for problem in problems),
    ]
    for effect in effects:
        lines += [
            "",
            f"{_EFFECTS[effect.kind]}: {effect.question}",
            f"  before: {_said(effect.before)}",
            f"  after:  {_said(effect.after)}",
        ]
    return "\n".join(lines) + "\n"
