"""From what is kept to what is shown: a stored decision becomes the blocks of one of its posts."""

from dataclasses import replace
from typing import assert_never

from bot.store.decisions import Decision
from bot.store.posts import Kind
from bot.store.turns import KeptTurn
from bot.views.answer import answer
from bot.views.blocks import Rendered
from bot.views.cost import cost
from bot.views.decision import root
from bot.views.question import question
from bot.views.reasons import reasons
from bot.views.recommendation import concluded
from bot.views.snapshot import Snapshot
from bot.views.sureness import sureness
from bot.views.turn import TurnShown, turn
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.decision.model import Weighing
from engine.decision.recommend import recommend
from engine.dialogue.requests import CostAsked
from engine.dialogue.state import known_answers
from knowledge.schema import KnowledgeBase, SlotId


def snapshot(
    decision: Decision,
    knowledge: KnowledgeBase,
    *,
    hears_threads: bool = False,
    workspace: Assumed = NOTHING_ASSUMED,
) -> Snapshot:
    """The decision as the views see it, with the recommendation once there is one."""
    dialogue = decision.dialogue
    return Snapshot(
        decision=decision.id,
        revision=decision.revision,
        dialogue=dialogue,
        opened_by=decision.opened_by,
        moved_from=decision.moved_from,
        # An id of a person stands for their direct message.
        is_direct=decision.channel.startswith(("D", "U", "W")),
        hears_threads=hears_threads,
        recommendation=(
            recommend(
                known_answers(dialogue),
                knowledge,
                dialogue.edition,
                Weighing(stressed=dialogue.stressed),
            )
            if dialogue.status == "concluded"
            else None
        ),
        assumed=decision.assumed,
        workspace=workspace,
    )


def post(
    decision: Decision,
    kind: Kind,
    topic: str,
    knowledge: KnowledgeBase,
    *,
    kept: KeptTurn | None = None,
    hears_threads: bool = False,
    workspace: Assumed = NOTHING_ASSUMED,
) -> Rendered:
    """One post of a decision, whole, as it must look now.

    Args:
        decision: as it is stored.
        kind: of the post.
        topic: which of its kind: the slot of a question, the id of a turn.
        knowledge: the facts.
        kept: the turn that a post of kind ``turn`` shows.
        hears_threads: whether replies in a channel's thread reach the app.
        workspace: what the workspace keeps for the cost of all its decisions.

    Raises:
        ValueError: a post of kind ``turn`` without its turn.
    """
    # A turn speaks of the conversation as it stood then.
    then = decision if kept is None else replace(decision, dialogue=kept.state)
    shown = snapshot(then, knowledge, hears_threads=hears_threads, workspace=workspace)
    match kind:
        case "root":
            return root(shown, knowledge)
        case "question":
            return question(shown, SlotId(topic), knowledge)
        case "answer":
            return answer(shown, knowledge)
        case "reasons":
            return reasons(shown, knowledge)
        case "sureness":
            return sureness(shown, knowledge)
        case "cost":
            found = concluded(shown)
            if isinstance(found, Rendered):
                return found
            return cost(CostAsked(), shown, knowledge)
        case "turn":
            if kept is None:
                raise ValueError(topic)
            return turn(shown, TurnShown(topic, kept.remarks, kept.confirmed_by), knowledge)
        case _:
            assert_never(kind)
