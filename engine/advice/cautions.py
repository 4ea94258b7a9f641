"""What a team has to know of what it is advised."""

from engine.advice.advised import advised
from engine.decision.conditions import Known, holds
from engine.decision.model import Recommendation
from knowledge.schema import Caution, KnowledgeBase


def cautions(
    known: Known, recommendation: Recommendation, knowledge: KnowledgeBase
) -> tuple[Caution, ...]:
    """The cautions on the pick, and on what stands beside it, whose conditions hold.

    In the order of the knowledge base. An unknown answer satisfies no test.
    """
    picked = advised(recommendation)
    return tuple(
        each
        for each in knowledge.cautions
        if each.alternative in picked and holds(each.when, known)
    )
