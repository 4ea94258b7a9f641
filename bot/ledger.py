"""What one transaction does to a decision: open it, save it, keep a turn, mark its posts stale.

Note the delivery, load, advance, save, mark stale, commit. What Slack shows follows from what was
saved; nothing is sent from here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Final, TypeVar, get_args
from weakref import WeakValueDictionary

from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

from bot.store import decisions, posts, reminders, turns
from bot.store.database import Database, Transaction, waited_too_long
from bot.store.decisions import Decision
from bot.store.posts import Detail, Found, PostKey
from bot.store.turns import KeptTurn
from bot.tenant import Tenant
from engine.cost.assumptions import NOTHING_ASSUMED
from engine.dialogue.model import DialogueState, Remark
from knowledge.schema import KnowledgeBase, SlotId

Result = TypeVar("Result")

_FOLLOW_ANSWERS: Final = frozenset({"answer", "side_by_side", "ballots", *get_args(Detail)})
"""Kinds of posts that show what follows from the answers."""
_FOLLOW_STATUS: Final = frozenset(get_args(Found))
"""Kinds whose controls hang on whether the decision is closed."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request of Slack: for whom, and the keys by which a second copy is known."""

    tenant: Tenant
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Decisions as they are kept, and what follows for their posts."""

    database: Database
    knowledge: KnowledgeBase
    wake: Callable[[], None]
    """Called after each commit: something may have become stale."""
    _turns: WeakValueDictionary[tuple[Tenant, str], asyncio.Lock] = field(
        default_factory=WeakValueDictionary, init=False
    )
    """Of each decision that somebody is changing just now."""

    async def in_transaction(
        self,
        tenant: Tenant,
        work: Callable[[Transaction], Awaitable[Result]],
        *,
        of: str | None = None,
    ) -> Result:
        """Commit, then wake the publisher. Who waited too long for a lock is tried once more.

        ``of`` is the decision whose lock the work takes. Whoever waits for it within this process
        waits here: fifty people on one checklist would else hold every connection there is.
        """
        if of is None:
            return await self._committed(tenant, work)
        async with self._turns.setdefault((tenant, of), asyncio.Lock()):
            return await self._committed(tenant, work)

    async def _committed(
        self, tenant: Tenant, work: Callable[[Transaction], Awaitable[Result]]
    ) -> Result:
        attempts = AsyncRetrying(
            retry=retry_if_exception(waited_too_long), stop=stop_after_attempt(2), reraise=True
        )
        async for attempt in attempts:
            with attempt:
                async with self.database.transaction(tenant) as tx:
                    done = await work(tx)
        self.wake()
        return done

    async def open(
        self,
        tx: Transaction,
        opened: Decision,
        *,
        shown: Sequence[Remark] = (),
    ) -> None:
        """Keep a new decision, with whoever opened it taking part.

        Remarks that are ``shown`` have a message of their own, before the question that follows.
        """
        await decisions.add(tx, opened)
        await decisions.take_part(tx, opened.id, opened.opened_by)
        await posts.mark_stale(tx, PostKey(opened.id, "root"))
        if shown:
            await self.keep_turn(tx, opened.id, shown, opened.dialogue, opened.opened_by)
        await self._mark_stale(tx, opened.id, None, opened.dialogue)

    async def save(
        self,
        tx: Transaction,
        decision: Decision,
        state: DialogueState,
        by: str,
        *,
        shown: Sequence[Remark] = (),
    ) -> None:
        """Save what follows on a decision that was loaded to be changed, if it is anything new.

        Remarks that are ``shown`` are as for ``open``.
        """
        await decisions.take_part(tx, decision.id, by)
        if shown:
            await self.keep_turn(tx, decision.id, shown, state, by)
        if state == decision.dialogue:
            return
        # Answers are lost by a restart only; what was set for the cost goes with them.
        begun_again = bool(decision.dialogue.answers) and not state.answers
        assumed = NOTHING_ASSUMED if begun_again else decision.assumed
        await decisions.save(tx, decision, state, assumed)
        if state.status == "cancelled":
            await reminders.unwant(tx, decision.id)
        await self._mark_stale(tx, decision.id, decision.dialogue, state)

    async def keep_turn(
        self,
        tx: Transaction,
        decision_id: str,
        remarks: Sequence[Remark],
        state: DialogueState,
        by: str,
    ) -> None:
        """Let a message of its own show a turn that led to this state."""
        kept = KeptTurn(by=by, remarks=tuple(remarks), state=state)
        turn_id = await turns.add(tx, decision_id, kept)
        await posts.mark_stale(tx, PostKey(decision_id, "turn", turn_id))

    async def change_turn(
        self, tx: Transaction, decision_id: str, turn_id: str, kept: KeptTurn
    ) -> None:
        """Show a turn anew."""
        await turns.save(tx, decision_id, turn_id, kept)
        await posts.mark_stale(tx, PostKey(decision_id, "turn", turn_id))

    async def _mark_stale(
        self, tx: Transaction, decision_id: str, before: DialogueState | None, after: DialogueState
    ) -> None:
        """The root always; a question where it opened, closed or changed; what is based on all."""
        there = await posts.of_decision(tx, decision_id)
        await posts.mark_stale(tx, PostKey(decision_id, "root"))
        # Whoever answered in the thread hears there that the answer is ready, before a next
        # question; a command that said everything has no thread.
        asked = before is not None and before.status == "gathering"
        answer = PostKey(decision_id, "answer")
        if asked and after.status == "concluded" and answer not in there:
            await posts.mark_stale(tx, answer)
        for question in self.knowledge.questions:
            slot = SlotId(question.id)
            key = PostKey(decision_id, "question", slot)
            changed = before is None or _looks(before, slot) != _looks(after, slot)
            if (key in there and changed) or (key not in there and after.asking == slot):
                await posts.mark_stale(tx, key)
        is_closed_or_opened = before is not None and before.status != after.status
        follows = _FOLLOW_STATUS | _FOLLOW_ANSWERS if is_closed_or_opened else _FOLLOW_ANSWERS
        for key in there:
            if key.kind in follows:
                await posts.mark_stale(tx, key)


def opened(
    by: str,
    channel: str,
    dialogue: DialogueState,
    *,
    thread_ts: str | None = None,
    response_url: str | None = None,
) -> Decision:
    """A decision that begins in this channel, or in this thread of it."""
    return Decision(
        id=token_hex(8),
        opened_by=by,
        channel=channel,
        thread_ts=thread_ts,
        moved_from=None,
        response_url=response_url,
        dialogue=dialogue,
        revision=1,
    )


def _looks(state: DialogueState, slot: SlotId) -> tuple[object, ...]:
    """Everything of a state that a question's message depends on."""
    answer = state.answers.get(slot)
    # Whether an open question still counts, and how many remain, hangs on every other answer.
    others = None if answer else (state.answers, state.stressed, state.by_hand, state.enough)
    return (
        answer,
        others,
        state.asking == slot,
        state.refused.get(slot),
        state.status,
    )
