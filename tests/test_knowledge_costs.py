"""Rules on costs, and what every figure of them rests on."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.integrity import problems
from knowledge.integrity.costs import amounts_are_what_is_read
from knowledge.schema import (
    CostLine,
    CostVariant,
    KnowledgeBase,
    MonthlyFigure,
    NoFigure,
    PricedFigure,
    SourceId,
)
from tests.broken_facts import Break, copy_facts, edit, line_of, problems_in

COSTS = "costs.yaml"
MWAA_PRICE = "          price: mwaa_small\n"
SELF_HOSTED = "    year: {low: 5400, high: 5400, source: lesson}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_facts(tmp_path / "knowledge")


BREACHES = [
    Break(
        COSTS,
        "year: {low: 5400,",
        "year: {low: 5399,",
        "    year: {low: 5399,",
        "twelve months of the lines are 5400, not 5399; correct one",
    ),
    Break(
        COSTS,
        "lesson: {low: 500, high: 2000, source",
        "lesson: {low: 500, high: 2001, source",
        "    year: {low: 6000,",
        "twelve months of the lines are 24012, not 24000; correct one",
    ),
    Break(
        COSTS,
        "lesson: {low: 150, high: 150,",
        "lesson: {low: 150, high: 149,",
        "        lesson: {low: 150, high: 149,",
        "high 149 is below low 150; exchange the two",
    ),
    Break(
        COSTS,
        "year: {low: 6000, high: 24000,",
        "year: {low: 24000, high: 6000,",
        "    year: {low: 24000, high: 6000,",
        "high 6000 is below low 24000; exchange the two",
    ),
    Break(
        COSTS,
        "          low: 1.1\n",
        "          low: 3.4\n",
        "          high: 3.3\n",
        "high 3.3 is below low 3.4; exchange the two",
    ),
    Break(
        COSTS,
        "        weeks_low: 13\n",
        "        weeks_low: 27\n",
        "        weeks_high: 26\n",
        "weeks_high 26 is below weeks_low 27; exchange the two",
    ),
    Break(
        COSTS,
        "price: union_own_cloud\n",
        "price: astronomer\n",
        "          price: astronomer\n",
        "astronomer has no amount; give it one, or say why there is no figure",
    ),
    Break(
        COSTS,
        MWAA_PRICE,
        "          price: agent_platform_pipelines\n",
        "          price: agent_platform_pipelines\n",
        "agent_platform_pipelines is charged by the use, which is not fixed; correct one",
    ),
    Break(
        COSTS,
        "        driver: per_run\n        current:\n          price: agent_platform_pipelines\n",
        "        driver: per_run\n        current:\n          price: eks_control_plane\n",
        "          price: eks_control_plane\n",
        "eks_control_plane is charged by the hour, which is not per_run; correct one",
    ),
    Break(
        COSTS,
        "    amount: 0.192\n",
        "    amount: 0.193\n",
        "    amount: 0.193\n",
        "amount 0.193 does not stand in the value; correct one of the two",
    ),
    Break(
        COSTS,
        "    amount_high: 400\n",
        "    amount_high: 401\n",
        "    amount_high: 401\n",
        "amount_high 401 does not stand in the value; correct one of the two",
    ),
    Break(
        COSTS,
        "    amount_high: 400\n",
        "    amount_high: 300\n",
        "  - id: managed_airflow_minimum\n",
        "prices.managed_airflow_minimum is a mapping; amount_high 300 is not above amount 300; "
        "correct one, or remove amount_high",
    ),
    Break(
        COSTS,
        "          price: dagster_solo\n",
        "          price: managed_airflow_minimum\n",
        "          price: managed_airflow_minimum\n          low: 1\n          high: 1\n"
        "          because: One plan",
        "managed_airflow_minimum is a price of airflow, not of dagster; write another",
    ),
    Break(
        COSTS,
        "    uses: 1000\n",
        "    uses: 100\n",
        "    uses: 100\n",
        "uses 100 does not stand in the value; correct one of the two",
    ),
    Break(
        COSTS,
        "value: $50 per million\n",
        "value: $50 per thousand\n",
        "    uses: 1000000\n",
        "uses 1000000 does not stand in the value; correct one of the two",
    ),
    Break(
        COSTS,
        "    free_a_month: 4000\n",
        "    free_a_month: 400\n",
        "    free_a_month: 400\n",
        "free_a_month 400 does not stand in the value; correct one of the two",
    ),
    Break(
        COSTS,
        "    alternative: mage\n",
        "    alternative: temporal\n",
        "variants:\n",
        "mage has no variant; write one, with why there is no figure if need be",
    ),
    Break(
        COSTS,
        "clouds: [azure]",
        "clouds: [aws, azur]",
        "    clouds: [aws, azur]",
        "azur is no option of cloud; write one of aws, gcp, azure, multi, on_premises, undecided",
    ),
    Break(
        COSTS,
        "priced_on: gcp",
        "priced_on: gpc",
        "    priced_on: gpc",
        "gpc is no option of cloud; write one of aws, gcp, azure, multi, on_premises, undecided",
    ),
    Break(
        COSTS,
        "short_name: Airflow, MWAA",
        "short_name: Airflow, Astronomer",
        "    short_name: Airflow, Astronomer\n    runs: managed\n    clouds",
        "'Airflow, Astronomer' is airflow_astronomer already; choose another",
    ),
    Break(
        COSTS,
        "name: Dagster+ Pro\n",
        "name: Dagster+ Solo\n",
        "    name: Dagster+ Solo\n    short_name: Dagster+ Pro",
        "'Dagster+ Solo' is dagster_plus_solo already; choose another",
    ),
    Break(
        COSTS,
        "driver: per_run\n        lesson: {low: 500, high: 2000, source",
        "driver: per_step\n        lesson: {low: 500, high: 2000, source",
        "        driver: per_step\n        lesson",
        "the lesson counts no steps; write another driver, or remove lesson",
    ),
    Break(
        COSTS,
        SELF_HOSTED,
        "",
        "        lesson: {low: 300, high: 300,",
        "the lesson has no line instances of airflow with this figure; correct it, or write "
        "current",
    ),
    Break(
        COSTS,
        "      - from: [airflow]\n        weeks_low: 13",
        "      - from: [airflaw]\n        weeks_low: 13",
        "      - from: [airflaw]",
        "airflaw is no alternative; write one of ",
    ),
    Break(
        COSTS,
        "      - to: [prefect]",
        "      - to: [prefekt]",
        "      - to: [prefekt]",
        "prefekt is no alternative; write one of ",
    ),
    Break(
        COSTS,
        "    source: price_union\n",
        "    source: price_onion\n",
        "    source: price_onion\n",
        "price_onion is no source; correct it, or add it to the sources of this file or to "
        "sources.yaml",
    ),
    Break(
        COSTS,
        "          because: One plan.\n          source: price_union\n",
        "          because: One plan.\n          source: price_onion\n",
        "          source: price_onion\n",
        "price_onion is no source; correct it, or add it to the sources of this file or to "
        "sources.yaml",
    ),
    Break(
        COSTS,
        "\nsources:\n",
        "\nsources:\n  price_idle: {title: A page, as_of: undated, grade: U}\n",
        "  price_idle:",
        "no statement cites price_idle; cite or remove it",
    ),
    Break(
        COSTS,
        MWAA_PRICE,
        "          price: mwaa_smal\n",
        "          price: mwaa_smal\n",
        "mwaa_smal is no price; write one of dagster_solo, dagster_solo_credit, ",
    ),
    Break(
        COSTS,
        MWAA_PRICE + "          low: 1\n",
        MWAA_PRICE + "          low: -1\n",
        "          low: -1\n",
        "variants.airflow_mwaa.lines.environment.current.low is -1; write a whole number of at "
        "least 0",
    ),
    Break(
        COSTS,
        "    amount: 0.192\n    per: hour\n",
        "    amount: 0.192\n",
        "  - id: ec2_m5_xlarge",
        "prices.ec2_m5_xlarge is a mapping; an amount needs what it is for; write both amount and "
        "per, or none",
    ),
    Break(
        COSTS,
        "short_name: Outerbounds\n",
        "short_name: Outerbounds, in your cloud\n",
        "    short_name: Outerbounds, in",
        "variants.metaflow_outerbounds.short_name is 'Outerbounds, in your cloud'; write at most "
        "20 characters",
    ),
]


@pytest.mark.parametrize("broken", BREACHES, ids=lambda broken: broken.says[:50])
def test_a_breach_of_a_rule_on_costs_is_reported(folder: Path, broken: Break) -> None:
    path = folder / broken.file
    edit(path, broken.old, broken.new)
    begins = f"knowledge/{broken.file}:{line_of(path, broken.at)}: {broken.says}"
    found = problems_in(folder)
    assert [each for each in found if each.startswith(begins)], found


def test_a_mistake_in_a_price_is_not_reported_as_a_lack_of_no_figure(folder: Path) -> None:
    edit(folder / COSTS, MWAA_PRICE + "          low: 1\n", MWAA_PRICE + "          low: -1\n")
    assert not [each for each in problems_in(folder) if re.search("known key|is missing", each)]


def test_rules_that_read_other_files_are_left_out_where_those_are_unread(
    kb: KnowledgeBase,
) -> None:
    bare = kb.model_copy(update={"questions": ()})
    says = [each.says for each in problems(bare, unread={"questions.yaml"})]
    assert not [each for each in says if "option of cloud" in each]
    lost = kb.model_copy(update={"contenders": {}})
    assert not problems(lost, unread={"contenders/mage.yaml"})


@pytest.mark.parametrize(
    ("words", "is_said"),
    [
        ("$0.025 per 1,000 transitions", True),
        ("$0.025 per 11,000 transitions", False),
        ("$0.025 per 1,000,000 transitions", False),
        ("$0.0250 per 1,000. And more", True),
        ("$10.025 per 1,000", False),
        ("0.025 per 1,000", False),
    ],
)
def test_a_number_is_read_whole(
    kb: KnowledgeBase,
    words: str,
    is_said: bool,  # noqa: FBT001 - a column of the table
) -> None:
    prices = [
        each.model_copy(update={"value": words, "free_a_month": 0})
        for each in kb.costs.prices
        if each.id == "step_functions_standard"
    ]
    costs = kb.costs.model_copy(update={"prices": tuple(prices), "variants": ()})
    found = list(amounts_are_what_is_read(kb.model_copy(update={"costs": costs})))
    assert (found == []) is is_said


def lines(kb: KnowledgeBase) -> list[tuple[CostVariant, CostLine]]:
    return [(variant, line) for variant in kb.costs.variants for line in variant.lines]


def sources_of(line: CostLine, kb: KnowledgeBase) -> list[SourceId]:
    """What the figures of a line rest on."""
    found = [each.source for each in (line.lesson, line.current) if each is not None]
    if isinstance(line.current, PricedFigure):
        found.append(kb.costs.price(line.current.price).source)
    return found


def test_every_price_and_every_line_reaches_a_source_with_title_date_and_grade(
    kb: KnowledgeBase,
) -> None:
    cited = {price.id: [price.source] for price in kb.costs.prices}
    cited |= {f"{variant.id}.{line.id}": sources_of(line, kb) for variant, line in lines(kb)}
    assert len(cited) == len(kb.costs.prices) + len(lines(kb))
    for name, found in cited.items():
        assert found, name
        for source in map(kb.source, found):
            assert source.title
            assert re.fullmatch(r"undated|[0-9]{4}(-[0-9]{2}){0,2}|[0-9]{4}-[0-9]{4}", source.as_of)
            assert source.grade in "ABCJU"


def test_an_unknown_price_and_it_alone_is_graded_unknown_or_has_no_amount(
    kb: KnowledgeBase,
) -> None:
    for price in kb.costs.prices:
        if kb.source(price.source).grade == "U":
            assert price.amount is None


def test_a_number_that_is_this_projects_says_so(kb: KnowledgeBase) -> None:
    judged = [
        line.current.because
        for _, line in lines(kb)
        if isinstance(line.current, PricedFigure) and line.current.source == "project_judgement"
    ]
    assert len(judged) == 13
    assert [because for because in judged if "this project's" not in because] == []


def test_no_figure_is_no_zero(kb: KnowledgeBase) -> None:
    for _, line in lines(kb):
        match line.current:
            case PricedFigure(high=high):
                assert high > 0
            case NoFigure(because=because):
                assert because.endswith(".")
            case None:
                assert isinstance(line.lesson, MonthlyFigure)


MONTHS = {
    "airflow_self_hosted": ("410.26", "830.74"),
    "airflow_mwaa": ("357.70", "357.70"),
    "airflow_google": ("300", "400"),
    "prefect_self_hosted": ("143.664", "143.664"),
    "dagster_self_hosted": ("113.296", "143.664"),
    "flyte_union_team": ("950", "950"),
    "flyte_union_own_cloud": ("2500", "2500"),
}


def test_a_month_of_what_never_stops_is_its_price_times_how_many(kb: KnowledgeBase) -> None:
    """730 hours are a month, as in the vendors' own sums."""
    hours = {"hour": 730, "month": 1}
    for id_, month in MONTHS.items():
        low = high = Decimal(0)
        for line in kb.costs.variant(id_).lines:
            assert isinstance(line.current, PricedFigure)
            price = kb.costs.price(line.current.price)
            assert price.amount is not None
            assert price.per in hours
            low += price.amount * hours[price.per] * line.current.low
            high += (price.amount_high or price.amount) * hours[price.per] * line.current.high
        assert (low, high) == (Decimal(month[0]), Decimal(month[1])), id_


