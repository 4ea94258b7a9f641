"""What is excluded by a fact, before any score: a fact is not a preference."""

from engine.decision.conditions import Known, could_fail, could_hold, holds
from engine.decision.model import RuledOut
from knowledge.schema import AlternativeId, KnowledgeBase


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


def could_be_ruled_out(alternative: AlternativeId, known: Known, knowledge: KnowledgeBase) -> bool:
    """Whether some answer to an unknown slot would exclude the alternative."""
    return any(
        constraint.alternative == alternative and could_hold(constraint.when, known)
        for constraint in knowledge.constraints
    )


def could_return(alternative: AlternativeId, known: Known, knowledge: KnowledgeBase) -> bool:
    """Whether some answers to unknown slots would bring an excluded alternative back."""
    return all(
        could_fail(constraint.when, known)
        for constraint in knowledge.constraints
        if constraint.alternative == alternative and holds(constraint.when, known)
    )
