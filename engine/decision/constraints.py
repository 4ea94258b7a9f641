"""What is excluded by a fact, before any score: a fact is not a preference."""

from collections.abc import Iterator
from typing import Literal

from engine.decision.conditions import Known, could_fail, could_hold, holds, undecided_slots
from engine.decision.model import RuledOut
from knowledge.schema import AlternativeId, Condition, KnowledgeBase, SlotId


def ruled_out(known: Known, knowledge: KnowledgeBase) -> tuple[RuledOut, ...]:
    """The alternatives that a hard constraint excludes, each once, by its first that holds."""
    excluded: dict[AlternativeId, RuledOut] = {}
    for constraint in knowledge.constraints:
        is_ranked = constraint.alternative in knowledge.alternatives
        first = is_ranked and constraint.alternative not in excluded
        if first and holds(constraint.when, known):
            excluded[constraint.alternative] = RuledOut(
                alternative=constraint.alternative,
                reason=constraint.reason,
                source=constraint.source,
            )
    return tuple(excluded.values())


def standing(
    alternative: AlternativeId, known: Known, knowledge: KnowledgeBase
) -> Literal["in", "open", "out"]:
    """Whether it is had or ruled out, whatever else is answered; ``open`` where that can turn."""
    conditions = list(_constraining(alternative, knowledge))
    if any(holds(when, known) and not could_fail(when, known) for when in conditions):
        return "out"
    return "open" if any(could_hold(when, known) for when in conditions) else "in"


def slots_of_standing(
    alternative: AlternativeId, known: Known, knowledge: KnowledgeBase
) -> tuple[SlotId, ...]:
    """The unanswered slots on which it hangs whether an alternative is ruled out."""
    return tuple(
        slot
        for when in _constraining(alternative, knowledge)
        if could_hold(when, known)
        for slot in undecided_slots(when, known)
    )


def _constraining(alternative: AlternativeId, knowledge: KnowledgeBase) -> Iterator[Condition]:
    return (each.when for each in knowledge.constraints if each.alternative == alternative)
