"""Decisions in threads of people, the turns that messages show, and who took part."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = ("turn", "participant")


def upgrade() -> None:
    """Add them; whoever opened a decision takes part. On PostgreSQL a tenant sees its rows only."""
    op.add_column("decision", sa.Column("thread_ts", sa.String(32)))
    op.create_index("ix_decision_thread", "decision", ["tenant", "channel", "thread_ts"])
    op.create_table(
        "turn",
        sa.Column("tenant", sa.String(32), nullable=False),
        sa.Column("decision_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "decision_id", "id", name="pk_turn"),
        _of_decision("turn"),
    )
    op.create_table(
        "participant",
        sa.Column("tenant", sa.String(32), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("decision_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "person", "decision_id", name="pk_participant"),
        _of_decision("participant"),
    )
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        # The owner is bound by row-level security too, and has to see every tenant once.
        op.execute("ALTER TABLE decision NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO participant (tenant, person, decision_id) "
        "SELECT tenant, opened_by, id FROM decision"
    )
    if is_postgresql:
        op.execute("ALTER TABLE decision FORCE ROW LEVEL SECURITY")
        own = "tenant = current_setting('app.tenant', true)"
        for table in _TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY own ON {table} USING ({own}) WITH CHECK ({own})")


def _of_decision(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant", "decision_id"],
        ["decision.tenant", "decision.id"],
        name=f"fk_{table}_decision",
        ondelete="CASCADE",
    )


def downgrade() -> None:
    """Drop them."""
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.drop_index("ix_decision_thread", "decision")
    op.drop_column("decision", "thread_ts")
