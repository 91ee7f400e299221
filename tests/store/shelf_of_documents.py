"""Documents, catalogs and versions for the store's tests."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from hashlib import sha256

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.catalog import Catalog
from bot.core.changes import Change
from bot.core.errors import Problem
from bot.core.keeping import Actor, Scope, Version, VersionStore
from bot.core.model import Block, BlockKind, Document, Entry, EntryKind
from bot.core.ports import FolderContents
from bot.store.engine import open_engine

ALICE = Actor("Alice", 4711)
HERE, THERE = 2**62 + 1, 2**62 + 2
"""Two servers."""


def document(name: str, text: str = "") -> Document:
    text = text or f"{name}\n\nMoonshot made Kimi. 月之暗面 😀 \u0301"
    return Document(
        id=name,
        title=f"On {name}",
        text=text,
        blocks=(
            Block(BlockKind.HEADING, 0, len(name), level=1),
            Block(BlockKind.ITEM, len(name) + 2, len(text), level=2, group=3),
        ),
        size=len(text),
        modified=datetime(2026, 2, 3, 4, 5, 6, 789, tzinfo=timezone(timedelta(hours=8))),
        checksum=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        url="https://example.org/a?b=c",
        author="Zoë",
        language="zh-Hans",
    )


def library(*names: str) -> FolderContents:
    """The contents of a folder with these documents, and a catalog."""
    lab = Entry("moonshot", EntryKind.LAB, "Moonshot", "Makes Kimi.", ("Kimi", "月"), ("chat",))
    theme = Entry("talent", EntryKind.THEME, "Talent", "People.")
    return FolderContents(
        documents=tuple(document(name) for name in names),
        catalog=Catalog(
            (lab, theme),
            {"people": ("talent", "staff"), "none": ()},
            {"b & c": ("who?",)},
            ("hotel",),
        ),
        problems=(Problem("catalog.toml", 3, "Say which.", "lab.x"), Problem("b.md", None, "Bad.")),
    )


async def save(
    store: VersionStore,
    contents: FolderContents,
    *,
    scope: Scope = None,
    action: str = "reload",
    detail: str = "",
) -> Version:
    return await store.save(
        scope,
        contents,
        by=ALICE,
        action=action,
        detail=detail,
        documents=Change(1, 2, 3),
        passages=Change(4, 5, 6),
    )


async def numbers(store: VersionStore, scope: Scope = None) -> list[int]:
    return [version.number for version in await store.history(scope, 1000)]


async def count(database: str, statement: Executable) -> int:
    engine: AsyncEngine = open_engine(database)
    async with engine.connect() as connection:
        found = (await connection.execute(statement)).scalar_one()
    await engine.dispose()
    return found


async def change(database: str, *statements: Executable) -> None:
    """Does to the database what the bot itself never would."""
    engine: AsyncEngine = open_engine(database)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(statement)
    await engine.dispose()
