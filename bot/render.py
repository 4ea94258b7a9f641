"""From what is kept to what is shown: a stored decision becomes the blocks of one of its posts."""

from dataclasses import replace
from typing import assert_never

from bot.basis import Basis
from bot.store.posts import PostKey
from bot.store.turns import KeptTurn
from bot.views.answer import answer
from bot.views.ballots import ballots
from bot.views.blocks import Rendered
from bot.views.checklist import sheet
from bot.views.cost import cost
from bot.views.decision import root
from bot.views.question import question
from bot.views.reasons import reasons
from bot.views.recommendation import concluded
from bot.views.record import record
from bot.views.side_by_side import side_by_side
from bot.views.snapshot import Snapshot
from bot.views.sureness import sureness
from bot.views.turn import TurnShown, turn
from engine.decision.recommend import recommend
from engine.dialogue.requests import CostAsked
from engine.dialogue.state import facts_for, known_answers, weighing_of
from engine.evaluation.model import SheetKey
from knowledge.schema import AlternativeId, KnowledgeBase, SlotId


def snapshot(basis: Basis, knowledge: KnowledgeBase, *, hears_threads: bool = False) -> Snapshot:
    """The decision as the views see it, with the recommendation once there is one."""
    decision, dialogue = basis.decision, basis.decision.dialogue
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
                facts_for(dialogue, knowledge),
                dialogue.edition,
                weighing_of(dialogue),
            )
            if dialogue.status in {"concluded", "decided"}
            else None
        ),
        assumed=decision.assumed,
        workspace=basis.workspace,
        evaluated=basis.evaluated,
        record=basis.record,
        deleted_by=decision.deleted_by,
    )


def post(
    basis: Basis,
    key: PostKey,
    knowledge: KnowledgeBase,
    *,
    kept: KeptTurn | None = None,
    hears_threads: bool = False,
) -> Rendered:
    """One post of a decision, whole, as it must look now.

    Args:
        basis: all that is kept of the decision.
        key: which of its posts.
        knowledge: the facts.
        kept: the turn that a post of kind ``turn`` shows.
        hears_threads: whether replies in a channel's thread reach the app.

    Raises:
        ValueError: a post of kind ``turn`` without its turn.
    """
    if kept is not None:
        # A turn speaks of the conversation as it stood then.
        basis = replace(basis, decision=replace(basis.decision, dialogue=kept.state))
    kb = facts_for(basis.decision.dialogue, knowledge)
    shown = snapshot(basis, knowledge, hears_threads=hears_threads)
    match key.kind:
        case "root":
            return root(shown, kb)
        case "question":
            return question(shown, SlotId(key.topic), kb)
        case "answer":
            return answer(shown, kb)
        case "reasons":
            return reasons(shown, kb)
        case "sureness":
            return sureness(shown, kb)
        case "cost":
            found = concluded(shown)
            return found if isinstance(found, Rendered) else cost(CostAsked(), shown, kb)
        case "checklist" | "trials":
            return sheet(shown, SheetKey(key.kind, AlternativeId(key.topic)), kb)
        case "side_by_side":
            return side_by_side(shown, kb)
        case "ballots":
            return ballots(shown, kb)
        case "record":
            return record(shown, kb)
        case "turn":
            if kept is None:
                raise ValueError(key.topic)
            return turn(shown, TurnShown(key.topic, kept.remarks, kept.confirmed_by), kb)
        case _:
            assert_never(key.kind)
