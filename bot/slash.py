"""``/orchestrator`` and a text: the person alone is told what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands import COMMANDS, first_word, nearest_command
from bot.ledger import Delivery, Ledger, opened
from bot.store import decisions, deliveries, posts
from bot.store.database import Transaction
from bot.store.decisions import Decision
from bot.typed import (
    Asked,
    advanced,
    answered,
    asked_of,
    begins,
    closes,
    first_turn,
    is_command,
    newest_in,
    requests_of,
)
from bot.views import notices
from bot.views.blocks import Rendered
from bot.views.help import not_understood, unknown_command
from bot.views.remarks import sentences
from engine.dialogue.model import Acknowledged, NothingUnderstood, Requested, Turn
from engine.dialogue.requests import Request, Supposed


@dataclass(frozen=True, slots=True)
class Command:
    """What was typed after ``/orchestrator``, and where."""

    channel: str
    by: str
    text: str
    response_url: str
    may_close: bool = False
    """They may end decisions that others have opened."""


class Slash:
    """Where commands are taken."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._knowledge = ledger.knowledge

    async def take(self, delivery: Delivery, command: Command) -> Rendered:
        """A command: what the person is told, and nobody else."""

        async def work(tx: Transaction) -> Rendered | Asked:
            if not await deliveries.note(tx, delivery.keys):
                return Rendered("", [])
            await decisions.lock_place(tx, command.channel)
            word, rest = first_word(command.text)
            if word == "recommend":
                turn = await first_turn(tx, rest, command.by, self._knowledge)
                return await self._begin(tx, command, turn)
            decision = await newest_in(tx, command.channel, command.by)
            if decision is None:
                return await self._without_decision(tx, command)
            return await self._of(tx, command, decision)

        done = await self._ledger.in_transaction(delivery.tenant, work)
        return await answered(done, self._knowledge)

    async def _of(self, tx: Transaction, command: Command, decision: Decision) -> Rendered | Asked:
        """Something was asked or said of the newest decision here."""
        before = decision.dialogue
        turn = await advanced(before, command.text, command.by, self._knowledge)
        requests = requests_of(turn)
        is_open = before.status == "gathering" or is_command(turn)
        if closes(turn) and not command.may_close and command.by != decision.opened_by:
            return Rendered(notices.not_yours(decision.opened_by), [])
        if turn.state == before and requests:
            await self._offer(tx, command, decision, requests)
            return await asked_of(tx, requests, decision)
        if before.status == "decided" and not requests:
            first = await first_turn(tx, command.text, command.by, self._knowledge)
            if begins(first):
                return await self._begin(tx, command, first)
        if _is_nothing(turn):
            return _unknown(command)
        if not is_open:
            return await self._begin(
                tx, command, await first_turn(tx, command.text, command.by, self._knowledge)
            )
        await posts.revive(tx, decision.id)
        shown = turn.remarks if requests else ()
        await self._ledger.save(tx, decision, turn.state, command.by, shown=shown)
        return self._told(turn)

    async def _without_decision(self, tx: Transaction, command: Command) -> Rendered | Asked:
        """Nothing is being decided here: begin, answer, or say that there is nothing."""
        turn = await first_turn(tx, command.text, command.by, self._knowledge)
        if begins(turn):
            return await self._begin(tx, command, turn)
        if requests := requests_of(turn):
            return await asked_of(tx, requests)
        return Rendered(notices.NO_DECISION_HERE, []) if is_command(turn) else _unknown(command)

    async def _begin(self, tx: Transaction, command: Command, turn: Turn) -> Rendered:
        begun = opened(command.by, command.channel, turn.state, response_url=command.response_url)
        await self._ledger.open(tx, begun, shown=turn.remarks if requests_of(turn) else ())
        return self._told(turn)

    async def _offer(
        self, tx: Transaction, command: Command, decision: Decision, requests: Sequence[Request]
    ) -> None:
        """What can be adopted stands in the thread too, where it can be."""
        supposed = [each for each in requests if isinstance(each, Supposed)]
        if supposed:
            remarks = [Requested(request=each) for each in supposed]
            await decisions.take_part(tx, decision.id, command.by)
            await posts.revive(tx, decision.id)
            await self._ledger.keep_turn(tx, decision.id, remarks, decision.dialogue, command.by)

    def _told(self, turn: Turn) -> Rendered:
        return Rendered(sentences(turn.remarks, turn.state, self._knowledge), [])


def _is_nothing(turn: Turn) -> bool:
    return NothingUnderstood() in turn.remarks or Acknowledged() in turn.remarks


def _unknown(command: Command) -> Rendered:
    word, rest = first_word(command.text)
    if word in COMMANDS:
        return not_understood(word, rest)
    return unknown_command(word, nearest_command(word))
