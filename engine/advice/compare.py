"""Two alternatives side by side, with the weights of one team."""

from collections.abc import Iterable, Mapping

from engine.advice.lead import Lead
from engine.advice.migrate import migrate
from engine.advice.model import Comparison, CriterionCompared
from engine.decision.conditions import Known
from engine.decision.constraints import ruled_out
from engine.decision.model import NO_WISHES, Weighing
from engine.decision.weights import weights_for
from knowledge.schema import AlternativeId, CriterionId, Edition, FeatureId, KnowledgeBase

_Pair = tuple[AlternativeId, AlternativeId]


def compare(
    a: AlternativeId,
    b: AlternativeId,
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition = Edition.CURRENT,
    *,
    weighing: Weighing = NO_WISHES,
) -> Comparison:
    """Compare two of those that are described, ranked or not, for what is known of a team.

    What would turn the lead is reckoned between the two alone, whatever a third would do then.

    Raises:
        ValueError: They are the same.
        KeyError: One of them is not described.
    """
    one, other = knowledge.described(a), knowledge.described(b)
    if a == b:
        raise ValueError(f"{one.name} is named twice; name two different alternatives to compare")
    pair = (a, b)
    weights = weights_for(known, knowledge, weighing)
    criteria = _criteria(pair, weights.percents, edition, knowledge)
    totals = sum(each.points[0] for each in criteria), sum(each.points[1] for each in criteria)
    leader = _higher(pair, totals)
    lead = None if leader is None else _lead(leader, pair, criteria)
    return Comparison(
        alternatives=pair,
        edition=edition,
        weights=weights,
        criteria=criteria,
        totals=totals,
        leader=leader,
        ruled_out=tuple(
            each
            for each in ruled_out(known, knowledge.with_contenders())
            if each.alternative in pair
        ),
        flip=lead.flip() if lead else None,
        rating_flips=lead.rating_flips() if lead else (),
        features=tuple(
            FeatureId(row.id)
            for row in knowledge.features
            if row.id in one.features and row.id in other.features
        ),
        choose_if=(one.use_if, other.use_if),
        migrations=(migrate(a, b, knowledge), migrate(b, a, knowledge)),
        costs=(_costs(a, knowledge), _costs(b, knowledge)),
    )


def _criteria(
    pair: _Pair, weights: Mapping[CriterionId, int], edition: Edition, knowledge: KnowledgeBase
) -> tuple[CriterionCompared, ...]:
    """The two on every criterion, the heaviest first."""
    one, other = (knowledge.described(each).ratings for each in pair)
    return tuple(
        _criterion(
            criterion,
            weights[criterion],
            pair,
            (one[criterion].in_edition(edition), other[criterion].in_edition(edition)),
        )
        for criterion in sorted(weights, key=lambda criterion: -weights[criterion])
    )


def _criterion(
    criterion: CriterionId, weight: int, pair: _Pair, ratings: tuple[int, int]
) -> CriterionCompared:
    return CriterionCompared(
        criterion=criterion,
        weight=weight,
        ratings=ratings,
        points=(weight * ratings[0], weight * ratings[1]),
        better=_higher(pair, ratings),
    )


def _higher(pair: _Pair, figures: tuple[int, int]) -> AlternativeId | None:
    if figures[0] == figures[1]:
        return None
    return pair[0] if figures[0] > figures[1] else pair[1]


def _lead(leader: AlternativeId, pair: _Pair, criteria: Iterable[CriterionCompared]) -> Lead:
    first = pair.index(leader)
    return Lead(
        leader=leader,
        rival=pair[1 - first],
        weights={each.criterion: each.weight for each in criteria},
        ratings={
            each.criterion: (each.ratings[first], each.ratings[1 - first]) for each in criteria
        },
    )


def _costs(alternative: AlternativeId, knowledge: KnowledgeBase) -> tuple[str, ...]:
    return tuple(each.id for each in knowledge.costs.variants if each.alternative == alternative)
