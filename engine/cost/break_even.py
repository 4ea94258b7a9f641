"""Where two variants swap places: at which engineer cost, or at how many runs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain, pairwise
from typing import Final, Literal, assert_never

from engine.cost.assumptions import Assumptions
from engine.cost.model import BreakEven
from engine.cost.money import Money, MoneyRange
from engine.cost.reckon import cost_of
from engine.decision.conditions import Known
from knowledge.schema import CostVariant, Edition, KnowledgeBase, MonthlyFigure, PricedFigure

Of = Literal["engineer_cost", "runs_per_week"]

BOUNDS: Final[dict[Of, tuple[Decimal, Decimal]]] = {
    "engineer_cost": (Decimal(0), Decimal(100_000_000)),
    "runs_per_week": (Decimal(1), Decimal(100_000)),
}
"""What is looked through: what somebody can assume, and no runs below those that count."""

_WITH_RUNS: Final = frozenset({"per_run", "per_step"})
"""The drivers of lines that grow with the runs."""

Gap = tuple[Decimal, Decimal]
"""A value of what is varied, and how much dearer one of the two is there at most."""


def break_even(
    first: CostVariant,
    second: CostVariant,
    of: Of,
    assumptions: Assumptions,
    *,
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition,
) -> BreakEven | None:
    """Find where the two swap places in the cost of a year, everything else as it is assumed.

    A year is linear in an engineer's cost; in runs it bends where a price has some for free, or a
    plan costs no less for less. So the gap between the two is exact between the bends, and nothing
    is searched for. Where a bend lets them swap more than once, only what holds up to the ends of
    ``BOUNDS`` is said.

    Args:
        first: Either of the two; which of them is cheaper below is in the result.
        second: The other.
        of: What is varied; an engineer's cost stays in its currency.
        assumptions: All the rest.
        known: The team's answers.
        knowledge: The facts.
        edition: Whose figures count.

    Returns:
        None where they do not swap within ``BOUNDS``, or a year of one of them has no figure.
    """
    values = sorted({*BOUNDS[of], *_bends((first, second), of, assumptions, knowledge, edition)})
    firsts, seconds = (
        [
            cost_of(each, _assuming(assumptions, of, value), known, knowledge, edition).year
            for value in values
        ]
        for each in (first, second)
    )
    years = [
        (value, one, other)
        for value, one, other in zip(values, firsts, seconds, strict=True)
        if one is not None and other is not None
    ]
    if len(years) < len(values):
        return None
    turned = [(value, other, one) for value, one, other in years]
    swaps = (_swap(of, first, second, years), _swap(of, second, first, turned))
    # Both are there only where one is cheaper at both bounds: what holds from below comes first.
    return max(
        (swap for swap in swaps if swap is not None),
        key=lambda swap: swap.low is not None,
        default=None,
    )


def _swap(
    of: Of,
    first: CostVariant,
    second: CostVariant,
    years: Sequence[tuple[Decimal, MoneyRange, MoneyRange]],
) -> BreakEven | None:
    """Up to where the first is cheaper for certain, and from where on the second is.

    That is where it is so even with the high end of its own range and the low end of the other's.
    """
    first_dearer = [(value, one.high.amount - other.low.amount) for value, one, other in years]
    second_dearer = [(value, other.high.amount - one.low.amount) for value, one, other in years]
    low, high = _where_dearer(first_dearer), _where_dearer(second_dearer[::-1])
    if low is None and high is None:
        return None
    return BreakEven(of, first.id, second.id, low, high, is_same_work(first, second))


def _where_dearer(gaps: Sequence[Gap]) -> Decimal | None:
    """Where what begins cheaper first ceases to be; None unless it is dearer somewhere."""
    if gaps[0][1] >= 0 or all(gap <= 0 for _, gap in gaps):
        return None
    # The same from either end, to the last digit: a swap without a range has one value.
    return next(
        (value * next_gap - next_value * gap) / (next_gap - gap)
        for (value, gap), (next_value, next_gap) in pairwise(gaps)
        if next_gap >= 0
    )


def _assuming(assumptions: Assumptions, of: Of, value: Decimal) -> Assumptions:
    match of:
        case "engineer_cost":
            cost = Money(value, assumptions.engineer_cost.currency)
            return replace(assumptions, engineer_cost=cost)
        case "runs_per_week":
            return replace(assumptions, runs_per_week=value)
        case _:
            assert_never(of)


def _bends(
    variants: Iterable[CostVariant],
    of: Of,
    assumptions: Assumptions,
    knowledge: KnowledgeBase,
    edition: Edition,
) -> Iterator[Decimal]:
    """Where uses cease to be free, and plans to stand, within the bounds."""
    if of != "runs_per_week":
        return
    least, most = BOUNDS[of]
    for line in chain(*(variant.lines for variant in variants)):
        figure = line.in_edition(edition)
        if isinstance(figure, MonthlyFigure) and not figure.scales_down:
            lesson = knowledge.costs.workload
            bend = lesson.pipelines * lesson.runs_per_week / assumptions.pipelines
            if least < bend < most:
                yield bend
        if isinstance(figure, PricedFigure):
            free = 12 * knowledge.costs.price(figure.price).free_a_month
            occasions = replace(assumptions, runs_per_week=Decimal(1)).runs_a_year
            if line.driver == "per_step":
                occasions *= assumptions.steps_per_run
            for count in (figure.low, figure.high):
                if count * occasions and least < (bend := free / (count * occasions)) < most:
                    yield bend


def is_beyond_the_lesson(
    found: BreakEven, assumptions: Assumptions, knowledge: KnowledgeBase
) -> bool:
    """Whether it lies at more runs of all pipelines than the lesson's sums are for."""
    lesson = knowledge.costs.workload
    most = lesson.pipelines * lesson.runs_per_week
    ends = [each for each in (found.low, found.high) if each is not None]
    return found.of == "runs_per_week" and any(each * assumptions.pipelines > most for each in ends)


def grows_with_runs(variant: CostVariant, edition: Edition) -> bool:
    """Whether a line of it does; engineer time never does."""
    return any(
        line.driver in _WITH_RUNS and line.in_edition(edition) is not None for line in variant.lines
    )


def is_same_work(first: CostVariant, second: CostVariant) -> bool:
    """Without engineer time in the facts it is whatever the team assumed, for both the same."""
    if first.engineer is None or second.engineer is None:
        return first.engineer is second.engineer
    return first.engineer.kind == second.engineer.kind != "not_said"
