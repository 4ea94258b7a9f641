"""What Slack delivers twice counts once."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from sqlalchemy import CursorResult, delete, select, tuple_

from bot.store.database import Transaction
from bot.store.schema import delivery

KEPT_SECONDS = 2 * 24 * 3600
"""Slack redelivers within the hour; a signature is valid for five minutes. Two days is plenty."""


def key(*parts: str) -> str:
    """A delivery key of fixed length; parts in the order of their meaning."""
    return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


async def note(tx: Transaction, keys: Iterable[str]) -> bool:
    """True if none of these keys was ever noted; they are now.

    In the transaction of the effect: if that rolls back, Slack may deliver again.
    """
    fresh = True
    for each in keys:
        result: CursorResult[Any] = await tx.connection.execute(
            tx.insert(delivery)
            .values(tenant=tx.tenant, key=each, received_at=tx.now)
            .on_conflict_do_nothing()
        )
        fresh = fresh and result.rowcount == 1
    return fresh


async def noted(tx: Transaction, keys: Iterable[str]) -> bool:
    """Whether any of these keys was noted before.

    For work that may come to nothing, and is delivered again under the same key when mended. Two
    copies at once are told apart where a lock was taken before this is asked.
    """
    query = select(delivery.c.key).where(
        delivery.c.tenant == tx.tenant, delivery.c.key.in_(list(keys))
    )
    return (await tx.connection.execute(query.limit(1))).first() is not None


async def forget_old(tx: Transaction, limit: int = 5_000) -> int:
    """Drop some of what is older than two days, of every tenant; returns how many.

    Some, so that no statement runs into its time limit, however much there is.
    """
    old = (
        select(delivery.c.tenant, delivery.c.key)
        .where(delivery.c.received_at < tx.now - KEPT_SECONDS)
        .limit(limit)
    )
    result: CursorResult[Any] = await tx.connection.execute(
        delete(delivery).where(tuple_(delivery.c.tenant, delivery.c.key).in_(old))
    )
    return result.rowcount
