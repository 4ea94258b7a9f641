"""The pick alone, as ``recommend`` comes to it: light enough to be asked of many answers."""

from collections.abc import Sequence

from engine.decision.case import Case, case_of
from engine.decision.conditions import Known, holds, implied
from engine.decision.model import NO_WISHES, Pick, Weighing
from engine.decision.tree import walk
from knowledge.schema import ChoiceQuestion, Edition, KnowledgeBase, Node, OptionId, SlotId


def pick_for(
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition = Edition.CURRENT,
    weighing: Weighing = NO_WISHES,
) -> Pick:
    """What ``recommend`` picks for the same answers.

    Raises:
        ValueError: No node of the tree holds, or a wish of the weighing cannot be met.
    """
    known = decided(known, knowledge)
    return case_of(walk(knowledge.tree, known).leaf, known, knowledge, edition, weighing).pick


def decided(known: Known, knowledge: KnowledgeBase) -> Known:
    """The answers without those that say that nobody knows yet."""
    undecided = {
        (SlotId(question.id), OptionId(option.id))
        for question in knowledge.questions
        if isinstance(question, ChoiceQuestion)
        for option in question.options
        if option.means_unknown
    }
    return {slot: value for slot, value in known.items() if (slot, value) not in undecided}


def case_if(
    node: Node, above: Sequence[Node], case: Case, knowledge: KnowledgeBase, edition: Edition
) -> Case:
    """The case if an open node held, with what its own condition implies.

    With that, one of the open nodes above it may hold for certain: then that one decides.
    """
    if_so = {**case.known, **implied(node.when, case.known)}
    leaf = next((each for each in above if holds(each.when, if_so)), node)
    return case_of(leaf, if_so, knowledge, edition, case.weights.weighing)
