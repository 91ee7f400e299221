"""What moderators see of how the bot is used: gaps, numbers, coverage."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord

from bot.core.charting import Charts
from bot.core.coverage import Coverage, measure_coverage
from bot.core.gaps import Gap, find_gaps
from bot.core.language import Language, spoken
from bot.core.shelves import Shelves
from bot.core.snapshot import Snapshot
from bot.core.statistics import Statistics, Usage
from bot.discord_app import respond
from bot.discord_app.cards.frame import Card
from bot.discord_app.cards.gaps import GAPS_FILE, exported_card, gaps_card, gaps_table
from bot.discord_app.permissions import require_moderator
from bot.discord_app.rules import ServerRules

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_log = logging.getLogger(__name__)
_MOST_QUESTIONS = 5000
_MAPS = 6  # what all servers share, and the servers that asked last for what they added


@dataclass(frozen=True, slots=True)
class Pictured:
    """Something counted, and its picture where one could be drawn."""

    usage: Usage
    kept_days: int
    picture: bytes | None


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a snapshot covers, and its picture in a language where one could be drawn."""

    snapshot: Snapshot
    language: Language
    coverage: Coverage
    picture: bytes | None


class Insights:
    """Counts and draws for moderators; none of it identifies a person.

    Args:
        shelves: what each server is answered from.
        statistics: counts over what was asked.
        charts: draws; None where matplotlib is not installed.
        rules: how long each server keeps its questions.
        gap_members: so many members must have asked a question before it is shown.
    """

    def __init__(
        self,
        shelves: Shelves,
        statistics: Statistics,
        charts: Charts | None,
        rules: ServerRules,
        *,
        gap_members: int,
    ) -> None:
        self.charts = charts
        self._shelves = shelves
        self._statistics = statistics
        self._rules = rules
        self._gap_members = gap_members
        self._mapped: deque[Mapped] = deque(maxlen=_MAPS)

    async def gaps(self, guild_id: int) -> tuple[Gap, ...]:
        """The questions of a server that got no full answer, as far as enough members asked.

        Raises:
            LibraryError: nothing has been loaded yet.
            StoreError: the questions cannot be read.
        """
        snapshot = await self._shelves.snapshot(guild_id)
        since = datetime.now(UTC) - timedelta(days=await self._rules.kept_days(guild_id))
        asked = await self._statistics.unanswered(guild_id, since, _MOST_QUESTIONS)
        k = self._gap_members
        return await asyncio.to_thread(find_gaps, asked, snapshot.index.fingerprint, k=k)

    async def gaps_page(self, guild_id: int, page: int = 0) -> Card:
        """A page of them."""
        privacy = await self._rules.privacy(guild_id)
        gaps = await self.gaps(guild_id) if privacy.retention_days else ()
        return gaps_card(gaps, k=self._gap_members, privacy=privacy, page=page)

    async def usage(self, guild_id: int, days: int) -> Pictured:
        """How the bot was used in a server in the last days, today among them.

        Raises:
            StoreError: the questions cannot be read.
        """
        now = datetime.now(UTC)
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        usage = await self._statistics.usage(guild_id, today - timedelta(days=days - 1), now)
        kept_days = await self._rules.kept_days(guild_id)
        if not usage.total or self.charts is None or not kept_days:
            return Pictured(usage, kept_days, None)
        snapshot = await self._shelves.snapshot(guild_id)
        names = {entry.name: _latin(entry.names) for entry in snapshot.catalog.entries}
        return Pictured(usage, kept_days, await _tried(self.charts.usage(usage, names)))

    async def coverage(self, guild_id: int | None) -> Mapped:
        """What the documents of a server cover; drawn once for a snapshot and language.

        Raises:
            LibraryError: nothing has been loaded yet.
        """
        snapshot = await self._shelves.snapshot(guild_id)
        measured = [each for each in self._mapped if each.snapshot is snapshot]
        language = spoken()
        known = next((each for each in measured if each.language is language), None)
        if known is None:
            coverage = measured[0].coverage if measured else await measure_coverage(snapshot)
            drawn = self.charts if coverage.labs and coverage.themes else None
            picture = await _tried(drawn.coverage(coverage)) if drawn else None
            known = Mapped(snapshot, language, coverage, picture)
            self._mapped.append(known)
        return known

    async def press(
        self, interaction: discord.Interaction[FootnoteBot], what: str, page: int
    ) -> None:
        """Turns the page of the gaps, or hands out their table.

        Args:
            interaction: the press.
            what: ``page`` or ``csv``.
            page: which page, from 0.

        Raises:
            NotAllowed: whoever presses is no moderator.
            LibraryError: nothing has been loaded yet.
            StoreError: the questions cannot be read.
        """
        await require_moderator(interaction)
        guild_id = interaction.guild_id or 0
        if what == "page":
            card = await respond.patiently(
                interaction, self.gaps_page(guild_id, page), private=False
            )
            await respond.replace_card(interaction, card)
            return
        gaps = await respond.patiently(interaction, self.gaps(guild_id), private=True)
        table = (GAPS_FILE, gaps_table(gaps))
        await respond.send_card(interaction, exported_card(gaps), private=True, attachment=table)


async def _tried(drawing: Coroutine[Any, Any, bytes]) -> bytes | None:
    """The picture, or None where drawing it fails: the text says the same."""
    try:
        return await drawing
    except Exception:  # noqa: BLE001 - whatever it is, the numbers are worth showing
        _log.exception("a picture could not be drawn")
        return None


def _latin(names: tuple[str, ...]) -> str:
    return next((name for name in names if name.isascii()), "")
