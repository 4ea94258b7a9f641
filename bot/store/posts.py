"""Posts: the Slack messages that show a decision, and which of them are out of date.

Whoever changes a decision marks its posts stale in the same transaction. A publisher claims a
stale post by a lease, sends it, and settles it. A lease that ran out belongs to nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Literal, assert_never

from sqlalchemy import ColumnElement, CursorResult, Select, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.store.database import Transaction
from bot.store.schema import decision, post
from bot.tenant import Tenant

Kind = Literal["root", "question", "answer", "reasons"]

LEASE_SECONDS = 15.0
"""Longer than the slowest call to Slack with its retries; short, since a crash waits it out."""
UPDATE_SECONDS = 1.2
"""A message is updated at most this often; what changes meanwhile is sent together."""


@dataclass(frozen=True, slots=True)
class PostKey:
    """Which post of a decision."""

    decision_id: str
    kind: Kind
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Stale:
    """A post that waits to be brought up to date."""

    tenant: Tenant
    key: PostKey


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one post, until the lease runs out."""

    key: PostKey
    lease: str
    revision: int
    channel: str | None
    ts: str | None
    thread_ts: str | None
    """The root message's ts; None for the root itself."""
    attempts: int
    """How often it was tried before, since it last succeeded."""


async def mark_stale(tx: Transaction, key: PostKey) -> None:
    """This post must show the new state; where there is no such post yet, it shall be made."""
    insert = sqlite_insert if tx.connection.dialect.name == "sqlite" else postgresql_insert
    position = (
        select(func.coalesce(func.max(post.c.position), 0) + 1)
        .where(post.c.tenant == tx.tenant, post.c.decision_id == key.decision_id)
        .scalar_subquery()
    )
    await tx.connection.execute(
        insert(post)
        .values(
            tenant=tx.tenant,
            decision_id=key.decision_id,
            kind=key.kind,
            topic=key.topic,
            position=position,
            revision=1,
            rendered_revision=0,
        )
        .on_conflict_do_update(
            index_elements=["tenant", "decision_id", "kind", "topic"],
            set_={"revision": post.c.revision + 1},
        )
    )


async def exists(tx: Transaction, key: PostKey) -> bool:
    """Whether there is such a post."""
    found = await tx.connection.execute(select(post.c.kind).where(_is(tx, key)))
    return found.first() is not None


async def shows(tx: Transaction, decision_id: str, channel: str, ts: str) -> bool:
    """Whether this message is one of the decision's posts.

    A message that Slack has just taken may be clicked before its ts is noted: while a new post is
    on its way, a message of its channel counts.
    """
    noted = and_(post.c.channel == channel, post.c.ts == ts)
    on_its_way = and_(post.c.ts.is_(None), post.c.lease_until > tx.now)
    there = (
        select(decision.c.id)
        .where(
            decision.c.tenant == tx.tenant,
            decision.c.id == decision_id,
            or_(decision.c.channel == channel, decision.c.channel == decision.c.opened_by),
        )
        .exists()
    )
    found = await tx.connection.execute(
        select(post.c.kind).where(
            post.c.tenant == tx.tenant,
            post.c.decision_id == decision_id,
            or_(noted, and_(on_its_way, there)),
        )
    )
    return found.first() is not None


async def place_of(tx: Transaction, key: PostKey) -> tuple[str, str] | None:
    """Channel and ts of the post, once Slack has it."""
    row = (
        await tx.connection.execute(select(post.c.channel, post.c.ts).where(_is(tx, key)))
    ).first()
    if row is None or row.channel is None or row.ts is None:
        return None
    return row.channel, row.ts


def _due(tx: Transaction) -> ColumnElement[bool]:
    """Stale, alive, not waiting, not claimed; and its thread exists."""
    root = post.alias("root")
    thread_exists = (
        select(root.c.kind)
        .where(
            root.c.tenant == post.c.tenant,
            root.c.decision_id == post.c.decision_id,
            root.c.kind == "root",
            root.c.ts.is_not(None),
        )
        .exists()
    )
    return and_(
        post.c.revision > post.c.rendered_revision,
        post.c.dead.is_(None),
        post.c.not_before <= tx.now,
        post.c.lease_until <= tx.now,
        or_(post.c.kind == "root", thread_exists),
    )


