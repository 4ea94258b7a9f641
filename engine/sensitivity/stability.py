"""Between which weights of one criterion the first of the ranking stays first. Exact."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from engine.decision.model import Ranked
from engine.sensitivity.model import Interval
from knowledge.schema import CriterionId, Edition, KnowledgeBase

_ALL: Final = 100


def stability(
    ranking: Sequence[Ranked],
    percents: Mapping[CriterionId, int],
    knowledge: KnowledgeBase,
    edition: Edition,
) -> dict[CriterionId, Interval]:
    """For each criterion the weights at which nobody in the ranking is ahead of its first.

    While one weight moves the others share the rest of 100 in their proportions; evenly, where the
    criterion has all 100 and they have none. A score is then linear in that weight, so the weights
    are one interval; it contains today's.
    """
    if not ranking:
        return {}
    first, *others = (knowledge.alternatives[entry.alternative].ratings for entry in ranking)
    aheads = [
        {c: first[c].in_edition(edition) - other[c].in_edition(edition) for c in percents}
        for other in others
    ]
    return {criterion: _interval(criterion, percents, aheads) for criterion in percents}


def _interval(
    moving: CriterionId,
    percents: Mapping[CriterionId, int],
    aheads: Sequence[Mapping[CriterionId, int]],
) -> Interval:
    low, high = Fraction(0), Fraction(_ALL)
    rest = _rest(moving, percents)
    for ahead in aheads:
        # The lead is at_none at weight 0 and at_all at weight 100, and linear between.
        at_none = sum((share * ahead[c] for c, share in rest.items()), Fraction(0))
        at_all = Fraction(ahead[moving])
        if at_none < 0:
            low = max(low, _ALL * at_none / (at_none - at_all))
        elif at_all < 0:
            high = min(high, _ALL * at_none / (at_none - at_all))
    return Interval(low, high)


def _rest(moving: CriterionId, percents: Mapping[CriterionId, int]) -> dict[CriterionId, Fraction]:
    """The shares of the other criteria in what is left; they sum to 1."""
    others = {criterion: percent for criterion, percent in percents.items() if criterion != moving}
    whole = sum(others.values())
    return {
        criterion: Fraction(percent, whole) if whole else Fraction(1, len(others))
        for criterion, percent in others.items()
    }
