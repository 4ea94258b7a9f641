"""Decisions, the posts that show them, pauses, and what Slack has delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = ("decision", "post", "pause", "delivery")


def upgrade() -> None:
    """Create the tables; on PostgreSQL a tenant sees only its own rows."""
    op.create_table(
        "decision",
        sa.Column("tenant", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("opened_by", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("moved_from", sa.String(32)),
        sa.Column("response_url", sa.Text()),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("dialogue", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("updated_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_decision"),
    )
    op.create_table(
        "post",
        sa.Column("tenant", sa.String(32), nullable=False),
        sa.Column("decision_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("ts", sa.String(32)),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("rendered_revision", sa.Integer(), nullable=False),
        sa.Column("lease", sa.String(32)),
        sa.Column("lease_until", sa.Double(), nullable=False, server_default=sa.text("0")),
        sa.Column("not_before", sa.Double(), nullable=False, server_default=sa.text("0")),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("unsure", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("dead", sa.String(64)),
        sa.PrimaryKeyConstraint("tenant", "decision_id", "kind", "topic", name="pk_post"),
        sa.ForeignKeyConstraint(
            ["tenant", "decision_id"],
            ["decision.tenant", "decision.id"],
            name="fk_post_decision",
            ondelete="CASCADE",
        ),
    )
    stale = sa.text("revision > rendered_revision AND dead IS NULL")
    op.create_index(
        "ix_post_stale", "post", ["not_before"], postgresql_where=stale, sqlite_where=stale
    )
    op.create_index("ix_post_message", "post", ["tenant", "channel", "ts"])
    op.create_table(
        "pause",
        sa.Column("tenant", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "channel", name="pk_pause"),
    )
    op.create_table(
        "delivery",
        sa.Column("tenant", sa.String(32), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("received_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "key", name="pk_delivery"),
    )
    op.create_index("ix_delivery_received_at", "delivery", ["received_at"])
    if op.get_bind().dialect.name == "postgresql":
        _row_level_security()


def _row_level_security() -> None:
    """The second belt: a query that forgot its tenant finds nothing.

    The owner is bound too (FORCE); only superusers are not. ``*`` is the publisher looking for
    stale posts and old deliveries of every tenant, and it may do no more than that.
    """
    own = "tenant = current_setting('app.tenant', true)"
    every = "current_setting('app.tenant', true) = '*'"
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON {table} USING ({own}) WITH CHECK ({own})")
    for table in ("post", "pause"):
        op.execute(f"CREATE POLICY find_stale ON {table} FOR SELECT USING ({every})")
    op.execute(f"CREATE POLICY find_old ON delivery FOR SELECT USING ({every})")
    op.execute(f"CREATE POLICY forget_old ON delivery FOR DELETE USING ({every})")


def downgrade() -> None:
    """Drop everything."""
    for table in reversed(_TABLES):
        op.drop_table(table)
