"""Taking what a moderator uploads from Discord, within limits."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.core.errors import NotAllowed, ReadingError
from bot.core.language import gettext, lazy_gettext
from bot.core.pending import Limits, Upload
from bot.discord_app.cards.limits import clip
from bot.discord_app.cards.markup import clean

_MAX_NAME = 100


async def fetch(
    files: Sequence[discord.Attachment],
    limits: Limits,
    *,
    title: str | None = None,
    url: str | None = None,
) -> list[Upload]:
    """Downloads files, none of them before all of their sizes are known to be allowed.

    Args:
        files: what was uploaded.
        limits: how large they may be.
        title: the title of the document, where there is one file.
        url: where its original stands.

    Raises:
        NotAllowed: a file or all of them together are too large.
        ReadingError: Discord does not hand a file out.
    """
    for file in files:
        if file.size > limits.file_bytes:
            raise NotAllowed(f"{shown_name(file)}: {limits.too_large(file.size)}")
    if sum(file.size for file in files) > limits.total_bytes:
        raise NotAllowed(
            lazy_gettext(
                "Together these files are larger than the {size} a server may keep. Upload fewer "
                "of them.",
                size=f"{limits.total_bytes / 1e6:g} MB",
            )
        )
    return [Upload(shown_name(file), await _read(file), title, url) for file in files]


def shown_name(file: discord.Attachment) -> str:
    """A file's name, fit to be shown: the end of it, which says what it is, always stays."""
    # Translators: stands where a file's name would.
    name = clean(file.filename) or gettext("file")
    if len(name) <= _MAX_NAME:
        return name
    return clip(name, _MAX_NAME - 20) + name[-19:]


async def _read(file: discord.Attachment) -> bytes:
    try:
        return await file.read()
    except discord.HTTPException as error:
        raise ReadingError(
            lazy_gettext(
                "{file} cannot be fetched from Discord ({status}). Upload it again.",
                file=shown_name(file),
                status=error.status,
            )
        ) from error
