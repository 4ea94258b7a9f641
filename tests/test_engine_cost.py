"""Cost of ownership: the lesson's six sums, sums of today by hand, who fits, what is done once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

import pytest
from pydantic import ValidationError

from engine.cost.assumptions import NOTHING_ASSUMED, Assumed, Assumptions, Name, assumptions
from engine.cost.model import CostOfOwnership, Item, OwnTime, VariantCost
from engine.cost.money import CurrencyMixedError, Money, MoneyRange
from engine.cost.reckon import cost_of, cost_of_ownership
from engine.decision.constraints import ruled_out
from knowledge.schema import (
    AlternativeId,
    CostLine,
    CostVariant,
    Driver,
    Edition,
    EngineerTime,
    KnowledgeBase,
    MonthlyFigure,
    NoFigure,
    OptionId,
    Price,
    PricedFigure,
    SlotId,
    SourceId,
)

Answers = Mapping[SlotId, int | str]
LESSON = SourceId("lesson")
USD_120K = Assumed(engineer_cost=Decimal(120_000))


def known(**answers: int | str) -> Answers:
    return {SlotId(slot): value for slot, value in answers.items()}


def assumed_by(
    kb: KnowledgeBase,
    answers: Answers | None = None,
    assumed: Assumed = NOTHING_ASSUMED,
    workspace: Assumed = NOTHING_ASSUMED,
) -> Assumptions:
    return assumptions(answers or {}, kb, assumed=assumed, workspace=workspace)


def cost(
    kb: KnowledgeBase,
    variant: str,
    answers: Answers | None = None,
    edition: Edition = Edition.CURRENT,
    assumed: Assumed = NOTHING_ASSUMED,
) -> VariantCost:
    rests_on = assumed_by(kb, answers, assumed)
    return cost_of(kb.costs.variant(variant), rests_on, answers or {}, kb, edition)


def dollars(low: str | int, high: str | int | None = None) -> MoneyRange:
    return MoneyRange.of(Decimal(low), Decimal(low if high is None else high), "USD")


def line(
    *,
    driver: Driver = "fixed",
    lesson: MonthlyFigure | None = None,
    current: PricedFigure | NoFigure | None = None,
    line_id: str = "made",
) -> CostLine:
    return CostLine(id=line_id, name="Made", driver=driver, lesson=lesson, current=current)


def a_month(low: int, high: int, *, or_a_year: bool = False) -> MonthlyFigure:
    return MonthlyFigure(low=low, high=high, per_year_or_month=or_a_year, source=LESSON)


def at(price: str, low: int, high: int) -> PricedFigure:
    return PricedFigure(
        price=price, low=Decimal(low), high=Decimal(high), because="Made up.", source=LESSON
    )


NO_FIGURE = NoFigure(because="Nobody says.", source=LESSON)


def variant_of(
    *lines: CostLine, alternative: str = "prefect", engineer: EngineerTime | None = None
) -> CostVariant:
    return CostVariant(
        id="made",
        alternative=AlternativeId(alternative),
        name="Made",
        short_name="Made",
        runs="self_hosted",
        lines=lines,
        engineer=engineer,
    )


def with_variants(
    kb: KnowledgeBase, *variants: CostVariant, prices: Sequence[Price] = ()
) -> KnowledgeBase:
    """The facts with these variants alone, and these prices beside the others."""
    changes = {"variants": variants, "prices": (*kb.costs.prices, *prices)}
    return kb.model_copy(update={"costs": kb.costs.model_copy(update=changes)})


def year_of(
    kb: KnowledgeBase, made: CostLine, assumed: Assumed = NOTHING_ASSUMED, *prices: Price
) -> MoneyRange | None:
    """A year of one line."""
    facts = with_variants(kb, variant_of(made), prices=prices)
    return cost(facts, "made", assumed=assumed).infrastructure


def item_of(found: VariantCost, item: str) -> Item:
    (only,) = (each for each in found.items if each.id == item)
    return only


def ids(found: CostOfOwnership) -> list[str]:
    return [each.variant.id for each in found.variants]


# The lesson's six variants at its own workload.


@pytest.mark.parametrize(
    ("variant", "year", "hundredths"),
    [
        ("airflow_astronomer", (12 * 500, 12 * 2000), 50),
        ("airflow_self_hosted", (12 * (300 + 150), 12 * (300 + 150)), 25),
        ("prefect_cloud", (12 * (500 + 100), 12 * (2000 + 100)), 10),
        ("kubeflow_gke", (12 * (400 + 800 + 50), 12 * (400 + 800 + 50)), 50),
        ("metaflow_batch", (12 * (100 + 200 + 50), 12 * (100 + 500 + 50)), 10),
        ("zenml_prefect", (12 * (100 + 500 + 50), 12 * (100 + 1000 + 50)), 20),
    ],
)
def test_the_sums_of_the_lesson_come_out_to_the_dollar(
    kb: KnowledgeBase, variant: str, year: tuple[int, int], hundredths: int
) -> None:
    found = cost(kb, variant, edition=Edition.LESSON, assumed=USD_120K)
    assert found.infrastructure == dollars(*year)
    assert found.people == dollars(hundredths * 1200)
    assert found.year == dollars(year[0] + hundredths * 1200, year[1] + hundredths * 1200)
    assert found.variant.cautions
    assert found.unfit == ()


@pytest.mark.parametrize(
    ("variant", "printed"),
    [
        ("airflow_astronomer", "6,000-24,000 + 0.5"),
        ("airflow_self_hosted", "5,400-5,400 + 0.25"),
        ("prefect_cloud", "7,200-25,200 + 0.1"),
        ("kubeflow_gke", "15,000-15,000 + 0.5"),
        ("metaflow_batch", "4,200-7,800 + 0.1"),
        ("zenml_prefect", "7,800-13,800 + 0.2"),
    ],
)
def test_the_sums_of_the_lesson_are_those_that_it_prints(
    kb: KnowledgeBase, variant: str, printed: str
) -> None:
    nothing_said = assumed_by(kb)
    found = cost_of(kb.costs.variant(variant), nothing_said, {}, kb, Edition.LESSON)
    assert found.infrastructure is not None
    assert found.people is not None
    low, high = found.infrastructure.low.amount, found.infrastructure.high.amount
    engineers = found.people.low.amount / nothing_said.engineer_cost.amount
    assert f"{low:,}-{high:,} + {engineers.normalize():f}" == printed


def test_the_edition_of_the_lesson_has_its_six_variants_and_no_price_of_today(
    kb: KnowledgeBase,
) -> None:
    everything = kb.with_contenders()
    found = cost_of_ownership({}, everything, assumed_by(kb), Edition.LESSON)
    assert sorted(ids(found)) == [
        "airflow_astronomer",
        "airflow_self_hosted",
        "kubeflow_gke",
        "metaflow_batch",
        "prefect_cloud",
        "zenml_prefect",
    ]
    items = [item for each in found.variants for item in each.items]
    assert {item.price for item in items} == {None}
    bought = [item for item in items if item.kind == "infrastructure"]
    assert all(isinstance(item.rests_on, MonthlyFigure) for item in bought)


# Sums of today, by hand.


def test_self_hosted_airflow_costs_machines_that_never_stop(kb: KnowledgeBase) -> None:
    found = cost(kb, "airflow_self_hosted", assumed=USD_120K)
    # 2 to 5 x $0.192 x 8,760 hours; $0.178 x 8,760 hours; 0.25 to 0.5 of an engineer
    assert item_of(found, "instances").amount == dollars("3363.84", "8409.60")
    assert item_of(found, "database").amount == dollars("1559.28")
    assert found.infrastructure == dollars("4923.12", "9968.88")
    assert found.people == dollars(30_000, 60_000)
    assert found.year == dollars("34923.12", "69968.88")
    assert found.once is None  # neither setup nor training of Airflow has a figure
    assert found.total == dollars("104769.36", "209906.64")


def test_kubeflow_on_gke_mixes_prices_of_today_with_figures_of_the_lesson(
    kb: KnowledgeBase,
) -> None:
    found = cost(kb, "kubeflow_gke", assumed=USD_120K)
    # 3 x $0.1942 x 8,760; none or $0.10 x 8,760; 12 x ($800 + $50)
    assert item_of(found, "control_plane").amount == dollars("5103.576")
    assert item_of(found, "cluster_fee").amount == dollars(0, 876)
    assert found.infrastructure == dollars("15303.576", "16179.576")
    assert found.people == dollars(60_000)


@pytest.mark.parametrize(
    ("driver", "times"),
    [("fixed", 1), ("per_pipeline", 2), ("per_run", 4), ("per_person", 3), ("per_step", 8)],
)
def test_a_figure_of_the_lesson_grows_with_its_driver_alone(
    kb: KnowledgeBase, driver: Driver, times: int
) -> None:
    made = line(driver=driver, lesson=a_month(100, 300))
    facts = with_variants(kb, variant_of(made))
    # The lesson: 10 engineers, 20 pipelines, 10 runs a week; and 10 steps
    answers = known(team_size=30, pipelines=40, runs_per_week=20)
    found = cost(facts, "made", answers, assumed=Assumed(steps_per_run=20))
    assert found.infrastructure == dollars(1200 * times, 3600 * times)


A_USE = Price(
    id="a_use",
    item="A use",
    value="$0.025 for 1,000; 4,000 a month are free",
    amount=Decimal("0.025"),
    per="use",
    uses=1000,
    free_a_month=4000,
    source=SourceId("price_step_functions"),
)
A_MONTH = Price(
    id="a_seat", item="A seat", value="$7", amount=Decimal(7), per="month", source=LESSON
)
AN_HOUR = Price(
    id="an_hour", item="An hour", value="$0.50", amount=Decimal("0.5"), per="hour", source=LESSON
)
BY_HAND = Assumed(pipelines=20, runs_per_week=10, steps_per_run=10)


@pytest.mark.parametrize(
    ("driver", "price", "low", "high"),
    [
        # 104,000 steps a year, 1 or 2 transitions each, 48,000 of them free
        ("per_step", A_USE, "1.4", "4"),
        # 10,400 runs a year, all within what is free
        ("per_run", A_USE, "0", "0"),
        ("fixed", A_MONTH, "84", "168"),
        ("per_person", A_MONTH, "840", "1680"),
        ("per_pipeline", A_MONTH, "1680", "3360"),
        ("fixed", AN_HOUR, "4380", "8760"),
        ("per_pipeline", AN_HOUR, "87600", "175200"),
    ],
)
def test_a_price_is_taken_as_often_as_its_driver_says(
    kb: KnowledgeBase, driver: Driver, price: Price, low: str, high: str
) -> None:
    made = line(driver=driver, current=at(price.id, 1, 2))
    assert year_of(kb, made, BY_HAND, price) == dollars(low, high)


def test_runs_of_a_month_cost_a_twelfth_of_runs_of_a_year(kb: KnowledgeBase) -> None:
    ambiguous = line(driver="per_run", lesson=a_month(500, 2000, or_a_year=True))
    plain = line(driver="per_run", lesson=a_month(10, 10), line_id="plain")
    facts = with_variants(kb, variant_of(ambiguous, plain))
    made, a_year = facts.costs.variant("made"), assumed_by(kb)
    assert a_year.runs_are == "a_year"
    found = cost_of(made, a_year, {}, facts, Edition.CURRENT)
    assert found.infrastructure == dollars(6120, 24_120)
    found = cost_of(made, replace(a_year, runs_are="a_month"), {}, facts, Edition.CURRENT)
    assert found.infrastructure == dollars(620, 2120)


@pytest.mark.parametrize(("pipelines", "low", "high"), [(10, 20, 40), (20, 40, 40), (60, 40, 120)])
def test_time_that_may_grow_with_the_pipelines_lies_between_all_and_nothing_of_it_growing(
    kb: KnowledgeBase, pipelines: int, low: int, high: int
) -> None:
    time = EngineerTime(hundredths=40, does="Both.", kind="both", driver="either", source=LESSON)
    facts = with_variants(kb, variant_of(line(lesson=a_month(1, 1)), engineer=time))
    assumed = Assumed(engineer_cost=Decimal(100_000), pipelines=pipelines)
    assert cost(facts, "made", assumed=assumed).people == dollars(low * 1000, high * 1000)


@pytest.mark.parametrize(("pipelines", "share"), [(0, 2), (1, 2), (5, 10), (20, 40), (60, 120)])
def test_time_for_pipelines_grows_with_them(kb: KnowledgeBase, pipelines: int, share: int) -> None:
    time = EngineerTime(
        hundredths=40, does="Pipelines.", kind="pipelines", driver="per_pipeline", source=LESSON
    )
    facts = with_variants(kb, variant_of(line(lesson=a_month(1, 1)), engineer=time))
    assumed = Assumed(engineer_cost=Decimal(100_000), pipelines=pipelines)
    assert cost(facts, "made", assumed=assumed).people == dollars(share * 1000)


@pytest.mark.parametrize(
    ("driver", "low", "high"), [("fixed", 20, 50), ("per_pipeline", 40, 100), ("either", 20, 100)]
)
def test_what_the_source_says_elsewhere_of_the_time_counts_today_alone(
    kb: KnowledgeBase, driver: Literal["fixed", "per_pipeline", "either"], low: int, high: int
) -> None:
    time = EngineerTime(
        hundredths=20,
        up_to_hundredths=50,
        does="All.",
        kind="both",
        driver=driver,
        source=LESSON,
    )
    facts = with_variants(kb, variant_of(line(lesson=a_month(1, 1)), engineer=time))
    assumed = Assumed(engineer_cost=Decimal(100_000), pipelines=40)
    assert cost(facts, "made", assumed=assumed).people == dollars(low * 1000, high * 1000)
    printed = cost(facts, "made", edition=Edition.LESSON, assumed=assumed).people
    once = time.model_copy(update={"up_to_hundredths": None})
    facts = with_variants(kb, variant_of(line(lesson=a_month(1, 1)), engineer=once))
    assert printed == cost(facts, "made", assumed=assumed).people


def test_time_that_goes_up_to_less_than_it_is_is_refused() -> None:
    for most in (24, 25):
        with pytest.raises(ValidationError, match="is not above hundredths 25"):
            EngineerTime(
                hundredths=25,
                up_to_hundredths=most,
                does="All.",
                kind="both",
                driver="fixed",
                source=LESSON,
            )


# Where there is no figure.


def test_a_line_without_a_figure_leaves_no_sum_and_is_named(kb: KnowledgeBase) -> None:
    priced = line(lesson=a_month(100, 100), line_id="priced")
    unknown = line(current=NO_FIGURE, line_id="unknown")
    time = EngineerTime(
        hundredths=10, does="Servers.", kind="servers", driver="fixed", source=LESSON
    )
    facts = with_variants(kb, variant_of(priced, unknown, engineer=time))
    found = cost(facts, "made", assumed=USD_120K)
    assert item_of(found, "priced").amount == dollars(1200)
    assert (found.infrastructure, found.year, found.total) == (None, None, None)
    assert found.people == dollars(12_000)
    assert item_of(found, "unknown") in found.not_counted
    assert item_of(found, "unknown").rests_on == NO_FIGURE


def test_a_price_without_an_amount_makes_no_figure(kb: KnowledgeBase) -> None:
    unknown = Price(id="asked", item="Pro", value="unknown", source=LESSON)
    assert year_of(kb, line(current=at("asked", 1, 1)), NOTHING_ASSUMED, unknown) is None


def test_people_have_no_figure_where_no_source_says_and_nobody_assumes_hours(
    kb: KnowledgeBase,
) -> None:
    facts = with_variants(kb, variant_of(line(lesson=a_month(100, 100))))
    found = cost(facts, "made")
    assert (found.people, found.year, found.total) == (None, None, None)
    assert found.infrastructure == dollars(1200)
    reason = item_of(found, "engineer").rests_on
    assert isinstance(reason, NoFigure)
    assert kb.source(reason.source).grade == "U"


def test_hours_that_somebody_assumes_are_priced_and_are_nobody_elses_figure(
    kb: KnowledgeBase,
) -> None:
    facts = with_variants(kb, variant_of(line(lesson=a_month(100, 100))))
    assumed = Assumed(engineer_cost=Decimal(120_000), engineer_hours=Decimal("4.5"))
    found = cost(facts, "made", assumed=assumed)
    assert found.people == dollars(13_500)  # 4.5 of 40 hours
    assert item_of(found, "engineer").rests_on == OwnTime(Decimal("4.5"))
    assert item_of(found, "engineer").sources == ()


def test_assumed_hours_do_not_count_where_a_source_says(kb: KnowledgeBase) -> None:
    assumed = Assumed(engineer_cost=Decimal(120_000), engineer_hours=Decimal(40))
    assert cost(kb, "prefect_cloud", assumed=assumed).people == dollars(12_000)


# What is done once.


def test_who_begins_sets_up_and_learns_and_moves_nothing(kb: KnowledgeBase) -> None:
    for today in ({}, known(current_orchestrator="none"), known(current_orchestrator="cron")):
        found = cost(kb, "prefect_cloud", today, assumed=Assumed(engineer_cost=Decimal(104_000)))
        assert [item.id for item in found.items if item.kind == "once"] == ["setup", "training"]
        assert item_of(found, "setup").amount == dollars(2000)  # the lesson's week of one engineer
        assert item_of(found, "training").amount is None
        assert {item_of(found, "setup"), item_of(found, "training")} == {*found.not_counted}


def test_what_only_one_alternative_has_a_figure_for_is_in_no_sum(kb: KnowledgeBase) -> None:
    found = cost(kb, "prefect_cloud", assumed=Assumed(engineer_cost=Decimal(104_000), years=1))
    assert item_of(found, "setup").amount is not None
    assert found.once is None
    assert found.total == found.year


def test_a_move_from_airflow_costs_the_lessons_months_and_two_weeks_of_airflow(
    kb: KnowledgeBase,
) -> None:
    answers = known(current_orchestrator="airflow", pipelines=40)
    assumed = Assumed(engineer_cost=Decimal(104_000))
    found = cost(kb, "prefect_cloud", answers, Edition.LESSON, assumed)
    assert [item.id for item in found.items if item.kind == "once"] == [
        "setup",
        "training",
        "migration",
        "parallel_run",
    ]
    assert item_of(found, "setup").amount == dollars(2000)
    # 13 to 26 weeks at $2,000 for 20 pipelines; there are 40
    assert item_of(found, "migration").amount == dollars(52_000, 104_000)
    # From own Airflow, $5,400 a year, to Astronomer, $24,000 for 20 pipelines
    parallel = item_of(found, "parallel_run")
    assert parallel.amount is not None
    assert float(parallel.amount.low.amount) == pytest.approx(5400 * 2 / 52)
    assert float(parallel.amount.high.amount) == pytest.approx(48_000 * 2 / 52)
    assert found.once is not None
    assert found.once.low.amount == 52_000 + parallel.amount.low.amount
    assert found.once.high.amount == 104_000 + parallel.amount.high.amount
    assert found.year is not None
    assert found.total == found.year.times(Decimal(3)) + found.once


def test_what_runs_today_runs_on_beside_even_where_it_is_ruled_out(kb: KnowledgeBase) -> None:
    outgrown = known(current_orchestrator="airflow", outgrown_signals=5)
    found = cost(kb, "prefect_cloud", outgrown)
    assert {each.kind for each in cost(kb, "airflow_self_hosted", outgrown).unfit} == {"ruled_out"}
    assert item_of(found, "parallel_run").amount is not None


def test_only_ways_that_fit_the_team_count_for_what_runs_today(kb: KnowledgeBase) -> None:
    answers = known(current_orchestrator="airflow", self_host="required")
    found = cost(kb, "metaflow_batch", answers, Edition.LESSON)
    parallel = item_of(found, "parallel_run").amount
    assert parallel is not None
    assert parallel.low == parallel.high
    assert float(parallel.high.amount) == pytest.approx(5400 * 2 / 52)


def test_only_ways_that_the_edition_has_count_for_what_runs_today(kb: KnowledgeBase) -> None:
    dearer = variant_of(line(lesson=a_month(9000, 9000)), alternative="airflow")
    facts = with_variants(kb, *kb.costs.variants, dearer)
    answers = known(current_orchestrator="airflow")
    for edition, changes in ((Edition.LESSON, False), (Edition.CURRENT, True)):
        before = item_of(cost(kb, "metaflow_batch", answers, edition), "parallel_run")
        after = item_of(cost(facts, "metaflow_batch", answers, edition), "parallel_run")
        assert (before != after) == changes


def test_two_weeks_of_what_has_no_figure_have_none(kb: KnowledgeBase) -> None:
    today = variant_of(line(current=NO_FIGURE), alternative="airflow")
    facts = with_variants(kb, kb.costs.variant("prefect_cloud"), today)
    found = cost(facts, "prefect_cloud", known(current_orchestrator="airflow"))
    parallel = item_of(found, "parallel_run")
    assert parallel.amount is None
    assert isinstance(parallel.rests_on, NoFigure)
    assert parallel in found.not_counted
    assert found.total is not None


def test_a_move_from_elsewhere_has_no_figure_and_says_why(kb: KnowledgeBase) -> None:
    for today in ("other", "dagster"):
        found = cost(kb, "prefect_cloud", known(current_orchestrator=today))
        for each in ("migration", "parallel_run"):
            assert item_of(found, each).amount is None
            assert isinstance(item_of(found, each).rests_on, NoFigure)
        assert found.total is not None


def test_who_stays_has_no_figure_for_what_a_change_of_way_takes(kb: KnowledgeBase) -> None:
    found = cost(kb, "airflow_self_hosted", known(current_orchestrator="airflow"))
    assert [item for item in found.items if item.kind == "once"] == []
    assert found.once is None
    assert found.year is not None
    assert found.total == found.year.times(Decimal(3))


def test_what_is_done_once_is_no_sum_where_none_of_it_has_a_figure(kb: KnowledgeBase) -> None:
    found = cost(kb, "kubeflow_gke")
    assert [item.amount for item in found.items if item.kind == "once"] == [None, None]
    assert found.once is None
    assert found.year is not None
    assert found.total == found.year.times(Decimal(3))


@pytest.mark.parametrize("years", [1, 3, 10])
def test_a_total_is_all_the_years_and_what_is_done_once(kb: KnowledgeBase, years: int) -> None:
    assumed = Assumed(engineer_cost=Decimal(104_000), years=years)
    answers = known(current_orchestrator="airflow", self_host="no")
    found = cost(kb, "prefect_cloud", answers, Edition.LESSON, assumed)
    once = {item.id: item.amount for item in found.items if item.kind == "once" and item.in_total}
    assert found.year == dollars(17_600, 35_600)
    assert once["migration"] == dollars(26_000, 52_000)
    assert once["parallel_run"] is not None
    running = dollars(years * 17_600, years * 35_600)
    assert found.total == running + dollars(26_000, 52_000) + once["parallel_run"]


# Who is unfit.


def unfit(
    kb: KnowledgeBase, variant: str, edition: Edition = Edition.CURRENT, **answers: int | str
) -> dict[str, str]:
    found = cost(kb, variant, known(**answers), edition)
    return {each.kind: each.because for each in found.unfit}


def test_a_cloud_that_the_variant_does_not_have_makes_it_unfit(kb: KnowledgeBase) -> None:
    for cloud in ("gcp", "azure", "multi", "on_premises"):
        assert unfit(kb, "metaflow_batch", cloud=cloud) == {"cloud": "It runs on AWS only."}
    assert unfit(kb, "metaflow_batch", cloud="aws") == {}
    assert unfit(kb, "metaflow_batch", cloud="undecided") == {}
    assert unfit(kb, "metaflow_batch") == {}
    assert unfit(kb, "airflow_self_hosted", cloud="gcp") == {}


def test_all_clouds_of_a_variant_are_named(kb: KnowledgeBase) -> None:
    clouds = (OptionId("aws"), OptionId("gcp"))
    made = variant_of(line(lesson=a_month(1, 1))).model_copy(update={"clouds": clouds})
    facts = with_variants(kb, made)
    assert unfit(facts, "made", cloud="azure") == {"cloud": "It runs on AWS and Google Cloud only."}
    assert unfit(facts, "made", cloud="gcp") == {}


def test_what_a_vendor_runs_is_unfit_where_no_vendor_may(kb: KnowledgeBase) -> None:
    because = "A vendor runs it, and it must run on infrastructure of your own."
    assert unfit(kb, "airflow_astronomer", self_host="required") == {"must_self_host": because}
    because = "A vendor runs a part of it, and it must run on infrastructure of your own."
    assert unfit(kb, "prefect_cloud", self_host="required") == {"must_self_host": because}
    assert unfit(kb, "airflow_self_hosted", self_host="required") == {}
    assert unfit(kb, "airflow_astronomer", self_host="no") == {}


def test_a_fact_against_the_alternative_stands_against_its_variants(kb: KnowledgeBase) -> None:
    answers = known(kubernetes_skill="none", cloud="aws")
    (reason,) = cost(kb, "kubeflow_gke", answers).unfit
    (fact,) = (each for each in kb.constraints if each.id == "kubeflow_pipelines_needs_kubernetes")
    assert (reason.kind, reason.because, reason.source) == ("ruled_out", fact.reason, fact.source)


def test_of_several_facts_against_an_alternative_the_first_is_given(kb: KnowledgeBase) -> None:
    answers = known(kubernetes_skill="none", cloud="aws", self_host="required")
    out = cost(kb, "kubeflow_gke", answers).unfit
    assert [each.kind for each in out] == ["ruled_out"]
    (fact,) = (each for each in ruled_out(answers, kb) if each.alternative == "kubeflow_pipelines")
    assert (out[0].because, out[0].source) == (fact.reason, fact.source)


def test_a_fact_against_a_contender_counts_whether_or_not_it_is_ranked(kb: KnowledgeBase) -> None:
    made = variant_of(line(lesson=a_month(1, 1)), alternative="argo_workflows")
    facts = with_variants(kb, made)
    for each in (facts, facts.with_contenders()):
        assert [*unfit(each, "made", kubernetes_skill="none")] == ["ruled_out"]


def test_a_plan_with_fewer_seats_than_the_sum_is_for_is_unfit(kb: KnowledgeBase) -> None:
    for most, people in ((1, "one person"), (3, "3 people at most")):
        made = variant_of(line(lesson=a_month(1, 1))).model_copy(update={"users_at_most": most})
        facts = with_variants(kb, made)
        because = f"The plan takes {people}; the sum is for 4 engineers."
        assert unfit(facts, "made", team_size=4) == {"users": because}
        assert unfit(facts, "made", team_size=most) == {}
        because = f"The plan takes {people}; the sum is for 10 engineers."
        assert unfit(facts, "made") == {"users": because}


def test_what_cannot_be_built_is_unfit_today_and_not_in_the_lesson(kb: KnowledgeBase) -> None:
    (today,) = cost(kb, "zenml_prefect").unfit
    claim = kb.costs.variant("zenml_prefect").cannot_be_built
    assert claim is not None
    assert (today.kind, today.because, today.source) == (
        "cannot_be_built",
        claim.text,
        claim.source,
    )
    assert cost(kb, "zenml_prefect", edition=Edition.LESSON).unfit == ()


def test_all_reasons_are_given(kb: KnowledgeBase) -> None:
    reasons = unfit(
        kb, "zenml_prefect", self_host="required", current_orchestrator="zenml", outgrown_signals=5
    )
    assert [*reasons] == ["cannot_be_built", "ruled_out", "must_self_host"]


# The table.


def test_the_variants_of_all_that_is_ranked_are_there_or_of_those_that_are_named(
    kb: KnowledgeBase,
) -> None:
    rests_on = assumed_by(kb)
    everything = cost_of_ownership({}, kb, rests_on)
    ranked = [each.id for each in kb.costs.variants if each.alternative in kb.alternatives]
    assert sorted(ids(everything)) == sorted(ranked)
    named = cost_of_ownership({}, kb, rests_on, alternatives=(AlternativeId("airflow"),))
    assert {each.variant.alternative for each in named.variants} == {"airflow"}
    assert {"airflow_self_hosted", "airflow_astronomer"} <= {*ids(named)}


def test_totals_come_first_then_infrastructure_alone_then_no_figure_then_who_is_unfit(
    kb: KnowledgeBase,
) -> None:
    def made(name: str, *, dollars: int | None, timed: bool, built: bool = True) -> CostVariant:
        current = None if dollars else NO_FIGURE
        figure = None if dollars is None else a_month(dollars, dollars)
        time = EngineerTime(
            hundredths=10, does="Servers.", kind="servers", driver="fixed", source=LESSON
        )
        variant = variant_of(line(lesson=figure, current=current), engineer=time if timed else None)
        unbuilt = None if built else kb.costs.variant("zenml_prefect").cannot_be_built
        return variant.model_copy(update={"id": name, "cannot_be_built": unbuilt})

    facts = with_variants(
        kb,
        made("unfit_cheap", dollars=1, timed=True, built=False),
        made("unfit_unknown", dollars=None, timed=True, built=False),
        made("unknown", dollars=None, timed=True),
        made("unknown_too", dollars=None, timed=False),
        made("bought_dear", dollars=50, timed=False),
        made("bought_cheap", dollars=2, timed=False),
        made("total_dear", dollars=900, timed=True),
        made("total_cheap", dollars=100, timed=True),
        made("total_same", dollars=100, timed=True),
    )
    found = cost_of_ownership({}, facts, assumed_by(facts))
    assert ids(found) == [
        *("total_cheap", "total_same", "total_dear"),
        *("bought_cheap", "bought_dear"),
        *("unknown", "unknown_too"),
        *("unfit_cheap", "unfit_unknown"),
    ]


def test_of_two_totals_that_with_the_lower_middle_comes_first(kb: KnowledgeBase) -> None:
    wide, narrow = line(lesson=a_month(1, 900)), line(lesson=a_month(300, 301))
    facts = with_variants(
        kb,
        variant_of(wide).model_copy(update={"id": "wide"}),
        variant_of(narrow).model_copy(update={"id": "narrow"}),
    )
    hours = Assumed(engineer_hours=Decimal(1))
    for rests_on in (assumed_by(facts), assumed_by(facts, assumed=hours)):
        assert ids(cost_of_ownership({}, facts, rests_on)) == ["narrow", "wide"]


def test_a_workload_beyond_or_below_the_lessons_is_said(kb: KnowledgeBase) -> None:
    def compared(**answers: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found = cost_of_ownership({}, kb, assumed_by(kb, known(**answers)))
        return found.beyond, found.below

    assert compared() == ((), ())
    assert compared(team_size=10, pipelines=20, runs_per_week=10) == ((), ())
    assert compared(pipelines=21, runs_per_week=0) == (("pipelines",), ("runs_per_week",))


@pytest.mark.parametrize(
    ("driver", "grows"),
    [
        ("fixed", ()),
        ("per_person", ("engineers",)),
        ("per_pipeline", ("pipelines",)),
        ("per_run", ("pipelines", "runs_per_week")),
    ],
)
def test_only_what_some_figure_grows_with_is_beyond_the_lessons_workload(
    kb: KnowledgeBase, driver: Driver, grows: tuple[str, ...]
) -> None:
    answers = known(team_size=11, pipelines=21, runs_per_week=11)
    less = known(team_size=9, pipelines=19, runs_per_week=9)
    made = variant_of(line(driver=driver, lesson=a_month(1, 1)))
    unknown = line(driver="per_step", current=NO_FIGURE)
    others = (
        variant_of(unknown).model_copy(update={"id": "unknown"}),
        variant_of(line(driver="per_run", lesson=a_month(1, 1))).model_copy(
            update={"id": "unfit", "users_at_most": 1}
        ),
    )
    facts = with_variants(kb, made, *others)
    found = cost_of_ownership(answers, facts, assumed_by(facts, answers))
    assert (found.beyond, found.below) == (grows, ())
    found = cost_of_ownership(less, facts, assumed_by(facts, less))
    assert (found.beyond, found.below) == ((), grows)


@pytest.mark.parametrize(
    ("cloud", "elsewhere", "whose"),
    [
        (None, None, None),
        ("undecided", None, None),
        ("multi", None, None),
        ("aws", None, "aws"),
        ("gcp", "aws", "gcp"),
        ("azure", "aws", "azure"),
        ("on_premises", "aws", "on_premises"),
    ],
)
def test_prices_of_another_cloud_than_the_teams_are_marked(
    kb: KnowledgeBase, cloud: str | None, elsewhere: str | None, whose: str | None
) -> None:
    answers = {} if cloud is None else known(cloud=cloud)
    assert cost(kb, "airflow_self_hosted", answers).priced_on == elsewhere
    assert cost(kb, "airflow_astronomer", answers).priced_on is None
    assert cost_of_ownership(answers, kb, assumed_by(kb, answers)).cloud == whose


# Sources and grades.


def test_an_item_names_the_sources_of_everything_in_it(kb: KnowledgeBase) -> None:
    found = cost(kb, "airflow_self_hosted")
    assert item_of(found, "instances").sources == ("price_public_tables", "lesson")
    assert item_of(found, "instances").price == kb.costs.price("ec2_m5_xlarge")
    assert item_of(found, "engineer").sources == ("lesson", "engineer_cost_us")
    own = cost(kb, "airflow_self_hosted", assumed=USD_120K)
    assert item_of(own, "engineer").sources == ("lesson",)
    own = cost(kb, "airflow_self_hosted", known(engineer_cost=120_000))
    assert item_of(own, "engineer").sources == ("lesson",)


def test_every_item_of_every_variant_has_a_source_and_a_date(kb: KnowledgeBase) -> None:
    everything = kb.with_contenders()
    answers = known(current_orchestrator="airflow")
    found = cost_of_ownership(answers, everything, assumed_by(kb, answers))
    items = [item for each in found.variants for item in each.items]
    assert all(item.sources for item in items)
    assert all(kb.source(source).as_of for item in items for source in item.sources)


def test_the_weakest_evidence_of_what_has_a_figure_is_named(kb: KnowledgeBase) -> None:
    def weakest(*lines: CostLine, assumed: Assumed = NOTHING_ASSUMED) -> str:
        facts = with_variants(kb, variant_of(*lines, alternative="dagster"))
        return cost(facts, "made", assumed=assumed).weakest

    by_vendor = at("gke_control_plane", 1, 1).model_copy(update={"source": "price_temporal"})
    third_party = by_vendor.model_copy(update={"price": "ec2_t3_medium"})
    assert weakest(line(current=by_vendor)) == "B"
    assert weakest(line(current=third_party)) == "C"
    assert weakest(line(current=by_vendor), line(current=third_party)) == "C"
    assert weakest(line(current=by_vendor), line(lesson=a_month(1, 1))) == "J"
    # What has no figure does not count.
    assert weakest(line(current=by_vendor), line(current=NO_FIGURE)) == "B"
    assert weakest(line(current=NO_FIGURE)) == "U"
    # Hours of one's own are a judgement.
    own = Assumed(engineer_cost=Decimal(1), engineer_hours=Decimal(1))
    assert weakest(line(current=NO_FIGURE), assumed=own) == "J"
    by_vendors_page = at("temporal_actions", 1, 1).model_copy(update={"source": "price_temporal"})
    used = line(driver="per_step", current=by_vendors_page)
    assert weakest(used) == "A"
    assert weakest(used, assumed=own) == "J"


def test_what_counts_in_no_total_is_not_the_weakest_evidence_of_it(kb: KnowledgeBase) -> None:
    sure = at("temporal_actions", 1, 1).model_copy(update={"source": "price_temporal"})
    facts = with_variants(kb, variant_of(line(driver="per_step", current=sure)))
    # Setting up Prefect has a figure of the lesson, which is a judgement, and counts nowhere.
    found = cost(facts, "made", assumed=USD_120K)
    assert item_of(found, "setup").amount is not None
    assert found.weakest == "A"


def test_a_plan_of_a_vendor_is_not_known_to_cost_less_for_less(kb: KnowledgeBase) -> None:
    plan = a_month(500, 2000).model_copy(update={"scales_down": False})
    made = line(driver="per_run", lesson=plan)
    for pipelines, low, high in ((1, 300, 24_000), (20, 6_000, 24_000), (40, 12_000, 48_000)):
        assert year_of(kb, made, Assumed(pipelines=pipelines)) == dollars(low, high)
    held = {
        (variant.id, each.id)
        for variant in kb.costs.variants
        for each in variant.lines
        if each.lesson is not None and not each.lesson.scales_down
    }
    assert held == {
        ("airflow_astronomer", "astronomer"),
        ("prefect_cloud", "plan"),
        ("zenml_prefect", "prefect_plan"),
    }


def test_a_price_that_is_a_range_is_taken_from_end_to_end(kb: KnowledgeBase) -> None:
    assert cost(kb, "airflow_google").infrastructure == dollars(12 * 300, 12 * 400)


def test_a_fee_alone_comes_after_the_whole_sums(kb: KnowledgeBase) -> None:
    cheap, dear = line(lesson=a_month(1, 1)), line(lesson=a_month(9, 9))
    fee = variant_of(cheap).model_copy(update={"id": "fee", "without": "what the steps compute"})
    facts = with_variants(kb, fee, variant_of(dear))
    found = cost_of_ownership({}, facts, assumed_by(facts))
    assert ids(found) == ["made", "fee"]
    own = assumed_by(facts, assumed=Assumed(engineer_hours=Decimal(1)))
    assert ids(cost_of_ownership({}, facts, own)) == ["made", "fee"]


def test_what_computes_elsewhere_is_a_fee_alone(kb: KnowledgeBase) -> None:
    fees = {each.id: each.without for each in kb.costs.variants if each.without is not None}
    assert fees == dict.fromkeys(
        (
            "dagster_plus_solo",
            "dagster_plus_starter",
            "vertex_pipelines",
            "step_functions_standard",
        ),
        "what the steps compute",
    )


# What is assumed, and who says so.


def said(found: Assumptions, name: Name) -> str:
    return f"{getattr(found, name)} {found.origins[name]}"


def test_with_nothing_said_the_lessons_workload_and_the_defaults_are_assumed(
    kb: KnowledgeBase,
) -> None:
    found = assumed_by(kb)
    assert [found.engineers, found.pipelines, found.runs_per_week] == [10, 20, 10]
    assert found.runs_a_year == 10_400
    assert found.steps_per_run == kb.costs.defaults.steps_per_run.value
    assert found.years == kb.costs.defaults.years.value
    assert found.engineer_cost == Money(Decimal(kb.costs.defaults.engineer_cost.value), "USD")
    assert (found.engineer_hours, found.currency, found.per_dollar) == (None, "USD", None)
    assert found.adds_up
    assert {*found.origins.values()} == {"default"}
    assert len(found.origins) == 8


def test_what_is_set_wins_over_answers_and_those_over_the_workspace(kb: KnowledgeBase) -> None:
    answers = known(pipelines=2, runs_per_week=2, engineer_cost=2, team_size=2)
    workspace = Assumed(
        engineer_cost=Decimal(3), pipelines=3, runs_per_week=3, steps_per_run=3, years=3
    )
    found = assumed_by(kb, answers, Assumed(pipelines=1, years=1), workspace)
    assert said(found, "pipelines") == "1 set"
    assert said(found, "years") == "1 set"
    assert said(found, "runs_per_week") == "2 answered"
    assert found.engineer_cost == Money(Decimal(2), "USD")
    assert found.origins["engineer_cost"] == "answered"
    assert said(found, "engineers") == "2 answered"
    assert said(found, "steps_per_run") == "3 workspace"
    assert assumed_by(kb, {}, workspace=workspace).engineer_cost == Money(Decimal(3), "USD")


def test_fewer_runs_than_one_a_week_count_as_one(kb: KnowledgeBase) -> None:
    found = assumed_by(kb, known(runs_per_week=0))
    assert said(found, "runs_per_week") == "1 answered"


def test_no_pipelines_yet_are_counted_as_one(kb: KnowledgeBase) -> None:
    made = line(driver="per_run", lesson=a_month(100, 100))
    assert year_of(kb, made, Assumed(pipelines=0)) == year_of(kb, made, Assumed(pipelines=1))
    assert year_of(kb, made, Assumed(pipelines=0)) == dollars(60)  # a twentieth of 1,200


# Currencies.


EUR = Assumed(currency="EUR")
EUR_RATE = Assumed(currency="EUR", per_dollar=Decimal("0.5"))
EUR_COST = Assumed(currency="EUR", engineer_cost=Decimal(100_000))
EUR_BOTH = Assumed(currency="EUR", per_dollar=Decimal("0.5"), engineer_cost=Decimal(100_000))


def euros(low: str | int) -> MoneyRange:
    return MoneyRange.of(Decimal(low), Decimal(low), "EUR")


def test_with_a_rate_everything_is_in_the_currency(kb: KnowledgeBase) -> None:
    found = cost(kb, "airflow_self_hosted", edition=Edition.LESSON, assumed=EUR_BOTH)
    assert found.infrastructure == euros(2700)
    assert found.people == euros(25_000)
    assert found.total == euros(3 * 27_700)
    default = cost(kb, "airflow_self_hosted", edition=Edition.LESSON, assumed=EUR_RATE)
    assert default.people == euros(kb.costs.defaults.engineer_cost.value // 8)  # 0.25 x 0.5


def test_without_a_rate_dollars_and_the_currency_do_not_add_up(kb: KnowledgeBase) -> None:
    answers = known(current_orchestrator="airflow")
    found = cost(kb, "metaflow_batch", answers, Edition.LESSON, EUR_COST)
    assert found.infrastructure == dollars(4200, 7800)
    assert found.people == euros(10_000)
    assert (found.year, found.once, found.total) == (None, None, None)
    assert not assumed_by(kb, assumed=EUR_COST).adds_up


def test_a_currency_alone_leaves_everything_in_dollars(kb: KnowledgeBase) -> None:
    rests_on = assumed_by(kb, assumed=EUR)
    assert rests_on.adds_up
    assert (rests_on.currency, rests_on.engineer_cost.currency) == ("EUR", "USD")
    found = cost(kb, "airflow_self_hosted", edition=Edition.LESSON, assumed=EUR)
    assert found.total is not None
    assert found.total.currency == "USD"


def test_what_the_workspace_keeps_in_another_currency_is_not_used(kb: KnowledgeBase) -> None:
    in_dollars = assumed_by(kb, assumed=Assumed(currency="USD"), workspace=EUR_BOTH)
    assert (in_dollars.engineer_cost.currency, in_dollars.per_dollar) == ("USD", None)
    assert in_dollars.origins["engineer_cost"] == "default"
    in_francs = assumed_by(kb, assumed=Assumed(currency="CHF"), workspace=EUR_BOTH)
    assert (in_francs.engineer_cost.currency, in_francs.per_dollar) == ("USD", None)
    of_dollars = assumed_by(kb, assumed=EUR_RATE, workspace=USD_120K)
    assert of_dollars.origins["engineer_cost"] == "default"


def test_what_is_set_without_a_currency_is_in_that_of_the_workspace(kb: KnowledgeBase) -> None:
    found = assumed_by(kb, assumed=USD_120K, workspace=EUR_RATE)
    assert found.engineer_cost == Money(Decimal(120_000), "EUR")
    assert (found.per_dollar, found.origins["currency"]) == (Decimal("0.5"), "workspace")


@pytest.mark.parametrize(
    ("kept", "cost"),
    [
        (EUR_RATE, Money(Decimal(45_000), "EUR")),
        (EUR, Money(Decimal(90_000), "USD")),
        (NOTHING_ASSUMED, Money(Decimal(90_000), "USD")),
    ],
)
def test_what_the_team_answered_is_in_us_dollars(
    kb: KnowledgeBase, kept: Assumed, cost: Money
) -> None:
    for found in (
        assumed_by(kb, known(engineer_cost=90_000), workspace=kept),
        assumed_by(kb, known(engineer_cost=90_000), assumed=kept),
    ):
        assert found.engineer_cost == cost
        assert found.adds_up


def test_a_rate_means_nothing_where_dollars_count(kb: KnowledgeBase) -> None:
    rate = Assumed(per_dollar=Decimal(2))
    for assumed in (rate, rate.model_copy(update={"currency": "USD"})):
        assert assumed_by(kb, assumed=assumed) == replace(
            assumed_by(kb), origins=assumed_by(kb, assumed=assumed).origins
        )


def test_two_currencies_are_never_added() -> None:
    dollar, euro = Money(Decimal(1), "USD"), Money(Decimal(1), "EUR")
    with pytest.raises(CurrencyMixedError):
        _ = dollar + euro
    with pytest.raises(CurrencyMixedError):
        MoneyRange(dollar, euro)


@pytest.mark.parametrize("field", ["engineer_cost", "per_dollar", "engineer_hours"])
@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "-1", "1e99"])
def test_nothing_without_bounds_can_be_assumed(field: str, value: str) -> None:
    with pytest.raises(ValidationError):
        Assumed.model_validate({field: value})
