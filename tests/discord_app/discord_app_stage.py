"""A simulated Discord with the bot in it, answering from a few small documents."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
import simcord
from archive import Archive, desk_over
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle

from bot.core.catalog import Catalog
from bot.core.errors import Problem
from bot.core.explanation import Explanation
from bot.core.library import Library
from bot.core.model import Block, BlockKind, Document, Entry, EntryKind, Hit, Passage, SearchResult
from bot.core.ports import FolderContents, Index, Progress, QuestionRecord, no_progress
from bot.discord_app.cards.frame import Card
from bot.discord_app.client import FootnoteBot
from bot.discord_app.options import BotOptions
from bot.discord_app.sync import Registration
from bot.search import Bm25IndexBuilder

MODELS = """
# Models
## Kimi
Kimi reads two million characters of context at once. Moonshot AI trained it in Beijing.

Moonshot AI was founded by Yang Zhilin. Its office is full of people under thirty.

Investors value Moonshot AI for how long a text Kimi can read.

Moonshot AI charges nothing for Kimi's chat, and little for its programming interface.

A visitor saw Moonshot AI's engineers test Kimi late at night.
## Phones
Xiaomi makes phones and cars, and now trains models that run on both.
"""
GOLD = ("who founded Moonshot?", "what is humility?")
THEMES = """
# What stood out
Most labs publish their weights: open source is how they find users abroad.

