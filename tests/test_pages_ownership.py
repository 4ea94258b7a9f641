"""The words of a cost of ownership: exact figures, plain sentences, nothing claimed too much."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pages.assumed import TWO_CURRENCIES
from bot.pages.ownership import (
    about,
    assumption_lines,
    break_even_line,
    evidence,
    figure_in_table,
    headline,
    item_line,
    left_out_lines,
    not_counted_lines,
    overlap_line,
    scaled_lines,
    swing_line,
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
from engine.cost.model import BreakEven, CostOfOwnership, Item, Swing, Unfit, VariantCost
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

AIRFLOW, PREFECT, DAGSTER = (AlternativeId(each) for each in ("airflow", "prefect", "dagster"))
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


def test_who_has_the_lowest_total_is_said_only_where_no_range_meets_it(kb: KnowledgeBase) -> None:
    found = reckoned(kb, None, PREFECT, AIRFLOW)
    one, other = of(found, "prefect_cloud"), of(found, "airflow_self_hosted")

    def beside(first: tuple[str, str], second: tuple[str, str], *years: str) -> str:
        pair = (replace(one, total=dollars(*first)), replace(other, total=dollars(*second)))
        if years:
            lows = (dollars(years[0]), dollars(years[1]))
            pair = (replace(pair[0], year=lows[0]), replace(pair[1], year=lows[1]))
        line = overlap_line(replace(found, variants=pair))
        assert line is not None
        return line.text

    apart = beside(("1", "2"), ("3", "4"))
    assert apart.startswith(f"{one.variant.name} has the lowest total in 3 years")
    assert "as far as there are figures" in apart
    assert "10,000 runs are those of a year" in apart
    assert apart.endswith("no other range meets it.")
    assert "other work" not in apart
    for second in (("2", "4"), ("1", "5")):
        meeting = beside(("1", "2"), second)
        assert "overlaps with that of Airflow on EC2, self-hosted" in meeting
        assert "do not tell which of them costs least" in meeting
        assert "lowest" not in meeting
    assert "paid for once turns it" in beside(("1", "2"), ("3", "4"), "2", "1")
    assert overlap_line(replace(found, variants=(one,))) is None


def test_nobody_is_ranked_by_engineer_time_that_is_other_work(kb: KnowledgeBase) -> None:
    line = overlap_line(reckoned(kb, None, AIRFLOW))
    assert line is not None
    assert line.text.startswith("Airflow on EC2, self-hosted has the lowest total in 3 years")
    managed = "It is not ranked against Airflow, managed by Astronomer: engineers do other work"
    assert line.text.endswith(f"{managed} there.")


def test_of_many_that_overlap_the_first_three_are_named(kb: KnowledgeBase) -> None:
    found = reckoned(kb)
    alike = tuple(replace(each, total=dollars("1", "2"), unfit=()) for each in found.variants)
    line = overlap_line(replace(found, variants=alike))
    assert line is not None
    assert f"{alike[3].variant.name} and {len(alike) - 4} more" in line.text


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


def test_what_lies_beyond_or_below_the_lessons_workload_is_said(kb: KnowledgeBase) -> None:
    found = reckoned(kb, {PIPELINES: 40, TEAM: 3})
    assert [each.text for each in scaled_lines(found, kb)] == [
        "Beyond the lesson's workload (20 pipelines): extrapolated.",
        "Below the lesson's workload (10 engineers): scaled down.",
    ]
    assert scaled_lines(reckoned(kb), kb) == ()
    assert workload(found.assumptions) == (
        "40 pipelines, 10 runs a week of each, 3 engineers, 3 years"
    )


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
    assert line.text.startswith("about $3,360 a year: 2 x $0.192 an hour x 8,760 hours. ")
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
        "about $21,400 a year: 4.5 of 40 hours a week, at $190,000 a year. The hours are assumed, "
        "since no source says them."
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
    unknown = replace(item(found, "prefect_cloud", "parallel_run"), amount=None)
    assert item_line(unknown, found, kb).text.startswith(
        "no figure. 2 weeks of what runs today, for which there is no figure. "
    )


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
        told["Engineer time where no source says it"] == "2 of 40 hours a week; set for this sum."
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
            f"EUR, and prices stay in US dollars ({TWO_CURRENCIES}); set for this sum.",
        ),
    ],
    ids=("dollars", "a rate", "no rate"),
)
def test_the_currency_is_an_assumption(kb: KnowledgeBase, assumed: Assumed, reads: str) -> None:
    found = reckoned(kb, assumed=assumed)
    said = {each.lead: each.text for each in assumption_lines(found, kb)}
    assert said["Currency"] == reads


def test_a_swing_says_both_ends_and_what_it_is_now(kb: KnowledgeBase) -> None:
    found = reckoned(kb)
    ends = [Money(Decimal(each), "USD") for each in (100, 300, 200)]
    assert swing_line(Swing("engineer_cost", *ends), found, kb) == Line(
        "-50 % makes it about $100 in 3 years, +50 % about $300; now about $200.",
        "What an engineer costs",
    )
    assert swing_line(Swing("price_ranges", *ends), found, kb).text == (
        "from $100 to $300 in 3 years, with $200 in the middle."
    )
    runs = swing_line(Swing("runs_are", *ends), found, kb)
    assert runs.text == "from $100 to $300 in 3 years; $200 is as it is assumed."
    assert runs.sources == (kb.source(kb.costs.workload.source),)


@pytest.mark.parametrize(
    ("low", "high", "reads"),
    [
        ("12000", "132000", "A costs less below $12,000 a year, B above $132,000 a year; between"),
        ("12000", "12000", "A costs less below $12,000 a year, B above."),
        (None, "132000", "B costs less above $132,000 a year; below, the ranges overlap."),
        ("12000", None, "A costs less below $12,000 a year; above, the ranges overlap."),
    ],
)
def test_a_break_even_says_who_costs_less_on_which_side(
    kb: KnowledgeBase, low: str | None, high: str | None, reads: str
) -> None:
    found = reckoned(kb)
    first, second = "airflow_self_hosted", "prefect_cloud"
    below, above = (None if each is None else Decimal(each) for each in (low, high))
    swap = BreakEven("engineer_cost", first, second, below, above, is_same_work=True)
    line = break_even_line(swap, found, kb)
    names = {"A ": f"{kb.costs.variant(first).name} ", "B ": f"{kb.costs.variant(second).name} "}
    for letter, name in names.items():
        reads = reads.replace(letter, name)
    assert line.text.startswith(reads)
    assert (line.lead, line.sources) == ("What an engineer costs", ())


def test_a_break_even_in_runs_names_them_and_work_that_is_not_the_same(kb: KnowledgeBase) -> None:
    found = reckoned(kb)
    pair = ("airflow_self_hosted", "airflow_astronomer")
    swap = BreakEven(
        "runs_per_week", *pair, Decimal("6.8123"), Decimal("27.26"), is_same_work=False
    )
    line = break_even_line(swap, found, kb)
    assert "below 6.81 runs a week of each pipeline" in line.text
    assert line.text.endswith("Their engineer time is not the same work.")
    assert line.sources == (kb.source(SourceId("lesson")),)


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
