"""The bot as Discord sees it: its connection, its commands and its buttons."""

from __future__ import annotations

import logging

import discord
from discord.ext import commands

from bot.core.library import Library
from bot.core.ports import QuestionLog
from bot.core.trace import current_trace
from bot.discord_app.buttons import CardButton
from bot.discord_app.cogs.ask import Ask
from bot.discord_app.cogs.catalog import CatalogCommands
from bot.discord_app.cogs.knowledge import Knowledge
from bot.discord_app.cogs.library import LibraryCommands
from bot.discord_app.cooldown import Cooldowns
from bot.discord_app.inquiry import Inquiries
from bot.discord_app.options import BotOptions
from bot.discord_app.presses import Presses
from bot.discord_app.sync import Registration, SyncReport, sync_commands
from bot.discord_app.tree import FootnoteTree

_log = logging.getLogger(__name__)


def intents() -> discord.Intents:
    """What Discord tells the bot: no privileged intent, and no more than it needs.

    Discord sends the content of a message that mentions the bot, or that is a direct
    message to it, without the privileged intent for message content.
    """
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = True
    wanted.dm_messages = True
    return wanted


class FootnoteBot(commands.AutoShardedBot):
    """The bot. It may connect before the library has been loaded; it says so when asked.

    Attributes:
        library: what is answered from.
        options: what the operator decided.
        inquiries: looks up what members ask.
        cooldowns: how fast members may ask.
        presses: what the buttons do.
        sync_report: what came of registering the commands, once that was tried.
    """

    tree: FootnoteTree  # pyright: ignore[reportIncompatibleMethodOverride, reportIncompatibleVariableOverride]

    def __init__(
        self,
        *,
        library: Library,
        questions: QuestionLog,
        options: BotOptions | None = None,
        registration: Registration | None = None,
    ) -> None:
        options = options or BotOptions()
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=FootnoteTree,
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_installs=discord.app_commands.AppInstallationType(guild=True, user=False),
            allowed_contexts=discord.app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=False
            ),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            shard_count=options.shard_count,
        )
        self.library = library
        self.options = options
        self.inquiries = Inquiries(library, questions)
        self.cooldowns = Cooldowns(options.cooldown_uses, options.cooldown_seconds)
        self.presses = Presses(self.inquiries)
        self.sync_report: SyncReport | None = None
        self._registration = registration

    async def setup_hook(self) -> None:
        """Adds commands and buttons, and registers the commands where that is wanted.

        Raises:
            discord.HTTPException: the commands were to be registered in any case, and
                Discord refuses.
        """
        self.add_dynamic_items(CardButton)
        await self.add_cog(Ask(self))
        await self.add_cog(CatalogCommands(self))
        await self.add_cog(LibraryCommands(self))
        await self.add_cog(Knowledge(self))
        if self._registration is None:
            return
        try:
            self.sync_report = await sync_commands(
                self.tree, self._registration, self.options.sync_guild
            )
        except discord.HTTPException:
            if self._registration.force:
                raise
            _log.exception("the commands could not be registered; those registered before serve")

    async def on_message(self, message: discord.Message, /) -> None:
        """Ignores prefix commands: there are none. The `Ask` cog listens to mentions."""

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Logs what an event listener did not foresee, with its id."""
        _log.exception("event %s failed [%s]", event_method, current_trace())
