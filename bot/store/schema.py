"""The tables. The tenant is the first part of every key.

Times are seconds since the epoch by the database's own clock (see ``database.now``), so that two
replicas never compare their own clocks.
"""

from sqlalchemy import (
    Column,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

decision = Table(
    "decision",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("opened_by", String(32), nullable=False),
    # Where the root message stands, or shall stand: a channel id, or a person's id for their
    # direct message until Slack has told its channel id.
    Column("channel", String(32), nullable=False),
    # The thread of people in which it stands; NULL where its root message opens a thread.
    Column("thread_ts", String(32)),
    # The channel in which the app may not post, where the conversation had to move.
    Column("moved_from", String(32)),
    # Slack's address to answer the opening command, until it was used; it lives 30 minutes.
    Column("response_url", Text),
    # The dialogue's status, apart, so that it can be asked for.
    Column("status", String(16), nullable=False),
    Column("dialogue", Text, nullable=False),
    # What people set for the cost; NULL where they set nothing.
    Column("assumed", Text),
    Column("revision", Integer, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("updated_at", Double, nullable=False),
)
"""One decision of a team: one thread in Slack."""

Index("ix_decision_thread", decision.c.tenant, decision.c.channel, decision.c.thread_ts)

turn = Table(
    "turn",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("decision_id", String(32), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("content", Text, nullable=False),
    ForeignKeyConstraint(
        ["tenant", "decision_id"], ["decision.tenant", "decision.id"], ondelete="CASCADE"
    ),
)
"""What somebody said in a thread and what came of it, where a message of its own shows it."""

participant = Table(
    "participant",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("person", String(32), primary_key=True),
    Column("decision_id", String(32), primary_key=True),
    ForeignKeyConstraint(
        ["tenant", "decision_id"], ["decision.tenant", "decision.id"], ondelete="CASCADE"
    ),
)
"""Who took part in which decision, so that each finds theirs again."""

post = Table(
    "post",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("decision_id", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    # Which of its kind: the slot of a question; '' where there is only one.
    Column("topic", String(40), primary_key=True),
    # The order in which the thread shows them.
    Column("position", Integer, nullable=False),
    # Where it stands, or shall stand while it has no ts.
    Column("channel", String(32), nullable=False),
    Column("ts", String(32)),
    Column("revision", Integer, nullable=False),
    Column("rendered_revision", Integer, nullable=False),
    Column("lease", String(32)),
    Column("lease_until", Double, nullable=False, server_default=text("0")),
    Column("not_before", Double, nullable=False, server_default=text("0")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    # How often in a row nobody knew whether Slack had taken it.
    Column("unsure", Integer, nullable=False, server_default=text("0")),
    # Why it is not sent again until it changes: Slack's error code.
    Column("dead", String(64)),
    ForeignKeyConstraint(
        ["tenant", "decision_id"], ["decision.tenant", "decision.id"], ondelete="CASCADE"
    ),
)
"""A Slack message that shows a decision. Stale while ``revision > rendered_revision``."""

_STALE = text("revision > rendered_revision AND dead IS NULL")
Index("ix_post_stale", post.c.not_before, postgresql_where=_STALE, sqlite_where=_STALE)
Index("ix_post_message", post.c.tenant, post.c.channel, post.c.ts)

setting = Table(
    "setting",
    metadata,
    Column("tenant", String(32), primary_key=True),
    # What it is about: 'cost'.
    Column("name", String(32), primary_key=True),
    Column("content", Text, nullable=False),
    Column("changed_by", String(32), nullable=False),
    Column("changed_at", Double, nullable=False),
)
"""What a workspace keeps for all its decisions."""

pause = Table(
    "pause",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("until", Double, nullable=False),
)
"""Slack asked to wait: nothing goes to this channel until then."""

delivery = Table(
    "delivery",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("received_at", Double, nullable=False),
)
"""What Slack has delivered, so that the same thing counts once. Kept for two days."""

Index("ix_delivery_received_at", delivery.c.received_at)
