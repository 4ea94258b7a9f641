"""What moves a total, and what is looked at closer: by hand, and for whatever can be assumed."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cost.analysis import CostAnalysis, analyse
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed, Assumptions, assumptions
from engine.cost.break_even import break_even, grows_with_runs, is_beyond_the_lesson
from engine.cost.model import CostOfOwnership, Swing, Unfit
from engine.cost.reckon import cost_of, cost_of_ownership
from engine.cost.tornado import swings
from knowledge.schema import (
    AlternativeId,
    CostLine,
    CostVariant,
    Edition,
    MonthlyFigure,
    PricedFigure,
    SlotId,
    SourceId,
)
from tests.facts import KB

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
    # The plan 6,000 to 24,000; workers 1,200; a tenth of an engineer 10,400. For half the work the
    # plan is 3,000 to 24,000.
    base = 15_000 + 1_200 + 10_400
    found = moved(PREFECT, assumed)
    assert {of: ends(swing) for of, swing in found.items()} == {
        "price_ranges": around(base, 9_000),
        "pipelines": (Decimal(base - 1_500), Decimal(base + 7_500)),
        "runs_per_week": (Decimal(base - 1_500), Decimal(base + 7_500)),
        "runs_are": (Decimal(base - 13_750), Decimal(base)),
        "engineer_cost": around(base, 5_200),
    }
    assert list(found) == [
        "price_ranges",
        "runs_are",
        "engineer_cost",
        "pipelines",
        "runs_per_week",
    ]
    assert {swing.base.amount for swing in found.values()} == {Decimal(base)}


def test_a_pipeline_never_runs_less_than_once_a_week() -> None:
    once = moved(PREFECT, Assumed(runs_per_week=1))["runs_per_week"]
    assert once.low == once.base
    assert once.high.amount > once.base.amount


def test_there_is_never_less_than_a_pipeline_and_a_step_of_a_run() -> None:
    one = moved(PREFECT, Assumed(pipelines=1))["pipelines"]
    assert one.low == one.base
    assert one.high.amount > one.base.amount
    starter = KB.costs.variant("dagster_plus_starter")
    hours = Assumed(steps_per_run=1, engineer_hours=Decimal(1))
    step = moved(starter, hours, CURRENT)["steps_per_run"]
    assert step.low == step.base
    assert step.high.amount > step.base.amount


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


def test_beyond_the_lessons_runs_nothing_is_said_of_machines_that_do_not_grow() -> None:
    # Its two machines stand for any number of runs.
    closer = analyse(lessons(), {}, KB, "airflow_self_hosted")
    assert closer is not None
    assert {each.of for each in closer.break_evens} == {"engineer_cost"}
    now = assuming()
    swap = break_even(
        AIRFLOW, PREFECT, "runs_per_week", now, known={}, knowledge=KB, edition=LESSON
    )
    assert swap is not None
    assert is_beyond_the_lesson(swap, now, KB)
    # By prices of today one lies at 4.77 runs a week of 20 pipelines, and so at 2.4 of 40.
    for pipelines, of in ((20, {"runs_per_week"}), (40, {"runs_per_week"})):
        assumed = assuming(Assumed(pipelines=pipelines))
        found = cost_of_ownership({}, KB, assumed)
        closer = analyse(found, {}, KB, "airflow_self_hosted")
        assert closer is not None
        assert {each.of for each in closer.break_evens} >= of
        assert not [e for e in closer.break_evens if is_beyond_the_lesson(e, assumed, KB)]


def test_within_the_lessons_runs_a_swap_is_said_and_where_both_grow_beyond_them_too() -> None:
    cheap = lessons(Assumed(engineer_cost=Decimal(10_000)))
    runs = [
        swap
        for each in cheap.variants
        for closer in [analyse(cheap, {}, KB, each.variant.id)]
        if closer is not None
        for swap in closer.break_evens
        if swap.of == "runs_per_week"
    ]
    beyond = [swap for swap in runs if is_beyond_the_lesson(swap, cheap.assumptions, KB)]
    assert beyond
    assert len(beyond) < len(runs)
    for swap in beyond:
        ways = (KB.costs.variant(id_) for id_ in (swap.first, swap.second))
        assert all(grows_with_runs(way, LESSON) for way in ways)


def test_a_fee_alone_swaps_with_nobody() -> None:
    hours = assuming(Assumed(engineer_hours=Decimal(4)))
    ways = tuple(AlternativeId(each) for each in ("prefect", "vertex_pipelines"))
    found = cost_of_ownership({}, KB, hours, alternatives=ways)
    fee = analyse(found, {}, KB, "vertex_pipelines")
    assert fee is not None
    assert fee.swings
    assert fee.break_evens == ()
    other = analyse(found, {}, KB, "prefect_cloud")
    assert other is not None
    assert other.break_evens
    named = {id_ for each in other.break_evens for id_ in (each.first, each.second)}
    assert "vertex_pipelines" not in named


def test_without_any_total_there_is_nothing_to_look_at() -> None:
    # Prices in dollars, people in euros, and nobody says what one is in the other.
    euros = Assumed(currency="EUR", engineer_cost=Decimal(90_000))
    assert analyse(lessons(euros), {}, KB) is None
    nothing = CostAnalysis(of="prefect_cloud", swings=(), break_evens=())
    assert analyse(lessons(euros), {}, KB, "prefect_cloud") == nothing


def test_who_is_unfit_is_looked_at_only_where_it_is_named() -> None:
    zenml = (AlternativeId("zenml"),)
    found = cost_of_ownership({}, KB, assuming(), alternatives=zenml)
    assert [each.variant.id for each in found.variants if each.total] == ["zenml_prefect"]
    assert analyse(found, {}, KB) is None
    named = analyse(found, {}, KB, "zenml_prefect")
    assert named is not None
    assert named.swings


def test_a_variant_without_a_total_is_neither_moved_nor_swapped() -> None:
    unknown = PREFECT.model_copy(update={"id": "unknown", "engineer": None})
    found = lessons()
    cost = cost_of(unknown, found.assumptions, {}, KB, LESSON)
    closer = analyse(replace(found, variants=(*found.variants, cost)), {}, KB, "unknown")
    assert closer == CostAnalysis(of="unknown", swings=(), break_evens=())


def test_only_what_was_reckoned_can_be_looked_at() -> None:
    with pytest.raises(KeyError):
        analyse(lessons(), {}, KB, "gone")
