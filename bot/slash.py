"""``/orchestrator`` and a text: the person alone is told what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands import first_word, nearest_command
from bot.ledger import Delivery, Ledger, opened
from bot.store import decisions, deliveries, posts
from bot.store.database import Transaction
from bot.store.decisions import Decision
from bot.typed import (
    Asked,
    answered,
    begins,
    first_turn,
    is_command,
    newest_in,
    requests_of,
)
from bot.views import notices
from bot.views.blocks import Rendered
from bot.views.help import unknown_command
from bot.views.remarks import sentences
from engine.dialogue.advance import advance
from engine.dialogue.model import Acknowledged, NothingUnderstood, Requested, TextSaid, Turn
from engine.dialogue.requests import Supposed


@dataclass(frozen=True, slots=True)
class Command:
    """What was typed after ``/orchestrator``, and where."""

    channel: str
    by: str
    text: str
    response_url: str


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
            word, rest = first_word(command.text)
            if word == "recommend":
                return await self._begin(tx, command, first_turn(rest, command.by, self._knowledge))
            return await self._said(tx, command)

        done = await self._ledger.in_transaction(delivery.tenant, work)
        return await answered(done, self._knowledge)

    async def _said(self, tx: Transaction, command: Command) -> Rendered | Asked:
        """No ``recommend``: a request, or something said of the newest decision here."""
        decision = await newest_in(tx, command.channel, command.by)
        first = first_turn(command.text, command.by, self._knowledge)
        if decision is None:
            return await self._without_decision(tx, command, first)
        said = TextSaid(text=command.text, by=command.by)
        turn = advance(decision.dialogue, said, self._knowledge)
        if requests := requests_of(turn):
            return await self._asked(tx, decision, requests, command.by)
        if _is_nothing(turn):
            return _unknown(command)
        if decision.dialogue.status == "gathering" or is_command(turn):
            await posts.revive(tx, decision.id)
            await self._ledger.save(tx, decision, turn.state, command.by)
            return self._told(turn)
        return await self._begin(tx, command, first)

    async def _without_decision(
        self, tx: Transaction, command: Command, turn: Turn
    ) -> Rendered | Asked:
        """Nothing is being decided here: begin, answer, or say that there is nothing."""
        if begins(turn):
            return await self._begin(tx, command, turn)
        if requests := requests_of(turn):
            return Asked(requests[0].request)
        return Rendered(notices.NO_DECISION_HERE, []) if is_command(turn) else _unknown(command)

    async def _begin(self, tx: Transaction, command: Command, turn: Turn) -> Rendered:
        begun = opened(command.by, command.channel, turn.state, response_url=command.response_url)
        await self._ledger.open(tx, begun)
        return self._told(turn)

    async def _asked(
        self, tx: Transaction, decision: Decision, requests: Sequence[Requested], by: str
    ) -> Rendered | Asked:
        """Something was asked of a decision. What can be adopted is answered in the thread."""
        supposed = [each for each in requests if isinstance(each.request, Supposed)]
        if not supposed:
            return Asked(requests[0].request, decision)
        await decisions.take_part(tx, decision.id, by)
        await self._ledger.keep_turn(tx, decision.id, supposed, decision.dialogue, by)
        return Rendered(notices.ANSWERED_IN_THREAD, [])

    def _told(self, turn: Turn) -> Rendered:
        unasked = [each for each in turn.remarks if not isinstance(each, Requested)]
        return Rendered(sentences(unasked, turn.state, self._knowledge), [])


def _is_nothing(turn: Turn) -> bool:
    return NothingUnderstood() in turn.remarks or Acknowledged() in turn.remarks


def _unknown(command: Command) -> Rendered:
    word, _ = first_word(command.text)
    return unknown_command(word, nearest_command(word))
