"""A line that says how far long work is, while it goes on."""

from __future__ import annotations

import asyncio
import logging
from types import TracebackType
from typing import Any, Self

import discord

from bot.core.language import gettext, lazy_gettext
from bot.discord_app.cards import phrases
from bot.discord_app.cards.notice import hint_card

EVERY_S = 2.0
"""Seconds between two looks; Discord allows five edits in five seconds."""
_STAGES = {
    # Translators: what is being done, before how many are done.
    "documents": lazy_gettext("documents"),
    # Translators: what is being done, before how many are done.
    "passages": lazy_gettext("passages"),
    # Translators: what is being done, before how much is done: an index is made.
    "index": lazy_gettext("index"),
    # Translators: what is being done, before how many are done: an embedding model reads them.
    "sentences": lazy_gettext("sentences"),
    # Translators: what is being done, before how many are done: questions are tried on a change.
    "questions tried": lazy_gettext("questions tried"),
}

_log = logging.getLogger(__name__)


class ProgressLine:
    """Edits a deferred answer now and then; a `Progress` that any thread may call.

    Args:
        interaction: what was deferred; it is answered for good once this is left.
        doing: what is being done, such as "Reading the documents".
    """

    def __init__(self, interaction: discord.Interaction[Any], doing: str) -> None:
        self._interaction = interaction
        self._doing = doing
        self._latest: tuple[str, int, int] | None = None  # swapped whole: no lock is needed
        self._task: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Takes down how far it is."""
        self._latest = (what, done, total)

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._tell())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._task is not None:
            await self._task  # an edit that is on its way must not arrive after the answer

    async def _tell(self) -> None:
        told = None
        over = asyncio.ensure_future(self._over.wait())
        while not (await asyncio.wait({over}, timeout=EVERY_S))[0]:
            if self._latest is None or self._latest == told:
                continue
            told = self._latest
            try:
                await self._edit(*told)
            except discord.HTTPException as error:
                _log.info("the progress could not be shown: %s", type(error).__name__)

    async def _edit(self, what: str, done: int, total: int) -> None:
        stage = _STAGES.get(what, what)
        words = (
            # Translators: such as "Reading the documents … documents: 3 of 12".
            gettext(
                "{doing} … {stage}: {done} of {total}",
                doing=self._doing,
                stage=stage,
                done=phrases.decimal(done),
                total=phrases.decimal(total),
            )
            if total
            else f"{self._doing} … {stage}"
        )
        await self._interaction.edit_original_response(view=hint_card(words))
