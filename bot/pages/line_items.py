"""How the amount of a line item is made, as a sentence with the numbers that it is made of."""

from decimal import Decimal
from fractions import Fraction
from typing import Final, assert_never

from bot.pages.words import (
    counted,
    decimal,
    engineer_time,
    exact,
    money,
    price,
    so_many,
)
from engine.cost.assumptions import HOURS_A_WEEK, Assumptions
from engine.cost.model import CostOfOwnership, Item, OwnTime
from engine.cost.money import Money
from knowledge.schema import (
    PRICED_IN,
    EngineerTime,
    KnowledgeBase,
    MonthlyFigure,
    NoFigure,
    OneOffFigure,
    Price,
    PricedFigure,
)

_HOURS_A_YEAR: Final = "8,760"
_MONTHS: Final = 12


def made_of(item: Item, found: CostOfOwnership, kb: KnowledgeBase) -> str:
    """How an amount is made, without a full stop: '2 x $0.192 an hour x 8,760 hours. The ...'.

    Where there is no figure, why.
    """
    match item.rests_on:
        case MonthlyFigure() as figure:
            return _monthly(figure, item, found.assumptions, kb)
        case PricedFigure() as figure:
            return f"{_priced(figure, item, found.assumptions)}. {_open(figure.because)}"
        case NoFigure() as none:
            return _open(none.because)
        case EngineerTime() as time:
            made = f"{_share(time, found)}{_grown(item, found.assumptions, kb)}"
            return f"{made}, {_at(found.assumptions)}. An engineer {_open(time.does)}"
        case OwnTime(hours=hours):
            a_week = f"{counted(hours)} engineer {'hour' if hours == 1 else 'hours'} a week"
            share = f"{a_week}, {HOURS_A_WEEK} being one engineer, {_at(found.assumptions)}"
            return f"{share}. The hours are assumed, since no source says them"
        case OneOffFigure() as figure:
            return f"{_once(figure, item, found.assumptions, kb)}. {_open(figure.because)}"
        case _:
            assert_never(item.rests_on)


def _share(time: EngineerTime, found: CostOfOwnership) -> str:
    """How much of an engineer the lesson's sum has, and what else it says where that counts."""
    share, most = f"{engineer_time(time.hundredths)} in the lesson", time.most(found.edition)
    if most == time.hundredths:
        return share
    return f"{share}, up to {engineer_time(most)} elsewhere in it"


def _monthly(figure: MonthlyFigure, item: Item, assumed: Assumptions, kb: KnowledgeBase) -> str:
    a_month = f"{money(figure.low, figure.high)} a month in the lesson x {_MONTHS}"
    is_twelfth = figure.per_year_or_month and assumed.runs_are == "a_month"
    twelfth = " x 1/12, its 10,000 runs read as those of a month" if is_twelfth else ""
    grown = _grown(item, assumed, kb, stands=not figure.scales_down)
    return f"{a_month}{twelfth}{grown}{_converted(assumed)}"


def _priced(figure: PricedFigure, item: Item, assumed: Assumptions) -> str:
    if item.price is None:
        raise ValueError(f"{item.id} counts how many of a price, and has none")
    many = _many(figure.low, figure.high)
    match item.price.per:
        case "hour":
            times = f" x {_HOURS_A_YEAR} hours{_for_each(item, assumed)}"
            made = f"{many} x {price(item.price)}{times}"
        case "month":
            made = f"{many} x {price(item.price)} x {_MONTHS}{_for_each(item, assumed)}"
        case "use":
            used = f"{_occasions(item, assumed)} x {many}{_free(item.price)}"
            made = f"{used}, at {price(item.price)}"
        case None:
            raise ValueError(f"{item.price.id} has no amount")
        case _:
            assert_never(item.price.per)
    return f"{made}{_converted(assumed)}"


def _occasions(item: Item, assumed: Assumptions) -> str:
    """How often a year something is used, by what it grows with."""
    if item.driver == "per_step":
        return f"{so_many(assumed.runs_a_year * assumed.steps_per_run, 'step')} a year"
    return f"{counted(assumed.runs_a_year)} runs a year"


def _free(price: Price) -> str:
    a_year = price.free_a_month * _MONTHS
    return f" less {a_year:,} that are free" if a_year else ""


def _for_each(item: Item, assumed: Assumptions) -> str:
    if item.driver == "per_person":
        return f" x {so_many(assumed.engineers, 'engineer')}"
    if item.driver == "per_pipeline":
        return f" x {so_many(assumed.pipelines, 'pipeline')}"
    return ""


def _once(figure: OneOffFigure, item: Item, assumed: Assumptions, kb: KnowledgeBase) -> str:
    weeks = f"{_many(figure.weeks_low, figure.weeks_high)} weeks"
    if figure.weeks_low == figure.weeks_high == 1:
        weeks = "1 week"
    match figure.of:
        case "engineer":
            grown = _grown(item, assumed, kb)
            return f"{weeks} of one engineer{grown}, {_at(assumed)}"
        case "what_runs_today":
            return f"{weeks} of what runs today"
        case _:
            assert_never(figure.of)


def _grown(item: Item, assumed: Assumptions, kb: KnowledgeBase, *, stands: bool = False) -> str:
    """How much larger than the lesson's the workload is, in what an item grows with.

    ``stands``: what is smaller is not known to cost less.
    """
    workload = kb.costs.workload
    match item.driver:
        case "per_run":
            ours = assumed.pipelines * assumed.runs_per_week
            theirs, what, often = workload.pipelines * workload.runs_per_week, "run", " a week"
        case "per_pipeline" | "either":
            ours, theirs, what, often = assumed.pipelines, workload.pipelines, "pipeline", ""
        case "per_person":
            ours, theirs, what, often = assumed.engineers, workload.engineers, "engineer", ""
        case "fixed" | "per_step":
            return ""
        case _:
            assert_never(item.driver)
    if ours == theirs:
        return ""
    factor = Fraction(ours) / theirs
    compared = f"{so_many(ours, what)}{often} to the lesson's {theirs:,}"
    ends = " to ".join(decimal(each) for each in sorted((Fraction(1), factor)))
    if item.driver == "either":
        return f" x {ends} ({compared}; how much of it grows with them is open)"
    if stands and factor < 1:
        return f" x {ends} ({compared}; no source says that less of it costs less)"
    return f" x {decimal(factor)} ({compared})"


def _at(assumed: Assumptions) -> str:
    return f"at {exact(assumed.engineer_cost)} a year"


def _converted(assumed: Assumptions) -> str:
    if assumed.per_dollar is None or assumed.currency == PRICED_IN:
        return ""
    return f" x {exact(Money(assumed.per_dollar, assumed.currency))} a dollar"


def _many(low: Decimal, high: Decimal) -> str:
    return counted(low) if low == high else f"{counted(low)} to {counted(high)}"


def _open(sentence: str) -> str:
    """A sentence of the facts without its full stop."""
    return sentence.rstrip(".")
