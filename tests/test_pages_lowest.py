"""Which variant costs least: nothing claimed that the figures do not bear."""

import re
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pages.lowest import overlap_line
from engine.cost.assumptions import Assumed, assumptions
from engine.cost.comparing import can_be_compared, cheaper_than
from engine.cost.model import CostOfOwnership, VariantCost
from engine.cost.reckon import cost_of_ownership
from knowledge.schema import (
    AlternativeId,
    CostLine,
    CostVariant,
    Driver,
    EngineerTime,
    KnowledgeBase,
    MonthlyFigure,
    SlotId,
    SourceId,
)

LESSON = SourceId("lesson")
Kind = Literal["servers", "pipelines", "both", "not_said"]
HOURS = Assumed(engineer_cost=Decimal(100_000), engineer_hours=Decimal(4), years=1)


def way(
    name: str,
    low: int,
    high: int,
    kind: Kind | None = "servers",
    *,
    driver: Driver = "fixed",
    users: int | None = None,
    alternative: str = "prefect",
) -> CostVariant:
    """A variant of so many dollars a month and 0.1 of an engineer; None: no source says."""
    figure = MonthlyFigure(low=low, high=high, source=LESSON)
    time = EngineerTime(
        hundredths=10, does="Works.", kind=kind or "servers", driver="fixed", source=LESSON
    )
    return CostVariant(
        id=name.lower(),
        alternative=AlternativeId(alternative),
        name=f"{name} at length",
        short_name=name,
        runs="self_hosted",
        lines=(CostLine(id="line", name="Line", driver=driver, lesson=figure),),
        engineer=None if kind is None else time,
        users_at_most=users,
    )


def reckoned(kb: KnowledgeBase, *ways: CostVariant, **answers: int | str) -> CostOfOwnership:
    known = {SlotId(slot): value for slot, value in answers.items()}
    facts = kb.model_copy(update={"costs": kb.costs.model_copy(update={"variants": ways})})
    rests_on = assumptions(known, facts, assumed=HOURS, workspace=Assumed())
    return cost_of_ownership(known, facts, rests_on)


def said(kb: KnowledgeBase, *ways: CostVariant, **answers: int | str) -> str | None:
    line = overlap_line(reckoned(kb, *ways, **answers))
    return None if line is None else line.text


def of(found: CostOfOwnership, name: str) -> VariantCost:
    return next(each for each in found.variants if each.variant.short_name == name)


def test_the_lowest_total_is_one_of_those_where_engineers_do_the_same_work(
    kb: KnowledgeBase,
) -> None:
    assert said(kb, way("A", 1, 2), way("B", 3, 4)) == (
        "A has the lowest total in 1 year of those where engineers do the same work (A and B), as "
        "far as there are figures; their ranges do not meet."
    )
    assert said(kb, way("A", 1, 2), way("B", 3, 4), way("C", 2, 3, "pipelines")) == (
        "A has the lowest total in 1 year of those where engineers do the same work (A and B), as "
        "far as there are figures; their ranges do not meet. A is not ranked with C: engineers do "
        "other work there, or no source says which."
    )


def test_where_ranges_meet_nobody_has_the_lowest_total(kb: KnowledgeBase) -> None:
    meeting = said(kb, way("A", 1, 4), way("B", 2, 5), way("C", 8, 9))
    assert meeting == (
        "In 1 year the range of A overlaps with that of B, so these figures do not tell which of "
        "them costs least."
    )


def test_nobody_is_called_cheaper_by_engineer_time_that_is_other_work(kb: KnowledgeBase) -> None:
    apart = way("A", 1, 1, "servers"), way("B", 9, 9, "pipelines"), way("C", 20, 20, "both")
    assert said(kb, *apart) == (
        "Engineers do other work in each of these, so their totals are not ranked."
    )
    unsaid = said(kb, way("A", 1, 1, "not_said"), way("B", 9, 9), way("C", 20, 20))
    assert unsaid == (
        "A is not ranked with B and C: engineers do other work there, or no source says which."
    )
    twice = said(kb, way("A", 1, 1, "not_said"), way("B", 9, 9, "not_said"))
    assert twice is not None
    assert "lowest" not in twice


def test_hours_that_somebody_assumed_make_nobody_the_lowest(kb: KnowledgeBase) -> None:
    assert said(kb, way("A", 1, 1, None), way("B", 9, 9, None)) == (
        "The totals of A and B rest on the hours that you assumed, the same for each."
    )
    assert said(kb, way("A", 1, 1, None), way("B", 9, 9)) == (
        "The total of A rests on the hours that you assumed."
    )
    among = said(kb, way("A", 1, 1, None), way("B", 9, 9), way("C", 20, 20))
    assert among == (
        "B has the lowest total in 1 year of those where engineers do the same work (B and C), as "
        "far as there are figures; their ranges do not meet. The total of A rests on the hours "
        "that you assumed."
    )


