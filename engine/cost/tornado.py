"""How far each assumption moves a total."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal

from engine.cost.assumptions import Assumptions, Name
from engine.cost.model import Swing
from engine.cost.money import Money
from engine.cost.reckon import cost_of
from engine.decision.conditions import Known
from knowledge.schema import CostVariant, Edition, KnowledgeBase

Moved = Name | Literal["price_ranges", "runs_are"]

FACTORS: Final = (Decimal("0.5"), Decimal("1.5"))
"""An assumption is taken half as large, and half as large again."""
LEAST: Final = Decimal(1)
"""There is a pipeline, it runs once a week at least, and a run has a step."""


def swings(
    variant: CostVariant,
    assumptions: Assumptions,
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition,
) -> tuple[Swing, ...]:
    """How far the middle of a total moves with each assumption, all others as they are.

    "price_ranges" goes from the low to the high end of the total itself, "runs_are" from one
    reading of the lesson's "for 10,000 runs" to the other. Years are left out: they are chosen.

    Returns:
        The largest first, without those that move nothing; empty where there is no total.
    """
    total = cost_of(variant, assumptions, known, knowledge, edition).total
    if total is None:
        return ()
    base = total.middle
    found = [Swing("price_ranges", total.low, total.high, base)]
    for of, tried in _tried(assumptions):
        totals = (cost_of(variant, each, known, knowledge, edition).total for each in tried)
        middles = [base, *(each.middle for each in totals if each is not None)]
        found.append(Swing(of, min(middles, key=_amount), max(middles, key=_amount), base))
    moving = (swing for swing in found if swing.low != swing.high)
    return tuple(sorted(moving, key=lambda swing: swing.low.amount - swing.high.amount))


def _tried(now: Assumptions) -> Iterator[tuple[Moved, Sequence[Assumptions]]]:
    """What is varied, with all the assumptions as they then are."""
    yield "engineer_cost", [replace(now, engineer_cost=now.engineer_cost.times(f)) for f in FACTORS]
    yield "engineers", [replace(now, engineers=now.engineers * f) for f in FACTORS]
    pipelines = [max(LEAST, now.pipelines * f) for f in FACTORS]
    yield "pipelines", [replace(now, pipelines=each) for each in pipelines]
    runs = [max(LEAST, now.runs_per_week * f) for f in FACTORS]
    yield "runs_per_week", [replace(now, runs_per_week=each) for each in runs]
    steps = [max(LEAST, now.steps_per_run * f) for f in FACTORS]
    yield "steps_per_run", [replace(now, steps_per_run=each) for each in steps]
    if now.engineer_hours is not None:
        hours = [now.engineer_hours * f for f in FACTORS]
        yield "engineer_hours", [replace(now, engineer_hours=each) for each in hours]
    yield "runs_are", [replace(now, runs_are="a_year"), replace(now, runs_are="a_month")]


def _amount(money: Money) -> Decimal:
    return money.amount
