"""What follows from where a conversation stands: what is known, and what is worth asking."""

from collections.abc import Iterator

from engine.cost.assumptions import PIPELINES
from engine.decision.model import Weighing
from engine.decision.openness import open_slots
from engine.decision.picking import decided
from engine.decision.weights import weights_for
from engine.dialogue.model import DialogueState
from engine.sensitivity.answers import next_questions
from knowledge.schema import KnowledgeBase, SlotId


def known_answers(state: DialogueState) -> dict[SlotId, int | str]:
    """What is known: the answers without those that were skipped."""
    return {
        slot: answer.value for slot, answer in state.answers.items() if answer.value is not None
    }


def pipelines_in(state: DialogueState) -> int | None:
    """How many pipelines there are; None where that is not known."""
    value = known_answers(state).get(PIPELINES)
    return value if isinstance(value, int) else None


def open_base_slots(state: DialogueState, knowledge: KnowledgeBase) -> Iterator[SlotId]:
    """The slots that are always asked and have no answer, not even a skipped one."""
    for question in knowledge.questions:
        if question.stage == "base" and question.id not in state.answers:
            yield SlotId(question.id)


def could_change(slot: SlotId, state: DialogueState, knowledge: KnowledgeBase) -> bool:
    """Whether a slot without an answer is among the follow-ups; cheaper than to order them all."""
    known = decided(known_answers(state), knowledge)
    weights = weights_for(known, knowledge, Weighing(stressed=state.stressed))
    return slot not in state.answers and slot in open_slots(
        known, knowledge, state.edition, weights
    )


def follow_ups(state: DialogueState, knowledge: KnowledgeBase) -> tuple[SlotId, ...]:
    """The slots without an answer that could change the pick, the most decisive first.

    Their number is how many questions remain at most: an answer can make others idle, and seldom
    opens new ones.
    """
    found = next_questions(
        known_answers(state), knowledge, state.edition, Weighing(stressed=state.stressed)
    )
    return tuple(each.slot for each in found if each.slot not in state.answers)
