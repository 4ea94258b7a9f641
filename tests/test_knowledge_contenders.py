"""What is known beyond the lesson's six: ratings of this project, and names that are not rated."""

import re
from collections.abc import Iterator

import pytest

from knowledge.schema import (
    NO_ORCHESTRATOR,
    Alternative,
    AlternativeId,
    Correction,
    CriterionId,
    Edition,
    Grade,
    KnowledgeBase,
    KnownName,
)
from tests.test_knowledge_content import CRITERIA

RATINGS = {
    "flyte": [3, 4, 5, 2, 4, 3, 4, 4, 3, 3],
    "argo_workflows": [2, 2, 3, 1, 4, 4, 3, 2, 3, 1],
    "kestra": [4, 2, 4, 5, 5, 3, 4, 4, 4, 2],
    "temporal": [2, 1, 5, 5, 5, 4, 4, 4, 4, 1],
    "sagemaker_pipelines": [3, 5, 2, 5, 1, 3, 4, 3, 5, 4],
    "vertex_pipelines": [3, 5, 3, 5, 2, 3, 4, 3, 5, 5],
    "azure_ml": [3, 4, 2, 5, 1, 2, 4, 2, 5, 3],
    "databricks_jobs": [4, 4, 3, 5, 2, 4, 4, 1, 5, 4],
    "step_functions": [3, 2, 4, 5, 1, 4, 3, 2, 5, 1],
    "mage": [4, 2, 3, 5, 4, 2, 3, 4, 2, 2],
    "none": [5, 1, 2, 5, 4, 5, 2, 3, 4, 1],
}
"""In the order of the criteria."""
CITED = {
    "flyte": (
        "learning_curve ml_features dynamic_pipelines kubernetes_not_required portability "
        "local_development"
    ),
    "argo_workflows": (
        "learning_curve dynamic_pipelines kubernetes_not_required portability community "
        "observability local_development lineage"
    ),
    "kestra": (
        "learning_curve dynamic_pipelines kubernetes_not_required portability observability "
        "local_development enterprise_support"
    ),
    "temporal": "dynamic_pipelines kubernetes_not_required local_development enterprise_support",
    "sagemaker_pipelines": "learning_curve kubernetes_not_required portability local_development",
    "vertex_pipelines": (
        "learning_curve dynamic_pipelines kubernetes_not_required portability local_development "
        "lineage"
    ),
    "azure_ml": "kubernetes_not_required portability",
    "databricks_jobs": "kubernetes_not_required portability",
    "step_functions": "kubernetes_not_required portability",
    "mage": "learning_curve kubernetes_not_required local_development enterprise_support",
    "none": "learning_curve dynamic_pipelines kubernetes_not_required",
}
"""The criteria whose rating rests on a source that was read."""
SCORES = {
    "A": "3.30 2.05 3.65 2.95 3.70 3.70 3.15 3.40 2.95 3.55 3.70",
    "B": "3.85 2.20 3.10 2.55 3.70 4.10 3.25 3.80 2.55 2.70 2.00",
    "C": "3.40 2.90 3.35 3.20 3.40 3.85 2.85 3.70 2.55 2.50 3.15",
}
LOCK_IN = {
    "flyte": "not_in_source",
    "argo_workflows": "not_in_source",
    "kestra": "not_in_source",
    "temporal": "not_in_source",
    "sagemaker_pipelines": "high",
    "vertex_pipelines": "medium",
    "azure_ml": "high",
    "databricks_jobs": "not_in_source",
    "step_functions": "high",
    "mage": "not_in_source",
    "none": "low",
}
FIGURES = {
    "flyte": "2.0 2 1 100 200 200 2.12.1 2026-10-21 1.16.31 1 2.0 1 2",
    "argo_workflows": "2.0 200 4.1.2 2026-08-21 7.1.0 2026-08-18 4.0 3.7 200",
    "kestra": "2.0 2.0 2.0.0 2026-09-07 2024 2.0 2.0",
    "temporal": "1.31.2 2026-07-07 1.35.0 2026-10-28",
    "sagemaker_pipelines": "3.0.0 2025-11-20 3.27.0 2026-10-21 3",
    "vertex_pipelines": "2.22.0 2025-11-10 2.7.0 2026-10-28 2.0 2",
    "azure_ml": "1 2 1.35.2 2026-10-12",
    "databricks_jobs": "0.162.0 2026-11-05",
    "step_functions": "0.025 1,000 1 4,000",  # the 1 is of us-east-1
    "mage": "2.0 0.9.80 2026-10-09",
    "none": "2 5 60 6 5 35 256 2 256",
}
"""Every figure in profiles, conditions, reasons of ratings and of lock-in, in their order."""
FEATURES = {
    "flyte": (
        "local_development dynamic_tasks retries caching experiment_tracking kubernetes_required "
        "open_source managed_offering"
    ),
    "argo_workflows": (
        "local_development dynamic_tasks artifact_lineage retries caching kubernetes_required "
        "open_source"
    ),
    "kestra": "local_development dynamic_tasks kubernetes_required open_source managed_offering",
    "temporal": "local_development dynamic_tasks kubernetes_required open_source managed_offering",
    "sagemaker_pipelines": (
        "local_development caching cloud_scaling kubernetes_required managed_offering"
    ),
    "vertex_pipelines": (
        "local_development dynamic_tasks artifact_lineage caching kubernetes_required "
        "managed_offering"
    ),
    "azure_ml": "kubernetes_required managed_offering",
    "databricks_jobs": "kubernetes_required managed_offering",
    "step_functions": "kubernetes_required managed_offering",
    "mage": "local_development kubernetes_required open_source managed_offering",
    "none": "dynamic_tasks kubernetes_required",
}


