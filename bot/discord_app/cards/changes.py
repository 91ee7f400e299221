"""What a change would do, line by line: on a card as far as there is room, else as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.core.changes import ChangeKind, DocumentChange, Effect, EffectKind
from bot.core.errors import Problem
from bot.core.language import gettext, lazy_gettext, ngettext
from bot.core.pending import Pending
from bot.core.questions import Answer, Outcome
from bot.discord_app.cards import phrases
from bot.discord_app.cards.deeds import action_words, detail_words
from bot.discord_app.cards.frame import Card
from bot.discord_app.cards.limits import clip, units
from bot.discord_app.cards.markup import escape_but_commands, inline

T = TypeVar("T")

CHANGES_FILE = "changes.txt"
_MAX_TITLE = 80
_MAX_QUESTION = 100
_MAX_QUOTE = 140
_MAX_PROBLEM = 300
_FOOTER = 600  # what a caller adds below, in any language
_MORE = 90  # likewise the line that says how many are not shown
_MARKS = {ChangeKind.ADDED: "＋", ChangeKind.CHANGED: "～", ChangeKind.REMOVED: "－"}
_KINDS = {
    # Translators: stands behind a document's title.
    ChangeKind.ADDED: lazy_gettext("added"),
    # Translators: stands behind a document's title.
    ChangeKind.CHANGED: lazy_gettext("changed"),
    # Translators: stands behind a document's title.
    ChangeKind.REMOVED: lazy_gettext("removed"),
}
_EFFECTS = {
    # Translators: stands behind a question: what a change of the documents does to it.
    EffectKind.OTHER_ANSWER: lazy_gettext("another answer"),
    # Translators: stands behind a question: what a change of the documents does to it.
    EffectKind.FIRST_ANSWER: lazy_gettext("a first answer"),
    # Translators: stands behind a question: what a change of the documents does to it.
    EffectKind.NO_ANSWER: lazy_gettext("no answer any more"),
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
    heading = ngettext(
        "**{n} problem**; what it concerns is left out",
        "**{n} problems**; what they concern is left out",
        len(problems),
    )
    whole &= _section(card, heading, problems, _problem_line, share=0.5)
    whole &= _section(card, _effects_heading(effects, done=done), effects, _effect_lines, share=1.0)
    if whole and not any(_is_clipped(effect) for effect in effects):
        return None
    card.text("-# " + gettext("Everything, in full, stands in the file.")).file(CHANGES_FILE)
    return CHANGES_FILE, _as_text(pending, problems, effects)


def _section(
    card: Card, heading: str, items: Sequence[T], line: Callable[[T], str], *, share: float
) -> bool:
    """Adds as many lines as there is room for; returns whether those are all."""
    if not items:
        return True
    left = int((card.room - _FOOTER) * share) - units(heading) - _MORE
    lines = [heading] if heading else []
    for shown, item in enumerate(items):
        text = line(item)
        left -= units(text) + 1
        if left < 0:
            more = phrases.decimal(len(items) - shown)
            # Translators: below a list that is cut off.
            lines.append("-# " + gettext("… and {n} more", n=more))
            break
        lines.append(text)
    card.line().text("\n".join(lines))
    return left >= 0


def _document_line(change: DocumentChange) -> str:
    if change.kind is ChangeKind.CHANGED:
        passages = gettext("passages: {changes}", changes=phrases.change(change.passages))
    else:  # the word beside it says what became of them
        passages = phrases.passages(change.passages.added + change.passages.removed)
    title = inline(clip(change.title, _MAX_TITLE))
    return f"{_MARKS[change.kind]} **{title}** {_KINDS[change.kind]} · {passages}"


def _problem_line(problem: Problem) -> str:
    return f"- {escape_but_commands(clip(str(problem), _MAX_PROBLEM))}"


def _effects_heading(effects: Sequence[Effect], *, done: bool) -> str:
    count = _count_done if done else _count
    counts = [
        count(kind, number)
        for kind in _EFFECTS
        if (number := sum(effect.kind is kind for effect in effects))
    ]
    # Translators: of questions on which a change of the documents was tried, such as
    # "Questions tried: 2 would get another answer and 1 would get no answer any more".
    return gettext("**Questions tried:** {counts}", counts=phrases.joined(counts))


def _count(kind: EffectKind, number: int) -> str:
    match kind:
        case EffectKind.OTHER_ANSWER:
            return ngettext("{n} would get another answer", "{n} would get another answer", number)
        case EffectKind.FIRST_ANSWER:
            return ngettext("{n} would get a first answer", "{n} would get a first answer", number)
        case EffectKind.NO_ANSWER:
            return ngettext(
                "{n} would get no answer any more", "{n} would get no answer any more", number
            )


def _count_done(kind: EffectKind, number: int) -> str:
    match kind:
        case EffectKind.OTHER_ANSWER:
            return ngettext("{n} got another answer", "{n} got another answer", number)
        case EffectKind.FIRST_ANSWER:
            return ngettext("{n} got a first answer", "{n} got a first answer", number)
        case EffectKind.NO_ANSWER:
            return ngettext("{n} got no answer any more", "{n} got no answer any more", number)


def _effect_lines(effect: Effect) -> str:
    question = inline(clip(effect.question, _MAX_QUESTION))
    # Translators: what is answered before a change of the documents.
    before = gettext("before: {answer}", answer=inline(clip(_said(effect.before), _MAX_QUOTE)))
    # Translators: what is answered after a change of the documents.
    after = gettext("after: {answer}", answer=inline(clip(_said(effect.after), _MAX_QUOTE)))
    return f"**{question}** · {_EFFECTS[effect.kind]}\n-# {before}\n-# {after}"


def _is_clipped(effect: Effect) -> bool:
    return any(units(_said(answer)) > _MAX_QUOTE for answer in (effect.before, effect.after))


def _said(answer: Answer) -> str:
    if answer.quote is not None:
        # Translators: your language's quotation marks.
        return gettext("“{quote}”", quote=answer.quote)
    # Translators: stands in the place of an answer.
    partly, not_at_all = gettext("partly covered"), gettext("not covered")
    return partly if answer.outcome is Outcome.PARTIAL else not_at_all


def _as_text(pending: Pending, problems: Sequence[Problem], effects: Sequence[Effect]) -> str:
    documents, passages = pending.totals
    lines = [
        f"{action_words(pending.action)} {detail_words(pending.detail)}".strip(),
        gettext("documents: {changes}", changes=phrases.change(documents)),
        gettext("passages: {changes}", changes=phrases.change(passages)),
        "",
        *map(_text_line, pending.proposal.changes),
        "",
        gettext("problems: {n}", n=phrases.decimal(len(problems))),
        *(str(problem) for problem in problems),
    ]
    for effect in effects:
        lines += [
            "",
            f"{_EFFECTS[effect.kind]}: {effect.question}",
            "  " + gettext("before: {answer}", answer=_said(effect.before)),
            "  " + gettext("after: {answer}", answer=_said(effect.after)),
        ]
    return "\n".join(lines) + "\n"


def _text_line(change: DocumentChange) -> str:
    passages = gettext("passages: {changes}", changes=phrases.change(change.passages))
    return f"{_KINDS[change.kind]}: {change.document} ({change.title}); {passages}"
