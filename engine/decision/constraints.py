"""What is excluded by a fact, before any score: a fact is not a preference."""

from engine.decision.conditions import (
    Known,
    could_fail,
    could_hold,
    holds,
    undecided_slots,
)
from engine.decision.model import RuledOut
from knowledge.schema import AlternativeId, KnowledgeBase, SlotId


def ruled_out(known: Known, knowledge: KnowledgeBase) -> tuple[RuledOut, ...]:
    """The alternatives that a hard constraint excludes, each once, by its first that holds."""
    excluded: dict[AlternativeId, RuledOut] = {}
    for constraint in knowledge.constraints:
        if constraint.alternative not in excluded and holds(constraint.when, known):
            excluded[constraint.alternative] = RuledOut(
                alternative=constraint.alternative,
                reason=constraint.reason,
                source=constraint.source,
            )
    return tuple(excluded.values())


def slots_that_could_exclude(
    alternative: AlternativeId, known: Known, knowledge: KnowledgeBase
) -> tuple[SlotId, ...]:
    """The unknown slots whose answers could rule the alternative out."""
    return tuple(
        slot
        for constraint in knowledge.constraints
        if constraint.alternative == alternative and could_hold(constraint.when, known)
        for slot in undecided_slots(constraint.when, known)
    )


def slots_that_could_bring_back(
    alternative: AlternativeId, known: Known, knowledge: KnowledgeBase
) -> tuple[SlotId, ...]:
    """The unknown slots whose answers could bring a ruled out alternative back."""
    holding = [
        constraint.when
        for constraint in knowledge.constraints
        if constraint.alternative == alternative and holds(constraint.when, known)
    ]
    if not all(could_fail(when, known) for when in holding):
        return ()
    return tuple(slot for when in holding for slot in undecided_slots(when, known))
