"""Posts: the Slack messages that show a decision, and which of them are out of date.

Whoever changes a decision marks its posts stale in the same transaction. A publisher claims a
stale post by a lease, sends it, and settles it. A lease that ran out belongs to nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Literal, assert_never

from sqlalchemy import ColumnElement, CursorResult, Select, and_, func, or_, select, update

from bot.place import Place
from bot.store.database import Transaction
from bot.store.schema import decision, pause, post
from bot.tenant import Tenant

Detail = Literal["reasons", "sureness"]
"""What is shown in the thread when somebody asks for it."""
Kind = Literal["root", "question", "answer"] | Detail

LEASE_SECONDS = 20.0
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
    channel: str
    ts: str | None
    """None while Slack does not have it."""
    thread_ts: str | None
    """The root message's ts; None for the root itself."""
    attempts: int
    """How often it was tried before, since it last succeeded."""
    unsure: int
    """How often of those nobody knew whether Slack had taken it."""


async def mark_stale(tx: Transaction, key: PostKey) -> None:
    """This post must show the new state; where there is no such post yet, it shall be made."""
    position = (
        select(func.coalesce(func.max(post.c.position), 0) + 1)
        .where(post.c.tenant == tx.tenant, post.c.decision_id == key.decision_id)
        .scalar_subquery()
    )
    channel = (
        select(decision.c.channel)
        .where(decision.c.tenant == tx.tenant, decision.c.id == key.decision_id)
        .scalar_subquery()
    )
    await tx.connection.execute(
        tx.insert(post)
        .values(
            tenant=tx.tenant,
            decision_id=key.decision_id,
            kind=key.kind,
            topic=key.topic,
            position=position,
            channel=channel,
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


async def revive(tx: Transaction, decision_id: str) -> bool:
    """Try once more to show what was given up; whether there was any.

    Somebody has just used the decision, and what kept it from being sent may be over.
    """
    result: CursorResult[Any] = await tx.connection.execute(
        update(post)
        .where(
            post.c.tenant == tx.tenant,
            post.c.decision_id == decision_id,
            post.c.dead.is_not(None),
        )
        .values(dead=None, unsure=0, attempts=0, not_before=0, revision=post.c.revision + 1)
    )
    return result.rowcount > 0


async def shows(tx: Transaction, decision_id: str, place: Place) -> bool:
    """Whether this message is one of the decision's posts.

    A message that Slack has just taken may be clicked before its ts is noted: while a new post is
    on its way to this channel, any message there counts.
    """
    noted = post.c.ts == place.ts
    on_its_way = and_(post.c.ts.is_(None), post.c.lease_until > tx.now)
    found = await tx.connection.execute(
        select(post.c.kind).where(
            post.c.tenant == tx.tenant,
            post.c.decision_id == decision_id,
            # A direct message is addressed by its person until Slack has told its channel.
            or_(post.c.channel == place.channel, post.c.channel.regexp_match("^[UW]")),
            or_(noted, on_its_way),
        )
    )
    return found.first() is not None


async def place_of(tx: Transaction, key: PostKey) -> Place | None:
    """Where the post stands, once Slack has it."""
    query = select(post.c.channel, post.c.ts).where(_is(tx, key), post.c.ts.is_not(None))
    row = (await tx.connection.execute(query)).first()
    return None if row is None else Place(row.channel, row.ts)


def _due(tx: Transaction) -> ColumnElement[bool]:
    """Stale, alive, not waiting, not claimed; its thread exists and its channel has no pause."""
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
    paused = (
        select(pause.c.until)
        .where(
            pause.c.tenant == post.c.tenant,
            pause.c.channel == post.c.channel,
            pause.c.until > tx.now,
        )
        .exists()
    )
    return and_(
        post.c.revision > post.c.rendered_revision,
        post.c.dead.is_(None),
        post.c.not_before <= tx.now,
        post.c.lease_until <= tx.now,
        or_(post.c.kind == "root", thread_exists),
        ~paused,
    )


async def stale(tx: Transaction, limit: int) -> Sequence[Stale]:
    """Posts of any tenant that could be sent now, the longest due first."""
    query = (
        select(post.c.tenant, post.c.decision_id, post.c.kind, post.c.topic)
        .where(_due(tx))
        .order_by(post.c.not_before, post.c.position)
        .limit(limit)
    )
    return [
        Stale(Tenant(row.tenant), PostKey(row.decision_id, row.kind, row.topic))
        for row in await tx.connection.execute(query)
    ]


async def seconds_to_next(tx: Transaction) -> float | None:
    """How long until a waiting or claimed stale post may be due; None where nothing is stale."""
    soonest = func.min(tx.later(post.c.not_before, post.c.lease_until))
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
        channel=row.channel,
        ts=row.ts,
        thread_ts=None if root is None else root.ts,
        attempts=row.attempts,
        unsure=row.unsure,
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack has it: the message shows the claimed revision."""

    place: Place


@dataclass(frozen=True, slots=True)
class Retry:
    """Not sent, or nobody knows (``unsure``): try again after so many seconds."""

    seconds: float
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Dead:
    """Slack does not take it; it is not tried again until it changes. ``code`` is Slack's."""

    code: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The message is gone from Slack: it is posted anew, and its thread with it."""


Outcome = Sent | Retry | Dead | Lost


async def settle(tx: Transaction, claimed: Claim, outcome: Outcome) -> bool:
    """Give the lease back with what came of it.

    False if the lease had run out and the post may have been sent by somebody else meanwhile: it
    stays stale, so that whoever comes next sends the newest state again.
    """
    values: dict[str, Any] = {"lease": None, "lease_until": 0}
    match outcome:
        case Sent(place):
            values |= {
                "channel": place.channel,
                "ts": place.ts,
                "rendered_revision": claimed.revision,
                "attempts": 0,
                "unsure": 0,
                "not_before": tx.now + UPDATE_SECONDS,
            }
        case Retry(seconds, unsure):
            values |= {"not_before": tx.now + seconds, "unsure": post.c.unsure + int(unsure)}
        case Dead(code):
            values |= {"dead": code[:64]}
        case Lost():
            values |= {"ts": None, "rendered_revision": 0}
        case _:
            assert_never(outcome)
    result: CursorResult[Any] = await tx.connection.execute(
        update(post).where(_is(tx, claimed.key), post.c.lease == claimed.lease).values(values)
    )
    if result.rowcount == 1:
        if claimed.key.kind == "root":
            await _settle_thread(tx, claimed.key.decision_id, outcome)
        return True
    await tx.connection.execute(
        update(post).where(_is(tx, claimed.key)).values(revision=post.c.revision + 1)
    )
    return False


async def _settle_thread(tx: Transaction, decision_id: str, outcome: Outcome) -> None:
    """Without its root message a thread is not shown; under a new one it begins anew."""
    match outcome:
        case Dead(code):
            values: dict[str, Any] = {"dead": code[:64]}
        case Lost():
            values = {"ts": None, "rendered_revision": 0, "dead": None}
        case _:
            return
    await tx.connection.execute(
        update(post)
        .where(post.c.tenant == tx.tenant, post.c.decision_id == decision_id)
        .values(values)
    )


async def pause_channel(tx: Transaction, channel: str, seconds: float) -> None:
    """Slack asked to wait: nothing more goes to this channel until then."""
    until = {"until": tx.now + seconds}
    await tx.connection.execute(
        tx.insert(pause)
        .values(tenant=tx.tenant, channel=channel, **until)
        .on_conflict_do_update(index_elements=["tenant", "channel"], set_=until)
    )


def _is(tx: Transaction, key: PostKey) -> ColumnElement[bool]:
    return and_(
        post.c.tenant == tx.tenant,
        post.c.decision_id == key.decision_id,
        post.c.kind == key.kind,
        post.c.topic == key.topic,
    )
