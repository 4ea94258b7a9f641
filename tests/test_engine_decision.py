"""Weights, ranking, constraints, tree, recommendation: the lesson's tables and hand-made cases."""

from collections.abc import Mapping

import pytest

from engine.decision.conditions import could_fail, could_hold, holds, implied
from engine.decision.constraints import (
    ruled_out,
    slots_that_could_bring_back,
    slots_that_could_exclude,
)
from engine.decision.model import Pick
from engine.decision.recommend import recommend
from engine.decision.tree import walk
from engine.decision.weights import weights_for
from knowledge.schema import (
    AlternativeId,
    ChoiceQuestion,
    Condition,
    Edition,
    HardConstraint,
    KnowledgeBase,
    Node,
    NodeId,
    NumberQuestion,
    SlotId,
)

Answers = Mapping[SlotId, int | str]

STARTUP = {"team_size": 8, "model_count": 3}
GROWTH = {"team_size": 30, "model_count": 30}
ENTERPRISE = {"team_size": 60, "model_count": 150}
COMPANY: dict[str, int | str] = {
    "team_size": 30,
    "model_count": 30,
    "kubernetes_skill": "some",
    "cloud": "aws",
}


def known(**answers: int | str) -> Answers:
    return {SlotId(slot): value for slot, value in answers.items()}


def points(kb: KnowledgeBase, edition: Edition, answers: Mapping[str, int]) -> dict[str, int]:
    recommendation = recommend(known(**answers), kb, edition)
    return {str(entry.alternative): entry.points for entry in recommendation.ranking}


LESSON = {
    "startup": (
        STARTUP,
        {
            "metaflow": 445,
            "prefect": 420,
            "zenml": 370,
            "dagster": 325,
            "airflow": 275,
            "kubeflow_pipelines": 255,
        },
    ),
    "growth": (
        GROWTH,
        {
            "kubeflow_pipelines": 395,
            "zenml": 390,
            "dagster": 365,
            "prefect": 355,
            "metaflow": 355,
            "airflow": 200,
        },
    ),
    "enterprise": (
        ENTERPRISE,
        {
            "kubeflow_pipelines": 390,
            "dagster": 390,
            "zenml": 380,
            "airflow": 375,
            "prefect": 345,
            "metaflow": 315,
        },
    ),
}
CHANGED = {
    "startup": {"kubeflow_pipelines": 280},
    "growth": {"airflow": 240},
    "enterprise": {"airflow": 395, "metaflow": 340},
}


@pytest.mark.parametrize("archetype", LESSON)
def test_the_lesson_edition_scores_as_its_own_matrix_does(
    kb: KnowledgeBase, archetype: str
) -> None:
    answers, expected = LESSON[archetype]
    scored = points(kb, Edition.LESSON, answers)
    assert scored == expected
    assert list(scored.values()) == sorted(expected.values(), reverse=True)


@pytest.mark.parametrize("archetype", LESSON)
def test_the_current_edition_differs_only_by_its_corrections(
    kb: KnowledgeBase, archetype: str
) -> None:
    answers, lesson = LESSON[archetype]
    assert points(kb, Edition.CURRENT, answers) == {**lesson, **CHANGED[archetype]}


@pytest.mark.parametrize("archetype", LESSON)
def test_a_team_inside_an_archetype_gets_its_published_weights(
    kb: KnowledgeBase, archetype: str
) -> None:
    weights = weights_for(known(**LESSON[archetype][0]), kb)
    published = next(a.weights for a in kb.archetypes if a.id == archetype)
    assert {criterion: w for criterion, w in weights.percents.items() if w} == published
    assert weights.blend == {archetype: 100}
    assert weights.outside == ()


