"""The rows that versions are made of, and the statements that read and write them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import Executable, Row, Select, delete, exists, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.changes import Change
from bot.core.keeping import Actor, Scope, Version
from bot.store.rows import actor_of, clean, scope_of, scope_value
from bot.store.tables import contents, pins, version_documents, versions

_T = TypeVar("_T")

_BATCH: Final = 500
"""Rows in one statement."""
_MOST: Final = 2**31 - 1
"""The largest number that the column takes."""


async def known(
    read: Callable[[Executable], Awaitable[Iterable[Row[Any]]]], digests: Iterable[bytes]
) -> set[bytes]:
    """Those of the digests whose contents the database holds.

    Args:
        read: runs a selection.
        digests: what to look for.
    """
    found: set[bytes] = set()
    for batch in _batches(list(digests)):
        among = select(contents.c.digest).where(contents.c.digest.in_(batch))
        found.update(row.digest for row in await read(among))
    return found


async def add_contents(connection: AsyncConnection, packed: Mapping[bytes, bytes]) -> None:
    """Adds documents, compressed, by their digests."""
    # In the order of their digests: two processes then wait for each other, never in a circle.
    rows = [{"digest": digest, "data": packed[digest]} for digest in sorted(packed)]
    for batch in _batches(rows):
        await connection.execute(insert(contents), batch)


async def add_version(
    connection: AsyncConnection, row: Mapping[str, Any], digests: Sequence[bytes]
) -> Version:
    """Adds a version as the latest of its scope.

    Args:
        connection: in a transaction.
        row: what it is, but its number.
        digests: its documents, in order.
    """
    latest = select(func.max(versions.c.number)).where(versions.c.scope == row["scope"])
    number = ((await connection.execute(latest)).scalar() or 0) + 1
    await connection.execute(insert(versions).values(**row, number=number))
    made = select(versions).where(versions.c.scope == row["scope"], versions.c.number == number)
    version = (await connection.execute(made)).one()
    documents = [
        {"version_id": version.id, "position": position, "digest": digest}
        for position, digest in enumerate(digests)
    ]
    for batch in _batches(documents):
        await connection.execute(insert(version_documents), batch)
    return version_of(version)


async def drop(connection: AsyncConnection, latest: Version, keep: int) -> None:
    """Drops a scope's old versions, and the documents that only they held.

    Args:
        connection: in the transaction that added the latest version.
        latest: that version.
        keep: how many to keep; a pinned one is kept beyond them.
    """
    scope = scope_value(latest.scope)
    pinned = select(pins.c.number).where(pins.c.scope == scope)
    old = delete(versions).where(
        versions.c.scope == scope,
        versions.c.number <= latest.number - keep,
        versions.c.number.not_in(pinned),
    )
    if (await connection.execute(old)).rowcount:
        await drop_unheld(connection)


async def drop_unheld(connection: AsyncConnection) -> None:
    """Drops the documents that no version holds."""
    held = exists().where(version_documents.c.digest == contents.c.digest)
    await connection.execute(delete(contents).where(~held))


def numbered(scope: Scope, number: int) -> Executable:
    """Selects a version: its id and its frame."""
    number = number if 0 < number <= _MOST else 0  # whatever a moderator typed
    return select(versions.c.id, versions.c.frame).where(
        versions.c.scope == scope_value(scope), versions.c.number == number
    )


def documents_of(version_id: int) -> Executable:
    """Selects a version's documents, in order: digest and data."""
    return (
        select(contents.c.digest, contents.c.data)
        .join(version_documents, version_documents.c.digest == contents.c.digest)
        .where(version_documents.c.version_id == version_id)
        .order_by(version_documents.c.position)
    )


def newest(scope: Scope) -> Select[Any]:
    """Selects a scope's versions, without their frames, the newest first."""
    columns = [column for column in versions.c if column is not versions.c.frame]
    mine = select(*columns).where(versions.c.scope == scope_value(scope))
    return mine.order_by(versions.c.number.desc())


def version_row(
    scope: Scope,
    by: Actor,
    *,
    action: str,
    detail: str,
    documents: Change,
    passages: Change,
) -> dict[str, Any]:
    """What a version is, but its number, its frame and when it was made."""
    return {
        "scope": scope_value(scope),
        "by_name": clean(by.name),
        "by_id": by.user_id,
        "action": clean(action),
        "detail": clean(detail),
        "documents_added": documents.added,
        "documents_changed": documents.changed,
        "documents_removed": documents.removed,
        "passages_added": passages.added,
        "passages_changed": passages.changed,
        "passages_removed": passages.removed,
    }


def version_of(row: Row[Any]) -> Version:
    """A version out of its row."""
    return Version(
        scope=scope_of(row.scope),
        number=row.number,
        made_at=row.made_at,
        by=actor_of(row),
        action=row.action,
        detail=row.detail,
        documents=Change(row.documents_added, row.documents_changed, row.documents_removed),
        passages=Change(row.passages_added, row.passages_changed, row.passages_removed),
    )


def _batches(rows: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]
