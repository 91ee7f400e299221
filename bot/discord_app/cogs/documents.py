"""`/knowledge add`, `upload`, `remove`, `alias` and `export`: what a server adds for itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.catalog import fold
from bot.core.errors import NotAllowed
from bot.core.language import gettext, lazy_gettext
from bot.core.model import EntryKind
from bot.core.pending import Pending
from bot.core.ports import Progress
from bot.discord_app import respond
from bot.discord_app.cards import phrases
from bot.discord_app.cards.desk import EXPORT_FILE, export_card
from bot.discord_app.cards.limits import MAX_CHOICE, clip
from bot.discord_app.cards.markup import clean
from bot.discord_app.fetching import fetch
from bot.discord_app.permissions import actor_of, is_moderator, require_moderator
from bot.discord_app.upload_modal import UploadModal

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_MAX_CHOICES = 25
_MAX_FILE = 10 * 1024 * 1024  # what Discord takes from a bot in a server without boosts


class DocumentCommands(commands.Cog):
    """The part of `/knowledge` that is about one server's own documents."""

    def __init__(self, bot: FootnoteBot) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(
        file="Markdown, text, HTML or PDF",
        title="What to call the document; otherwise its own title",
        url="Where the original stands, for links in answers",
    )
    async def add(
        self,
        interaction: discord.Interaction[FootnoteBot],
        file: discord.Attachment,
        title: app_commands.Range[str, 1, 200] | None = None,
        url: app_commands.Range[str, 1, 400] | None = None,
    ) -> None:
        """Add a document for this server; one of the same file name is replaced."""
        await require_moderator(interaction)
        await self._add(interaction, [file], title, url)

    @app_commands.command()
    async def upload(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Add several documents for this server at once."""
        await require_moderator(interaction)
        await interaction.response.send_modal(UploadModal(self._uploaded))

    async def _uploaded(
        self,
        interaction: discord.Interaction[FootnoteBot],
        files: Sequence[discord.Attachment],
    ) -> None:
        await require_moderator(interaction)
        await self._add(interaction, files)

    async def _add(
        self,
        interaction: discord.Interaction[FootnoteBot],
        files: Sequence[discord.Attachment],
        title: str | None = None,
        url: str | None = None,
    ) -> None:
        desk, guild_id = self.bot.desk, _guild_of(interaction)

        async def prepare(progress: Progress) -> Pending:
            uploads = await fetch(files, desk.limits, title=title, url=url)
            by = actor_of(interaction)
            return await desk.prepare_add(guild_id, uploads, by=by, progress=progress)

        await self.bot.offers.offer(interaction, prepare, doing=gettext("Reading the files"))

    @app_commands.command()
    @app_commands.describe(document="One of this server's own documents")
    async def remove(
        self,
        interaction: discord.Interaction[FootnoteBot],
        document: app_commands.Range[str, 1, 200],
    ) -> None:
        """Remove one of this server's own documents."""
        await require_moderator(interaction)
        desk, guild_id = self.bot.desk, _guild_of(interaction)

        async def prepare(progress: Progress) -> Pending:
            by = actor_of(interaction)
            return await desk.prepare_remove(guild_id, document, by=by, progress=progress)

        await self.bot.offers.offer(interaction, prepare)

    @remove.autocomplete("document")
    async def _own_documents(
        self, interaction: discord.Interaction[FootnoteBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        if not await is_moderator(interaction):
            return []
        own = await self.bot.shelves.own(_guild_of(interaction))
        fitting = [
            document
            for document in own.contents.documents
            if fold(typed) in fold(f"{document.title} {document.id}")
        ]
        return [
            app_commands.Choice(
                name=clip(clean(document.title) or document.id, MAX_CHOICE), value=document.id
            )
            for document in fitting[:_MAX_CHOICES]
            if len(document.id) <= MAX_CHOICE
        ]

    @app_commands.command()
    @app_commands.describe(
        kind="Whether it is a lab or a theme",
        name="Any name it has by now, or a new lab or theme",
        aliases="More names for the very same thing, with commas between them",
    )
    @app_commands.choices(
        kind=[app_commands.Choice(name=kind.value, value=kind.value) for kind in EntryKind]
    )
    async def alias(
        self,
        interaction: discord.Interaction[FootnoteBot],
        kind: str,
        name: app_commands.Range[str, 1, 100],
        aliases: app_commands.Range[str, 0, 1000] = "",
    ) -> None:
        """Add names to a lab or theme for this server, or a new lab or theme."""
        await require_moderator(interaction)
        desk, guild_id = self.bot.desk, _guild_of(interaction)
        names = [part for part in re.split(r"[,;，、；]", aliases) if part.strip()]

        async def prepare(progress: Progress) -> Pending:
            return await desk.prepare_alias(
                guild_id, EntryKind(kind), name, names, by=actor_of(interaction), progress=progress
            )

        await self.bot.offers.offer(interaction, prepare)

    @alias.autocomplete("name")
    async def _known_names(
        self, interaction: discord.Interaction[FootnoteBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        if not self.bot.shelves.library.loaded or not await is_moderator(interaction):
            return []
        kind = interaction.namespace.kind
        kinds = [EntryKind(kind)] if kind in set(EntryKind) else list(EntryKind)
        catalog = (await self.bot.shelves.snapshot(interaction.guild_id)).catalog
        found = [entry for k in kinds for entry in catalog.suggest(k, typed, limit=_MAX_CHOICES)]
        names = [clip(clean(entry.name), MAX_CHOICE) for entry in found[:_MAX_CHOICES]]
        return [app_commands.Choice(name=name, value=name) for name in names if name]

    @app_commands.command()
    async def export(self, interaction: discord.Interaction[FootnoteBot]) -> None:
        """Get everything this server is answered from, as a zip of Markdown files."""
        await require_moderator(interaction)
        await respond.defer(interaction, private=True)
        data = await self.bot.desk.export(interaction.guild_id)
        if len(data) > _MAX_FILE:
            raise NotAllowed(
                lazy_gettext(
                    "The zip would have {size}, and Discord takes no file over {limit} from me. "
                    "Whoever runs the bot can make it with {command}.",
                    size=phrases.size(len(data)),
                    limit=phrases.size(_MAX_FILE),
                    command=f"footnote knowledge export --server {interaction.guild_id}",
                )
            )
        attachment = (EXPORT_FILE, data)
        await respond.send_card(interaction, export_card(), private=True, attachment=attachment)


def _guild_of(interaction: discord.Interaction[FootnoteBot]) -> int:
    """The server's id; there is one, as whoever may use these commands was checked in it."""
    if interaction.guild_id is None:
        raise NotAllowed(lazy_gettext("That works in a server only."))
    return interaction.guild_id
