"""The tables, as they stand after the latest migration."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    # A constraint must have a name for a later migration to change it, on every database
    # the same one.
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """Python → database."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Database → Python."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite numbers rows by itself only where the type is exactly INTEGER.
_ROW_ID = BigInteger().with_variant(Integer, "sqlite")

questions = Table(
    "questions",
    metadata,
    Column("id", _ROW_ID, primary_key=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("question", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("passages", JSON, nullable=False),
    Column("missing", JSON, nullable=False),
    Column("took_ms", Float, nullable=False),
    Column("surface", Text, nullable=False),
    Column("guild_id", BigInteger),
    Column("user_id", BigInteger),
    Column("asker", Text),
    Column("entities", JSON(none_as_null=True)),
    Column("subject", Text),
)
"""The question log: one row a question. `user_id` is empty unless the operator chose it;
`asker` is a hash with one of the `salts`; `entities` is empty where none was spoken of;
`subject` is what the question was taken to mean, where it did not stand for itself."""

Index(None, questions.c.asked_at)
Index(None, questions.c.guild_id, questions.c.asked_at)

facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the bot must know again after a restart, one row a fact."""

salts = Table(
    "salts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("salt", LargeBinary, nullable=False),
)
"""What `asker` is hashed with: one row, replaced by the next in time."""

feedback = Table(
    "feedback",
    metadata,
    # A digest of asker, question and passage: the question itself is too long for an index.
    Column("opinion", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("guild_id", BigInteger),
    Column("asker", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("passage", Text, nullable=False),
    Column("helpful", Boolean, nullable=False),
)
"""What members think of answers: one row a member, question and passage."""

Index(None, feedback.c.at)

SHARED: Final = 0
"""The scope of what all servers share, in a column that may not be empty. No server has this
id."""

contents = Table(
    "contents",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""Documents, packed by `bot.store.packing`: one row a content, whichever versions hold it."""

versions = Table(
    "versions",
    metadata,
    Column("id", _ROW_ID, primary_key=True),
    Column("scope", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("by_id", BigInteger),
    Column("action", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("documents_added", Integer, nullable=False),
    Column("documents_changed", Integer, nullable=False),
    Column("documents_removed", Integer, nullable=False),
    Column("passages_added", Integer, nullable=False),
    Column("passages_changed", Integer, nullable=False),
    Column("passages_removed", Integer, nullable=False),
    Column("frame", LargeBinary, nullable=False),
    UniqueConstraint("scope", "number"),
)
"""States of what a scope knows. `frame` is all but the documents: catalog and problems."""

version_documents = Table(
    "version_documents",
    metadata,
    Column("version_id", _ROW_ID, ForeignKey(versions.c.id, ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("digest", LargeBinary, ForeignKey(contents.c.digest), nullable=False, index=True),
    PrimaryKeyConstraint("version_id", "position"),
)
"""Which documents a version holds, in order."""

pins = Table(
    "pins",
    metadata,
    Column("scope", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    # Without a cascade: whoever would delete the version finds that it is wanted.
    ForeignKeyConstraint(["scope", "number"], [versions.c.scope, versions.c.number]),
)
"""The version of a scope that a rollback chose to be served."""

guild_settings = Table(
    "guild_settings",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("settings", JSON, nullable=False),
)
"""What a server's moderators decided."""

audit = Table(
    "audit",
    metadata,
    Column("id", _ROW_ID, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("scope", BigInteger, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("by_id", BigInteger),
    Column("action", Text, nullable=False),
    Column("detail", Text, nullable=False),
)
"""Who did what."""

Index(None, audit.c.scope, audit.c.at)

asks = Table(
    "asks",
    metadata,
    Column("token", Text, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("asked", JSON, nullable=False),
)
"""What somebody was asked by a button, and until when they may answer."""

Index(None, asks.c.guild_id, asks.c.until)

departures = Table(
    "departures",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("left_at", UtcDateTime, nullable=False),
)
"""Servers that the bot was removed from, and since when it is known."""
