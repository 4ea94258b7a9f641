"""What follows from where a conversation stands: what is known, and what is worth asking."""

from collections.abc import Iterator

from engine.cost.assumptions import PIPELINES
from engine.decision.model import Weighing
from engine.decision.openness import open_slots
from engine.decision.picking import decided
from engine.decision.weights import weights_for
from engine.dialogue.model import DialogueState
from engine.sensitivity.answers import next_questions
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, Edition, KnowledgeBase, SlotId

_KEPT: dict[tuple[int, tuple[AlternativeId, ...]], tuple[KnowledgeBase, KnowledgeBase]] = {}
_MOST_KEPT = 64


def is_closed(state: DialogueState) -> bool:
    """Whether it takes nothing any more, since it was cancelled or decided."""
    return state.status in {"cancelled", "decided"}


def weighing_of(state: DialogueState) -> Weighing:
    """How the team wants the criteria to weigh."""
    return Weighing(stressed=state.stressed, by_hand=state.by_hand)


def facts_for(state: DialogueState, knowledge: KnowledgeBase) -> KnowledgeBase:
    """The facts with the contenders of a conversation ranked; what is no contender is left out.

    It is the same object for the same contenders; the given one where there are none to add, and
    for the lesson's edition, which rates none.
    """
    added = tuple(
        each
        for each in knowledge.contenders
        if each in state.contenders and each != NO_ORCHESTRATOR
        if each not in knowledge.alternatives
    )
    if not added or state.edition is Edition.LESSON:
        return knowledge
    place = (id(knowledge), added)
    kept = _KEPT.get(place)
    if kept is None or kept[0] is not knowledge:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[place] = (knowledge, knowledge.with_contenders(added))
    return kept[1]


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
    facts = facts_for(state, knowledge)
    known = decided(known_answers(state), facts)
    weights = weights_for(known, facts, weighing_of(state))
    return slot not in state.answers and slot in open_slots(known, facts, state.edition, weights)


def follow_ups(state: DialogueState, knowledge: KnowledgeBase) -> tuple[SlotId, ...]:
    """The slots without an answer that could change the pick, the most decisive first.

    Their number is how many questions remain at most: an answer can make others idle, and seldom
    opens new ones.
    """
    facts = facts_for(state, knowledge)
    found = next_questions(known_answers(state), facts, state.edition, weighing_of(state))
    return tuple(each.slot for each in found if each.slot not in state.answers)
