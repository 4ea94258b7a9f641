"""What people do with the controls of messages and with forms, each in one transaction.

What comes back is what the person who acted is told, and nobody else: mrkdwn, or '' where the
messages say it all.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot import render
from bot.basis import Basis
from bot.block_ids import BlockRef, turn_of
from bot.ledger import Delivery, Ledger, opened
from bot.place import Place
from bot.store import decisions, deliveries, posts, turns
from bot.store.database import Transaction
from bot.store.decisions import Decision
from bot.store.posts import Detail, PostKey
from bot.store.turns import KeptTurn
from bot.tenant import Tenant
from bot.typed import begun, beyond
from bot.views import notices
from bot.views.form import form, new_form
from bot.views.quiz import quiz, quiz_result
from bot.views.remarks import sentences
from engine.advice.outgrown import SIGNALS, verdict
from engine.decision.case import CURRENT_ORCHESTRATOR
from engine.dialogue.advance import advance, start
from engine.dialogue.model import (
    Adopted,
    Closed,
    DialogueState,
    Event,
    FormFilled,
    Refused,
    Requested,
    SlotAnswered,
    SlotSkipped,
    Turn,
    Understood,
)
from engine.dialogue.requests import Request, Supposed
from knowledge.schema import ChoiceQuestion, SlotId

_OTHER = "other"
"""The option of what runs today that stands for all that have none."""


class Desk:
    """Where controls and forms are taken."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._knowledge = ledger.knowledge

    async def open_decision(
        self,
        delivery: Delivery,
        *,
        channel: str,
        by: str,
        event: Event | None = None,
        response_url: str | None = None,
    ) -> str:
        """Begin a decision in this channel, with what has happened already."""

        async def work(tx: Transaction) -> str:
            if not await deliveries.note(tx, delivery.keys):
                return ""
            turn = self._first(await begun(tx, self._knowledge), event)
            new = opened(by, channel, turn.state, response_url=response_url)
            await self._ledger.open(tx, new)
            return sentences(turn.remarks, turn.state, self._knowledge)

        return await self._ledger.in_transaction(delivery.tenant, work)

    async def tell(
        self, delivery: Delivery, ref: BlockRef, place: Place, event: Event, by: str
    ) -> str:
        """Something happened in a message of a decision."""

        async def work(tx: Transaction, decision: Decision) -> str:
            turn = advance(decision.dialogue, event, self._knowledge)
            if isinstance(event, SlotAnswered):
                await self._settle_choices(tx, decision, ref, event.slot)
            slot = event.slot if isinstance(event, SlotAnswered | SlotSkipped) else None
            rest = beyond(turn, slot)
            is_for_all = any(isinstance(each, Understood | Requested) for each in rest)
            shown = rest if is_for_all else ()
            await self._ledger.save(tx, decision, turn.state, by, shown=shown)
            return "" if is_for_all else sentences(rest, turn.state, self._knowledge)

        return await self._used(delivery, ref, place, work)

    async def confirm(self, delivery: Delivery, ref: BlockRef, place: Place, by: str) -> str:
        """What was understood is right: its message offers no more to say so."""

        async def work(tx: Transaction, decision: Decision) -> str:
            await decisions.take_part(tx, decision.id, by)
            kept = await turns.load(tx, decision.id, turn_of(ref))
            if kept is not None and kept.confirmed_by is None:
                confirmed = kept.model_copy(update={"confirmed_by": by})
                await self._ledger.change_turn(tx, decision.id, turn_of(ref), confirmed)
            return ""

        return await self._used(delivery, ref, place, work)

    async def adopt(self, delivery: Delivery, ref: BlockRef, place: Place, by: str) -> str:
        """What a turn supposed becomes so."""

        async def work(tx: Transaction, decision: Decision) -> str:
            kept = await turns.load(tx, decision.id, turn_of(ref))
            supposed = _supposed(kept)
            if kept is None or supposed is None:
                return notices.OLD_MESSAGE
            event = Adopted(answers=supposed.answers, stressed=supposed.stressed, by=by)
            turn = advance(decision.dialogue, event, self._knowledge)
            if not any(isinstance(each, Understood) for each in turn.remarks):
                is_closed = any(isinstance(each, Closed) for each in turn.remarks)
                told = sentences(turn.remarks, turn.state, self._knowledge)
                return told if is_closed else notices.OLD_MESSAGE
            await self._ledger.save(tx, decision, turn.state, by)
            adopted = kept.model_copy(update={"confirmed_by": by})
            await self._ledger.change_turn(tx, decision.id, turn_of(ref), adopted)
            return ""

        return await self._used(delivery, ref, place, work)

    async def ask(
        self, delivery: Delivery, ref: BlockRef, place: Place, request: Request, by: str
    ) -> str:
        """A control of a message asks for something: it is answered in the thread."""

        async def work(tx: Transaction, decision: Decision) -> str:
            asked = Requested(request=request)
            await decisions.take_part(tx, decision.id, by)
            await self._ledger.keep_turn(tx, decision.id, (asked,), decision.dialogue, by)
            return notices.ANSWERED_IN_THREAD

        return await self._used(delivery, ref, place, work)

    async def show_detail(
        self, delivery: Delivery, ref: BlockRef, place: Place, kind: Detail, by: str
    ) -> str:
        """Post a detail in the thread, or say that it stands there already."""

        async def work(tx: Transaction, decision: Decision) -> str:
            key = PostKey(decision.id, kind)
            already = await posts.place_of(tx, key)
            await decisions.take_part(tx, decision.id, by)
            await posts.mark_stale(tx, key)
            return "" if already is None else notices.IN_THREAD_ALREADY

        return await self._used(delivery, ref, place, work)

    async def form(self, tenant: Tenant, ref: BlockRef, place: Place) -> dict[str, Any] | str:
        """The form with the answers so far; a sentence where there can be none."""
        async with self._ledger.database.transaction(tenant) as tx:
            decision = await self._shown_at(tx, ref, place)
        if isinstance(decision, str):
            return decision
        return form(render.snapshot(Basis(decision), self._knowledge), self._knowledge)

    def new_form(self, channel: str) -> dict[str, Any]:
        """The form that begins a decision in this channel."""
        return new_form(channel, self._knowledge)

    async def fill_in(
        self, delivery: Delivery, decision_id: str, values: Mapping[SlotId, str], by: str
    ) -> Mapping[SlotId, str] | str:
        """Take what was changed in a form, or nothing of it.

        Returns:
            The inputs that could not be used, with a sentence each, empty where all was taken; or
            one sentence where the decision takes no answers any more.
        """

        async def work(tx: Transaction) -> Mapping[SlotId, str] | str:
            decision = await decisions.load_to_change(tx, decision_id)
            if decision is None:
                return notices.UNKNOWN_DECISION
            turn = advance(decision.dialogue, FormFilled(values=values, by=by), self._knowledge)
            if any(isinstance(remark, Closed) for remark in turn.remarks):
                return sentences(turn.remarks, turn.state, self._knowledge)
            refused = _refused(turn)
            if not refused and await deliveries.note(tx, delivery.keys):
                await posts.revive(tx, decision.id)
                await self._ledger.save(tx, decision, turn.state, by)
            return refused

        return await self._ledger.in_transaction(delivery.tenant, work, of=decision_id)

    async def fill_in_new(
        self, delivery: Delivery, channel: str, values: Mapping[SlotId, str], by: str
    ) -> Mapping[SlotId, str] | str:
        """Begin a decision with a form, unless an input could not be used.

        Returns:
            As ``fill_in``.
        """
        filled = FormFilled(values=values, by=by)
        if refused := _refused(self._first(start(self._knowledge), filled)):
            return refused
        await self.open_decision(delivery, channel=channel, by=by, event=filled)
        return {}

    def quiz(self, decision_id: str, alternative: str) -> dict[str, Any]:
        """The signals of having outgrown an orchestrator, as a form; either id may be ''."""
        return quiz(f"{decision_id}.{alternative}", self._knowledge, alternative)

    async def count_signals(
        self,
        delivery: Delivery,
        decision_id: str,
        alternative: str,
        *,
        signals: int,
        unsure: int,
        by: str,
    ) -> dict[str, Any]:
        """The verdict on so many signals, as a view; in a decision they become an answer."""
        found = verdict(signals, self._knowledge)

        async def work(tx: Transaction) -> bool:
            decision = await decisions.load_to_change(tx, decision_id)
            if decision is None or not await deliveries.note(tx, delivery.keys):
                return decision is not None
            values = {SIGNALS: str(signals)}
            if alternative and CURRENT_ORCHESTRATOR not in decision.dialogue.answers:
                values[CURRENT_ORCHESTRATOR] = self._as_option(alternative)
            turn = advance(decision.dialogue, FormFilled(values=values, by=by), self._knowledge)
            if any(isinstance(each, Closed) for each in turn.remarks):
                return False
            await posts.revive(tx, decision.id)
            await self._ledger.save(tx, decision, turn.state, by, shown=turn.remarks)
            return True

        taken = await self._ledger.in_transaction(delivery.tenant, work) if decision_id else False
        return quiz_result(found, unsure, self._knowledge, in_decision=taken)

    def _as_option(self, alternative: str) -> str:
        """What runs today, as its question has it: an alternative beyond its options is another."""
        question = self._knowledge.question(CURRENT_ORCHESTRATOR)
        options = question.options if isinstance(question, ChoiceQuestion) else ()
        return alternative if any(each.id == alternative for each in options) else _OTHER

    def _first(self, state: DialogueState, event: Event | None) -> Turn:
        """The first turn of a decision."""
        return Turn(state=state) if event is None else advance(state, event, self._knowledge)

    async def _settle_choices(
        self, tx: Transaction, decision: Decision, ref: BlockRef, slot: SlotId
    ) -> None:
        """Whoever asked which it is has the answer: its message offers no more choices."""
        kept = await turns.load(tx, decision.id, turn_of(ref))
        if kept is not None:
            await self._ledger.change_turn(tx, decision.id, turn_of(ref), kept.settled(slot))

    async def _used(
        self,
        delivery: Delivery,
        ref: BlockRef,
        place: Place,
        work: Callable[[Transaction, Decision], Awaitable[str]],
    ) -> str:
        """A control of a message was used, once: do the work on the decision that it shows.

        What Slack did not take before is tried again with whatever use, and the person is told.
        """

        async def use(tx: Transaction) -> str:
            if not await deliveries.note(tx, delivery.keys):
                return ""
            decision = await self._shown_at(tx, ref, place)
            if isinstance(decision, str):
                return decision
            revived = await posts.revive(tx, decision.id)
            told = await work(tx, decision)
            return told or (notices.NOT_SHOWN if revived else "")

        return await self._ledger.in_transaction(delivery.tenant, use, of=ref.decision)

    async def _shown_at(self, tx: Transaction, ref: BlockRef, place: Place) -> Decision | str:
        """The decision that this message shows, or what to say to whoever used an old message."""
        decision = await decisions.load_to_change(tx, ref.decision)
        if decision is None:
            return notices.UNKNOWN_DECISION
        if not await posts.shows(tx, decision.id, place):
            return notices.OLD_MESSAGE
        return decision


def _refused(turn: Turn) -> dict[SlotId, str]:
    """The inputs of a form that could not be used, with a sentence each."""
    return {each.slot: each.sentence for each in turn.remarks if isinstance(each, Refused)}


def _supposed(kept: KeptTurn | None) -> Supposed | None:
    """What a turn supposed, if it did."""
    for each in kept.remarks if kept else ():
        if isinstance(each, Requested) and isinstance(each.request, Supposed):
            return each.request
    return None
