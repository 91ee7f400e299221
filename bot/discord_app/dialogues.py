"""What members speak about, for as long as it is remembered, and what a card is about."""

from __future__ import annotations

from bot.core.dialogue import DialogueMemory, subject_of, take_turn
from bot.core.errors import UnknownEntry
from bot.core.model import Entry, EntryKind
from bot.core.snapshot import Snapshot
from bot.discord_app.oncard import OnCard
from bot.discord_app.origin import Origin
from bot.discord_app.targets import ToComparison, ToEntry, entry_of, entry_of_brief


class Dialogues:
    """What each member speaks about in each channel; forgotten soon.

    It is written down only with a question that was taken to mean it.

    What is asked in private never shows in public: a public question knows of what was
    spoken of in public alone, a private one of both.
    """

    def __init__(self) -> None:
        self._memory = DialogueMemory()

    def recall(self, origin: Origin) -> str | None:
        """What the member spoke about last, or None."""
        return self._memory.recall((origin.user_id, origin.channel_id, origin.private))

    def remember(self, origin: Origin, subject: str | None) -> None:
        """Keeps what the member speaks about now."""
        for private in {origin.private, True}:
            self._memory.remember((origin.user_id, origin.channel_id, private), subject)


async def subject_on(snapshot: Snapshot, card: OnCard) -> str | None:
    """What a card is about, as a dialogue would go on about it; None where that is gone."""
    if card.asked is not None:
        return (await take_turn(snapshot, card.asked.question, card.asked.subject)).subject
    try:
        match card.origin:
            case ToEntry(kind, token):
                return subject_of([entry_of(snapshot.catalog, kind, token).name])
            case ToComparison():
                first, second, _ = compared_by(snapshot, card.origin)
                return subject_of([first.name, second.name])
            case _:
                return None
    except UnknownEntry:
        return None


def compared_by(snapshot: Snapshot, target: ToComparison) -> tuple[Entry, Entry, Entry | None]:
    """The two labs and the theme a button means.

    Raises:
        UnknownEntry: the catalog no longer lists one of them.
    """
    catalog = snapshot.catalog
    return (
        entry_of_brief(catalog, EntryKind.LAB, target.first),
        entry_of_brief(catalog, EntryKind.LAB, target.second),
        entry_of_brief(catalog, EntryKind.THEME, target.theme) if target.theme else None,
    )
