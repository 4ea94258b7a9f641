"""Decisions: one dialogue each, saved by compare-and-swap on its revision."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, Row, Select, insert, select, update

from bot.store.database import Transaction
from bot.store.schema import decision, post
from engine.dialogue.model import DialogueState


class StaleRevisionError(Exception):
    """Somebody else saved this decision since it was loaded: load it again and repeat."""


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
            dialogue=new.dialogue.model_dump_json(),
            revision=new.revision,
            created_at=tx.now,
            updated_at=tx.now,
        )
    )


async def load(tx: Transaction, decision_id: str) -> Decision | None:
    """The decision with this id in this tenant, if there is one."""
    return await _one(tx, select(decision).where(decision.c.id == decision_id))


async def of_thread(tx: Transaction, channel: str, thread_ts: str) -> Decision | None:
    """The decision whose root message is this message, if there is one."""
    root = select(post.c.decision_id).where(
        post.c.tenant == tx.tenant,
        post.c.channel == channel,
        post.c.ts == thread_ts,
        post.c.kind == "root",
    )
    return await _one(tx, select(decision).where(decision.c.id.in_(root)))


async def newest_in(tx: Transaction, channel: str) -> Decision | None:
    """The decision that was last changed in this channel, if there is one."""
    query = select(decision).where(decision.c.channel == channel)
    return await _one(tx, query.order_by(decision.c.updated_at.desc()).limit(1))


async def save(tx: Transaction, before: Decision, dialogue: DialogueState) -> int:
    """Save the dialogue that follows on ``before``; returns the new revision."""
    result: CursorResult[Any] = await tx.connection.execute(
        update(decision)
        .where(
            decision.c.tenant == tx.tenant,
            decision.c.id == before.id,
            decision.c.revision == before.revision,
        )
        .values(
            dialogue=dialogue.model_dump_json(),
            revision=before.revision + 1,
            updated_at=tx.now,
        )
    )
    if result.rowcount != 1:
        raise StaleRevisionError(before.id)
    return before.revision + 1


async def move(tx: Transaction, decision_id: str, channel: str, moved_from: str) -> None:
    """Let the conversation go on elsewhere: the app may not post where it was to be."""
    await _set(tx, decision_id, channel=channel, moved_from=moved_from)


async def settle_in(tx: Transaction, decision_id: str, channel: str) -> None:
    """The root message stands in this channel: the command needs no other answer any more."""
    await _set(tx, decision_id, channel=channel, response_url=None)


async def _set(tx: Transaction, decision_id: str, **values: str | None) -> None:
    await tx.connection.execute(
        update(decision)
        .where(decision.c.tenant == tx.tenant, decision.c.id == decision_id)
        .values(values)
    )


async def _one(tx: Transaction, query: Select[Any]) -> Decision | None:
    row: Row[Any] | None = (
        await tx.connection.execute(query.where(decision.c.tenant == tx.tenant))
    ).first()
    if row is None:
        return None
    return Decision(
        id=row.id,
        opened_by=row.opened_by,
        channel=row.channel,
        moved_from=row.moved_from,
        response_url=row.response_url,
        dialogue=DialogueState.model_validate_json(row.dialogue),
        revision=row.revision,
    )
