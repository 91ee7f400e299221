"""A prepared change → card: what it would change, and what became of it."""

from __future__ import annotations

import discord

from bot.core.changes import EffectKind
from bot.core.keeping import Version
from bot.core.language import gettext, lazy_gettext
from bot.core.pending import Pending
from bot.core.snapshot import Snapshot
from bot.discord_app.cards import phrases
from bot.discord_app.cards.changes import add_changes
from bot.discord_app.cards.deeds import version_gone_back_to
from bot.discord_app.cards.frame import Card, Report, Tone
from bot.discord_app.cards.limits import clip
from bot.discord_app.cards.markup import escape_but_commands, inline
from bot.discord_app.desk_button import DeskButton

EXPORT_FILE = "knowledge.zip"
_MAX_PROBLEM = 300
_PREVIEWS = {
    "reload": lazy_gettext("Reload: what would change"),
    "rollback": lazy_gettext("Roll back: what would change"),
    "add": lazy_gettext("Add: what would change"),
    "remove": lazy_gettext("Remove: what would change"),
    "alias": lazy_gettext("Add names: what would change"),
}
_NOTHING = {
    "reload": lazy_gettext("Reload: nothing would change"),
    "rollback": lazy_gettext("Roll back: nothing would change"),
    "add": lazy_gettext("Add: nothing would change"),
    "remove": lazy_gettext("Remove: nothing would change"),
    "alias": lazy_gettext("Add names: nothing would change"),
}
_DONE = {
    # Translators: a heading: the documents were reloaded.
    "reload": lazy_gettext("Reloaded"),
    # Translators: a heading: the documents were rolled back to an older version.
    "rollback": lazy_gettext("Rolled back"),
    # Translators: a heading: documents were added.
    "add": lazy_gettext("Added"),
    # Translators: a heading: a document was removed.
    "remove": lazy_gettext("Removed"),
    # Translators: a heading: names of a lab or theme were added.
    "alias": lazy_gettext("Names added"),
}


def preview_report(pending: Pending, token: str) -> Report:
    """What a change would do, with the buttons to apply it or to drop it.

    Args:
        pending: the change.
        token: the name under which it waits.
    """
    card = Card(Tone.PARTLY if _is_worrying(pending) else Tone.NEUTRAL)
    card.text("\n".join([f"## {_preview_heading(pending)}", *_head(pending)]))
    file = add_changes(card, pending)
    return Report(
        card.line()
        .text(gettext("Nothing has changed yet. The buttons work for 15 minutes."))
        .row(
            [
                # Translators: a button that applies a change of the documents.
                DeskButton(gettext("Apply"), f"p/{token}/apply", style=discord.ButtonStyle.success),
                # Translators: a button that drops a change of the documents.
                DeskButton(gettext("Cancel"), f"p/{token}/cancel"),
            ]
        )
        .done(),
        file,
    )


def nothing_report(pending: Pending) -> Report:
    """That a change would change nothing, and what is wrong with what was read all the same."""
    card = Card(Tone.PARTLY if pending.problems else Tone.NOTHING)
    # Translators: such as "What is served is the same: 3 documents with 210 passages."
    same = gettext(
        "What is served is the same: {holdings}.", holdings=holdings(pending.proposal.after)
    )
    card.text(f"## {_nothing_heading(pending)}\n{same}")
    file = add_changes(card, pending)
    return Report(card.done(), file)


def applied_report(pending: Pending, version: Version | None, trouble: str = "") -> Report:
    """What a change did.

    Args:
        pending: the change.
        version: what it is kept as, where that is known.
        trouble: what went wrong all the same, if anything.
    """
    card = Card(Tone.PARTLY if pending.problems or trouble else Tone.GOOD)
    lines = [f"## {_done_heading(pending)}", *_head(pending)]
    lines.append(f"- {_serving(pending, version)}")
    if trouble:
        lines.append(escape_but_commands(clip(trouble, _MAX_PROBLEM)))
    file = add_changes(card.text("\n".join(lines)), pending, done=True)
    return Report(card.done(), file)


def cancelled_card() -> Card:
    """That a change was dropped."""
    return Card(Tone.NOTHING).text(gettext("Cancelled. Nothing has changed.")).done()


def export_card() -> Card:
    """The zip of everything that a server is answered from."""
    words = gettext(
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
        gettext("Nothing has changed: {holdings} are served as before.", holdings=holdings(serving))
        if serving
        else gettext("Nothing is served yet.")
    )
    why = escape_but_commands(clip(words, 1500))
    return Card(Tone.BAD).text(f"## {gettext('Not done')}\n{why}\n{still}").done()


def holdings(snapshot: Snapshot) -> str:
    """How much a snapshot holds, in words."""
    return phrases.holdings(len(snapshot.documents), len(snapshot.passages))


def _is_worrying(pending: Pending) -> bool:
    lost = any(effect.kind is EffectKind.NO_ANSWER for effect in pending.proposal.effects)
    return bool(pending.problems) or lost


def _preview_heading(pending: Pending) -> str:
    number = _gone_back_to(pending)
    if number is not None:
        return gettext("Roll back to version {number}: what would change", number=number)
    return str(_PREVIEWS[pending.action])


def _nothing_heading(pending: Pending) -> str:
    number = _gone_back_to(pending)
    if number is not None:
        return gettext("Roll back to version {number}: nothing would change", number=number)
    return str(_NOTHING[pending.action])


def _done_heading(pending: Pending) -> str:
    number = _gone_back_to(pending)
    if number is not None:
        return gettext("Rolled back to version {number}", number=number)
    return str(_DONE[pending.action])


def _gone_back_to(pending: Pending) -> int | None:
    return version_gone_back_to(pending.detail) if pending.action == "rollback" else None


def _serving(pending: Pending, version: Version | None) -> str:
    held = holdings(pending.proposal.after)
    # Translators: such as "Serving 3 documents with 210 passages now."
    if version is None:
        return gettext("Serving {holdings} now.", holdings=held)
    if pending.scope is None:
        return gettext(
            "Serving {holdings} now. Kept as version {number} of what all servers share.",
            holdings=held,
            number=version.number,
        )
    return gettext(
        "Serving {holdings} now. Kept as version {number} of this server's own documents.",
        holdings=held,
        number=version.number,
    )


def _head(pending: Pending) -> list[str]:
    documents, passages = pending.totals
    name = inline(clip(pending.by.name, 60))
    lines = [
        "-# "
        + (
            gettext("Concerns what all servers share · prepared by {name}", name=name)
            if pending.scope is None
            else gettext("Concerns this server's own documents · prepared by {name}", name=name)
        )
    ]
    if pending.detail and _gone_back_to(pending) is None:
        lines.append(f"**{inline(clip(pending.detail, 300))}**")
    if pending.rolled_back_to is not None:
        lines.append(
            gettext(
                "Served now is version {number}, which a rollback brought back. "
                "Applying this ends that.",
                number=pending.rolled_back_to,
            )
        )
    return [
        *lines,
        "- " + gettext("Documents: {changes}", changes=phrases.change(documents)),
        "- " + gettext("Passages: {changes}", changes=phrases.change(passages)),
    ]
