"""What moves a cost, and where two swap places, in words."""

from decimal import Decimal

import pytest

from bot.pages.moving import break_even_line, swing_lines
from bot.pages.page import Line
from engine.cost.assumptions import NOTHING_ASSUMED, assumptions
from engine.cost.model import BreakEven, CostOfOwnership, Swing
from engine.cost.money import Money
from engine.cost.reckon import cost_of_ownership
from engine.cost.tornado import Moved
from knowledge.schema import Edition, KnowledgeBase, SourceId


@pytest.fixture(scope="module")
def found(kb: KnowledgeBase) -> CostOfOwnership:
    rests_on = assumptions({}, kb, assumed=NOTHING_ASSUMED, workspace=NOTHING_ASSUMED)
    return cost_of_ownership({}, kb, rests_on, Edition.LESSON)


def swing(of: Moved, low: int = 100, high: int = 300, base: int = 200) -> Swing:
    return Swing(of, *(Money(Decimal(each), "USD") for each in (low, high, base)))


def test_a_swing_says_both_ends_and_what_it_is_now(
    kb: KnowledgeBase, found: CostOfOwnership
) -> None:
    assert swing_lines([swing("engineer_cost")], found, kb) == (
        Line(
            "-50 % makes it about $100 in 3 years, +50 % about $300; now about $200.",
            "What an engineer costs",
        ),
    )
    (ranges,) = swing_lines([swing("price_ranges")], found, kb)
    assert ranges.text == "from $100 to $300 in 3 years, with $200 in the middle."
    (runs,) = swing_lines([swing("runs_are")], found, kb)
    assert runs.text == "from $100 to $300 in 3 years; $200 is as it is assumed."
    assert runs.sources == (kb.source(kb.costs.workload.source),)


def test_what_moves_a_total_equally_shares_a_line_and_another_gets_the_place(
    kb: KnowledgeBase, found: CostOfOwnership
) -> None:
    pair = [swing("pipelines"), swing("runs_per_week")]
    three = [*pair, swing("steps_per_run")]
    others = [swing("price_ranges"), swing("runs_are", 150)]
    lines = swing_lines([*pair, *others], found, kb, 3)
    assert [each.lead for each in lines] == [
        "How many pipelines, or runs a week of each",
        "The ranges of the figures themselves",
        "Whether the lesson's 10,000 runs are those of a year or of a month",
    ]
    assert lines[0].text == swing_lines([pair[0]], found, kb)[0].text
    (merged,) = swing_lines(three, found, kb)
    assert merged.lead == "How many pipelines, runs a week of each, or steps a run has"
    assert len(swing_lines([swing("pipelines"), swing("runs_per_week", 99)], found, kb)) == 2
    assert len(swing_lines([*pair, *others], found, kb, 1)) == 1


@pytest.mark.parametrize(
    ("low", "high", "reads"),
    [
        (
            "12000",
            "132000",
            (
                "A costs less than B below $12,000 a year, and more above $132,000 a year; between "
                "them the ranges overlap."
            ),
        ),
        ("12000", "12000", "A costs less than B below $12,000 a year, and more above."),
        (None, "132000", "B costs less than A above $132,000 a year; below, the ranges overlap."),
        ("12000", None, "A costs less than B below $12,000 a year; above, the ranges overlap."),
    ],
)
def test_a_break_even_names_both_and_who_costs_less_on_which_side(
    kb: KnowledgeBase, found: CostOfOwnership, low: str | None, high: str | None, reads: str
) -> None:
    first, second = "airflow_self_hosted", "prefect_cloud"
    below, above = (None if each is None else Decimal(each) for each in (low, high))
    swap = BreakEven("engineer_cost", first, second, below, above, is_same_work=True)
    line = break_even_line(swap, found, kb)
    for letter, id_ in (("A ", first), ("B ", second)):
        reads = reads.replace(letter, f"{kb.costs.variant(id_).name} ")
    assert line == Line(reads, "What an engineer costs")


def test_a_break_even_in_runs_names_them_and_work_that_is_not_the_same(
    kb: KnowledgeBase, found: CostOfOwnership
) -> None:
    pair = ("airflow_self_hosted", "airflow_astronomer")
    swap = BreakEven(
        "runs_per_week", *pair, Decimal("6.8123"), Decimal("27.26"), is_same_work=False
    )
    line = break_even_line(swap, found, kb)
    assert "below 6.81 runs a week of each pipeline" in line.text
    assert line.text.endswith(
        " Above the lesson's 10 runs a week of 20 pipelines it is extrapolated. Their engineer "
        "time is not the same work."
    )
    assert line.sources == (kb.source(SourceId("lesson")),)


def test_a_break_even_within_the_lessons_runs_is_not_extrapolated(
    kb: KnowledgeBase, found: CostOfOwnership
) -> None:
    pair = ("airflow_self_hosted", "prefect_cloud")
    within = BreakEven("runs_per_week", *pair, Decimal(9), Decimal(10), is_same_work=True)
    line = break_even_line(within, found, kb)
    assert "extrapolated" not in line.text
    assert line.sources == ()


def test_who_does_not_grow_with_the_runs_costs_less_up_to_the_lessons_alone(
    kb: KnowledgeBase, found: CostOfOwnership
) -> None:
    pair = ("kubeflow_gke", "airflow_self_hosted")
    within = BreakEven("runs_per_week", *pair, None, Decimal(4), is_same_work=True)
    line = break_even_line(within, found, kb)
    assert line.text.endswith(
        " No more is said above the lesson's 10 runs a week of 20 pipelines: Airflow on EC2, "
        "self-hosted has no line that grows with the runs."
    )
    assert line.sources == (kb.source(SourceId("lesson")),)
