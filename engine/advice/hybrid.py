"""Whether several tools side by side fit a team."""

from engine.advice.model import HybridAdvice
from engine.decision.conditions import Known, holds
from engine.decision.model import Recommendation
from knowledge.schema import KnowledgeBase


def advise(known: Known, recommendation: Recommendation, knowledge: KnowledgeBase) -> HybridAdvice:
    """Advised only where the recommendation is a hybrid, and what is known speaks for this one."""
    hybrid = knowledge.hybrid
    if recommendation.kind == "hybrid" and holds(hybrid.advised_when, known):
        return HybridAdvice(advised=True, because=hybrid.because)
    return HybridAdvice(advised=False, because=hybrid.not_before.text)
