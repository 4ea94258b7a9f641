"""The words of a cost of ownership: exact figures, plain sentences, nothing claimed too much."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pages.assumed import TWO_CURRENCIES, assumption_lines, assumptions_in_short, phrase
from bot.pages.ownership import (
    about,
    evidence,
    figure_in_table,
    headline,
    item_line,
    known_part_line,
    left_out_lines,
    not_counted_lines,
    once_line,
    people_in_table,
    priced_elsewhere_line,
    row_name,
    scaled_lines,
    unfit_line,
    work_line,
    workload,
    year_of,
)
from bot.pages.ownership_page import ownership_in_short, ownership_page
from bot.pages.page import Grid, Line, Lines, Page
from bot.pages.words import NO_FIGURE, counted, exact, price, rounded
from engine.cost.analysis import analyse
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed, assumptions
from engine.cost.model import CostOfOwnership, Item, Unfit, VariantCost
from engine.cost.money import Money, MoneyRange
from engine.cost.reckon import cost_of_ownership
from knowledge.schema import (
    AlternativeId,
    Driver,
    Edition,
    KnowledgeBase,
    NoFigure,
    Price,
    PricedFigure,
    SlotId,
    SourceId,
)

AIRFLOW, PREFECT, DAGSTER, ZENML, KUBEFLOW = (
    AlternativeId(each) for each in ("airflow", "prefect", "dagster", "zenml", "kubeflow_pipelines")
)
CLOUD = SlotId("cloud")
TODAY, PIPELINES, TEAM = SlotId("current_orchestrator"), SlotId("pipelines"), SlotId("team_size")
Known = dict[SlotId, int | str]


def dollars(low: str, high: str | None = None) -> MoneyRange:
    return MoneyRange.of(Decimal(low), Decimal(high or low), "USD")


def reckoned(
    kb: KnowledgeBase,
    known: Known | None = None,
    *alternatives: AlternativeId,
    assumed: Assumed = NOTHING_ASSUMED,
    workspace: Assumed = NOTHING_ASSUMED,
    edition: Edition = Edition.LESSON,
) -> CostOfOwnership:
    told = known or {}
    rests_on = assumptions(told, kb, assumed=assumed, workspace=workspace)
    return cost_of_ownership(told, kb, rests_on, edition, alternatives=alternatives)


def of(found: CostOfOwnership, variant: str) -> VariantCost:
    return next(each for each in found.variants if each.variant.id == variant)


def item(found: CostOfOwnership, variant: str, id_: str) -> Item:
    return next(each for each in of(found, variant).items if each.id == id_)


def statements(page: Page) -> Iterator[Line]:
    for section in page.sections:
        for part in section.parts:
            if isinstance(part, Lines):
                yield from part.lines


# Figures


@pytest.mark.parametrize(
    ("figure", "reads", "in_a_table"),
    [
        (None, "no figure", "no figure"),
        (dollars("0"), "$0", "$0"),
        (dollars("15000"), "$15,000", "$15,000"),
        (dollars("15012.40"), "about $15,000", "$15,000"),
        (dollars("6000", "24000"), "$6,000 to $24,000", "$6,000 to $24,000"),
        (dollars("26633", "44600"), "about $26,600 to $44,600", "$26,600 to $44,600"),
        (dollars("14990", "15012"), "about $15,000", "$15,000"),
        (dollars("999.6"), "about $1,000", "$1,000"),
        (dollars("72.345"), "about $72.30", "$72.30"),
        (dollars("0.0416"), "$0.0416", "$0.0416"),
        (dollars("1234567.89"), "about $1,230,000", "$1,230,000"),
        (Money(Decimal(12000), "EUR"), "EUR 12,000", "EUR 12,000"),
        (
            MoneyRange.of(Decimal(12000), Decimal(14001), "EUR"),
            "about EUR 12,000 to 14,000",
            "EUR 12,000 to 14,000",
        ),
    ],
)
def test_a_sum_is_read_with_three_digits_and_says_about_where_it_is_rounded(
    figure: Money | MoneyRange | None, reads: str, in_a_table: str
) -> None:
    assert about(figure) == reads
    assert figure_in_table(figure) == in_a_table


@given(st.decimals(min_value=0, max_value=10**15, places=4))
def test_rounding_moves_a_figure_by_less_than_half_a_percent(figure: Decimal) -> None:
    shown = rounded(figure)
    assert abs(shown - figure) <= figure * Decimal("0.005")
    assert len(shown.normalize().as_tuple().digits) <= 3


@given(st.decimals(min_value=0, max_value=10**12, places=3))
def test_a_number_is_shown_with_all_its_digits(figure: Decimal) -> None:
    assert Decimal(counted(figure).replace(",", "")) == figure


@pytest.mark.parametrize(
    ("amount", "per", "uses", "reads"),
    [
        ("0.192", "hour", 1, "$0.192 an hour"),
        ("0.10", "hour", 1, "$0.10 an hour"),
        ("100", "month", 1, "$100 a month"),
        ("0.03", "use", 1, "$0.03 each"),
        ("0.025", "use", 1000, "$0.025 for 1,000"),
        (None, None, 1, ""),
    ],
)
def test_a_price_stands_as_it_is(
    kb: KnowledgeBase, amount: str | None, per: str | None, uses: int, reads: str
) -> None:
    changed = {"amount": None if amount is None else Decimal(amount), "per": per, "uses": uses}
    found = Price.model_validate({**kb.costs.prices[0].model_dump(), **changed})
    assert price(found) == reads


def test_an_amount_from_a_hundred_on_is_shown_to_the_cent() -> None:
    assert exact(Money(Decimal("175456.78991"), "EUR")) == "EUR 175,456.79"
    assert exact(Money(Decimal("99.12345"), "USD")) == "$99.12345"


# Sentences on a variant, and on several


def test_a_headline_says_a_year_and_how_much_of_it_is_people(kb: KnowledgeBase) -> None:
    found = reckoned(kb, None, PREFECT)
    assert headline(found) == (
        f"{kb.costs.variant('prefect_cloud').name}: $26,200 to $44,200 a year, of which $19,000 "
        "is engineer time."
    )


def test_a_headline_prefers_who_fits_and_says_where_nobody_does(kb: KnowledgeBase) -> None:
    found = reckoned(kb, None, PREFECT, AIRFLOW)
    first, second, *_ = found.variants
    barred = replace(first, unfit=(Unfit("cloud", "It runs on AWS only.", None),))
    assert headline(replace(found, variants=(second, barred))).startswith(second.variant.name)
    assert headline(replace(found, variants=(barred,))).endswith(" It is not for this team.")
    assert headline(reckoned(kb, None, DAGSTER)) == "No figure: the lesson has no sum for it."


def test_no_figure_for_people_makes_no_year(kb: KnowledgeBase) -> None:
    cost = of(reckoned(kb, None, PREFECT), "prefect_cloud")
    assert year_of(replace(cost, people=None, year=None)) == (
        "$7,200 to $25,200 a year for infrastructure, and no figure for engineer time."
    )
    assert year_of(replace(cost, infrastructure=None, year=None)) == "no figure."


def test_two_currencies_are_never_added(kb: KnowledgeBase) -> None:
    euros = Assumed(currency="EUR", engineer_cost=Decimal(100_000))
    found = reckoned(kb, None, PREFECT, assumed=euros)
    assert year_of(of(found, "prefect_cloud")) == (
        "$7,200 to $25,200 a year for infrastructure and EUR 10,000 for engineer time "
        "(two currencies; say what a dollar is worth and they add up)."
    )


def test_engineer_time_of_different_kinds_is_said_with_its_source(kb: KnowledgeBase) -> None:
    found = reckoned(kb, None, AIRFLOW)
    line = work_line(found.variants, kb)
    assert line == Line(
        "not the same work in all of them. On servers: Airflow, own EC2. On pipelines: Airflow, "
        "Astronomer.",
        "Engineer time",
        (kb.source(SourceId("lesson")),),
    )
    assert work_line([of(found, "airflow_self_hosted")], kb) is None


def test_hours_that_are_assumed_are_said_beside_those_of_a_source(kb: KnowledgeBase) -> None:
    hours = Assumed(engineer_hours=Decimal(4))
    found = reckoned(kb, None, PREFECT, DAGSTER, assumed=hours, edition=Edition.CURRENT)
    cloud, own = of(found, "prefect_cloud"), of(found, "prefect_self_hosted")
    line = work_line([cloud, own, of(found, "dagster_self_hosted")], kb)
    assert line == Line(
        "On servers: Prefect Cloud. Hours that you assumed: Prefect, own server; Dagster, own "
        "server.",
        "Engineer time",
        (kb.source(SourceId("lesson")),),
    )
    assert work_line([own], kb) is None
    assert people_in_table(own) == "$19,000 (assumed)"
    assert people_in_table(cloud) == "$19,000"
    assert people_in_table(replace(cloud, people=None)) == "no figure"


def test_what_lies_beyond_or_below_the_lessons_workload_is_said(kb: KnowledgeBase) -> None:
    found = reckoned(kb, {PIPELINES: 40, SlotId("runs_per_week"): 3, TEAM: 3})
    assert [each.text for each in scaled_lines(found, kb)] == [
        "Beyond the lesson's workload (20 pipelines): extrapolated.",
        (
            "Below the lesson's workload (10 runs a week): scaled down, of vendors' plans the low "
            "end alone."
        ),
    ]
    assert scaled_lines(reckoned(kb), kb) == ()
    assert workload(found.assumptions) == (
        "40 pipelines, 3 runs a week of each, 3 engineers, 3 years"
    )


def test_one_of_a_thing_is_not_several(kb: KnowledgeBase) -> None:
    one: Known = {PIPELINES: 1, TEAM: 1, SlotId("runs_per_week"): 1}
    set_ = Assumed(years=1, steps_per_run=1, engineer_hours=Decimal(1))
    found = reckoned(kb, one, assumed=set_)
    assert workload(found.assumptions) == "1 pipeline, 1 run a week of it, 1 engineer, 1 year"
    assert phrase("steps_per_run", found.assumptions) == "1 step a run"
    assert phrase("engineer_hours", found.assumptions) == (
        "1 engineer hour a week where no source says it"
    )


def test_prices_of_another_cloud_are_said_by_whose_they_are(kb: KnowledgeBase) -> None:
    def said(cloud: str, *named: AlternativeId) -> str | None:
        line = priced_elsewhere_line(
            reckoned(kb, {CLOUD: cloud}, *named, edition=Edition.CURRENT), kb
        )
        return None if line is None else line.text

    assert said("gcp", AIRFLOW, PREFECT) == (
        "Priced on AWS, and your cloud is Google Cloud: Prefect Cloud; Airflow, own EC2; Prefect, "
        "own server. Their prices there are not known here."
    )
    assert said("azure", AIRFLOW, KUBEFLOW) == (
        "Priced on AWS, and your cloud is Azure: Airflow, own EC2. Priced on Google Cloud, and "
        "your cloud is Azure: Kubeflow, own GKE. Their prices there are not known here."
    )
    assert said("on_premises", AIRFLOW) == (
        "Priced on AWS, and your servers are your own: Airflow, own EC2. Their prices there are "
        "not known here."
    )
    assert [said(each, AIRFLOW) for each in ("aws", "multi", "undecided")] == [None, None, None]


def test_infrastructure_that_has_a_figure_in_part_says_which(kb: KnowledgeBase) -> None:
    found = reckoned(kb, {PIPELINES: 40}, ZENML, edition=Edition.CURRENT)
    assert known_part_line(of(found, "zenml_self_hosted"), found, kb) == Line(
        "$2,400 a year for ZenML server on a small EC2 instance with RDS; Artifact store on S3 or "
        "GCS; no figure for The orchestrator that it drives.",
        "ZenML, own server",
        (kb.source(SourceId("lesson")),),
    )
    assert known_part_line(of(found, "zenml_pro"), found, kb) is None
    assert known_part_line(of(found, "zenml_prefect"), found, kb) is None


def test_what_is_paid_once_says_how_much_and_for_what(kb: KnowledgeBase) -> None:
    found = reckoned(kb, {TODAY: "airflow"}, PREFECT, AIRFLOW)
    moving = once_line(of(found, "prefect_cloud"))
    assert moving == (
        "about $47,700 to $95,900 of it once, for moving the pipelines and running both side by "
        "side"
    )
    assert once_line(of(found, "airflow_self_hosted")) == ""
    assert once_line(of(reckoned(kb, None, PREFECT), "prefect_cloud")) == ""
    said = headline(reckoned(kb, {TODAY: "airflow"}, PREFECT))
    assert said.endswith(f" In 3 years about $126,000 to $229,000, {moving}.")


def test_evidence_is_the_weakest_with_its_date(kb: KnowledgeBase) -> None:
    cost = of(reckoned(kb, None, PREFECT), "prefect_cloud")
    assert evidence(cost, kb) == "J, lesson"
    bought = kb.costs.price("ec2_t3_medium").source
    grade = kb.source(bought).grade
    one = replace(cost.items[0], sources=(bought,))
    assert evidence(replace(cost, items=(one,), weakest=grade), kb) == "C, 2026"
    assert evidence(replace(cost, items=(), weakest=grade), kb) == grade.value


# Line items


def test_an_item_of_the_lesson_says_how_it_grew(kb: KnowledgeBase) -> None:
    found = reckoned(kb, {PIPELINES: 40})
    assert item_line(item(found, "prefect_cloud", "plan"), found, kb) == Line(
        "$12,000 to $48,000 a year: $500 to $2,000 a month in the lesson x 12 x 2 (400 runs a week "
        "to the lesson's 200).",
        "Prefect Cloud, for 10,000 runs",
        (kb.source(SourceId("lesson")),),
    )
    fixed = item_line(item(found, "prefect_cloud", "workers"), found, kb)
    assert fixed.text == "$1,200 a year: $100 a month in the lesson x 12."


def test_the_other_reading_of_the_runs_is_said_in_its_item(kb: KnowledgeBase) -> None:
    rests_on = assumptions({}, kb, assumed=NOTHING_ASSUMED, workspace=NOTHING_ASSUMED)
    monthly = replace(rests_on, runs_are="a_month")
    found = cost_of_ownership({}, kb, monthly, Edition.LESSON)
    said = item_line(item(found, "prefect_cloud", "plan"), found, kb).text
    assert said.startswith(
        "$500 to $2,000 a year: $500 to $2,000 a month in the lesson x 12 x 1/12"
    )


def test_an_item_by_prices_shows_price_and_number_and_cites_both(kb: KnowledgeBase) -> None:
    found = reckoned(kb, edition=Edition.CURRENT)
    line = item_line(item(found, "airflow_self_hosted", "instances"), found, kb)
    assert line.text.startswith("about $3,360 to $8,410 a year: 2 to 5 x $0.192 an hour x ")
    bought = kb.source(kb.costs.price("ec2_m5_xlarge").source)
    assert {bought, kb.source(SourceId("lesson"))} == set(line.sources)


@pytest.mark.parametrize(
    ("driver", "per", "made"),
    [
        ("fixed", "month", "1 to 2 x $0.50 a month x 12."),
        ("per_person", "month", "1 to 2 x $0.50 a month x 12 x 8 engineers."),
        ("per_pipeline", "hour", "1 to 2 x $0.50 an hour x 8,760 hours x 20 pipelines."),
        ("per_run", "use", "10,400 runs a year x 1 to 2 less 48,000 that are free, at $0.50 for"),
        ("per_step", "use", "104,000 steps a year x 1 to 2 less 48,000 that are free, at $0.50"),
    ],
)
def test_each_driver_says_what_it_is_multiplied_with(
    kb: KnowledgeBase, driver: Driver, per: str, made: str
) -> None:
    found = reckoned(kb, {TEAM: 8})
    figure = PricedFigure(
        price="any", low=Decimal(1), high=Decimal(2), because="So it is.", source=SourceId("lesson")
    )
    is_use = per == "use"
    changed = {
        "amount": Decimal("0.5"),
        "per": per,
        "uses": 1000 if is_use else 1,
        "free_a_month": 4000 if is_use else 0,
    }
    bought = Price.model_validate({**kb.costs.prices[0].model_dump(), **changed})
    one = replace(
        item(found, "prefect_cloud", "plan"), driver=driver, rests_on=figure, price=bought
    )
    said = item_line(one, found, kb).text
    assert f"a year: {made}" in said
    assert said.endswith(" So it is.")


def test_a_price_in_another_currency_shows_the_rate(kb: KnowledgeBase) -> None:
    euros = Assumed(currency="EUR", per_dollar=Decimal("0.9"))
    found = reckoned(kb, None, PREFECT, assumed=euros)
    assert item_line(item(found, "prefect_cloud", "workers"), found, kb).text == (
        "EUR 1,080 a year: $100 a month in the lesson x 12 x EUR 0.90 a dollar."
    )


def test_engineer_time_shows_its_share_and_what_an_engineer_costs(kb: KnowledgeBase) -> None:
    found = reckoned(kb, {PIPELINES: 40})
    said = [
        item_line(item(found, each, "engineer"), found, kb).text
        for each in ("prefect_cloud", "airflow_astronomer", "kubeflow_gke")
    ]
    assert said[0] == (
        "$19,000 a year: 0.1 of an engineer in the lesson, at $190,000 a year. An engineer looks "
        "after the workers."
    )
    assert "0.5 of an engineer in the lesson x 2 (40 pipelines to the lesson's 20), at" in said[1]
    assert "x 1 to 2 (40 pipelines to the lesson's 20; how much of it grows" in said[2]


def test_what_the_lesson_says_elsewhere_of_the_time_is_said_where_it_counts(
    kb: KnowledgeBase,
) -> None:
    def said(edition: Edition) -> str:
        found = reckoned(kb, edition=edition)
        return item_line(item(found, "airflow_self_hosted", "engineer"), found, kb).text

    assert said(Edition.CURRENT).startswith(
        "$47,500 to $95,000 a year: 0.25 of an engineer in the lesson, up to 0.5 of an engineer "
        "elsewhere in it, at $190,000 a year. "
    )
    assert said(Edition.LESSON).startswith("$47,500 a year: 0.25 of an engineer in the lesson, at")


def test_half_the_pipelines_may_take_half_of_the_time_or_all_of_it(kb: KnowledgeBase) -> None:
    found = reckoned(kb, {PIPELINES: 10})
    said = item_line(item(found, "kubeflow_gke", "engineer"), found, kb).text
    assert said.startswith(
        "$47,500 to $95,000 a year: 0.5 of an engineer in the lesson x 0.5 to 1 "
    )


def test_time_that_nobody_knows_is_no_figure_and_assumed_time_says_so(kb: KnowledgeBase) -> None:
    without = kb.costs.variant("prefect_cloud").model_copy(update={"engineer": None})
    costs = kb.costs.model_copy(update={"variants": (without,)})
    own = kb.model_copy(update={"costs": costs})
    found = reckoned(own, None, PREFECT)
    assert item_line(item(found, without.id, "engineer"), found, own).text.startswith("no figure. ")
    four = reckoned(own, None, PREFECT, assumed=Assumed(engineer_hours=Decimal("4.5")))
    said = item_line(item(four, without.id, "engineer"), four, own)
    assert said.text == (
        "about $21,400 a year: 4.5 engineer hours a week, 40 being one engineer, at $190,000 a "
        "year. The hours are assumed, since no source says them."
    )


def test_what_is_done_once_says_its_weeks(kb: KnowledgeBase) -> None:
    found = reckoned(kb, {TODAY: "airflow", PIPELINES: 40})
    said = {
        each.id: item_line(each, found, kb).text
        for each in of(found, "prefect_cloud").items
        if each.kind == "once"
    }
    assert said["setup"].startswith("about $3,650: 1 week of one engineer, at $190,000 a year. ")
    assert said["training"].startswith("no figure. The lesson names it")
    assert said["migration"].startswith(
        "$95,000 to $190,000: 13 to 26 weeks of one engineer x 2 (40 pipelines to the lesson's "
        "20), at $190,000 a year. "
    )
    assert said["parallel_run"].split(": ")[1].startswith("2 weeks of what runs today. ")
    assert said["parallel_run"].endswith("read here for every move away from Airflow.")


def test_a_plan_that_stands_says_so_in_its_item(kb: KnowledgeBase) -> None:
    found = reckoned(kb, {PIPELINES: 1, SlotId("runs_per_week"): 1})
    plan = item_line(item(found, "airflow_astronomer", "astronomer"), found, kb)
    assert plan.text == (
        "$30 to $24,000 a year: $500 to $2,000 a month in the lesson x 12 x 0.005 to 1 "
        "(1 run a week to the lesson's 200; no source says that less of it costs less)."
    )
    store = item_line(item(found, "kubeflow_gke", "artifact_store"), found, kb)
    assert " x 0.005 (1 run a week to the lesson's 200)." in store.text


def test_a_line_that_is_optional_says_so(kb: KnowledgeBase) -> None:
    found = reckoned(kb)
    said = [item_line(each, found, kb).text for each in of(found, "metaflow_batch").items]
    assert [text for text in said if "optional" in text] == [
        "$1,200 a year (optional): $100 a month in the lesson x 12."
    ]


def test_a_fee_alone_says_so_wherever_it_is_named(kb: KnowledgeBase) -> None:
    vertex = AlternativeId("vertex_pipelines")
    found = reckoned(kb, {CLOUD: "gcp"}, vertex, edition=Edition.CURRENT)
    (fee,) = found.variants
    assert row_name(fee) == "Vertex AI Pipelines (fee alone)"
    assert headline(found).startswith(
        "Vertex AI Pipelines (the fee alone, without what the steps compute): "
    )
    whole = ownership_page(found, None, kb)
    assert Line("without what the steps compute.", "The fee alone") in [*statements(whole)]
    prefect = reckoned(kb, {}, PREFECT)
    assert row_name(prefect.variants[0]) == prefect.variants[0].variant.short_name


@pytest.mark.parametrize(
    ("id_", "wrong"),
    [
        ("airflow_astronomer", ["names no source", "not the same kind of time"]),
        ("airflow_self_hosted", ["$300 to $600", "task workers", "names no source"]),
        ("prefect_cloud", ["factor of 12", "$500 to $1,000", "names no source"]),
        ("kubeflow_gke", ["no source", "no fee for the cluster", "computation itself"]),
        ("metaflow_batch", ["$3,000 to $6,600", "factor of 12", "rests on a source", "scheduler"]),
        ("zenml_prefect", ["cannot be built", "$500 to $2,000", "names no source", "single user"]),
    ],
)
def test_the_lessons_six_say_what_is_wrong_with_each(
    kb: KnowledgeBase, id_: str, wrong: list[str]
) -> None:
    rests_on = assumptions({}, kb, assumed=NOTHING_ASSUMED, workspace=NOTHING_ASSUMED)
    found = cost_of_ownership({}, kb, rests_on, Edition.LESSON)
    name = kb.costs.variant(id_).name
    (about_it,) = (
        each for each in ownership_page(found, None, kb).sections if each.heading == name
    )
    said = " ".join(
        line.text
        for part in about_it.parts
        if isinstance(part, Lines)
        for line in part.lines
        if line.lead == "Wrong or open"
    )
    assert [words for words in wrong if words not in said] == []


def test_what_has_no_figure_is_named_once_and_with_whose_it_is(kb: KnowledgeBase) -> None:
    found = reckoned(kb, None, PREFECT, AIRFLOW)
    lines = not_counted_lines(found, kb)
    said = {each.lead: each.text for each in lines}
    assert {*said} == {
        "Setting it up (Prefect Cloud)",
        "Learning it",
        "Setting it up (Airflow, own EC2; Airflow, Astronomer)",
    }
    only = said.pop("Setting it up (Prefect Cloud)")
    assert only.startswith("about $3,650: ")
    assert only.endswith("In no total, for want of a figure for all others.")
    assert all(text.startswith("no figure. ") for text in said.values())
    assert all(each.sources for each in lines)


# What it rests on, and what moves it


def test_each_assumption_says_who_says_so(kb: KnowledgeBase) -> None:
    found = reckoned(
        kb,
        {PIPELINES: 40},
        assumed=Assumed(years=5),
        workspace=Assumed(runs_per_week=3),
    )
    said = {each.lead: each for each in assumption_lines(found, kb)}
    assert said["Pipelines"].text == "40; the team's answer."
    assert said["Years"].text == "5; set for this sum."
    assert said["Runs a week of each pipeline"].text == "3; kept for the workspace."
    assert said["Engineers"].text == "10; the lesson's workload, nobody said it."
    assert said["The lesson's 10,000 runs"].text.startswith("read as those of a year; ")
    cost = said["An engineer a year"]
    default = kb.costs.defaults.engineer_cost
    assert cost.text == f"$190,000; a default, nobody said it. {default.because}"
    assert cost.sources == (kb.source(default.source),)


def test_a_default_on_which_nothing_rests_is_left_out(kb: KnowledgeBase) -> None:
    found = reckoned(kb, None, PREFECT)
    leads = {each.lead for each in assumption_lines(found, kb)}
    assert not {"Steps of a run", "Engineer time where no source says it"} & leads
    said = Assumed(steps_per_run=7, engineer_hours=Decimal(2))
    told = {
        each.lead: each.text
        for each in assumption_lines(reckoned(kb, None, PREFECT, assumed=said), kb)
    }
    assert told["Steps of a run"] == "7; set for this sum."
    assert (
        told["Engineer time where no source says it"]
        == "2 engineer hours a week; set for this sum."
    )


@pytest.mark.parametrize(
    ("assumed", "reads"),
    [
        (NOTHING_ASSUMED, "US dollars; prices are in them, nobody said another."),
        (
            Assumed(currency="EUR", per_dollar=Decimal("0.92")),
            "EUR, EUR 0.92 for a US dollar; set for this sum.",
        ),
        (
            Assumed(currency="EUR"),
            "EUR, but US dollars as long as nobody says what one is worth in it; set for this sum.",
        ),
        (
            Assumed(currency="EUR", engineer_cost=Decimal(90_000)),
            f"EUR for engineers and US dollars for prices ({TWO_CURRENCIES}); set for this sum.",
        ),
    ],
    ids=("dollars", "a rate", "no rate", "no rate, two currencies"),
)
def test_the_currency_is_an_assumption(kb: KnowledgeBase, assumed: Assumed, reads: str) -> None:
    found = reckoned(kb, assumed=assumed)
    said = {each.lead: each.text for each in assumption_lines(found, kb)}
    assert said["Currency"] == reads


def test_in_short_a_currency_in_which_nothing_is_shown_is_not_listed(kb: KnowledgeBase) -> None:
    def said(assumed: Assumed) -> list[str]:
        found = reckoned(kb, {PIPELINES: 40}, assumed=assumed)
        return [f"{each.lead}: {each.text}" for each in assumptions_in_short(found, kb)]

    assert said(Assumed(currency="EUR", years=5))[:2] == [
        "Set by hand: 5 years.",
        "Said: 40 pipelines.",
    ]
    rated = Assumed(currency="EUR", per_dollar=Decimal("0.9"))
    assert said(rated)[0] == "Set by hand: in EUR, EUR 0.90 for a US dollar."
    apart = Assumed(currency="EUR", engineer_cost=Decimal(90_000))
    assert said(apart)[0] == (
        "Set by hand: an engineer costs EUR 90,000 a year and in EUR for engineers and US dollars "
        f"for prices ({TWO_CURRENCIES})."
    )


def test_who_is_unfit_says_every_reason_with_its_source(kb: KnowledgeBase) -> None:
    cost = of(reckoned(kb, None, PREFECT), "prefect_cloud")
    reasons = (
        Unfit("users", "The plan takes one person; the team has 8.", None),
        Unfit("ruled_out", "No Kubernetes", SourceId("lesson")),
    )
    assert unfit_line(replace(cost, unfit=reasons), kb) == Line(
        "The plan takes one person; the team has 8. No Kubernetes.",
        cost.variant.name,
        (kb.source(SourceId("lesson")),),
    )


def test_a_cloud_that_rules_it_out_anyway_is_said_once(kb: KnowledgeBase) -> None:
    cost = of(reckoned(kb, None, PREFECT), "prefect_cloud")
    cloud = Unfit("cloud", "It runs on AWS only.", None)
    ruled_out = Unfit("ruled_out", "It runs on AWS only, and the team is elsewhere.", None)
    assert unfit_line(replace(cost, unfit=(cloud,)), kb).text == "It runs on AWS only."
    both = unfit_line(replace(cost, unfit=(ruled_out, cloud)), kb)
    assert both.text == "It runs on AWS only, and the team is elsewhere."


# Pages


def pages(kb: KnowledgeBase, found: CostOfOwnership, known: Known) -> tuple[Page, Page]:
    analysis = analyse(found, known, kb)
    return ownership_in_short(found, analysis, kb), ownership_page(found, analysis, kb)


def test_the_whole_has_every_item_caution_and_reason(kb: KnowledgeBase) -> None:
    known: Known = {SlotId("cloud"): "gcp", TODAY: "airflow"}
    found = reckoned(kb, known, edition=Edition.CURRENT)
    _, whole = pages(kb, found, known)
    said = set(statements(whole))
    for cost in found.variants:
        assert {item_line(each, found, kb) for each in cost.items} <= said
        assert {each.text for each in cost.variant.cautions} <= {each.text for each in said}
        assert not cost.unfit or unfit_line(cost, kb) in said
    assert set(left_out_lines(kb)) <= said
    assert any(each.unfit for each in found.variants)


def test_every_amount_of_the_whole_has_a_source(kb: KnowledgeBase) -> None:
    found = reckoned(kb, edition=Edition.CURRENT)
    lines = [item_line(each, found, kb) for cost in found.variants for each in cost.items]
    assert [each.text for each in lines if not each.sources] == []


def test_the_table_has_who_fits_in_order_and_no_figure_where_there_is_none(
    kb: KnowledgeBase,
) -> None:
    known: Known = {SlotId("cloud"): "gcp"}
    found = reckoned(kb, known, edition=Edition.CURRENT)
    short, whole = pages(kb, found, known)
    grids = [
        part for page in (short, whole) for part in page.sections[0].parts if isinstance(part, Grid)
    ]
    fitting = [each for each in found.variants if not each.unfit]
    assert [row[0] for row in grids[0].rows] == [each.variant.short_name for each in fitting]
    assert len(grids[1].rows) == len(found.variants)
    for row, cost in zip(grids[0].rows, fitting, strict=True):
        sums = (cost.infrastructure, cost.people, cost.year, cost.total)
        assert list(row[1:5]) == [figure_in_table(each) for each in sums]
        assert row[2] == people_in_table(cost)
        assert [each == NO_FIGURE for each in row[1:5]] == [each is None for each in sums]


def test_in_short_there_are_at_most_three_swings_and_two_break_evens(kb: KnowledgeBase) -> None:
    found = reckoned(kb, edition=Edition.CURRENT)
    short, whole = pages(kb, found, {})

    def lines(page: Page, heading: str) -> int:
        parts = [each.parts[0] for each in page.sections if each.heading.startswith(heading)]
        return sum(len(part.lines) for part in parts if isinstance(part, Lines))

    assert lines(short, "What moves") <= 3
    assert lines(short, "Where a year of one") == 2
    assert lines(whole, "Where a year of one") > 2


def test_a_total_that_has_something_done_once_says_so(kb: KnowledgeBase) -> None:
    def says(found: CostOfOwnership) -> list[str]:
        short, _ = pages(kb, found, {})
        return [each.text for each in statements(short) if "paid for once" in each.text]

    moving: dict[SlotId, int | str] = {SlotId("current_orchestrator"): "airflow"}
    assert says(reckoned(kb, moving, PREFECT)) == [
        "“3 years” has in it what is paid for once, as far as there is a figure for it."
    ]
    assert says(reckoned(kb, moving, PREFECT, assumed=Assumed(years=1)))[0].startswith(
        "“1 year in all” has"
    )
    assert says(reckoned(kb, None, AIRFLOW)) == []


def test_the_lesson_says_that_the_figures_are_its_own_and_whom_it_has_not(
    kb: KnowledgeBase,
) -> None:
    short, _ = pages(kb, reckoned(kb), {})
    figures = [each for each in statements(short) if each.lead == "Figures"]
    assert [each.text for each in figures] == [
        "the lesson's own, as it printed them; it has no sum for Dagster."
    ]


@given(
    known=st.fixed_dictionaries(
        {},
        optional={
            PIPELINES: st.integers(0, 100_000),
            TEAM: st.integers(1, 1000),
            SlotId("runs_per_week"): st.integers(0, 100_000),
            TODAY: st.sampled_from(("airflow", "prefect", "none", "other")),
        },
    ),
    assumed=st.builds(
        Assumed,
        engineer_cost=st.none() | st.decimals(1, 10**8, places=2),
        engineer_hours=st.none() | st.decimals(0, 400, places=1),
        years=st.none() | st.integers(1, 10),
        currency=st.sampled_from((None, "USD", "EUR")),
        per_dollar=st.none() | st.decimals("0.01", 1000, places=3),
    ),
    edition=st.sampled_from(Edition),
)
def test_every_page_can_be_written_and_no_missing_figure_is_a_zero(
    kb: KnowledgeBase, known: Known, assumed: Assumed, edition: Edition
) -> None:
    found = reckoned(kb, known, assumed=assumed, edition=edition)
    for page in pages(kb, found, known):
        assert page.title
        for grid in (part for part in page.sections[0].parts if isinstance(part, Grid)):
            assert all(cell for row in grid.rows for cell in row)
    for cost in found.variants:
        for each in cost.items:
            said = item_line(each, found, kb).text
            assert said.startswith(f"{NO_FIGURE}.") == (each.amount is None)
            assert not isinstance(each.rests_on, NoFigure) or each.amount is None
