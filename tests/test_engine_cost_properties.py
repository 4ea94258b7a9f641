"""What holds for every sum: all answers, all assumptions, all shapes of facts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cost.assumptions import MOST_YEARS, Assumed, Assumptions, assumptions
from engine.cost.model import CostOfOwnership, Item, VariantCost
from engine.cost.money import Money, MoneyRange
from engine.cost.reckon import cost_of, cost_of_ownership
from knowledge.schema import (
    AlternativeId,
    ChoiceQuestion,
    CostLine,
    CostVariant,
    Driver,
    Edition,
    EngineerTime,
    KnowledgeBase,
    MonthlyFigure,
    NoFigure,
    OneOffFigure,
    Price,
    PricedFigure,
    SlotId,
    SourceId,
)
from tests import facts

KB = facts.KB.with_contenders()
SOURCES = st.sampled_from([SourceId("lesson"), SourceId("not_verified"), SourceId("price_gke")])

# What a team answers, and what is assumed.

Answers = Mapping[SlotId, int | str]
COUNTS = st.integers(0, 60) | st.integers(0, 100_000)


def chosen(slot: str) -> st.SearchStrategy[str]:
    question = KB.question(SlotId(slot))
    assert isinstance(question, ChoiceQuestion)
    return st.sampled_from([option.id for option in question.options])


ANSWERS: st.SearchStrategy[Answers] = st.fixed_dictionaries(
    {},
    optional={
        SlotId("team_size"): st.integers(1, 40) | st.integers(1, 100_000),
        SlotId("pipelines"): COUNTS,
        SlotId("runs_per_week"): COUNTS,
        SlotId("engineer_cost"): st.integers(1, 10_000_000),
        SlotId("outgrown_signals"): st.integers(0, 5),
        **{
            SlotId(slot): chosen(slot)
            for slot in ("cloud", "self_host", "current_orchestrator", "kubernetes_skill")
        },
    },
)
EXACT = st.decimals("0.01", 1_000_000, places=2)
CURRENCIES = st.sampled_from(["USD", "EUR", "CHF"])
ASSUMED = st.builds(
    Assumed,
    engineer_cost=st.none() | EXACT | st.decimals("0.000000001", 100_000_000),
    pipelines=st.none() | COUNTS,
    runs_per_week=st.none() | COUNTS,
    steps_per_run=st.none() | st.integers(1, 10_000),
    engineer_hours=st.none() | st.decimals(0, 400),
    years=st.none() | st.integers(1, MOST_YEARS),
    currency=st.none() | CURRENCIES,
    per_dollar=st.none() | st.decimals("0.000001", 1_000_000_000),
)
EDITIONS = st.sampled_from(Edition)

# Facts of every shape that the schema lets in.

DRIVERS: st.SearchStrategy[Driver] = st.sampled_from(
    ["fixed", "per_run", "per_step", "per_pipeline", "per_person"]
)
TIME_DRIVERS: st.SearchStrategy[Literal["fixed", "per_pipeline", "either"]] = st.sampled_from(
    ["fixed", "per_pipeline", "either"]
)
PRICES = [
    Price(
        id="an_hour", item="Made", value="Made", amount=Decimal("0.19"), per="hour", source="lesson"
    ),
    Price(
        id="a_month", item="Made", value="Made", amount=Decimal(10), per="month", source="lesson"
    ),
    Price(
        id="a_use",
        item="Made",
        value="Made",
        amount=Decimal("0.025"),
        per="use",
        uses=1000,
        free_a_month=4000,
        source="lesson",
    ),
    Price(id="unknown", item="Made", value="unknown", source="lesson"),
]


def ranges(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, most), st.integers(0, most)).map(
        lambda ends: (min(ends), max(ends))
    )


MONTHLY = st.builds(
    lambda ends, twelfth, source: MonthlyFigure(
        low=ends[0], high=ends[1], per_year_or_month=twelfth, source=source
    ),
    ranges(5000),
    st.booleans(),
    SOURCES,
)
PRICED = st.builds(
    lambda ends, price, source: PricedFigure(
        price=price.id,
        low=Decimal(ends[0]),
        high=Decimal(ends[1]),
        because="Made up.",
        source=source,
    ),
    ranges(5),
    st.sampled_from(PRICES),
    SOURCES,
)
NONE = st.builds(NoFigure, because=st.just("Nobody says."), source=SOURCES)
LINES = st.builds(
    CostLine,
    id=st.just("made"),
    name=st.just("Made"),
    driver=DRIVERS,
    lesson=MONTHLY,
    current=st.none() | PRICED | NONE,
)
TIMES = st.builds(
    EngineerTime,
    hundredths=st.integers(0, 200),
    does=st.just("It is made up."),
    kind=st.just("servers"),
    driver=TIME_DRIVERS,
    source=SOURCES,
)
VARIANTS = st.builds(
    CostVariant,
    id=st.just("made"),
    alternative=st.sampled_from([AlternativeId("airflow"), AlternativeId("prefect")]),
    name=st.just("Made"),
    short_name=st.just("Made"),
    runs=st.sampled_from(["self_hosted", "managed", "mixed"]),
    lines=st.lists(LINES, min_size=1, max_size=3).map(tuple),
    engineer=st.none() | TIMES,
    users_at_most=st.none() | st.integers(1, 20),
)


def with_made(variants: Iterable[CostVariant]) -> KnowledgeBase:
    """The facts with some of the variants made up, beside those that there are."""
    made = [v.model_copy(update={"id": f"made_{n}"}) for n, v in enumerate(variants)]
    changes = {"variants": (*KB.costs.variants, *made), "prices": (*KB.costs.prices, *PRICES)}
    return KB.model_copy(update={"costs": KB.costs.model_copy(update=changes)})


FACTS = st.lists(VARIANTS, max_size=3).map(with_made)


def sums(cost: VariantCost) -> list[MoneyRange | None]:
    return [cost.infrastructure, cost.people, cost.year, cost.once, cost.total]


def reckoned(
    answers: Answers, knowledge: KnowledgeBase, rests_on: Assumptions, edition: Edition
) -> list[VariantCost]:
    """All variants in the order of the facts, whether or not the edition shows them."""
    variants = knowledge.costs.variants
    return [cost_of(each, rests_on, answers, knowledge, edition) for each in variants]


def table(
    answers: Answers,
    knowledge: KnowledgeBase,
    assumed: Assumed,
    workspace: Assumed,
    edition: Edition,
) -> CostOfOwnership:
    rests_on = assumptions(answers, knowledge, assumed=assumed, workspace=workspace)
    return cost_of_ownership(answers, knowledge, rests_on, edition)


GROWN: st.SearchStrategy[tuple[str, int]] = st.tuples(
    st.sampled_from(
        ["pipelines", "runs_per_week", "steps_per_run", "engineers", "years", "engineer_cost"]
    ),
    st.integers(1, 100) | st.integers(1, 100_000),
)


def grown(rests_on: Assumptions, what: str, by: int) -> Assumptions:
    if what == "engineer_cost":
        more = Money(Decimal(by), rests_on.engineer_cost.currency)
        return replace(rests_on, engineer_cost=rests_on.engineer_cost + more)
    changed: dict[str, Any] = {what: getattr(rests_on, what) + by}
    return replace(rests_on, **changed)


@given(ANSWERS, FACTS, ASSUMED, EDITIONS, GROWN)
def test_a_cost_never_falls_as_the_work_or_the_engineers_cost_grows(
    answers: Answers,
    facts: KnowledgeBase,
    assumed: Assumed,
    edition: Edition,
    growth: tuple[str, int],
) -> None:
    before = assumptions(answers, facts, assumed=assumed, workspace=Assumed())
    after = grown(before, *growth)
    pairs = zip(
        reckoned(answers, facts, before, edition),
        reckoned(answers, facts, after, edition),
        strict=True,
    )
    for was, now in pairs:
        for old, new in zip(sums(was), sums(now), strict=True):
            assert (old is None) == (new is None)
            if old is not None and new is not None:
                assert old.low.amount <= new.low.amount
                assert old.high.amount <= new.high.amount


@given(ANSWERS, FACTS, ASSUMED, ASSUMED, EDITIONS)
def test_no_figure_is_below_nothing_and_none_is_above_its_high_end(
    answers: Answers,
    facts: KnowledgeBase,
    assumed: Assumed,
    workspace: Assumed,
    edition: Edition,
) -> None:
    for cost in table(answers, facts, assumed, workspace, edition).variants:
        amounts = [*sums(cost), *(item.amount for item in cost.items)]
        for amount in amounts:
            if amount is not None:
                assert 0 <= amount.low.amount <= amount.high.amount
                assert amount.low.amount.is_finite()
                assert amount.high.amount.is_finite()


@given(ANSWERS, FACTS, ASSUMED, ASSUMED, EDITIONS)
def test_items_sum_to_their_parts_and_those_to_the_year_and_the_total(
    answers: Answers,
    facts: KnowledgeBase,
    assumed: Assumed,
    workspace: Assumed,
    edition: Edition,
) -> None:
    found = table(answers, facts, assumed, workspace, edition)
    for cost in found.variants:
        parts = {"infrastructure": cost.infrastructure, "people": cost.people, "once": cost.once}
        for kind, part in parts.items():
            if part is not None:
                counted = [item for item in cost.items if item.kind == kind]
                assert all(kind == "once" or item.amount is not None for item in counted)
                in_it = (item.amount for item in counted if item.in_total)
                amounts = [amount for amount in in_it if amount is not None]
                assert part.low.amount == sum(amount.low.amount for amount in amounts)
                assert part.high.amount == sum(amount.high.amount for amount in amounts)
        if cost.year is not None:
            assert cost.infrastructure is not None
            assert cost.people is not None
            assert cost.year == cost.infrastructure + cost.people
        if cost.total is not None:
            assert cost.year is not None
            years = cost.year.times(Decimal(found.assumptions.years))
            assert cost.total == (years if cost.once is None else years + cost.once)


@given(ANSWERS, FACTS, ASSUMED, ASSUMED, EDITIONS)
def test_no_sum_stands_for_a_part_that_has_no_figure(
    answers: Answers,
    facts: KnowledgeBase,
    assumed: Assumed,
    workspace: Assumed,
    edition: Edition,
) -> None:
    def lacks(items: Iterable[Item]) -> bool:
        return any(item.amount is None for item in items)

    for cost in table(answers, facts, assumed, workspace, edition).variants:
        bought = [item for item in cost.items if item.kind == "infrastructure"]
        (engineer,) = (item for item in cost.items if item.kind == "people")
        beginning = [item for item in cost.items if item.kind == "once"]
        assert (cost.infrastructure is None) == lacks(bought)
        assert (cost.people is None) == lacks([engineer])
        if lacks([*bought, engineer]):
            assert cost.year is None
        if beginning and all(item.amount is None for item in beginning):
            assert cost.once is None
        assert (cost.total is None) == (cost.year is None)
        for item in cost.items:
            is_priced = item.price is None or item.price.amount is not None
            has_figure = is_priced and not isinstance(item.rests_on, NoFigure)
            assert (item.amount is not None) == has_figure
            assert (item in cost.not_counted) == (not has_figure or not item.in_total)


@given(ANSWERS, FACTS, ASSUMED, ASSUMED, EDITIONS)
def test_currencies_are_never_mixed(
    answers: Answers,
    facts: KnowledgeBase,
    assumed: Assumed,
    workspace: Assumed,
    edition: Edition,
) -> None:
    found = table(answers, facts, assumed, workspace, edition)
    rests_on = found.assumptions
    of_prices = "USD" if rests_on.per_dollar is None else rests_on.currency
    assert rests_on.engineer_cost.currency in {"USD", rests_on.currency}
    assert rests_on.adds_up == (rests_on.engineer_cost.currency == of_prices)
    for cost in found.variants:
        for item in cost.items:
            if item.amount is not None and item.kind == "infrastructure":
                assert item.amount.currency == of_prices
            if item.amount is not None and item.kind == "people":
                assert item.amount.currency == rests_on.engineer_cost.currency
        if not rests_on.adds_up:
            assert (cost.year, cost.total) == (None, None)
        for both in (cost.year, cost.total):
            assert both is None or both.currency == of_prices


@given(ANSWERS, FACTS, EXACT, st.integers(1, 9), EDITIONS)
def test_in_another_currency_all_sums_are_the_same_times_what_a_dollar_is(
    answers: Answers, facts: KnowledgeBase, cost: Decimal, rate: int, edition: Edition
) -> None:
    dollars = Assumed(engineer_cost=cost)
    francs = Assumed(engineer_cost=cost * rate, currency="CHF", per_dollar=Decimal(rate))
    pairs = zip(
        reckoned(answers, facts, _assumptions(answers, dollars), edition),
        reckoned(answers, facts, _assumptions(answers, francs), edition),
        strict=True,
    )
    for in_dollars, in_francs in pairs:
        for one, other in zip(sums(in_dollars), sums(in_francs), strict=True):
            assert (one is None) == (other is None)
            if one is not None and other is not None:
                assert (one.currency, other.currency) == ("USD", "CHF")
                assert _near(one.low.amount * rate, other.low.amount)
                assert _near(one.high.amount * rate, other.high.amount)


def _assumptions(answers: Answers, assumed: Assumed) -> Assumptions:
    return assumptions(answers, KB, assumed=assumed, workspace=Assumed())


def _near(one: Decimal, other: Decimal) -> bool:
    """Weeks of a year leave a last digit of 28 to rounding."""
    return abs(one - other) <= max(one, other) * Decimal("1e-24")


@given(ANSWERS, FACTS, ASSUMED, EDITIONS)
def test_totals_come_before_infrastructure_alone_and_both_before_no_figure(
    answers: Answers, facts: KnowledgeBase, assumed: Assumed, edition: Edition
) -> None:
    found = table(answers, facts, assumed, Assumed(), edition)
    shown = {each.id for each in facts.costs.variants if each.is_in(edition)}
    assert {cost.variant.id for cost in found.variants} == shown
    assert len(found.variants) == len(shown)
    fit = [cost for cost in found.variants if not cost.unfit]
    unfit = [cost for cost in found.variants if cost.unfit]
    assert found.variants == (*fit, *unfit)
    for group in (fit, unfit):
        totals = [cost for cost in group if cost.total is not None]
        rest = [cost for cost in group if cost.total is None]
        bought = [cost for cost in rest if cost.infrastructure is not None]
        unknown = [cost for cost in rest if cost.infrastructure is None]
        assert group == [*totals, *bought, *unknown]
        for is_fee in (False, True):
            assert _ascends(c.total for c in totals if _is_fee(c) == is_fee)
            assert _ascends(c.infrastructure for c in bought if _is_fee(c) == is_fee)


def _is_fee(cost: VariantCost) -> bool:
    return cost.variant.without is not None


def _ascends(figures: Iterable[MoneyRange | None]) -> bool:
    middles = [figure.middle.amount for figure in figures if figure is not None]
    return middles == sorted(middles)


@settings(max_examples=50)
@given(ANSWERS, FACTS, ASSUMED, ASSUMED, EDITIONS)
def test_the_same_answers_make_the_same_sums(
    answers: Answers,
    facts: KnowledgeBase,
    assumed: Assumed,
    workspace: Assumed,
    edition: Edition,
) -> None:
    once = table(answers, facts, assumed, workspace, edition)
    backwards = dict(reversed([*answers.items()]))
    assert table(backwards, facts, assumed, workspace, edition) == once


@given(ANSWERS, ASSUMED, ASSUMED, EDITIONS, st.sets(st.sampled_from(sorted(KB.alternatives))))
def test_a_variant_costs_the_same_whoever_else_is_asked_for(
    answers: Answers,
    assumed: Assumed,
    workspace: Assumed,
    edition: Edition,
    named: set[AlternativeId],
) -> None:
    everything = table(answers, KB, assumed, workspace, edition)
    rests_on = everything.assumptions
    some = cost_of_ownership(answers, KB, rests_on, edition, alternatives=named)
    assert some.variants == tuple(
        cost for cost in everything.variants if not named or cost.variant.alternative in named
    )


@given(ANSWERS, ASSUMED, ASSUMED)
def test_every_assumption_says_whose_it_is(
    answers: Answers, assumed: Assumed, workspace: Assumed
) -> None:
    found = assumptions(answers, KB, assumed=assumed, workspace=workspace)
    assert found.runs_per_week >= 1
    for name in ("pipelines", "runs_per_week", "steps_per_run", "engineer_hours", "years"):
        origin = found.origins[name]
        said = {
            "set": getattr(assumed, name),
            "answered": answers.get(SlotId(name)),
            "workspace": getattr(workspace, name),
        }
        first = next((who for who, value in said.items() if value is not None), "default")
        assert origin == first
        value = getattr(found, name)
        if origin != "default":
            least = 1 if name in ("pipelines", "runs_per_week") else 0
            assert value == max(said[origin], least)
    if found.origins["engineer_cost"] == "set":
        assert found.engineer_cost == Money(assumed.engineer_cost or Decimal(0), found.currency)


ONE_OFFS = st.builds(
    lambda ends, driver, of, source: OneOffFigure.model_validate(
        {
            "weeks_low": ends[0],
            "weeks_high": ends[1],
            "driver": driver,
            "of": of,
            "because": "Made up.",
            "source": source,
        }
    ),
    ranges(60),
    st.sampled_from(["fixed", "per_pipeline"]),
    st.sampled_from(["engineer", "what_runs_today"]),
    SOURCES,
)


@given(ANSWERS, ASSUMED, st.lists(ONE_OFFS, min_size=4, max_size=4), EDITIONS)
def test_what_is_done_once_is_there_for_who_moves_or_begins_and_nobody_else(
    answers: Answers, assumed: Assumed, figures: list[OneOffFigure], edition: Edition
) -> None:
    one_off = tuple(
        each.model_copy(update={"figures": (figure,)})
        for each, figure in zip(KB.costs.one_off, figures, strict=True)
    )
    costs = KB.costs.model_copy(update={"one_off": one_off})
    facts = KB.model_copy(update={"costs": costs})
    today = answers.get(SlotId("current_orchestrator"), "none")
    rests_on = assumptions(answers, facts, assumed=assumed, workspace=Assumed())
    for cost in reckoned(answers, facts, rests_on, edition):
        beginning = [item.id for item in cost.items if item.kind == "once"]
        if today == cost.variant.alternative:
            assert beginning == []
        elif today in {"none", "cron"}:
            assert beginning == ["setup", "training"]
        else:
            assert beginning == ["setup", "training", "migration", "parallel_run"]
        if cost.once is not None and cost.year is not None:
            assert cost.total is not None
            assert cost.total.low.amount >= cost.once.low.amount
