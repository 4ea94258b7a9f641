"""The line items of a variant that come back every year: what is paid for, and who is at work."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, Literal, assert_never

from engine.cost.assumptions import HOURS_A_WEEK, Assumptions
from engine.cost.model import Item, OwnTime
from engine.cost.money import MoneyRange
from knowledge.schema import (
    CostLine,
    Costs,
    CostVariant,
    Driver,
    Edition,
    EngineerTime,
    MonthlyFigure,
    NoFigure,
    Price,
    PricedFigure,
    SourceId,
)

MONTHS: Final = 12
HOURS_A_YEAR: Final = 730 * MONTHS
"""Of a machine that never stops: 730 hours a month, as clouds reckon it."""
PEOPLE: Final = "engineer"
"""The id of the item that is engineer time."""


def infrastructure(
    variant: CostVariant, assumed: Assumptions, costs: Costs, edition: Edition
) -> tuple[Item, ...]:
    """A year of each line that the edition has, in the order of the facts."""
    items = (_line(line, assumed, costs, edition) for line in variant.lines)
    return tuple(item for item in items if item is not None)


def people(variant: CostVariant, assumed: Assumptions, costs: Costs, edition: Edition) -> Item:
    """A year of the engineer time that a variant takes, as the facts or else the team has it."""
    time = _time(variant, assumed, costs)
    share: tuple[Decimal, Decimal] | None
    driver: Driver | Literal["either"]
    match time:
        case EngineerTime():
            share, driver = _scaled(time, assumed, costs, edition), time.driver
        case OwnTime(hours):
            share, driver = (hours / HOURS_A_WEEK,) * 2, "fixed"
        case NoFigure():
            share, driver = None, "fixed"
        case _:
            assert_never(time)
    return Item(
        id=PEOPLE,
        name="Engineer time",
        kind="people",
        driver=driver,
        amount=None if share is None else of_engineers(*share, assumed),
        rests_on=time,
        price=None,
        sources=each_once(
            () if isinstance(time, OwnTime) else (time.source,),
            () if share is None else of_engineer_cost(assumed, costs),
        ),
    )


def of_engineers(low: Decimal, high: Decimal, assumed: Assumptions) -> MoneyRange:
    """What so many years of one engineer cost."""
    cost = assumed.engineer_cost
    return MoneyRange(cost.times(low), cost.times(high))


def of_engineer_cost(assumed: Assumptions, costs: Costs) -> tuple[SourceId, ...]:
    """The source of what an engineer costs; none where somebody said it."""
    is_default = assumed.origins["engineer_cost"] == "default"
    return (costs.defaults.engineer_cost.source,) if is_default else ()


def scale(driver: Driver, assumed: Assumptions, costs: Costs) -> Decimal:
    """How many times the lesson's workload it is, in what the driver grows with."""
    lesson, steps = costs.workload, costs.defaults.steps_per_run.value
    match driver:
        case "fixed":
            return Decimal(1)
        case "per_pipeline":
            return assumed.pipelines / lesson.pipelines
        case "per_person":
            return assumed.engineers / lesson.engineers
        case "per_run":
            runs = assumed.pipelines * assumed.runs_per_week
            return runs / (lesson.pipelines * lesson.runs_per_week)
        case "per_step":
            return scale("per_run", assumed, costs) * assumed.steps_per_run / steps
        case _:
            assert_never(driver)


def added_up(items: Sequence[Item]) -> MoneyRange | None:
    """The sum of the amounts; None where one has no figure, or there is none, or they are mixed."""
    amounts = [item.amount for item in items if item.amount is not None]
    if not amounts or len(amounts) < len(items):
        return None
    if len({amount.currency for amount in amounts}) > 1:
        return None
    total, *others = amounts
    for amount in others:
        total += amount
    return total


def each_once(*sources: Sequence[SourceId]) -> tuple[SourceId, ...]:
    """All of them in their order, without those that came before."""
    return tuple(dict.fromkeys(source for some in sources for source in some))


def _line(line: CostLine, assumed: Assumptions, costs: Costs, edition: Edition) -> Item | None:
    figure = line.in_edition(edition)
    price: Price | None = None
    dollars: _Dollars | None
    match figure:
        case None:
            return None
        case MonthlyFigure():
            dollars = _by_month(figure, scale(line.driver, assumed, costs), assumed)
        case PricedFigure():
            price = costs.price(figure.price)
            dollars = _by_price(figure, price, line.driver, assumed)
        case NoFigure():
            dollars = None
        case _:
            assert_never(figure)
    return Item(
        id=line.id,
        name=line.name,
        kind="infrastructure",
        driver=line.driver,
        amount=None if dollars is None else _of_dollars(*dollars, assumed),
        rests_on=figure,
        price=price,
        sources=each_once(() if price is None else (price.source,), (figure.source,)),
        optional=line.optional,
    )


_Dollars = tuple[Decimal, Decimal]


def _by_month(figure: MonthlyFigure, times: Decimal, assumed: Assumptions) -> _Dollars:
    is_a_twelfth = figure.per_year_or_month and assumed.runs_are == "a_month"
    months = 1 if is_a_twelfth else MONTHS
    at_most = times if figure.scales_down else max(times, Decimal(1))
    return figure.low * times * months, figure.high * at_most * months


def _by_price(
    figure: PricedFigure, price: Price, driver: Driver, assumed: Assumptions
) -> _Dollars | None:
    """None where the price has no amount."""
    if price.amount is None or price.per is None:
        return None
    times = _times(driver, assumed)
    low, high = figure.low * times, figure.high * times
    part = Decimal(1)
    match price.per:
        case "hour":
            part *= HOURS_A_YEAR
        case "month":
            part *= MONTHS
        case "use":
            part /= price.uses
            free = price.free_a_month * MONTHS
            low, high = (max(Decimal(0), uses - free) for uses in (low, high))
        case _:
            assert_never(price.per)
    most = price.amount if price.amount_high is None else price.amount_high
    return price.amount * part * low, most * part * high


def _times(driver: Driver, assumed: Assumptions) -> Decimal:
    """How many there are in a year of what the driver grows with."""
    match driver:
        case "fixed":
            return Decimal(1)
        case "per_pipeline":
            return assumed.pipelines
        case "per_person":
            return assumed.engineers
        case "per_run":
            return assumed.runs_a_year
        case "per_step":
            return assumed.runs_a_year * assumed.steps_per_run
        case _:
            assert_never(driver)


def _of_dollars(low: Decimal, high: Decimal, assumed: Assumptions) -> MoneyRange:
    rate = Decimal(1) if assumed.per_dollar is None else assumed.per_dollar
    return MoneyRange.of(low * rate, high * rate, assumed.of_prices)


def _time(
    variant: CostVariant, assumed: Assumptions, costs: Costs
) -> EngineerTime | OwnTime | NoFigure:
    if variant.engineer is not None:
        return variant.engineer
    if assumed.engineer_hours is None:
        return costs.no_engineer_time
    return OwnTime(assumed.engineer_hours)


def _scaled(
    time: EngineerTime, assumed: Assumptions, costs: Costs, edition: Edition
) -> tuple[Decimal, Decimal]:
    """From how much of an engineer to how much."""
    least, most = (Decimal(each) / 100 for each in (time.hundredths, time.most(edition)))
    times = scale("per_pipeline", assumed, costs)
    match time.driver:
        case "fixed":
            return least, most
        case "per_pipeline":
            return least * times, most * times
        case "either":
            return least * min(times, Decimal(1)), most * max(times, Decimal(1))
        case _:
            assert_never(time.driver)
