"""What is said where a team set the weights itself, ranks contenders, or has decided."""

import json

import pytest

from bot.actions import DropGroupWeights, encode
from bot.pages.words import weights as whose_weights
from bot.views.asked import asked
from bot.views.blocks import Rendered
from bot.views.confidence import confidence
from bot.views.decision import root
from bot.views.examples import MODELS, TEAM, snapshot_of
from bot.views.lesson import published
from bot.views.reasons import reasons
from bot.views.remarks import DECIDED, next_step, sentences
from bot.views.snapshot import Snapshot
from bot.views.sureness import sureness
from bot.views.turning import could_change, what_would_settle_it
from bot.views.weighting import OUTWEIGHED, weighting
from engine.decision.model import Recommendation, Weighing
from engine.decision.recommend import recommend
from engine.dialogue.model import Closed, Understood
from engine.dialogue.requests import CompareAsked, StateAsked, Supposed, WhyAsked
from engine.dialogue.state import facts_for
from knowledge.schema import AlternativeId, CriterionId, KnowledgeBase
from tests.rendered import action_ids

STARTUP = (8, 3, "none", "aws")
LINEAGE, COMMUNITY = CriterionId("lineage"), CriterionId("community")
PREFECT, AIRFLOW, DAGSTER = (AlternativeId(each) for each in ("prefect", "airflow", "dagster"))
VERTEX = AlternativeId("vertex_pipelines")
BY_HAND = {LINEAGE: 0, COMMUNITY: 100}


def advice(shown: Snapshot) -> Recommendation:
    assert shown.recommendation is not None
    return shown.recommendation


def whole(rendered: Rendered) -> str:
    return rendered.text + json.dumps(rendered.blocks, ensure_ascii=False)


def test_weights_that_the_team_set_are_named_as_its_own(kb: KnowledgeBase) -> None:
    shown = snapshot_of(kb, *STARTUP, by_hand={LINEAGE: 30, COMMUNITY: 70}, stressed=(LINEAGE,))
    said = weighting(advice(shown).weights, kb)
    assert said == "Weights: set by the team (Community size 70 % and Artifact lineage 30 %)."
    on_a_page = whose_weights(advice(shown).weights, kb)
    assert (
        on_a_page == "All weights are set by hand: Community size 70 % and Artifact lineage 30 %."
    )


def test_weights_of_the_workspace_are_not_called_the_teams_own(kb: KnowledgeBase) -> None:
    shown = snapshot_of(kb, *STARTUP, by_hand=BY_HAND, by_hand_from="workspace")
    own = snapshot_of(kb, *STARTUP, by_hand=BY_HAND)
    said = "set for this workspace (Community size 100 %); your answers alone would weigh otherwise"
    where = asked(StateAsked(), shown, facts_for(shown.dialogue, kb))
    for each in (root(shown, kb), reasons(shown, kb), where):
        assert said in whole(each)
        assert "set by the team" not in whole(each)
    assert "set by the team (Community size 100 %)" in whole(root(own, kb))


def test_weights_set_by_hand_can_be_dropped_at_the_recommendation(kb: KnowledgeBase) -> None:
    drop = encode(DropGroupWeights())
    assert drop in action_ids(root(snapshot_of(kb, *STARTUP, by_hand=BY_HAND), kb))
    assert drop not in action_ids(root(snapshot_of(kb, *STARTUP), kb))


def test_some_weights_by_hand_leave_the_archetypes_named(kb: KnowledgeBase) -> None:
    found = recommend({TEAM: 8, MODELS: 3}, kb, weighing=Weighing(by_hand={LINEAGE: 30}))
    assert "Weights of the lesson" in weighting(found.weights, kb)
    assert "as you set it" in weighting(found.weights, kb)
    assert "archetype" in whose_weights(found.weights, kb)


def test_the_lesson_is_no_source_of_weights_that_the_team_set(kb: KnowledgeBase) -> None:
    own = reasons(snapshot_of(kb, *STARTUP), kb)
    by_hand = reasons(snapshot_of(kb, *STARTUP, by_hand=BY_HAND), kb)

    def line(rendered: Rendered) -> str:
        return next(each for each in whole(rendered).split("\\n") if "Weights" in each)

    assert "[" in line(own)
    assert "set by the team (Community size 100 %)." in line(by_hand)
    assert published(advice(snapshot_of(kb, *STARTUP, by_hand=BY_HAND)), kb) == ""


def test_a_default_by_weights_of_the_team_is_not_said_to_weigh_all_the_same(
    kb: KnowledgeBase,
) -> None:
    assert "all criteria weighing the same" in confidence(advice(snapshot_of(kb)), kb)
    said = confidence(advice(snapshot_of(kb, by_hand=BY_HAND)), kb)
    assert "weighing the same" not in said
    assert "As the criteria are weighed here" in said


