"""Weights, ranking, constraints, tree, recommendation: the lesson's tables and hand-made cases."""

from collections.abc import Mapping

import pytest

from engine.decision.case import as_if_new, named_by
from engine.decision.conditions import could_fail, could_hold, holds, implied
from engine.decision.constraints import ruled_out, slots_of_standing, standing
from engine.decision.model import Pick, Step, Weighing
from engine.decision.picking import pick_for
from engine.decision.recommend import recommend
from engine.decision.tree import reachable, walk
from knowledge.schema import (
    AlternativeId,
    ByRanking,
    Caution,
    ChoiceQuestion,
    Condition,
    CriterionId,
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
BETWEEN = {"team_size": 14, "model_count": 6}
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


def test_with_nothing_known_all_criteria_score_the_same_weight(kb: KnowledgeBase) -> None:
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
        ({"kubernetes_skill": "none", "cloud": "multi"}, ["kubeflow_pipelines", "metaflow"]),
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


@pytest.mark.parametrize(
    ("answers", "found", "slots"),
    [
        ({}, "open", ["kubernetes_skill", "cloud"]),
        ({"kubernetes_skill": "none"}, "open", ["cloud"]),
        ({"kubernetes_skill": "none", "cloud": "gcp"}, "in", []),
        ({"kubernetes_skill": "none", "cloud": "aws"}, "out", []),
        ({"kubernetes_skill": "strong"}, "in", []),
    ],
)
def test_it_is_known_whether_an_answer_could_still_rule_out_or_bring_back(
    kb: KnowledgeBase, answers: dict[str, str], found: str, slots: list[str]
) -> None:
    kb = kubeflow_only_on_google_cloud(kb)
    kubeflow = AlternativeId("kubeflow_pipelines")
    assert standing(kubeflow, known(**answers), kb) == found
    # Of those that cannot change anything any more there are none to name.
    assert list(slots_of_standing(kubeflow, known(**answers), kb)) == slots


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
    "N0": ({"mid_project": "yes", "current_orchestrator": "airflow"}, "stay", "airflow"),
    "N0b": ({"current_orchestrator": "other", "outgrown_signals": 2}, "stay", None),
    "N1": (
        {"model_count": 2, "pipelines": 2, "runs_per_week": 1, "pain": "no"},
        "no_orchestrator",
        None,
    ),
    "N2": (
        {"current_orchestrator": "airflow", "dynamic_pipelines": "yes", "outgrown_signals": 3},
        "hybrid",
        "airflow",
    ),
    "N2b": ({"current_orchestrator": "airflow"}, "stay", "airflow"),
    "N3": ({"portability": "required"}, "adopt", "zenml"),
    "N4": (
        {"kubernetes_skill": "strong", "team_size": 5, "lineage": "required"},
        "adopt",
        "kubeflow_pipelines",
    ),
    "N4b": (
        {"kubernetes_skill": "none", "cloud": "gcp", "isolation": "required"},
        "adopt",
        "kubeflow_pipelines",
    ),
    "N4c": ({"lineage": "required"}, "adopt", "dagster"),
    "N4d": ({"current_orchestrator": "prefect"}, "stay", "prefect"),
    "N5": ({"shared_etl": "yes"}, "adopt", "dagster"),
    "N5b": ({"dominant_skill": "data_engineering"}, "adopt", "airflow"),
    "N5c": (
        {
            "dominant_skill": "platform_engineering",
            "kubernetes_skill": "strong",
            "model_count": 10,
        },
        "adopt",
        "kubeflow_pipelines",
    ),
    "N6": ({"dominant_skill": "data_science", "cloud": "aws"}, "adopt", "metaflow"),
    "N7": ({"pipelines": 4, "team_size": 9}, "adopt", "prefect"),
    "N7b": ({**COMPANY, "cloud": "gcp", "dominant_skill": "data_science"}, "adopt", "zenml"),
    "N9": ({}, "adopt", "prefect"),
    "N8": (dict(STARTUP), "adopt", "metaflow"),
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
    assert recommendation.leaf == "N8"
    branches = {branch.node: branch.slots for branch in recommendation.open_branches}
    # Not n1 (30 models), n4 (some Kubernetes), n4b (AWS), n5b, n6 (ML engineers), n7 (30 people).
    assert list(branches) == ["N0", "N0b", "N2", "N2b", "N3", "N4c", "N4d", "N5"]
    assert branches[recommendation.open_branches[0].node] == (
        "mid_project",
        "current_orchestrator",
        "outgrown_signals",
    )
    assert branches[recommendation.open_branches[5].node] == ("isolation", "lineage")


def test_the_path_tells_of_every_node_down_to_the_leaf(kb: KnowledgeBase) -> None:
    advice = recommend(
        known(**COMPANY, dominant_skill="ml_engineering", portability="required"), kb
    )
    assert [(step.node, step.found) for step in advice.path] == [
        ("N0", "open"),
        ("N0b", "open"),
        ("N1", "no"),
        ("N2", "open"),
        ("N2b", "open"),
        ("N3", "yes"),
    ]
    assert advice.path[-1] == Step(advice.leaf, "yes")


def test_the_nodes_that_could_be_the_leaf_end_with_one_that_cannot_fail(kb: KnowledgeBase) -> None:
    def ids(**answers: int | str) -> list[str]:
        return [node.id for node in reachable(kb.tree, known(**answers))]

    on_airflow = ids(current_orchestrator="airflow", mid_project="no", **STARTUP, lineage="no")
    # N2b holds, but would not if Airflow were outgrown; N8 holds in any case.
    assert on_airflow[on_airflow.index("N2b") + 1] == "N3"
    assert on_airflow[-1] == "N8"
    settled = ids(current_orchestrator="airflow", mid_project="no", outgrown_signals=1)
    assert settled == ["N0b"]


def test_a_tree_in_which_nothing_holds_is_an_error(kb: KnowledgeBase) -> None:
    with pytest.raises(ValueError, match="last one must hold"):
        walk(kb.tree[:1], {})


# Recommendation.


def changed_tree(kb: KnowledgeBase, *nodes: dict[str, object]) -> KnowledgeBase:
    """With another tree, and of the constraints of the packaged one those on Kubernetes skill."""
    plain = {"statement": "S.", "because": "B.", "cites": [{"text": "T.", "source": "lesson"}]}
    tree = tuple(Node.model_validate({**plain, "id": f"N{i}", **n}) for i, n in enumerate(nodes))
    asked = {SlotId("kubernetes_skill"), SlotId("cloud")}
    constraints = [
        each
        for each in kb.constraints
        if {test.slot for test in (*each.when.all, *each.when.any, *each.when.none)} == asked
    ]
    return kb.model_copy(update={"tree": tree, "constraints": tuple(constraints)})


def adopt(alternative: str, beside: str | None = None) -> dict[str, object]:
    return {"when": {}, "then": {"kind": "adopt", "alternative": alternative, "beside": beside}}


NO_KUBEFLOW = {"kubernetes_skill": "none", "cloud": "aws"}
METAFLOW, PREFECT = AlternativeId("metaflow"), AlternativeId("prefect")


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


@pytest.mark.parametrize("leaf", LEAVES)
def test_the_pick_alone_is_the_pick_of_the_recommendation(kb: KnowledgeBase, leaf: str) -> None:
    answers = known(**LEAVES[leaf][0])
    advice = recommend(answers, kb, Edition.LESSON)
    assert pick_for(answers, kb, Edition.LESSON) == Pick(
        advice.kind, advice.alternative, advice.beside
    )


def test_what_a_team_wishes_moves_the_pick(kb: KnowledgeBase) -> None:
    answers = known(**STARTUP, kubernetes_skill="some", cloud="aws")
    wish = Weighing(stressed=(CriterionId("observability"),))
    advice = recommend(answers, kb, weighing=wish)
    assert advice.alternative == "prefect"
    assert advice.weights.weighing == wish
    assert pick_for(answers, kb, weighing=wish).alternative == "prefect"
    # With all weight set by hand the team size does not weigh any more.
    by_hand = Weighing(by_hand={CriterionId("community"): 100})
    weighs = recommend({}, changed_tree(kb, RANK), weighing=by_hand)
    assert weighs.alternative == "airflow"
    assert not {"team_size", "model_count"} & set(weighs.open_slots)


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


def test_whether_a_hybrid_holds_hangs_on_both_of_it(kb: KnowledgeBase) -> None:
    excluding = HardConstraint(
        id="no_prefect",
        alternative=AlternativeId("prefect"),
        when=condition(all=[AWS]),
        reason="Not on AWS.",
        source=kb.constraints[0].source,
    )
    tree = changed_tree(kb, adopt("airflow", "prefect"))
    changed = tree.model_copy(update={"constraints": (*tree.constraints, excluding)})
    assert recommend({}, tree).open_slots == ()
    assert recommend({}, changed).open_slots == ("cloud",)
    assert recommend(known(cloud="gcp"), changed).open_slots == ()


def test_what_runs_today_is_not_ruled_out_where_the_advice_is_to_stay(kb: KnowledgeBase) -> None:
    runs = known(**NO_KUBEFLOW, current_orchestrator="kubeflow_pipelines")
    moves = recommend({**runs, **known(outgrown_signals=4)}, kb)
    assert [out.alternative for out in moves.ruled_out] == ["kubeflow_pipelines"]
    assert moves.kept_despite == ()
    stays = recommend({**runs, **known(outgrown_signals=1)}, kb)
    assert (stays.kind, stays.alternative) == ("stay", "kubeflow_pipelines")
    assert stays.ruled_out == ()
    assert stays.kept_despite == ruled_out(runs, kb)


def test_what_is_kept_in_spite_of_a_fact_is_no_clear_pick(kb: KnowledgeBase) -> None:
    runs = known(**NO_KUBEFLOW, current_orchestrator="kubeflow_pipelines")
    stays = changed_tree(kb, {"when": {}, "then": {"kind": "stay"}})
    assert recommend(runs, stays).open_slots == ()
    assert recommend(runs, stays).confidence == "leans"
    skilled = {**runs, **known(kubernetes_skill="some")}
    assert recommend(skilled, stays).kept_despite == ()
    assert recommend(skilled, stays).confidence == "clear"


@pytest.mark.parametrize(
    ("node", "runs", "pick"),
    [
        (adopt("metaflow"), "metaflow", Pick("stay", METAFLOW)),
        (adopt("metaflow"), "cron", Pick("adopt", METAFLOW)),
        ({"when": {}, "then": {"kind": "ranking"}}, "metaflow", Pick("stay", METAFLOW)),
        ({"when": {}, "then": {"kind": "ranking"}}, "prefect", Pick("adopt", METAFLOW)),
        (adopt("metaflow", "prefect"), "metaflow", Pick("hybrid", METAFLOW, PREFECT)),
        # The second is ruled out, so that the first is left alone.
        (adopt("metaflow", "kubeflow_pipelines"), "metaflow", Pick("stay", METAFLOW)),
        ({"when": {}, "then": {"kind": "stay"}}, "other", Pick("stay", None)),
    ],
)
def test_to_adopt_what_runs_today_is_to_stay(
    kb: KnowledgeBase, node: dict[str, object], runs: str, pick: Pick
) -> None:
    team = known(**STARTUP, **NO_KUBEFLOW, current_orchestrator=runs)
    assert pick_for(team, changed_tree(kb, node)) == pick


def test_a_stay_that_was_not_the_advice_by_itself_is_as_sure_as_an_adoption(
    kb: KnowledgeBase,
) -> None:
    team = known(**SETTLED, current_orchestrator="zenml")
    by_tree = recommend(team, changed_tree(kb, adopt("zenml")))
    assert (by_tree.kind, by_tree.ranking_disagrees, by_tree.confidence) == ("stay", True, "leans")
    stay = recommend(team, changed_tree(kb, {"when": {}, "then": {"kind": "stay"}}))
    assert (stay.kind, stay.ranking_disagrees, stay.confidence) == ("stay", False, "clear")


def test_picks_are_told_apart_by_where_they_lead() -> None:
    assert as_if_new(Pick("stay", METAFLOW)) == as_if_new(Pick("adopt", METAFLOW))
    apart = [
        Pick("adopt", METAFLOW),
        Pick("adopt", PREFECT),
        Pick("hybrid", METAFLOW, PREFECT),
        Pick("stay", None),
        Pick("no_orchestrator", None),
    ]
    assert [as_if_new(each) for each in apart] == apart


def test_a_leaf_names_contenders_only_where_they_are_ranked(kb: KnowledgeBase) -> None:
    [lineage] = [node for node in kb.tree if node.id == "N4c"]
    assert isinstance(lineage.then, ByRanking)
    assert set(named_by(lineage.then, kb.with_contenders())) == set(lineage.then.only)
    assert named_by(lineage.then, kb) == ("kubeflow_pipelines", "zenml", "dagster")
    team = known(**STARTUP, lineage="required", kubernetes_skill="none", cloud="multi")
    assert recommend(team, kb).leaf_without == ("kubeflow_pipelines",)
    assert set(recommend(team, kb.with_contenders()).leaf_without) == {
        "kubeflow_pipelines",
        "vertex_pipelines",
        "sagemaker_pipelines",
    }


def test_a_caution_that_a_need_may_not_be_met_keeps_a_pick_from_being_clear(
    kb: KnowledgeBase,
) -> None:
    def warned(alternative: str, *, unmet: bool = True, **when: list[dict[str, object]]) -> str:
        caution = Caution(
            id="warned",
            alternative=AlternativeId(alternative),
            when=condition(**when),
            unmet=unmet,
            text="T.",
            source=kb.constraints[0].source,
        )
        tree = changed_tree(kb, adopt("prefect", "metaflow"))
        given = known(**STARTUP, kubernetes_skill="some", cloud="aws")
        return recommend(given, tree.model_copy(update={"cautions": (caution,)})).confidence

    assert warned("prefect") == warned("metaflow") == warned("prefect", all=[AWS]) == "leans"
    assert warned("prefect", unmet=False) == warned("zenml") == "clear"
    assert warned("prefect", none=[AWS]) == "clear"


@pytest.mark.parametrize(
    ("runs", "answers", "instead"),
    [
        ("zenml", {"portability": "required"}, "prefect"),
        ("kubeflow_pipelines", {"lineage": "required", "kubernetes_skill": "strong"}, "zenml"),
        ("dagster", {"shared_etl": "yes"}, "metaflow"),
        ("metaflow", {"dominant_skill": "data_science", "cloud": "aws"}, "prefect"),
        ("prefect", {"pipelines": 3}, "metaflow"),
        ("metaflow", {}, "prefect"),
        ("airflow", {"dominant_skill": "data_engineering"}, "metaflow"),
    ],
)
def test_a_team_is_not_led_back_to_what_it_has_outgrown(
    kb: KnowledgeBase, runs: str, answers: dict[str, str | int], instead: str
) -> None:
    team = known(**STARTUP, **answers, current_orchestrator=runs)
    outgrown = recommend({**team, **known(outgrown_signals=3)}, kb)
    assert (outgrown.kind, outgrown.alternative) == ("adopt", instead)
    assert [out.alternative for out in outgrown.ruled_out if "outgrown" in out.reason] == [runs]
    assert recommend({**team, **known(outgrown_signals=2)}, kb).kind == "stay"


def test_an_outgrown_airflow_is_kept_beside_prefect_and_not_alone(kb: KnowledgeBase) -> None:
    runs = known(current_orchestrator="airflow", outgrown_signals=5, dynamic_pipelines="yes")
    advice = recommend(runs, kb)
    assert (advice.kind, advice.alternative, advice.beside) == ("hybrid", "airflow", "prefect")
    assert advice.ruled_out == ()
    assert [out.alternative for out in advice.kept_despite] == ["airflow"]
    # Prefect has no roles on a server of one's own.
    strict = recommend({**runs, **known(compliance="strict", self_host="required")}, kb)
    assert (strict.leaf, strict.kind) == ("N2", "adopt")
    assert strict.alternative not in ("airflow", "prefect")
    assert {out.alternative for out in strict.ruled_out} == {"airflow", "prefect", "dagster"}


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
    [on_google_cloud] = [each for each in recommendation.open_branches if each.node == "N4b"]
    assert on_google_cloud.then == Pick("adopt", AlternativeId("kubeflow_pipelines"))
    assert on_google_cloud.changes_the_pick
    [elsewhere] = [each for each in recommendation.open_branches if each.node == "N4c"]
    assert elsewhere.then == Pick("adopt", AlternativeId("zenml"))


def test_a_branch_that_one_above_it_takes_over_leads_where_that_one_does(
    kb: KnowledgeBase,
) -> None:
    recommendation = recommend(known(**COMPANY, mid_project="yes"), kb)
    branches = {each.node: each.then for each in recommendation.open_branches}
    # n2 asks for Airflow today, and with that the team should stay, by n0.
    assert branches[NodeId("N2")] == Pick("stay", AlternativeId("airflow"))


def test_a_branch_to_the_same_pick_changes_nothing(kb: KnowledgeBase) -> None:
    recommendation = recommend(known(**STARTUP, kubernetes_skill="none", cloud="aws"), kb)
    changes = {each.node: each.changes_the_pick for each in recommendation.open_branches}
    assert changes[NodeId("N6")] is False
    assert changes[NodeId("N7")] is True


def test_a_branch_that_stays_with_what_is_picked_anyway_changes_nothing(kb: KnowledgeBase) -> None:
    recommendation = recommend(known(dominant_skill="data_engineering"), kb)
    assert (recommendation.leaf, recommendation.kind) == ("N5b", "adopt")
    branches = {each.node: each for each in recommendation.open_branches}
    assert branches[NodeId("N2b")].then == Pick("stay", AlternativeId("airflow"))
    assert not branches[NodeId("N2b")].changes_the_pick
    assert branches[NodeId("N2")].changes_the_pick


def test_a_question_is_not_open_where_no_way_to_answer_the_others_makes_it_count(
    kb: KnowledgeBase,
) -> None:
    few, fewer = ({"slot": "pipelines", "less_than": below} for below in (5, 3))
    first = {"when": {"all": [few]}, "then": adopt("prefect")["then"]}
    # What is less than 3 is less than 5: this one is never asked.
    covered = {"when": {"all": [fewer]}, "then": adopt("zenml")["then"]}
    advice = recommend(known(**SETTLED), changed_tree(kb, first, covered, adopt("prefect")))
    assert advice.open_slots == ()
    assert [each.changes_the_pick for each in advice.open_branches] == [False, False]
    assert advice.confidence == "clear"


@pytest.mark.parametrize(
    ("answers", "pick", "opened"),
    [
        # Kubeflow Pipelines is kept beside Prefect where it runs, ruled out or not.
        ({"current_orchestrator": "kubeflow_pipelines"}, "hybrid", []),
        ({"current_orchestrator": "kubeflow_pipelines", **NO_KUBEFLOW}, "hybrid", []),
        ({"current_orchestrator": "cron", **NO_KUBEFLOW}, "adopt", []),
        ({"current_orchestrator": "cron", "kubernetes_skill": "none"}, "hybrid", ["cloud"]),
        (
            {"kubernetes_skill": "none"},
            "hybrid",
            ["cloud", "current_orchestrator"],
        ),
        (NO_KUBEFLOW, "adopt", ["current_orchestrator"]),
        ({"kubernetes_skill": "some"}, "hybrid", []),
    ],
)
def test_a_hybrid_hangs_on_what_runs_where_its_first_could_be_ruled_out(
    kb: KnowledgeBase, answers: dict[str, int | str], pick: str, opened: list[str]
) -> None:
    tree = changed_tree(kb, adopt("kubeflow_pipelines", "prefect"))
    advice = recommend(known(**STARTUP, **answers), tree)
    assert (advice.kind, list(advice.open_slots)) == (pick, opened)


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
        # Prefect comes first in 99 percent of the draws, and all four answers are known.
        ([RANK], SETTLED, "clear"),
        ([adopt("prefect")], SETTLED, "clear"),
        # The ranking disagrees with the tree.
        ([adopt("zenml")], SETTLED, "leans"),
        # An open branch picks the same, or another one.
        ([{**IF_LINEAGE, "then": adopt("prefect")["then"]}, RANK], SETTLED, "clear"),
        ([{**IF_LINEAGE, "then": adopt("zenml")["then"]}, RANK], SETTLED, "leans"),
        # Metaflow comes first in 91 percent of the draws; between the archetypes in 69.
        ([RANK], {**STARTUP, "kubernetes_skill": "some", "cloud": "aws"}, "clear"),
        ([RANK], {**BETWEEN, "kubernetes_skill": "some", "cloud": "aws"}, "leans"),
        # Of a hybrid one of the two: with Prefect it is 89 percent.
        ([adopt("prefect", "metaflow")], BETWEEN | {"kubernetes_skill": "some"}, "clear"),
        ([adopt("airflow", "metaflow")], BETWEEN | {"kubernetes_skill": "some"}, "leans"),
        # Kubeflow Pipelines 3.95 before ZenML 3.90: 0.05, unless the tree decides.
        ([RANK], COMPANY, "too_close"),
        ([adopt("kubeflow_pipelines")], COMPANY, "leans"),
        # A question that weighs, or that could rule out or bring back, is open.
        ([RANK], {**NO_KUBEFLOW, "cloud": "azure", "team_size": 8}, "leans"),
        ([adopt("metaflow")], {**STARTUP, "kubernetes_skill": "none"}, "leans"),
        # Nothing is adopted, whatever the scores.
        ([{"when": {}, "then": {"kind": "no_orchestrator"}}], {}, "clear"),
        ([{"when": {}, "then": {"kind": "stay"}}], {"current_orchestrator": "cron"}, "clear"),
        # Nobody knows yet with what to stay.
        ([{"when": {}, "then": {"kind": "stay"}}], {}, "leans"),
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


def test_a_pick_is_not_clear_where_the_weights_are_not_known(kb: KnowledgeBase) -> None:
    # Prefect beats Airflow at nearly all weights, and no answer leads away from it.
    left = {AlternativeId(each): kb.alternatives[AlternativeId(each)] for each in TWO}
    two = changed_tree(kb, adopt("prefect")).model_copy(update={"alternatives": left})
    unweighed = recommend({}, two, Edition.LESSON)
    assert unweighed.open_slots == ()
    assert unweighed.acceptability[PREFECT][0] > 9_900
    assert unweighed.confidence == "leans"
    assert recommend(known(**STARTUP), two, Edition.LESSON).confidence == "clear"


TWO = ("airflow", "prefect")
