"""What a question was taken to mean, what waits for an answer, and servers that were left.

Never edit a migration that was released: add another one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("questions", sa.Column("subject", sa.Text))
    op.create_table(
        "asks",
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("until", _TIME, nullable=False),
        sa.Column("asked", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_asks"),
    )
    op.create_index("ix_asks_guild_id_until", "asks", ["guild_id", "until"])
    op.create_table(
        "departures",
        sa.Column("guild_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("left_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_departures"),
    )


def downgrade() -> None:
    op.drop_table("departures")
    op.drop_table("asks")
    with op.batch_alter_table("questions") as questions:
        questions.drop_column("subject")
