"""How a decision is closed with a record, opened again, and deleted; each in one transaction."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from secrets import token_hex
from typing import Any, Final

from bot import render
from bot.basis import Basis, basis_of, record_of
from bot.block_ids import BlockRef
from bot.changeable import existing
from bot.ledger import Delivery, Ledger
from bot.outcomes import Filled, filled_in, reviewed_at
from bot.pages.closing import Closing
from bot.pages.record import page_document, page_of, record_page
from bot.place import Place
from bot.store import decisions, deliveries, erasing, posts, records, reminders
from bot.store.database import Transaction
from bot.store.decisions import Decision
from bot.store.posts import PostKey
from bot.store.records import KeptRecord
from bot.store.reminders import Reminder
from bot.tenant import Tenant
from bot.views import decide_form, notices
from bot.views.decide_form import OUTCOME, SUPERSEDES
from bot.views.snapshot import Snapshot
from engine.dialogue.advance import advance
from engine.dialogue.model import Decided, Reopened
from engine.dialogue.state import facts_for
from engine.evaluation.model import Outcome

_EARLIER: Final = 25
"""How many records of a channel are offered to be superseded, the newest."""


class Deciding:
    """Where decisions are closed, opened again and deleted."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._knowledge = ledger.knowledge

    async def form(self, tenant: Tenant, decision_id: str) -> dict[str, Any] | str:
        """The form that closes a decision; a sentence where it cannot be closed."""
        async with self._ledger.database.transaction(tenant) as tx:
            decision = await decisions.load(tx, decision_id)
            found = await self._open(tx, decision)
            if isinstance(found, str):
                return found
            basis = await basis_of(tx, found)
            standing = await records.standing_in(tx, found.channel, _EARLIER)
        earlier = [(each.decision_id, _title(each)) for each in standing]

        def made() -> dict[str, Any]:
            shown = render.snapshot(basis, self._knowledge)
            kb = facts_for(found.dialogue, self._knowledge)
            metadata = f"{found.id}.{found.revision}.{_advised(shown)}"
            return decide_form.decide_form(metadata, shown, kb, earlier)

        # Apart from the loop: the figures of a recommendation take tens of milliseconds.
        return await asyncio.to_thread(made)

    async def decide(
        self, delivery: Delivery, metadata: str, held: Mapping[str, str], by: str, at: float
    ) -> Mapping[str, str] | str:
        """Close a decision with what the form holds, or change nothing.

        Args:
            delivery: the request of Slack.
            metadata: of the form: ``<decision>.<revision>.<what it recommended>``.
            held: what each input holds, by block id; '' where it is empty.
            by: who sent it.
            at: now, in seconds since the epoch.

        Returns:
            The inputs that could not be used, with a sentence each, empty where the decision is
            closed; or one sentence (mrkdwn) where it cannot be, as where somebody was faster.
        """
        decision_id, _, seen = metadata.partition(".")
        superseded = held.get(SUPERSEDES) or None

        async def work(tx: Transaction) -> Mapping[str, str] | str:
            await _lock(tx, decision_id, superseded)
            decision = await decisions.load_to_change(tx, decision_id)
            if await deliveries.noted(tx, delivery.keys):
                return {}
            found = await self._open(tx, decision)
            if isinstance(found, str):
                return found
            if changed := await self._changed(tx, found, seen):
                return {OUTCOME: changed}
            filled = filled_in(held, found.dialogue, self._knowledge, by, at)
            if not isinstance(filled, Filled):
                return filled
            earlier = None
            if superseded is not None:
                earlier = await records.if_standing(tx, found.channel, superseded)
                if earlier is None:
                    return {SUPERSEDES: decide_form.NOT_STANDING}
            if await deliveries.note(tx, delivery.keys):
                await self._close(tx, found, filled, earlier)
            return {}

        return await self._ledger.in_transaction(delivery.tenant, work, of=decision_id)

    async def reopen(self, delivery: Delivery, ref: BlockRef, place: Place, by: str) -> str:
        """Let a closed decision go on; what it superseded stands again."""

        async def work(tx: Transaction, decision: Decision) -> str:
            if decision.dialogue.status != "decided":
                return decide_form.NOT_DECIDED
            state = advance(decision.dialogue, Reopened(), self._knowledge).state
            await _let_stand_again(tx, decision.id)
            await records.withdraw(tx, decision.id)
            await reminders.unwant(tx, decision.id, about="review")
            await self._ledger.save(tx, decision, state, by)
            return ""

        return await self._used(delivery, ref, place, work)

    async def delete(self, delivery: Delivery, ref: BlockRef, place: Place, by: str) -> str:
        """Delete all that is kept of a decision; what it superseded stands again."""

        async def work(tx: Transaction, decision: Decision) -> str:
            await _let_stand_again(tx, decision.id)
            await erasing.delete(tx, decision.id, by)
            return ""

        return await self._used(delivery, ref, place, work)

    async def _open(self, tx: Transaction, loaded: Decision | None) -> Decision | str:
        """A decision that can be closed, or why it cannot."""
        decision = existing(loaded)
        if isinstance(decision, str):
            return decision
        match decision.dialogue.status:
            case "concluded":
                return decision
            case "decided":
                kb = facts_for(decision.dialogue, self._knowledge)
                return decide_form.closed_already(await record_of(tx, decision.id), kb)
            case "cancelled":
                return notices.CANCELLED
            case "gathering":
                is_asked = decision.dialogue.asking is not None
                return decide_form.NOT_RECOMMENDED if is_asked else decide_form.NOTHING_ASKED

    async def _close(
        self, tx: Transaction, decision: Decision, filled: Filled, earlier: KeptRecord | None
    ) -> None:
        outcome = filled.outcome
        basis = await basis_of(tx, decision)
        document = await asyncio.to_thread(
            self._document, basis, outcome, None if earlier is None else earlier.number
        )
        number = await records.keep(tx, decision.id, outcome, document)
        if earlier is not None:
            await records.supersede(tx, earlier.decision_id, number)
            await reminders.unwant(tx, earlier.decision_id, about="review")
            await _show(tx, earlier.decision_id)
        await reminders.unwant(tx, decision.id)
        await _remind(tx, decision.id, outcome.by, filled.review_at)
        state = advance(decision.dialogue, Decided(), self._knowledge).state
        await posts.revive(tx, decision.id)
        await self._ledger.save(tx, decision, state, outcome.by)
        await posts.mark_stale(tx, PostKey(decision.id, "record"))

    def _document(self, basis: Basis, outcome: Outcome, supersedes: int | None) -> str:
        """The record as it is kept."""
        shown = render.snapshot(basis, self._knowledge)
        if shown.recommendation is None:
            raise AssertionError("a concluded decision has a recommendation, see render.snapshot")
        closing = Closing(
            facts_for(shown.dialogue, self._knowledge),
            shown.recommendation,
            shown.dialogue,
            outcome,
            evaluated=shown.evaluated,
            assumed=shown.assumed,
            workspace=shown.workspace,
            supersedes=supersedes,
        )
        return page_document(record_page(closing))

    async def _changed(self, tx: Transaction, decision: Decision, seen: str) -> str:
        """What is recommended now, where a form has shown something else; '' where it has not."""
        revision, _, advised = seen.partition(".")
        if revision == str(decision.revision):
            return ""
        basis = await basis_of(tx, decision)

        def compared() -> str:
            shown = render.snapshot(basis, self._knowledge)
            if shown.recommendation is None or _advised(shown) == advised:
                return ""
            kb = facts_for(decision.dialogue, self._knowledge)
            return decide_form.recommended_now(shown.recommendation, kb)

        return await asyncio.to_thread(compared)

    async def _used(
        self,
        delivery: Delivery,
        ref: BlockRef,
        place: Place,
        work: Callable[[Transaction, Decision], Awaitable[str]],
    ) -> str:
        """A control of a message was used, once: do the work on the decision that it shows."""

        async def use(tx: Transaction) -> str:
            kept = await records.load(tx, ref.decision)
            await _lock(tx, ref.decision, None if kept is None else kept.outcome.supersedes)
            if not await deliveries.note(tx, delivery.keys):
                return ""
            decision = await decisions.load_to_change(tx, ref.decision)
            if decision is None:
                return notices.UNKNOWN_DECISION
            if not await posts.shows(tx, decision.id, place):
                return notices.OLD_MESSAGE
            revived = await posts.revive(tx, decision.id)
            told = await work(tx, decision)
            return told or (notices.NOT_SHOWN if revived else "")

        return await self._ledger.in_transaction(delivery.tenant, use, of=ref.decision)


