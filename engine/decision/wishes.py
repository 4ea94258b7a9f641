"""What a team wishes of the weights: criteria that it stresses, and percents that it sets itself.

Both rules are this project's own; no source gives one.
"""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Final

from engine.decision.model import Weighing
from knowledge.schema import CriterionId

STRESS_SHARE: Final = 25
"""Points of weight, of 100, that move to what is stressed."""
_ALL: Final = 100

Shares = Mapping[CriterionId, Fraction]
"""Of every criterion, in the order of the knowledge base; they sum to 1."""


def wished(shares: Shares, weighing: Weighing) -> dict[CriterionId, Fraction]:
    """The shares of the criteria after what is stressed, and then what is set by hand.

    Stressed: ``STRESS_SHARE`` points of weight move from the other criteria, in proportion to what
    they weigh, to these, in equal parts; all of it where the others weigh less. So what is stressed
    never weighs less than before. By hand: these criteria have exactly
    the percents that are given, stressed or not; the others share what is left in their
    proportions, or evenly where none of them weighs anything.

    Raises:
        ValueError: A wish names no criterion, a percent is negative or no whole number, or the
            percents do not come to 100 or can never do so; its text is a sentence for the person
            who set them.
    """
    _check(shares, weighing)
    return _by_hand(_stressed(shares, weighing.stressed), weighing.by_hand)


def _stressed(shares: Shares, stressed: Collection[CriterionId]) -> dict[CriterionId, Fraction]:
    if not stressed:
        return dict(shares)
    others = sum((share for each, share in shares.items() if each not in stressed), Fraction(0))
    moved = min(Fraction(STRESS_SHARE, _ALL), others)
    return {
        criterion: share + moved / len(stressed)
        if criterion in stressed
        else share - (moved * share / others if others else 0)
        for criterion, share in shares.items()
    }


def _by_hand(shares: Shares, percents: Mapping[CriterionId, int]) -> dict[CriterionId, Fraction]:
    others = {criterion: share for criterion, share in shares.items() if criterion not in percents}
    left = 1 - Fraction(sum(percents.values()), _ALL)
    whole = sum(others.values())
    return {
        criterion: Fraction(percents[criterion], _ALL)
        if criterion in percents
        else left * (others[criterion] / whole if whole else Fraction(1, len(others)))
        for criterion in shares
    }


def _check(criteria: Collection[CriterionId], weighing: Weighing) -> None:
    for wish in (*weighing.stressed, *weighing.by_hand):
        if wish not in criteria:
            raise ValueError(f"{wish} is no criterion; use one of {_listed(criteria)}.")
    for criterion, percent in weighing.by_hand.items():
        if type(percent) is not int:  # True and 2.5 come from outside, whatever the types say
            raise ValueError(f"The weight of {criterion} is {percent}; set it to a whole number.")
        if percent < 0:
            raise ValueError(
                f"The weight of {criterion} is {percent} percent; set it to 0 or more."
            )
    total = sum(weighing.by_hand.values())
    if total > _ALL:
        raise ValueError(f"The weights set by hand come to {total} percent; lower them to 100.")
    if total < _ALL and all(criterion in weighing.by_hand for criterion in criteria):
        raise ValueError(
            f"Every weight is set by hand, and they come to {total} percent; raise them to 100."
        )


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids)
