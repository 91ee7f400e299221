"""A prepared change → card: what it would change, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.core.changes import EffectKind
from bot.core.keeping import Version
from bot.core.pending import Pending
from bot.core.snapshot import Snapshot
from bot.discord_app.cards.changes import add_changes
from bot.discord_app.cards.frame import Card, Tone
from bot.discord_app.cards.limits import clip
from bot.discord_app.cards.listing import counted
from bot.discord_app.cards.markup import escape_but_commands, inline
from bot.discord_app.desk_button import DeskButton

EXPORT_FILE = "knowledge.zip"
_MAX_PROBLEM = 300
_HEADINGS = {
    "reload": ("Reload", "Reloaded"),
    "rollback": ("Roll back", "Rolled back"),
    "add": ("Add", "Added"),
    "remove": ("Remove", "Removed"),
    "alias": ("Add names", "Names added"),
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
    card.text("\n".join([f"## {_heading(pending)}: what would change", *_head(pending)]))
    file = add_changes(card, pending)
    return DeskReport(
        card.line()
        .text("Nothing has changed yet. The buttons work for 15 minutes.")
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
    heading = f"## {_heading(pending)}: nothing would change"
    card.text(f"{heading}\nWhat is served is the same: {holdings(pending.proposal.after)}.")
    file = add_changes(card, pending)
    return DeskReport(card.done(), file)


def applied_report(pending: Pending, version: Version | None, trouble: str = "") -> DeskReport:
    """What a change did.

    Args:
        pending: the change.
        version: what it is kept as, where that is known.
        trouble: what went wrong all the same, if anything.
    """
    card = Card(Tone.PARTLY if pending.problems or trouble else Tone.GOOD)
    lines = [f"## {_heading(pending, done=True)}", *_head(pending)]
    kept = f" Kept as version {version.number} of {whose(pending)}." if version else ""
    lines.append(f"- Serving {holdings(pending.proposal.after)} now.{kept}")
    if trouble:
        lines.append(escape_but_commands(clip(trouble, _MAX_PROBLEM)))
    file = add_changes(card.text("\n".join(lines)), pending, done=True)
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


def _is_worrying(pending: Pending) -> bool:
    lost = any(effect.kind is EffectKind.NO_ANSWER for effect in pending.proposal.effects)
    return bool(pending.problems) or lost


def _heading(pending: Pending, *, done: bool = False) -> str:
    """What is done; for a rollback also to what, which reads as one sentence."""
    words = _HEADINGS[pending.action][done]
    return f"{words} {inline(clip(pending.detail, 80))}" if _is_rollback(pending) else words


def _is_rollback(pending: Pending) -> bool:
    return pending.action == "rollback" and bool(pending.detail)


def _head(pending: Pending) -> list[str]:
    documents, passages = pending.totals
    lines = [f"-# Concerns {whose(pending)} · prepared by {inline(clip(pending.by.name, 60))}"]
    if pending.detail and not _is_rollback(pending):
        lines.append(f"**{inline(clip(pending.detail, 300))}**")
    if pending.rolled_back_to is not None:
        lines.append(
            f"Served now is version {pending.rolled_back_to}, which a rollback brought back. "
            "Applying this ends that."
        )
    return [
        *lines,
        f"- Documents: {documents}",
        f"- Passages: {passages}",
    ]
