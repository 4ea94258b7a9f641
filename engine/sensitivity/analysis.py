"""How robust a ranking is: everything about it at once."""

from engine.decision.model import Recommendation
from engine.sensitivity.flips import flips
from engine.sensitivity.model import Sensitivity
from engine.sensitivity.rating_flips import rating_flips
from engine.sensitivity.stability import stability
from knowledge.schema import KnowledgeBase


def analyse(recommendation: Recommendation, knowledge: KnowledgeBase) -> Sensitivity:
    """What would have to be otherwise for another to lead the ranking of a recommendation.

    ``knowledge`` is the one that the recommendation was made with. Who is ruled out takes no part.
    """
    ranking, edition = recommendation.ranking, recommendation.edition
    percents = recommendation.weights.percents
    return Sensitivity(
        leaders=tuple(entry.alternative for entry in ranking if entry.rank == 1),
        flips=flips(ranking, percents, knowledge, edition),
        stability=stability(ranking, percents, knowledge, edition),
        rating_flips=rating_flips(ranking, percents, knowledge, edition),
    )
