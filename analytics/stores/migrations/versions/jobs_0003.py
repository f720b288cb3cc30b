"""The table of jobs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make the table, and the place in the log from which replies are delivered."""
    op.create_table(
        "jobs",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.UniqueConstraint("queue", "key", name="jobs_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("jobs_lane", "jobs", ["queue", "state", "lane", "id"])
    op.bulk_insert(sa.table("cursors", sa.column("reader"), sa.column("cursor")), [{"reader": "outbox", "cursor": ""}])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("jobs")
    op.execute("DELETE FROM cursors WHERE reader = 'outbox'")
