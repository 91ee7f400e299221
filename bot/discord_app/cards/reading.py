"""Reading around: a passage whole, with the one before and the one after it."""

from __future__ import annotations

from bot.core.language import gettext
from bot.core.model import Passage
from bot.core.snapshot import Snapshot
from bot.discord_app.buttons import CardButton, leading_nowhere, leading_to
from bot.discord_app.cards.asked import Asked, add_asked
from bot.discord_app.cards.citation import linked_place
from bot.discord_app.cards.frame import Card, Tone
from bot.discord_app.cards.limits import clip, fit, split, units
from bot.discord_app.cards.markup import inline, pieces
from bot.discord_app.targets import ToPassage

PART = 1800  # UTF-16 code units of a passage that are shown at once
_NEIGHBOR = 400
_MAX_SECTION = 80


def reading_card(
    snapshot: Snapshot, passage: Passage, asker: int, target: ToPassage, *, asked: Asked | None
) -> Card:
    """A passage in its place.

    Args:
        snapshot: where it stands.
        passage: the passage in the middle.
        asker: the user id of whoever the card belongs to.
        target: which part of the passage, and where reading began.
        asked: what the card said was asked; kept for the way back.
    """
    card = Card(Tone.NEUTRAL)
    if asked is not None:
        add_asked(card, asked)
    sent = pieces(passage.text)
    parts = split(sent, PART)
    at = min(target.part, len(parts) - 1)
    card.text(_heading(snapshot, passage, at, len(parts)))
    before, after = snapshot.neighbor(passage, -1), snapshot.neighbor(passage, 1)
    start, end = parts[at]
    whole = ">>> " + ("".join(sent[start:end]).strip() or "…")
    room = (card.room - units(whole)) // 2
    if before and at == 0:
        card.text(_neighbor(before, passage, room)).line()
    card.text(whole)
    if after and at == len(parts) - 1:
        card.line().text(_neighbor(after, passage, room))
    return card.row(_ways(snapshot, passage, asker, target, at)).done()


def _heading(snapshot: Snapshot, passage: Passage, at: int, parts: int) -> str:
    document = snapshot.documents[passage.document_id]
    section = " › ".join(heading for heading in passage.section if heading != document.title)
    where = linked_place(document.title, section, document.url, passage.text)
    total = len(snapshot.rows[passage.document_id])
    if parts > 1:
        number = gettext(
            "Passage {number} of {total}, part {part} of {parts}",
            number=passage.number,
            total=total,
            part=at + 1,
            parts=parts,
        )
    else:
        # Translators: which passage of its document the card shows.
        number = gettext("Passage {number} of {total}", number=passage.number, total=total)
    return f"**{where}**\n-# {number}"


def _neighbor(neighbor: Passage, passage: Passage, room: int) -> str:
    """A passage next to the one in the middle, told apart by its small print."""
    before = neighbor.number < passage.number
    section = " › ".join(neighbor.section) if neighbor.section != passage.section else ""
    if section:
        shown = inline(clip(section, _MAX_SECTION))
        # Translators: above the passage that stands before the one shown whole, under another
        # heading; likewise "After it, in …".
        heading = gettext("Before it, in {section}", section=shown)
        if not before:
            heading = gettext("After it, in {section}", section=shown)
    else:
        # Translators: above the passage before the one shown whole; likewise "After it".
        heading = gettext("Before it") if before else gettext("After it")
    heading = f"-# {heading}\n"
    most = min(_NEIGHBOR, room - units(heading))
    return heading + (fit(pieces(neighbor.text), most).text or "…")


def _ways(
    snapshot: Snapshot, passage: Passage, asker: int, target: ToPassage, at: int
) -> list[CardButton]:
    parts = _parts(passage)
    earlier, later = at - 1, at + 1
    before, after = snapshot.neighbor(passage, -1), snapshot.neighbor(passage, 1)
    # Translators: a button that leads to what stands before in a document; likewise "Later".
    names = {"earlier": gettext("Earlier"), "later": gettext("Later")}
    ways: list[tuple[str, Passage | None, int]] = [
        ("earlier", passage, earlier) if earlier >= 0 else ("earlier", before, _last(before)),
        ("later", passage, later) if later < parts else ("later", after, 0),
    ]
    row = [
        leading_to(ToPassage(to.id, part, target.origin), names[way], asker)
        if to is not None
        else leading_nowhere(names[way], asker, way)
        for way, to, part in ways
    ]
    if target.origin is not None:
        # Translators: a button that leads back to the answer, lab, theme or comparison.
        row.append(leading_to(target.origin, gettext("Back"), asker, primary=True))
    return row


def _parts(passage: Passage) -> int:
    return len(split(pieces(passage.text), PART))


def _last(passage: Passage | None) -> int:
    return _parts(passage) - 1 if passage is not None else 0
