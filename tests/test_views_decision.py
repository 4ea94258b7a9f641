"""What the messages of a decision say in each state."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions import (
    Cancel,
    Change,
    Delete,
    OpenBallot,
    OpenDecide,
    PickChange,
    PickChecklist,
    PickCompare,
    Reasons,
    Reopen,
    Restart,
    Sureness,
    encode,
)
from bot.pages.words import listed
from bot.views.answer import answer
from bot.views.blocks import Rendered
from bot.views.decided import decided_root
from bot.views.decision import root
from bot.views.examples import (
    CLOUD,
    KUBERNETES,
    MODELS,
    TEAM,
    quiet,
    snapshot_of,
    with_a_rule_against,
)
from bot.views.form import form
from bot.views.gallery_record import AS_ADVISED, OTHERWISE, closed, tried
from bot.views.limits import view_violations, violations
from bot.views.question import question
from bot.views.reasons import reasons
from bot.views.recommendation import why
from bot.views.remarks import sentences
from bot.views.snapshot import Snapshot
from bot.views.sureness import sureness
from bot.views.turning import part_that_turns
from bot.views.words import places
from engine.advice.risks import at_risk
from engine.decision.model import Pick
from engine.dialogue.model import Closed, NothingUnderstood, Refused, Span, Understood
from engine.dialogue.state import follow_ups, known_answers
from engine.evaluation.model import Evaluated, Sheet
from engine.sensitivity.answers import next_questions
from engine.sensitivity.model import TurningPoint
from knowledge.schema import (
    NO_ORCHESTRATOR,
    AlternativeId,
    CriterionId,
    Edition,
    KnowledgeBase,
    NumberQuestion,
    SlotId,
)
from tests.facts import KB
from tests.rendered import action_ids, header, prose

RUNS_TODAY = SlotId("current_orchestrator")
CHANGE = PickChange()
NEEDS_NONE: dict[SlotId, int | str | None] = {
    SlotId("pipelines"): 1,
    SlotId("runs_per_week"): 1,
    SlotId("pain"): "no",
    RUNS_TODAY: "cron",
}
STARTUP = (8, 3, "none", "aws")
ENTERPRISE = (60, 120, "strong", "multi")


def ranges(slot: SlotId, low: int, high: int | None) -> dict[SlotId, Span]:
    return {slot: Span(low=low, high=high)}


def test_while_gathering_every_slot_is_known_open_or_not_known(kb: KnowledgeBase) -> None:
    rendered = root(snapshot_of(kb, 8, None, asking=KUBERNETES), kb)
    assert header(rendered) == "Choosing an orchestrator"
    said = prose(rendered)
    assert "started by <@U0ADA> · 2 of 4 answered" in said
    assert "*Team*\n8 engineers" in said
    assert "*Models*\nnot known" in said
    assert "*Cloud*\n?" in said


def test_an_answer_can_be_changed_once_there_is_one(kb: KnowledgeBase) -> None:
    menu = encode(PickChange())
    assert menu not in action_ids(root(snapshot_of(kb, asking=TEAM), kb))
    assert menu in action_ids(root(snapshot_of(kb, 8, asking=MODELS), kb))


def test_a_moved_conversation_says_how_to_bring_it_back(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, asking=TEAM, moved_from="C0LOCKED"), kb))
    assert "I may not post in <#C0LOCKED>" in said
    assert "`/invite`" in said


def test_the_answer_comes_first_with_setting_and_figures(kb: KnowledgeBase) -> None:
    rendered = root(snapshot_of(kb, *STARTUP, edition=Edition.LESSON), kb)
    assert header(rendered) == "Metaflow, then Prefect"
    said = prose(rendered)
    assert "For 8 engineers, 3 models, no Kubernetes skill and AWS." in said
    assert "*Leans*: Metaflow comes first in 92 % of 10,000 draws, 0.25 ahead of Prefect; " in said
    assert "Metaflow 4.45 of 5; Prefect 4.20; ZenML 3.70" in said
    assert encode(Reasons()) in action_ids(rendered)


def test_a_tie_is_in_the_headline_and_in_the_figures(kb: KnowledgeBase) -> None:
    rendered = root(snapshot_of(kb, *ENTERPRISE, edition=Edition.LESSON), kb)
    assert header(rendered) == "Kubeflow Pipelines or Dagster"
    said = prose(rendered)
    assert "*Too close to call*: Kubeflow Pipelines and Dagster tie; " in said
    assert "Kubeflow Pipelines and Dagster tie at 3.90 of 5; ZenML 3.80" in said


def test_what_is_too_close_to_what_runs_today_is_named_with_what_decided(
    kb: KnowledgeBase,
) -> None:
    told = {"current_orchestrator": "kubeflow_pipelines", "pain": "no", "lineage": "required"}
    shown = root(
        snapshot_of(
            kb,
            *(30, 20, "some", "undecided"),
            follow_ups={SlotId(each): value for each, value in told.items()},
        ),
        kb,
    )
    assert header(shown) == "Stay with Kubeflow Pipelines or ZenML"
    close = "*Too close to call*: Kubeflow Pipelines is only 0.05 ahead of ZenML; "
    assert close in prose(shown)
    assert "by the decision tree" not in prose(shown)
    assert "If you look further" not in prose(shown)


def test_what_is_too_close_is_not_called_in_the_headline(kb: KnowledgeBase) -> None:
    rendered = root(snapshot_of(kb, 30, 12, "some", "gcp"), kb)
    assert header(rendered) == "Kubeflow Pipelines or ZenML"
    assert "Kubeflow Pipelines is only 0.05 ahead of ZenML" in prose(rendered)
    three = root(snapshot_of(kb, 60, 150, "strong", "multi"), kb)
    assert header(three) == "Apache Airflow, Kubeflow Pipelines or Dagster"
    assert "Apache Airflow is only 0.05 ahead of Kubeflow Pipelines and Dagster" in prose(three)


def test_all_who_share_the_second_place_are_in_the_headline(kb: KnowledgeBase) -> None:
    rendered = root(snapshot_of(kb, 60, 70, "strong", "aws"), kb)
    assert header(rendered) == "Kubeflow Pipelines, then ZenML or Dagster"
    assert "0.10 ahead of ZenML and Dagster" in prose(rendered)


def test_how_many_open_questions_could_change_the_answer_is_said(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, *STARTUP)
    assert snapshot.recommendation is not None
    number = len(snapshot.recommendation.open_slots)
    assert f"; {number} open questions could change this." in prose(root(snapshot, kb))
    settled = replace(snapshot.recommendation, open_slots=())
    assert "; no open question could change this." in prose(
        root(replace(snapshot, recommendation=settled), kb)
    )
    one = replace(snapshot.recommendation, open_slots=(SlotId("lineage"),))
    assert "; 1 open question could change this." in prose(
        root(replace(snapshot, recommendation=one), kb)
    )


def test_where_the_pick_is_behind_the_second_is_said_too(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, *STARTUP), kb))
    assert (
        "Against Prefect: Learning curve +0.30, ML-specific features +0.20, "
        "Kubernetes not required -0.15."
    ) in said
    assert "Metaflow earns most from Learning curve (1.50) and Local development (1.25)." in said


def test_a_minus_is_shown_even_where_three_plusses_are_larger(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, *STARTUP)
    assert snapshot.recommendation is not None
    first, second, *rest = snapshot.recommendation.ranking
    names = [CriterionId(each.id) for each in kb.criteria]
    gaps = dict(zip(names, (40, 30, 20, -10), strict=False))
    changed = replace(
        snapshot.recommendation,
        ranking=(
            replace(first, contributions={each: 100 + gaps.get(each, 0) for each in names}),
            replace(second, contributions=dict.fromkeys(names, 100)),
            *rest,
        ),
    )
    assert (
        "Learning curve +0.40, ML-specific features +0.30, Kubernetes not required -0.10."
        in why(changed, kb)
    )


def test_a_tie_further_down_is_not_hidden(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, 30, 20, "strong", "aws", edition=Edition.LESSON), kb))
    assert "further down Prefect and Metaflow tie at 3.55" in said


def test_where_the_lesson_printed_another_score_both_are_shown(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, *ENTERPRISE, edition=Edition.LESSON), kb))
    assert "Apache Airflow 4.0, its matrix gives 3.75" in said
    assert "Dagster 3.6, its matrix gives 3.90" in said
    assert "ZenML 3.8," not in said  # printed 3.8, and it is 3.80


def test_a_printed_score_that_is_only_rounded_is_no_difference(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, 30, 20, "strong", "aws", edition=Edition.LESSON), kb))
    assert "Kubeflow Pipelines 4.0, its matrix" not in said  # 3.95 rounds to 4.0


def test_a_changed_rating_that_counts_is_said(kb: KnowledgeBase) -> None:
    today = prose(root(snapshot_of(kb, *ENTERPRISE), kb))
    assert "Re-judged by this project: Apache Airflow on" in today
    assert "ratings re-judged by this project · knowledge of" in today
    lesson = prose(root(snapshot_of(kb, *ENTERPRISE, edition=Edition.LESSON), kb))
    assert "e-judged" not in lesson


def test_printed_scores_of_other_variants_say_so(kb: KnowledgeBase) -> None:
    assert "The lesson printed for managed Airflow, " in prose(
        root(snapshot_of(kb, *ENTERPRISE), kb)
    )
    assert "The lesson printed Metaflow 4.3" in prose(root(snapshot_of(kb, *STARTUP), kb))


def test_a_lead_that_rests_on_a_changed_rating_is_said(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, *ENTERPRISE), kb))
    assert "By the lesson's own ratings Kubeflow Pipelines and Dagster tie at 3.90." in said
    assert "By the lesson's own ratings" not in prose(
        root(snapshot_of(kb, 30, 20, "strong", "aws"), kb)
    )


def test_a_question_that_is_being_changed_is_named_in_the_root(kb: KnowledgeBase) -> None:
    gathering = snapshot_of(kb, 8, 3, asking=TEAM)
    assert "2 of 4 answered · changing Team" in prose(root(gathering, kb))
    concluded = root(snapshot_of(kb, *STARTUP, asking=CLOUD), kb)
    assert header(concluded) == "Metaflow, then Prefect"
    assert "Asked in the thread: Cloud, to be changed; until then this stands" in prose(concluded)


def test_the_answer_stands_while_a_follow_up_is_asked(kb: KnowledgeBase) -> None:
    asking = snapshot_of(kb, *STARTUP, asking=RUNS_TODAY)
    rendered = root(asking, kb)
    assert header(rendered) == "Metaflow, then Prefect"
    number = len(follow_ups(asking.dialogue, kb))
    assert f"{number} open questions could change this" in prose(rendered)
    assert "Asked in the thread: Runs today" in prose(rendered)
    asks = encode(Change(RUNS_TODAY))
    assert asks not in action_ids(rendered)
    had_enough = root(snapshot_of(kb, *STARTUP), kb)
    assert "Asked in the thread" not in prose(had_enough)
    assert asks in action_ids(had_enough)


def test_many_answers_do_not_make_the_root_a_wall(kb: KnowledgeBase) -> None:
    no = (
        "lineage",
        "isolation",
        "portability",
        "shared_etl",
        "mid_project",
        "dynamic_pipelines",
        "self_host",
    )
    answered: dict[SlotId, int | str | None] = {SlotId(each): "no" for each in no}
    snapshot = snapshot_of(kb, *STARTUP, follow_ups=answered)
    assert "and 4 more answers (*Why* lists them)." in prose(root(snapshot, kb))
    assert "no need to self-host" not in prose(root(snapshot, kb))
    assert "no need to self-host" in prose(reasons(snapshot, kb))


def test_the_pick_can_be_compared_with_every_other_the_best_first(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, 60, 70, "strong", "aws")
    assert snapshot.recommendation is not None
    label, lines = menu(root(snapshot, kb), PickCompare())
    assert label == "Compare with"
    assert list(lines)[:2] == list(snapshot.recommendation.runners_up) == ["zenml", "dagster"]
    assert {*lines, "kubeflow_pipelines"} == set(kb.alternatives)
    none = snapshot_of(kb, 3, 1, "none", "aws", follow_ups=NEEDS_NONE)
    assert encode(PickCompare()) not in action_ids(root(none, kb))


def test_a_range_is_shown_as_it_was_said_with_what_is_counted(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, 12, 3, "none", asking=CLOUD, spans=ranges(TEAM, 10, 15))
    assert "*Team*\n10 to 15 engineers (counted as 12)" in prose(root(snapshot, kb))
    concluded = snapshot_of(kb, 12, 3, "none", "aws", spans=ranges(TEAM, 10, 15))
    assert "For 10 to 15 engineers (counted as 12), 3 models," in prose(root(concluded, kb))


def test_a_range_within_which_the_pick_turns_says_where(kb: KnowledgeBase) -> None:
    turning = prose(root(snapshot_of(kb, 30, 10, "some", "gcp", spans=ranges(MODELS, 5, 15)), kb))
    assert "• You said 5 to 15 models (counted as 10): up to 9 it would be *ZenML*" in turning
    assert "with 5 to 9 models" not in turning
    narrow = prose(root(snapshot_of(kb, 30, 11, "some", "gcp", spans=ranges(MODELS, 10, 12)), kb))
    assert "You said" not in narrow
    assert "with 5 to 9 models" in narrow


@pytest.mark.parametrize(
    ("span", "first", "last", "part"),
    [
        ((10, 15), 13, None, "from 13 on"),
        ((10, 15), 13, 40, "from 13 on"),
        ((10, None), 13, None, "from 13 on"),
        ((10, None), 13, 14, "with 13 to 14"),
        ((10, 15), 11, 5, "up to 11"),
        ((1, 15), 11, 1, "up to 11"),
        ((10, 15), 13, 13, "with 13"),
        ((5, 15), 11, 8, "with 8 to 11"),
    ],
)
def test_the_part_of_a_range_that_turns_the_pick_is_within_what_was_said(
    kb: KnowledgeBase, span: tuple[int, int | None], first: int, last: int | None, part: str
) -> None:
    point = TurningPoint(TEAM, 12, first, last, Pick("adopt", AlternativeId("prefect")))
    said = Span(low=span[0], high=span[1])
    assert part_that_turns(kb.question(TEAM), said, point) == part


def test_nothing_known_gives_a_default_and_no_advice(kb: KnowledgeBase) -> None:
    rendered = root(snapshot_of(kb, None, None, None, None), kb)
    assert header(rendered) == "Prefect, as a default"
    assert "A default, not advice" in prose(rendered)
    assert "A default, not advice" in rendered.text


def test_an_undecided_cloud_alone_gives_a_default_too(kb: KnowledgeBase) -> None:
    rendered = root(snapshot_of(kb, None, None, None, "undecided"), kb)
    assert header(rendered) == "Prefect, as a default"
    assert "For no cloud" not in prose(rendered)
    assert "What is not known yet: Team, Models, Kubernetes skill and Cloud" in prose(rendered)


def test_whoever_is_ruled_out_is_named_with_the_reason(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, 30, 20, "none", "azure"), kb))
    assert "*Not* Kubeflow Pipelines: " in said


@pytest.mark.parametrize(
    ("team", "models", "said"),
    [
        (8, 3, "Startup, by team size and models."),
        (14, 6, "between Startup and Growth-stage company, 47/53, by team size and models."),
        (8, 200, "half Startup (by team size), half Enterprise (by models)."),
        (30, 75, "between Growth-stage company and Enterprise, 71/29, by team size and models."),
        (2, 75, "half Startup, the nearest (by team size), half between Growth-stage company and "),
        (30, None, "Growth-stage company, by team size alone."),
        (None, 3, "Startup, by models alone."),
        (2, 1, "Startup, the nearest by team size and models; no range of the lesson holds the "),
    ],
)
def test_whose_weights_count_is_said_with_the_answers_that_say_so(
    kb: KnowledgeBase, team: int | None, models: int | None, said: str
) -> None:
    shown = prose(root(snapshot_of(kb, team, models, "some", "azure"), kb))
    assert f"Weights of the lesson: {said}" in shown


def test_without_team_size_and_models_no_weights_are_claimed(kb: KnowledgeBase) -> None:
    shown = prose(root(snapshot_of(kb, None, None, "some", "azure"), kb))
    assert "Weights: team size and models are not known, so all criteria weigh the same." in shown


def test_what_could_change_the_answer_is_said_in_five_lines_at_most(kb: KnowledgeBase) -> None:
    for base in (STARTUP, ENTERPRISE, (30, 12, "some", "gcp"), (None,) * 4):
        said = prose(root(snapshot_of(kb, *base), kb))
        assert "*What could change it*" in said
        assert 1 <= said.count("\n• ") <= 6


def test_the_most_decisive_question_comes_first_and_can_be_asked(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, *STARTUP)
    most, *_ = next_questions(known_answers(snapshot.dialogue), kb)
    for rendered in (root(snapshot, kb), sureness(snapshot, kb)):
        asked = [each for each in action_ids(rendered) if each.startswith("change.")]
        assert asked[0] == encode(Change(most.slot))
    lines = prose(root(snapshot, kb)).split("*What could change it*\n")[1].splitlines()
    assert most.slot == SlotId("current_orchestrator")
    assert lines[0] == "• *Stay with what runs today*, if an orchestrator runs today"


def test_what_nobody_knows_is_not_asked_again(kb: KnowledgeBase) -> None:
    rendered = sureness(snapshot_of(kb, None, None, None, None), kb)
    asked = [each for each in action_ids(rendered) if each.startswith("change.")]
    assert len(asked) == 2
    assert not {encode(Change(each)) for each in (TEAM, MODELS, KUBERNETES, CLOUD)} & set(asked)


def test_numbers_that_lead_to_one_pick_are_a_range(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, *STARTUP), kb))
    assert "• *Prefect*, with fewer than 5 pipelines, or on Google Cloud" in said
    by_default = prose(sureness(snapshot_of(kb, None, None, None, None), kb))
    assert "• *Metaflow*, with fewer than 17 engineers, or with fewer than 7 models" in by_default
    assert "with 20 to 50 engineers" in by_default
    assert "with 51 engineers or more" in by_default


def test_an_answer_that_could_turn_it_is_shown_with_where_it_leads(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, 30, 12, "some", "gcp"), kb))
    assert "with 5 to 9 models" in said
    runs: dict[SlotId, int | str | None] = {
        SlotId("current_orchestrator"): "airflow",
        SlotId("outgrown_signals"): 1,
    }
    stays = prose(root(snapshot_of(kb, 30, 12, "some", "gcp", follow_ups=runs), kb))
    assert "with 3 outgrown signals or more" in stays
    assert "runs today" not in stays.split("*What could change it*")[1]


FEW_PIPELINES: dict[SlotId, int | str | None] = {SlotId("pipelines"): 3}
DOMINANT_SKILL = SlotId("dominant_skill")


def test_tree_against_ranking_is_said_with_the_answer_that_would_settle_it(
    kb: KnowledgeBase,
) -> None:
    said = prose(root(snapshot_of(kb, *STARTUP, follow_ups=FEW_PIPELINES), kb))
    assert "*Leans*: by the decision tree; " in said
    assert "the tree leads to Prefect (4.20), the ranking to Metaflow." in said
    assert "Dominant skill would settle it for Metaflow, if this holds: Most authors are" in said
    answered: dict[SlotId, int | str | None] = {**FEW_PIPELINES, DOMINANT_SKILL: "software"}
    unsettled = prose(root(snapshot_of(kb, *STARTUP, follow_ups=answered), kb))
    assert "the tree leads to Prefect (4.20), the ranking to Metaflow." in unsettled
    assert "would settle it" not in unsettled


def test_a_hybrid_against_the_ranking_is_said(kb: KnowledgeBase) -> None:
    runs = {SlotId("current_orchestrator"): "airflow", SlotId("dynamic_pipelines"): "yes"}
    rendered = root(snapshot_of(kb, 30, 20, "strong", "gcp", follow_ups=runs), kb)
    assert header(rendered) == "Apache Airflow, with Prefect beside it"
    assert "with Prefect beside it, the ranking to Kubeflow Pipelines." in prose(rendered)


def test_where_the_trees_pick_is_ruled_out_its_reason_is_not_given(kb: KnowledgeBase) -> None:
    against = with_a_rule_against(kb, AlternativeId("prefect"))
    answered: dict[SlotId, int | str | None] = {**FEW_PIPELINES, DOMINANT_SKILL: "software"}
    snapshot = snapshot_of(against, *STARTUP, follow_ups=answered)
    for said in (prose(root(snapshot, against)), prose(reasons(snapshot, against))):
        assert (
            "The tree leads to Prefect, but Prefect is ruled out, so the weighted ratings decide."
        ) in said
        assert "A small team begins" not in said


def test_the_second_of_a_ranking_among_some_is_one_of_them(kb: KnowledgeBase) -> None:
    lineage = {SlotId("lineage"): "required"}
    rendered = root(snapshot_of(kb, 30, 20, "none", "azure", follow_ups=lineage), kb)
    assert header(rendered) == "ZenML, then Dagster"
    assert "0.25 ahead of Dagster" in prose(rendered)


def test_what_runs_today_is_kept_without_a_not(kb: KnowledgeBase) -> None:
    runs: dict[SlotId, int | str | None] = {
        SlotId("current_orchestrator"): "kubeflow_pipelines",
        SlotId("outgrown_signals"): 0,
    }
    rendered = root(snapshot_of(kb, *STARTUP, follow_ups=runs), kb)
    assert header(rendered) == "Stay with Kubeflow Pipelines"
    assert "*Not* Kubeflow Pipelines" not in prose(rendered)


def test_the_root_cites_what_decided_and_what_rules_out(kb: KnowledgeBase) -> None:
    [sources] = [
        line
        for line in prose(root(snapshot_of(kb, *STARTUP), kb)).splitlines()
        if line.startswith("Sources: ")
    ]
    assert "Choosing an Orchestrator (lesson), 2024, grade J" in sources
    assert "<https://github.com/kubeflow/pipelines|" in sources


def menu(
    rendered: Rendered, action: PickChange | PickCompare = CHANGE
) -> tuple[str, dict[str, str]]:
    """The placeholder of a menu, and its lines by what they choose."""
    [found] = [
        element
        for block in rendered.blocks
        for element in block.get("elements", ())
        if element.get("action_id") == encode(action)
    ]
    lines = {each["value"]: each["text"]["text"] for each in found["options"]}
    return found["placeholder"]["text"], lines


def test_what_could_change_the_answer_can_be_added(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, *STARTUP)
    assert snapshot.recommendation is not None
    label, lines = menu(root(snapshot, kb))
    assert label == "Change or add an answer"
    assert list(lines) == [TEAM, MODELS, KUBERNETES, CLOUD, *snapshot.recommendation.open_slots]
    assert lines["cloud"] == "Cloud"
    assert lines["pipelines"] == "Add: Pipelines"
    label, lines = menu(root(snapshot_of(kb, *STARTUP, follow_ups=FEW_PIPELINES), kb))
    assert lines["pipelines"] == "Pipelines"


def test_while_gathering_only_answers_can_be_changed(kb: KnowledgeBase) -> None:
    assert menu(root(snapshot_of(kb, 8, asking=MODELS), kb)) == (
        "Change an answer",
        {"team_size": "Team"},
    )


def test_a_cancelled_decision_can_only_start_again_or_be_deleted(kb: KnowledgeBase) -> None:
    rendered = root(snapshot_of(kb, 8, cancelled=True), kb)
    assert "Cancelled." in prose(rendered)
    assert action_ids(rendered) == [encode(Restart()), encode(Delete())]
    assert encode(Cancel()) in action_ids(root(snapshot_of(kb, 8, asking=MODELS), kb))


def table(rendered: Rendered) -> list[list[str]]:
    (found,) = [block for block in rendered.blocks if block["type"] == "table"]
    return [[cell["text"] for cell in row] for row in found["rows"]]


def test_the_table_adds_up_to_the_scores(kb: KnowledgeBase) -> None:
    rows = table(reasons(snapshot_of(kb, *STARTUP, edition=Edition.LESSON), kb))
    assert rows[0] == ["Criterion", "Weight", "Metaflow", "Prefect", "ZenML"]
    assert rows[-1] == ["Score", "100 %", "4.45", "4.20", "3.70"]
    for column in (2, 3, 4):
        earned = [row[column].split(" · ")[1] for row in rows[1:-1]]
        total = sum(int(points.replace(".", "")) for points in earned)
        assert total == int(rows[-1][column].replace(".", ""))


def test_a_changed_rating_is_marked_and_explained(kb: KnowledgeBase) -> None:
    rendered = reasons(snapshot_of(kb, *ENTERPRISE), kb)
    assert any("*" in cell for row in table(rendered) for cell in row)
    said = prose(rendered)
    assert "Artifact lineage: 1 in the lesson, 2 here (grade J). " in said
    assert "A primary source, J judgement" in said


@pytest.mark.parametrize(
    "follow_ups", [{}, {SlotId("lineage"): "required"}, {SlotId("dominant_skill"): "data_science"}]
)
@pytest.mark.parametrize("base", [STARTUP, (30, 20, "none", "gcp"), ENTERPRISE])
def test_every_fact_of_the_reasons_is_marked_with_a_source_that_is_listed(
    kb: KnowledgeBase, base: tuple[int | str, ...], follow_ups: dict[SlotId, str]
) -> None:
    rendered = reasons(snapshot_of(kb, *base, follow_ups=follow_ups), kb)
    steps, branches = [block["text"]["text"].splitlines() for block in rendered.blocks[1:3]]
    branches = [line for line in branches if not re.match(r"• [0-9]+ more ", line)]
    facts = [line for line in steps if " ruled out: " in line or " rests on: " in line]
    facts += [line for line in steps if "Weights of" in line]
    changes = [line for line in prose(rendered).splitlines() if "in the lesson, " in line]
    for block in rendered.blocks:
        heading, _, rest = block.get("text", {}).get("text", "").partition("\n")
        if heading == "*To know of the pick*":
            changes += rest.splitlines()
    listed_sources = rendered.blocks[-1]["elements"][0]["text"].splitlines()
    marks = {line.split(" ")[0] for line in listed_sources}
    cited = set()
    for line in [*facts, *branches[1:], *changes]:
        found = re.findall(r"\[[0-9]+\]", line.rstrip(".")[-12:])
        assert found, line
        cited.update(found)
    assert len(facts) >= 2
    assert cited == marks
    assert all(re.search(r", grade [A-U]$", line) for line in listed_sources)
    assert "The tree is a reconstruction" in prose(rendered)


def test_the_reasons_name_the_branches_that_do_not_apply_and_the_leaf(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, *STARTUP)
    assert snapshot.recommendation is not None
    passed = [step.node for step in snapshot.recommendation.path if step.found == "no"]
    said = prose(reasons(snapshot, kb))
    assert f"Branches of the tree that do not apply: {listed(passed)} (" in said
    assert "This is node N8." in said


def test_the_reasons_say_what_the_team_is_at_risk_of_and_the_way_out(kb: KnowledgeBase) -> None:
    follow_ups: dict[SlotId, int | str | None] = {SlotId("portability"): "nice"}
    snapshot = snapshot_of(kb, *STARTUP, follow_ups=follow_ups)
    assert snapshot.recommendation is not None
    found = at_risk(known_answers(snapshot.dialogue), snapshot.recommendation, kb)
    assert [each.trap for each in found] == ["premature_cloud_lock_in"]
    said = prose(reasons(snapshot, kb))
    assert "*Watch out for*\n• *Premature cloud lock-in* " in said
    assert re.search(r"Instead: .*\[[0-9]\]\.", said)
    assert "Watch out for" not in prose(reasons(snapshot_of(kb, *ENTERPRISE), kb))


def test_several_tools_side_by_side_are_shown_where_they_are_advised(kb: KnowledgeBase) -> None:
    runs: dict[SlotId, int | str | None] = {
        SlotId("current_orchestrator"): "airflow",
        SlotId("dynamic_pipelines"): "yes",
    }
    snapshot = snapshot_of(kb, 30, 20, "strong", "gcp", follow_ups=runs)
    assert "*Several tools side by side*" in prose(reasons(snapshot, kb))
    assert "Several tools" not in prose(reasons(snapshot_of(kb, 30, 20, "strong", "gcp"), kb))


def test_the_thread_says_that_there_is_an_answer(kb: KnowledgeBase) -> None:
    rendered = answer(snapshot_of(kb, *STARTUP), kb)
    assert prose(rendered).startswith("*Metaflow, then Prefect*\n")
    assert action_ids(rendered) == [encode(Reasons()), encode(Sureness())]
    assert "could change it" not in prose(rendered)
    asking_on = answer(snapshot_of(kb, *STARTUP, asking=RUNS_TODAY), kb)
    assert "What I ask next could change it." in prose(asking_on)


def test_what_hangs_on_the_fewest_answers_is_told_first(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, *STARTUP), kb))
    assert "in the middle of a project" not in said  # hangs on two, and is first in the tree
    assert "in the middle of a project" in prose(reasons(snapshot_of(kb, *STARTUP), kb))


def test_reasons_stand_while_an_answer_changes_and_wait_while_there_is_none(
    kb: KnowledgeBase,
) -> None:
    standing = reasons(snapshot_of(kb, *STARTUP, asking=CLOUD), kb)
    assert header(standing) == "Why: Metaflow, then Prefect"
    for view in (reasons, answer):
        waiting = view(snapshot_of(kb, 8, asking=MODELS), kb)
        assert len(waiting.blocks) == 1
        assert "There is no recommendation now" in waiting.text


def answers_of(stage: str) -> dict[SlotId, st.SearchStrategy[int | str | None]]:
    """For each slot of a stage any answer, or that nobody knows."""
    found: dict[SlotId, st.SearchStrategy[int | str | None]] = {}
    for each in KB.questions:
        if each.stage == stage:
            values = (
                st.integers(each.minimum, each.maximum) | st.sampled_from(each.quick_picks)
                if isinstance(each, NumberQuestion)
                else st.sampled_from([option.id for option in each.options])
            )
            found[SlotId(each.id)] = st.none() | values
    return found


def asking_on(snapshot: Snapshot, kb: KnowledgeBase) -> Iterator[Rendered]:
    """Root and question while the most decisive follow-up stands open, if there is one."""
    for slot in follow_ups(snapshot.dialogue, kb)[:1]:
        dialogue = snapshot.dialogue.model_copy(update={"asking": slot})
        asking = replace(snapshot, dialogue=dialogue)
        yield root(asking, kb)
        yield question(asking, slot, kb)


@settings(max_examples=50)
@given(
    base=st.fixed_dictionaries(answers_of("base")),
    follow_ups=st.fixed_dictionaries({}, optional=answers_of("follow_up")),
    edition=st.sampled_from(Edition),
)
def test_whatever_is_answered_slack_takes_it_and_no_tie_is_hidden(
    base: dict[SlotId, int | str | None],
    follow_ups: dict[SlotId, int | str | None],
    edition: Edition,
) -> None:
    kb = KB  # no argument: hypothesis would write all of it into its report
    four = (base[slot] for slot in (TEAM, MODELS, KUBERNETES, CLOUD))
    snapshot = snapshot_of(kb, *four, follow_ups=follow_ups, edition=edition)
    assert snapshot.recommendation is not None
    ranking = snapshot.recommendation.ranking
    assert view_violations(form(snapshot, kb)) == []
    for shown in asking_on(snapshot, kb):
        assert violations(shown.blocks, "message") == []
    for view in (root, answer, reasons, sureness):
        rendered = view(snapshot, kb)
        assert violations(rendered.blocks, "message") == []
        assert len(rendered.text) <= 3000
        for place in places(ranking):
            if len(place) > 1:
                names = listed([kb.alternatives[each.alternative].name for each in place])
                assert names in rendered.text


def test_remarks_say_what_was_understood_and_what_was_not(kb: KnowledgeBase) -> None:
    done = snapshot_of(kb, *STARTUP).dialogue
    slots = (TEAM, MODELS, KUBERNETES, CLOUD)
    assert sentences([Understood(slots=slots)], done, kb) == (
        "Got it: 8 engineers, 3 models, no Kubernetes skill, AWS."
    )
    refused = Refused(slot=MODELS, sentence="I read 0 models & <b>.")
    assert sentences([refused], done, kb) == "I read 0 models &amp; &lt;b&gt;."
    asking = snapshot_of(kb, asking=KUBERNETES).dialogue
    nothing = sentences([NothingUnderstood()], asking, kb)
    assert "Kubernetes skill is one of `none`, `some` or `strong`." in nothing
    assert "`/orchestrator recommend`" in sentences([Closed()], asking, kb)
    assert sentences([], asking, kb) == ""


# Evaluating and deciding


def control(rendered: Rendered, action_id: str) -> dict[str, Any]:
    """The one control with this action id."""
    every = (each for block in rendered.blocks for each in block.get("elements", ()))
    [found] = [each for each in every if each.get("action_id") == action_id]
    return dict(found)


def test_an_answer_leads_to_a_checklist_to_weighing_and_to_a_decision(kb: KnowledgeBase) -> None:
    rendered = root(snapshot_of(kb, *STARTUP), kb)
    offered = [encode(each) for each in (PickChecklist(), OpenBallot(), OpenDecide(), Delete())]
    assert [each for each in action_ids(rendered) if each in offered] == offered
    assert "confirm" in control(rendered, encode(Delete()))


def test_while_gathering_there_is_nothing_to_decide_on(kb: KnowledgeBase) -> None:
    offered = action_ids(root(snapshot_of(kb, 8, asking=MODELS), kb))
    assert not {encode(PickChecklist()), encode(OpenBallot()), encode(OpenDecide())} & {*offered}


def test_every_candidate_can_be_checked_the_recommended_one_first(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, *STARTUP)
    offered = control(root(snapshot, kb), encode(PickChecklist()))["options"]
    candidates = {*kb.alternatives, *kb.contenders} - {NO_ORCHESTRATOR}
    assert [each["value"] for each in offered][:2] == ["metaflow", "prefect"]
    assert sorted(each["value"] for each in offered) == sorted(candidates)


def test_the_menu_says_whose_checklist_was_begun(kb: KnowledgeBase) -> None:
    snapshot = replace(snapshot_of(kb, *STARTUP), evaluated=tried(kb))
    offered = control(root(snapshot, kb), encode(PickChecklist()))["options"]
    begun = [each["value"] for each in offered if each["text"]["text"].endswith(" (begun)")]
    assert begun == ["metaflow"]


def test_the_recommendation_is_the_same_while_a_proof_of_concept_says_nothing(
    kb: KnowledgeBase,
) -> None:
    snapshot = snapshot_of(kb, *STARTUP)
    begun = Sheet(kind="trials", candidate=AlternativeId("prefect"), revision=1)
    assert root(replace(snapshot, evaluated=Evaluated(sheets=(begun,))), kb) == root(snapshot, kb)


def test_what_the_team_found_stands_beside_the_recommendation(kb: KnowledgeBase) -> None:
    for snapshot in (snapshot_of(kb, *STARTUP), snapshot_of(kb, 8, asking=MODELS)):
        assert "Your tests" not in prose(root(snapshot, kb))
        said = prose(root(replace(snapshot, evaluated=tried(kb)), kb))
        assert "*Your tests*: Prefect leads with 4.5 of 5 (Metaflow 3.5)" in said
        assert "*Your checks*: Metaflow fails 1 of 24 items: “First pipeline" in said
        disagrees = "the matrix said Metaflow. The two do not agree." in said
        assert disagrees is (snapshot.recommendation is not None)


def test_where_nobody_is_asked_a_button_asks(kb: KnowledgeBase) -> None:
    ask_me = encode(Change(TEAM))
    asked_nothing = root(quiet(kb), kb)
    assert header(asked_nothing) == "Choosing an orchestrator"
    assert control(asked_nothing, ask_me)["text"]["text"] == "Ask me"
    assert ask_me not in action_ids(root(snapshot_of(kb, asking=TEAM), kb))


def test_a_closed_decision_has_a_root_of_its_own(kb: KnowledgeBase) -> None:
    snapshot = closed(kb, OTHERWISE, *STARTUP, superseded_by=9, evaluated=tried(kb))
    assert root(snapshot, kb) == decided_root(snapshot, kb)
    offered = {*action_ids(root(snapshot, kb))}
    assert offered >= {encode(Reopen()), encode(Delete())}
    assert not offered & {encode(PickChange()), encode(Restart()), encode(OpenDecide())}


def test_a_decision_that_was_opened_again_has_its_answer_again(kb: KnowledgeBase) -> None:
    snapshot = closed(kb, OTHERWISE, *STARTUP, is_withdrawn=True)
    assert header(root(snapshot, kb)) == "Metaflow, then Prefect"


def test_of_a_deleted_decision_only_who_deleted_it_is_left(kb: KnowledgeBase) -> None:
    for snapshot in (snapshot_of(kb, *STARTUP), closed(kb, AS_ADVISED, *STARTUP)):
        rendered = root(replace(snapshot, deleted_by="U0BEN"), kb)
        assert rendered.text == (
            "Deleted by <@U0BEN>. The app keeps nothing of it; files that were exported, and what "
            "people wrote, stay in Slack."
        )
        assert prose(rendered) == rendered.text
        assert action_ids(rendered) == []