async def _lock(tx: Transaction, *decision_ids: str | None) -> None:
    """Take the locks of several decisions in one order, so that nobody waits for each other."""
    for each in sorted({each for each in decision_ids if each is not None}):
        await decisions.lock(tx, each)


async def _let_stand_again(tx: Transaction, decision_id: str) -> None:
    """What a decision has superseded counts again, and is looked at again on its day."""
    kept = await records.load(tx, decision_id)
    if kept is None or kept.outcome.supersedes is None:
        return
    other = await records.load(tx, kept.outcome.supersedes)
    if other is not None and other.superseded_by == kept.number:
        await records.supersede(tx, other.decision_id, None)
        due_at = reviewed_at(other.outcome.review_on or "")
        is_to_come = due_at is not None and due_at > time.time() and not other.is_withdrawn
        await _remind(tx, other.decision_id, other.outcome.by, due_at if is_to_come else None)
        await _show(tx, other.decision_id)


async def _remind(tx: Transaction, decision_id: str, by: str, due_at: float | None) -> None:
    """Let a closed decision be looked at again at this time, and at no other."""
    await reminders.unwant(tx, decision_id, about="review")
    if due_at is not None:
        due = Reminder(token_hex(8), decision_id, "review", "", by=by, due_at=due_at)
        await reminders.want(tx, due)


async def _show(tx: Transaction, decision_id: str) -> None:
    """Whether a record stands is seen in these posts of its decision."""
    shown = [PostKey(decision_id, "root"), PostKey(decision_id, "record")]
    await posts.mark_stale_if_there(tx, shown)


def _advised(shown: Snapshot) -> str:
    """The pick and what is close to it: where this is the same, the same was recommended."""
    found = shown.recommendation
    if found is None:
        return ""
    return " ".join((found.kind, found.alternative or "", found.beside or "", *sorted(found.close)))


def _title(kept: KeptRecord) -> str:
    return f"{kept.number}: {page_of(kept.document).title}"