@pytest.mark.parametrize(
    ("answers", "blend", "outside"),
    [
        ({"team_size": 1}, {"startup": 100}, ["team_size"]),
        ({"team_size": 5}, {"startup": 100}, []),
        ({"team_size": 10}, {"startup": 100}, []),
        # ln(11/10) / ln(20/10) = 0.1375, ln(14/10) / ln 2 = 0.4854, ln(19/10) / ln 2 = 0.9260
        ({"team_size": 11}, {"startup": 86, "growth": 14}, ["team_size"]),
        ({"team_size": 14}, {"startup": 51, "growth": 49}, ["team_size"]),
        ({"team_size": 19}, {"startup": 7, "growth": 93}, ["team_size"]),
        ({"team_size": 20}, {"growth": 100}, []),
        ({"team_size": 50}, {"growth": 50, "enterprise": 50}, []),
        ({"team_size": 51}, {"enterprise": 100}, []),
        ({"team_size": 100_000}, {"enterprise": 100}, []),
        ({"model_count": 0}, {"startup": 100}, ["model_count"]),
        # ln(75/50) / ln(100/50) = 0.58496: 41.504 and 58.496, the larger remainder is the first
        ({"model_count": 75}, {"growth": 42, "enterprise": 58}, ["model_count"]),
        ({"team_size": 8, "model_count": 200}, {"startup": 50, "enterprise": 50}, []),
        ({"team_size": 50, "model_count": 30}, {"growth": 75, "enterprise": 25}, []),
        # (0.5146 + ln(10/6) / ln(10/3)) / 2 = (0.5146 + 0.4243) / 2 = 0.4694
        (
            {"team_size": 14, "model_count": 6},
            {"startup": 47, "growth": 53},
            ["team_size", "model_count"],
        ),
    ],
)
def test_between_archetypes_their_shares_follow_the_logarithm(
    kb: KnowledgeBase, answers: dict[str, int], blend: dict[str, int], outside: list[str]
) -> None:
    weights = weights_for(known(**answers), kb)
    assert dict(weights.blend) == blend
    assert list(weights.outside) == outside
    assert list(weights.memberships) == list(answers)


def test_each_slot_alone_says_which_archetypes_a_team_resembles(kb: KnowledgeBase) -> None:
    weights = weights_for(known(team_size=8, model_count=75), kb)
    assert weights.memberships == {
        "team_size": {"startup": 100},
        "model_count": {"growth": 42, "enterprise": 58},
    }


def test_a_blend_weighs_each_criterion_by_the_shares_shown(kb: KnowledgeBase) -> None:
    weights = weights_for(known(team_size=50, model_count=30), kb)
    assert dict(weights.blend) == {"growth": 75, "enterprise": 25}
    # In hundredths of a percent: ml_features 75x25 + 25x15 = 2250, lineage 75x20 + 25x20 = 2000,
    # observability and dynamic_pipelines 1500, learning_curve 1125, portability 625,
    # enterprise_support and community 500. What is left of 100 goes to ml_features (22.5 -> 23).
    assert {criterion: w for criterion, w in weights.percents.items() if w} == {
        "learning_curve": 11,
        "ml_features": 23,
        "dynamic_pipelines": 15,
        "portability": 6,
        "community": 5,
        "observability": 15,
        "enterprise_support": 5,
        "lineage": 20,
    }


def test_with_nothing_known_all_criteria_weigh_the_same(kb: KnowledgeBase) -> None:
    weights = weights_for({}, kb)
    assert set(weights.percents.values()) == {10}
    assert weights.blend == {}
    assert points(kb, Edition.LESSON, {}) == {
        "prefect": 400,
        "dagster": 390,
        "zenml": 370,
        "metaflow": 360,
        "airflow": 320,
        "kubeflow_pipelines": 320,
    }


def test_equal_points_share_a_rank_and_the_next_is_skipped(kb: KnowledgeBase) -> None:
    ranking = recommend(known(**ENTERPRISE), kb, Edition.LESSON).ranking
    assert [(entry.alternative, entry.rank, entry.tied) for entry in ranking[:4]] == [
        ("kubeflow_pipelines", 1, True),
        ("dagster", 1, True),
        ("zenml", 3, False),
        ("airflow", 4, False),
    ]


def test_a_tie_at_the_top_is_too_close_and_shows_the_other(kb: KnowledgeBase) -> None:
    recommendation = recommend(known(**ENTERPRISE), kb, Edition.LESSON)
    assert recommendation.alternative == "kubeflow_pipelines"
    assert recommendation.runners_up == ("dagster",)
    assert recommendation.close == ("dagster",)
    assert recommendation.confidence == "too_close"
    assert not recommendation.ranking_disagrees


