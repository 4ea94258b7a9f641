"""What would be advised if: against the advice itself, for all answers."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advice.what_if import what_if
from engine.decision.case import as_if_new
from engine.decision.model import Pick, Recommendation, Weighing
from engine.decision.picking import pick_for
from engine.decision.recommend import recommend
from knowledge.schema import ChoiceQuestion, CriterionId, Edition, NumberQuestion, SlotId
from tests.facts import KB

Answers = Mapping[SlotId, int | str]
CRITERIA = [CriterionId(each.id) for each in KB.criteria]


def answers_of(question: NumberQuestion | ChoiceQuestion) -> st.SearchStrategy[int | str]:
    if isinstance(question, NumberQuestion):
        return st.integers(question.minimum, min(question.maximum, question.minimum + 60))
    return st.sampled_from([option.id for option in question.options])


ANSWERS: st.SearchStrategy[Answers] = st.fixed_dictionaries(
    {}, optional={SlotId(each.id): answers_of(each) for each in KB.questions}
)
WISHES = st.lists(st.sampled_from(CRITERIA), max_size=2).map(
    lambda stressed: Weighing(stressed=tuple(stressed))
)


def answers(**given: int | str) -> Answers:
    return {SlotId(slot): value for slot, value in given.items()}


def pick(advice: Recommendation) -> Pick:
    return Pick(advice.kind, advice.alternative, advice.beside)


TEAM = answers(team_size=8, model_count=3, kubernetes_skill="none", cloud="aws")


def test_another_cloud_is_weighed_against_the_standing_one() -> None:
    found = what_if(TEAM, answers(cloud="azure"), KB)
    assert found.supposed == {"cloud": "azure"}
    assert found.before == recommend(TEAM, KB)
    assert found.after == recommend({**TEAM, SlotId("cloud"): "azure"}, KB)


def test_what_is_known_already_is_not_supposed() -> None:
    found = what_if(TEAM, answers(cloud="aws", team_size=8), KB)
    assert found.supposed == {}
    assert found.before == found.after
    assert not found.changes_the_pick
    assert found.weights_moved == {}


def test_what_a_supposition_rules_out_and_lets_in_again_is_told() -> None:
    ranked = KB.with_contenders()
    found = what_if(TEAM, answers(cloud="azure"), ranked)
    assert "sagemaker_pipelines" in {out.alternative for out in found.newly_ruled_out}
    assert "azure_ml" in {out.alternative for out in found.no_longer_ruled_out}


def test_a_stress_moves_weights_and_the_largest_move_comes_first() -> None:
    stressed = Weighing(stressed=(CriterionId("lineage"),))
    found = what_if(TEAM, {}, KB, after=stressed)
    assert found.supposed == {}
    was, then = found.weights_moved[CriterionId("lineage")]
    assert then > was
    moves = [abs(after - before) for before, after in found.weights_moved.values()]
    assert moves == sorted(moves, reverse=True)
    assert 0 not in moves


def test_to_run_the_pick_already_is_no_other_pick() -> None:
    advised = recommend(TEAM, KB).alternative
    assert advised is not None
    found = what_if(TEAM, answers(current_orchestrator=advised), KB)
    assert (found.after.kind, found.after.alternative) == ("stay", advised)
    assert not found.changes_the_pick


@settings(max_examples=40)
@given(ANSWERS, ANSWERS, WISHES, WISHES, st.sampled_from(Edition))
def test_a_what_if_is_two_recommendations_and_their_difference(
    known: Answers, supposed: Answers, before: Weighing, after: Weighing, edition: Edition
) -> None:
    found = what_if(known, supposed, KB, edition, before=before, after=after)
    together = {**known, **supposed}
    assert {**known, **found.supposed} == together
    assert all(known.get(slot) != value for slot, value in found.supposed.items())
    assert pick(found.before) == pick_for(known, KB, edition, before)
    assert pick(found.after) == pick_for(together, KB, edition, after)
    is_other = as_if_new(pick(found.before)) != as_if_new(pick(found.after))
    assert found.changes_the_pick == is_other
    out_before = {out.alternative for out in found.before.ruled_out}
    out_after = {out.alternative for out in found.after.ruled_out}
    assert {out.alternative for out in found.newly_ruled_out} == out_after - out_before
    assert {out.alternative for out in found.no_longer_ruled_out} == out_before - out_after
    moved = sum(then - was for was, then in found.weights_moved.values())
    assert moved == 0
    for criterion in CRITERIA:
        was, then = (advice.weights.percents[criterion] for advice in (found.before, found.after))
        assert found.weights_moved.get(criterion, (was, was)) == (was, then)
