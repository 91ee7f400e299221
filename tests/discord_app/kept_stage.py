"""A simulated Discord with the bot in it, and a real database beneath it."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import discord
import pytest
import simcord
from discord_app_stage import Folder
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, UserHandle

from bot.charts import open_charts
from bot.core.desk import Desk
from bot.core.language import Languages
from bot.core.library import Library
from bot.core.shelves import Shelves
from bot.discord_app.client import FootnoteBot
from bot.discord_app.options import BotOptions
from bot.reading.exporting import export_zip
from bot.reading.uploads import read_upload
from bot.search import Bm25IndexBuilder
from bot.store import Store, open_store


@dataclass
class Server:
    """A server with a moderator and as many members as the story needs."""

    env: simcord.Env
    guild: GuildHandle
    channel: ChannelHandle
    moderator: MemberActor
    members: list[MemberActor] = field(default_factory=list)
    users: list[UserHandle] = field(default_factory=list)

    def member(self, number: int) -> MemberActor:
        """The member of that number, who joins when first spoken of."""
        while len(self.members) <= number:
            name = f"{self.guild.name.lower()}{len(self.members)}"
            self.users.append(self.env.create_user(name))
            self.members.append(self.guild.add_member(self.users[-1]))
        return self.members[number]


@dataclass
class Kept:
    """Two servers, the bot and the store."""

    env: simcord.Env
    bot: FootnoteBot
    store: Store
    library: Library
    here: Server
    there: Server
    make: Callable[[], FootnoteBot]

    async def stored(self) -> None:
        """Waits until what was asked has been written."""
        await self.store.questions.recent(1)


@pytest.fixture
def kept_options() -> BotOptions:
    return BotOptions(cooldown_uses=0, version="0.1.0", shard_count=1, message_content=True)


@pytest.fixture
def kept_languages() -> Languages:
    return Languages()


@pytest.fixture
async def kept(
    tmp_path: Path, folder: Folder, kept_options: BotOptions, kept_languages: Languages
) -> AsyncIterator[Kept]:
    retention = kept_options.privacy.retention_days
    store = await open_store(
        f"sqlite+aiosqlite:///{(tmp_path / 'footnote.db').as_posix()}",
        retention_days=retention or 30,
        keep_user_ids=False,
        log_questions=retention > 0,
    )
    library = Library(folder, Bm25IndexBuilder())
    desk = Desk(
        Shelves(library, store.versions, Bm25IndexBuilder),
        store.versions,
        store.audit,
        store.statistics,
        read_upload=read_upload,
        pack=export_zip,
        gold=lambda: (),
    )
    await desk.start()

    def make() -> FootnoteBot:
        return FootnoteBot(
            desk=desk,
            questions=store.questions,
            guild_settings=store.guild_settings,
            asks=store.asks,
            options=dataclasses.replace(kept_options),
            languages=kept_languages,
            charts=open_charts(),
            check_database=store.check,
        )

    bot = make()
    env = simcord.Env(bot)
    await env.start()
    try:
        await bot.tree.sync()
        yield Kept(env, bot, store, library, _server(env, "Here"), _server(env, "There"), make)
    finally:
        await env.shutdown()
        await store.close()
        env._raise_errors_since(env._errors_acknowledged)


def _server(env: simcord.Env, name: str) -> Server:
    guild = env.create_guild(name)
    channel = guild.create_text_channel(f"{name.lower()}-library")
    keepers = guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    moderator = guild.add_member(env.create_user(f"mo-{name.lower()}"), roles=[keepers])
    return Server(env, guild, channel, moderator)