async def stale(tx: Transaction, limit: int) -> Sequence[Stale]:
    """Posts of any tenant that could be sent now, in the order of their threads."""
    query = (
        select(post.c.tenant, post.c.decision_id, post.c.kind, post.c.topic)
        .where(_due(tx))
        .order_by(post.c.not_before, post.c.tenant, post.c.decision_id, post.c.position)
        .limit(limit)
    )
    return [
        Stale(Tenant(row.tenant), PostKey(row.decision_id, row.kind, row.topic))
        for row in await tx.connection.execute(query)
    ]


async def seconds_to_next(tx: Transaction) -> float | None:
    """How long until a waiting or claimed stale post may be due; None where nothing is stale."""
    soonest = func.min(
        func.greatest(post.c.not_before, post.c.lease_until)
        if tx.connection.dialect.name == "postgresql"
        else func.max(post.c.not_before, post.c.lease_until)
    )
    query = select(soonest - tx.now).where(
        post.c.revision > post.c.rendered_revision, post.c.dead.is_(None)
    )
    seconds: float | None = (await tx.connection.execute(query)).scalar_one()
    return seconds


async def claim(tx: Transaction, key: PostKey) -> Claim | None:
    """Take the lease of a due post; None if it is not due, or somebody else was faster."""
    query: Select[Any] = select(post).where(_is(tx, key), _due(tx))
    row = (await tx.connection.execute(query.with_for_update(skip_locked=True))).first()
    if row is None:
        return None
    lease = token_hex(8)
    await tx.connection.execute(
        update(post)
        .where(_is(tx, key))
        .values(lease=lease, lease_until=tx.now + LEASE_SECONDS, attempts=row.attempts + 1)
    )
    root = None if key.kind == "root" else await place_of(tx, PostKey(key.decision_id, "root"))
    return Claim(
        key=key,
        lease=lease,
        revision=row.revision,
        channel=row.channel if root is None else root[0],
        ts=row.ts,
        thread_ts=None if root is None else root[1],
        attempts=row.attempts,
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack has it: the message shows the claimed revision."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Not sent, or nobody knows: try again after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Dead:
    """Slack will never take it; ``code`` is its error code."""

    code: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The message is gone from Slack: it is posted anew."""


Outcome = Sent | Retry | Dead | Lost


async def settle(tx: Transaction, claimed: Claim, outcome: Outcome) -> bool:
    """Give the lease back with what came of it.

    False if the lease had run out and the post may have been sent by somebody else meanwhile: it
    stays stale, so that whoever comes next sends the newest state again.
    """
    free: dict[str, Any] = {"lease": None, "lease_until": 0}
    match outcome:
        case Sent(channel, ts):
            values = free | {
                "channel": channel,
                "ts": ts,
                "rendered_revision": claimed.revision,
                "attempts": 0,
                "not_before": tx.now + UPDATE_SECONDS,
            }
        case Retry(seconds):
            values = free | {"not_before": tx.now + seconds}
        case Dead(code):
            values = free | {"dead": code[:64]}
        case Lost():
            values = free | {"channel": None, "ts": None, "rendered_revision": 0}
        case _:
            assert_never(outcome)
    result: CursorResult[Any] = await tx.connection.execute(
        update(post).where(_is(tx, claimed.key), post.c.lease == claimed.lease).values(values)
    )
    if result.rowcount == 1:
        if isinstance(outcome, Dead) and claimed.key.kind == "root":
            await _bury_thread(tx, claimed.key.decision_id, outcome.code)
        return True
    await tx.connection.execute(
        update(post).where(_is(tx, claimed.key)).values(revision=post.c.revision + 1)
    )
    return False


async def _bury_thread(tx: Transaction, decision_id: str, code: str) -> None:
    """Without its root message a thread can never be shown."""
    await tx.connection.execute(
        update(post)
        .where(post.c.tenant == tx.tenant, post.c.decision_id == decision_id)
        .values(dead=code[:64])
    )


async def pause_channel(tx: Transaction, channel: str, seconds: float) -> None:
    """Slack asked to wait: nothing more goes to this channel until then."""
    until = tx.now + seconds
    there = select(decision.c.id).where(
        decision.c.tenant == tx.tenant, decision.c.channel == channel
    )
    await tx.connection.execute(
        update(post)
        .where(
            post.c.tenant == tx.tenant,
            post.c.decision_id.in_(there),
            post.c.not_before < until,
        )
        .values(not_before=until)
    )


def _is(tx: Transaction, key: PostKey) -> ColumnElement[bool]:
    return and_(
        post.c.tenant == tx.tenant,
        post.c.decision_id == key.decision_id,
        post.c.kind == key.kind,
        post.c.topic == key.topic,
    )