def _ratings(kb: KnowledgeBase) -> Iterator[tuple[str, str, Correction]]:
    for name, each in kb.contenders.items():
        for criterion in CRITERIA:
            today = each.ratings[CriterionId(criterion)].current
            assert today is not None
            yield name, criterion, today


def test_the_contenders_stand_after_the_lessons_six(kb: KnowledgeBase) -> None:
    assert list(kb.contenders) == list(RATINGS)
    assert [each.place for each in kb.contenders.values()] == list(range(11, 22))
    assert not any(each.is_in_lesson for each in kb.contenders.values())


def test_the_ratings_are_those_of_the_facts(kb: KnowledgeBase) -> None:
    found: dict[str, list[int]] = {}
    for name, _, today in _ratings(kb):
        found.setdefault(name, []).append(today.value)
    assert found == RATINGS


def test_48_of_110_ratings_rest_on_a_source_and_62_on_background_knowledge(
    kb: KnowledgeBase,
) -> None:
    cited: dict[str, list[str]] = {}
    unverified = 0
    for name, criterion, today in _ratings(kb):
        if today.source == "background_knowledge":
            unverified += 1
        else:
            cited.setdefault(name, []).append(criterion)
    assert {name: " ".join(criteria) for name, criteria in cited.items()} == CITED
    assert sum(len(criteria) for criteria in cited.values()) == 48
    assert unverified == 62


def test_what_was_not_verified_has_the_grade_unknown_and_the_rest_a_better_one(
    kb: KnowledgeBase,
) -> None:
    for _, _, today in _ratings(kb):
        is_unverified = today.source == "background_knowledge"
        assert (kb.source(today.source).grade is Grade.U) == is_unverified


@pytest.mark.parametrize("letter", SCORES)
def test_the_weights_give_the_scores_of_the_facts(kb: KnowledgeBase, letter: str) -> None:
    [archetype] = [each for each in kb.archetypes if each.letter == letter]
    points = [
        sum(
            weight * each.ratings[criterion].in_edition(Edition.CURRENT)
            for criterion, weight in archetype.weights.items()
        )
        for each in kb.contenders.values()
    ]
    assert [f"{each // 100}.{each % 100:02}" for each in points] == SCORES[letter].split()


def test_the_verdicts_on_lock_in_are_high_only_for_the_services_of_one_cloud(
    kb: KnowledgeBase,
) -> None:
    assert {name: each.lock_in.verdict for name, each in kb.contenders.items()} == LOCK_IN
    assert all(each.lock_in.reasons for each in kb.contenders.values())


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_on_a_contender_is_known_from_the_sources(
    kb: KnowledgeBase, name: str
) -> None:
    texts = " ".join(_texts(kb.contenders[AlternativeId(name)]))
    assert re.findall(r"\d(?:[\d.,-]*\d)?", texts) == FIGURES[name].split()


