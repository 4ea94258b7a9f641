"""Where two variants swap places: by hand, and for whatever can be assumed."""

from dataclasses import replace
from decimal import Decimal
from typing import Literal, get_args

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from engine.cost.assumptions import NOTHING_ASSUMED, Assumed, Assumptions, assumptions
from engine.cost.break_even import BOUNDS, Of, break_even
from engine.cost.model import BreakEven
from engine.cost.money import Money, MoneyRange
from engine.cost.reckon import cost_of
from knowledge.schema import (
    AlternativeId,
    CostLine,
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
from tests.facts import KB

LESSON, CURRENT = Edition.LESSON, Edition.CURRENT
SOURCE = SourceId("lesson")
METERED = Price(
    id="metered",
    item="a service by the run",
    value="$1 for 10 runs; 10,400 a month are free",
    amount=Decimal(1),
    per="use",
    uses=10,
    free_a_month=10_400,
    source=SOURCE,
)
"""Twenty pipelines have all their runs for free up to 120 a week."""
WITH_METERED = KB.model_copy(
    update={"costs": KB.costs.model_copy(update={"prices": (*KB.costs.prices, METERED)})}
)


def assuming(assumed: Assumed = NOTHING_ASSUMED) -> Assumptions:
    return assumptions({}, KB, assumed=assumed, workspace=NOTHING_ASSUMED)


def monthly(dollars: int, driver: Driver = "fixed", more: int = 0) -> CostLine:
    figure = MonthlyFigure(low=dollars, high=dollars + more, source=SOURCE)
    return CostLine(id="figure", name="a line", driver=driver, lesson=figure)


def priced(price: str, driver: Driver, low: Decimal, high: Decimal) -> CostLine:
    figure = PricedFigure(price=price, low=low, high=high, because="It is so.", source=SOURCE)
    return CostLine(id="price", name="a line", driver=driver, current=figure)


def time(
    hundredths: int,
    kind: Literal["servers", "pipelines", "both", "not_said"] = "servers",
    driver: Literal["fixed", "per_pipeline", "either"] = "fixed",
) -> EngineerTime:
    return EngineerTime(
        hundredths=hundredths, does="works", kind=kind, driver=driver, source=SOURCE
    )


def variant(name: str, engineer: EngineerTime | None, *lines: CostLine) -> CostVariant:
    return CostVariant(
        id=name,
        alternative=AlternativeId("airflow"),
        name=name,
        short_name=name,
        runs="self_hosted",
        lines=lines,
        engineer=engineer,
    )


def swap(
    first: CostVariant,
    second: CostVariant,
    of: Of,
    assumed: Assumptions | None = None,
    edition: Edition = CURRENT,
) -> BreakEven | None:
    return break_even(
        first,
        second,
        of,
        assuming() if assumed is None else assumed,
        known={},
        knowledge=WITH_METERED,
        edition=edition,
    )


# By hand

AIRFLOW = KB.costs.variant("airflow_self_hosted")
PREFECT = KB.costs.variant("prefect_cloud")


def test_the_lessons_airflow_and_prefect_swap_where_the_inventory_says() -> None:
    expected = BreakEven(
        of="engineer_cost",
        first="airflow_self_hosted",
        second="prefect_cloud",
        low=Decimal(12_000),
        high=Decimal(132_000),
        is_same_work=True,
    )
    assert swap(AIRFLOW, PREFECT, "engineer_cost", edition=LESSON) == expected
    assert swap(PREFECT, AIRFLOW, "engineer_cost", edition=LESSON) == expected


def test_against_the_dearer_airflow_prefect_pays_off_earlier() -> None:
    dearer = AIRFLOW.model_copy(update={"lines": (monthly(600),), "engineer": time(50)})
    found = swap(dearer, PREFECT, "engineer_cost", edition=LESSON)
    assert found is not None
    # At an engineer's cost of 0 the low end of Prefect is as dear as Airflow, never above it.
    assert (found.first, found.low, found.high) == ("airflow_self_hosted", None, Decimal(45_000))


def test_the_swap_in_runs_depends_on_what_an_engineer_costs() -> None:
    # At 190,000: 5,400 + 47,500 against 1,200 + 19,000 and 600 to 2,400 for each run a week.
    found = swap(AIRFLOW, PREFECT, "runs_per_week", edition=LESSON)
    assert found is not None
    assert (found.first, found.second) == ("prefect_cloud", "airflow_self_hosted")
    assert (found.low, found.high) == (Decimal("13.625"), Decimal("54.5"))


def test_what_is_free_is_not_paid_for_up_to_the_swap() -> None:
    metered = variant("metered", time(0), priced("metered", "per_run", Decimal(1), Decimal(1)))
    flat = variant("flat", time(0), monthly(26))
    # 312 a year pays for 3,120 runs beyond those for free: three runs a week of 20 pipelines.
    assert swap(flat, metered, "runs_per_week") == BreakEven(
        of="runs_per_week",
        first="metered",
        second="flat",
        low=Decimal(123),
        high=Decimal(123),
        is_same_work=True,
    )


def test_where_they_swap_twice_only_what_holds_to_the_end_is_said() -> None:
    # 3,120 a year up to 120 runs a week and 104 for each above; against 31.20 for every one, which
    # is cheaper below 100 runs a week, and again above 128.6.
    metered = priced("metered", "per_run", Decimal(1), Decimal(1))
    bent = variant("bent", time(0), monthly(260), metered)
    straight = variant("straight", time(0), monthly(26, "per_run"))
    expected = BreakEven("runs_per_week", "straight", "bent", Decimal(100), None, is_same_work=True)
    assert swap(bent, straight, "runs_per_week") == expected
    assert swap(straight, bent, "runs_per_week") == expected


def test_a_swap_without_a_range_has_one_value() -> None:
    # 1,200 a year over 0.17 of an engineer has no last digit.
    busy, idle = variant("busy", time(17), monthly(0)), variant("idle", time(0), monthly(100))
    found = swap(busy, idle, "engineer_cost")
    assert found is not None
    assert found.low == found.high == Decimal(1200) / Decimal("0.17")


def test_one_that_is_never_dearer_has_no_break_even() -> None:
    busy = variant("busy", time(50), monthly(100, "per_run"))
    idle = variant("idle", time(10), monthly(100))
    assert swap(busy, idle, "engineer_cost") is None
    assert swap(idle, idle, "engineer_cost") is None
    assert swap(idle, idle, "runs_per_week") is None


def test_as_dear_infrastructure_is_no_break_even_at_an_engineer_for_nothing() -> None:
    busy, idle = variant("busy", time(50), monthly(100)), variant("idle", time(10), monthly(100))
    assert swap(busy, idle, "engineer_cost") is None


def test_without_a_figure_for_a_year_there_is_no_break_even() -> None:
    unknown = variant("unknown", None, monthly(100))
    assert swap(unknown, PREFECT, "engineer_cost") is None
    assert swap(PREFECT, unknown, "runs_per_week") is None
    hours = assuming(Assumed(engineer_hours=Decimal(20)))
    assert swap(unknown, PREFECT, "engineer_cost", hours) is not None


def test_two_currencies_have_no_break_even_before_a_dollar_is_worth_something() -> None:
    euros = Assumed(currency="EUR", engineer_cost=Decimal(90_000))
    assert swap(AIRFLOW, PREFECT, "engineer_cost", assuming(euros), LESSON) is None
    worth = euros.model_copy(update={"per_dollar": Decimal("0.5")})
    found = swap(AIRFLOW, PREFECT, "engineer_cost", assuming(worth), LESSON)
    assert found is not None
    assert (found.low, found.high) == (Decimal(6_000), Decimal(66_000))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (time(50), time(10), True),
        (time(50, "both"), time(10, "both"), True),
        (time(50, "both"), time(10, "servers"), False),
        (time(50, "pipelines"), time(10, "servers"), False),
        (time(50, "not_said"), time(10, "servers"), False),
        (time(50, "not_said"), time(10, "not_said"), False),
        (time(50), None, False),
        (None, time(10), False),
    ],
)
def test_work_is_the_same_only_where_both_say_so(
    one: EngineerTime | None, other: EngineerTime | None, *, same: bool
) -> None:
    dear, cheap = variant("dear", one, monthly(10)), variant("cheap", other, monthly(20))
    found = swap(dear, cheap, "engineer_cost", assuming(Assumed(engineer_hours=Decimal(8))))
    assert found is not None
    assert found.is_same_work is same


