"""What the messages of a decision say in each state."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import Cancel, Change, Choose, PickChange, Reasons, Restart, Skip, Type, encode
from bot.views.blocks import Rendered
from bot.views.decision import root
from bot.views.form import form
from bot.views.gallery import CLOUD, KUBERNETES, MODELS, TEAM, snapshot_of
from bot.views.limits import violations
from bot.views.question import question
from bot.views.reasons import reasons
from bot.views.recommendation import answer
from bot.views.remarks import sentences
from bot.views.words import listed, places
from engine.dialogue.model import Closed, NothingUnderstood, Refused, Understood
from knowledge.loader import load
from knowledge.schema import AlternativeId, Edition, KnowledgeBase, SlotId

STARTUP = (8, 3, "none", "aws")
ENTERPRISE = (60, 120, "strong", "multi")


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load()


def header(rendered: Rendered) -> str:
    text: str = rendered.blocks[0]["text"]["text"]
    return text


def prose(rendered: Rendered) -> str:
    """All that is said in sections and small print."""
    parts: list[str] = []
    for block in rendered.blocks:
        texts = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
        parts += [text["text"] for text in texts if text and text.get("type") == "mrkdwn"]
    return "\n".join(parts)


def action_ids(rendered: Rendered) -> list[str]:
    found = []
    for block in rendered.blocks:
        elements = [block.get("accessory"), block.get("element"), *block.get("elements", ())]
        found += [each["action_id"] for each in elements if each and "action_id" in each]
    return found


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
    assert "Metaflow 4.45; Prefect 4.20; ZenML 3.70" in said
    assert "Local development +1.25" in said
    assert encode(Reasons()) in action_ids(rendered)


def test_a_tie_is_in_the_headline_and_in_the_figures(kb: KnowledgeBase) -> None:
    rendered = root(snapshot_of(kb, *ENTERPRISE, edition=Edition.LESSON), kb)
    assert header(rendered) == "Kubeflow Pipelines or Dagster"
    assert ("*Too close to call*: Kubeflow Pipelines and Dagster tie at 3.90; ZenML 3.80") in prose(
        rendered
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
    assert "Rated anew since the lesson: Apache Airflow on" in prose(
        root(snapshot_of(kb, *ENTERPRISE), kb)
    )
    assert "Rated anew" not in prose(root(snapshot_of(kb, *ENTERPRISE, edition=Edition.LESSON), kb))


def test_a_lead_that_rests_on_a_changed_rating_is_said(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, *ENTERPRISE), kb))
    assert "By the lesson's own ratings Kubeflow Pipelines and Dagster tie at 3.90." in said
    assert "By the lesson's own ratings" not in prose(
        root(snapshot_of(kb, 30, 20, "strong", "aws"), kb)
    )


def test_a_question_that_is_being_changed_is_named_in_the_root(kb: KnowledgeBase) -> None:
    assert "4 of 4 answered · changing Cloud" in prose(
        root(snapshot_of(kb, *STARTUP, asking=CLOUD), kb)
    )


def test_nothing_known_gives_a_default_and_no_advice(kb: KnowledgeBase) -> None:
    rendered = root(snapshot_of(kb, None, None, None, None), kb)
    assert header(rendered) == "Prefect, as a default"
    assert "A default, not advice" in prose(rendered)
    assert "A default, not advice" in rendered.text


def test_whoever_is_ruled_out_is_named_with_the_reason(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, 30, 20, "none", "azure"), kb))
    assert "*Not* Kubeflow Pipelines: " in said


def test_a_blend_is_said_in_words(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, 14, 6, "some", "azure"), kb))
    assert "Weights: between Startup and Growth-stage company, " in said


def test_a_team_beyond_the_ranges_is_told_so(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, 2, 1, "some", "azure"), kb))
    assert "Weights: Startup, the nearest; Team is in no range that the lesson gives." in said


def test_open_branches_are_three_at_most(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, *STARTUP), kb))
    assert "*What could change it*" in said
    assert said.count("\n• ") <= 4
    assert "more branch" in said


def test_tree_against_ranking_is_said(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, *STARTUP)
    assert snapshot.recommendation is not None
    against = replace(
        snapshot.recommendation,
        kind="adopt",
        alternative=AlternativeId("prefect"),
        runner_up=AlternativeId("metaflow"),
        ranking_disagrees=True,
    )
    rendered = root(replace(snapshot, recommendation=against), kb)
    assert "the tree says Prefect (4.20), the ranking Metaflow." in prose(rendered)


def test_a_cancelled_decision_can_only_start_again(kb: KnowledgeBase) -> None:
    rendered = root(snapshot_of(kb, 8, cancelled=True), kb)
    assert "Cancelled." in prose(rendered)
    assert action_ids(rendered) == [encode(Restart())]
    assert encode(Cancel()) in action_ids(root(snapshot_of(kb, 8, asking=MODELS), kb))


def test_a_number_is_typed_or_picked(kb: KnowledgeBase) -> None:
    found = action_ids(question(snapshot_of(kb, asking=TEAM), TEAM, kb))
    assert found[0] == encode(Type(TEAM))
    assert encode(Choose(TEAM, "8")) in found
    assert found[-1] == encode(Skip(TEAM))


def test_a_choice_has_a_button_an_option(kb: KnowledgeBase) -> None:
    rendered = question(snapshot_of(kb, 8, 3, asking=KUBERNETES), KUBERNETES, kb)
    assert action_ids(rendered) == [
        *(encode(Choose(KUBERNETES, each)) for each in ("none", "some", "strong")),
        encode(Skip(KUBERNETES)),
    ]
    assert "3 of 4" in prose(rendered)


def test_after_a_refusal_the_question_is_worded_differently(kb: KnowledgeBase) -> None:
    first = question(snapshot_of(kb, asking=TEAM), TEAM, kb)
    second = question(snapshot_of(kb, asking=TEAM, refused=1), TEAM, kb)
    assert first.text == kb.question(TEAM).prompt
    assert second.text == kb.question(TEAM).prompt_again


def test_an_answered_question_becomes_its_answer(kb: KnowledgeBase) -> None:
    rendered = question(snapshot_of(kb, 8, 3, "none", asking=CLOUD), KUBERNETES, kb)
    assert rendered.text == "Kubernetes skill: None (<@U0ADA>)"
    assert action_ids(rendered) == [encode(Change(KUBERNETES))]


def test_a_question_that_is_asked_again_shows_the_answer_so_far(kb: KnowledgeBase) -> None:
    assert "So far: Cloud: AWS" in prose(
        question(snapshot_of(kb, *STARTUP, asking=CLOUD), CLOUD, kb)
    )


def test_a_question_of_a_cancelled_decision_has_no_button(kb: KnowledgeBase) -> None:
    assert action_ids(question(snapshot_of(kb, 8, cancelled=True), TEAM, kb)) == []


def test_a_new_revision_resets_what_was_typed(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, asking=TEAM)
    later = replace(snapshot, revision=snapshot.revision + 1)
    ids = [
        {block["block_id"] for block in question(each, TEAM, kb).blocks if "block_id" in block}
        for each in (snapshot, later)
    ]
    assert ids[0].isdisjoint(ids[1])


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
    assert "in the lesson, " in prose(rendered)
    assert "grade A" in prose(rendered)


def test_every_sentence_of_fact_has_its_source(kb: KnowledgeBase) -> None:
    said = prose(reasons(snapshot_of(kb, 30, 20, "none", "azure"), kb))
    ruled_out, *_ = [line for line in said.splitlines() if "is ruled out" in line]
    assert "grade" in ruled_out
    assert "The tree is a reconstruction" in said


def test_the_thread_says_that_there_is_an_answer(kb: KnowledgeBase) -> None:
    rendered = answer(snapshot_of(kb, *STARTUP), kb)
    assert prose(rendered).startswith("*Metaflow, then Prefect*\n")
    assert action_ids(rendered) == [encode(Reasons())]
    assert "is being changed" in answer(snapshot_of(kb, *STARTUP, asking=CLOUD), kb).text


def test_what_hangs_on_the_fewest_answers_is_told_first(kb: KnowledgeBase) -> None:
    said = prose(root(snapshot_of(kb, *STARTUP), kb))
    assert "in the middle of a project" not in said  # hangs on two, and is first in the tree
    assert "in the middle of a project" in prose(reasons(snapshot_of(kb, *STARTUP), kb))


def test_reasons_wait_while_an_answer_changes(kb: KnowledgeBase) -> None:
    rendered = reasons(snapshot_of(kb, *STARTUP, asking=CLOUD), kb)
    assert len(rendered.blocks) == 1
    assert "is being changed" in rendered.text


@given(
    team=st.one_of(st.none(), st.integers(1, 100_000)),
    models=st.one_of(st.none(), st.integers(0, 100_000)),
    kubernetes=st.sampled_from([None, "none", "some", "strong"]),
    cloud=st.sampled_from([None, "aws", "gcp", "azure", "multi", "on_premises", "undecided"]),
    edition=st.sampled_from(Edition),
)
def test_whatever_is_answered_slack_takes_it(
    kb: KnowledgeBase,
    *,
    team: int | None,
    models: int | None,
    kubernetes: str | None,
    cloud: str | None,
    edition: Edition,
) -> None:
    snapshot = snapshot_of(kb, team, models, kubernetes, cloud, edition=edition)
    for view in (root, answer, reasons):
        rendered = view(snapshot, kb)
        assert violations(rendered.blocks, "message") == []
        assert len(rendered.text) <= 3000
        for place in places(snapshot.recommendation.ranking if snapshot.recommendation else ()):
            if len(place) > 1:
                names = listed([kb.alternatives[each.alternative].name for each in place])
                assert names in rendered.text


def values(view: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for block in view["blocks"]:
        element = block["element"]
        chosen = element.get("initial_option", {}).get("value")
        found[block["block_id"]] = element.get("initial_value", chosen)
    return found


def test_the_form_holds_what_is_known(kb: KnowledgeBase) -> None:
    view = form(snapshot_of(kb, 8, 0, None, "aws"), kb)
    assert view["private_metadata"] == "d1.7"
    assert values(view) == {
        "team_size": "8",
        "model_count": "no models yet",
        "kubernetes_skill": None,
        "cloud": "aws",
    }


def test_remarks_say_what_was_understood_and_what_was_not(kb: KnowledgeBase) -> None:
    done = snapshot_of(kb, *STARTUP)
    slots = (TEAM, MODELS, KUBERNETES, CLOUD)
    assert sentences([Understood(slots=slots)], done, kb) == (
        "Got it: 8 engineers, 3 models, no Kubernetes skill, AWS."
    )
    refused = Refused(slot=MODELS, sentence="I read 0 models & <b>.")
    assert sentences([refused], done, kb) == "I read 0 models &amp; &lt;b&gt;."
    asking = snapshot_of(kb, asking=KUBERNETES)
    nothing = sentences([NothingUnderstood()], asking, kb)
    assert "I asked: How well does the team know Kubernetes?" in nothing
    assert "`no k8s`" in nothing
    assert "`/orchestrator recommend`" in sentences([Closed()], asking, kb)
    assert sentences([], asking, kb) == ""


def test_what_an_older_version_stored_is_still_shown(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, 8, 3, "gone", asking=CLOUD)
    assert "Kubernetes skill: gone" in question(snapshot, SlotId("kubernetes_skill"), kb).text
