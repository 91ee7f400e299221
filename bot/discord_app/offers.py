"""Showing a moderator what a change would do, and doing it when they say so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import discord

from bot.core.desk import NotNoted
from bot.core.errors import StoreError
from bot.core.keeping import Version
from bot.core.language import LazyText, lazy_gettext
from bot.core.pending import Pending
from bot.core.ports import Progress
from bot.discord_app import respond
from bot.discord_app.cards.desk import (
    applied_report,
    cancelled_card,
    failed_card,
    nothing_report,
    preview_report,
)
from bot.discord_app.cards.frame import Report
from bot.discord_app.errors import describe
from bot.discord_app.permissions import actor_of, require_moderator, require_shared
from bot.discord_app.progress import ProgressLine
from bot.discord_app.tree import doing_what
from bot.discord_app.waiting import Waiting

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

LIFE_S = 15 * 60.0
"""Seconds a preview can be applied: as long as Discord lets its card be edited."""
_MOST = 32  # each holds a whole index in memory
_GONE = lazy_gettext(
    "This preview is no longer there: it was applied or cancelled, 15 minutes have passed, or the "
    "bot was restarted. Nothing is lost; use the command again."
)
# Translators: stands there while a change of the documents is prepared, before "…".
_DOING = lazy_gettext("Working it out")

Prepare = Callable[[Progress], Awaitable[Pending]]


class Offers:
    """Previews of changes, and what became of them.

    Args:
        bot: whose desk changes what is served.
    """

    def __init__(self, bot: FootnoteBot) -> None:
        self._desk = bot.desk
        self.waiting = Waiting[Pending](LIFE_S, _MOST, _GONE)

    async def offer(
        self,
        interaction: discord.Interaction[FootnoteBot],
        prepare: Prepare,
        *,
        doing: str | LazyText = _DOING,
        now: bool = False,
        visible: bool = False,
    ) -> None:
        """Prepares a change and shows what it would do; where it fails, says why.

        Args:
            interaction: the command; deferred here, unless it was before.
            prepare: prepares the change.
            doing: what is shown while that goes on.
            now: apply it without asking.
            visible: show the preview to all in the channel, so that another may apply it.
        """
        if not interaction.response.is_done():
            await respond.defer(interaction, private=not visible)
        try:
            async with ProgressLine(interaction, str(doing)) as progress:
                pending = await prepare(progress)
            report = await self._report(interaction, pending, now=now)
        except Exception as error:  # noqa: BLE001 - whatever it is, say that the old one serves
            await self._tell_failure(interaction, error)
            return
        await respond.send_report(interaction, report)

    async def _report(
        self, interaction: discord.Interaction[FootnoteBot], pending: Pending, *, now: bool
    ) -> Report:
        if pending.changes_nothing and pending.rolled_back_to is None:
            return nothing_report(pending)
        if now:
            return await self._applied(interaction, pending)
        guild_id = interaction.guild_id or 0
        return preview_report(pending, self.waiting.put(guild_id, pending))

    async def press(
        self, interaction: discord.Interaction[FootnoteBot], token: str, verb: str
    ) -> None:
        """Applies or drops a change, for whoever may do so at this moment.

        Raises:
            NotAllowed: whoever presses may not (any longer).
            NoLongerWaiting: the preview is gone.
        """
        await require_moderator(interaction)
        pending = self.waiting.see(token, interaction.guild_id)
        if pending.scope is None:
            await require_shared(interaction)
        await respond.defer(interaction, private=True, thinking=False)
        pending = self.waiting.take(token, interaction.guild_id)
        if verb == "cancel":
            await respond.send_card(interaction, cancelled_card(), private=True)
            return
        try:
            report = await self._applied(interaction, pending)
        except Exception as error:  # noqa: BLE001 - whatever it is, say that the old one serves
            await self._tell_failure(interaction, error)
            return
        await respond.send_report(interaction, report)

    async def _applied(
        self, interaction: discord.Interaction[FootnoteBot], pending: Pending
    ) -> Report:
        version: Version | None = None
        trouble = ""
        try:
            version = await self._desk.apply(pending, actor_of(interaction))
        except NotNoted as error:
            trouble = str(error)
        return applied_report(pending, version, trouble)

    async def _tell_failure(
        self, interaction: discord.Interaction[FootnoteBot], error: Exception
    ) -> None:
        words = describe(error, doing_what(interaction))
        shelves = self._desk.shelves
        serving = None
        if shelves.library.loaded:
            try:
                serving = await shelves.snapshot(interaction.guild_id)
            except StoreError:
                serving = shelves.library.current
        await respond.send_card(interaction, failed_card(words, serving), private=True)
