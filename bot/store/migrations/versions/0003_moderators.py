"""What the moderators' desk keeps: versions, settings, who did what, who asked as a hash.

Never edit a migration that was released: add another one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("questions", sa.Column("asker", sa.Text))
    op.add_column("questions", sa.Column("entities", sa.JSON))
    op.create_index("ix_questions_guild_id_asked_at", "questions", ["guild_id", "asked_at"])
    _counting()
    _knowledge()
    _moderating()


def _counting() -> None:
    op.create_table(
        "salts",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_salts"),
    )
    op.create_table(
        "feedback",
        sa.Column("opinion", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("guild_id", sa.BigInteger),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("passage", sa.Text, nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("opinion", name="pk_feedback"),
    )
    op.create_index("ix_feedback_at", "feedback", ["at"])


def _knowledge() -> None:
    op.create_table(
        "contents",
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_contents"),
    )
    op.create_table(
        "versions",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("scope", sa.BigInteger, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("by_id", sa.BigInteger),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("documents_added", sa.Integer, nullable=False),
        sa.Column("documents_changed", sa.Integer, nullable=False),
        sa.Column("documents_removed", sa.Integer, nullable=False),
        sa.Column("passages_added", sa.Integer, nullable=False),
        sa.Column("passages_changed", sa.Integer, nullable=False),
        sa.Column("passages_removed", sa.Integer, nullable=False),
        sa.Column("frame", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.UniqueConstraint("scope", "number", name="uq_versions_scope_number"),
    )
    op.create_table(
        "version_documents",
        sa.Column("version_id", _ROW_ID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("version_id", "position", name="pk_version_documents"),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["versions.id"],
            name="fk_version_documents_version_id_versions",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["digest"], ["contents.digest"], name="fk_version_documents_digest_contents"
        ),
    )
    op.create_index("ix_version_documents_digest", "version_documents", ["digest"])
    op.create_table(
        "pins",
        sa.Column("scope", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_pins"),
        sa.ForeignKeyConstraint(
            ["scope", "number"],
            ["versions.scope", "versions.number"],
            name="fk_pins_scope_number_versions",
        ),
    )


def _moderating() -> None:
    op.create_table(
        "guild_settings",
        sa.Column("guild_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_guild_settings"),
    )
    op.create_table(
        "audit",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("scope", sa.BigInteger, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("by_id", sa.BigInteger),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_scope_at", "audit", ["scope", "at"])


def downgrade() -> None:
    for table in (
        "audit",
        "guild_settings",
        "pins",
        "version_documents",
        "versions",
        "contents",
        "feedback",
        "salts",
    ):
        op.drop_table(table)
    op.drop_index("ix_questions_guild_id_asked_at", "questions")
    with op.batch_alter_table("questions") as questions:
        questions.drop_column("entities")
        questions.drop_column("asker")
