"""Decisions: one dialogue each, changed by one transaction at a time."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import CursorResult, Row, Select, and_, exists, func, insert, select, union, update

from bot.place import Place
from bot.store import assumptions
from bot.store.database import Transaction
from bot.store.schema import decision, participant, post
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.dialogue.model import DialogueState

CLOCKS_APART = 60.0
"""Seconds that Slack's clock and the database's may differ."""


class StaleRevisionError(Exception):
    """This decision was saved by another since it was loaded: somebody forgot the lock."""


class UnreadableDecisionError(Exception):
    """What is stored was written by another version of the app; the message is the id."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it was when it was loaded."""

    id: str
    opened_by: str
    channel: str
    thread_ts: str | None
    """The thread of people in which it stands; None where its root message opens a thread."""
    moved_from: str | None
    response_url: str | None
    dialogue: DialogueState
    revision: int
    assumed: Assumed = NOTHING_ASSUMED
    """What people set for its cost."""
    deleted_by: str | None = None
    """Who deleted it; what was said in it is gone then."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What there is to know of a decision before something that belongs to it changes."""

    opened_by: str
    status: str
    """Of its dialogue."""
    deleted_by: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision in the list of somebody who took part."""

    decision: Decision
    updated_at: float
    """When it was last changed, in seconds since the epoch."""
    root: Place | None
    """Its root message; None while Slack does not have it."""


async def add(tx: Transaction, new: Decision) -> None:
    """Keep a new decision."""
    await tx.connection.execute(
        insert(decision).values(
            tenant=tx.tenant,
            id=new.id,
            opened_by=new.opened_by,
            channel=new.channel,
            thread_ts=new.thread_ts,
            moved_from=new.moved_from,
            response_url=new.response_url,
            status=new.dialogue.status,
            dialogue=new.dialogue.model_dump_json(),
            assumed=_written(new.assumed),
            revision=new.revision,
            created_at=tx.now,
            updated_at=tx.now,
        )
    )


async def load(tx: Transaction, decision_id: str) -> Decision | None:
    """The decision with this id in this tenant, if there is one."""
    return await _one(tx, select(decision).where(decision.c.id == decision_id))


async def load_to_change(tx: Transaction, decision_id: str) -> Decision | None:
    """The same unless it was deleted, and nobody else changes it before this transaction ends.

    Whoever changes a decision or its posts takes this lock first: so changes follow one another,
    and no two transactions wait for each other.
    """
    query = select(decision).where(decision.c.id == decision_id, decision.c.deleted_by.is_(None))
    return await _one(tx, query.with_for_update())


async def lock(tx: Transaction, decision_id: str) -> None:
    """Take the same lock without reading anything."""
    query = select(decision.c.id).where(decision.c.tenant == tx.tenant)
    await tx.connection.execute(query.where(decision.c.id == decision_id).with_for_update())


async def touch(tx: Transaction, decision_id: str) -> Touched | None:
    """Take the same lock in one statement: what belongs to the decision is about to change.

    The decision counts as changed now; its revision, and with it its dialogue, stays.
    """
    result = await tx.connection.execute(
        update(decision)
        .where(decision.c.tenant == tx.tenant, decision.c.id == decision_id)
        .values(updated_at=tx.now)
        .returning(decision.c.opened_by, decision.c.status, decision.c.deleted_by)
    )
    row = result.first()
    return None if row is None else Touched(row.opened_by, row.status, row.deleted_by)


async def lock_place(tx: Transaction, channel: str, thread_ts: str = "") -> None:
    """Nobody else begins a decision here before this transaction ends.

    Before the lock of a decision, always. SQLite has one writer at a time anyway.
    """
    if tx.is_postgresql:
        place = func.hashtextextended(f"{tx.tenant}.{channel}.{thread_ts}", 0)
        await tx.connection.execute(select(func.pg_advisory_xact_lock(place)))


async def of_thread(
    tx: Transaction, channel: str, thread_ts: str, by: str, *, may_be_on_its_way: bool = True
) -> str | None:
    """The id of the decision that this thread is about, if there is one.

    The message that opened the thread is its root message, or it stands in this thread of people.
    Of several it is the newest; a cancelled one only where there is no other, a deleted one never.
    """
    opened_it = select(post.c.decision_id).where(
        post.c.tenant == tx.tenant,
        post.c.kind == "root",
        post.c.channel.in_((channel, by)),
        post.c.ts == thread_ts,
    )
    stands_in_it = select(decision.c.id).where(
        decision.c.tenant == tx.tenant,
        decision.c.channel == channel,
        decision.c.thread_ts == thread_ts,
    )
    query = (
        select(decision.c.id)
        .where(decision.c.tenant == tx.tenant, decision.c.id.in_(union(opened_it, stands_in_it)))
        .where(decision.c.deleted_by.is_(None))
        .order_by((decision.c.status == "cancelled").asc(), decision.c.created_at.desc())
        .limit(1)
    )
    found: str | None = (await tx.connection.execute(query)).scalar()
    if found is None and may_be_on_its_way:
        return await _on_its_way(tx, channel, thread_ts, by)
    return found


async def _on_its_way(tx: Transaction, channel: str, thread_ts: str, by: str) -> str | None:
    """The decision whose root message may have opened this thread: its ts is not noted yet.

    The root is on its way to this channel, or to the direct message of whoever writes. A thread
    that is older than the decision is another one.
    """
    query = (
        select(decision.c.id)
        .join(post, and_(post.c.tenant == decision.c.tenant, post.c.decision_id == decision.c.id))
        .where(
            decision.c.tenant == tx.tenant,
            decision.c.thread_ts.is_(None),
            decision.c.deleted_by.is_(None),
            decision.c.created_at < float(thread_ts) + CLOCKS_APART,
            post.c.kind == "root",
            post.c.channel.in_((channel, by)),
            post.c.ts.is_(None),
            post.c.lease_until > tx.now,
        )
        .limit(1)
    )
    found: str | None = (await tx.connection.execute(query)).scalar()
    return found


async def newest_in(
    tx: Transaction, channel: str, by: str, *, asking_first: bool = True
) -> str | None:
    """The id of the decision that was last changed here, one that asks something first.

    None that was cancelled or deleted. One that gathers and never asked anything was begun for a
    sheet alone: it does not come first. Here is this channel; in a direct message also what is on
    the way to whoever writes.
    """
    asked = exists().where(
        post.c.tenant == decision.c.tenant,
        post.c.decision_id == decision.c.id,
        post.c.kind == "question",
    )
    asks, last_changed = and_(decision.c.status == "gathering", asked), decision.c.updated_at
    places = (channel, by) if channel.startswith("D") else (channel,)
    query = (
        select(decision.c.id)
        .where(decision.c.tenant == tx.tenant, decision.c.channel.in_(places))
        .where(decision.c.status != "cancelled", decision.c.deleted_by.is_(None))
        .order_by(*([asks.desc()] if asking_first else []), last_changed.desc())
        .limit(1)
    )
    found: str | None = (await tx.connection.execute(query)).scalar()
    return found


async def take_part(tx: Transaction, decision_id: str, person: str) -> None:
    """This person took part in the decision."""
    await tx.connection.execute(
        tx.insert(participant)
        .values(tenant=tx.tenant, person=person, decision_id=decision_id)
        .on_conflict_do_nothing()
    )


async def of_person(tx: Transaction, person: str, limit: int) -> Sequence[Listed]:
    """The decisions that this person took part in, at most so many, the last changed first.

    A deleted one is left out, and one that cannot be read (another version of the app wrote it).
    """
    takes_part = and_(
        participant.c.tenant == decision.c.tenant,
        participant.c.decision_id == decision.c.id,
        participant.c.person == person,
    )
    root = and_(
        post.c.tenant == decision.c.tenant,
        post.c.decision_id == decision.c.id,
        post.c.kind == "root",
        post.c.ts.is_not(None),
    )
    query = (
        select(decision, post.c.channel.label("root_channel"), post.c.ts.label("root_ts"))
        .join(participant, takes_part)
        .outerjoin(post, root)
        .where(decision.c.tenant == tx.tenant, decision.c.deleted_by.is_(None))
        .order_by(decision.c.updated_at.desc())
        .limit(limit)
    )
    listed: list[Listed] = []
    for row in await tx.connection.execute(query):
        with suppress(UnreadableDecisionError):
            place = None if row.root_ts is None else Place(row.root_channel, row.root_ts)
            listed.append(Listed(_read(row), row.updated_at, place))
    return listed


async def save(
    tx: Transaction, before: Decision, dialogue: DialogueState, assumed: Assumed | None = None
) -> None:
    """Save what follows on ``before``, as the next revision; without ``assumed`` that stays."""
    result: CursorResult[Any] = await tx.connection.execute(
        update(decision)
        .where(
            decision.c.tenant == tx.tenant,
            decision.c.id == before.id,
            decision.c.revision == before.revision,
        )
        .values(
            status=dialogue.status,
            dialogue=dialogue.model_dump_json(),
            assumed=_written(before.assumed if assumed is None else assumed),
            revision=before.revision + 1,
            updated_at=tx.now,
        )
    )
    if result.rowcount != 1:
        raise StaleRevisionError(before.id)


async def move(tx: Transaction, decision_id: str, channel: str, moved_from: str) -> None:
    """Let the conversation go on elsewhere: the app may not post where it was to be.

    Who took part there does not follow: only whoever opened it sees it.
    """
    await _set(tx, decision_id, channel=channel, thread_ts=None, moved_from=moved_from)
    opener = select(decision.c.opened_by).where(
        decision.c.tenant == tx.tenant, decision.c.id == decision_id
    )
    await tx.connection.execute(
        participant.delete().where(
            participant.c.tenant == tx.tenant,
            participant.c.decision_id == decision_id,
            participant.c.person != opener.scalar_subquery(),
        )
    )


async def settle_in(tx: Transaction, decision_id: str, channel: str) -> None:
    """The root message stands in this channel: the command needs no other answer any more."""
    await _set(tx, decision_id, channel=channel, response_url=None)


async def _set(tx: Transaction, decision_id: str, channel: str, **values: str | None) -> None:
    await tx.connection.execute(
        update(decision)
        .where(decision.c.tenant == tx.tenant, decision.c.id == decision_id)
        .values(channel=channel, **values)
    )
    await tx.connection.execute(
        update(post)
        .where(post.c.tenant == tx.tenant, post.c.decision_id == decision_id, post.c.ts.is_(None))
        .values(channel=channel)
    )


async def _one(tx: Transaction, query: Select[Any]) -> Decision | None:
    row: Row[Any] | None = (
        await tx.connection.execute(query.where(decision.c.tenant == tx.tenant))
    ).first()
    return None if row is None else _read(row)


def _read(row: Row[Any]) -> Decision:
    try:
        dialogue = DialogueState.model_validate_json(row.dialogue)
    except ValidationError:
        # Its text would hold what people said.
        raise UnreadableDecisionError(row.id) from None
    return Decision(
        id=row.id,
        opened_by=row.opened_by,
        channel=row.channel,
        thread_ts=row.thread_ts,
        moved_from=row.moved_from,
        response_url=row.response_url,
        dialogue=dialogue,
        revision=row.revision,
        assumed=assumptions.read(row.assumed),
        deleted_by=row.deleted_by,
    )


def _written(assumed: Assumed) -> str | None:
    return assumptions.written(assumed) if assumed != NOTHING_ASSUMED else None
