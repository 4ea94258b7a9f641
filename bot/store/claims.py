"""Claims: who sends a stale post, and what came of it.

A publisher claims a stale post by a lease, sends it, and settles it. A lease that ran out belongs
to nobody.
"""

from dataclasses import dataclass
from secrets import token_hex
from typing import Any, assert_never

from sqlalchemy import CursorResult, Select, delete, select, update

from bot.place import Place
from bot.store import posts
from bot.store.database import Transaction
from bot.store.posts import PostKey
from bot.store.schema import decision, pause, post

LEASE_SECONDS = 20.0
"""Longer than the slowest call to Slack with its retries; short, since a crash waits it out."""
UPDATE_SECONDS = 1.2
"""A message is updated at most this often; what changes meanwhile is sent together."""


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
    """The thread to post it in: the one of people in which the decision stands, else the one that
    its root message opens; None for a root that opens one."""
    attempts: int
    """How often it was tried before, since it last succeeded."""
    unsure: int
    """How often of those nobody knew whether Slack had taken it."""


async def claim(tx: Transaction, key: PostKey) -> Claim | None:
    """Take the lease of a due post; None if it is not due, or somebody else was faster."""
    query: Select[Any] = select(post).where(posts.row_of(tx, key), posts.due(tx))
    row = (await tx.connection.execute(query.with_for_update(skip_locked=True))).first()
    if row is None:
        return None
    lease = token_hex(8)
    await tx.connection.execute(
        update(post)
        .where(posts.row_of(tx, key))
        .values(lease=lease, lease_until=tx.now + LEASE_SECONDS, attempts=row.attempts + 1)
    )
    return Claim(
        key=key,
        lease=lease,
        revision=row.revision,
        channel=row.channel,
        ts=row.ts,
        thread_ts=await _thread_of(tx, key),
        attempts=row.attempts,
        unsure=row.unsure,
    )


async def _thread_of(tx: Transaction, key: PostKey) -> str | None:
    query = select(decision.c.thread_ts).where(
        decision.c.tenant == tx.tenant, decision.c.id == key.decision_id
    )
    of_people: str | None = (await tx.connection.execute(query)).scalar()
    if of_people is not None or key.kind == "root":
        return of_people
    root = await posts.place_of(tx, PostKey(key.decision_id, "root"))
    return None if root is None else root.ts


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
    """The message is gone from Slack: it is posted anew, and the thread that it opened with it."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Slack does not have it, and nobody wants it: the post goes too."""


Outcome = Sent | Retry | Dead | Lost | Gone


async def settle(tx: Transaction, claimed: Claim, outcome: Outcome) -> bool:
    """Give the lease back with what came of it.

    False if the lease had run out and the post may have been sent by somebody else meanwhile: it
    stays stale, so that whoever comes next sends the newest state again.

    The messages of a deleted decision are to go: none is posted anew, and what Slack does not take
    for one holds up no other.
    """
    is_deleted = isinstance(outcome, Lost | Dead) and await _is_deleted(tx, claimed)
    if is_deleted:
        outcome = await _of_deleted(tx, claimed, outcome)
    values: dict[str, Any] = {"lease": None, "lease_until": 0}
    match outcome:
        case Gone():
            await drop(tx, claimed)
            return True
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
        update(post)
        .where(posts.row_of(tx, claimed.key), post.c.lease == claimed.lease)
        .values(values)
    )
    if result.rowcount == 1:
        if claimed.key.kind == "root" and not is_deleted:
            await _settle_thread(tx, claimed, outcome)
        return True
    await tx.connection.execute(
        update(post).where(posts.row_of(tx, claimed.key)).values(revision=post.c.revision + 1)
    )
    return False


async def _is_deleted(tx: Transaction, claimed: Claim) -> bool:
    query = select(decision.c.deleted_by).where(
        decision.c.tenant == tx.tenant, decision.c.id == claimed.key.decision_id
    )
    return (await tx.connection.execute(query)).scalar() is not None


async def _of_deleted(tx: Transaction, claimed: Claim, outcome: Outcome) -> Outcome:
    """The same for a decision that is deleted now, perhaps since the claim."""
    match outcome:
        case Lost() if claimed.ts is not None:
            # There is nothing left to change, and the others of its thread still have to go.
            return Sent(Place(claimed.channel, claimed.ts))
        case Dead():
            query = select(post.c.revision).where(posts.row_of(tx, claimed.key))
            is_old = (await tx.connection.execute(query)).scalar() != claimed.revision
            # Slack was asked for what is kept no more, not yet for what says so.
            return Retry(0) if is_old else outcome
        case _:
            return outcome


async def _settle_thread(tx: Transaction, root: Claim, outcome: Outcome) -> None:
    """Without its root message a thread is not shown; under a new one it begins anew.

    A thread of people stays where it is.
    """
    match outcome:
        case Dead(code):
            values: dict[str, Any] = {"dead": code[:64]}
        case Lost() if root.thread_ts is None:
            values = {"ts": None, "rendered_revision": 0, "dead": None}
        case _:
            return
    await tx.connection.execute(
        update(post)
        .where(post.c.tenant == tx.tenant, post.c.decision_id == root.key.decision_id)
        .values(values)
    )


async def drop(tx: Transaction, claimed: Claim) -> None:
    """What this post showed is kept no more: no message is made for it, and none is changed."""
    await tx.connection.execute(
        delete(post).where(posts.row_of(tx, claimed.key), post.c.lease == claimed.lease)
    )


async def pause_channel(tx: Transaction, channel: str, seconds: float) -> None:
    """Slack asked to wait: nothing more goes to this channel until then."""
    until = {"until": tx.now + seconds}
    await tx.connection.execute(
        tx.insert(pause)
        .values(tenant=tx.tenant, channel=channel, **until)
        .on_conflict_do_update(index_elements=["tenant", "channel"], set_=until)
    )
