"""What people write, wherever the app listens: one conversation behind every surface."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot import render
from bot.basis import Basis
from bot.commands import first_word
from bot.ledger import Delivery, Ledger, opened
from bot.overheard import concerns, is_for_people
from bot.store import decisions, deliveries, posts
from bot.store.database import Transaction
from bot.store.decisions import Decision
from bot.store.posts import PostKey
from bot.typed import (
    MOST_READ,
    Asked,
    advanced,
    answered,
    asked_of,
    asks_for_advice,
    begins,
    begun,
    beyond,
    closes,
    first_turn,
    newest_in,
    requests_of,
)
from bot.views import notices
from bot.views.blocks import Rendered
from bot.views.remarks import next_step, sentences
from engine.dialogue.advance import advance, asking_on
from engine.dialogue.model import (
    Acknowledged,
    Closed,
    DialogueState,
    Done,
    NothingUnderstood,
    Remark,
    Requested,
    TextSaid,
    Turn,
    Understood,
)
from engine.dialogue.requests import HelpAsked, RecommendAsked, StateAsked, Supposed
from engine.dialogue.state import is_closed

_Nothing = NothingUnderstood | Acknowledged | Closed
"""What is said where a text changed nothing and asked for nothing."""
_SAID_BY_THE_ROOT = (
    NothingUnderstood(),
    Requested(request=StateAsked()),
    Requested(request=RecommendAsked()),
)
_ANOTHER = 2
"""Answers; who corrects something corrects one."""
_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a person wrote where the app listens."""

    channel: str
    ts: str
    thread_ts: str | None
    by: str
    text: str
    how: Literal["direct", "mention", "overheard"]
    """``overheard``: said to others in a decision's thread, where the app may listen."""
    may_close: bool = False
    """They may end decisions that others have opened."""

    @property
    def thread(self) -> str:
        """The thread in which an answer belongs."""
        return self.thread_ts or self.ts

    @property
    def place(self) -> str:
        """Where only one decision begins at a time: a thread, or the whole direct message."""
        return "" if self.how == "direct" else self.thread

    @property
    def said(self) -> str:
        """The text without mentions."""
        return _MENTION.sub(" ", self.text).strip()