def test_a_stress_beside_weights_by_hand_is_said_to_move_nothing(kb: KnowledgeBase) -> None:
    shown = snapshot_of(kb, *STARTUP, by_hand=BY_HAND, stressed=(LINEAGE,))
    understood = [Understood(slots=(), stressed=(LINEAGE,))]
    assert OUTWEIGHED in sentences(understood, shown.dialogue, kb)
    free = snapshot_of(kb, *STARTUP, stressed=(LINEAGE,))
    assert OUTWEIGHED not in sentences(understood, free.dialogue, kb)


def test_supposing_a_stress_keeps_the_weights_by_hand(kb: KnowledgeBase) -> None:
    shown = snapshot_of(kb, *STARTUP, by_hand=BY_HAND)
    said = whole(asked(Supposed(stressed=(LINEAGE,)), shown, kb))
    assert "still Apache Airflow" in said
    assert OUTWEIGHED in said
    free = whole(asked(Supposed(stressed=(LINEAGE,)), snapshot_of(kb, *STARTUP), kb))
    assert OUTWEIGHED not in free
    assert "Weights: " in free


def test_a_comparison_counts_by_the_weights_of_the_team(kb: KnowledgeBase) -> None:
    request = CompareAsked(alternatives=(DAGSTER, AIRFLOW))
    said = whole(asked(request, snapshot_of(kb, *STARTUP, by_hand=BY_HAND), kb))
    assert "All weights are set by hand: Community size 100 %." in said
    assert OUTWEIGHED not in said
    stressed = request.model_copy(update={"stressed": (LINEAGE,)})
    weighed = whole(asked(stressed, snapshot_of(kb, *STARTUP, by_hand=BY_HAND), kb))
    assert OUTWEIGHED in weighed
    assert "All weights are set by hand" in weighed


def test_why_a_question_is_asked_counts_by_the_weights_of_the_team(kb: KnowledgeBase) -> None:
    own, by_hand = (
        whole(asked(WhyAsked(slot=TEAM), snapshot_of(kb, 30, 12, "some", "gcp", by_hand=each), kb))
        for each in ({}, BY_HAND)
    )
    assert "*ZenML*: with 14 to 19 engineers" in own
    assert "with 14 to 19 engineers" not in by_hand


def test_where_it_stands_says_whose_weights_and_contenders_count(kb: KnowledgeBase) -> None:
    shown = snapshot_of(
        kb, *STARTUP, by_hand=BY_HAND, stressed=(LINEAGE,), contenders=(VERTEX, PREFECT)
    )
    said = whole(asked(StateAsked(), shown, facts_for(shown.dialogue, kb)))
    assert f"*Matters most* Artifact lineage. {OUTWEIGHED}" in said
    assert "*Weights* set by the team (Community size 100 %)" in said
    assert f"*Also ranked* {kb.described(VERTEX).name}" in said
    plainly = whole(asked(StateAsked(), snapshot_of(kb, *STARTUP), kb))
    assert "set by the team" not in plainly
    assert "Also ranked" not in plainly


def test_contenders_of_a_decision_are_ranked_in_what_is_shown(kb: KnowledgeBase) -> None:
    shown = snapshot_of(kb, 30, 12, "some", "gcp", contenders=(VERTEX,))
    assert advice(shown).alternative == VERTEX
    said = whole(reasons(shown, facts_for(shown.dialogue, kb)))
    assert kb.described(VERTEX).name in said


def test_a_decided_conversation_says_how_it_goes_on(kb: KnowledgeBase) -> None:
    shown = snapshot_of(kb, *STARTUP, decided=True)
    assert sentences([Closed()], shown.dialogue, kb) == DECIDED
    assert next_step(shown, kb) == DECIDED
    assert DECIDED in whole(asked(StateAsked(), shown, kb))
    cancelled = snapshot_of(kb, 8, cancelled=True)
    assert "was cancelled" in sentences([Closed()], cancelled.dialogue, kb)


@pytest.mark.parametrize("decided", [True, False])
def test_a_decided_conversation_offers_no_question(kb: KnowledgeBase, *, decided: bool) -> None:
    shown = snapshot_of(kb, *STARTUP, decided=decided)
    for blocks in (
        could_change(shown, advice(shown), kb),
        what_would_settle_it(shown, advice(shown), kb),
    ):
        assert blocks
        assert any("accessory" in each for each in blocks) is not decided


def test_what_is_known_of_a_decided_conversation_is_still_told(kb: KnowledgeBase) -> None:
    shown = snapshot_of(kb, *STARTUP, decided=True)
    assert "Metaflow" in reasons(shown, kb).text
    assert "Metaflow" in sureness(shown, kb).text
    supposed = asked(Supposed(answers={TEAM: 60}), shown, kb)
    assert supposed == asked(Supposed(answers={TEAM: 60}), snapshot_of(kb, *STARTUP), kb)
