"""What moves a total, and what is looked at closer: by hand, and for whatever can be assumed."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cost.analysis import CostAnalysis, analyse
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed, Assumptions, assumptions
from engine.cost.model import CostOfOwnership, Swing, Unfit
from engine.cost.reckon import cost_of, cost_of_ownership
from engine.cost.tornado import swings
from knowledge import loader
from knowledge.schema import (
    CostLine,
    CostVariant,
    Edition,
    MonthlyFigure,
    PricedFigure,
    SlotId,
    SourceId,
)

KB = loader.load()
LESSON, CURRENT = Edition.LESSON, Edition.CURRENT
SOURCE = SourceId("lesson")
AIRFLOW, PREFECT = (KB.costs.variant(each) for each in ("airflow_self_hosted", "prefect_cloud"))


def assuming(assumed: Assumed = NOTHING_ASSUMED) -> Assumptions:
    return assumptions({}, KB, assumed=assumed, workspace=NOTHING_ASSUMED)


def moved(
    variant: CostVariant, assumed: Assumed = NOTHING_ASSUMED, edition: Edition = LESSON
) -> Mapping[str, Swing]:
    return {each.of: each for each in swings(variant, assuming(assumed), {}, KB, edition)}


def ends(swing: Swing) -> tuple[Decimal, Decimal]:
    return swing.low.amount, swing.high.amount


def around(base: int, by: int) -> tuple[Decimal, Decimal]:
    return Decimal(base - by), Decimal(base + by)


# Swings


def test_self_hosted_airflow_is_moved_by_the_engineer_alone() -> None:
    # 3 years x (5,400 + 0.25 x 190,000); the people's part is 142,500, half of it 71,250.
    (only,) = moved(AIRFLOW).values()
    assert only.of == "engineer_cost"
    assert only.base.amount == 158_700
    assert ends(only) == around(158_700, 71_250)


def test_prefect_is_moved_by_its_plan_and_by_how_its_runs_are_read() -> None:
    assumed = Assumed(engineer_cost=Decimal(104_000), years=1)
    # The plan 6,000 to 24,000; workers 1,200; a tenth of an engineer 10,400.
    base = 15_000 + 1_200 + 10_400
    found = moved(PREFECT, assumed)
    assert {of: ends(swing) for of, swing in found.items()} == {
        "price_ranges": around(base, 9_000),
        "pipelines": around(base, 7_500),
        "runs_per_week": around(base, 7_500),
        "runs_are": (Decimal(base - 13_750), Decimal(base)),
        "engineer_cost": around(base, 5_200),
    }
    assert list(found) == [
        "price_ranges",
        "pipelines",
        "runs_per_week",
        "runs_are",
        "engineer_cost",
    ]
    assert {swing.base.amount for swing in found.values()} == {Decimal(base)}


def test_a_pipeline_never_runs_less_than_once_a_week() -> None:
    once = moved(PREFECT, Assumed(runs_per_week=1))["runs_per_week"]
    assert once.low == once.base
    assert once.high.amount > once.base.amount


def test_people_steps_and_own_hours_move_what_grows_with_them() -> None:
    step_price = PricedFigure(
        price="step_functions_standard", low=1, high=1, because="It is so.", source=SOURCE
    )
    seat = MonthlyFigure(low=100, high=100, source=SOURCE)
    variant = PREFECT.model_copy(
        update={
            "engineer": None,
            "lines": (
                CostLine(id="steps", name="Steps", driver="per_step", current=step_price),
                CostLine(id="seats", name="Seats", driver="per_person", lesson=seat),
            ),
        }
    )
    assert moved(variant, edition=CURRENT) == {}
    hours = Assumed(engineer_hours=Decimal(4), engineer_cost=Decimal(104_000), years=1)
    found = moved(variant, hours, CURRENT)
    assert set(found) == {
        *("engineer_cost", "engineer_hours", "engineers"),
        *("steps_per_run", "pipelines", "runs_per_week"),
    }
    assert ends(found["engineer_hours"]) == (
        found["engineer_hours"].base.amount - 5_200,
        found["engineer_hours"].base.amount + 5_200,
    )
    assert found["engineers"].high.amount - found["engineers"].low.amount == 1_200
    # 104,000 steps a year, of which 48,000 are free; a thousand of the others cost $0.025.
    steps = found["steps_per_run"]
    assert steps.base.amount - steps.low.amount == (104 - 52) * Decimal("0.025")
    assert steps.high.amount - steps.base.amount == (156 - 104) * Decimal("0.025")


def test_without_a_total_nothing_is_moved() -> None:
    no_time = PREFECT.model_copy(update={"engineer": None})
    assert moved(no_time) == {}


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        SlotId("current_orchestrator"): st.sampled_from(["none", "airflow", "prefect", "other"]),
        SlotId("team_size"): st.integers(1, 60),
    },
)
ASSUMED = st.builds(
    Assumed,
    engineer_cost=st.none() | st.decimals(1, 1_000_000, places=2),
    pipelines=st.none() | st.integers(0, 500),
    runs_per_week=st.none() | st.integers(0, 2_000),
    steps_per_run=st.none() | st.integers(1, 200),
    engineer_hours=st.none() | st.decimals(0, 40, places=1),
    years=st.none() | st.integers(1, 10),
    currency=st.none() | st.sampled_from(["EUR", "INR"]),
    per_dollar=st.none() | st.decimals("0.01", 200, places=2),
)


@settings(max_examples=150)
@given(st.sampled_from(KB.costs.variants), ANSWERS, ASSUMED, st.sampled_from(Edition))
def test_swings_hold_the_base_and_the_largest_comes_first(
    variant: CostVariant, known: Mapping[SlotId, int | str], assumed: Assumed, edition: Edition
) -> None:
    rest = assumptions(known, KB, assumed=assumed, workspace=NOTHING_ASSUMED)
    found = swings(variant, rest, known, KB, edition)
    total = cost_of(variant, rest, known, KB, edition).total
    if total is None:
        assert found == ()
    widths = [each.high.amount - each.low.amount for each in found]
    assert widths == sorted(widths, reverse=True)
    assert all(width > 0 for width in widths)
    assert len({each.of for each in found}) == len(found)
    for each in found:
        assert total is not None
        assert each.base == total.middle
        assert each.low.amount <= each.base.amount <= each.high.amount
        assert each.low.currency == each.base.currency == each.high.currency


# Closer


def lessons(assumed: Assumed = NOTHING_ASSUMED) -> CostOfOwnership:
    return cost_of_ownership({}, KB, assuming(assumed), LESSON)


def test_the_first_with_a_total_is_looked_at_unless_another_is_named() -> None:
    found = lessons()
    first = analyse(found, {}, KB)
    named = analyse(found, {}, KB, "airflow_self_hosted")
    assert first is not None
    assert named is not None
    assert (first.of, named.of) == (found.variants[0].variant.id, "airflow_self_hosted")
    assert named.swings == swings(AIRFLOW, found.assumptions, {}, KB, LESSON)


def test_the_nearest_come_first_and_who_is_unfit_not_at_all() -> None:
    found = lessons()
    closer = analyse(found, {}, KB, "airflow_self_hosted")
    assert closer is not None
    pairs = [frozenset({each.first, each.second}) for each in closer.break_evens]
    assert all("airflow_self_hosted" in pair for pair in pairs)
    totals = {each.variant.id: each.total.middle.amount for each in found.variants if each.total}
    others = [next(iter(pair - {"airflow_self_hosted"})) for pair in pairs]
    apart = [abs(totals[other] - totals["airflow_self_hosted"]) for other in others]
    assert apart == sorted(apart)
    assert "prefect_cloud" in others
    unfit = Unfit(kind="cloud", because="It runs elsewhere.", source=None)
    without = replace(
        found,
        variants=tuple(
            replace(each, unfit=(unfit,)) if each.variant.id == "prefect_cloud" else each
            for each in found.variants
        ),
    )
    closer = analyse(without, {}, KB, "airflow_self_hosted")
    assert closer is not None
    left = {name for each in closer.break_evens for name in (each.first, each.second)}
    assert left == {*others, "airflow_self_hosted"} - {"prefect_cloud"}


def test_without_any_total_there_is_nothing_to_look_at() -> None:
    # Prices in dollars, people in euros, and nobody says what one is in the other.
    euros = Assumed(currency="EUR", engineer_cost=Decimal(90_000))
    assert analyse(lessons(euros), {}, KB) is None
    assert analyse(lessons(euros), {}, KB, "prefect_cloud") is None


def test_a_variant_without_a_total_is_neither_moved_nor_swapped() -> None:
    unknown = PREFECT.model_copy(update={"id": "unknown", "engineer": None})
    found = lessons()
    cost = cost_of(unknown, found.assumptions, {}, KB, LESSON)
    closer = analyse(replace(found, variants=(*found.variants, cost)), {}, KB, "unknown")
    assert closer == CostAnalysis(of="unknown", swings=(), break_evens=())


def test_only_what_was_reckoned_can_be_looked_at() -> None:
    with pytest.raises(KeyError):
        analyse(lessons(), {}, KB, "gone")
