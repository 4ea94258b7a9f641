"""What it would cost, in Slack: the message, its line items, and the form."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.actions import ChangeAssumptions, Cost, CostLines, encode
from bot.pages.ownership import about, figure_in_table, long_name, row_name
from bot.views.blocks import Block, Rendered, plain
from bot.views.cost import cost
from bot.views.cost_figures import marked
from bot.views.cost_form import CALLBACK_ID, FORGET, KEEP, cost_form
from bot.views.cost_lines import cost_lines
from bot.views.decision import root
from bot.views.examples import SLOTS, TEAM, snapshot_of, with_long_names
from bot.views.gallery_cost import COST
from bot.views.limits import MESSAGE_TEXT, characters, view_violations, violations
from bot.views.reckoned import over, reckoned
from bot.views.snapshot import Snapshot
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.dialogue.requests import CostAsked
from knowledge.schema import AlternativeId, KnowledgeBase, SlotId
from tests.facts import KB
from tests.rendered import action_ids, header, prose

STARTUP = (8, 3, "none", "aws")
GROWTH = (30, 20, "strong", "gcp")
ALL = CostAsked()
PREFECT, AIRFLOW, KFP = (
    AlternativeId(each) for each in ("prefect", "airflow", "kubeflow_pipelines")
)
PIPELINES = SlotId("pipelines")
EUROS = Assumed(engineer_cost=Decimal(90_000), currency="EUR", per_dollar=Decimal("0.92"))
NO_RATE = Assumed(engineer_cost=Decimal(90_000), currency="EUR")
NAME, TOTAL, EVIDENCE, YEAR, INFRASTRUCTURE, PEOPLE = range(6)
MARK = re.compile(r" \((?:pick|close|default|asked|pick, asked)\)$")
KNOWN = [*KB.alternatives, *KB.contenders]
AMOUNT = re.compile(r"[\d,]*\d(?:\.\d+)?")


@pytest.fixture(scope="module")
def done(kb: KnowledgeBase) -> Snapshot:
    """A decision with a recommendation: Metaflow, then Prefect."""
    return snapshot_of(kb, *STARTUP)


def of(*alternatives: AlternativeId) -> CostAsked:
    return CostAsked(alternatives=alternatives)


def rows(rendered: Rendered) -> list[list[str]]:
    """The table without its heading."""
    (table,) = [each for each in rendered.blocks if each["type"] == "table"]
    return [[cell["text"] for cell in row] for row in table["rows"][1:]]


def charts(rendered: Rendered) -> list[Block]:
    return [each for each in rendered.blocks if each["type"] == "data_visualization"]


def buttons(rendered: Rendered) -> list[Any]:
    (row,) = [each for each in rendered.blocks if each["type"] == "actions"]
    return [row["block_id"], *row["elements"]]


def told(view: dict[str, Any]) -> str:
    """Everything that a modal says."""
    texts: list[str] = []
    for block in view["blocks"]:
        parts = [block.get("text"), block.get("label"), block.get("hint")]
        texts += [part["text"] for part in (*parts, *block.get("elements", ())) if part]
    return "\n".join(texts)


def inputs(view: dict[str, Any]) -> dict[str, Any]:
    return {each["block_id"]: each for each in view["blocks"] if each["type"] == "input"}


def typed(view: dict[str, Any]) -> dict[str, str]:
    found = {name: each["element"].get("initial_value") for name, each in inputs(view).items()}
    return {name: value for name, value in found.items() if value is not None}


def amounts(cell: str) -> list[float]:
    """The numbers of a cell, in the order in which they stand."""
    return [float(each.replace(",", "")) for each in AMOUNT.findall(cell)]


def teams(kb: KnowledgeBase) -> Iterator[Snapshot | None]:
    """No team, and some that see other variants, sums and currencies."""
    yield None
    yield snapshot_of(kb, *STARTUP)
    yield snapshot_of(kb, *GROWTH, follow_ups={SlotId("current_orchestrator"): "airflow"})
    yield replace(snapshot_of(kb, *GROWTH), assumed=EUROS)
    yield replace(snapshot_of(kb, *STARTUP), assumed=NO_RATE)
    yield replace(snapshot_of(kb, *STARTUP), assumed=Assumed(engineer_hours=Decimal(4)))


# What holds of all


@pytest.mark.parametrize("alternative", KNOWN)
def test_every_alternative_alone_keeps_slacks_limits(kb: KnowledgeBase, alternative: str) -> None:
    request = of(AlternativeId(alternative))
    for shown in teams(kb):
        assert violations(cost(request, shown, kb).blocks, "message") == []
        assert view_violations(cost_lines(request, shown, kb)) == []
        assert view_violations(cost_form("{}", request, shown, kb)) == []


def test_every_figure_shown_has_its_source_and_date_one_click_away(kb: KnowledgeBase) -> None:
    for shown in teams(kb):
        made = reckoned(ALL, shown, kb, NOTHING_ASSUMED)
        listed = told(cost_lines(ALL, shown, kb))
        known = {row_name(each): each for each in made.found.variants}
        for row in rows(cost(ALL, shown, kb)):
            found = known[MARK.sub("", row[NAME])]
            _, _, own = listed.partition(f"\n{plain(marked(found, made), 150)}\n")
            bought = f"{row[INFRASTRUCTURE]} a year for infrastructure"
            assert own.startswith(f"{bought}, {row[PEOPLE]} for")
            for item in found.items:
                if item.amount is None:
                    continue
                _, lead, line = own.partition(f"• *{plain(item.name, 120)}*: ")
                assert lead, item.name
                assert line.startswith(about(item.amount))
                cited = line.split("\n")[1]
                assert item.sources, item.name
                for source in map(kb.source, item.sources):
                    assert plain(source.title.replace("|", "/"), 120) in cited
                    assert f"{source.as_of}, grade {source.grade.value}" in cited


def test_what_has_no_figure_is_never_a_zero(kb: KnowledgeBase) -> None:
    for shown in teams(kb):
        made = reckoned(ALL, shown, kb, NOTHING_ASSUMED)
        known = {row_name(each): each for each in made.found.variants}
        names = set()
        for row in rows(cost(ALL, shown, kb)):
            found = known[MARK.sub("", row[NAME])]
            names.add(found.variant.name)
            infrastructure = figure_in_table(found.infrastructure)
            assert row[INFRASTRUCTURE] == infrastructure != "no figure"
            assert (row[PEOPLE] == "no figure") == (found.people is None)
            for cell, total in ((row[TOTAL], found.total), (row[YEAR], found.year)):
                assert (cell in {"no figure", "two currencies"}) == (total is None)
        without = {each.variant.name for each in made.fitting if each.infrastructure is None}
        assert without
        assert not without & names


def test_a_cell_has_one_currency(kb: KnowledgeBase) -> None:
    for shown in teams(kb):
        assumed = NOTHING_ASSUMED if shown is None else shown.assumed
        for row in rows(cost(ALL, shown, kb)):
            for cell in (row[TOTAL], *row[YEAR:]):
                assert not ("$" in cell and "EUR" in cell)
                assert "$" not in cell or assumed.per_dollar is None


def test_the_chart_shows_what_the_table_shows(kb: KnowledgeBase) -> None:
    seen = 0
    for shown in teams(kb):
        rendered = cost(ALL, shown, kb)
        totals = {
            MARK.sub("", row[NAME]): amounts(row[TOTAL])
            for row in rows(rendered)
            if amounts(row[TOTAL])
        }
        for chart in charts(rendered):
            low, high = chart["chart"]["series"]
            drawn = zip(low["data"], high["data"], strict=True)
            found = {one["label"]: (one["value"], other["value"]) for one, other in drawn}
            assert found == {name: (total[0], total[-1]) for name, total in totals.items()}
            seen += 1
        assert bool(charts(rendered)) == (len(totals) > 1)
    assert seen


def test_no_word_says_that_one_is_cheapest(kb: KnowledgeBase) -> None:
    for name, example in COST.items():
        assert "cheapest" not in json.dumps(example(kb).payload), name


def test_where_ranges_overlap_nobody_is_said_to_cost_least(kb: KnowledgeBase) -> None:
    underpaid = Assumed(engineer_cost=Decimal(60_000))
    rendered = cost(of(PREFECT, AIRFLOW), replace(snapshot_of(kb, *STARTUP), assumed=underpaid), kb)
    first, second = (amounts(row[TOTAL]) for row in rows(rendered)[:2])
    assert first[-1] >= second[0]
    assert "these figures do not tell which of them costs least" in rendered.text


def test_long_names_fit_and_stay_text(kb: KnowledgeBase) -> None:
    long = with_long_names(kb)
    for shown in (None, snapshot_of(long, *STARTUP)):
        rendered = cost(ALL, shown, long)
        assert violations(rendered.blocks, "message") == []
        assert len(rendered.text) <= 3000
        view = cost_lines(ALL, shown, long)
        assert view_violations(view) == []
        for text in (rendered.text, prose(rendered), told(view)):
            assert "<text>" not in text


# Whose sum it is


def test_the_pick_is_marked_by_a_word(kb: KnowledgeBase, done: Snapshot) -> None:
    marked = [row[NAME] for row in rows(cost(ALL, done, kb)) if row[NAME].endswith(")")]
    assert marked == ["Metaflow, AWS Batch (pick)"]
    close = snapshot_of(kb, 30, 12, "some", "gcp")
    assert {row[NAME] for row in rows(cost(ALL, close, kb)) if row[NAME].endswith("(close)")}
    assert "too close to call" in cost(ALL, close, kb).text
    default = snapshot_of(kb, None, None, None, None)
    assert "one way to run the default" in cost(ALL, default, kb).text
    assert not [row for row in rows(cost(ALL, None, kb)) if row[NAME].endswith(")")]


def test_only_whoever_was_named_is_reckoned(kb: KnowledgeBase, done: Snapshot) -> None:
    rendered = cost(of(PREFECT, AIRFLOW), done, kb)
    assert header(rendered) == "What it would cost: Prefect and Apache Airflow"
    named = [each for each in kb.costs.variants if each.alternative in {PREFECT, AIRFLOW}]
    names = {each.short_name for each in named}
    assert {row[NAME] for row in rows(rendered)} <= names


def test_what_another_version_knew_is_left_out(kb: KnowledgeBase) -> None:
    gone = of(AlternativeId("<!channel>"), PREFECT)
    assert header(cost(gone, None, kb)) == "What it would cost: Prefect"
    assert violations(cost(gone, None, kb).blocks, "message") == []


def test_what_cannot_be_shown_is_said_with_the_reason(kb: KnowledgeBase, done: Snapshot) -> None:
    unfit = cost(of(KFP), done, kb)
    assert "no way to run it that is known here fits this team" in unfit.text
    assert "the team has no Kubernetes skill" in prose(unfit)
    others = tuple(each for each in kb.costs.variants if each.alternative != PREFECT)
    fewer = kb.model_copy(update={"costs": kb.costs.model_copy(update={"variants": others})})
    known = cost(of(PREFECT), done, fewer).text
    assert "Prefect: no way to run it is known here, so there is no sum." in known


def test_what_the_question_says_counts_before_all_else(kb: KnowledgeBase, done: Snapshot) -> None:
    set_before = replace(done, assumed=Assumed(pipelines=50, years=4))
    assert (
        "50 pipelines, 10 runs a week of each, 8 engineers, 4 years"
        in cost(ALL, set_before, kb).text
    )
    asked = CostAsked(answers={PIPELINES: 40, TEAM: 5}, assumed=Assumed(years=2))
    assert (
        "40 pipelines, 10 runs a week of each, 5 engineers, 2 years"
        in cost(asked, set_before, kb).text
    )


def test_what_was_set_counts_before_answers_and_those_before_the_workspace(
    kb: KnowledgeBase,
) -> None:
    answered = snapshot_of(kb, *STARTUP, follow_ups={PIPELINES: 30})
    kept = replace(answered, workspace=Assumed(pipelines=60, years=6))
    assert "30 pipelines" in cost(ALL, kept, kb).text
    assert "6 years" in cost(ALL, kept, kb).text
    both = replace(kept, assumed=Assumed(pipelines=70, years=2))
    assert "70 pipelines" in cost(ALL, both, kb).text
    assert "2 years" in cost(ALL, both, kb).text
    assert "5 years" in cost(ALL, None, kb, workspace=Assumed(years=5)).text  # no decision


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (NOTHING_ASSUMED, EUROS, EUROS),
        (Assumed(years=2), EUROS, EUROS.model_copy(update={"years": 2})),
        (Assumed(currency="GBP"), EUROS, Assumed(currency="GBP")),
        (
            Assumed(currency="GBP", per_dollar=Decimal("0.8")),
            Assumed(engineer_cost=Decimal(90_000), pipelines=4),
            Assumed(currency="GBP", per_dollar=Decimal("0.8"), pipelines=4),
        ),
        (
            Assumed(currency="EUR"),
            Assumed(per_dollar=Decimal("0.92")),
            Assumed(currency="EUR", per_dollar=Decimal("0.92")),
        ),
    ],
)
def test_an_amount_of_another_currency_does_not_count(
    first: Assumed, second: Assumed, whole: Assumed
) -> None:
    assert over(first, second) == whole


def test_two_currencies_are_not_added_up_and_that_is_said(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    rendered = cost(ALL, replace(done, assumed=NO_RATE), kb)
    assert "say what a dollar is worth and they add up" in rendered.text
    totals = {row[TOTAL] for row in rows(rendered)}
    assert totals == {"no figure", "two currencies"}
    assert charts(rendered) == []


def test_a_currency_without_a_rate_says_that_prices_stay_in_dollars(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    says = "say what one is worth in EUR"
    assert says in cost(ALL, replace(done, assumed=Assumed(currency="EUR")), kb).text
    assert says not in cost(ALL, replace(done, assumed=EUROS), kb).text
    assert says not in cost(ALL, done, kb).text


def test_dollars_over_an_amount_of_no_currency_keep_it() -> None:
    amount = Assumed(engineer_cost=Decimal(90_000))
    assert over(Assumed(currency="USD"), amount).engineer_cost == Decimal(90_000)
    assert over(Assumed(currency="EUR"), amount).engineer_cost is None


def test_a_sum_of_its_own_shows_what_was_set_for_the_decision_as_what_blank_means(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    shown = replace(done, assumed=Assumed(years=5, pipelines=40))
    own = CostAsked(assumed=Assumed(pipelines=60))
    view = cost_form("", own, shown, kb, of_its_own=True)
    assert typed(view) == {"pipelines": "60"}
    assert inputs(view)["years"]["hint"]["text"].startswith("Left blank: 5; set")
    assert typed(cost_form("", own, shown, kb)) == {"pipelines": "60", "years": "5"}


def test_whoever_lacks_engineer_time_is_offered_hours(kb: KnowledgeBase, done: Snapshot) -> None:
    request = of(AlternativeId("dagster"))
    offer = "with the hours that you assume"
    assert offer in cost(request, done, kb).text
    assert offer not in cost(ALL, done, kb).text
    assumed = replace(done, assumed=Assumed(engineer_hours=Decimal(4)))
    assert offer not in cost(request, assumed, kb).text


# Its controls


def test_the_controls_carry_the_question(kb: KnowledgeBase, done: Snapshot) -> None:
    asked = CostAsked(
        alternatives=(PREFECT,),
        variants=("prefect_cloud",),
        answers={PIPELINES: 40},
        assumed=Assumed(currency="EUR"),
    )
    noted = asked.model_copy(update={"guessed": {PREFECT: "prefct"}, "unused": ("x" * 3000,)})
    for request in (asked, noted):
        _, *pressed = buttons(cost(request, done, kb))
        assert [each["action_id"] for each in pressed] == [
            encode(ChangeAssumptions()),
            encode(CostLines()),
        ]
        for each in pressed:
            assert CostAsked.model_validate_json(each["value"]) == asked


def test_the_longest_question_fits_into_a_control(kb: KnowledgeBase) -> None:
    asked = CostAsked(
        alternatives=tuple(AlternativeId(each) for each in KNOWN),
        variants=tuple(each.id for each in kb.costs.variants),
        answers={
            SlotId(each.id): "x" * 20 if each.kind == "choice" else 100_000 for each in kb.questions
        },
        assumed=Assumed(
            engineer_cost=Decimal("99999999.99"),
            pipelines=100_000,
            runs_per_week=100_000,
            steps_per_run=10_000,
            engineer_hours=Decimal("399.99"),
            years=10,
            currency="EUR",
            per_dollar=Decimal("999999999.999"),
        ),
    )
    assert len(asked.model_dump_json(exclude_defaults=True)) <= 2000


def test_a_sum_beside_any_decision_says_so(kb: KnowledgeBase, done: Snapshot) -> None:
    assert buttons(cost(ALL, None, kb))[0] == "new.0.cost"
    assert buttons(cost(ALL, done, kb))[0] == "d1.7.cost"


def test_the_recommendation_offers_its_cost(done: Snapshot, kb: KnowledgeBase) -> None:
    assert encode(Cost()) in action_ids(root(done, kb))


# How much of it


def test_without_a_table_the_same_is_said_in_words(kb: KnowledgeBase, done: Snapshot) -> None:
    drawn, written = (cost(ALL, done, kb, draws=draws) for draws in (True, False))
    assert {each["type"] for each in written.blocks}.isdisjoint({"table", "data_visualization"})
    short = {each.short_name: each.name for each in kb.costs.variants}
    for row in rows(drawn):
        name = short[MARK.sub("", row[NAME])]
        (line,) = [each for each in prose(written).splitlines() if each.startswith(f"• *{name}")]
        assert all(row[cell] in line for cell in (TOTAL, INFRASTRUCTURE, PEOPLE, EVIDENCE))
        assert bool(MARK.search(row[NAME])) == ("(pick)" in line)


@pytest.mark.parametrize("room", [2500, 4000, MESSAGE_TEXT])
def test_it_keeps_to_its_room(kb: KnowledgeBase, room: int) -> None:
    for shown in teams(kb):
        for draws in (True, False):
            rendered = cost(ALL, shown, kb, room=room, draws=draws)
            assert characters(rendered.blocks) <= room
            assert "*Not for this team*" in prose(rendered)


def test_more_rows_than_are_read_are_counted(kb: KnowledgeBase) -> None:
    wide = snapshot_of(kb, *GROWTH)
    all_of_them = CostAsked(alternatives=tuple(AlternativeId(each) for each in KNOWN))
    made = reckoned(all_of_them, wide, kb, NOTHING_ASSUMED)
    more = len([each for each in made.fitting if each.infrastructure is not None]) - 10
    rendered = cost(all_of_them, wide, kb)
    assert more > 0
    assert len(rows(rendered)) == 10
    assert f"{more} more with figures" in prose(rendered)
    advised = [each for each in made.of_the_pick if each.infrastructure is not None]
    assert advised
    for each in advised:
        assert any(row[NAME].startswith(each.variant.short_name) for row in rows(rendered))


def test_what_a_modal_cannot_take_is_named(kb: KnowledgeBase, done: Snapshot) -> None:
    many = tuple(
        each.model_copy(update={"id": f"{each.id}_{copy}", "name": f"{each.name} {copy}"})
        for copy in range(5)
        for each in kb.costs.variants
    )
    wide = kb.model_copy(update={"costs": kb.costs.model_copy(update={"variants": many})})
    view = cost_lines(ALL, done, wide)
    assert view_violations(view) == []
    assert len(view["blocks"]) <= 100
    shown = told(view)
    assert "Not here for want of room: " in shown
    assert "`orchestrator cost --full` has all." in shown
    assert told(cost_lines(ALL, done, kb)).count("Not here for want of room") == 0


def test_line_items_begin_with_the_pick_and_end_with_what_is_unfit(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    made = reckoned(ALL, done, kb, NOTHING_ASSUMED)
    heads = [
        each["text"]["text"]
        for each in cost_lines(ALL, done, kb)["blocks"]
        if each["type"] == "header"
    ]
    assert heads[0] == "Metaflow with AWS Batch (pick)"
    unfit = [long_name(each) for each in made.unfit]
    assert heads[-len(unfit) :] == unfit
    assert len(heads) == len(made.found.variants)


def test_a_modal_takes_every_way_that_is_known(kb: KnowledgeBase) -> None:
    all_of_them = CostAsked(alternatives=tuple(AlternativeId(each) for each in KNOWN))
    for shown in teams(kb):
        assert "Not here for want of room" not in told(cost_lines(all_of_them, shown, kb))


def test_every_caution_stands_with_the_line_items(kb: KnowledgeBase, done: Snapshot) -> None:
    shown = told(cost_lines(ALL, done, kb))
    made = reckoned(ALL, done, kb, NOTHING_ASSUMED)
    for variant in (each.variant for each in made.found.variants):
        for caution in variant.cautions:
            assert plain(caution.text, 900) in shown


# The form


def test_the_form_asks_for_each_that_can_be_assumed(kb: KnowledgeBase, done: Snapshot) -> None:
    view = cost_form('{"a":1}', ALL, done, kb)
    assert view["callback_id"] == CALLBACK_ID
    assert view["private_metadata"] == '{"a":1}'
    assert {*inputs(view)} == {*Assumed.model_fields, KEEP}
    assert typed(view) == {}
    options = inputs(view)[KEEP]["element"]["options"]
    assert [each["value"] for each in options] == [KEEP, FORGET]


def test_the_form_holds_what_was_set_and_says_what_else_counts(kb: KnowledgeBase) -> None:
    answered = snapshot_of(kb, *STARTUP, follow_ups={PIPELINES: 30})
    kept = replace(
        answered, assumed=Assumed(years=5, engineer_cost=Decimal("150000.50")), workspace=EUROS
    )
    view = cost_form("", ALL, kept, kb)
    assert typed(view) == {"engineer_cost": "150000.5", "years": "5"}
    hints = {name: each["hint"]["text"] for name, each in inputs(view).items()}
    assert hints["pipelines"].startswith("Left blank: 30; the team's answer")
    assert hints["engineer_cost"].startswith("Left blank: EUR 90,000; kept for the workspace")
    assert hints["per_dollar"] == "Left blank: 0.92; kept for the workspace."
    assert hints["runs_per_week"].startswith("Left blank: 10; the lesson's workload")
    blank = inputs(cost_form("", ALL, None, kb))["engineer_cost"]["hint"]["text"]
    default = kb.source(kb.costs.defaults.engineer_cost.source)
    assert blank.startswith("Left blank: $190,000; a default")
    assert f"{default.title}, {default.as_of}" in blank


def test_what_the_question_says_of_the_team_has_no_input_in_a_decision(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    asked = CostAsked(answers={PIPELINES: 40}, assumed=Assumed(years=5, currency="EUR"))
    view = cost_form("", asked, done, kb)
    assert {*Assumed.model_fields} - {*inputs(view)} == {"pipelines"}
    assert "ask again to change it: *Pipelines*" in told(view)
    beside = cost_form("", asked, None, kb)
    assert {*inputs(beside)} == {*Assumed.model_fields, KEEP}
    assert "Left blank: 40" in inputs(beside)["pipelines"]["hint"]["text"]
    for each in (view, beside):
        assert typed(each) == {"years": "5", "currency": "EUR"}


def test_the_team_of_a_decision_counts_in_form_and_sum(kb: KnowledgeBase) -> None:
    team = snapshot_of(kb, *STARTUP, follow_ups={PIPELINES: 30})
    assert {*team.dialogue.answers} == {*SLOTS, PIPELINES}
    assert "30 pipelines" in cost(ALL, team, kb).text
    assert "For 30 pipelines" in told(cost_lines(ALL, team, kb))
