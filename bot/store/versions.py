"""The last versions of every scope's knowledge, whole, and the way back to them.

A document that several versions hold is kept once, known by the digest of its contents.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.changes import Change
from bot.core.errors import StoreError, UnknownVersion
from bot.core.keeping import Actor, Scope, Version, VersionStore
from bot.core.language import lazy_gettext
from bot.core.model import Document
from bot.core.ports import FolderContents
from bot.store import packing
from bot.store.database import Database
from bot.store.rows import scope_value
from bot.store.tables import SHARED, pins, versions
from bot.store.telling import told_as
from bot.store.version_rows import (
    add_contents,
    add_version,
    documents_of,
    drop,
    known,
    newest,
    numbered,
    version_of,
    version_row,
)

KEEP_VERSIONS: Final = 20


class DatabaseVersions(VersionStore):
    """Keeps versions in the database.

    Args:
        database: where.
        keep: so many versions of each scope; a pinned one is kept beyond them.
    """

    def __init__(self, database: Database, *, keep: int = KEEP_VERSIONS) -> None:
        self._database = database
        self._keep = keep
        # Two at a time would only have to wait for each other in the database.
        self._saving = asyncio.Lock()
        # By identity: most documents are the very same objects after a reload.
        self._digested: Mapping[int, tuple[Document, bytes]] = {}

    async def save(
        self,
        scope: Scope,
        contents: FolderContents,
        *,
        by: Actor,
        action: str,
        detail: str = "",
        documents: Change,
        passages: Change,
    ) -> Version:
        """Keeps a version as the scope's latest, and drops those beyond the number kept.

        All or nothing, wherever it is interrupted.

        Raises:
            StoreError: it could not be kept.
        """
        row = version_row(
            scope, by, action=action, detail=detail, documents=documents, passages=passages
        )
        with told_as(lazy_gettext("The version cannot be kept just now.")):
            async with self._saving:
                row["made_at"] = datetime.now(UTC)
                row["frame"] = await asyncio.to_thread(packing.pack_frame, contents)
                digests = await self._digests(scope, contents.documents)
                by_digest = dict(zip(digests, contents.documents, strict=True))
                missing = by_digest.keys() - await known(self._database.read, by_digest)
                packed = await asyncio.to_thread(_packed, by_digest, missing)

                async def work(connection: AsyncConnection) -> Version:
                    # Another process may have dropped some that were there a moment ago.
                    missing = by_digest.keys() - await known(connection.execute, by_digest)
                    late = missing - packed.keys()
                    packed.update(await asyncio.to_thread(_packed, by_digest, late))
                    await add_contents(connection, {digest: packed[digest] for digest in missing})
                    version = await add_version(connection, row, digests)
                    await drop(connection, version, self._keep)
                    return version

                return await self._database.transact(work)

    async def history(self, scope: Scope, limit: int) -> Sequence[Version]:
        """The scope's versions, newest first.

        Raises:
            StoreError: the database cannot be read.
        """
        with told_as(lazy_gettext("The versions cannot be read just now.")):
            rows = await self._database.read(newest(scope).limit(limit))
        return [version_of(row) for row in rows]

    async def load(self, scope: Scope, number: int) -> FolderContents:
        """What a version held.

        Raises:
            UnknownVersion: it was never there, or is no longer kept; says which ones are.
            StoreError: it cannot be read, or is damaged.
        """
        with told_as(lazy_gettext("The version cannot be read just now.")):
            found = await self._database.read(numbered(scope, number))
            if not found:
                raise await self._unknown(scope, number)
            rows = await self._database.read(documents_of(found[0].id))
            try:
                return await asyncio.to_thread(_unpacked, found[0].frame, rows)
            except packing.Damaged as error:
                damage = error
            if not await self._database.read(numbered(scope, number)):
                raise await self._unknown(scope, number)  # dropped between the two readings
        raise StoreError(
            lazy_gettext(
                "Version {number} cannot be brought back: what the database holds of it is "
                "damaged. Go back to another version, or load the documents anew.",
                number=number,
            )
        ) from damage

    async def pinned(self, scope: Scope) -> int | None:
        """The version that a rollback chose to be served, or None.

        Raises:
            StoreError: the database cannot be read.
        """
        with told_as(lazy_gettext("The version to be served cannot be read just now.")):
            rows = await self._database.read(
                select(pins.c.number).where(pins.c.scope == scope_value(scope))
            )
        return rows[0].number if rows else None

    async def pin(self, scope: Scope, number: int | None) -> None:
        """Chooses a version to be served after a restart, or none.

        Raises:
            UnknownVersion: it is not kept; says which ones are.
            StoreError: the choice could not be kept.
        """
        value = scope_value(scope)

        async def work(connection: AsyncConnection) -> bool:
            if (
                number is not None
                and not (await connection.execute(numbered(scope, number))).first()
            ):
                return False
            await connection.execute(delete(pins).where(pins.c.scope == value))
            if number is not None:
                await connection.execute(insert(pins).values(scope=value, number=number))
            return True

        with told_as(lazy_gettext("The version to be served cannot be kept just now.")):
            if not await self._database.transact(work):
                raise await self._unknown(scope, number or 0)

    async def scopes(self) -> Sequence[int]:
        """The servers that keep knowledge of their own.

        Raises:
            StoreError: the database cannot be read.
        """
        own = select(versions.c.scope).where(versions.c.scope != SHARED).distinct()
        with told_as(
            lazy_gettext("The servers with documents of their own cannot be read just now.")
        ):
            return [row.scope for row in await self._database.read(own.order_by(versions.c.scope))]

    async def _digests(self, scope: Scope, documents: Sequence[Document]) -> list[bytes]:
        before = self._digested
        digests = await asyncio.to_thread(_digests, documents, before)
        if scope is None:
            # The documents are held on to, for else another might come to have the same id().
            pairs = zip(documents, digests, strict=True)
            self._digested = {id(document): (document, digest) for document, digest in pairs}
        return digests

    async def _unknown(self, scope: Scope, number: int) -> UnknownVersion:
        kept = select(versions.c.number).where(versions.c.scope == scope_value(scope))
        rows = await self._database.read(kept.order_by(versions.c.number))
        if not rows:
            return UnknownVersion(
                lazy_gettext("No version is kept yet. The first one comes with a change.")
            )
        numbers = _ranges([row.number for row in rows])
        return UnknownVersion(
            lazy_gettext(
                "Version {number} is not kept. Choose one of these: {numbers}.",
                number=number,
                numbers=numbers,
            )
        )


def _digests(
    documents: Sequence[Document], known: Mapping[int, tuple[Document, bytes]]
) -> list[bytes]:
    return [
        known[id(document)][1]
        if id(document) in known
        else packing.digest_of(packing.pack_document(document))
        for document in documents
    ]


def _packed(by_digest: Mapping[bytes, Document], wanted: set[bytes]) -> dict[bytes, bytes]:
    return {digest: packing.compress(packing.pack_document(by_digest[digest])) for digest in wanted}


def _unpacked(frame: bytes, rows: Sequence[Row[Any]]) -> FolderContents:
    outline, count = packing.unpack_frame(frame)
    if len(rows) != count:
        raise packing.Damaged(f"{len(rows)} of {count} documents")
    documents = tuple(packing.unpack_document(row.digest, row.data) for row in rows)
    return FolderContents(documents, outline.catalog, outline.problems)


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in words: 1, 5–8."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
