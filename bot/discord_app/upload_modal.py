"""The form through which a moderator uploads several files at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

import discord

from bot.core.language import gettext
from bot.discord_app.beginning import handling
from bot.discord_app.cards.limits import clip

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

MOST_FILES = 10  # what Discord takes in one form
_MAX_TITLE = 45  # what Discord takes, and in the label of a field
_MAX_DESCRIPTION = 100

Submit = Callable[
    ["discord.Interaction[FootnoteBot]", Sequence[discord.Attachment]], Awaitable[None]
]


class UploadModal(discord.ui.Modal):
    """Asks for up to ten files.

    Args:
        submit: called with what was uploaded.
    """

    def __init__(self, submit: Submit) -> None:
        super().__init__(title=clip(gettext("Add documents for this server"), _MAX_TITLE))
        self._submit = submit
        self._upload: discord.ui.FileUpload[Any] = discord.ui.FileUpload(
            custom_id="files", min_values=1, max_values=MOST_FILES
        )
        self.add_item(
            discord.ui.Label[Any](
                text=clip(gettext("Files"), _MAX_TITLE),
                description=clip(
                    gettext("Markdown, text, HTML or PDF. You see what changes before it does."),
                    _MAX_DESCRIPTION,
                ),
                component=self._upload,
            )
        )

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Hands over what was uploaded."""
        async with handling(interaction):
            await self._submit(interaction, self._upload.values)
