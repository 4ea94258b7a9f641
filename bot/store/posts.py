"""Posts: the Slack messages that show a decision, and which of them are out of date.

Whoever changes a decision marks its posts stale in the same transaction; ``claims`` says who sends
them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, CursorResult, and_, case, func, or_, select, update

from bot.place import Place
from bot.store.database import Transaction
from bot.store.schema import decision, pause, post
from bot.tenant import Tenant

Detail = Literal["reasons", "sureness", "cost"]
"""What is shown in the thread when somebody asks for it, and follows every later answer."""
Found = Literal["checklist", "trials", "side_by_side", "ballots", "record"]
"""What a team finds out and decides: a sheet (its candidate is the topic), all of them side by
side, the group's weights, the record. Each follows what it shows."""
Kind = Literal["root", "question", "answer", "turn"] | Detail | Found


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


async def mark_stale_if_there(tx: Transaction, keys: Collection[PostKey]) -> None:
    """Those of these posts that there are must show the new state; none is made."""
    await tx.connection.execute(
        update(post)
        .where(or_(*(row_of(tx, key) for key in keys)))
        .values(revision=post.c.revision + 1)
    )


async def of_decision(tx: Transaction, decision_id: str) -> frozenset[PostKey]:
    """Every post of a decision, shown already or not."""
    query = select(post.c.kind, post.c.topic).where(
        post.c.tenant == tx.tenant, post.c.decision_id == decision_id
    )
    return frozenset(
        PostKey(decision_id, row.kind, row.topic) for row in await tx.connection.execute(query)
    )


async def exists(tx: Transaction, key: PostKey) -> bool:
    """Whether there is such a post."""
    found = await tx.connection.execute(select(post.c.kind).where(row_of(tx, key)))
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


async def at(tx: Transaction, decision_id: str, place: Place) -> PostKey | None:
    """Which post of the decision this message is; None where it is none, or not noted yet."""
    query = select(post.c.kind, post.c.topic).where(
        post.c.tenant == tx.tenant,
        post.c.decision_id == decision_id,
        post.c.channel == place.channel,
        post.c.ts == place.ts,
    )
    row = (await tx.connection.execute(query)).first()
    return None if row is None else PostKey(decision_id, row.kind, row.topic)


async def place_of(tx: Transaction, key: PostKey) -> Place | None:
    """Where the post stands, once Slack has it."""
    query = select(post.c.channel, post.c.ts).where(row_of(tx, key), post.c.ts.is_not(None))
    row = (await tx.connection.execute(query)).first()
    return None if row is None else Place(row.channel, row.ts)


async def places(tx: Transaction, decision_ids: Collection[str]) -> Mapping[PostKey, Place]:
    """Where the root messages and the sheets of these decisions stand, of those that Slack has."""
    query = select(post.c.decision_id, post.c.kind, post.c.topic, post.c.channel, post.c.ts).where(
        post.c.tenant == tx.tenant,
        post.c.decision_id.in_(decision_ids),
        post.c.kind.in_(("root", "checklist", "trials")),
        post.c.ts.is_not(None),
    )
    return {
        PostKey(row.decision_id, row.kind, row.topic): Place(row.channel, row.ts)
        for row in await tx.connection.execute(query)
    }


def due(tx: Transaction) -> ColumnElement[bool]:
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
    """Posts of any tenant that could be sent now, the longest due first.

    A question comes after what else became due with it, so that it stands at the end of its thread.
    """
    last = case((post.c.kind == "question", 1), else_=0)
    query = (
        select(post.c.tenant, post.c.decision_id, post.c.kind, post.c.topic)
        .where(due(tx))
        .order_by(post.c.not_before, last, post.c.position)
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


def row_of(tx: Transaction, key: PostKey) -> ColumnElement[bool]:
    """The condition that finds this post."""
    return and_(
        post.c.tenant == tx.tenant,
        post.c.decision_id == key.decision_id,
        post.c.kind == key.kind,
        post.c.topic == key.topic,
    )