class Conversation:
    """Where text is taken: each in one transaction, and the answer is a post of the decision."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._knowledge = ledger.knowledge

    async def hear(self, delivery: Delivery, heard: Heard) -> Rendered | None:
        """A person wrote something.

        Returns:
            An answer beside any decision, for the thread where it was said, or for the person
            alone where it was overheard; None where a decision's posts are the answer, and where
            none is due.
        """
        if heard.how == "overheard" and is_for_people(heard.said):
            return None

        async def work(tx: Transaction) -> Rendered | Asked | None:
            if heard.how == "overheard":
                return await self._overhear(tx, delivery, heard)
            await decisions.lock_place(tx, heard.channel, heard.place)
            if not await deliveries.note(tx, delivery.keys):
                return None
            return await self._spoken_to(tx, heard)

        done = await self._ledger.in_transaction(delivery.tenant, work)
        return None if done is None else await answered(done, self._knowledge)

    async def open_on(
        self,
        delivery: Delivery,
        *,
        channel: str,
        thread_ts: str,
        by: str,
        said: Sequence[tuple[str, str]],
        response_url: str | None = None,
    ) -> str:
        """Begin a decision in a thread of people, with what was said there: authors and texts.

        What could not be used is not held against anybody: it was not said to the app.
        """

        async def work(tx: Transaction) -> str:
            await decisions.lock_place(tx, channel, thread_ts)
            if not await deliveries.note(tx, delivery.keys):
                return ""
            if _is_alive(await self._in_thread(tx, channel, thread_ts, by)):
                return notices.DECIDES_HERE_ALREADY
            first = await begun(tx, self._knowledge)
            state = await asyncio.to_thread(self._said_before, first, said)
            new = opened(by, channel, state, thread_ts=thread_ts, response_url=response_url)
            found = Understood(slots=tuple(state.answers), stressed=state.stressed or None)
            shown = (found,) if state.answers or state.stressed else ()
            await self._ledger.open(tx, new, shown=shown)
            return ""

        return await self._ledger.in_transaction(delivery.tenant, work)

    async def _spoken_to(self, tx: Transaction, heard: Heard) -> Rendered | Asked | None:
        """The app was mentioned, or written to."""
        decision = None
        if heard.thread_ts is not None:
            decision = await self._in_thread(tx, heard.channel, heard.thread_ts, heard.by)
        is_beside = decision is None and heard.how == "direct"
        if is_beside:
            decision = await newest_in(tx, heard.channel, heard.by)
        word, rest = first_word(heard.said)
        if word == "recommend" and (is_beside or not _is_alive(decision)):
            await self._begin(tx, heard, await first_turn(tx, rest, heard.by, self._knowledge))
            return None
        if decision is None:
            return await self._without_decision(tx, heard)
        if is_beside:
            return await self._beside(tx, heard, decision)
        turn = await advanced(decision.dialogue, heard.said, heard.by, self._knowledge)
        return await self._take(tx, heard, decision, turn)

    async def _overhear(self, tx: Transaction, delivery: Delivery, heard: Heard) -> Rendered | None:
        """Somebody wrote to others: taken where it concerns the decision of that thread."""
        found = await decisions.of_thread(
            tx, heard.channel, heard.thread, heard.by, may_be_on_its_way=False
        )
        decision = None if found is None else await decisions.load_to_change(tx, found)
        if decision is None:
            return None
        before = decision.dialogue
        turn = await advanced(before, heard.said, heard.by, self._knowledge)
        # What is left to people is not noted: a mention in it may come in a delivery of its own.
        if concerns(turn, heard.said, before, self._knowledge):
            if await deliveries.note(tx, delivery.keys):
                return await self._take(tx, heard, decision, turn)
        elif await self._is_late_answer(heard, before) and await deliveries.note(tx, delivery.keys):
            return Rendered(notices.DECIDED, [])
        return None

    async def _is_late_answer(self, heard: Heard, before: DialogueState) -> bool:
        """Whether a text would be an answer if the decision were not closed."""
        if before.status != "decided":
            return False
        still_open = before.model_copy(update={"status": "concluded"})
        turn = await advanced(still_open, heard.said, heard.by, self._knowledge)
        return any(isinstance(each, Understood) for each in turn.remarks)

    async def _in_thread(
        self, tx: Transaction, channel: str, thread_ts: str, by: str
    ) -> Decision | None:
        found = await decisions.of_thread(tx, channel, thread_ts, by)
        return None if found is None else await decisions.load_to_change(tx, found)

    async def _take(
        self, tx: Transaction, heard: Heard, decision: Decision, turn: Turn
    ) -> Rendered | None:
        """Something was said in a decision's thread; what comes back is said where it was."""
        if closes(turn) and not heard.may_close and heard.by != decision.opened_by:
            return Rendered(notices.not_yours(decision.opened_by), [])
        await posts.revive(tx, decision.id)
        shown = await self._worth_a_message(tx, decision, turn)
        await self._ledger.save(tx, decision, turn.state, heard.by, shown=shown)
        return None

    async def _beside(
        self, tx: Transaction, heard: Heard, decision: Decision
    ) -> Rendered | Asked | None:
        """Something was said in the direct message, beside the thread of its newest decision."""
        before = decision.dialogue
        turn = await advanced(before, heard.said, heard.by, self._knowledge)
        first = await first_turn(tx, heard.said, heard.by, self._knowledge)
        is_new = _is_another_team(first.state, before)
        if is_new or (before.status in {"concluded", "decided"} and asks_for_advice(turn)):
            await self._begin(tx, heard, first)
            return None
        await posts.revive(tx, decision.id)
        if turn.remarks and _answers_here(turn):
            return await asked_of(tx, requests_of(turn), decision)
        worth = await self._worth_a_message(tx, decision, turn)
        # Where nothing came of it, it concerns nobody in the thread.
        shown = tuple(each for each in worth if not isinstance(each, _Nothing))
        await self._ledger.save(tx, decision, turn.state, heard.by, shown=shown)
        return self._told_beside(decision, turn)

    def _told_beside(self, decision: Decision, turn: Turn) -> Rendered:
        """What came of it and what is next, for whoever writes beside the thread and misses it."""
        told = [sentences(turn.remarks, turn.state, self._knowledge)]
        if not any(isinstance(each, NothingUnderstood | Acknowledged) for each in turn.remarks):
            basis = Basis(replace(decision, dialogue=turn.state))
            after = render.snapshot(basis, self._knowledge)
            told.append(next_step(after, self._knowledge))
        return Rendered("\n".join(dict.fromkeys(filter(None, told))), [])

    async def _without_decision(self, tx: Transaction, heard: Heard) -> Rendered | Asked | None:
        """Something was said where no decision is: answer it, or begin one with it."""
        if not heard.said:
            return await asked_of(tx, (HelpAsked(),))
        turn = await first_turn(tx, heard.said, heard.by, self._knowledge)
        if begins(turn):
            await self._begin(tx, heard, turn)
            return None
        if requests := requests_of(turn):
            return await asked_of(tx, requests)
        return Rendered(notices.NO_DECISION_HERE, [])

    async def _begin(self, tx: Transaction, heard: Heard, turn: Turn) -> None:
        """Begin a decision in the thread where this was said."""
        new = opened(heard.by, heard.channel, turn.state, thread_ts=heard.thread)
        # Where it stands, and what was understood, is in the root message; the question follows.
        told = tuple(each for each in turn.remarks if each not in _SAID_BY_THE_ROOT)
        is_more = any(not isinstance(each, Understood | Done) for each in told)
        await self._ledger.open(tx, new, shown=told if is_more else ())

    def _said_before(self, begun: DialogueState, said: Sequence[tuple[str, str]]) -> DialogueState:
        """What people told one another: nobody was asked, and no command is for the app."""
        state, room = begun, MOST_READ
        for author, text in said:
            part, room = text[:room], room - len(text)
            # Concluded: so nothing is asked, and what is worth asking is reckoned once, at the end.
            unasked = state.model_copy(update={"asking": None, "enough": True})
            turn = advance(unasked, TextSaid(text=part, by=author), self._knowledge)
            if any(isinstance(each, Understood) for each in turn.remarks):
                state = turn.state
            if room <= 0:
                break
        told = {"answers": state.answers, "stressed": state.stressed}
        known = begun.model_copy(update={**told, "asking": None})
        return asking_on(known, self._knowledge)

    async def _worth_a_message(
        self, tx: Transaction, decision: Decision, turn: Turn
    ) -> tuple[Remark, ...]:
        """What of a turn no other message shows: the open question's own answer does."""
        asking = decision.dialogue.asking
        if asking and not await posts.exists(tx, PostKey(decision.id, "question", asking)):
            asking = None
        return beyond(turn, asking)


def _answers_here(turn: Turn) -> bool:
    """Whether there are only requests, and none whose answer can be adopted in the thread."""
    return all(
        isinstance(each, Requested) and not isinstance(each.request, Supposed)
        for each in turn.remarks
    )


def _is_another_team(told: DialogueState, before: DialogueState) -> bool:
    """Whether a text contradicts so much of what is known that it tells of another team."""
    answers = before.answers
    contradicted = [
        slot
        for slot, answer in told.answers.items()
        if slot in answers and answers[slot].value != answer.value
    ]
    return len(contradicted) >= _ANOTHER


def _is_alive(decision: Decision | None) -> bool:
    return decision is not None and not is_closed(decision.dialogue)