LIMITS = {
    "airflow_mwaa": ("managed", ("aws",), None),
    "airflow_mwaa_serverless": ("managed", ("aws",), None),
    "airflow_google": ("managed", ("gcp",), None),
    "metaflow_batch": ("self_hosted", ("aws",), None),
    "dagster_plus_solo": ("managed", (), 1),
    "dagster_plus_starter": ("managed", (), 3),
    "vertex_pipelines": ("managed", ("gcp",), None),
    "sagemaker_pipelines": ("managed", ("aws",), None),
    "azure_ml": ("managed", ("azure",), None),
    "databricks_jobs": ("managed", ("aws", "gcp", "azure"), None),
    "step_functions_standard": ("managed", ("aws",), None),
}


def test_a_variant_is_bound_to_a_cloud_or_to_a_number_of_people_where_a_source_says_so(
    kb: KnowledgeBase,
) -> None:
    bound = {
        each.id: (each.runs, each.clouds, each.users_at_most)
        for each in kb.costs.variants
        if each.clouds or each.users_at_most is not None
    }
    assert bound == LIMITS


def test_only_zenml_on_prefect_cannot_be_built(kb: KnowledgeBase) -> None:
    assert [each.id for each in kb.costs.variants if each.cannot_be_built] == ["zenml_prefect"]


def test_an_alternative_has_a_way_to_run_it_oneself(kb: KnowledgeBase) -> None:
    ways = {each.alternative for each in kb.costs.variants if each.runs == "self_hosted"}
    assert set(kb.alternatives) <= ways
