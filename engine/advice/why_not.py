"""Why an alternative is not the pick, and what would make it one."""

from engine.advice.compare import compare
from engine.advice.model import Comparison, Standing, WhyNot
from engine.decision.conditions import Known, holds
from engine.decision.model import Pick, Recommendation, RuledOut
from engine.decision.picking import decided
from engine.sensitivity.answers import turning_points
from engine.sensitivity.flips import flips
from engine.sensitivity.model import Flip, TurningPoint
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, KnowledgeBase


def why_not(
    alternative: AlternativeId,
    recommendation: Recommendation,
    known: Known,
    knowledge: KnowledgeBase,
) -> WhyNot:
    """What a recommendation has to say of one alternative, the pick included.

    ``known`` and ``knowledge`` are what the recommendation was made with. To have no orchestrator
    is the pick where none is advised.

    Raises:
        KeyError: It is not described.
    """
    knowledge.described(alternative)
    known = decided(known, knowledge)
    excluding = _excluding(alternative, known, knowledge)
    return WhyNot(
        alternative=alternative,
        standing=_standing(alternative, recommendation, knowledge),
        ruled_out=excluding,
        comparison=_comparison(alternative, recommendation, known, knowledge),
        would_lead=_would_lead(alternative, recommendation, known, knowledge),
        flip=_flip(alternative, recommendation, knowledge),
    )


def _standing(
    alternative: AlternativeId, advice: Recommendation, knowledge: KnowledgeBase
) -> Standing:
    pick = Pick(advice.kind, advice.alternative, advice.beside)
    if alternative == pick.alternative or _is_of(alternative, pick):
        return "picked"
    if alternative == pick.beside:
        return "beside"
    if alternative not in knowledge.alternatives:
        return "not_ranked"
    if any(alternative == out.alternative for out in advice.ruled_out):
        return "ruled_out"
    if alternative in advice.close:
        return "close"
    return "runner_up" if alternative in advice.runners_up else "ranked"


def _is_of(alternative: AlternativeId, pick: Pick) -> bool:
    """Whether a pick is to adopt this alternative; the one without any, to have none."""
    if alternative == NO_ORCHESTRATOR:
        return pick.kind == "no_orchestrator"
    return pick.kind == "adopt" and pick.alternative == alternative


def _excluding(
    alternative: AlternativeId, known: Known, knowledge: KnowledgeBase
) -> tuple[RuledOut, ...]:
    """Every constraint that holds against it, ranked or not."""
    return tuple(
        RuledOut(alternative=alternative, reason=each.reason, source=each.source)
        for each in knowledge.constraints
        if each.alternative == alternative and holds(each.when, known)
    )


def _comparison(
    alternative: AlternativeId, advice: Recommendation, known: Known, knowledge: KnowledgeBase
) -> Comparison | None:
    if advice.alternative is None or advice.alternative == alternative:
        return None
    weighing = advice.weights.weighing
    pick = advice.alternative
    return compare(pick, alternative, known, knowledge, advice.edition, weighing=weighing)


def _would_lead(
    alternative: AlternativeId, advice: Recommendation, known: Known, knowledge: KnowledgeBase
) -> tuple[TurningPoint, ...]:
    points = turning_points(known, knowledge, advice.edition, advice.weights.weighing)
    return tuple(point for point in points if _is_of(alternative, point.then))


def _flip(
    alternative: AlternativeId, advice: Recommendation, knowledge: KnowledgeBase
) -> Flip | None:
    """The smallest, among the criteria that weigh something where another is no smaller."""
    found = flips(advice.ranking, advice.weights.percents, knowledge, advice.edition)
    return next((flip for flip in found if flip.rival == alternative), None)