def test_time_that_the_team_assumed_for_both_is_the_same_work() -> None:
    flat = variant("flat", None, monthly(50))
    growing = variant("growing", None, monthly(40, "per_run"))
    found = swap(flat, growing, "runs_per_week", assuming(Assumed(engineer_hours=Decimal(8))))
    assert found is not None
    assert (found.first, found.is_same_work) == ("growing", True)


# Whatever is assumed

AMOUNTS = st.decimals(0, 50, places=2)
PRICES = [price.id for price in WITH_METERED.costs.prices if price.amount is not None]
DRIVERS: st.SearchStrategy[Driver] = st.sampled_from(get_args(Driver))


@st.composite
def some_lines(draw: st.DrawFn) -> CostLine:
    if draw(st.booleans()):
        dollars = st.integers(0, 3_000)
        return monthly(draw(dollars), draw(DRIVERS), draw(st.just(0) | dollars))
    low = draw(AMOUNTS)
    return priced(
        draw(st.sampled_from([*PRICES, METERED.id])),
        draw(st.sampled_from(["fixed", "per_run", "per_step", "per_pipeline"])),
        low,
        low + draw(st.just(Decimal(0)) | AMOUNTS),
    )


TIMES = st.none() | st.builds(
    time,
    st.integers(0, 200),
    st.sampled_from(["servers", "pipelines", "both", "not_said"]),
    st.sampled_from(["fixed", "per_pipeline", "either"]),
)
LINES = st.lists(some_lines(), min_size=1, max_size=3)
WITH_FIGURES = [
    each
    for each in KB.costs.variants
    if not any(isinstance(line.in_edition(CURRENT), NoFigure) for line in each.lines)
]
ONE, OTHER = (
    st.sampled_from(WITH_FIGURES)
    | st.builds(lambda name, engineer, lines: variant(name, engineer, *lines), name, TIMES, LINES)
    for name in (st.just("one"), st.just("other"))
)
ASSUMED = st.builds(
    Assumed,
    engineer_cost=st.none() | st.decimals(1, 1_000_000, places=2),
    pipelines=st.none() | st.integers(0, 500),
    runs_per_week=st.none() | st.integers(0, 2_000),
    steps_per_run=st.none() | st.integers(1, 200),
    engineer_hours=st.sampled_from([None, *map(Decimal, range(0, 40, 4))]),
    currency=st.sampled_from(["EUR", "INR"]),
    per_dollar=st.decimals("0.01", 200, places=2),
)
GRIDS: dict[Of, list[Decimal]] = {
    of: [least, *(Decimal(10) ** (Decimal(n) / 4) for n in range(1, 4 * most.adjusted())), most]
    for of, (least, most) in BOUNDS.items()
}
JUST = Decimal("0.000001")
NEXT_TO_NOTHING = Decimal("1e-9")


