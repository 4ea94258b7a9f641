"""Cost of ownership: what each variant costs a team, item by item and together."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Final

from engine.cost.assumptions import Assumptions, Name
from engine.cost.items import added_up, infrastructure, people
from engine.cost.model import CostOfOwnership, Item, OwnTime, VariantCost
from engine.cost.money import MoneyRange
from engine.cost.once import once
from engine.cost.unfit import cloud_of, why_unfit
from engine.decision.conditions import Known
from knowledge.schema import AlternativeId, CostVariant, Edition, Grade, KnowledgeBase

_GRADES: Final = tuple(Grade)
"""From the best evidence to none."""
_GROWING: Final[dict[Name, frozenset[str]]] = {
    "engineers": frozenset({"per_person"}),
    "pipelines": frozenset({"per_pipeline", "per_run", "per_step", "either"}),
    "runs_per_week": frozenset({"per_run", "per_step"}),
}
"""The drivers of what grows with each dimension of the workload."""


def cost_of_ownership(
    known: Known,
    knowledge: KnowledgeBase,
    assumptions: Assumptions,
    edition: Edition = Edition.CURRENT,
    *,
    alternatives: Collection[AlternativeId] = (),
) -> CostOfOwnership:
    """What every variant costs a team.

    Args:
        known: The team's answers: who does not fit, and what runs today.
        knowledge: The facts.
        assumptions: What the sums rest on.
        edition: The lesson's own figures, or those that hold today.
        alternatives: Whose variants; empty: of all that are ranked.
    """
    looked_at = alternatives or knowledge.alternatives
    variants = [
        cost_of(variant, assumptions, known, knowledge, edition)
        for variant in knowledge.costs.variants
        if variant.alternative in looked_at and variant.is_in(edition)
    ]
    lesson = knowledge.costs.workload
    sizes: dict[Name, tuple[Decimal, int]] = {
        "engineers": (assumptions.engineers, lesson.engineers),
        "pipelines": (assumptions.pipelines, lesson.pipelines),
        "runs_per_week": (assumptions.runs_per_week, lesson.runs_per_week),
    }
    drivers = _drivers(variants)
    workload = {name: size for name, size in sizes.items() if _GROWING[name] & drivers}
    return CostOfOwnership(
        assumptions=assumptions,
        edition=edition,
        variants=tuple(sorted(variants, key=_place)),
        beyond=tuple(name for name, (actual, of) in workload.items() if actual > of),
        below=tuple(name for name, (actual, of) in workload.items() if actual < of),
        cloud=cloud_of(known),
    )


def cost_of(
    variant: CostVariant,
    assumptions: Assumptions,
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition,
) -> VariantCost:
    """What one variant costs a team, whether or not it is for this team."""
    lines = infrastructure(variant, assumptions, knowledge.costs, edition)
    engineer = people(variant, assumptions, knowledge.costs, edition)
    beginning = once(variant, assumptions, known, knowledge, edition)
    items = (*lines, engineer, *beginning)
    bought, paid_once = added_up(lines), _known_part(beginning)
    year, cloud = _plus(bought, engineer.amount), cloud_of(known)
    return VariantCost(
        variant=variant,
        items=items,
        infrastructure=bought,
        people=engineer.amount,
        year=year,
        once=paid_once,
        total=None if year is None else _over(assumptions.years, year, paid_once),
        unfit=why_unfit(variant, assumptions, known, knowledge, edition),
        weakest=_weakest(items, knowledge),
        priced_on=variant.priced_on if cloud not in {None, variant.priced_on} else None,
    )


def _drivers(variants: Sequence[VariantCost]) -> set[str]:
    """What the figures grow with of those that fit, or of all where none does."""
    shown = [each for each in variants if not each.unfit] or variants
    return {item.driver for each in shown for item in each.items if item.amount is not None}


def _plus(bought: MoneyRange | None, worked: MoneyRange | None) -> MoneyRange | None:
    """None where one has no figure or they are of two currencies."""
    if bought is None or worked is None or bought.currency != worked.currency:
        return None
    return bought + worked


def _known_part(beginning: Sequence[Item]) -> MoneyRange | None:
    """What is done once, without what has no figure."""
    return added_up([item for item in beginning if item.amount is not None and item.in_total])


def _over(years: int, year: MoneyRange, paid_once: MoneyRange | None) -> MoneyRange:
    """Where a year adds up, what is done once does so too."""
    running = year.times(Decimal(years))
    return running if paid_once is None else running + paid_once


def _weakest(items: Sequence[Item], knowledge: KnowledgeBase) -> Grade:
    """Unknown where nothing has a figure, at best judgement where hours are the team's own."""
    counted = [item for item in items if item.amount is not None and item.in_total]
    sources = {source for item in counted for source in item.sources}
    grades = [knowledge.source(source).grade for source in sources]
    own = [Grade.J for item in counted if isinstance(item.rests_on, OwnTime)]
    return max((*grades, *own), default=Grade.U, key=_GRADES.index)


def _place(cost: VariantCost) -> tuple[bool, int, bool, Decimal]:
    """Where a variant comes in the order; equals stay in that of the facts."""
    for tier, figure in enumerate((cost.total, cost.infrastructure)):
        if figure is not None:
            is_fee = cost.variant.without is not None
            return bool(cost.unfit), tier, is_fee, figure.middle.amount
    return bool(cost.unfit), 2, False, Decimal(0)