def test_beyond_the_lessons_workload_what_does_not_grow_is_not_the_lowest(
    kb: KnowledgeBase,
) -> None:
    flat, growing = way("A", 1, 2), way("B", 3, 4, driver="per_run")
    looks = (
        "A has no line that grows with the workload, so beyond the lesson's it looks cheaper than "
        "it would be."
    )
    assert said(kb, flat, growing, pipelines=40) == looks
    assert said(kb, flat, growing, runs_per_week=11) == looks
    for within in (20, 15):
        assert "lowest total" in (said(kb, flat, growing, pipelines=within) or "")
    assert "A has the lowest" in (said(kb, flat, way("B", 3, 4), pipelines=40) or "")
    both = said(kb, flat, way("C", 2, 2), growing, pipelines=40)
    assert both is not None
    assert both.startswith("In 1 year the range of A overlaps with that of C, so ")
    assert both.endswith("so beyond the lesson's they look cheaper than they would be.")


def test_of_many_the_first_three_are_named(kb: KnowledgeBase) -> None:
    several = said(kb, *(way(name, 1, 1) for name in "ABCDE"))
    assert several is not None
    assert "overlaps with that of B; C; D and 1 more, so" in several
    three = said(kb, *(way(name, 1, 1) for name in "ABCD"))
    assert three is not None
    assert "overlaps with that of B; C; D, so" in three


def test_one_total_is_compared_with_nothing(kb: KnowledgeBase) -> None:
    assert said(kb, way("A", 1, 1)) is None
    assert said(kb, way("A", 1, 1), way("B", 2, 2, users=1)) is None


def test_a_year_that_costs_less_than_the_lowest_total_is_said(kb: KnowledgeBase) -> None:
    # Airflow runs today, so that nothing is paid for once there.
    stays, new = way("A", 500, 500, alternative="airflow"), way("B", 100, 100)
    moving = said(kb, stays, new, current_orchestrator="airflow")
    assert moving is not None
    assert moving.startswith("A has the lowest total in 1 year")
    assert moving.endswith("; a year of B costs less, what is paid for once turns it.")


def test_who_costs_less_than_another_can_be_set_against_it(kb: KnowledgeBase) -> None:
    found = reckoned(
        kb,
        way("A", 1, 2),
        way("Meets", 1, 20),
        way("Other", 1, 1, "pipelines"),
        way("Own", 1, 1, None),
        way("Unfit", 1, 1, users=1),
        way("Pick", 20, 30),
    )
    pick = of(found, "Pick")
    assert [each.variant.short_name for each in cheaper_than(pick, found)] == ["A"]
    assert cheaper_than(of(found, "A"), found) == []
    assert can_be_compared(of(found, "A"), pick, found)
    assert not can_be_compared(of(found, "Own"), of(found, "Own"), found)


def test_who_does_not_grow_is_not_set_against_who_does_beyond_the_lessons_workload(
    kb: KnowledgeBase,
) -> None:
    ways = way("A", 1, 1), way("Pick", 20, 20, driver="per_run")
    for pipelines, cheaper in ((20, 1), (21, 0)):
        found = reckoned(kb, *ways, pipelines=pipelines)
        assert len(cheaper_than(of(found, "Pick"), found)) == cheaper


def test_a_fee_alone_is_never_the_lowest_nor_cheaper(kb: KnowledgeBase) -> None:
    fee = way("Fee", 1, 1).model_copy(update={"without": "what the steps compute"})
    assert said(kb, fee, way("A", 5, 6), way("B", 8, 9)) == (
        "A has the lowest total in 1 year of those where engineers do the same work (A and B), as "
        "far as there are figures; their ranges do not meet."
    )
    assert "lowest" not in (said(kb, fee, way("A", 5, 6)) or "")
    found = reckoned(kb, fee, way("A", 5, 6))
    assert cheaper_than(of(found, "A"), found) == []
    assert not can_be_compared(of(found, "Fee"), of(found, "A"), found)
    unsourced = way("Fee", 1, 1, None).model_copy(update={"without": "what the steps compute"})
    assert said(kb, unsourced, way("A", 5, 6)) == (
        "The total of Fee (fee alone) rests on the hours that you assumed."
    )


WAYS = st.lists(
    st.builds(
        way,
        st.sampled_from("ABCDEFGH"),
        st.integers(0, 50),
        st.integers(50, 90),
        st.sampled_from(["servers", "pipelines", "both", "not_said", None]),
        driver=st.sampled_from(["fixed", "per_run", "per_pipeline"]),
        users=st.none() | st.just(3),
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)


@given(ways=WAYS, pipelines=st.integers(1, 60), today=st.sampled_from(["none", "airflow"]))
def test_it_is_never_more_than_three_sentences_and_never_ranks_what_cannot_be_ranked(
    kb: KnowledgeBase, ways: list[CostVariant], pipelines: int, today: str
) -> None:
    found = reckoned(kb, *ways, pipelines=pipelines, current_orchestrator=today)
    line = overlap_line(found)
    if line is None:
        return
    assert len(re.findall(r"\.(?: |$)", line.text)) <= 3
    if claim := re.match(r"(\w) has the lowest total", line.text):
        first = of(found, claim.group(1))
        others = [
            each
            for each in found.variants
            if each is not first and each.total and can_be_compared(first, each, found)
        ]
        assert others
        for each in others:
            assert each.unfit or first in cheaper_than(each, found)


@pytest.mark.parametrize("edition_answers", [{}, {"pipelines": 40}])
def test_the_lessons_own_figures_rank_no_managed_service_behind_a_server(
    kb: KnowledgeBase, edition_answers: dict[str, int]
) -> None:
    line = overlap_line(reckoned(kb, *kb.costs.variants, **edition_answers))
    assert line is not None
    assert "lowest total" not in line.text
