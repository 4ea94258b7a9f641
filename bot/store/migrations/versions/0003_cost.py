"""What people set for the cost of a decision, and what a workspace keeps for all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them, empty. On PostgreSQL a tenant sees its rows only."""
    op.add_column("decision", sa.Column("assumed", sa.Text()))
    op.create_table(
        "setting",
        sa.Column("tenant", sa.String(32), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(32), nullable=False),
        sa.Column("changed_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "name", name="pk_setting"),
    )
    if op.get_bind().dialect.name == "postgresql":
        own = "tenant = current_setting('app.tenant', true)"
        op.execute("ALTER TABLE setting ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE setting FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON setting USING ({own}) WITH CHECK ({own})")


def downgrade() -> None:
    """Drop them."""
    op.drop_table("setting")
    op.drop_column("decision", "assumed")
