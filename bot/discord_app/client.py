"""The bot as Discord sees it: its connection, its commands and its buttons."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import discord
from discord.ext import commands

from bot.core.asking import AskStore
from bot.core.charting import Charts
from bot.core.desk import Desk
from bot.core.keeping import GuildSettingsStore
from bot.core.language import Languages
from bot.core.ports import QuestionLog
from bot.core.trace import current_trace
from bot.discord_app.buttons import CardButton
from bot.discord_app.cogs.ask import Ask
from bot.discord_app.cogs.catalog import CatalogCommands
from bot.discord_app.cogs.compare import Compare
from bot.discord_app.cogs.follow_up import FollowUps
from bot.discord_app.cogs.insight import Insight
from bot.discord_app.cogs.knowledge import Knowledge
from bot.discord_app.cogs.library import LibraryCommands
from bot.discord_app.cogs.quoting import Quoting
from bot.discord_app.cogs.settings import SettingsCommands
from bot.discord_app.consents import Consents
from bot.discord_app.cooldown import Cooldowns
from bot.discord_app.desk_button import DeskButton
from bot.discord_app.desk_presses import DeskPresses
from bot.discord_app.gap_button import GapButton
from bot.discord_app.inquiry import Inquiries
from bot.discord_app.insights import Insights
from bot.discord_app.offers import Offers
from bot.discord_app.opinions import OpinionButton
from bot.discord_app.options import BotOptions
from bot.discord_app.presses import Presses
from bot.discord_app.rules import ServerRules
from bot.discord_app.settings_menu import SettingsMenu
from bot.discord_app.settings_panel import SettingsPanel
from bot.discord_app.sync import Registration, SyncReport, sync_commands
from bot.discord_app.translator import CommandTranslator
from bot.discord_app.tree import FootnoteTree

_log = logging.getLogger(__name__)


def intents(*, message_content: bool = False) -> discord.Intents:
    """What Discord tells the bot: no more than it needs, and nothing privileged by itself.

    Discord sends the content of a message that mentions the bot, or that is a direct
    message to it, without the privileged intent for message content.

    Args:
        message_content: ask for that intent all the same, to answer without a mention.
    """
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = True
    wanted.dm_messages = True
    wanted.message_content = message_content
    return wanted


async def _no_database() -> None:
    """For a bot that keeps nothing: there is nothing to check."""


class FootnoteBot(commands.AutoShardedBot):
    """The bot. It may connect before the library has been loaded; it says so when asked.

    Attributes:
        desk: changes what is answered from.
        shelves: what each server is answered from.
        guild_settings: what each server's moderators decided.
        statistics: counts over what was asked.
        check_database: raises `StoreError` where the database cannot be read.
        options: what the operator decided.
        languages: those it speaks.
        rules: what holds in each server.
        inquiries: looks up what members ask.
        cooldowns: how fast members may ask.
        presses: what the buttons do.
        offers: changes that moderators look at before they apply them.
        consents: messages whose authors are asked whether they may be answered from.
        desk_presses: what the buttons on moderators' cards do.
        insights: what moderators see of how the bot is used.
        settings_panel: where servers decide for themselves.
        sync_report: what came of registering the commands, once that was tried.
    """

    tree: FootnoteTree  # pyright: ignore[reportIncompatibleMethodOverride, reportIncompatibleVariableOverride]

    def __init__(
        self,
        *,
        desk: Desk,
        questions: QuestionLog,
        guild_settings: GuildSettingsStore,
        asks: AskStore,
        options: BotOptions | None = None,
        languages: Languages | None = None,
        registration: Registration | None = None,
        charts: Charts | None = None,
        check_database: Callable[[], Awaitable[None]] = _no_database,
    ) -> None:
        options = options or BotOptions()
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=FootnoteTree,
            intents=intents(message_content=options.message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_installs=discord.app_commands.AppInstallationType(guild=True, user=False),
            allowed_contexts=discord.app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=False
            ),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            shard_count=options.shard_count,
        )
        self.desk = desk
        self.shelves = desk.shelves
        self.guild_settings = guild_settings
        self.statistics = desk.statistics
        self.check_database = check_database
        self.options = options
        self.languages = languages or Languages()
        self.rules = ServerRules(guild_settings, options, self.languages)
        self.inquiries = Inquiries(desk.shelves, questions)
        self.cooldowns = Cooldowns(options.cooldown_uses, options.cooldown_seconds)
        self.presses = Presses(self.inquiries)
        self.offers = Offers(self)
        self.consents = Consents(self, asks)
        self.desk_presses = DeskPresses(self)
        self.insights = Insights(
            desk.shelves, desk.statistics, charts, self.rules, gap_members=options.gap_members
        )
        self.settings_panel = SettingsPanel(self.rules, desk, questions, options, self.languages)
        self.sync_report: SyncReport | None = None
        self._registration = registration

    async def setup_hook(self) -> None:
        """Adds commands and buttons, and registers the commands where that is wanted.

        Raises:
            discord.HTTPException: the commands were to be registered in any case, and
                Discord refuses.
        """
        await self.tree.set_translator(CommandTranslator(self.languages))
        self.add_dynamic_items(CardButton, DeskButton, GapButton, OpinionButton, SettingsMenu)
        await self.add_cog(Ask(self))
        await self.add_cog(FollowUps(self))
        await self.add_cog(CatalogCommands(self))
        await self.add_cog(Compare(self))
        await self.add_cog(LibraryCommands(self))
        knowledge = Knowledge(self)
        await self.add_cog(knowledge)
        if knowledge.app_command is not None:
            await self.add_cog(Insight(self, knowledge.app_command))
        await self.add_cog(SettingsCommands(self))
        await self.add_cog(Quoting(self))
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

    async def spend(self, user_id: int, guild_id: int | None) -> None:
        """Counts a question, by the operator's limit and the server's own pause.

        Raises:
            TooManyQuestions: the member has to wait.
        """
        pause_s = (await self.rules.of(guild_id)).cooldown_seconds
        self.cooldowns.spend(user_id, guild_id, pause_s)

    async def on_message(self, message: discord.Message, /) -> None:
        """Ignores prefix commands: there are none. The `Ask` cog listens to mentions."""

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Logs what an event listener did not foresee, with its id."""
        _log.exception("event %s failed [%s]", event_method, current_trace())