def year(of_what: CostVariant, of: Of, value: Decimal, assumed: Assumptions) -> MoneyRange | None:
    cost = Money(value, assumed.engineer_cost.currency)
    varied = (
        replace(assumed, engineer_cost=cost)
        if of == "engineer_cost"
        else replace(assumed, runs_per_week=value)
    )
    return cost_of(of_what, varied, {}, WITH_METERED, CURRENT).year


def gap(
    cheaper: CostVariant, dearer: CostVariant, of: Of, value: Decimal, assumed: Assumptions
) -> Decimal:
    """How much dearer the cheaper one is at most: below 0 where it is cheaper for certain."""
    one, other = year(cheaper, of, value, assumed), year(dearer, of, value, assumed)
    assert one is not None
    assert other is not None
    assert one.currency == other.currency
    return one.high.amount - other.low.amount


def assert_meet(
    one: CostVariant, other: CostVariant, of: Of, value: Decimal, assumed: Assumptions
) -> None:
    """The dear end of the one is the cheap end of the other."""
    ends = year(one, of, value, assumed), year(other, of, value, assumed)
    assert ends[0] is not None
    assert ends[1] is not None
    dear, cheap = ends[0].high.amount, ends[1].low.amount
    assert abs(dear - cheap) <= NEXT_TO_NOTHING * max(dear, cheap)


def has_some_for_free(one: CostVariant) -> bool:
    figures = (line.in_edition(CURRENT) for line in one.lines)
    return any(
        isinstance(figure, PricedFigure) and WITH_METERED.costs.price(figure.price).free_a_month > 0
        for figure in figures
    )


@settings(max_examples=200)
@given(ONE, OTHER, st.sampled_from(list(BOUNDS)), ASSUMED.map(assuming))
def test_a_break_even_is_where_the_order_swaps(
    one: CostVariant, other: CostVariant, of: Of, assumed: Assumptions
) -> None:
    least, most = BOUNDS[of]
    found = swap(one, other, of, assumed)
    if any(year(each, of, least, assumed) is None for each in (one, other)):
        event("no figure")
        assert found is None
    elif found is None:
        event("no swap")
        # With some for free there may be a stretch amid the bounds where the order is another.
        is_bent = has_some_for_free(one) or has_some_for_free(other)
        values = (least, most) if is_bent else GRIDS[of]
        for pair in ((one, other), (other, one)):
            gaps = [gap(*pair, of, value, assumed) for value in values]
            assert min(gaps) >= 0 or max(gaps) <= 0
    else:
        event(f"low: {found.low is not None}, high: {found.high is not None}")
        first, second = (one, other) if found.first == one.id else (other, one)
        assert (found.of, found.first, found.second) == (of, first.id, second.id)
        if found.low is not None:
            below = [value for value in GRIDS[of] if value < found.low]
            for value in (*below, max(least, found.low * (1 - JUST))):
                assert gap(first, second, of, value, assumed) < 0
            assert_meet(first, second, of, found.low, assumed)
        if found.high is not None:
            above = [value for value in GRIDS[of] if value > found.high]
            for value in (*above, min(most, found.high * (1 + JUST))):
                assert gap(second, first, of, value, assumed) < 0
            assert_meet(second, first, of, found.high, assumed)
        if found.low is not None and found.high is not None:
            assert found.low <= found.high


@settings(max_examples=100)
@given(ONE, OTHER, st.sampled_from(list(BOUNDS)), ASSUMED.map(assuming))
def test_it_does_not_matter_which_of_the_two_is_named_first(
    one: CostVariant, other: CostVariant, of: Of, assumed: Assumptions
) -> None:
    assert swap(one, other, of, assumed) == swap(other, one, of, assumed)
