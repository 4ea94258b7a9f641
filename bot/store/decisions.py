"""Decisions: one dialogue each, changed by one transaction at a time."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import CursorResult, Row, Select, and_, insert, or_, select, update

from bot.store.database import Transaction
from bot.store.schema import decision, post
from engine.dialogue.model import DialogueState


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
    moved_from: str | None
    response_url: str | None
    dialogue: DialogueState
    revision: int


async def add(tx: Transaction, new: Decision) -> None:
    """Keep a new decision."""
    await tx.connection.execute(
        insert(decision).values(
            tenant=tx.tenant,
            id=new.id,
            opened_by=new.opened_by,
            channel=new.channel,
            moved_from=new.moved_from,
            response_url=new.response_url,
            status=new.dialogue.status,
            dialogue=new.dialogue.model_dump_json(),
            revision=new.revision,
            created_at=tx.now,
            updated_at=tx.now,
        )
    )


async def load(tx: Transaction, decision_id: str) -> Decision | None:
    """The decision with this id in this tenant, if there is one."""
    return await _one(tx, select(decision).where(decision.c.id == decision_id))


async def load_to_change(tx: Transaction, decision_id: str) -> Decision | None:
    """The same, and nobody else changes it before this transaction ends.

    Whoever changes a decision or its posts takes this lock first: so changes follow one another,
    and no two transactions wait for each other.
    """
    return await _one(tx, select(decision).where(decision.c.id == decision_id).with_for_update())


async def lock(tx: Transaction, decision_id: str) -> None:
    """Take the same lock without reading anything."""
    query = select(decision.c.id).where(
        decision.c.tenant == tx.tenant, decision.c.id == decision_id
    )
    await tx.connection.execute(query.with_for_update())


async def of_thread(tx: Transaction, channel: str, thread_ts: str, by: str) -> str | None:
    """The id of the decision whose root message is this message, if there is one.

    A root that is on its way to this channel, or to the direct message of whoever writes, may be
    the one: its ts is not noted yet.
    """
    noted = post.c.ts == thread_ts
    on_its_way = and_(post.c.ts.is_(None), post.c.lease_until > tx.now)
    query = (
        select(post.c.decision_id)
        .where(post.c.tenant == tx.tenant, post.c.kind == "root")
        .where(post.c.channel.in_((channel, by)), or_(noted, on_its_way))
        .order_by(noted.desc().nulls_last())
        .limit(1)
    )
    found: str | None = (await tx.connection.execute(query)).scalar()
    return found


async def newest_in(tx: Transaction, channel: str, by: str) -> str | None:
    """The id of the decision that was last changed here; one that gathers goes first.

    Here is this channel, or on the way to the direct message of whoever writes.
    """
    query = (
        select(decision.c.id)
        .where(decision.c.tenant == tx.tenant, decision.c.channel.in_((channel, by)))
        .order_by((decision.c.status == "gathering").desc(), decision.c.updated_at.desc())
        .limit(1)
    )
    found: str | None = (await tx.connection.execute(query)).scalar()
    return found


async def save(tx: Transaction, before: Decision, dialogue: DialogueState) -> None:
    """Save the dialogue that follows on ``before``, as the next revision."""
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
            revision=before.revision + 1,
            updated_at=tx.now,
        )
    )
    if result.rowcount != 1:
        raise StaleRevisionError(before.id)


async def move(tx: Transaction, decision_id: str, channel: str, moved_from: str) -> None:
    """Let the conversation go on elsewhere: the app may not post where it was to be."""
    await _set(tx, decision_id, channel=channel, moved_from=moved_from)


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
    if row is None:
        return None
    try:
        dialogue = DialogueState.model_validate_json(row.dialogue)
    except ValidationError:
        # Its text would hold what people said.
        raise UnreadableDecisionError(row.id) from None
    return Decision(
        id=row.id,
        opened_by=row.opened_by,
        channel=row.channel,
        moved_from=row.moved_from,
        response_url=row.response_url,
        dialogue=dialogue,
        revision=row.revision,
    )
