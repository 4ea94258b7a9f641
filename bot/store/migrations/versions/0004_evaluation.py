"""What a team finds out and decides: sheets, scores, ballots, the record, reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OF_SHEET = ("tenant", "decision_id", "kind", "candidate")
_TABLES = ("sheet", "finding", "change", "selection", "score", "ballot", "record", "reminder")


def upgrade() -> None:
    """Add them, empty. On PostgreSQL a tenant sees its rows only."""
    op.add_column("decision", sa.Column("deleted_by", sa.String(32)))
    _sheets()
    _votes()
    _records()
    if op.get_bind().dialect.name == "postgresql":
        _row_level_security()


def _sheets() -> None:
    op.create_table(
        "sheet",
        *_key_of_sheet(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reset_ts", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("begun_by", sa.String(32), nullable=False),
        sa.Column("begun_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint(*_OF_SHEET, name="pk_sheet"),
        _of_decision("sheet"),
    )
    op.create_table(
        "finding",
        *_key_of_sheet(),
        sa.Column("item", sa.String(40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("action_ts", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint(*_OF_SHEET, "item", name="pk_finding"),
        _of_sheet("finding"),
    )
    op.create_table(
        "change",
        *_key_of_sheet(),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(40), nullable=False),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer()),
        sa.PrimaryKeyConstraint(*_OF_SHEET, "revision", "item", name="pk_change"),
        _of_sheet("change"),
    )
    op.create_table(
        "selection",
        *_key_of_sheet(),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("action_ts", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*_OF_SHEET, "category", "person", name="pk_selection"),
        _of_sheet("selection"),
    )


def _votes() -> None:
    op.create_table(
        "score",
        sa.Column("tenant", sa.String(32), nullable=False),
        sa.Column("decision_id", sa.String(32), nullable=False),
        sa.Column("candidate", sa.String(40), nullable=False),
        sa.Column("trial", sa.String(40), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("scored_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant", "decision_id", "candidate", "trial", "person", name="pk_score"
        ),
        _of_decision("score"),
    )
    op.create_table(
        "ballot",
        sa.Column("tenant", sa.String(32), nullable=False),
        sa.Column("decision_id", sa.String(32), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("cast_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "decision_id", "person", name="pk_ballot"),
        _of_decision("ballot"),
    )


def _records() -> None:
    op.create_table(
        "record",
        sa.Column("tenant", sa.String(32), nullable=False),
        sa.Column("decision_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("superseded_by", sa.Integer()),
        sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.PrimaryKeyConstraint("tenant", "decision_id", name="pk_record"),
        _of_decision("record"),
    )
    op.create_index("ix_record_number", "record", ["tenant", "number"], unique=True)
    op.create_table(
        "reminder",
        sa.Column("tenant", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("decision_id", sa.String(32), nullable=False),
        sa.Column("about", sa.String(16), nullable=False),
        sa.Column("candidate", sa.String(40), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(32)),
        sa.Column("scheduled_id", sa.String(64)),
        sa.Column("lease_until", sa.Double(), nullable=False, server_default=sa.text("0")),
        sa.Column("not_before", sa.Double(), nullable=False, server_default=sa.text("0")),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_reminder"),
    )
    op.create_index("ix_reminder_decision", "reminder", ["tenant", "decision_id"])


def _key_of_sheet() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("tenant", sa.String(32), nullable=False),
        sa.Column("decision_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("candidate", sa.String(40), nullable=False),
    )


def _of_decision(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant", "decision_id"],
        ["decision.tenant", "decision.id"],
        name=f"fk_{table}_decision",
        ondelete="CASCADE",
    )


def _of_sheet(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        _OF_SHEET,
        [f"sheet.{each}" for each in _OF_SHEET],
        name=f"fk_{table}_sheet",
        ondelete="CASCADE",
    )


def _row_level_security() -> None:
    """``*`` is what looks for work of every tenant: reminders, and how long decisions are kept."""
    own = "tenant = current_setting('app.tenant', true)"
    every = "current_setting('app.tenant', true) = '*'"
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON {table} USING ({own}) WITH CHECK ({own})")
    op.execute(f"CREATE POLICY find_due ON reminder FOR SELECT USING ({every})")
    past = f"{every} AND state = 'scheduled'"
    op.execute(f"CREATE POLICY forget_past ON reminder FOR DELETE USING ({past})")
    retention = f"{every} AND name = 'preferences'"
    op.execute(f"CREATE POLICY find_retention ON setting FOR SELECT USING ({retention})")


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP POLICY find_retention ON setting")
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.drop_column("decision", "deleted_by")
