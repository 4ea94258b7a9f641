"""Advice beside the pick: two compared, moves, signals, traps, several tools side by side."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advice import hybrid, outgrown
from engine.advice.cautions import cautions
from engine.advice.compare import compare
from engine.advice.migrate import migrate
from engine.advice.model import Comparison
from engine.advice.risks import at_risk
from engine.decision.conditions import Known
from engine.decision.model import Weighing
from engine.decision.recommend import recommend
from knowledge.schema import (
    NO_ORCHESTRATOR,
    AlternativeId,
    Condition,
    CriterionId,
    Edition,
    KnowledgeBase,
    OptionId,
    Risk,
    SlotId,
    Test,
    Trap,
)
from tests.facts import KB

DESCRIBED = (*KB.alternatives, *KB.contenders)
AIRFLOW, PREFECT, KFP, METAFLOW, ZENML, DAGSTER = (
    AlternativeId(each)
    for each in ("airflow", "prefect", "kubeflow_pipelines", "metaflow", "zenml", "dagster")
)
VERTEX = AlternativeId("vertex_pipelines")
STARTUP: Known = {SlotId("team_size"): 8, SlotId("model_count"): 2}
GROWTH: Known = {SlotId("team_size"): 30, SlotId("model_count"): 30}
ENTERPRISE: Known = {SlotId("team_size"): 60, SlotId("model_count"): 200}

teams = st.fixed_dictionaries(
    {},
    optional={SlotId("team_size"): st.integers(1, 300), SlotId("model_count"): st.integers(1, 300)},
)
pairs = st.permutations(DESCRIBED).map(lambda order: (order[0], order[1]))


def gap(
    found: Comparison, weights: Mapping[CriterionId, Fraction | int], leader: AlternativeId
) -> Fraction:
    """By how much the leader is ahead with other weights."""
    first = found.alternatives.index(leader)
    return sum(
        (
            Fraction(weights[each.criterion]) * (each.ratings[first] - each.ratings[1 - first])
            for each in found.criteria
        ),
        Fraction(0),
    )


def least_moves(found: Comparison) -> Iterator[Fraction]:
    """Every corner of the moves that make both level: some criteria give all, one gives a part."""
    assert found.leader is not None
    first = found.alternatives.index(found.leader)
    weights = {each.criterion: each.weight for each in found.criteria if each.weight}
    ahead = {
        each.criterion: each.ratings[first] - each.ratings[1 - first] for each in found.criteria
    }
    behind = abs(found.totals[0] - found.totals[1])
    all_given = chain.from_iterable(combinations(weights, size) for size in range(len(weights)))
    for whole in all_given:
        for part in set(weights) - set(whole):
            for to in set(ahead.values()):
                closed = sum(weights[each] * (ahead[each] - to) for each in whole)
                rate = ahead[part] - to
                share = Fraction(behind - closed, rate) if rate else Fraction(-1)
                if 0 <= share <= weights[part]:
                    yield sum(weights[each] for each in whole) + share


@pytest.mark.parametrize(
    ("team", "leader", "rival", "points"),
    [
        (STARTUP, METAFLOW, PREFECT, Fraction(25, 3)),
        (GROWTH, KFP, ZENML, Fraction(5, 4)),
        (ENTERPRISE, DAGSTER, AIRFLOW, Fraction(3)),
        (ENTERPRISE, KFP, ZENML, Fraction(5, 2)),
    ],
)
def test_the_smallest_move_of_weights_between_two_is_exact(
    team: Known, leader: AlternativeId, rival: AlternativeId, points: Fraction
) -> None:
    found = compare(leader, rival, team, KB, Edition.LESSON)
    assert found.leader == leader
    assert found.flip is not None
    assert (found.flip.rival, found.flip.points) == (rival, points)


@settings(max_examples=40)
@given(team=teams, pair=pairs, edition=st.sampled_from(Edition))
def test_a_flip_makes_both_level_and_no_smaller_move_does(
    team: Known, pair: tuple[AlternativeId, AlternativeId], edition: Edition
) -> None:
    found = compare(*pair, team, KB, edition)
    if found.leader is None:
        assert found.flip is None
        return
    if found.flip is None:
        assert all(each.better in (found.leader, None) for each in found.criteria)
        return
    flip = found.flip
    assert sum(flip.taken.values()) == sum(flip.given.values()) == flip.points
    moved = {
        each.criterion: each.weight
        - flip.taken.get(each.criterion, 0)
        + flip.given.get(each.criterion, 0)
        for each in found.criteria
    }
    assert min(moved.values()) >= 0
    assert gap(found, moved, found.leader) == 0
    own = {each.criterion for each in found.criteria if each.weight}
    assert (flip.over == "own") == (set(flip.given) <= own)
    if len(own) < len(found.criteria):
        assert flip.points == min(least_moves(found))


@settings(max_examples=60)
@given(team=teams, pair=pairs)
def test_a_rating_flip_turns_the_lead_and_one_step_less_does_not(
    team: Known, pair: tuple[AlternativeId, AlternativeId]
) -> None:
    found = compare(*pair, team, KB)
    weights = {each.criterion: each.weight for each in found.criteria}
    behind = abs(found.totals[0] - found.totals[1])
    for each in found.rating_flips:
        steps = abs(each.to - each.rating)
        assert 1 <= each.to <= 5
        assert {*each.leaders, found.leader} == {*pair}
        assert (each.to > each.rating) == (each.alternative != found.leader)
        assert weights[each.criterion] * (steps - 1) <= behind < weights[each.criterion] * steps
    assert len({abs(each.to - each.rating) for each in found.rating_flips}) <= 1


@pytest.mark.parametrize(("one", "other"), list(permutations(DESCRIBED, 2)))
def test_any_two_that_are_described_can_be_compared(
    one: AlternativeId, other: AlternativeId
) -> None:
    found = compare(one, other, GROWTH, KB)
    assert len(found.criteria) == 10
    assert found.totals == tuple(
        sum(each.points[side] for each in found.criteria) for side in (0, 1)
    )
    assert [each.weight for each in found.criteria] == sorted(
        (each.weight for each in found.criteria), reverse=True
    )
    assert (found.leader is None) == (found.totals[0] == found.totals[1])
    assert found.choose_if == (KB.described(one).use_if, KB.described(other).use_if)
    assert [(each.from_, each.to) for each in found.migrations] == [(one, other), (other, one)]


def test_the_order_of_the_two_does_not_matter() -> None:
    there, back = compare(KFP, ZENML, GROWTH, KB), compare(ZENML, KFP, GROWTH, KB)
    assert there.totals == back.totals[::-1]
    assert (there.leader, there.flip) == (back.leader, back.flip)
    assert set(there.rating_flips) == set(back.rating_flips)


def test_two_that_tie_have_no_leader_and_nothing_to_turn() -> None:
    found = compare(KFP, DAGSTER, ENTERPRISE, KB, Edition.LESSON)
    assert found.totals == (390, 390)
    assert (found.leader, found.flip, found.rating_flips) == (None, None, ())


def test_what_a_team_sets_by_hand_weighs_in_a_comparison() -> None:
    lineage = CriterionId("lineage")
    found = compare(PREFECT, DAGSTER, STARTUP, KB, weighing=Weighing(by_hand={lineage: 100}))
    assert found.criteria[0].criterion == lineage
    assert found.leader == DAGSTER


def test_one_of_two_that_a_fact_excludes_is_named_with_the_reason() -> None:
    team = {SlotId("kubernetes_skill"): "none", SlotId("cloud"): "aws"}
    found = compare(KFP, VERTEX, team, KB)
    assert {each.alternative for each in found.ruled_out} == {KFP, VERTEX}
    assert compare(PREFECT, ZENML, team, KB).ruled_out == ()


def test_a_comparison_has_the_features_and_costs_that_there_are() -> None:
    found = compare(PREFECT, DAGSTER, {}, KB)
    assert len(found.features) == 11
    assert found.costs[0] == ("prefect_cloud", "prefect_self_hosted")
    assert found.costs[1][0] == "dagster_self_hosted"
    without = compare(AIRFLOW, NO_ORCHESTRATOR, {}, KB)
    assert without.costs[1] == ()
    assert len(without.features) < 11


def test_one_alternative_is_not_compared_with_itself() -> None:
    with pytest.raises(ValueError, match="Prefect is named twice; name two different alternatives"):
        compare(PREFECT, PREFECT, {}, KB)
    with pytest.raises(KeyError):
        compare(PREFECT, AlternativeId("ray"), {}, KB)


@pytest.mark.parametrize(
    ("from_", "to", "kind"),
    [
        (AIRFLOW, PREFECT, "detailed"),
        (AIRFLOW, KFP, "detailed"),
        (AIRFLOW, AIRFLOW, "detailed"),
        (KFP, VERTEX, "detailed"),
        (VERTEX, KFP, "detailed"),
        (VERTEX, PREFECT, "generic"),
        (PREFECT, AIRFLOW, "generic"),
        (METAFLOW, AlternativeId("flyte"), "generic"),
        (PREFECT, NO_ORCHESTRATOR, "last_steps"),
        (NO_ORCHESTRATOR, PREFECT, "first_steps"),
    ],
)
def test_a_migration_is_as_detailed_as_its_sources(
    from_: AlternativeId, to: AlternativeId, kind: str
) -> None:
    found = migrate(from_, to, KB)
    assert found.kind == kind
    assert (found.path is not None) == (kind == "detailed")
    assert found.steps
    rewrites = from_ != to and NO_ORCHESTRATOR not in (from_, to) and {from_, to} != {KFP, VERTEX}
    # The lesson's months are those of moves from Airflow; of others there is no figure.
    assert (found.effort is not None) == (rewrites and from_ == AIRFLOW)
    assert bool(found.hidden_costs) == rewrites


def test_a_move_with_the_same_sdk_is_no_rewrite() -> None:
    for from_, to in ((KFP, VERTEX), (VERTEX, KFP)):
        path = migrate(from_, to, KB).path
        assert path is not None
        assert re.search(r"[Ss]ame SDK, same compiled YAML: .* low-risk", path.summary.text)
        said = " ".join([*(each.text for each in path.steps), *(c.text for c in path.cautions)])
        assert "Agent Platform Pipelines" in said
        assert "from $0.03 a run" in said
        assert "month" not in said.replace("spends months on learning it", "")


def test_the_way_back_to_scripts_asks_for_no_new_orchestrator() -> None:
    said = " ".join(each.text for each in migrate(PREFECT, NO_ORCHESTRATOR, KB).steps)
    assert "new " not in said
    for step in ("runs alone", "cron", "log", "alert", "history of runs", "both run", "Switch off"):
        assert step in said


@pytest.mark.parametrize("both", [PREFECT, NO_ORCHESTRATOR])
def test_a_move_to_the_same_alternative_is_refused_where_no_upgrade_is_described(
    both: AlternativeId,
) -> None:
    with pytest.raises(ValueError, match="name another alternative to move to"):
        migrate(both, both, KB)


@pytest.mark.parametrize(
    ("signals", "is_outgrown"),
    [(0, False), (1, False), (2, False), (3, True), (4, True), (5, True)],
)
def test_three_of_five_signals_say_outgrown(signals: int, is_outgrown: bool) -> None:  # noqa: FBT001
    found = outgrown.verdict(signals, KB)
    assert (found.of, found.threshold, found.outgrown) == (5, 3, is_outgrown)


@pytest.mark.parametrize("signals", [-1, 6])
def test_more_signals_than_there_are_are_refused(signals: int) -> None:
    with pytest.raises(ValueError, match="give a number from 0 to 5"):
        outgrown.verdict(signals, KB)


def with_risk(*picks: AlternativeId) -> KnowledgeBase:
    """A knowledge base with one trap, for teams in the middle of a project."""
    when = Condition(all=(Test.model_validate({"slot": "mid_project", "is": (OptionId("yes"),)}),))
    trap = Trap(
        id="a_trap",
        kind="common_mistake",
        name="A trap",
        what_happens=KB.traps[0].what_happens,
        prevention=KB.traps[0].prevention,
        risk=Risk(when=when, picks=picks, because="You are in the middle of it."),
    )
    return KB.model_copy(update={"traps": (trap,)})


@pytest.mark.parametrize(
    ("picks", "answers", "is_at_risk"),
    [
        ((), {"mid_project": "yes"}, True),
        ((), {"mid_project": "no"}, False),
        ((), {}, False),
        ((ZENML,), {"mid_project": "yes", "portability": "required"}, True),
        ((METAFLOW,), {"mid_project": "yes", "portability": "required"}, False),
        (
            (PREFECT,),
            {
                "mid_project": "yes",
                "current_orchestrator": "airflow",
                "outgrown_signals": 3,
                "dynamic_pipelines": "yes",
            },
            True,
        ),
        (
            (NO_ORCHESTRATOR,),
            {
                "mid_project": "yes",
                "model_count": 1,
                "pipelines": 1,
                "runs_per_week": 1,
                "pain": "no",
            },
            True,
        ),
    ],
)
def test_a_trap_threatens_where_answers_and_advice_say_so(
    picks: tuple[AlternativeId, ...],
    answers: Mapping[str, int | str],
    is_at_risk: bool,  # noqa: FBT001
) -> None:
    known = {SlotId(slot): value for slot, value in answers.items()}
    kb = with_risk(*picks)
    found = at_risk(known, recommend(known, kb), kb)
    assert [each.trap for each in found] == (["a_trap"] if is_at_risk else [])


LITTLE: Mapping[str, int | str] = {
    "model_count": 2,
    "pipelines": 2,
    "runs_per_week": 1,
    "pain": "no",
}
MANY: Mapping[str, int | str] = {"current_orchestrator": "airflow", "pipelines": 25}


@pytest.mark.parametrize(
    ("answers", "traps"),
    [
        # Next to nothing runs: a script is advised, unless something asks for an orchestrator.
        (LITTLE, []),
        ({**LITTLE, "portability": "required"}, ["over_orchestration"]),
        ({**LITTLE, "current_orchestrator": "airflow"}, ["over_orchestration"]),
        ({**LITTLE, "portability": "required", "pain": "yes"}, []),
        ({**LITTLE, "portability": "required", "pipelines": 3}, []),
        ({"model_count": 2, "runs_per_week": 1}, []),
        ({"model_count": 2, "runs_per_week": 1, "pipelines": 2}, []),
        ({"model_count": 2, "runs_per_week": 1, "pain": "no", "lineage": "required"}, []),
        # Who stays moves nothing.
        ({**MANY, "mid_project": "yes"}, []),
        (MANY, []),
        ({**MANY, "outgrown_signals": 2}, []),
        ({**MANY, "outgrown_signals": 4}, ["underestimated_migration"]),
        (
            {**MANY, "outgrown_signals": 4, "mid_project": "yes"},
            ["migrating_mid_project", "underestimated_migration"],
        ),
        # Part of the pipelines moves to the second of a hybrid.
        ({**MANY, "dynamic_pipelines": "yes"}, ["underestimated_migration"]),
        # Nothing that could be moved is there.
        ({"current_orchestrator": "cron", "mid_project": "yes", "pipelines": 25}, []),
    ],
)
def test_the_risks_of_a_team_fit_what_it_is_advised(
    answers: Mapping[str, int | str], traps: list[str]
) -> None:
    known = {SlotId(slot): value for slot, value in answers.items()}
    assert [each.trap for each in at_risk(known, recommend(known, KB), KB)] == traps


def test_whoever_is_advised_no_orchestrator_is_at_no_risk_of_one() -> None:
    known = {SlotId(slot): value for slot, value in LITTLE.items()}
    assert recommend(known, KB).kind == "no_orchestrator"
    assert at_risk(known, recommend(known, KB), KB) == ()


def test_a_team_of_which_nothing_is_known_is_at_no_risk() -> None:
    assert at_risk({}, recommend({}, KB), KB) == ()


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({}, []),
        ({"dominant_skill": "data_science", "cloud": "aws"}, []),
        (
            {
                "dominant_skill": "data_science",
                "cloud": "aws",
                "compliance": "strict",
                "self_host": "required",
            },
            ["metaflow_access"],
        ),
        (
            {"portability": "required", "compliance": "strict", "self_host": "required"},
            ["zenml_access", "zenml_telemetry"],
        ),
        ({"lineage": "required", "cloud": "gcp"}, ["kubeflow_pipelines_on_google_cloud"]),
        (
            {"current_orchestrator": "airflow", "dynamic_pipelines": "yes"},
            ["airflow_versions", "prefect_beside_airflow"],
        ),
        ({"current_orchestrator": "airflow", "outgrown_signals": 1}, ["airflow_versions"]),
        (
            {
                "model_count": 1,
                "pipelines": 1,
                "runs_per_week": 1,
                "pain": "no",
            },
            [],
        ),
    ],
)
def test_a_team_is_told_what_to_know_of_what_it_is_advised(
    answers: Mapping[str, int | str], told: list[str]
) -> None:
    known = {SlotId(slot): value for slot, value in answers.items()}
    assert [each.id for each in cautions(known, recommend(known, KB), KB)] == told


def test_a_caution_on_another_alternative_is_not_told() -> None:
    known = {SlotId("compliance"): "strict"}
    found = recommend(known, KB)
    assert {each.alternative for each in cautions(known, found, KB)} == {found.alternative}
    others = tuple(each for each in KB.cautions if each.alternative != found.alternative)
    assert cautions(known, found, KB.model_copy(update={"cautions": others})) == ()


def test_a_caution_without_a_condition_is_told_to_every_team() -> None:
    [always] = [each for each in KB.cautions if each.id == "flyte_versions"]
    here = always.model_copy(update={"alternative": PREFECT})
    kb = KB.model_copy(update={"cautions": (here,)})
    assert cautions({}, recommend({}, kb), kb) == (here,)


@pytest.mark.parametrize(
    ("answers", "is_advised"),
    [
        ({}, False),
        ({"current_orchestrator": "airflow"}, False),
        ({"current_orchestrator": "airflow", "dynamic_pipelines": "yes"}, True),
        # Something else is recommended, and the advice does not contradict it.
        (
            {
                "current_orchestrator": "airflow",
                "dynamic_pipelines": "yes",
                "outgrown_signals": 1,
            },
            False,
        ),
        (
            {"current_orchestrator": "airflow", "dynamic_pipelines": "yes", "mid_project": "yes"},
            False,
        ),
    ],
)
def test_several_tools_are_advised_where_they_are_what_is_recommended(
    answers: Mapping[str, int | str],
    is_advised: bool,  # noqa: FBT001
) -> None:
    known = {SlotId(slot): value for slot, value in answers.items()}
    recommendation = recommend(known, KB)
    found = hybrid.advise(known, recommendation, KB)
    assert found.advised == is_advised == (recommendation.kind == "hybrid")
    assert found.because == (KB.hybrid.because if is_advised else KB.hybrid.not_before.text)


def test_another_hybrid_than_the_one_described_is_not_spoken_for() -> None:
    recommendation = replace(recommend({}, KB), kind="hybrid", beside=DAGSTER)
    assert not hybrid.advise({}, recommendation, KB).advised
