"""What becomes of a decision that nobody wants any more: nothing of what was said in it is kept."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import CursorResult, and_, select, update

from bot.store import posts, reminders
from bot.store.database import Transaction
from bot.store.posts import Kind, PostKey
from bot.store.schema import ballot, decision, participant, post, record, score, sheet, turn
from engine.dialogue.model import DialogueState

_SAID: Final = (turn, sheet, score, ballot, record, participant)
"""What is kept of a decision beside its row and its posts; findings go with their sheet."""
_TELL_OF_STANDING: Final[tuple[Kind, ...]] = ("root", "record")
"""Kinds of posts that say in whose place a record stands."""
DAY: Final = 24 * 3600.0


async def delete(tx: Transaction, decision_id: str, by: str) -> None:
    """Delete what is kept of a decision, but that it was and who deleted it.

    Its posts become stale: whoever sends them finds what has to be said in their place, if
    anything. What nobody knows of them stays so: Slack may have one that has no ts. The row of the
    decision is locked first, as by ``decisions.lock``.
    """
    await tx.connection.execute(
        update(decision)
        .where(decision.c.tenant == tx.tenant, decision.c.id == decision_id)
        .values(
            deleted_by=by,
            status="cancelled",
            dialogue=DialogueState(status="cancelled").model_dump_json(),
            assumed=None,
            response_url=None,
            revision=decision.c.revision + 1,
            updated_at=tx.now,
        )
    )
    for table in _SAID:
        await tx.connection.execute(
            table.delete().where(table.c.tenant == tx.tenant, table.c.decision_id == decision_id)
        )
    await reminders.unwant(tx, decision_id)
    await tx.connection.execute(
        update(post)
        .where(post.c.tenant == tx.tenant, post.c.decision_id == decision_id)
        .values(revision=post.c.revision + 1, dead=None, attempts=0)
    )


async def forget_untouched(tx: Transaction, days: int, limit: int = 100) -> int:
    """Drop some decisions of this tenant that nobody has changed for so long; returns how many.

    Some, so that no statement runs into its time limit; what somebody is changing is left alone.
    Their messages stay in Slack, which deletes them as the workspace has set it there. Records in
    whose place theirs stood count again.
    """
    untouched = (
        select(decision.c.id)
        .where(decision.c.tenant == tx.tenant, decision.c.updated_at < tx.now - days * DAY)
        .order_by(decision.c.updated_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = (await tx.connection.execute(untouched)).scalars().all()
    found = await _let_stand_again(tx, found)
    await reminders.unwant_all(tx, found)
    result: CursorResult[Any] = await tx.connection.execute(
        decision.delete().where(decision.c.tenant == tx.tenant, decision.c.id.in_(found))
    )
    return result.rowcount


async def _let_stand_again(tx: Transaction, forgotten: Sequence[str]) -> Sequence[str]:
    """Let the records count again in whose place those of these decisions stood.

    Returns:
        The same decisions but those whose superseded one somebody is changing: nobody waits here
        with so many locks.
    """
    newer = record.alias("newer")
    stands_in_its_place = and_(
        newer.c.tenant == record.c.tenant, newer.c.number == record.c.superseded_by
    )
    query = (
        select(record.c.decision_id, newer.c.decision_id.label("by"))
        .join(newer, stands_in_its_place)
        .where(record.c.tenant == tx.tenant, newer.c.decision_id.in_(forgotten))
    )
    superseded = {row.decision_id: row.by for row in await tx.connection.execute(query)}
    locked = (
        select(decision.c.id)
        .where(decision.c.tenant == tx.tenant, decision.c.id.in_(superseded))
        .with_for_update(skip_locked=True)
    )
    free = set((await tx.connection.execute(locked)).scalars())
    busy = {by for decision_id, by in superseded.items() if decision_id not in free}
    again = [decision_id for decision_id, by in superseded.items() if by not in busy]
    if again:
        await tx.connection.execute(
            update(record)
            .where(record.c.tenant == tx.tenant, record.c.decision_id.in_(again))
            .values(superseded_by=None)
        )
        shown = [PostKey(each, kind) for each in again for kind in _TELL_OF_STANDING]
        await posts.mark_stale_if_there(tx, shown)
    return [each for each in forgotten if each not in busy]