# Conditions.


def condition(**parts: list[dict[str, object]]) -> Condition:
    return Condition.model_validate(parts)


AWS: dict[str, object] = {"slot": "cloud", "is": ["aws"]}
SMALL: dict[str, object] = {"slot": "team_size", "less_than": 10}
LARGE: dict[str, object] = {"slot": "team_size", "at_least": 10}
SIZED: dict[str, object] = {"slot": "team_size", "known": True}


@pytest.mark.parametrize(
    ("given", "answers", "held", "may_hold", "may_fail"),
    [
        (condition(), {}, True, True, False),
        (condition(all=[AWS]), {}, False, True, True),
        (condition(all=[AWS]), {"cloud": "aws"}, True, True, False),
        (condition(all=[AWS]), {"cloud": "gcp"}, False, False, True),
        (condition(all=[AWS, SMALL]), {"cloud": "aws"}, False, True, True),
        (condition(all=[AWS, SMALL]), {"cloud": "gcp"}, False, False, True),
        (condition(any=[AWS, SMALL]), {"cloud": "aws"}, True, True, False),
        (condition(any=[AWS, SMALL]), {"cloud": "gcp"}, False, True, True),
        (condition(any=[AWS, SMALL]), {"cloud": "gcp", "team_size": 10}, False, False, True),
        (condition(none=[AWS]), {}, True, True, True),
        (condition(none=[AWS]), {"cloud": "aws"}, False, False, True),
        (condition(none=[AWS]), {"cloud": "gcp"}, True, True, False),
        (condition(all=[SMALL]), {"team_size": 9}, True, True, False),
        (condition(all=[LARGE]), {"team_size": 10}, True, True, False),
        (condition(all=[LARGE]), {"team_size": 9}, False, False, True),
        (condition(none=[SIZED]), {}, True, True, True),
        (condition(none=[SIZED]), {"team_size": 1}, False, False, True),
        (condition(all=[SIZED]), {"team_size": 1}, True, True, False),
        (condition(all=[SMALL]), {"team_size": "many"}, False, False, True),
    ],
)
def test_an_unknown_answer_is_no_yes_and_no_final_no(
    given: Condition,
    answers: dict[str, int | str],
    held: bool,  # noqa: FBT001 (a column of the table)
    may_hold: bool,  # noqa: FBT001
    may_fail: bool,  # noqa: FBT001
) -> None:
    answered = known(**answers)
    assert holds(given, answered) is held
    assert could_hold(given, answered) is may_hold
    assert could_fail(given, answered) is may_fail


# Constraints.


@pytest.mark.parametrize(
    ("answers", "excluded"),
    [
        ({"kubernetes_skill": "none", "cloud": "aws"}, ["kubeflow_pipelines"]),
        ({"kubernetes_skill": "none", "cloud": "gcp"}, ["metaflow"]),
        ({"kubernetes_skill": "none", "cloud": "azure"}, ["kubeflow_pipelines", "metaflow"]),
        ({"kubernetes_skill": "some", "cloud": "azure"}, []),
        ({"cloud": "azure"}, []),
    ],
)
def test_a_fact_excludes_before_any_score(
    kb: KnowledgeBase, answers: dict[str, str], excluded: list[str]
) -> None:
    recommendation = recommend(known(**answers), kb)
    assert [out.alternative for out in recommendation.ruled_out] == excluded
    assert all(out.reason and out.source for out in recommendation.ruled_out)
    assert not {entry.alternative for entry in recommendation.ranking} & set(excluded)


def test_an_alternative_is_ruled_out_once_by_its_first_reason(kb: KnowledgeBase) -> None:
    first, second = (
        HardConstraint(
            id=f"rule_{number}",
            alternative=AlternativeId("prefect"),
            when=Condition(),
            reason=f"Reason {number}.",
            source=kb.constraints[0].source,
        )
        for number in (1, 2)
    )
    changed = kb.model_copy(update={"constraints": (first, second)})
    assert [out.reason for out in ruled_out({}, changed)] == ["Reason 1."]


