"""The tables. The tenant is the first part of every key.

Times are seconds since the epoch by the database's own clock (see ``database.now``), so that two
replicas never compare their own clocks.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
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
    # Who deleted it: nothing is left but its messages, until they are gone too.
    Column("deleted_by", String(32)),
    Column("revision", Integer, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("updated_at", Double, nullable=False),
)
"""One decision of a team: one thread in Slack."""

Index("ix_decision_thread", decision.c.tenant, decision.c.channel, decision.c.thread_ts)


def _of_decision() -> ForeignKeyConstraint:
    """What belongs to a decision goes with it."""
    return ForeignKeyConstraint(
        ["tenant", "decision_id"], ["decision.tenant", "decision.id"], ondelete="CASCADE"
    )


turn = Table(
    "turn",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("decision_id", String(32), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("content", Text, nullable=False),
    _of_decision(),
)
"""What somebody said in a thread and what came of it, where a message of its own shows it."""

participant = Table(
    "participant",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("person", String(32), primary_key=True),
    Column("decision_id", String(32), primary_key=True),
    _of_decision(),
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
    _of_decision(),
)
"""A Slack message that shows a decision. Stale while ``revision > rendered_revision``."""

_STALE = text("revision > rendered_revision AND dead IS NULL")
Index("ix_post_stale", post.c.not_before, postgresql_where=_STALE, sqlite_where=_STALE)
Index("ix_post_message", post.c.tenant, post.c.channel, post.c.ts)

sheet = Table(
    "sheet",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("decision_id", String(32), primary_key=True),
    # 'checklist' or 'trials'.
    Column("kind", String(16), primary_key=True),
    Column("candidate", String(40), primary_key=True),
    # The order in which they were begun.
    Column("position", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    # Slack's ts of the last reset, in microseconds: an older tick comes too late.
    Column("reset_ts", BigInteger, nullable=False, server_default=text("0")),
    Column("begun_by", String(32), nullable=False),
    Column("begun_at", Double, nullable=False),
    _of_decision(),
)
"""A candidate's checklist, or the tasks of its proof of concept."""


def _of_sheet() -> ForeignKeyConstraint:
    """What belongs to a sheet goes with it."""
    key = ["tenant", "decision_id", "kind", "candidate"]
    return ForeignKeyConstraint(key, [f"sheet.{each}" for each in key], ondelete="CASCADE")


finding = Table(
    "finding",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("decision_id", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("candidate", String(40), primary_key=True),
    Column("item", String(40), primary_key=True),
    # The finding as JSON.
    Column("content", Text, nullable=False),
    # Slack's ts of the last control that changed it, in microseconds; forms have none.
    Column("action_ts", BigInteger, nullable=False, server_default=text("0")),
    _of_sheet(),
)
"""What is known of one item: a row each, so that several people change a sheet at once."""

change = Table(
    "change",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("decision_id", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("candidate", String(40), primary_key=True),
    # The revision of the sheet that the change made.
    Column("revision", Integer, primary_key=True),
    Column("item", String(40), primary_key=True),
    # 'ticked', 'judged', 'reset', 'undone'.
    Column("how", String(16), nullable=False),
    Column("by", String(32), nullable=False),
    Column("at", Double, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    # The revision of the change that this one took back.
    Column("undoes", Integer),
    _of_sheet(),
)
"""The history of a sheet: one row for each item that a change touched."""

selection = Table(
    "selection",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("decision_id", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("candidate", String(40), primary_key=True),
    Column("category", String(40), primary_key=True),
    Column("person", String(32), primary_key=True),
    # Which picture the person was looking at, what was ticked in it afterwards, and when.
    Column("revision", Integer, nullable=False),
    Column("chosen", Text, nullable=False),
    Column("action_ts", BigInteger, nullable=False),
    _of_sheet(),
)
"""Each person's last selection in each category: what their next one has to be read against."""

score = Table(
    "score",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("decision_id", String(32), primary_key=True),
    Column("candidate", String(40), primary_key=True),
    Column("trial", String(40), primary_key=True),
    Column("person", String(32), primary_key=True),
    Column("points", Integer, nullable=False),
    Column("scored_at", Double, nullable=False),
    _of_decision(),
)
"""How a person scores a candidate on one trial of the proof of concept."""

ballot = Table(
    "ballot",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("decision_id", String(32), primary_key=True),
    Column("person", String(32), primary_key=True),
    # The order in which they were first cast.
    Column("position", Integer, nullable=False),
    Column("weights", Text, nullable=False),
    Column("cast_at", Double, nullable=False),
    _of_decision(),
)
"""How a person weighs the criteria."""

record = Table(
    "record",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("decision_id", String(32), primary_key=True),
    # Of the workspace, from 1; it is never given twice.
    Column("number", Integer, nullable=False),
    # The outcome and the document, as JSON.
    Column("outcome", Text, nullable=False),
    Column("document", Text, nullable=False),
    # The number of the record that stands in its place.
    Column("superseded_by", Integer),
    # It counts while its decision is closed; one that is opened again keeps its number.
    Column("withdrawn", Boolean, nullable=False, server_default=text("false")),
    _of_decision(),
)
"""What a team has decided, and why, as it was written then."""

Index("ix_record_number", record.c.tenant, record.c.number, unique=True)

reminder = Table(
    "reminder",
    metadata,
    Column("tenant", String(32), primary_key=True),
    Column("id", String(32), primary_key=True),
    # No foreign key: one that Slack has is taken back after its decision is gone.
    Column("decision_id", String(32), nullable=False),
    # What it is about: 'checklist', 'trials' or 'review'; the candidate of a sheet, else ''.
    Column("about", String(16), nullable=False),
    Column("candidate", String(40), nullable=False),
    Column("by", String(32), nullable=False),
    Column("due_at", Double, nullable=False),
    # 'wanted', 'scheduled', 'unwanted': with Slack, or on its way there or back.
    Column("state", String(16), nullable=False),
    # Where Slack has it, and its id there.
    Column("channel", String(32)),
    Column("scheduled_id", String(64)),
    Column("lease_until", Double, nullable=False, server_default=text("0")),
    Column("not_before", Double, nullable=False, server_default=text("0")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
)
"""A message that Slack is to post in a decision's thread at a time."""

Index("ix_reminder_decision", reminder.c.tenant, reminder.c.decision_id)

setting = Table(
    "setting",
    metadata,
    Column("tenant", String(32), primary_key=True),
    # What it is about: 'cost', 'preferences', or 'records': the last number given to one.
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
