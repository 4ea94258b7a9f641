"""What a cost says in sentences: what was asked, the pick, who costs less, and all the rest."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.pages.ownership import (
    evidence,
    long_name,
    once_line,
    people_in_table,
    priced_elsewhere_line,
)
from bot.views.blocks import Rendered
from bot.views.cost import cost
from bot.views.cost_lines import cost_lines
from bot.views.examples import snapshot_of
from bot.views.limits import view_violations, violations
from bot.views.reckoned import reckoned
from bot.views.snapshot import Snapshot
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.cost.comparing import cheaper_than
from engine.dialogue.requests import CostAsked
from knowledge.schema import AlternativeId, KnowledgeBase, SlotId
from tests.rendered import action_ids, prose
from tests.test_views_cost import ALL, GROWTH, NAME, PEOPLE, STARTUP, rows, told

AIRFLOW, NONE, PREFECT, ZENML = (
    AlternativeId(each) for each in ("airflow", "none", "prefect", "zenml")
)
MWAA = CostAsked(alternatives=(AIRFLOW,), variants=("airflow_mwaa", "airflow_mwaa_serverless"))
FROM_AIRFLOW: dict[SlotId, int | str | None] = {SlotId("current_orchestrator"): "airflow"}
HOURS = Assumed(engineer_hours=Decimal(4))


@pytest.fixture(scope="module")
def done(kb: KnowledgeBase) -> Snapshot:
    """A decision with a recommendation: Metaflow, then Prefect."""
    return snapshot_of(kb, *STARTUP)


def summary(rendered: Rendered) -> list[str]:
    """The sentences before the figures."""
    text: str = rendered.blocks[1]["text"]["text"]
    return text.split("\n")


# The pick


def test_the_sentence_about_the_pick_says_how_good_its_figures_are(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    pick, *_ = reckoned(ALL, done, kb, NOTHING_ASSUMED).of_the_pick
    [line] = [each for each in summary(cost(ALL, done, kb)) if "run the pick" in each]
    assert line.startswith(f"*{pick.variant.name}*, one way to run the pick: ")
    assert line.endswith(f" Evidence: {evidence(pick, kb)}.")


def test_what_is_paid_once_is_said_with_the_total(kb: KnowledgeBase, done: Snapshot) -> None:
    leaves = {**FROM_AIRFLOW, SlotId("outgrown_signals"): 4}
    moving = snapshot_of(kb, *GROWTH, follow_ups=leaves)
    pick, *_ = reckoned(ALL, moving, kb, NOTHING_ASSUMED).of_the_pick
    assert once_line(pick)
    assert once_line(pick) in cost(ALL, moving, kb).text
    assert "of it once" not in cost(ALL, done, kb).text


@pytest.mark.parametrize("team", [STARTUP, GROWTH, (30, 12, "some", "gcp"), (None,) * 4])
@pytest.mark.parametrize("follow_ups", [{}, FROM_AIRFLOW])
def test_whatever_costs_less_than_the_pick_is_named(
    kb: KnowledgeBase,
    team: tuple[int | str | None, ...],
    follow_ups: dict[SlotId, int | str | None],
) -> None:
    for alternative in kb.alternatives:
        found = snapshot_of(kb, *team, follow_ups=follow_ups)
        assert found.recommendation is not None
        advice = replace(
            found.recommendation, alternative=alternative, beside=None, close=(), is_default=False
        )
        shown = replace(found, recommendation=advice)
        made = reckoned(ALL, shown, kb, NOTHING_ASSUMED)
        summed = [each for each in made.of_the_pick if each.total is not None]
        below = {
            other.variant.name
            for other in made.fitting
            if other not in made.of_the_pick
            and summed
            and all(
                each.total and other.total and other.total.high.amount < each.total.low.amount
                for each in summed
            )
            and any(other in cheaper_than(each, made.found) for each in summed)
        }
        text = cost(ALL, shown, kb).text
        lines = [each for each in summary(cost(ALL, shown, kb)) if "less than the pick" in each]
        assert bool(lines) == bool(below), alternative
        assert all(each in lines[0] for each in below)
        assert ("less than the pick." in text) == bool(below)


def test_a_pick_that_costs_more_is_no_secret(kb: KnowledgeBase, done: Snapshot) -> None:
    assert done.recommendation is not None
    advice = replace(done.recommendation, alternative=AIRFLOW, beside=None, close=())
    said = "By these figures *Prefect Cloud with own workers* costs less than the pick."
    assert said in summary(cost(ALL, replace(done, recommendation=advice), kb))
    assert said not in summary(cost(ALL, done, kb))


def test_what_cannot_be_set_against_the_pick_is_not_said_to_cost_less(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    assert "By these figures" not in cost(ALL, done, kb).text
    with_hours = replace(done, assumed=HOURS)
    made = reckoned(ALL, with_hours, kb, NOTHING_ASSUMED)
    first, *_ = made.fitting
    assert not made.standing(first)
    assert "By these figures" not in cost(ALL, with_hours, kb).text


# The figures


def test_hours_that_somebody_assumed_are_seen_in_the_table(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    shown = replace(done, assumed=HOURS)
    found = {
        each.variant.short_name: each for each in reckoned(ALL, shown, kb, NOTHING_ASSUMED).fitting
    }
    cells = {row[NAME].removesuffix(" (pick)"): row[PEOPLE] for row in rows(cost(ALL, shown, kb))}
    assert cells
    assert cells == {name: people_in_table(found[name]) for name in cells}
    assert any("(assumed)" in cell for cell in cells.values())
    assert not all("(assumed)" in cell for cell in cells.values())
    in_words = prose(cost(ALL, shown, kb, draws=False))
    assert all(f"{cell} for people" in in_words for cell in cells.values())


def test_prices_of_another_cloud_are_said(kb: KnowledgeBase, done: Snapshot) -> None:
    elsewhere = snapshot_of(kb, *GROWTH)
    line = priced_elsewhere_line(reckoned(ALL, elsewhere, kb, NOTHING_ASSUMED).found, kb)
    assert line is not None
    assert any(each.startswith(line.text) for each in summary(cost(ALL, elsewhere, kb)))
    assert "Priced on" not in cost(ALL, done, kb).text


def test_equal_swings_share_a_line(kb: KnowledgeBase, done: Snapshot) -> None:
    written = prose(cost(ALL, done, kb))
    moves = written[written.index("What moves it most") :]
    assert "How many pipelines, or runs a week of each" in moves
    assert "10,000 runs are those of a year" in moves


# What was asked for


def test_a_way_that_was_named_comes_first(kb: KnowledgeBase) -> None:
    for shown in (None, snapshot_of(kb, *STARTUP)):
        rendered = cost(MWAA, shown, kb)
        first, second, *_ = summary(rendered)
        small, serverless = (kb.costs.variant(each) for each in MWAA.variants)
        assert first.startswith(f"*{small.name}* is a way to run Apache Airflow: about $")
        assert second == (
            f"*{serverless.name}* is a way to run Apache Airflow: no source gives a figure."
        )
        assert "with the hours that you assume" in rendered.text
        assert rows(rendered)[0][NAME] == f"{small.short_name} (asked)"
        assert [row for row in rows(rendered)[1:] if "(asked)" in row[NAME]] == []
        assert prose(rendered).count(serverless.short_name) <= 1
        heads = told(cost_lines(MWAA, shown, kb))
        assert heads.index(small.name) < heads.index("Airflow on EC2, self-hosted")


def test_a_way_that_was_named_and_does_not_fit_says_why(kb: KnowledgeBase) -> None:
    rendered = cost(MWAA, snapshot_of(kb, *GROWTH), kb)
    first, *_ = summary(rendered)
    assert "is a way to run Apache Airflow: about $" in first
    assert " It is not for this team. " in first
    others = prose(rendered).split("\n")[len(summary(rendered)) :]
    assert not [line for line in others if "Not for this team" in line and "MWAA" in line]


def test_of_the_pick_the_way_that_was_named_has_both_marks(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    asked = CostAsked(
        alternatives=(AlternativeId("metaflow"), PREFECT), variants=("metaflow_batch",)
    )
    rendered = cost(asked, done, kb)
    assert rows(rendered)[0][NAME].endswith(" (pick, asked)")
    assert len([each for each in summary(rendered) if "Metaflow with AWS Batch" in each]) <= 2


def test_a_way_that_another_version_knew_is_left_out(kb: KnowledgeBase, done: Snapshot) -> None:
    gone = CostAsked(alternatives=(PREFECT,), variants=("prefect_on_the_moon",))
    assert cost(gone, done, kb).text == cost(CostAsked(alternatives=(PREFECT,)), done, kb).text


# What has no figure


def test_a_figure_in_part_is_said_and_said_once(kb: KnowledgeBase, done: Snapshot) -> None:
    rendered = cost(CostAsked(alternatives=(ZENML,)), done, kb)
    [line] = [each for each in summary(rendered) if "$1,800" in each]
    assert "no source gives a figure" not in rendered.text
    assert prose(rendered).count("$1,800") == 1
    lead = line[1:].partition("*")[0]
    assert prose(rendered).count(lead) == 1
    [line] = [each for each in prose(cost(ALL, done, kb)).split("\n") if lead in each]
    assert line == f"*A figure in part*, in *Line items and sources*: {lead}"


def test_no_orchestrator_has_no_sum_and_nothing_to_change(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    for shown in (None, done):
        rendered = cost(CostAsked(alternatives=(NONE,)), shown, kb)
        assert "nothing here has a figure for it" in rendered.text
        assert action_ids(rendered) == []
        assert [each["type"] for each in rendered.blocks] == ["header", "section"]
    beside = cost(CostAsked(alternatives=(NONE, PREFECT)), done, kb)
    assert "nothing here has a figure for it" in beside.text
    assert any("Prefect" in row[NAME] for row in rows(beside))


def test_no_line_of_the_message_is_said_twice(kb: KnowledgeBase) -> None:
    for team in (STARTUP, GROWTH):
        for follow_ups in ({}, FROM_AIRFLOW):
            rendered = cost(ALL, snapshot_of(kb, *team, follow_ups=follow_ups), kb)
            written = prose(rendered)
            assert len(set(written.split("\n"))) == len(written.split("\n"))
            assert "*Engineer time*" not in written


# The line items


def test_the_line_items_begin_with_their_order(kb: KnowledgeBase, done: Snapshot) -> None:
    first, *_ = told(cost_lines(ALL, done, kb)).split("\n")
    assert first.endswith(
        "In this order: the pick, then what has figures, then what has none, then what is not for "
        "this team."
    )
    alone = told(cost_lines(CostAsked(alternatives=(AlternativeId("kestra"),)), None, kb))
    assert "In this order" not in alone


def test_what_costs_something_stands_before_what_has_no_figure(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    made = reckoned(ALL, done, kb, NOTHING_ASSUMED)
    named = {long_name(each): each for each in made.found.variants}
    heads = [
        named[each["text"]["text"].removesuffix(" (pick)")]
        for each in cost_lines(ALL, done, kb)["blocks"]
        if each["type"] == "header"
    ]
    order = [(bool(each.unfit), each.infrastructure is None and not each.unfit) for each in heads]
    assert order == sorted(order)
    assert {has_none for _, has_none in order} == {True, False}


def test_engineer_time_of_another_kind_is_said_with_the_line_items(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    shown = told(cost_lines(ALL, done, kb))
    assert "*How far sums can be compared*\n• *Engineer time*: not the same work" in shown


def test_no_line_of_the_line_items_begins_with_spaces(kb: KnowledgeBase, done: Snapshot) -> None:
    lines = told(cost_lines(ALL, done, kb)).split("\n")
    assert [each for each in lines if each != each.strip()] == []
    assert [each for each in lines if each.startswith("From ")]


def test_what_was_asked_keeps_slacks_limits(kb: KnowledgeBase) -> None:
    every = CostAsked(
        alternatives=tuple(kb.alternatives), variants=tuple(each.id for each in kb.costs.variants)
    )
    for shown in (None, snapshot_of(kb, *STARTUP), snapshot_of(kb, *GROWTH)):
        for request in (every, MWAA):
            assert violations(cost(request, shown, kb).blocks, "message") == []
            assert view_violations(cost_lines(request, shown, kb)) == []
