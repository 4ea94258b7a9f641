"""What moves the cost of one variant, and where it swaps places with the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.cost.break_even import BOUNDS, break_even, grows_with_runs, is_beyond_the_lesson
from engine.cost.comparing import with_a_total
from engine.cost.model import BreakEven, CostOfOwnership, Swing, VariantCost
from engine.cost.tornado import swings
from engine.decision.conditions import Known
from knowledge.schema import CostVariant, KnowledgeBase


@dataclass(frozen=True, slots=True)
class CostAnalysis:
    """What follows from the cost of one variant beside that of the others."""

    of: str
    """The id of the variant that is looked at."""
    swings: tuple[Swing, ...]
    """The largest first."""
    break_evens: tuple[BreakEven, ...]
    """With each other variant that fits the team, those with the nearest totals first.

    Without those that figures do not bear: of a fee alone, and at more runs than the lesson's where
    one of the two rests on machines that do not grow with them."""


def analyse(
    found: CostOfOwnership, known: Known, knowledge: KnowledgeBase, variant_id: str | None = None
) -> CostAnalysis | None:
    """Look closer at one variant.

    Args:
        found: What the variants cost.
        known: The answers that it was reckoned with.
        knowledge: The facts that it was reckoned with.
        variant_id: Of one in ``found``; None: the first that fits the team and has a total.

    Returns:
        None where there is no such variant. Where one that was named has no total, nothing is
        moved.

    Raises:
        KeyError: ``found`` has no such variant.
    """
    variant = _first(found) if variant_id is None else _named(found, variant_id)
    if variant is None:
        return None
    now, edition = found.assumptions, found.edition
    swaps = (
        break_even(variant, other, of, now, known=known, knowledge=knowledge, edition=edition)
        for other in _nearest(variant, found.variants)
        for of in BOUNDS
    )
    borne = (swap for swap in swaps if swap is not None and _is_borne(swap, found, knowledge))
    return CostAnalysis(
        of=variant.id,
        swings=swings(variant, now, known, knowledge, edition),
        break_evens=tuple(borne),
    )


def _first(found: CostOfOwnership) -> CostVariant | None:
    return next((each.variant for each in with_a_total(found)), None)


def _named(found: CostOfOwnership, variant_id: str) -> CostVariant:
    return {each.variant.id: each.variant for each in found.variants}[variant_id]


def _is_borne(swap: BreakEven, found: CostOfOwnership, knowledge: KnowledgeBase) -> bool:
    """Whether machines that do not grow are not taken to bear more runs than the lesson's."""
    pair = [_named(found, each) for each in (swap.first, swap.second)]
    return all(grows_with_runs(each, found.edition) for each in pair) or not is_beyond_the_lesson(
        swap, found.assumptions, knowledge
    )


def _nearest(variant: CostVariant, costs: Sequence[VariantCost]) -> list[CostVariant]:
    """The other variants that fit and have a total, the nearest first; none where it has none.

    A fee alone is set against nothing.
    """
    totals = {each.variant.id: each.total.middle.amount for each in costs if each.total is not None}
    if variant.id not in totals or variant.without is not None:
        return []
    others = [
        each.variant
        for each in costs
        if each.variant.id in totals
        and each.variant.id != variant.id
        and each.variant.without is None
        and not each.unfit
    ]
    return sorted(others, key=lambda other: abs(totals[other.id] - totals[variant.id]))
