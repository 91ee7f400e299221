"""What a change would do, line by line: on a card as far as there is room, else as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.core.changes import ChangeKind, DocumentChange, Effect, EffectKind
from bot.core.errors import Problem
from bot.core.model import Answer, Outcome
from bot.core.pending import Pending
from bot.discord_app.cards.frame import Card
from bot.discord_app.cards.limits import clip, units
from bot.discord_app.cards.listing import counted
from bot.discord_app.cards.markup import escape_but_commands, inline

T = TypeVar("T")

CHANGES_FILE = "changes.txt"
_MAX_TITLE = 80
_MAX_QUESTION = 100
_MAX_QUOTE = 140
_MAX_PROBLEM = 300
_FOOTER = 420
_MARKS = {ChangeKind.ADDED: "＋", ChangeKind.CHANGED: "～", ChangeKind.REMOVED: "－"}
_EFFECTS = {
    EffectKind.OTHER_ANSWER: "another answer",
    EffectKind.FIRST_ANSWER: "a first answer",
    EffectKind.NO_ANSWER: "no answer any more",
}


def add_changes(card: Card, pending: Pending, *, done: bool = False) -> tuple[str, str] | None:
    """Adds documents, problems and questions, as far as there is room.

    Args:
        card: has its heading already, and gets a footer and buttons later.
        pending: the change.
        done: whether it has been applied.

    Returns:
        Where not everything is shown in full: a file's name and contents with all of it.
    """
    proposal = pending.proposal
    problems = sorted(pending.problems, key=lambda p: (p.file, p.line or 0, p.message))
    effects = sorted(proposal.effects, key=lambda e: list(EffectKind).index(e.kind), reverse=True)
    whole = _section(card, "", proposal.changes, _document_line, share=0.3)
    concern = "it concerns" if len(problems) == 1 else "they concern"
    heading = f"**{counted(len(problems), 'problem')}**; what {concern} is left out"
    whole &= _section(card, heading, problems, _problem_line, share=0.5)
    whole &= _section(card, _effects_heading(effects, done=done), effects, _effect_lines, share=1.0)
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
    passages = f"passages: {change.passages}"
    if change.kind is not ChangeKind.CHANGED:  # the word beside it says what became of them
        passages = counted(change.passages.added + change.passages.removed, "passage")
    title = inline(clip(change.title, _MAX_TITLE))
    return f"{_MARKS[change.kind]} **{title}** {change.kind} · {passages}"


def _problem_line(problem: Problem) -> str:
    return f"- {escape_but_commands(clip(str(problem), _MAX_PROBLEM))}"


def _effects_heading(effects: Sequence[Effect], *, done: bool) -> str:
    get = "got" if done else "would get"
    counts = [
        f"{count} {get} {words}"
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
        f"documents: {documents}",
        f"passages: {passages}",
        "",
        *(
            f"{change.kind}: {change.document} ({change.title}); passages: {change.passages}"
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