def kubeflow_only_on_google_cloud(kb: KnowledgeBase) -> KnowledgeBase:
    """Without Kubernetes Kubeflow Pipelines is ruled out until Google Cloud is named."""
    on_google: dict[str, object] = {"slot": "cloud", "is": ["gcp"]}
    unskilled: dict[str, object] = {"slot": "kubernetes_skill", "is": ["none"]}
    rule = HardConstraint(
        id="only_on_google_cloud",
        alternative=AlternativeId("kubeflow_pipelines"),
        when=condition(all=[unskilled], none=[on_google]),
        reason="No cluster.",
        source=kb.constraints[0].source,
    )
    kept = [each for each in kb.constraints if each.alternative != rule.alternative]
    return kb.model_copy(update={"constraints": (rule, *kept)})


def test_what_an_unanswered_question_could_exclude_or_bring_back(kb: KnowledgeBase) -> None:
    kb = kubeflow_only_on_google_cloud(kb)
    kubeflow, metaflow = AlternativeId("kubeflow_pipelines"), AlternativeId("metaflow")
    unskilled = known(kubernetes_skill="none")
    assert slots_that_could_exclude(metaflow, unskilled, kb) == ("cloud",)
    assert slots_that_could_exclude(metaflow, known(kubernetes_skill="strong"), kb) == ()
    assert slots_that_could_bring_back(kubeflow, unskilled, kb) == ("cloud",)
    assert slots_that_could_bring_back(kubeflow, {**unskilled, **known(cloud="aws")}, kb) == ()


def test_where_everything_is_excluded_nothing_is_adopted(kb: KnowledgeBase) -> None:
    rules = tuple(
        HardConstraint(
            id=f"no_{alternative}",
            alternative=alternative,
            when=Condition(),
            reason="Excluded.",
            source=kb.constraints[0].source,
        )
        for alternative in kb.alternatives
    )
    recommendation = recommend({}, kb.model_copy(update={"constraints": rules}))
    assert recommendation.kind == "no_orchestrator"
    assert recommendation.alternative is None
    assert recommendation.runners_up == ()
    assert recommendation.ranking == ()


# Tree.

LEAVES: dict[str, tuple[dict[str, int | str], str, str | None]] = {
    "n0": ({"mid_project": "yes", "current_orchestrator": "airflow"}, "stay", "airflow"),
    "n0b": ({"current_orchestrator": "other", "outgrown_signals": 2}, "stay", None),
    "n1": (
        {"model_count": 2, "pipelines": 2, "runs_per_week": 1, "pain": "no"},
        "no_orchestrator",
        None,
    ),
    "n2": (
        {"current_orchestrator": "airflow", "dynamic_pipelines": "yes", "outgrown_signals": 3},
        "hybrid",
        "airflow",
    ),
    "n2b": ({"current_orchestrator": "airflow"}, "adopt", "airflow"),
    "n3": ({"portability": "required"}, "adopt", "zenml"),
    "n4": (
        {"kubernetes_skill": "strong", "team_size": 5, "lineage": "required"},
        "adopt",
        "kubeflow_pipelines",
    ),
    "n4b": (
        {"kubernetes_skill": "none", "cloud": "gcp", "isolation": "required"},
        "adopt",
        "kubeflow_pipelines",
    ),
    "n4c": ({"kubernetes_skill": "none", "lineage": "required"}, "adopt", "dagster"),
    "n5": ({"shared_etl": "yes"}, "adopt", "dagster"),
    "n5b": ({"dominant_skill": "data_engineering"}, "adopt", "airflow"),
    "n6": ({"dominant_skill": "data_science", "cloud": "aws"}, "adopt", "metaflow"),
    "n7": ({"pipelines": 4, "team_size": 9}, "adopt", "prefect"),
    "n9": ({}, "adopt", "prefect"),
    "n8": (dict(STARTUP), "adopt", "metaflow"),
}


def test_every_node_of_the_tree_is_reached(kb: KnowledgeBase) -> None:
    assert set(LEAVES) == {node.id for node in kb.tree}


