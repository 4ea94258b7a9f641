"""What people ask, and what a turn in the thread says: every kind, within Slack's limits."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from bot.actions import (
    Adopt,
    Choose,
    Confirm,
    CostOf,
    OpenQuiz,
    PickChange,
    Sureness,
    decode,
    encode,
)
from bot.block_ids import BlockRef, decode_block, turn_of
from bot.views.asked import asked, is_subject
from bot.views.blocks import Block, Rendered
from bot.views.examples import CLOUD, KUBERNETES, MODELS, TEAM, snapshot_of
from bot.views.limits import MESSAGE_TEXT, characters, violations
from bot.views.remarks import next_step, sentences
from bot.views.sharing import answers, fitting
from bot.views.snapshot import Snapshot
from bot.views.turn import TurnShown, turn
from engine.cost.assumptions import Assumed
from engine.dialogue.model import (
    Acknowledged,
    Answer,
    Closed,
    Done,
    NothingUnderstood,
    Refused,
    Remark,
    Requested,
    Said,
    Span,
    Understood,
    Unread,
)
from engine.dialogue.requests import (
    About,
    CompareAsked,
    CostAsked,
    HelpAsked,
    OutgrownAsked,
    Request,
    StateAsked,
    Supposed,
    TrustAsked,
    WhyAsked,
    WhyNot,
)
from knowledge.schema import AlternativeId, CriterionId, Edition, KnowledgeBase, SlotId

STARTUP = (8, 3, "none", "aws")
ADA, BOB = "U0ADA", "U0BOB"
LINEAGE = CriterionId("lineage")
PREFECT, AIRFLOW, METAFLOW, ZENML, KFP, FLYTE, NONE = (
    AlternativeId(each)
    for each in (
        "prefect",
        "airflow",
        "metaflow",
        "zenml",
        "kubeflow_pipelines",
        "flyte",
        "none",
    )
)
REQUESTS: Mapping[str, Request] = {
    "why_asked": WhyAsked(slot=KUBERNETES),
    "why_asked_a_follow_up": WhyAsked(slot=SlotId("lineage")),
    "about": About(subject="lineage"),
    "about_all": About(subject=""),
    "about_nothing": About(subject="`<!here>` qqq"),
    "why_not_second": WhyNot(alternative=PREFECT),
    "why_not_ruled_out": WhyNot(alternative=KFP),
    "why_not_contender": WhyNot(alternative=FLYTE),
    "why_not_none": WhyNot(alternative=NONE),
    "why_not_pick": WhyNot(alternative=METAFLOW),
    "cost": CostAsked(),
    "cost_of_one": CostAsked(alternatives=(ZENML,)),
    "cost_of_a_contender": CostAsked(alternatives=(FLYTE,)),
    "cost_of_two": CostAsked(alternatives=(PREFECT, AIRFLOW)),
    "cost_of_unknown": CostAsked(unknown=("dagstr",)),
    "compare": CompareAsked(
        alternatives=(PREFECT, AIRFLOW), guessed={AIRFLOW: "airflw"}, answers={CLOUD: "gcp"}
    ),
    "compare_one": CompareAsked(alternatives=(PREFECT,)),
    "compare_none": CompareAsked(),
    "compare_three": CompareAsked(alternatives=(PREFECT, AIRFLOW, ZENML)),
    "compare_unknown": CompareAsked(
        alternatives=(PREFECT,), not_rated=("ray",), unknown=("dagstr",)
    ),
    "supposed": Supposed(answers={CLOUD: "gcp"}),
    "supposed_much": Supposed(
        answers={TEAM: 60, MODELS: 120, KUBERNETES: "strong", CLOUD: "multi"},
        stressed=(LINEAGE,),
        unused=("I read two budgets; no budget counts here.",),
    ),
    "supposed_what_holds": Supposed(answers={CLOUD: "aws"}),
    "supposed_stress": Supposed(stressed=(LINEAGE,)),
    "supposed_nothing": Supposed(),
    "outgrown": OutgrownAsked(),
    "outgrown_airflow": OutgrownAsked(alternative=AIRFLOW),
    "trust": TrustAsked(),
    "state": StateAsked(),
    "help": HelpAsked(),
}
every_request = pytest.mark.parametrize("name", REQUESTS)


@pytest.fixture(scope="module")
def done(kb: KnowledgeBase) -> Snapshot:
    """A decision with a recommendation: Metaflow, then Prefect."""
    return snapshot_of(kb, *STARTUP)


@pytest.fixture(scope="module")
def begun(kb: KnowledgeBase) -> Snapshot:
    """A decision that waits for the number of models."""
    return snapshot_of(kb, 8, asking=MODELS)


@pytest.fixture(scope="module")
def taken(begun: Snapshot) -> Snapshot:
    """The same after answers were taken."""
    after = begun.dialogue.model_copy(update={"answers": ANSWERS})
    return replace(begun, dialogue=after)


def told(*remarks: Remark, confirmed_by: str | None = None) -> TurnShown:
    return TurnShown(id="t1", remarks=remarks, confirmed_by=confirmed_by)


UNDERSTOOD = told(Understood(slots=(TEAM, MODELS, CLOUD), stressed=(LINEAGE,)))
ANSWERS = {
    TEAM: Answer(value=12, by=ADA, span=Span(low=10, high=15), earlier=(Said(value=8, by=BOB),)),
    MODELS: Answer(value=3, by=ADA),
    CLOUD: Answer(value="aws", by=ADA),
}
"""What these turns have taken."""
TURNS: Mapping[str, TurnShown] = {
    "understood": UNDERSTOOD,
    "confirmed": replace(UNDERSTOOD, confirmed_by=BOB),
    "refused": told(
        Refused(slot=CLOUD, sentence="I read AWS or Azure. Which one?", choices=("aws", "azure")),
        Refused(slot=TEAM, sentence="I read 8 & 12 engineers. How many?", choices=("8", "12")),
        Unread(parts=("we have <2> dogs", "and a cat")),
    ),
    "asked": told(Requested(request=REQUESTS["why_asked_a_follow_up"])),
    "supposed": told(Requested(request=REQUESTS["supposed"])),
    "two_suppositions": told(
        Requested(request=REQUESTS["supposed"]), Requested(request=REQUESTS["supposed_stress"])
    ),
    "three_requests": told(
        Understood(slots=(TEAM,)),
        Requested(request=REQUESTS["cost"]),
        Requested(request=REQUESTS["compare"]),
        Requested(request=About(subject="airflow")),
    ),
    "asked_twice": told(
        Requested(request=OutgrownAsked()),
        Requested(request=OutgrownAsked()),
        Requested(request=HelpAsked()),
    ),
    "not_understood": told(NothingUnderstood()),
    "agreed": told(Acknowledged()),
    "done": told(Done(command="enough")),
    "closed": told(Closed()),
}
every_turn = pytest.mark.parametrize("name", TURNS)


def examples(kb: KnowledgeBase) -> Iterator[tuple[str, Rendered]]:
    """Every answer and every turn, as a team sees it before, while and after it is asked."""
    standings = {
        "beside": None,
        "begun": snapshot_of(kb, 8, asking=MODELS),
        "done": snapshot_of(kb, *STARTUP),
        "cancelled": snapshot_of(kb, 8, cancelled=True),
        "large": snapshot_of(kb, 60, 120, "strong", "multi", stressed=(LINEAGE,)),
    }
    for standing, shown in standings.items():
        for name, request in REQUESTS.items():
            yield f"{name}, {standing}", asked(request, shown, kb)
        if shown is not None:
            for name, said in TURNS.items():
                yield f"turn {name}, {standing}", turn(shown, said, kb)


def said(rendered: Rendered) -> str:
    """All text of headers, sections and small print."""
    parts = [block.get("text", {}).get("text", "") for block in rendered.blocks]
    for block in rendered.blocks:
        if block["type"] == "context":
            parts += [element["text"] for element in block["elements"]]
    return "\n".join(parts)


def controls(rendered: Rendered) -> dict[str, str]:
    """The block id of every control, by its action id."""
    return {
        element["action_id"]: block["block_id"]
        for block in rendered.blocks
        for element in block.get("elements", ())
        if "action_id" in element
    }


def of_type(rendered: Rendered, kind: str) -> list[Block]:
    return [block for block in rendered.blocks if block["type"] == kind]


def title(rendered: Rendered) -> str:
    text: str = rendered.blocks[0]["text"]["text"]
    return text


# What holds of all


def test_everything_keeps_slacks_limits_and_reads_alone(kb: KnowledgeBase) -> None:
    for name, rendered in examples(kb):
        assert violations(rendered.blocks, "message") == [], name
        assert 1 <= len(rendered.text.strip()) <= 3000, name


def test_everything_is_calm_and_safe(kb: KnowledgeBase) -> None:
    for name, rendered in examples(kb):
        text = f"{rendered.text}\n{said(rendered)}"
        assert not re.search(r"\w!(\s|$)", text), name
        assert "<!" not in text, name
        assert "&amp;amp;" not in json.dumps(rendered.blocks), name


def test_every_control_is_ours_and_says_where_it_belongs(kb: KnowledgeBase) -> None:
    for name, rendered in examples(kb):
        for action_id, block_id in controls(rendered).items():
            assert encode(decode(action_id)) == action_id, name
            ref = decode_block(block_id)
            assert (ref.decision, ref.revision) in {("d1", 7), ("new", 0)}, name


# Why do you ask?


def test_why_a_question_is_asked_begins_with_the_reason(kb: KnowledgeBase) -> None:
    rendered = asked(REQUESTS["why_asked"], None, kb)
    assert title(rendered) == "Why I ask: Kubernetes skill"
    assert kb.question(KUBERNETES).why in said(rendered)
    assert "*Kubeflow Pipelines*: if Kubernetes skill is None" in said(rendered)


def test_what_hangs_on_an_answer_is_said_of_this_team(kb: KnowledgeBase, done: Snapshot) -> None:
    shown = said(asked(REQUESTS["why_asked_a_follow_up"], done, kb))
    assert "*What hangs on it for you*\n*ZenML*: if lineage is required." in shown
    assert "for you" not in said(asked(REQUESTS["why_asked_a_follow_up"], None, kb))


def test_why_a_question_is_asked_puts_it_otherwise_and_stays_short(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    for question in kb.questions:
        for shown in (None, done):
            rendered = asked(WhyAsked(slot=SlotId(question.id)), shown, kb)
            assert question.prompt_again in said(rendered)
            sections = "\n".join(block["text"]["text"] for block in of_type(rendered, "section"))
            assert len([line for line in sections.splitlines() if line]) <= 7, question.id


def test_a_question_of_another_version_is_no_error(kb: KnowledgeBase) -> None:
    assert "another version" in asked(WhyAsked(slot=SlotId("budget")), None, kb).text


# What is it?


@pytest.mark.parametrize(
    ("text", "found"),
    [("lineage", True), ("Lock-in", True), ("proof of concept", True), ("the weather", False)],
)
def test_a_subject_is_known_by_its_name(kb: KnowledgeBase, text: str, *, found: bool) -> None:
    assert is_subject(text, kb) is found


# Why not?


def test_why_not_the_second_says_where_it_falls_behind(kb: KnowledgeBase, done: Snapshot) -> None:
    rendered = asked(REQUESTS["why_not_second"], done, kb)
    shown = said(rendered)
    assert rendered.text == "Prefect, for this team. Prefect is the next best after Metaflow."
    assert "*Score*: 4.20 of 5, 0.25 less than Metaflow with 4.45." in shown
    assert (
        "*Where it falls behind*\n• *Learning curve*: rated 4, Metaflow 5; it weighs 30 %, which "
        "makes 0.30 less."
    ) in shown
    assert "*What would make it the pick*\n• *One other answer*: with fewer than 5 pipelin" in shown
    assert "• *Weights*: Prefect is level when" in shown


def test_why_not_what_is_ruled_out_gives_the_fact_and_its_source(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    shown = said(asked(REQUESTS["why_not_ruled_out"], done, kb))
    assert "• *Ruled out*: Off Google Cloud you run the open-source version yourselves" in shown
    assert "[1] <https://github.com/kubeflow/pipelines|" in shown


def test_why_not_a_contender_says_whose_ratings_they_are(kb: KnowledgeBase, done: Snapshot) -> None:
    shown = said(asked(REQUESTS["why_not_contender"], done, kb))
    assert "Flyte is known here and not ranked: its ratings are this project's judgement" in shown
    assert "is never ranked" in said(asked(REQUESTS["why_not_none"], done, kb))


def test_why_not_the_pick_says_that_it_is_the_pick(kb: KnowledgeBase, done: Snapshot) -> None:
    rendered = asked(REQUESTS["why_not_pick"], done, kb)
    assert title(rendered) == "Why Metaflow"
    assert "• *Score*: 4.45 of 5, 0.25 more than Prefect." in said(rendered)
    assert "What would make it the pick" not in said(rendered)


def test_why_the_pick_gives_this_teams_reasons_and_not_the_lessons(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    shown = said(asked(REQUESTS["why_not_pick"], done, kb))
    assert "Metaflow earns most from Learning curve (1.50)" in shown
    assert "Against Prefect: Learning curve +0.30" in shown
    assert "Use it if" not in shown
    by_tree = snapshot_of(kb, *STARTUP, follow_ups={SlotId("lineage"): "required"})
    shown = said(asked(WhyNot(alternative=ZENML), by_tree, kb))
    assert shown.count("Container isolation or lineage is required") == 1
    assert "ZenML is what is recommended. [1]" in shown


def test_why_not_where_the_tree_decided_says_so(kb: KnowledgeBase) -> None:
    few = snapshot_of(kb, *STARTUP, follow_ups={SlotId("lineage"): "required"})
    shown = said(asked(REQUESTS["why_not_pick"], few, kb))
    assert "*Score*: 4.45 of 5, 0.75 more than ZenML with 3.70." in shown
    assert (
        "*The decision tree comes before any score*: Container isolation or lineage is required"
    ) in shown
    assert "Kubeflow Pipelines is ruled out. [1]" in shown


@pytest.mark.parametrize("standing", ["beside", "begun"])
def test_why_not_before_there_is_an_answer_says_for_whom_it_is(
    kb: KnowledgeBase, begun: Snapshot, standing: str
) -> None:
    shown = said(asked(REQUESTS["why_not_second"], begun if standing == "begun" else None, kb))
    assert "*Use it if*" in shown
    assert "*Rather not, since*" in shown
    assert "*Ruled out for a team*" in shown


# What does it cost?


def test_a_cost_is_of_whoever_was_named(kb: KnowledgeBase) -> None:
    rendered = asked(REQUESTS["cost_of_one"], None, kb)
    assert title(rendered) == "What it would cost: ZenML"
    assert "no figure for The orchestrator that it drives" in rendered.text


def test_a_cost_counts_with_what_the_workspace_keeps(kb: KnowledgeBase) -> None:
    kept = Assumed(years=7)
    assert "7 years" in asked(REQUESTS["cost"], None, kb, workspace=kept).text
    (_, shared), *_ = answers([REQUESTS["cost"]], None, kb, workspace=kept)
    assert "7 years" in shared.text


def test_a_name_that_is_not_known_gets_no_sum(kb: KnowledgeBase) -> None:
    unknown = CostAsked(unknown=("dagstr",), not_rated=("ray",))
    text = asked(unknown, None, kb).text
    assert text.startswith("Ray is known here and not rated, so there is no sum for it: ")
    assert "Nothing here is called “dagstr”. Did you mean Dagster?" in text
    assert text.endswith("for example `/orchestrator cost prefect`.")
    beside = CostAsked(
        alternatives=(ZENML,), guessed={ZENML: "zenm"}, unused=("I read two teams.",)
    )
    shown = said(asked(beside, None, kb))
    assert "I read “zenm” as ZenML.\nI read two teams.\nFor 20 pipelines" in shown


# Compare


def test_a_comparison_counts_with_the_weights_of_the_thread(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    rendered = asked(REQUESTS["compare"], done, kb)
    (table,) = of_type(rendered, "table")
    assert [cell["text"] for cell in table["rows"][1][:2]] == ["Learning curve", "30 %"]
    shown = said(rendered)
    assert "I read “airflw” as Apache Airflow." in shown
    assert "For the team of this decision: 8 engineers, 3 models and no Kubernetes skill." in shown
    assert "For this comparison alone: Google Cloud." in shown
    for heading in ("Lock-in", "Cost", "Moving from one to the other", "Features"):
        assert f"*{heading}*" in shown


def test_from_a_comparison_the_costs_are_one_press_away(kb: KnowledgeBase, done: Snapshot) -> None:
    action = encode(CostOf((PREFECT, AIRFLOW)))
    for shown, (decision, revision) in ((done, ("d1", 7)), (None, ("new", 0))):
        ref = decode_block(controls(asked(REQUESTS["compare"], shown, kb))[action])
        assert (ref.decision, ref.revision) == (decision, revision)
        assert ref.name.startswith("compare_cost")


def test_two_sums_in_one_turn_keep_their_buttons(kb: KnowledgeBase, done: Snapshot) -> None:
    both = told(Requested(request=REQUESTS["cost_of_two"]), Requested(request=REQUESTS["cost"]))
    rows = of_type(turn(done, both, kb), "actions")
    labels = [each["text"]["text"] for row in rows for each in row["elements"]]
    assert labels == ["Change assumptions", "Line items and sources"] * 2


def test_a_comparison_has_a_chart_of_the_ratings_under_its_table(kb: KnowledgeBase) -> None:
    rendered = asked(REQUESTS["compare"], None, kb)
    kinds = [block["type"] for block in rendered.blocks]
    assert kinds[kinds.index("table") + 1] == "data_visualization"
    (chart,) = of_type(rendered, "data_visualization")
    series = chart["chart"]["series"]
    assert [each["name"] for each in series] == ["Prefect", "Airflow"]
    assert chart["chart"]["axis_config"]["categories"] == [each.short_name for each in kb.criteria]
    assert {point["value"] for each in series for point in each["data"]} <= {1, 2, 3, 4, 5}


def test_what_is_stressed_for_a_comparison_counts_there(kb: KnowledgeBase, done: Snapshot) -> None:
    wanted = CompareAsked(alternatives=(PREFECT, ZENML), stressed=(LINEAGE,))
    shown = said(asked(wanted, done, kb))
    assert "For this comparison alone: Artifact lineage matters most." in shown
    assert "more weight on what was stressed, Artifact lineage" in shown


@pytest.mark.parametrize("name", ["compare_one", "compare_none"])
def test_the_pick_stands_in_for_a_name_that_is_missing(
    kb: KnowledgeBase, done: Snapshot, begun: Snapshot, name: str
) -> None:
    assert title(asked(REQUESTS[name], done, kb)) == "Metaflow and Prefect"
    for shown in (begun, None):
        text = asked(REQUESTS[name], shown, kb).text
        assert "Name two to compare, for example `/orchestrator compare prefect dagster`" in text


def test_a_comparison_with_the_pick_itself_is_with_the_second(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    rendered = asked(CompareAsked(alternatives=(METAFLOW,)), done, kb)
    assert title(rendered) == "Prefect and Metaflow"


def test_a_comparison_begins_with_what_the_decision_says(kb: KnowledgeBase, done: Snapshot) -> None:
    wanted = CompareAsked(alternatives=(METAFLOW, ZENML))
    by_tree = snapshot_of(kb, *STARTUP, follow_ups={SlotId("lineage"): "required"})
    text = asked(wanted, by_tree, kb).text
    assert text.startswith("Metaflow and ZenML. ZenML is the pick: Container isolation or lineage")
    assert text.endswith("Kubeflow Pipelines is ruled out. By the ratings alone Metaflow leads.")
    assert ". Metaflow is the pick: no branch of the tree" in asked(wanted, done, kb).text
    others = CompareAsked(alternatives=(PREFECT, AIRFLOW))
    assert "the pick" not in asked(others, done, kb).text
    assert "the pick" not in asked(wanted, None, kb).text


def test_of_three_names_two_are_compared_and_that_is_said(kb: KnowledgeBase) -> None:
    rendered = asked(REQUESTS["compare_three"], None, kb)
    assert title(rendered) == "Prefect and Apache Airflow"
    assert "A comparison is of two; ZenML is left out." in said(rendered)


def test_names_that_cannot_be_compared_get_an_honest_word(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    text = asked(REQUESTS["compare_unknown"], done, kb).text
    assert text.startswith("I read Prefect. Ray is known here and not rated")
    assert "Nothing here is called “dagstr”. Did you mean Dagster?" in text


def test_what_another_version_knew_is_not_compared(kb: KnowledgeBase) -> None:
    gone = CompareAsked(alternatives=(AlternativeId("gone"), PREFECT))
    assert asked(gone, None, kb).text.startswith("I read Prefect. Name two")


def test_a_contender_is_compared_by_todays_ratings(kb: KnowledgeBase) -> None:
    lesson = snapshot_of(kb, *STARTUP, edition=Edition.LESSON)
    wanted = CompareAsked(alternatives=(PREFECT, FLYTE))
    assert "today's ratings" in said(asked(wanted, lesson, kb))
    wanted = CompareAsked(alternatives=(PREFECT, ZENML))
    assert "the lesson's edition" in said(asked(wanted, lesson, kb))


# What if?


def test_a_supposition_begins_with_the_short_answer(kb: KnowledgeBase, done: Snapshot) -> None:
    rendered = asked(REQUESTS["supposed"], done, kb)
    assert title(rendered) == "On Google Cloud: Prefect instead of Metaflow"
    shown = said(rendered)
    assert "• Ruled out then: Metaflow. Outside AWS" in shown
    assert "• No longer ruled out: Kubeflow Pipelines." in shown
    assert "Asking changes nothing." in shown


def test_a_supposition_that_changes_no_pick_says_still(kb: KnowledgeBase, done: Snapshot) -> None:
    rendered = asked(REQUESTS["supposed_stress"], done, kb)
    assert title(rendered) == "If Artifact lineage matters most: still Metaflow"
    assert "• Weights: Artifact lineage 0 % → 25 %" in said(rendered)
    assert "• Scores: Metaflow 4.45 → 4.10" in said(rendered)


def test_a_long_supposition_does_not_push_the_answer_out(kb: KnowledgeBase, done: Snapshot) -> None:
    rendered = asked(REQUESTS["supposed_much"], done, kb)
    assert title(rendered).endswith(" instead of Metaflow")
    shown = said(rendered)
    assert "With 60 engineers, with 120 models, with strong Kubernetes skill, " in shown
    assert " and if Artifact lineage matters most.\n" in shown


def test_another_way_through_the_tree_is_said(kb: KnowledgeBase, done: Snapshot) -> None:
    rendered = asked(Supposed(answers={SlotId("lineage"): "required"}), done, kb)
    assert title(rendered) == "If lineage is required: ZenML instead of Metaflow"
    assert "• The tree: Container isolation or lineage is required" in said(rendered)


def test_what_holds_already_is_said_to_hold(kb: KnowledgeBase, done: Snapshot) -> None:
    text = asked(REQUESTS["supposed_what_holds"], done, kb).text
    assert text == "That is how it stands now: Metaflow, then Prefect."


def test_without_an_answer_yet_a_supposition_says_what_it_rests_on(
    kb: KnowledgeBase, begun: Snapshot
) -> None:
    for shown in (begun, None):
        rendered = asked(REQUESTS["supposed"], shown, kb)
        assert title(rendered).startswith("On Google Cloud: ")
        assert "There is no recommendation yet that this could change" in said(rendered)
    assert "A default, not advice" in said(asked(REQUESTS["supposed_stress"], None, kb))


def test_what_could_not_be_supposed_is_said(kb: KnowledgeBase, done: Snapshot) -> None:
    assert "no budget counts here" in said(asked(REQUESTS["supposed_much"], done, kb))
    nothing = asked(REQUESTS["supposed_nothing"], done, kb).text
    assert "`what if we move to GCP?`" in nothing
    only = Supposed(unused=("I know no such cloud.",))
    assert asked(only, done, kb).text == "I know no such cloud."


# Outgrown, standing, help


def test_the_signals_come_with_a_button_to_count_them(kb: KnowledgeBase, done: Snapshot) -> None:
    rendered = asked(REQUESTS["outgrown_airflow"], done, kb)
    assert rendered.text.startswith("Have you outgrown Apache Airflow? From three of the five")
    assert controls(rendered) == {encode(OpenQuiz()): "d1.7.quiz_airflow"}
    for signal in kb.evaluation.outgrown.signals:
        assert signal.text.rstrip(".") in said(rendered)
    beside = controls(asked(REQUESTS["outgrown"], None, kb))[encode(OpenQuiz())]
    assert decode_block(beside) == BlockRef("new", 0, "quiz_none")


def test_signals_that_were_counted_have_a_verdict(kb: KnowledgeBase) -> None:
    counted = snapshot_of(kb, *STARTUP, follow_ups={SlotId("outgrown_signals"): 4})
    rendered = asked(REQUESTS["outgrown"], counted, kb)
    assert "Outgrown: 4 of 5 signals are true, and the threshold is 3." in rendered.text


def test_trust_rests_on_what_can_be_looked_up(kb: KnowledgeBase, done: Snapshot) -> None:
    rendered = asked(TrustAsked(), done, kb)
    shown = said(rendered)
    assert len(rendered.text.splitlines()) <= 7
    assert "*Line items and sources* under a cost" in shown
    assert "`/orchestrator explain cost`" in shown
    assert "Metaflow comes first in" in shown
    assert f"as of {kb.as_of}" in shown
    assert "no language model" in shown
    assert "`/orchestrator explain sources`" in shown
    assert controls(rendered) == {encode(Sureness()): "d1.7.trust"}


def test_trust_without_an_answer_says_nothing_of_how_sure_it_is(
    kb: KnowledgeBase, begun: Snapshot
) -> None:
    for shown in (None, begun):
        rendered = asked(TrustAsked(), shown, kb)
        assert controls(rendered) == {}
        assert "draws" not in rendered.text
    lesson = replace(begun, dialogue=begun.dialogue.model_copy(update={"edition": Edition.LESSON}))
    assert "later changes do not count" in asked(TrustAsked(), lesson, kb).text


def test_where_we_are_ends_with_what_to_do_next(kb: KnowledgeBase, done: Snapshot) -> None:
    assert "`/orchestrator explain poc`" in asked(REQUESTS["state"], done, kb).text
    asking = replace(done, dialogue=done.dialogue.model_copy(update={"asking": CLOUD}))
    assert asked(REQUESTS["state"], asking, kb).text.endswith(kb.question(CLOUD).prompt)


def test_where_we_are_says_who_said_what_and_what_is_next(
    kb: KnowledgeBase, begun: Snapshot, done: Snapshot
) -> None:
    shown = said(asked(REQUESTS["state"], begun, kb))
    assert "*Team* 8 engineers (<@U0ADA>)\n*Models* asked now\n" in shown
    assert f"Next: {kb.question(MODELS).prompt}" in shown
    assert "Recommended is *Metaflow, then Prefect*." in said(asked(REQUESTS["state"], done, kb))
    stressed = snapshot_of(kb, *STARTUP, stressed=(LINEAGE,))
    assert "*Matters most* Artifact lineage" in said(asked(REQUESTS["state"], stressed, kb))
    over = snapshot_of(kb, 8, cancelled=True)
    assert "This decision is cancelled" in said(asked(REQUESTS["state"], over, kb))


def test_without_a_decision_it_is_said_how_to_begin(kb: KnowledgeBase) -> None:
    rendered = asked(REQUESTS["state"], None, kb)
    assert "`/orchestrator recommend 8 engineers, 3 models, no k8s, aws` begins" in rendered.text
    assert controls(rendered)


# A turn in the thread


def test_what_was_understood_is_shown_back_with_what_it_replaced(
    kb: KnowledgeBase, taken: Snapshot
) -> None:
    rendered = turn(taken, TURNS["understood"], kb)
    assert rendered.text == (
        "Got it: 10 to 15 engineers (counted as 12) (before: 8 engineers, <@U0BOB>), 3 models, "
        "AWS, Artifact lineage matters most."
    )
    found = controls(rendered)
    assert set(found) == {encode(Confirm()), encode(PickChange())}
    assert {turn_of(decode_block(block_id)) for block_id in found.values()} == {"t1"}
    menu = rendered.blocks[1]["elements"][1]
    assert [each["value"] for each in menu["options"]] == [TEAM, MODELS, CLOUD]


def test_what_was_confirmed_says_by_whom_and_can_be_changed(
    kb: KnowledgeBase, taken: Snapshot
) -> None:
    rendered = turn(taken, TURNS["confirmed"], kb)
    assert "Confirmed by <@U0BOB>." in said(rendered)
    assert set(controls(rendered)) == {encode(PickChange())}


def test_what_was_only_stressed_is_confirmed_without_a_menu(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    rendered = turn(done, told(Understood(slots=(), stressed=())), kb)
    assert rendered.text == "Got it: nothing matters most."
    assert set(controls(rendered)) == {encode(Confirm())}


def test_what_is_ambiguous_is_asked_back_with_a_button_each(
    kb: KnowledgeBase, begun: Snapshot
) -> None:
    rendered = turn(begun, TURNS["refused"], kb)
    labels = {
        element["action_id"]: element["text"]["text"]
        for block in of_type(rendered, "actions")
        for element in block["elements"]
    }
    assert labels == {
        encode(Choose(CLOUD, "aws")): "AWS",
        encode(Choose(CLOUD, "azure")): "Azure",
        encode(Choose(TEAM, "8")): "8 engineers",
        encode(Choose(TEAM, "12")): "12 engineers",
    }
    assert "I did not use “we have &lt;2&gt; dogs” and “and a cat”." in rendered.text


def test_an_answer_leads_back_to_the_open_question(kb: KnowledgeBase, begun: Snapshot) -> None:
    back = f"Back to: {kb.question(MODELS).prompt}"
    assert turn(begun, TURNS["asked"], kb).text.endswith(back)
    assert said(turn(begun, TURNS["asked"], kb)).endswith(back)
    its_own = told(Requested(request=WhyAsked(slot=MODELS)))
    assert "Back to" not in turn(begun, its_own, kb).text


def test_without_an_open_question_there_is_nothing_to_go_back_to(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    assert "Back to" not in turn(done, TURNS["asked"], kb).text


def test_a_supposition_can_be_adopted_while_it_differs(kb: KnowledgeBase, done: Snapshot) -> None:
    block_id = controls(turn(done, TURNS["supposed"], kb))[encode(Adopt())]
    assert turn_of(decode_block(block_id)) == "t1"
    there = snapshot_of(kb, 8, 3, "none", "gcp")
    assert controls(turn(there, TURNS["supposed"], kb)) == {}
    assert "That is how it stands now: Prefect" in turn(there, TURNS["supposed"], kb).text


def test_a_cancelled_decision_adopts_nothing(kb: KnowledgeBase) -> None:
    over = snapshot_of(kb, 8, cancelled=True)
    assert controls(turn(over, TURNS["supposed"], kb)) == {}


def test_of_two_suppositions_the_first_can_be_adopted(kb: KnowledgeBase, done: Snapshot) -> None:
    rendered = turn(done, TURNS["two_suppositions"], kb)
    buttons = [index for index, block in enumerate(rendered.blocks) if block["type"] == "actions"]
    headers = [index for index, block in enumerate(rendered.blocks) if block["type"] == "header"]
    assert len(buttons) == 1
    assert headers[0] < buttons[0] < headers[1]


def test_several_answers_share_one_message(kb: KnowledgeBase, begun: Snapshot) -> None:
    rendered = turn(begun, TURNS["three_requests"], kb)
    titles = [block["text"]["text"] for block in of_type(rendered, "header")]
    assert titles == ["What it would cost", "Prefect and Apache Airflow", "Apache Airflow"]
    assert len(of_type(rendered, "table")) == 1
    assert characters(rendered.blocks) <= MESSAGE_TEXT


def test_what_is_asked_twice_is_answered_once(kb: KnowledgeBase, done: Snapshot) -> None:
    rendered = turn(done, TURNS["asked_twice"], kb)
    assert list(controls(rendered)).count(encode(OpenQuiz())) == 1


def test_what_was_not_understood_is_declined_with_an_example(
    kb: KnowledgeBase, begun: Snapshot, done: Snapshot
) -> None:
    text = turn(begun, TURNS["not_understood"], kb).text
    assert text.startswith("I found no answer in that.")
    assert kb.question(MODELS).prompt_again in text
    assert "`why not Airflow?`" in turn(done, TURNS["not_understood"], kb).text


# Beside the thread


def test_each_remark_is_a_line_for_the_one_who_wrote(kb: KnowledgeBase, begun: Snapshot) -> None:
    remarks = (
        Unread(parts=("two dogs",)),
        Requested(request=HelpAsked()),
        Acknowledged(),
        Done(command="go_on"),
        Closed(),
    )
    assert sentences(remarks, begun.dialogue, kb).splitlines() == [
        "I did not use “two dogs”.",
        "What you asked is answered in the thread.",
        f"Good. Next: {kb.question(MODELS).prompt}",
        f"Then I go on asking. Next: {kb.question(MODELS).prompt}",
        "This decision was cancelled. Type `/orchestrator recommend` to begin a new one.",
    ]


def test_the_next_step_names_answer_and_open_question(kb: KnowledgeBase, done: Snapshot) -> None:
    asking = replace(done, dialogue=done.dialogue.model_copy(update={"asking": CLOUD}))
    step = next_step(asking, kb)
    assert step.startswith("*Metaflow, then Prefect*. ")
    assert step.endswith(f"Next: {kb.question(CLOUD).prompt}")
    assert "Next:" not in next_step(done, kb)


def test_answers_that_share_a_message_hold_one_table_and_fit(kb: KnowledgeBase) -> None:
    asked_for = (REQUESTS["compare"], REQUESTS["cost"], REQUESTS["why_not_ruled_out"])
    shared = [answer for _, answer in answers(asked_for, None, kb)]
    blocks = fitting([block for each in shared for block in each.blocks])
    assert [block["type"] for block in blocks].count("table") == 1
    assert violations(blocks, "message") == []
    assert len(shared) == 3


def test_of_two_suppositions_the_one_that_can_be_adopted_was(
    kb: KnowledgeBase, done: Snapshot
) -> None:
    adopted = replace(TURNS["two_suppositions"], confirmed_by=BOB)
    assert said(turn(done, adopted, kb)).count("Adopted by <@U0BOB>.") == 1
