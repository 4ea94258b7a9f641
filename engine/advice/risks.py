"""The traps that a team is in danger of, by its own answers and by what it is advised."""

from engine.advice.advised import advised
from engine.advice.model import AtRisk
from engine.decision.case import CURRENT_ORCHESTRATOR
from engine.decision.conditions import Known, holds
from engine.decision.model import Recommendation
from knowledge.schema import KnowledgeBase, Risk


def at_risk(
    known: Known, recommendation: Recommendation, knowledge: KnowledgeBase
) -> tuple[AtRisk, ...]:
    """The traps whose conditions hold, in the order of the knowledge base.

    An unknown answer puts nobody at risk. Where a risk names alternatives, one of them must be
    what is advised; ``none`` is where no orchestrator is. Where it is one of moving, what is
    advised must be an orchestrator that the team does not run today.
    """
    return tuple(
        AtRisk(trap=trap.id, because=trap.risk.because)
        for trap in knowledge.traps
        if trap.risk is not None
        and holds(trap.risk.when, known)
        and _is_run_into(trap.risk, known, recommendation)
    )


def _is_run_into(risk: Risk, known: Known, recommendation: Recommendation) -> bool:
    """Whether what is advised is what the risk comes with."""
    picked = advised(recommendation)
    if risk.picks and picked.isdisjoint(risk.picks):
        return False
    today = known.get(CURRENT_ORCHESTRATOR)
    moves = recommendation.kind in ("adopt", "hybrid") and not picked <= {today}
    return moves or not risk.when_moving