@pytest.mark.parametrize("leaf", LEAVES)
def test_answers_lead_to_their_leaf(kb: KnowledgeBase, leaf: str) -> None:
    answers, kind, alternative = LEAVES[leaf]
    recommendation = recommend(known(**answers), kb)
    assert recommendation.leaf == leaf
    assert (recommendation.kind, recommendation.alternative) == (kind, alternative)


def test_open_branches_are_above_the_leaf_and_say_what_is_missing(kb: KnowledgeBase) -> None:
    recommendation = recommend(known(**COMPANY, dominant_skill="ml_engineering"), kb)
    assert recommendation.leaf == "n8"
    branches = {branch.node: branch.slots for branch in recommendation.open_branches}
    # Not n1 (30 models), n4 (some Kubernetes), n4b (AWS), n5b, n6 (ML engineers), n7 (30 people).
    assert list(branches) == ["n0", "n0b", "n2", "n2b", "n3", "n4c", "n5"]
    assert branches[recommendation.open_branches[0].node] == (
        "mid_project",
        "current_orchestrator",
        "outgrown_signals",
    )
    assert branches[recommendation.open_branches[5].node] == ("isolation", "lineage")


def test_a_tree_in_which_nothing_holds_is_an_error(kb: KnowledgeBase) -> None:
    with pytest.raises(ValueError, match="last one must hold"):
        walk(kb.tree[:1], {})


# Recommendation.


def changed_tree(kb: KnowledgeBase, *nodes: dict[str, object]) -> KnowledgeBase:
    plain = {"statement": "S.", "because": "B.", "cites": [{"text": "T.", "source": "lesson"}]}
    tree = tuple(Node.model_validate({**plain, "id": f"t{i}", **n}) for i, n in enumerate(nodes))
    return kb.model_copy(update={"tree": tree})


def adopt(alternative: str, beside: str | None = None) -> dict[str, object]:
    return {"when": {}, "then": {"kind": "adopt", "alternative": alternative, "beside": beside}}


NO_KUBEFLOW = {"kubernetes_skill": "none", "cloud": "aws"}


def test_a_pick_of_the_tree_that_is_ruled_out_falls_to_the_ranking(kb: KnowledgeBase) -> None:
    tree = changed_tree(kb, adopt("kubeflow_pipelines"))
    recommendation = recommend(known(**GROWTH, **NO_KUBEFLOW), tree, Edition.LESSON)
    assert (recommendation.kind, recommendation.alternative) == ("adopt", "zenml")
    assert recommendation.runners_up == ("dagster",)
    assert recommendation.by_ranking
    assert recommendation.leaf_without == ("kubeflow_pipelines",)


def test_a_hybrid_whose_second_is_ruled_out_is_the_first_alone(kb: KnowledgeBase) -> None:
    tree = changed_tree(kb, adopt("airflow", "kubeflow_pipelines"))
    recommendation = recommend(known(**GROWTH, **NO_KUBEFLOW), tree)
    assert (recommendation.kind, recommendation.alternative, recommendation.beside) == (
        "adopt",
        "airflow",
        None,
    )
    assert not recommendation.by_ranking
    assert recommendation.leaf_without == ("kubeflow_pipelines",)


def test_a_ranking_among_some_picks_the_best_of_them(kb: KnowledgeBase) -> None:
    among: dict[str, object] = {
        "when": {},
        "then": {"kind": "ranking", "only": ["zenml", "dagster"]},
    }
    recommendation = recommend(known(**GROWTH), changed_tree(kb, among), Edition.LESSON)
    assert recommendation.alternative == "zenml"
    assert recommendation.ranking_disagrees  # Kubeflow Pipelines leads it
    assert recommendation.runners_up == ("dagster",)
    assert recommendation.leaf_without == ()


def test_a_tied_leader_does_not_disagree_with_the_ranking(kb: KnowledgeBase) -> None:
    recommendation = recommend(known(**ENTERPRISE), changed_tree(kb, adopt("dagster")))
    assert recommendation.ranking_disagrees  # today Airflow leads alone
    lesson = recommend(known(**ENTERPRISE), changed_tree(kb, adopt("dagster")), Edition.LESSON)
    assert not lesson.ranking_disagrees


