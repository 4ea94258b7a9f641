"""Which sums can be set against each other at all, and which of those is lower for certain."""

from collections.abc import Sequence
from typing import Final

from engine.cost.break_even import is_same_work
from engine.cost.model import CostOfOwnership, OwnTime, VariantCost
from engine.cost.money import MoneyRange

_GROWING: Final = frozenset({"pipelines", "runs_per_week"})
"""What figures are extrapolated by."""


def can_be_compared(one: VariantCost, other: VariantCost, found: CostOfOwnership) -> bool:
    """Whether one of two may be called cheaper than the other.

    By a source their engineer time is the same kind of work; neither is a fee alone; and beyond the
    lesson's workload neither or both have something in them that grows with it.
    """
    if one.variant.without is not None or other.variant.without is not None:
        return False
    return is_known_same_work(one, other) and not flat_among((one, other), found)


def cheaper_than(cost: VariantCost, found: CostOfOwnership) -> list[VariantCost]:
    """The variants that fit, can be compared, and cost less wherever in the ranges both lie."""
    return [
        each
        for each in with_a_total(found)
        if is_below(each.total, cost.total) and can_be_compared(each, cost, found)
    ]


def with_a_total(found: CostOfOwnership) -> list[VariantCost]:
    """The variants that fit and have one, in the order of the sum."""
    return [each for each in found.variants if each.total is not None and not each.unfit]


def flat_among(costs: Sequence[VariantCost], found: CostOfOwnership) -> list[VariantCost]:
    """Beyond the lesson's workload, those in which nothing grows with it, where in others it does.

    What is paid for once is set aside: it is of the pipelines, not of the variant.
    """
    if not _GROWING & {*found.beyond}:
        return []
    flat = [
        each
        for each in costs
        if all(item.driver in {"fixed", "per_person"} for item in each.items if item.kind != "once")
    ]
    return flat if len(flat) < len(costs) else []


def is_known_same_work(one: VariantCost, other: VariantCost) -> bool:
    """Whether engineers are known, by a source, to do the same kind of work in both."""
    return one.variant.engineer is not None and is_same_work(one.variant, other.variant)


def rests_on_own_hours(cost: VariantCost) -> bool:
    """Whether its engineer time is what somebody assumed, for want of a source."""
    return any(isinstance(each.rests_on, OwnTime) for each in cost.items)


def meet(one: MoneyRange | None, other: MoneyRange | None) -> bool:
    """Whether two sums overlap, which those of one currency can."""
    if one is None or other is None:
        return False
    return not is_below(one, other) and not is_below(other, one)


def is_below(one: MoneyRange | None, other: MoneyRange | None) -> bool:
    """Whether a sum is lower than another wherever in their ranges both lie."""
    if one is None or other is None or one.currency != other.currency:
        return False
    return one.high.amount < other.low.amount
