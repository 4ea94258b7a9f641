"""What a turn of typed text comes to, wherever it was typed."""

import asyncio
from dataclasses import dataclass

from bot import render
from bot.store import decisions
from bot.store.database import Transaction
from bot.store.decisions import Decision
from bot.views.asked import asked
from bot.views.blocks import Rendered
from engine.dialogue.advance import advance, start
from engine.dialogue.model import Closed, DialogueState, Done, Requested, TextSaid, Turn
from engine.dialogue.requests import RecommendAsked, Request
from knowledge.schema import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that is answered beside the posts, with the decision that it is asked of."""

    request: Request
    of: Decision | None = None


async def answered(answer: Rendered | Asked, knowledge: KnowledgeBase) -> Rendered:
    """The message that answers; apart from the loop, since figures take tens of milliseconds."""
    if isinstance(answer, Rendered):
        return answer
    return await asyncio.to_thread(_answered, answer, knowledge)


def _answered(answer: Asked, knowledge: KnowledgeBase) -> Rendered:
    shown = None if answer.of is None else render.snapshot(answer.of, knowledge)
    return asked(answer.request, shown, knowledge)


def first_turn(text: str, by: str, knowledge: KnowledgeBase) -> Turn:
    """The turn of a text with which a decision may begin; without one, the first question."""
    begun = start(knowledge)
    return advance(begun, TextSaid(text=text, by=by), knowledge) if text else Turn(state=begun)


async def newest_in(tx: Transaction, channel: str, by: str) -> Decision | None:
    """The newest decision of a channel, to be changed; None where it was cancelled."""
    found = await decisions.newest_in(tx, channel, by)
    decision = None if found is None else await decisions.load_to_change(tx, found)
    is_over = decision is not None and decision.dialogue.status == "cancelled"
    return None if is_over else decision


def requests_of(turn: Turn) -> list[Requested]:
    """What is asked for."""
    return [each for each in turn.remarks if isinstance(each, Requested)]


def begins(turn: Turn) -> bool:
    """Whether a first turn is about a team, or asks for advice."""
    return _says_something(turn.state) or restarts(turn) or asks_for_advice(turn)


def asks_for_advice(turn: Turn) -> bool:
    """Whether it asks which alternative to take."""
    return Requested(request=RecommendAsked()) in turn.remarks


def restarts(turn: Turn) -> bool:
    """Whether somebody wants to begin again; where nothing has begun, to begin."""
    return Done(command="restart") in turn.remarks


def is_command(turn: Turn) -> bool:
    """Whether it steers the conversation, or would if it were not over."""
    return any(isinstance(each, Done | Closed) for each in turn.remarks)


def _says_something(state: DialogueState) -> bool:
    return bool(state.answers or state.refused or state.stressed)