def test_only_an_unanswered_conversation_gets_a_default(kb: KnowledgeBase) -> None:
    assert recommend({}, kb).is_default
    assert recommend(known(dominant_skill="software"), kb).is_default
    assert not recommend(known(cloud="aws"), kb).is_default
    assert not recommend(known(portability="required"), kb).is_default


def test_an_option_that_means_unknown_counts_as_no_answer(kb: KnowledgeBase) -> None:
    def meaning_unknown(question: NumberQuestion | ChoiceQuestion) -> object:
        if not isinstance(question, ChoiceQuestion) or question.id != "cloud":
            return question
        options = [
            option.model_copy(update={"means_unknown": option.id == "undecided"})
            for option in question.options
        ]
        return question.model_copy(update={"options": tuple(options)})

    marked = kb.model_copy(update={"questions": tuple(map(meaning_unknown, kb.questions))})
    assert recommend(known(cloud="undecided"), marked) == recommend({}, marked)
    undecided = recommend(known(**STARTUP, kubernetes_skill="none", cloud="undecided"), marked)
    assert "cloud" in undecided.open_slots


def test_what_runs_today_is_not_ruled_out_where_the_advice_is_to_stay(kb: KnowledgeBase) -> None:
    runs = known(**NO_KUBEFLOW, current_orchestrator="kubeflow_pipelines")
    moves = recommend({**runs, **known(outgrown_signals=4)}, kb)
    assert [out.alternative for out in moves.ruled_out] == ["kubeflow_pipelines"]
    stays = recommend({**runs, **known(outgrown_signals=1)}, kb)
    assert (stays.kind, stays.alternative) == ("stay", "kubeflow_pipelines")
    assert stays.ruled_out == ()


def test_all_who_share_the_second_place_are_runners_up(kb: KnowledgeBase) -> None:
    recommendation = recommend(known(**ENTERPRISE), kb)
    assert recommendation.alternative == "airflow"
    assert recommendation.runners_up == ("kubeflow_pipelines", "dagster")
    assert recommendation.close == ("kubeflow_pipelines", "dagster")


def test_only_the_ranking_makes_a_pick_too_close(kb: KnowledgeBase) -> None:
    by_tree = recommend(known(**COMPANY), changed_tree(kb, adopt("kubeflow_pipelines")))
    assert by_tree.close == ()
    assert not by_tree.by_ranking
    assert recommend(known(**COMPANY), kb).by_ranking


def test_a_hybrid_agrees_with_a_ranking_that_its_second_leads(kb: KnowledgeBase) -> None:
    answers = known(**STARTUP, kubernetes_skill="some", cloud="aws")
    assert not recommend(answers, changed_tree(kb, adopt("airflow", "metaflow"))).ranking_disagrees
    assert recommend(answers, changed_tree(kb, adopt("airflow", "prefect"))).ranking_disagrees


# Open branches.


def test_a_condition_implies_what_it_asks_of_an_unknown_slot() -> None:
    several: dict[str, object] = {"slot": "kubernetes_skill", "is": ["none", "some"]}
    asks = condition(all=[AWS, several, SMALL], none=[SIZED])
    assert implied(asks, {}) == {"cloud": "aws"}
    assert implied(asks, known(cloud="gcp")) == {}


def test_a_branch_is_judged_under_its_own_conditions(kb: KnowledgeBase) -> None:
    kb = kubeflow_only_on_google_cloud(kb)
    recommendation = recommend(known(**STARTUP, kubernetes_skill="none"), kb)
    assert [out.alternative for out in recommendation.ruled_out] == ["kubeflow_pipelines"]
    [on_google_cloud] = [each for each in recommendation.open_branches if each.node == "n4b"]
    assert on_google_cloud.then == Pick("adopt", AlternativeId("kubeflow_pipelines"))
    assert on_google_cloud.changes_the_pick
    [elsewhere] = [each for each in recommendation.open_branches if each.node == "n4c"]
    assert elsewhere.then == Pick("adopt", AlternativeId("zenml"))


