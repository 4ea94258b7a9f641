"""One incoming intent, one transaction.

Note the delivery, load, advance, save, mark the posts stale, commit. What Slack shows follows from
what was saved; the desk sends nothing itself and only returns what the one person should be told.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any, TypeVar, get_args

from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

from bot import render
from bot.actions import BlockRef
from bot.place import Place
from bot.store import decisions, deliveries, posts
from bot.store.database import Database, Transaction, waited_too_long
from bot.store.decisions import Decision
from bot.store.posts import Detail, PostKey
from bot.tenant import Tenant
from bot.views import notices
from bot.views.form import form
from bot.views.remarks import next_step, sentences
from engine.dialogue.advance import advance, start
from engine.dialogue.model import (
    Closed,
    DialogueState,
    Event,
    FormFilled,
    NothingUnderstood,
    Refused,
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


class Desk:
    """Everything that people can do, each in one transaction of one tenant.

    What comes back is what the person who acted is told, and nobody else: mrkdwn, or '' where the
    messages say it all.
    """

    def __init__(
        self, database: Database, knowledge: KnowledgeBase, wake: Callable[[], None]
    ) -> None:
        self._database = database
        self._knowledge = knowledge
        self._wake = wake

    async def open_decision(
        self, delivery: Delivery, *, channel: str, by: str, text: str, response_url: str | None
    ) -> str:
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

        async def work(tx: Transaction) -> str:
            if not await deliveries.note(tx, delivery.keys):
                return ""
            await decisions.add(tx, opened)
            await self._mark_stale(tx, opened.id, None, turn.state)
            return sentences(turn.remarks, turn.state, self._knowledge)

        return await self._in_transaction(delivery.tenant, work)

    async def tell(self, delivery: Delivery, ref: BlockRef, place: Place, event: Event) -> str:
        """Something happened in a message of a decision."""

        async def work(tx: Transaction, decision: Decision) -> str:
            turn = advance(decision.dialogue, event, self._knowledge)
            await self._save(tx, decision, turn.state)
            # What was understood shows in the message itself; only the rest is told.
            untold = tuple(each for each in turn.remarks if not isinstance(each, Understood))
            return sentences(untold, turn.state, self._knowledge)

        return await self._used(delivery, ref, place, work)

    async def say(
        self, delivery: Delivery, *, channel: str, thread_ts: str | None, by: str, text: str
    ) -> str | None:
        """A person wrote something where the app listens; None where it belongs to no decision.

        Outside a thread it belongs to the newest decision there, unless that was cancelled; there
        the person is told what comes next as well.
        """

        async def work(tx: Transaction) -> str | None:
            if not await deliveries.note(tx, delivery.keys):
                return ""
            found = (
                await decisions.newest_in(tx, channel, by)
                if thread_ts is None
                else await decisions.of_thread(tx, channel, thread_ts, by)
            )
            decision = None if found is None else await decisions.load_to_change(tx, found)
            if decision is None:
                return None
            turn = advance(decision.dialogue, TextSaid(text=text, by=by), self._knowledge)
            unmoved = turn.state == decision.dialogue and turn.state.status == "cancelled"
            if thread_ts is None and unmoved:
                return None
            await posts.revive(tx, decision.id)
            await self._save(tx, decision, turn.state)
            told = sentences(turn.remarks, turn.state, self._knowledge)
            if thread_ts is not None or NothingUnderstood() in turn.remarks:
                return told
            after = render.snapshot(replace(decision, dialogue=turn.state), self._knowledge)
            return "\n".join(filter(None, (told, next_step(after, self._knowledge))))

        return await self._in_transaction(delivery.tenant, work)

    async def show_detail(
        self, delivery: Delivery, ref: BlockRef, place: Place, kind: Detail
    ) -> str:
        """Post a detail in the thread, or say that it stands there already."""

        async def work(tx: Transaction, decision: Decision) -> str:
            key = PostKey(decision.id, kind)
            already = await posts.place_of(tx, key)
            await posts.mark_stale(tx, key)
            return "" if already is None else notices.IN_THREAD_ALREADY

        return await self._used(delivery, ref, place, work)

    async def form(self, tenant: Tenant, ref: BlockRef, place: Place) -> dict[str, Any] | str:
        """The form with the answers so far; a sentence where there can be none."""
        async with self._database.transaction(tenant) as tx:
            decision = await self._shown_at(tx, ref, place)
        if isinstance(decision, str):
            return decision
        return form(render.snapshot(decision, self._knowledge), self._knowledge)

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
            refused = {
                remark.slot: remark.sentence
                for remark in turn.remarks
                if isinstance(remark, Refused)
            }
            if not refused and await deliveries.note(tx, delivery.keys):
                await posts.revive(tx, decision.id)
                await self._save(tx, decision, turn.state)
            return refused

        return await self._in_transaction(delivery.tenant, work)

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

        return await self._in_transaction(delivery.tenant, use)

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
        for kind in ("answer", *get_args(Detail)):
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

    async def _shown_at(self, tx: Transaction, ref: BlockRef, place: Place) -> Decision | str:
        """The decision that this message shows, or what to say to whoever used an old message."""
        decision = await decisions.load_to_change(tx, ref.decision)
        if decision is None:
            return notices.UNKNOWN_DECISION
        if not await posts.shows(tx, decision.id, place):
            return notices.OLD_MESSAGE
        return decision

    async def _in_transaction(
        self, tenant: Tenant, work: Callable[[Transaction], Awaitable[Done]]
    ) -> Done:
        """Commit, then wake the publisher. Who waited too long for a lock is tried once more."""
        attempts = AsyncRetrying(
            retry=retry_if_exception(waited_too_long), stop=stop_after_attempt(2), reraise=True
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
