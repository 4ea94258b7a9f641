"""What a turn of typed text comes to, wherever it was typed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot import render
from bot.store import decisions
from bot.store.database import Transaction
from bot.store.decisions import Decision
from bot.views.asked import asked
from bot.views.blocks import Rendered
from bot.views.limits import BLOCKS
from engine.dialogue.advance import advance, start
from engine.dialogue.model import Closed, DialogueState, Done, Requested, TextSaid, Turn
from engine.dialogue.requests import RecommendAsked, Request
from knowledge.schema import KnowledgeBase

MOST_READ = 4_000
"""Characters of a text that are read; Slack takes up to 40,000, and nobody answers in so many."""
_ROOM = 9_500
"""Characters of all blocks of a message, a little below Slack's limit."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests that are answered beside the posts, with the decision that they are asked of."""

    requests: Sequence[Request]
    """At least one."""
    of: Decision | None = None


async def answered(answer: Rendered | Asked, knowledge: KnowledgeBase) -> Rendered:
    """The message that answers; apart from the loop, since figures take tens of milliseconds."""
    if isinstance(answer, Rendered):
        return answer
    return await asyncio.to_thread(_answered, answer, knowledge)


def _answered(answer: Asked, knowledge: KnowledgeBase) -> Rendered:
    shown = None if answer.of is None else render.snapshot(answer.of, knowledge)
    room = _ROOM // len(answer.requests)
    found = [asked(each, shown, knowledge, room=room) for each in answer.requests]
    blocks = [block for each in found for block in each.blocks]
    return Rendered("\n".join(each.text for each in found), blocks[: BLOCKS["message"]])


async def advanced(state: DialogueState, text: str, by: str, knowledge: KnowledgeBase) -> Turn:
    """The turn of a text; apart from the loop, since a long one takes tens of milliseconds."""
    said = TextSaid(text=text[:MOST_READ], by=by)
    return await asyncio.to_thread(advance, state, said, knowledge)


async def first_turn(text: str, by: str, knowledge: KnowledgeBase) -> Turn:
    """The turn of a text with which a decision may begin; without one, the first question."""
    begun = start(knowledge)
    return await advanced(begun, text, by, knowledge) if text else Turn(state=begun)


async def newest_in(tx: Transaction, channel: str, by: str) -> Decision | None:
    """The newest decision of a channel, to be changed; None where it was cancelled."""
    found = await decisions.newest_in(tx, channel, by)
    decision = None if found is None else await decisions.load_to_change(tx, found)
    is_over = decision is not None and decision.dialogue.status == "cancelled"
    return None if is_over else decision


def requests_of(turn: Turn) -> list[Request]:
    """What is asked for."""
    return [each.request for each in turn.remarks if isinstance(each, Requested)]


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