def test_a_branch_that_one_above_it_takes_over_leads_where_that_one_does(
    kb: KnowledgeBase,
) -> None:
    recommendation = recommend(known(**COMPANY, mid_project="yes"), kb)
    branches = {each.node: each.then for each in recommendation.open_branches}
    # n2 asks for Airflow today, and with that the team should stay, by n0.
    assert branches[NodeId("n2")] == Pick("stay", AlternativeId("airflow"))


def test_a_branch_to_the_same_pick_changes_nothing(kb: KnowledgeBase) -> None:
    recommendation = recommend(known(**STARTUP, kubernetes_skill="none", cloud="aws"), kb)
    changes = {each.node: each.changes_the_pick for each in recommendation.open_branches}
    assert changes[NodeId("n6")] is False
    assert changes[NodeId("n7")] is True


def test_the_open_slots_are_those_that_could_change_the_pick(kb: KnowledgeBase) -> None:
    kb = kubeflow_only_on_google_cloud(kb)
    tree = changed_tree(kb, {**IF_LINEAGE, "then": adopt("dagster")["then"]}, RANK)
    # Google Cloud would bring Kubeflow Pipelines back, which does not lead; own servers would rule
    # Metaflow out, which does.
    recommendation = recommend(known(team_size=8, kubernetes_skill="none"), tree)
    assert recommendation.open_slots == ("model_count", "cloud", "lineage")
    settled = recommend(known(**SETTLED, lineage="no"), tree)
    assert settled.open_slots == ()
    returning = recommend(
        known(**STARTUP, kubernetes_skill="none"), changed_tree(kb, adopt("kubeflow_pipelines"))
    )
    assert returning.open_slots == ("cloud",)


RANK: dict[str, object] = {"when": {}, "then": {"kind": "ranking"}}
SETTLED: dict[str, int | str] = {**STARTUP, "kubernetes_skill": "none", "cloud": "azure"}
IF_LINEAGE: dict[str, object] = {"when": {"all": [{"slot": "lineage", "is": ["required"]}]}}


@pytest.mark.parametrize(
    ("nodes", "answers", "confidence"),
    [
        # Prefect 4.20 before ZenML 3.70: 0.50, and all four answers are known.
        ([RANK], SETTLED, "clear"),
        ([adopt("prefect")], SETTLED, "clear"),
        # The ranking disagrees with the tree.
        ([adopt("zenml")], SETTLED, "leans"),
        # An open branch picks the same, or another one.
        ([{**IF_LINEAGE, "then": adopt("prefect")["then"]}, RANK], SETTLED, "clear"),
        ([{**IF_LINEAGE, "then": adopt("zenml")["then"]}, RANK], SETTLED, "leans"),
        # Metaflow 4.45 before Prefect 4.20: 0.25.
        ([RANK], {**STARTUP, "kubernetes_skill": "some", "cloud": "aws"}, "leans"),
        # Kubeflow Pipelines 3.95 before ZenML 3.90: 0.05, unless the tree decides.
        ([RANK], COMPANY, "too_close"),
        ([adopt("kubeflow_pipelines")], COMPANY, "leans"),
        # A question that weighs, or that could rule out or bring back, is open.
        ([RANK], {**NO_KUBEFLOW, "cloud": "azure", "team_size": 8}, "leans"),
        ([adopt("metaflow")], {**STARTUP, "kubernetes_skill": "none"}, "leans"),
        # Nothing is adopted, whatever the scores.
        ([{"when": {}, "then": {"kind": "no_orchestrator"}}], {}, "clear"),
        ([{"when": {}, "then": {"kind": "stay"}}], {}, "clear"),
        # The leaf would not hold any more.
        (
            [{"when": {"none": [AWS]}, "then": {"kind": "stay"}}, adopt("prefect")],
            {},
            "leans",
        ),
    ],
)
def test_confidence_follows_its_rule(
    kb: KnowledgeBase,
    nodes: list[dict[str, object]],
    answers: dict[str, int | str],
    confidence: str,
) -> None:
    recommendation = recommend(known(**answers), changed_tree(kb, *nodes), Edition.LESSON)
    assert recommendation.confidence == confidence