Nobody was showing off. Humility came up in every conversation.
"""


def document(name: str, text: str, *, title: str | None = None, url: str | None = None) -> Document:
    """A document of one block a paragraph or heading, as the reading package makes them."""
    plain, blocks = "", []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        words = line.lstrip("#").strip() if line.startswith("#") else line
        level = len(line) - len(line.lstrip("#"))
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        blocks.append(Block(kind, len(plain), len(plain) + len(words), level))
        plain += words + "\n\n"
    return Document(
        id=name,
        title=title or name,
        text=plain,
        blocks=tuple(blocks),
        size=len(text.encode("utf-8", "replace")),
        modified=datetime(2026, 5, 1, tzinfo=UTC),
        checksum=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        url=url,
        language="en",
    )


def lab(key: str, name: str, *aliases: str, description: str = "") -> Entry:
    return Entry(key, EntryKind.LAB, name, description, aliases)


def theme(key: str, name: str, *aliases: str, description: str = "") -> Entry:
    return Entry(key, EntryKind.THEME, name, description, aliases)


@dataclass
class Folder:
    """A knowledge folder that a story can change between two reloads."""

    documents: list[Document] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    before_reading: Callable[[], None] = lambda: None
    answers_after_s: float = 0.0

    def __call__(
        self,
        progress: Progress = no_progress,
        *,
        everything: bool = False,  # noqa: ARG002 - the port's signature
    ) -> FolderContents:
        self.before_reading()
        progress("documents", len(self.documents), len(self.documents))
        catalog = Catalog(tuple(self.entries))
        return FolderContents(tuple(self.documents), catalog, tuple(self.problems))


@dataclass
class Notebook:
    """A question log on paper: keeps what it is told, in the order it is told."""

    records: list[QuestionRecord] = field(default_factory=list)

    def record(self, entry: QuestionRecord) -> None:
        self.records.append(entry)

    async def recent(self, limit: int) -> Sequence[QuestionRecord]:
        return self.records[::-1][:limit]

    async def expire(self, now: datetime) -> int:  # noqa: ARG002 - the port's signature
        return 0

    async def close(self) -> None:
        pass


@dataclass
class Stage:
    """A server with the bot, a member, another member and a moderator."""

    env: simcord.Env
    bot: FootnoteBot
    library: Library
    folder: Folder
    notebook: Notebook
    archive: Archive
    guild: GuildHandle
    channel: ChannelHandle
    member: MemberActor
    other: MemberActor
    moderator: MemberActor


@pytest.fixture
def folder() -> Folder:
    return Folder(
        documents=[
            document(
                "models.md", MODELS, title="Notes on models", url="https://example.org/models"
            ),
            document("themes.md", THEMES, title="What stood out"),
        ],
        entries=[
            lab("moonshot", "Moonshot AI", "Kimi", "月之暗面", description="Trains Kimi."),
            lab("xiaomi", "Xiaomi", description="Makes phones."),
            lab("deepseek", "DeepSeek", description="Not visited."),
            theme("open-source", "Open source", "open weights"),
            theme("humility", "Humility", "modesty"),
        ],
    )


@pytest.fixture
def options() -> BotOptions:
    return BotOptions(cooldown_uses=0, version="0.1.0", shard_count=1)


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@dataclass
class AtItsPace:
    """The real index, that takes as long as the story wants."""

    index: Index
    folder: Folder

    async def search(self, question: str, *, limit: int) -> SearchResult:
        await asyncio.sleep(self.folder.answers_after_s)
        return await self.index.search(question, limit=limit)

    async def explain(self, question: str, *, limit: int) -> Explanation:
        return await self.index.explain(question, limit=limit)

    def fingerprint(self, question: str) -> frozenset[str]:
        return frozenset(question.casefold().split())

    async def concerning(self, entry: Entry) -> tuple[Hit, ...]:
        await asyncio.sleep(self.folder.answers_after_s)
        return await self.index.concerning(entry)

    def mentions(self, entry: Entry) -> int:
        return self.index.mentions(entry)

    async def close(self) -> None:
        await self.index.close()


@pytest.fixture
def library(folder: Folder) -> Library:
    real = Bm25IndexBuilder()

    def build(
        passages: Sequence[Passage],
        catalog: Catalog,
        languages: Mapping[str, str],
        progress: Progress = no_progress,
    ) -> Index:
        return AtItsPace(real(passages, catalog, languages, progress), folder)

    return Library(folder, build)


@pytest.fixture
def archive() -> Archive:
    return Archive()


@pytest.fixture
def make_bot(
    library: Library, notebook: Notebook, archive: Archive, options: BotOptions
) -> Callable[[], FootnoteBot]:
    """Builds the bot as a fresh process would; its commands are registered once."""
    kept: dict[str, str] = {}

    async def load() -> str | None:
        return kept.get("checksum")

    async def save(checksum: str) -> None:
        kept["checksum"] = checksum

    def make() -> FootnoteBot:
        return FootnoteBot(
            desk=desk_over(library, archive, gold=GOLD),
            questions=notebook,
            guild_settings=archive,
            asks=archive,
            options=options,
            registration=Registration(load, save),
        )

    return make


@pytest.fixture
async def stage(
    make_bot: Callable[[], FootnoteBot], library: Library, folder: Folder, notebook: Notebook
) -> AsyncIterator[Stage]:
    await library.reload()
    async for ready in on_stage(make_bot(), library, folder, notebook):
        yield ready


async def on_stage(
    bot: FootnoteBot, library: Library, folder: Folder, notebook: Notebook
) -> AsyncIterator[Stage]:
    """Runs the bot; an error of its that the story did not look at fails the story."""
    env = simcord.Env(bot)
    await env.start()
    try:
        yield set_stage(env, bot, library, folder, notebook)
    finally:
        await env.shutdown()
        env._raise_errors_since(env._errors_acknowledged)


def set_stage(
    env: simcord.Env, bot: FootnoteBot, library: Library, folder: Folder, notebook: Notebook
) -> Stage:
    guild = env.create_guild("Readers")
    channel = guild.create_text_channel("library")
    keepers = guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    member = guild.add_member(env.create_user("ada"))
    other = guild.add_member(env.create_user("ben"))
    moderator = guild.add_member(env.create_user("mo"), roles=[keepers])
    return Stage(
        env,
        bot,
        library,
        folder,
        notebook,
        archive_of(bot),
        guild,
        channel,
        member,
        other,
        moderator,
    )


def archive_of(bot: FootnoteBot) -> Archive:
    assert isinstance(bot.guild_settings, Archive)
    return bot.guild_settings


def callbacks(stage: Stage) -> list[int]:
    """How each interaction was first answered: 4 message, 5 and 6 deferred, 7 edited card."""
    sent = [r for r in stage.env.http_requests if r.path.endswith("/callback")]
    return [request.json["type"] for request in sent if request.json]


def reply(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """The message an interaction was answered with."""
    assert result.response is not None
    return result.response


def trouble_of(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """The error that a press of a button was answered with, beside the card or without it."""
    return (result.followups or [reply(result)])[0]


def shown(message: Any) -> str:
    """Everything a card says, from top to bottom."""
    return "\n".join(c["content"] for c in parts(message) if c["type"] == 10)


def buttons(message: Any) -> dict[str, str]:
    """The buttons of a card that can be pressed: label to custom id; the first of a label."""
    found: dict[str, str] = {}
    for component in parts(message):
        if component["type"] == 2 and not component.get("disabled"):
            found.setdefault(component["label"], component["custom_id"])
    return found


def parts(message: Any) -> list[dict[str, Any]]:
    components = message.to_components() if isinstance(message, Card) else message.components
    roots = [c if isinstance(c, dict) else c.to_dict() for c in components]
    return list(_walk(roots))


def _walk(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for component in components:
        found.append(component)
        found += _walk(component.get("components", []))
        if "accessory" in component:
            found.append(component["accessory"])
    return found
