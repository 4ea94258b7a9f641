"""Why an alternative is not the pick: against the advice itself, for all answers."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advice.why_not import why_not
from engine.decision.model import Weighing
from engine.decision.recommend import recommend
from knowledge.schema import (
    AlternativeId,
    ChoiceQuestion,
    CriterionId,
    Edition,
    KnowledgeBase,
    NumberQuestion,
    SlotId,
)
from tests.facts import KB

ALL = KB.with_contenders()
Answers = Mapping[SlotId, int | str]
CRITERIA = [CriterionId(each.id) for each in KB.criteria]
DESCRIBED = [*KB.alternatives, *KB.contenders]


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


TEAM = answers(team_size=8, model_count=3, kubernetes_skill="none", cloud="aws")
KUBEFLOW, PREFECT = AlternativeId("kubeflow_pipelines"), AlternativeId("prefect")
NONE = AlternativeId("none")


def test_the_pick_itself_is_told_to_be_picked() -> None:
    advice = recommend(TEAM, KB)
    assert advice.alternative is not None
    found = why_not(advice.alternative, advice, TEAM, KB)
    assert found.standing == "picked"
    assert found.comparison is None
    assert found.would_lead == ()


def test_what_a_fact_excludes_is_told_with_every_reason() -> None:
    advice = recommend(TEAM, KB)
    found = why_not(KUBEFLOW, advice, TEAM, KB)
    assert found.standing == "ruled_out"
    assert found.ruled_out
    assert found.flip is None
    assert found.comparison is not None
    assert found.comparison.alternatives == (advice.alternative, KUBEFLOW)


def test_a_contender_that_is_not_ranked_is_compared_all_the_same() -> None:
    advice = recommend(TEAM, KB)
    found = why_not(AlternativeId("flyte"), advice, TEAM, KB)
    assert found.standing == "not_ranked"
    assert found.comparison is not None
    assert found.flip is None


def test_a_contender_that_is_ranked_has_a_place() -> None:
    advice = recommend(TEAM, ALL)
    assert why_not(AlternativeId("flyte"), advice, TEAM, ALL).standing != "not_ranked"


SCRIPTS = answers(model_count=1, pipelines=1, runs_per_week=1, pain="no")


def test_no_orchestrator_is_the_pick_where_none_is_advised() -> None:
    advice = recommend(SCRIPTS, KB)
    assert advice.kind == "no_orchestrator"
    assert why_not(NONE, advice, SCRIPTS, KB).standing == "picked"
    assert why_not(PREFECT, advice, SCRIPTS, KB).comparison is None


def test_what_would_lead_to_no_orchestrator_is_told() -> None:
    painful = {**SCRIPTS, SlotId("pain"): "yes"}
    found = why_not(NONE, recommend(painful, KB), painful, KB)
    assert found.standing == "not_ranked"
    [point] = [point for point in found.would_lead if point.slot == "pain"]
    assert (point.value, point.then.kind) == ("no", "no_orchestrator")


def test_an_alternative_that_is_not_described_is_an_error() -> None:
    with pytest.raises(KeyError):
        why_not(AlternativeId("gone"), recommend(TEAM, KB), TEAM, KB)


@settings(max_examples=40, deadline=None)
@given(
    ANSWERS,
    WISHES,
    st.sampled_from(Edition),
    st.sampled_from([KB, ALL]),
    st.sampled_from(DESCRIBED),
)
def test_every_reason_and_every_way_out_is_true(
    known: Answers,
    weighing: Weighing,
    edition: Edition,
    knowledge: KnowledgeBase,
    alternative: AlternativeId,
) -> None:
    advice = recommend(known, knowledge, edition, weighing)
    found = why_not(alternative, advice, known, knowledge)
    # Who is ruled out is who the advice rules out, or keeps in spite of it.
    if alternative in knowledge.alternatives:
        excluded = {out.alternative for out in (*advice.ruled_out, *advice.kept_despite)}
        assert bool(found.ruled_out) == (alternative in excluded)
    if found.standing == "ruled_out":
        assert found.ruled_out
    assert (found.standing == "close") == (alternative in advice.close)
    assert (found.standing == "beside") == (alternative == advice.beside)
    # An answer that is said to make it the pick does.
    for point in found.would_lead:
        then = recommend({**known, point.slot: point.value}, knowledge, edition, weighing)
        if alternative == NONE:
            assert then.kind == "no_orchestrator"
        else:
            assert (then.kind, then.alternative) == ("adopt", alternative)
    # The move of weights levels it with the best of the others.
    if found.flip is not None:
        percents = advice.weights.percents
        moved = {
            criterion: percent
            + found.flip.given.get(criterion, 0)
            - found.flip.taken.get(criterion, 0)
            for criterion, percent in percents.items()
        }
        points = {
            entry.alternative: sum(
                weight * knowledge.alternatives[entry.alternative].ratings[c].in_edition(edition)
                for c, weight in moved.items()
            )
            for entry in advice.ranking
        }
        assert points[alternative] == max(points.values())
        assert list(points.values()).count(points[alternative]) > 1
        assert advice.ranking[0].alternative != alternative
