"""What a recommendation has a team run."""

from engine.decision.model import Recommendation
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId


def advised(recommendation: Recommendation) -> frozenset[AlternativeId]:
    """The pick and what stands beside it; ``none`` where no orchestrator is advised."""
    if recommendation.kind == "no_orchestrator":
        return frozenset({NO_ORCHESTRATOR})
    picked = (recommendation.alternative, recommendation.beside)
    return frozenset(each for each in picked if each is not None)
