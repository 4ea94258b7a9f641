"""What moves the cost of one variant, and where it swaps places with the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.cost.break_even import BOUNDS, break_even
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
    """With each other variant that fits the team, those with the nearest totals first."""


def analyse(
    found: CostOfOwnership, known: Known, knowledge: KnowledgeBase, variant_id: str | None = None
) -> CostAnalysis | None:
    """Look closer at one variant.

    Args:
        found: What the variants cost.
        known: The answers that it was reckoned with.
        knowledge: The facts that it was reckoned with.
        variant_id: Of one in ``found``; None: the first with a total.

    Returns:
        None where no variant has a total. Where only this one has none, nothing is moved.

    Raises:
        KeyError: ``found`` has no such variant.
    """
    first = next((each.variant for each in found.variants if each.total is not None), None)
    if first is None:
        return None
    variants = {each.variant.id: each.variant for each in found.variants}
    variant = first if variant_id is None else variants[variant_id]
    now, edition = found.assumptions, found.edition
    swaps = (
        break_even(variant, other, of, now, known=known, knowledge=knowledge, edition=edition)
        for other in _nearest(variant, found.variants)
        for of in BOUNDS
    )
    return CostAnalysis(
        of=variant.id,
        swings=swings(variant, now, known, knowledge, edition),
        break_evens=tuple(swap for swap in swaps if swap is not None),
    )


def _nearest(variant: CostVariant, costs: Sequence[VariantCost]) -> list[CostVariant]:
    """The other variants that fit and have a total, the nearest first; none where it has none."""
    totals = {each.variant.id: each.total.middle.amount for each in costs if each.total is not None}
    if variant.id not in totals:
        return []
    others = [
        each.variant
        for each in costs
        if each.variant.id in totals and each.variant.id != variant.id and not each.unfit
    ]
    return sorted(others, key=lambda other: abs(totals[other.id] - totals[variant.id]))
