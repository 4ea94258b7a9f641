"""Where the answers lead in the packaged tree, at both sides of every threshold."""

from pathlib import Path

import pytest

from engine.decision.conditions import holds
from engine.decision.tree import walk
from knowledge.integrity.reachability import (
    constraints_and_cautions_can_hold,
    every_node_is_reachable,
)
from knowledge.schema import (
    ByRanking,
    Condition,
    CriterionId,
    Edition,
    HardConstraint,
    KnowledgeBase,
    Node,
    SlotId,
)
from tests.broken_facts import copy_facts, edit, line_of, problems_in

FEW = {"model_count": 2, "pipelines": 2, "runs_per_week": 1, "pain": "no"}
SMALL = {"pipelines": 4, "team_size": 9}
ISOLATED = {"kubernetes_skill": "strong", "team_size": 5, "isolation": "required"}
ON_GOOGLE = {"cloud": "gcp", "lineage": "required"}
PLATFORM = {
    "dominant_skill": "platform_engineering",
    "kubernetes_skill": "strong",
    "model_count": 10,
}
RUNNING = {"current_orchestrator": "other", "outgrown_signals": 2}
MID_PROJECT = {"current_orchestrator": "other", "mid_project": "yes"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_facts(tmp_path / "knowledge")


@pytest.mark.parametrize(
    ("answers", "leaf"),
    [
        (MID_PROJECT, "N0"),
        (MID_PROJECT | {"outgrown_signals": 2}, "N0"),
        (MID_PROJECT | {"outgrown_signals": 3}, "N9"),
        (MID_PROJECT | {"current_orchestrator": "cron"}, "N9"),
        (RUNNING, "N0b"),
        (RUNNING | {"outgrown_signals": 3}, "N9"),
        (RUNNING | {"current_orchestrator": "none"}, "N9"),
        (FEW, "N1"),
        (FEW | {"model_count": 0, "pipelines": 0, "runs_per_week": 0}, "N1"),
        (FEW | {"model_count": 3}, "N8"),
        (FEW | {"pipelines": 3}, "N8"),
        (FEW | {"runs_per_week": 2}, "N8"),
        (FEW | {"pain": "yes"}, "N8"),
        (FEW | {"current_orchestrator": "cron"}, "N1"),
        (FEW | {"current_orchestrator": "other"}, "N4d"),
        (FEW | {"portability": "required"}, "N3"),
        (FEW | {"lineage": "required"}, "N4c"),
        (FEW | {"isolation": "required"}, "N4c"),
        (FEW | {"compliance": "strict"}, "N8"),
        (FEW | {"compliance": "normal", "lineage": "nice"}, "N1"),
        ({"current_orchestrator": "airflow", "dynamic_pipelines": "yes"}, "N2"),
        ({"current_orchestrator": "airflow", "dynamic_pipelines": "no"}, "N2b"),
        ({"current_orchestrator": "airflow", "outgrown_signals": 3}, "N9"),
        (ISOLATED, "N4"),
        (ISOLATED | {"isolation": "nice", "lineage": "required"}, "N4"),
        (ISOLATED | {"isolation": "nice", "lineage": "nice"}, "N8"),
        (ISOLATED | {"team_size": 4}, "N4c"),
        (ISOLATED | {"kubernetes_skill": "some", "cloud": "gcp"}, "N4b"),
        (ISOLATED | {"kubernetes_skill": "some", "cloud": "multi"}, "N4c"),
        (ISOLATED | {"kubernetes_skill": "none"}, "N4c"),
        (ON_GOOGLE, "N4b"),
        (ON_GOOGLE | {"team_size": 5}, "N4b"),
        (ON_GOOGLE | {"team_size": 4}, "N4c"),
        (ON_GOOGLE | {"team_size": 4, "kubernetes_skill": "strong"}, "N4c"),
        (ON_GOOGLE | {"self_host": "required"}, "N4c"),
        ({"current_orchestrator": "zenml"}, "N4d"),
        ({"current_orchestrator": "zenml", "outgrown_signals": 3}, "N9"),
        ({"current_orchestrator": "zenml", "lineage": "required"}, "N4c"),
        ({"current_orchestrator": "zenml", "shared_etl": "yes"}, "N4d"),
        ({"current_orchestrator": "cron"}, "N9"),
        ({"dominant_skill": "data_engineering"}, "N5b"),
        ({"dominant_skill": "data_engineering", "dynamic_pipelines": "no"}, "N5b"),
        ({"dominant_skill": "data_engineering", "dynamic_pipelines": "yes"}, "N9"),
        (PLATFORM, "N5c"),
        (PLATFORM | {"model_count": 9}, "N8"),
        (PLATFORM | {"kubernetes_skill": "some"}, "N8"),
        (PLATFORM | {"dominant_skill": "software"}, "N8"),
        ({"portability": "nice"}, "N9"),
        ({"dominant_skill": "data_science", "cloud": "multi"}, "N7b"),
        (SMALL, "N7"),
        (SMALL | {"pipelines": 5}, "N8"),
        (SMALL | {"team_size": 10}, "N8"),
        ({"pipelines": 4}, "N9"),
    ],
)
def test_a_step_over_a_threshold_leads_elsewhere(
    kb: KnowledgeBase, answers: dict[str, int | str], leaf: str
) -> None:
    known = {SlotId(slot): value for slot, value in answers.items()}
    assert walk(kb.tree, known).leaf.id == leaf


def test_lineage_as_a_hard_need_lets_in_all_that_are_rated_4_or_5_on_it(kb: KnowledgeBase) -> None:
    [node] = [each for each in kb.tree if each.id == "N4c"]
    assert isinstance(node.then, ByRanking)
    lineage = CriterionId("lineage")
    assert set(node.then.only) == {
        name
        for name, each in kb.with_contenders().alternatives.items()
        if each.ratings[lineage].in_edition(Edition.CURRENT) >= 4
    }
    # Without the contenders the edition of the lesson lets in the same.
    assert {each for each in node.then.only if each in kb.alternatives} == {
        name
        for name, each in kb.alternatives.items()
        if each.ratings[lineage].in_edition(Edition.LESSON) >= 4
    }


def test_what_a_recommendation_says_of_its_leaf_is_short(kb: KnowledgeBase) -> None:
    assert [each.id for each in kb.tree if len(each.because) > 250] == []


def excluded(kb: KnowledgeBase, **answers: str) -> list[str]:
    """What the constraints rule out, contenders included, each once, in the order of the files."""
    known: dict[SlotId, int | str] = {SlotId(slot): value for slot, value in answers.items()}
    out = {each.alternative for each in kb.constraints if holds(each.when, known)}
    return [each for each in (*kb.alternatives, *kb.contenders) if each in out]


def among_the_six(kb: KnowledgeBase, **answers: str) -> list[str]:
    return [each for each in excluded(kb, **answers) if each in kb.alternatives]


KFP = "kubeflow_pipelines"
CLOUDS = ["aws", "gcp", "azure", "on_premises", "multi", "undecided"]
OF_ONE_VENDOR = [
    "sagemaker_pipelines",
    "vertex_pipelines",
    "azure_ml",
    "databricks_jobs",
    "step_functions",
]


@pytest.mark.parametrize(
    ("cloud", "out"),
    [
        ("aws", [KFP]),
        ("gcp", ["metaflow"]),
        ("azure", [KFP, "metaflow"]),
        ("on_premises", [KFP, "metaflow"]),
        ("multi", [KFP, "metaflow"]),
        ("undecided", []),
    ],
)
def test_without_kubernetes_the_cloud_says_what_is_ruled_out(
    kb: KnowledgeBase, cloud: str, out: list[str]
) -> None:
    assert among_the_six(kb, kubernetes_skill="none", cloud=cloud) == out


def test_without_kubernetes_an_unknown_cloud_rules_nothing_of_the_lesson_out(
    kb: KnowledgeBase,
) -> None:
    assert among_the_six(kb, kubernetes_skill="none") == []


@pytest.mark.parametrize("skill", ["some", "strong"])
def test_with_kubernetes_skill_nothing_of_the_lesson_is_ruled_out(
    kb: KnowledgeBase, skill: str
) -> None:
    assert among_the_six(kb, kubernetes_skill=skill, cloud="on_premises") == []
    assert among_the_six(kb, kubernetes_skill=skill, self_host="required") == []


@pytest.mark.parametrize("cloud", CLOUDS)
def test_without_kubernetes_no_cloud_saves_kubeflow_pipelines_that_no_vendor_may_run(
    kb: KnowledgeBase, cloud: str
) -> None:
    team = {"kubernetes_skill": "none", "cloud": cloud}
    assert KFP in excluded(kb, **team, self_host="required")
    assert KFP in excluded(kb, kubernetes_skill="none", self_host="required")
    assert excluded(kb, **team, self_host="no") == excluded(kb, **team)


def test_strict_compliance_without_a_vendor_rules_out_what_has_roles_only_there(
    kb: KnowledgeBase,
) -> None:
    strict = {"compliance": "strict", "self_host": "required"}
    assert among_the_six(kb, **strict) == ["prefect", "dagster"]
    assert among_the_six(kb, **strict, kubernetes_skill="none") == ["prefect", KFP, "dagster"]


@pytest.mark.parametrize(
    "answers",
    [
        {"compliance": "strict"},
        {"compliance": "strict", "self_host": "no"},
        {"compliance": "normal", "self_host": "required"},
        {"self_host": "required"},
    ],
)
def test_one_half_of_that_rules_nothing_of_the_lesson_out(
    kb: KnowledgeBase, answers: dict[str, str]
) -> None:
    assert among_the_six(kb, **answers) == []


@pytest.mark.parametrize(
    ("cloud", "out"),
    [
        ("aws", ["vertex_pipelines", "azure_ml"]),
        ("gcp", ["sagemaker_pipelines", "azure_ml", "step_functions"]),
        ("azure", ["sagemaker_pipelines", "vertex_pipelines", "step_functions"]),
        ("on_premises", OF_ONE_VENDOR),
        ("multi", [each for each in OF_ONE_VENDOR if each != "databricks_jobs"]),
        ("undecided", []),
    ],
)
def test_the_service_of_one_cloud_is_out_on_every_other(
    kb: KnowledgeBase, cloud: str, out: list[str]
) -> None:
    assert excluded(kb, cloud=cloud) == out


def test_where_no_vendor_may_run_it_what_only_a_vendor_runs_is_out(kb: KnowledgeBase) -> None:
    assert excluded(kb, self_host="required") == OF_ONE_VENDOR
    assert excluded(kb, self_host="no") == []


def test_without_kubernetes_argo_is_out_and_flyte_where_union_may_not_host_it(
    kb: KnowledgeBase,
) -> None:
    assert excluded(kb, kubernetes_skill="none") == ["argo_workflows"]
    assert "flyte" in excluded(kb, kubernetes_skill="none", cloud="on_premises")
    assert "flyte" in excluded(kb, kubernetes_skill="none", self_host="required")
    assert "flyte" not in excluded(kb, kubernetes_skill="none", cloud="aws", self_host="no")
    assert "flyte" not in excluded(kb, kubernetes_skill="some", cloud="on_premises")


def test_nothing_that_can_be_ranked_is_ruled_out_by_what_is_not_known(kb: KnowledgeBase) -> None:
    assert excluded(kb) == []


def test_the_first_constraint_that_holds_gives_the_reason(kb: KnowledgeBase) -> None:
    known = {
        SlotId("kubernetes_skill"): "none",
        SlotId("cloud"): "aws",
        SlotId("self_host"): "required",
    }
    ids = [
        each.id for each in kb.constraints if each.alternative == KFP and holds(each.when, known)
    ]
    assert ids == ["kubeflow_pipelines_needs_kubernetes", "kubeflow_pipelines_self_hosted"]


NODES = ("N1", "N2", "N3", "N4", "N5")


def tree_of(kb: KnowledgeBase, *conditions: dict[str, object]) -> KnowledgeBase:
    """The facts with a tree of these conditions, N1, N2 and so on, and a last node."""
    nodes = [
        Node.model_validate(
            {
                "id": name,
                "statement": "S.",
                "when": when,
                "then": {"kind": "stay"},
                "because": "B.",
                "cites": [{"text": "T.", "source": "lesson"}],
            }
        )
        for name, when in zip(NODES, (*conditions, {}), strict=False)
    ]
    return kb.model_copy(update={"tree": tuple(nodes), "constraints": ()})


def few(below: int) -> dict[str, object]:
    return {"slot": "pipelines", "less_than": below}


def many(least: int) -> dict[str, object]:
    return {"slot": "pipelines", "at_least": least}


PAIN = {"slot": "pain", "is": ["yes"]}
NO_PAIN = {"slot": "pain", "is": ["no"]}
PAIN_KNOWN = {"slot": "pain", "known": True}


@pytest.mark.parametrize(
    ("conditions", "says"),
    [
        ([{"all": [few(5)]}, {"all": [few(3)]}], "N2 is never reached: N1 holds whenever it does"),
        (
            [{"all": [many(3)]}, {"all": [many(5)]}],
            "N2 is never reached: N1 holds whenever it does",
        ),
        (
            [{"all": [PAIN]}, {"all": [NO_PAIN]}, {"all": [few(2)]}, {"all": [PAIN_KNOWN]}],
            "N4 is never reached: N1 or N2 holds whenever it does",
        ),
        (
            [{"any": [PAIN, few(3)]}, {"all": [PAIN]}],
            "N2 is never reached: N1 holds whenever it does",
        ),
        ([{"none": [PAIN]}, {"all": [NO_PAIN]}], "N2 is never reached: N1 holds whenever it does"),
        (
            [{"none": [PAIN]}, {"all": [PAIN]}],
            "N3 is never reached: N1 or N2 holds whenever it does",
        ),
        ([{}], "N2 is never reached: N1 holds whenever it does"),
        ([{"all": [few(3), many(5)]}], "N1 never holds: its tests exclude one another"),
        ([{"all": [PAIN], "none": [PAIN_KNOWN]}], "N1 never holds: its tests exclude one another"),
        ([{"all": [PAIN], "any": [NO_PAIN]}], "N1 never holds: its tests exclude one another"),
    ],
)
def test_a_node_that_no_answers_reach_is_reported(
    kb: KnowledgeBase, conditions: list[dict[str, object]], says: str
) -> None:
    [problem] = every_node_is_reachable(tree_of(kb, *conditions))
    assert problem.says.partition(";")[0] == says


@pytest.mark.parametrize(
    "conditions",
    [
        [{"all": [few(3)]}, {"all": [few(5)]}],
        [{"all": [few(3)]}, {"all": [many(3)]}],  # the last: pipelines unknown
        [{"all": [PAIN]}, {"all": [NO_PAIN]}],
        [{"any": [PAIN, few(3)]}, {"all": [few(5)]}],
        [{"none": [PAIN, few(3)]}, {"all": [few(3)]}],
    ],
)
def test_a_node_that_some_answers_reach_is_not_reported(
    kb: KnowledgeBase, conditions: list[dict[str, object]]
) -> None:
    assert list(every_node_is_reachable(tree_of(kb, *conditions))) == []


def test_a_constraint_that_no_answers_meet_is_reported(kb: KnowledgeBase) -> None:
    when = Condition.model_validate({"all": [PAIN, NO_PAIN]})
    rule = HardConstraint.model_validate(kb.constraints[0].model_dump() | {"when": when})
    [problem] = constraints_and_cautions_can_hold(kb.model_copy(update={"constraints": (rule,)}))
    assert problem.says == f"{rule.id} never holds: its tests exclude one another; correct one"


def test_a_tree_too_large_to_search_passes(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    covered = tree_of(kb, {"all": [few(5)]}, {"all": [few(3)]})
    assert len(list(every_node_is_reachable(covered))) == 1
    monkeypatch.setattr("knowledge.integrity.reachability.MOST_STEPS", 1)
    assert list(every_node_is_reachable(covered)) == []


def test_a_node_below_one_that_covers_it_is_reported_with_its_line(folder: Path) -> None:
    tree = folder / "decision_tree.yaml"
    for other in ("model_count, less_than: 3", "runs_per_week, less_than: 2", 'pain, is: ["no"]'):
        edit(tree, f"      - {{slot: {other}}}\n", "")
    edit(tree, "{slot: pipelines, less_than: 3}", "{slot: pipelines, less_than: 6}")
    text = tree.read_text()
    none_of_n1 = text[text.index("    none:", text.index("- id: N1\n")) :]
    edit(tree, none_of_n1[: none_of_n1.index("  then:")], "")
    assert problems_in(folder) == [
        (
            f"knowledge/decision_tree.yaml:{line_of(tree, '- id: N7')}: "
            "N7 is never reached: N1 holds whenever it does; move it up"
        )
    ]
