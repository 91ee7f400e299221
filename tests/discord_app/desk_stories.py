"""A simulated Discord with the moderators' desk over a folder and a database on disk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord
import simcord
from archive import desk_on_store
from discord_app_stage import buttons, reply, shown
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle

from bot.core.library import Library
from bot.core.pending import Limits
from bot.discord_app.client import FootnoteBot
from bot.discord_app.options import BotOptions
from bot.discord_app.sync import Registration
from bot.reading.folder import KnowledgeFolder
from bot.search import Bm25IndexBuilder
from bot.store import Store, open_store

KIMI = "Kimi reads two million characters of context at once. Moonshot AI trained it in Beijing."
CATALOG = """
[lab.moonshot]
name = "Moonshot AI"
description = "Trains Kimi."
aliases = ["Kimi"]
"""


@dataclass
class Server:
    """A Discord server with a member and two moderators."""

    guild: GuildHandle
    channel: ChannelHandle
    member: MemberActor
    moderator: MemberActor
    second: MemberActor

    async def ask(self, question: str) -> str:
        """What the card says to a member's question."""
        result = await self.member.slash(self.channel, "ask", question=question)
        return shown(reply(result))

    async def lose_role(self, moderator: MemberActor, env: simcord.Env) -> None:
        """Takes the moderator's role away."""
        env.backend.get_guild(self.guild.id).members[moderator.id].role_ids.clear()


@dataclass
class Scene:
    """The bot over a folder and a database; it can be restarted."""

    env: simcord.Env
    bot: FootnoteBot
    store: Store
    folder: Path
    new_bot: Callable[[], FootnoteBot]
    servers: list[Server] = field(default_factory=list)

    @property
    def here(self) -> Server:
        """The first server."""
        return self.servers[0]

    def write(self, name: str, *paragraphs: str) -> None:
        """Writes a document into the knowledge folder."""
        (self.folder / name).write_text("\n\n".join(paragraphs), encoding="utf-8")

    async def restart(self, *, start: bool = True) -> None:
        """Stops the bot and starts it as another process would, over the same database."""
        self.bot = self.new_bot()
        if start:
            await self.bot.desk.start()
        await self.env.restart_bot(self.bot)

    def add_server(self, name: str) -> Server:
        """Invites the bot to another server."""
        guild = self.env.create_guild(name)
        channel = guild.create_text_channel("library")
        keepers = guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
        member = guild.add_member(self.env.create_user(f"ada{len(self.servers) or ''}"))
        people = [
            guild.add_member(
                self.env.create_user(f"{person}{len(self.servers) or ''}"), roles=[keepers]
            )
            for person in ("mo", "zoe")
        ]
        server = Server(guild, channel, member, *people)
        self.servers.append(server)
        return server


async def play(
    tmp_path: Path,
    *,
    options: BotOptions | None = None,
    limits: Limits | None = None,
    gold: tuple[str, ...] = (),
) -> AsyncIterator[Scene]:
    """Sets the scene; an error of the bot that the story did not look at fails the story."""
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "catalog.toml").write_text(CATALOG, encoding="utf-8")
    url = f"sqlite+aiosqlite:///{tmp_path}/footnote.db"
    store = await open_store(url, retention_days=30, keep_user_ids=False)
    kept: dict[str, str] = {}

    async def load() -> str | None:
        return kept.get("checksum")

    async def save(checksum: str) -> None:
        kept["checksum"] = checksum

    def new_bot() -> FootnoteBot:
        library = Library(KnowledgeFolder(folder), Bm25IndexBuilder())
        return FootnoteBot(
            desk=desk_on_store(library, store, gold=gold, limits=limits),
            questions=store.questions,
            guild_settings=store.guild_settings,
            asks=store.asks,
            options=options or BotOptions(cooldown_uses=0, version="0.1.0", shard_count=1),
            registration=Registration(load, save),
        )

    bot = new_bot()
    env = simcord.Env(bot)
    scene = Scene(env, bot, store, folder, new_bot)
    scene.write("models.md", "# Notes on models", KIMI)
    await bot.desk.start()
    await env.start()
    try:
        scene.add_server("Readers")
        yield scene
    finally:
        await env.shutdown()
        await store.close()
        env._raise_errors_since(env._errors_acknowledged)


async def press(who: MemberActor, message: Any, label: str) -> simcord.InteractionResult:
    """Presses the button of a label on a card."""
    return await who.click(message, custom_id=buttons(message)[label])


def after(result: simcord.InteractionResult, card: Any) -> str:
    """What a card says after a press; the press may have edited it or answered anew."""
    message = result.response or card
    return shown(message)