def _texts(contender: Alternative) -> Iterator[str]:
    profile = contender.profile
    for claim in (
        *profile.history,
        *profile.strengths,
        *profile.weaknesses,
        profile.best_for,
        *profile.changes,
        *contender.use_if,
        *contender.lock_in.reasons,
    ):
        yield claim.text
    for rating in contender.ratings.values():
        assert rating.current is not None
        yield rating.current.reason


def test_only_the_cells_that_were_read_of_are_filled(kb: KnowledgeBase) -> None:
    assert {name: " ".join(each.features) for name, each in kb.contenders.items()} == FEATURES
    for each in kb.contenders.values():
        for feature in each.features.values():
            assert feature.current is not None
            assert kb.source(feature.current.source).grade in {Grade.A, Grade.B}


def test_no_contender_is_called_best_by_the_lesson_but_to_have_no_orchestrator_is(
    kb: KnowledgeBase,
) -> None:
    assert {
        name
        for name, each in kb.contenders.items()
        if "lesson" in {claim.source for claim in (each.profile.best_for, *each.use_if)}
    } == {"none"}


def test_when_to_take_a_contender_is_judged_here_or_not_verified(kb: KnowledgeBase) -> None:
    for name, each in kb.contenders.items():
        claims = [each.profile.best_for, *each.use_if]
        if each.lock_in.verdict != "not_in_source":
            claims += each.lock_in.reasons
        grades = {kb.source(claim.source).grade for claim in claims if claim.source != "lesson"}
        assert grades <= {Grade.J, Grade.U}, name


def test_ten_can_be_switched_into_the_ranking_and_none_cannot(kb: KnowledgeBase) -> None:
    ranked = list(kb.with_contenders().alternatives)
    assert ranked == [*kb.alternatives, *(name for name in RATINGS if name != NO_ORCHESTRATOR)]
    assert len(ranked) == 16
    assert len(kb.alternatives) == 6


def test_all_seventeen_are_found_by_id(kb: KnowledgeBase) -> None:
    for name in (*kb.alternatives, *kb.contenders):
        assert kb.described(name).id == name
    with pytest.raises(KeyError):
        kb.described(AlternativeId("luigi"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hera", "argo_workflows"),
        ("union", "flyte"),
        ("sagemaker", "sagemaker_pipelines"),
        ("vertex ai pipelines", "vertex_pipelines"),
        ("agent platform pipelines", "vertex_pipelines"),
        ("composer", "airflow"),
        ("kfp", "kubeflow_pipelines"),
        ("databricks", "databricks_jobs"),
        ("github actions", "none"),
        ("cron", "none"),
        ("hamilton", "hamilton"),
    ],
)
def test_what_people_type_means_one(kb: KnowledgeBase, typed: str, meant: str) -> None:
    named: list[Alternative | KnownName] = [
        *kb.alternatives.values(),
        *kb.contenders.values(),
        *kb.names,
    ]
    assert [each.id for each in named if typed in each.also_called] == [meant]


def test_a_name_that_is_not_rated_says_why(kb: KnowledgeBase) -> None:
    assert [each.id for each in kb.names] == [
        "ray",
        "hamilton",
        "kedro",
        "mlflow",
        "seldon_core",
        "evidently",
        "luigi",
        "clearml",
        "valohai",
        "dvc",
        "tekton",
        "cadence",
        "conductor",
        "nifi",
        "oozie",
    ]
    unchecked = {
        each.id for each in kb.names if each.why_not_rated.source == "background_knowledge"
    }
    for each in kb.names:
        says = "Not rated here: nothing about it has been checked."
        assert (each.why_not_rated.text == says) == (each.id in unchecked)
    assert {each.id for each in kb.names} - unchecked == {
        "ray",
        "hamilton",
        "kedro",
        "mlflow",
        "seldon_core",
        "evidently",
        "tekton",
    }
