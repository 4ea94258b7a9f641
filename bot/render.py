"""From what is kept to what is shown: a stored decision becomes the blocks of one of its posts."""

from typing import assert_never

from bot.store.decisions import Decision
from bot.store.posts import Kind
from bot.views.answer import answer
from bot.views.blocks import Rendered
from bot.views.decision import root
from bot.views.question import question
from bot.views.reasons import reasons
from bot.views.snapshot import Snapshot
from bot.views.sureness import sureness
from engine.decision.model import Weighing
from engine.decision.recommend import recommend
from engine.dialogue.advance import known_answers
from knowledge.schema import KnowledgeBase, SlotId


def snapshot(decision: Decision, knowledge: KnowledgeBase) -> Snapshot:
    """The decision as the views see it, with the recommendation once all is answered."""
    dialogue = decision.dialogue
    return Snapshot(
        decision=decision.id,
        revision=decision.revision,
        dialogue=dialogue,
        opened_by=decision.opened_by,
        moved_from=decision.moved_from,
        # An id of a person stands for their direct message.
        is_direct=decision.channel.startswith(("D", "U", "W")),
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
    )


def post(decision: Decision, kind: Kind, topic: str, knowledge: KnowledgeBase) -> Rendered:
    """One post of a decision, whole, as it must look now."""
    shown = snapshot(decision, knowledge)
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
        case _:
            assert_never(kind)
