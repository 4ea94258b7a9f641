"""Where the answers lead in the packaged tree, at both sides of every threshold."""

from pathlib import Path

import pytest

from engine.decision.conditions import holds
from engine.decision.tree import walk
from knowledge.integrity.reachability import (
    constraints_can_hold,
    every_node_is_reachable,
)
from knowledge.loader import load
from knowledge.schema import Condition, HardConstraint, KnowledgeBase, Node, SlotId
from tests.broken_facts import copy_facts, edit, line_of, problems_in

FEW = {"model_count": 2, "pipelines": 2, "runs_per_week": 1, "pain": "no"}
SMALL = {"pipelines": 4, "team_size": 9}
ISOLATED = {"kubernetes_skill": "strong", "team_size": 5, "isolation": "required"}
RUNNING = {"current_orchestrator": "other", "outgrown_signals": 2}
MID_PROJECT = {"current_orchestrator": "other", "mid_project": "yes"}


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_facts(tmp_path / "knowledge")


@pytest.mark.parametrize(
    ("answers", "leaf"),
    [
        (MID_PROJECT, "n0"),
        (MID_PROJECT | {"outgrown_signals": 2}, "n0"),
        (MID_PROJECT | {"outgrown_signals": 3}, "n9"),
        (MID_PROJECT | {"current_orchestrator": "cron"}, "n9"),
        (RUNNING, "n0b"),
        (RUNNING | {"outgrown_signals": 3}, "n9"),
        (RUNNING | {"current_orchestrator": "none"}, "n9"),
        (FEW, "n1"),
        (FEW | {"model_count": 0, "pipelines": 0, "runs_per_week": 0}, "n1"),
        (FEW | {"model_count": 3}, "n8"),
        (FEW | {"pipelines": 3}, "n8"),
        (FEW | {"runs_per_week": 2}, "n8"),
        (FEW | {"pain": "yes"}, "n8"),
        ({"current_orchestrator": "airflow", "dynamic_pipelines": "yes"}, "n2"),
        ({"current_orchestrator": "airflow", "dynamic_pipelines": "no"}, "n2b"),
        ({"current_orchestrator": "airflow", "outgrown_signals": 3}, "n9"),
        (ISOLATED, "n4"),
        (ISOLATED | {"isolation": "nice", "lineage": "required"}, "n4"),
        (ISOLATED | {"isolation": "nice", "lineage": "nice"}, "n8"),
        (ISOLATED | {"team_size": 4}, "n8"),
        (ISOLATED | {"kubernetes_skill": "some", "cloud": "gcp"}, "n4b"),
        (ISOLATED | {"kubernetes_skill": "some", "cloud": "multi"}, "n4c"),
        (ISOLATED | {"kubernetes_skill": "none"}, "n4c"),
        ({"portability": "nice"}, "n9"),
        ({"dominant_skill": "data_science", "cloud": "multi"}, "n8"),
        (SMALL, "n7"),
        (SMALL | {"pipelines": 5}, "n8"),
        (SMALL | {"team_size": 10}, "n8"),
        ({"pipelines": 4}, "n9"),
    ],
)
def test_a_step_over_a_threshold_leads_elsewhere(
    kb: KnowledgeBase, answers: dict[str, int | str], leaf: str
) -> None:
    known = {SlotId(slot): value for slot, value in answers.items()}
    assert walk(kb.tree, known).leaf.id == leaf


@pytest.mark.parametrize(
    ("cloud", "excluded"),
    [
        ("aws", ["kubeflow_pipelines"]),
        ("gcp", ["metaflow"]),
        ("azure", ["kubeflow_pipelines", "metaflow"]),
        ("on_premises", ["kubeflow_pipelines", "metaflow"]),
        ("multi", []),
        ("undecided", []),
        (None, []),
    ],
)
def test_without_kubernetes_the_cloud_says_what_is_ruled_out(
    kb: KnowledgeBase, cloud: str | None, excluded: list[str]
) -> None:
    known: dict[SlotId, int | str] = {SlotId("kubernetes_skill"): "none"}
    if cloud is not None:
        known[SlotId("cloud")] = cloud
    assert [each.alternative for each in kb.constraints if holds(each.when, known)] == excluded


@pytest.mark.parametrize("skill", ["some", "strong", None])
def test_with_kubernetes_skill_nothing_is_ruled_out(kb: KnowledgeBase, skill: str | None) -> None:
    known: dict[SlotId, int | str] = {SlotId("cloud"): "on_premises"}
    if skill is not None:
        known[SlotId("kubernetes_skill")] = skill
    assert [each for each in kb.constraints if holds(each.when, known)] == []


def tree_of(kb: KnowledgeBase, *conditions: dict[str, object]) -> KnowledgeBase:
    """The facts with a tree of these conditions, a, b and so on, and a last node."""
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
        for name, when in zip("abcdef", (*conditions, {}), strict=False)
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
        ([{"all": [few(5)]}, {"all": [few(3)]}], "b is never reached: a holds whenever it does"),
        ([{"all": [many(3)]}, {"all": [many(5)]}], "b is never reached: a holds whenever it does"),
        (
            [{"all": [PAIN]}, {"all": [NO_PAIN]}, {"all": [few(2)]}, {"all": [PAIN_KNOWN]}],
            "d is never reached: a or b holds whenever it does",
        ),
        (
            [{"any": [PAIN, few(3)]}, {"all": [PAIN]}],
            "b is never reached: a holds whenever it does",
        ),
        ([{"none": [PAIN]}, {"all": [NO_PAIN]}], "b is never reached: a holds whenever it does"),
        (
            [{"none": [PAIN]}, {"all": [PAIN]}],
            "c is never reached: a or b holds whenever it does",
        ),
        ([{}], "b is never reached: a holds whenever it does"),
        ([{"all": [few(3), many(5)]}], "a never holds: its tests exclude one another"),
        ([{"all": [PAIN], "none": [PAIN_KNOWN]}], "a never holds: its tests exclude one another"),
        ([{"all": [PAIN], "any": [NO_PAIN]}], "a never holds: its tests exclude one another"),
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
    [problem] = constraints_can_hold(kb.model_copy(update={"constraints": (rule,)}))
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
    assert problems_in(folder) == [
        (
            f"knowledge/decision_tree.yaml:{line_of(tree, '- id: n7')}: "
            "n7 is never reached: n1 holds whenever it does; move it up"
        )
    ]
