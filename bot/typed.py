"""What a turn of the conversation comes to, wherever it was typed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot import render
from bot.basis import Basis
from bot.ledger import Ledger
from bot.store import decisions, settings
from bot.store.database import Transaction
from bot.store.decisions import Decision
from bot.tenant import Tenant
from bot.views.blocks import Rendered
from bot.views.sharing import answers, fitting
from engine.cost.assumptions import Assumed
from engine.dialogue.advance import advance, start
from engine.dialogue.model import (
    Closed,
    DialogueState,
    Done,
    Remark,
    Requested,
    TextSaid,
    Turn,
    Understood,
)
from engine.dialogue.requests import RecommendAsked, Request, StateAsked
from engine.dialogue.state import facts_for
from knowledge.schema import KnowledgeBase, SlotId

MOST_READ = 4_000
"""Characters of a text that are read; Slack takes up to 40,000, and nobody answers in so many."""

_CLOSING = {"restart", "cancel"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests that are answered beside the posts, with the decision that they are asked of."""

    requests: Sequence[Request]
    """At least one."""
    of: Decision | None
    workspace: Assumed
    """What the workspace keeps for the cost of all its decisions."""


async def asked_of(
    tx: Transaction, requests: Sequence[Request], decision: Decision | None = None
) -> Asked:
    """Requests of a decision, or beside any, with all that their answers rest on."""
    return Asked(requests, decision, await settings.cost(tx))


async def answered(answer: Rendered | Asked, knowledge: KnowledgeBase) -> Rendered:
    """The message that answers; apart from the loop, since figures take tens of milliseconds."""
    if isinstance(answer, Rendered):
        return answer
    return await asyncio.to_thread(_answered, answer, knowledge)


async def looked_up(ledger: Ledger, tenant: Tenant, text: str, by: str) -> Rendered | None:
    """What is asked beside any decision, for whoever may only look: nothing is changed or kept.

    None where a text asks for nothing of that kind.
    """
    turn = await advanced(start(ledger.knowledge), text, by, ledger.knowledge)
    requests = requests_of(turn)
    if not requests or begins(turn) or StateAsked() in requests:
        return None
    async with ledger.database.transaction(tenant) as tx:
        asked = await asked_of(tx, requests)
    return await answered(asked, ledger.knowledge)


def _answered(answer: Asked, knowledge: KnowledgeBase) -> Rendered:
    of, workspace = answer.of, answer.workspace
    shown = None if of is None else render.snapshot(Basis(of, workspace), knowledge)
    facts = knowledge if of is None else facts_for(of.dialogue, knowledge)
    said = answers(answer.requests, shown, facts, workspace=workspace)
    found = [each for _, each in said]
    blocks = [block for each in found for block in each.blocks]
    return Rendered("\n".join(each.text for each in found), fitting(blocks))


async def advanced(state: DialogueState, text: str, by: str, knowledge: KnowledgeBase) -> Turn:
    """The turn of a text; apart from the loop, since a long one takes tens of milliseconds."""
    said = TextSaid(text=text[:MOST_READ], by=by)
    return await asyncio.to_thread(advance, state, said, knowledge)


async def begun(tx: Transaction, knowledge: KnowledgeBase) -> DialogueState:
    """The state in which a decision of this workspace begins."""
    preferences = await settings.preferences(tx)
    return start(knowledge, by_hand=preferences.weights, contenders=preferences.contenders)


async def first_turn(tx: Transaction, text: str, by: str, knowledge: KnowledgeBase) -> Turn:
    """The turn of a text with which a decision may begin; without one, the first question."""
    first = await begun(tx, knowledge)
    return await advanced(first, text, by, knowledge) if text else Turn(state=first)


async def newest_in(
    tx: Transaction, channel: str, by: str, *, asking_first: bool = True
) -> Decision | None:
    """The newest decision of a channel that was not cancelled, to be changed."""
    found = await decisions.newest_in(tx, channel, by, asking_first=asking_first)
    return None if found is None else await decisions.load_to_change(tx, found)


def requests_of(turn: Turn) -> list[Request]:
    """What is asked for."""
    return [each.request for each in turn.remarks if isinstance(each, Requested)]


def beyond(turn: Turn, slot: SlotId | None) -> tuple[Remark, ...]:
    """What of a turn the message of a question does not show, which becomes its own answer.

    Everything, where more was understood than that answer; None: there is no such message.
    """
    understood = [each for each in turn.remarks if isinstance(each, Understood)]
    if any(each.slots != (slot,) or each.stressed is not None for each in understood):
        return turn.remarks
    return tuple(each for each in turn.remarks if not isinstance(each, Understood))


def begins(turn: Turn) -> bool:
    """Whether a first turn is about a team, or asks for advice."""
    return _says_something(turn.state) or restarts(turn) or asks_for_advice(turn)


def asks_for_advice(turn: Turn) -> bool:
    """Whether it asks which alternative to take."""
    return Requested(request=RecommendAsked()) in turn.remarks


def restarts(turn: Turn) -> bool:
    """Whether somebody wants to begin again; where nothing has begun, to begin."""
    return Done(command="restart") in turn.remarks


def closes(turn: Turn) -> bool:
    """Whether it ends a decision, or drops all its answers."""
    return any(isinstance(each, Done) and each.command in _CLOSING for each in turn.remarks)


def is_command(turn: Turn) -> bool:
    """Whether it steers the conversation, or would if it were not over."""
    return any(isinstance(each, Done | Closed) for each in turn.remarks)


def _says_something(state: DialogueState) -> bool:
    return bool(state.answers or state.refused or state.stressed)
