"""Reminders: messages that Slack is to post at a time, and which of them it has.

Whoever wants one, or no longer wants it, only writes that down; a scheduler hands it to Slack, or
takes it back, by a lease as in ``claims``.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Row,
    and_,
    case,
    delete,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from bot.store.claims import LEASE_SECONDS
from bot.store.database import Transaction
from bot.store.schema import reminder as table
from bot.tenant import Tenant

DAY: Final = 24 * 3600.0
AHEAD_SECONDS: Final = 110 * DAY
"""How long before its time Slack is handed a reminder; it takes at most 120 days."""

About = Literal["checklist", "trials", "review"]


@dataclass(frozen=True, slots=True)
class Reminder:
    """What somebody wants to be reminded of, and when."""

    id: str
    decision_id: str
    about: About
    candidate: str
    """Of a sheet; '' for a review."""
    by: str
    due_at: float
    """In seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reminder that is to be handed to Slack, or taken back from it."""

    tenant: Tenant
    reminder: Reminder
    state: Literal["wanted", "unwanted"]
    channel: str | None
    """Where Slack has it; None where nobody knows that it does."""
    scheduled_id: str | None
    """Its id there."""
    attempts: int
    """How often it was tried before and nobody knows what came of it."""


async def want(tx: Transaction, reminder: Reminder) -> None:
    """Let Slack be handed this reminder."""
    await tx.connection.execute(
        insert(table).values(
            tenant=tx.tenant,
            id=reminder.id,
            decision_id=reminder.decision_id,
            about=reminder.about,
            candidate=reminder.candidate,
            by=reminder.by,
            due_at=reminder.due_at,
            state="wanted",
        )
    )


async def wanted(tx: Transaction, decision_id: str) -> Sequence[Reminder]:
    """The reminders of a decision that are still to come, the next one first."""
    query = (
        select(table)
        .where(table.c.decision_id == decision_id, _to_come(tx))
        .order_by(table.c.due_at, table.c.id)
    )
    return [_read(row) for row in await tx.connection.execute(query)]


async def unwant(
    tx: Transaction,
    decision_id: str,
    *,
    about: About | None = None,
    candidate: str | None = None,
    ids: Collection[str] | None = None,
) -> None:
    """Take back what Slack has not posted of a decision: all of it, or what is about this.

    Where there are ``ids``, only these.
    """
    narrowed = [table.c.about == about] if about is not None else []
    narrowed += [table.c.candidate == candidate] if candidate is not None else []
    narrowed += [table.c.id.in_(ids)] if ids is not None else []
    await _unwant(tx, table.c.decision_id == decision_id, *narrowed)


async def unwant_all(tx: Transaction, decision_ids: Collection[str]) -> None:
    """Take back what Slack has not posted of any of these decisions."""
    await _unwant(tx, table.c.decision_id.in_(decision_ids))


async def _unwant(tx: Transaction, *those: ColumnElement[bool]) -> None:
    # One that Slack was never handed is still to be posted, however late it is.
    not_posted = or_(table.c.state == "wanted", table.c.due_at > tx.now)
    await tx.connection.execute(
        update(table)
        .where(table.c.tenant == tx.tenant, table.c.state != "unwanted", not_posted, *those)
        .values(state="unwanted", not_before=0)
    )


def _to_come(tx: Transaction) -> ColumnElement[bool]:
    return and_(table.c.tenant == tx.tenant, table.c.state != "unwanted", table.c.due_at > tx.now)


# For the scheduler


async def due_for_slack(tx: Transaction, limit: int) -> Sequence[Waiting]:
    """Reminders of every tenant that Slack could be told of now, the longest waiting first."""
    query = select(table).where(_due(tx)).order_by(table.c.not_before, table.c.due_at).limit(limit)
    return [_waiting(row) for row in await tx.connection.execute(query)]


async def claim(tx: Transaction, reminder_id: str) -> Waiting | None:
    """Take the lease of one that waits, as it stands now; None where somebody else was faster.

    The lease lasts ``claims.LEASE_SECONDS``; until then nobody else claims it. Whoever crashes
    with it leaves an attempt of which nobody knows what came.
    """
    query = select(table).where(_row(tx, reminder_id), _due(tx))
    row = (await tx.connection.execute(query.with_for_update(skip_locked=True))).first()
    if row is None:
        return None
    await tx.connection.execute(
        update(table)
        .where(_row(tx, reminder_id))
        .values(lease_until=tx.now + LEASE_SECONDS, attempts=row.attempts + 1)
    )
    return _waiting(row)


async def scheduled(tx: Transaction, reminder_id: str, channel: str, scheduled_id: str) -> None:
    """Slack has it. Where it is no longer wanted, it waits at once to be taken back."""
    await tx.connection.execute(
        update(table)
        .where(_row(tx, reminder_id))
        .values(
            state=case((table.c.state == "wanted", "scheduled"), else_=table.c.state),
            channel=channel,
            scheduled_id=scheduled_id,
            lease_until=0,
            not_before=0,
            attempts=0,
        )
    )


async def gone(tx: Transaction, reminder_id: str) -> None:
    """Slack does not have it, and shall not: nothing is left of it."""
    await tx.connection.execute(delete(table).where(_row(tx, reminder_id)))


async def known(tx: Transaction, channel: str) -> frozenset[str]:
    """The ids under which Slack has reminders in a channel, as far as they are noted."""
    query = select(table.c.scheduled_id).where(
        table.c.tenant == tx.tenant,
        table.c.channel == channel,
        table.c.scheduled_id.is_not(None),
    )
    return frozenset((await tx.connection.execute(query)).scalars())


async def later(
    tx: Transaction, reminder_id: str, seconds: float, *, is_unsure: bool = False
) -> None:
    """Give the lease back, and try again after so many seconds.

    The attempt counts where it ``is_unsure`` whether Slack acted on it.
    """
    attempts = table.c.attempts
    counted = attempts if is_unsure else case((attempts > 0, attempts - 1), else_=0)
    await tx.connection.execute(
        update(table)
        .where(_row(tx, reminder_id))
        .values(lease_until=0, not_before=tx.now + seconds, attempts=counted)
    )


async def forget_past(tx: Transaction, limit: int = 1_000) -> int:
    """Drop some of what Slack has posted a day ago, of every tenant; returns how many."""
    past = (
        select(table.c.tenant, table.c.id)
        .where(table.c.state == "scheduled", table.c.due_at < tx.now - DAY)
        .limit(limit)
    )
    result: CursorResult[Any] = await tx.connection.execute(
        delete(table).where(
            table.c.state == "scheduled", tuple_(table.c.tenant, table.c.id).in_(past)
        )
    )
    return result.rowcount


def _due(tx: Transaction) -> ColumnElement[bool]:
    """Not handed over and soon enough, or to be taken back; not waiting, not claimed."""
    to_hand_over = and_(table.c.state == "wanted", table.c.due_at <= tx.now + AHEAD_SECONDS)
    return and_(
        or_(to_hand_over, table.c.state == "unwanted"),
        table.c.not_before <= tx.now,
        table.c.lease_until <= tx.now,
    )


def _row(tx: Transaction, reminder_id: str) -> ColumnElement[bool]:
    return and_(table.c.tenant == tx.tenant, table.c.id == reminder_id)


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(
        tenant=Tenant(row.tenant),
        reminder=_read(row),
        state=row.state,
        channel=row.channel,
        scheduled_id=row.scheduled_id,
        attempts=row.attempts,
    )


def _read(row: Row[Any]) -> Reminder:
    return Reminder(
        id=row.id,
        decision_id=row.decision_id,
        about=row.about,
        candidate=row.candidate,
        by=row.by,
        due_at=row.due_at,
    )
