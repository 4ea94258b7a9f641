"""One incoming intent, one transaction.

Note the delivery, load, advance, save, mark the posts stale, commit. What Slack shows follows from
what was saved; the desk sends nothing itself and only returns what the one person should be told.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any, TypeVar

from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt

from bot import render
from bot.actions import BlockRef
from bot.store import decisions, deliveries, posts
from bot.store.database import Database, Transaction
from bot.store.decisions import Decision, StaleRevisionError
from bot.store.posts import PostKey
from bot.tenant import Tenant
from bot.views import notices
from bot.views.form import form
from bot.views.remarks import sentences
from engine.dialogue.advance import advance, start
from engine.dialogue.model import (
    DialogueState,
    Event,
    Refused,
    Remark,
    SlotAnswered,
    SlotSkipped,
    TextSaid,
    Turn,
    Understood,
)
from knowledge.schema import KnowledgeBase, SlotId

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request of Slack: for whom, and the keys by which a second copy is known."""

    tenant: Tenant
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A message, and the thread that it stands in."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person who acted is told, and nobody else; '' where the message says it all."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class FormErrors:
    """Which inputs of a form could not be used: slot, sentence."""

    by_slot: Mapping[SlotId, str]


class Desk:
    """Everything that people can do, each in one transaction of one tenant."""

    def __init__(
        self, database: Database, knowledge: KnowledgeBase, wake: Callable[[], None]
    ) -> None:
        self._database = database
        self._knowledge = knowledge
        self._wake = wake

    async def open_decision(
        self, delivery: Delivery, *, channel: str, by: str, text: str, response_url: str | None
    ) -> Answer:
        """Begin a decision in this channel, with whatever was already said."""
        first = start(self._knowledge)
        turn = Turn(state=first)
        if text:
            turn = advance(first, TextSaid(text=text, by=by), self._knowledge)
        opened = Decision(
            id=token_hex(8),
            opened_by=by,
            channel=channel,
            moved_from=None,
            response_url=response_url,
            dialogue=turn.state,
            revision=1,
        )

        async def work(tx: Transaction) -> Answer:
            if not await deliveries.note(tx, delivery.keys):
                return Answer()
            await decisions.add(tx, opened)
            await self._mark_stale(tx, opened.id, None, turn.state)
            return self._answer(opened, turn.remarks, turn.state)

        return await self._in_transaction(delivery.tenant, work)

    async def tell(self, delivery: Delivery, ref: BlockRef, place: Place, event: Event) -> Answer:
        """Something happened in a message of a decision."""

        async def work(tx: Transaction) -> Answer:
            if not await deliveries.note(tx, delivery.keys):
                return Answer()
            decision = await self._shown_at(tx, ref, place)
            if isinstance(decision, Answer):
                return decision
            # What was understood shows in the message itself; only the rest is told.
            turn = await self._advance(tx, decision, event)
            untold = tuple(each for each in turn.remarks if not isinstance(each, Understood))
            return self._answer(decision, untold, turn.state)

        return await self._in_transaction(delivery.tenant, work)

    async def say(
        self, delivery: Delivery, *, channel: str, thread_ts: str | None, by: str, text: str
    ) -> Answer | None:
        """A person wrote something where the app listens; None where no decision stands there."""

        async def work(tx: Transaction) -> Answer | None:
            decision = (
                await decisions.newest_in(tx, channel)
                if thread_ts is None
                else await decisions.of_thread(tx, channel, thread_ts)
            )
            if decision is None or (thread_ts is None and decision.dialogue.status != "gathering"):
                return None
            if not await deliveries.note(tx, delivery.keys):
                return Answer()
            turn = await self._advance(tx, decision, TextSaid(text=text, by=by))
            return self._answer(decision, turn.remarks, turn.state)

        return await self._in_transaction(delivery.tenant, work)

    async def show_reasons(self, delivery: Delivery, ref: BlockRef, place: Place) -> Answer:
        """Post the reasons in the thread, or say that they stand there already."""

        async def work(tx: Transaction) -> Answer:
            if not await deliveries.note(tx, delivery.keys):
                return Answer()
            decision = await self._shown_at(tx, ref, place)
            if isinstance(decision, Answer):
                return decision
            key = PostKey(decision.id, "reasons")
            already = await posts.place_of(tx, key)
            await posts.mark_stale(tx, key)
            return Answer("" if already is None else notices.REASONS_IN_THREAD)

        return await self._in_transaction(delivery.tenant, work)

    async def form(self, tenant: Tenant, ref: BlockRef, place: Place) -> dict[str, Any] | Answer:
        """The form with the answers so far."""
        async with self._database.transaction(tenant) as tx:
            decision = await self._shown_at(tx, ref, place)
        if isinstance(decision, Answer):
            return decision
        return form(render.snapshot(decision, self._knowledge), self._knowledge)

    async def fill_in(
        self, delivery: Delivery, decision_id: str, values: Mapping[SlotId, str], by: str
    ) -> FormErrors | None:
        """Take a whole form, or nothing of it: None where all was good or the decision is gone.

        An input left empty changes nothing, and one that was emptied means "not known".
        """

        async def work(tx: Transaction) -> FormErrors | None:
            decision = await decisions.load(tx, decision_id)
            if decision is None:
                return None
            state = decision.dialogue
            errors: dict[SlotId, str] = {}
            for slot, raw in values.items():
                if not raw and (slot not in state.answers or state.answers[slot].value is None):
                    continue
                event: Event = (
                    SlotAnswered(slot=slot, raw=raw, by=by)
                    if raw
                    else SlotSkipped(slot=slot, by=by)
                )
                turn = advance(state, event, self._knowledge)
                for remark in turn.remarks:
                    if isinstance(remark, Refused):
                        errors[remark.slot] = remark.sentence
                state = turn.state
            if errors:
                return FormErrors(errors)
            if await deliveries.note(tx, delivery.keys):
                await self._save(tx, decision, state)
            return None

        return await self._in_transaction(delivery.tenant, work)

    async def _advance(self, tx: Transaction, decision: Decision, event: Event) -> Turn:
        turn = advance(decision.dialogue, event, self._knowledge)
        await self._save(tx, decision, turn.state)
        return turn

    async def _save(self, tx: Transaction, decision: Decision, state: DialogueState) -> None:
        if state == decision.dialogue:
            return
        await decisions.save(tx, decision, state)
        await self._mark_stale(tx, decision.id, decision.dialogue, state)

    async def _mark_stale(
        self, tx: Transaction, decision_id: str, before: DialogueState | None, after: DialogueState
    ) -> None:
        """The root always; a question where it opened, closed or changed; what is based on all."""
        await posts.mark_stale(tx, PostKey(decision_id, "root"))
        for question in self._knowledge.questions:
            slot = SlotId(question.id)
            key = PostKey(decision_id, "question", slot)
            exists = before is not None and await posts.exists(tx, key)
            changed = before is None or _looks(before, slot) != _looks(after, slot)
            if (exists and changed) or (not exists and after.asking == slot):
                await posts.mark_stale(tx, key)
        for kind in ("answer", "reasons"):
            key = PostKey(decision_id, kind)
            if await posts.exists(tx, key):
                await posts.mark_stale(tx, key)
        # Whoever answered in the thread hears there that the answer is ready; a command that said
        # everything has no thread.
        asked = before is not None and before.status == "gathering"
        if asked and after.status == "concluded":
            answer = PostKey(decision_id, "answer")
            if not await posts.exists(tx, answer):
                await posts.mark_stale(tx, answer)

    async def _shown_at(self, tx: Transaction, ref: BlockRef, place: Place) -> Decision | Answer:
        """The decision that this message shows, or what to say to whoever used an old message."""
        decision = await decisions.load(tx, ref.decision)
        if decision is None:
            return Answer(notices.UNKNOWN_DECISION)
        if not await posts.shows(tx, decision.id, place.channel, place.ts):
            return Answer(notices.OLD_MESSAGE)
        return decision

    def _answer(
        self, decision: Decision, remarks: Sequence[Remark], after: DialogueState
    ) -> Answer:
        shown = render.snapshot(replace(decision, dialogue=after), self._knowledge)
        return Answer(sentences(remarks, shown, self._knowledge))

    async def _in_transaction(
        self, tenant: Tenant, work: Callable[[Transaction], Awaitable[Done]]
    ) -> Done:
        """Commit, then wake the publisher; who lost against another writer begins anew."""
        attempts = AsyncRetrying(
            retry=retry_if_exception_type(StaleRevisionError),
            stop=stop_after_attempt(5),
            reraise=True,
        )
        async for attempt in attempts:
            with attempt:
                async with self._database.transaction(tenant) as tx:
                    done = await work(tx)
        self._wake()
        return done


def _looks(state: DialogueState, slot: SlotId) -> tuple[object, ...]:
    """Everything of a state that a question's message depends on."""
    return (
        state.answers.get(slot),
        state.asking == slot,
        state.refused.get(slot),
        state.status == "cancelled",
    )
