"""Reading around: a passage whole, with the one before and the one after it."""

from __future__ import annotations

from bot.core.model import Passage
from bot.core.snapshot import Snapshot
from bot.discord_app.buttons import CardButton, leading_nowhere, leading_to
from bot.discord_app.cards.asked import Asked, add_asked
from bot.discord_app.cards.citation import linked_place
from bot.discord_app.cards.frame import Card, Tone
from bot.discord_app.cards.limits import clip, fit, split
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
    if before and at == 0:
        card.text(_neighbor(before, passage)).line()
    start, end = parts[at]
    card.text(">>> " + ("".join(sent[start:end]).strip() or "…"))
    if after and at == len(parts) - 1:
        card.line().text(_neighbor(after, passage))
    return card.row(_ways(snapshot, passage, asker, target, at)).done()


def _heading(snapshot: Snapshot, passage: Passage, at: int, parts: int) -> str:
    document = snapshot.documents[passage.document_id]
    section = " › ".join(heading for heading in passage.section if heading != document.title)
    where = linked_place(document.title, section, document.url, passage.text)
    number = f"Passage {passage.number} of {len(snapshot.rows[passage.document_id])}"
    return f"**{where}**\n-# {number}" + (f", part {at + 1} of {parts}" if parts > 1 else "")


def _neighbor(neighbor: Passage, passage: Passage) -> str:
    """A passage next to the one in the middle, told apart by its small print."""
    side = "Before" if neighbor.number < passage.number else "After"
    section = " › ".join(neighbor.section)
    elsewhere = f", in {inline(clip(section, _MAX_SECTION))}" if section else ""
    heading = f"-# {side} it{elsewhere if neighbor.section != passage.section else ''}"
    return f"{heading}\n{fit(pieces(neighbor.text), _NEIGHBOR).text or '…'}"


def _ways(
    snapshot: Snapshot, passage: Passage, asker: int, target: ToPassage, at: int
) -> list[CardButton]:
    parts = _parts(passage)
    earlier, later = at - 1, at + 1
    before, after = snapshot.neighbor(passage, -1), snapshot.neighbor(passage, 1)
    ways: list[tuple[str, Passage | None, int]] = [
        ("Earlier", passage, earlier) if earlier >= 0 else ("Earlier", before, _last(before)),
        ("Later", passage, later) if later < parts else ("Later", after, 0),
    ]
    row = [
        leading_to(ToPassage(to.id, part, target.origin), name, asker)
        if to is not None
        else leading_nowhere(name, asker)
        for name, to, part in ways
    ]
    if target.origin is not None:
        row.append(leading_to(target.origin, "Back", asker, primary=True))
    return row


def _parts(passage: Passage) -> int:
    return len(split(pieces(passage.text), PART))


def _last(passage: Passage | None) -> int:
    return _parts(passage) - 1 if passage is not None else 0
