"""The first tables: events, profiles, cursors."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    transaction = sa.text("pg_current_xact_id()::text::bigint") if postgresql else "0"
    op.create_table(
        "events",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("source_id", sa.Text),
        sa.Column("xid", sa.BigInteger, nullable=False, server_default=transaction),
        sa.UniqueConstraint("conversation", "position", name="events_conversation_position"),
        sa.UniqueConstraint("source", "source_id", name="events_source"),
        sqlite_autoincrement=True,
    )
    if postgresql:
        op.create_index("events_xid", "events", ["xid", "id"])
    op.create_table(
        "profiles",
        sa.Column("customer", sa.Text, primary_key=True),
        sa.Column("attributes", JSON, nullable=False),
    )
    cursors = op.create_table(
        "cursors",
        sa.Column("reader", sa.Text, primary_key=True),
        sa.Column("cursor", sa.Text, nullable=False),
    )
    op.bulk_insert(cursors, [{"reader": "profiles", "cursor": ""}])


def downgrade() -> None:
    """Drop the tables with all that is in them."""
    for table in ("cursors", "profiles", "events"):
        op.drop_table(table)
