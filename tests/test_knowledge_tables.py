"""What the facts say, against the lesson's tables and the sources, typed here once more."""

import re
from collections.abc import Iterator

import pytest

from knowledge.schema import Alternative, AlternativeId, FeatureId, KnowledgeBase, SourceId

ALTERNATIVES = ["airflow", "prefect", "kubeflow_pipelines", "metaflow", "zenml", "dagster"]

CELLS = """
local_development | Painful | Excellent | Painful | Excellent | Good | Good
dynamic_tasks | Limited | Full | Moderate | foreach only | Good | Good
container_isolation | No | Optional | Yes | Optional | Optional | Optional
artifact_lineage | No | Basic | Full (MLMD) | Good | Good | Excellent
retries | Verbose | Trivial | Component-level | @retry decorator | Step-level | Policy-based
caching | No | Input hash | Full | No built-in | Input hash | Asset-level
experiment_tracking | Plugin | Plugin | Built-in | Via integrations | Via stack | Plugin
cloud_scaling | Worker-based | Worker-based | Pod-per-step | @batch / @k8s | Via orchestrator \
| Worker-based
kubernetes_required | No | No | Yes | No | No | No
open_source | Yes | Yes | Yes | Yes | Yes | Yes
managed_offering | Astronomer, MWAA, Composer | Prefect Cloud | Vertex AI | Outerbounds \
| ZenML Cloud | Dagster Cloud
"""
CELLS_TODAY = {
    ("airflow", "dynamic_tasks"): "Task mapping at run time",
    ("airflow", "artifact_lineage"): "Asset graph; hook lineage is experimental",
    ("airflow", "retries"): "Retries with backoff, and policies by exception",
    ("airflow", "managed_offering"): (
        "Astronomer Astro, Amazon MWAA, Google Managed Service for Apache Airflow"
    ),
    ("prefect", "artifact_lineage"): "Assets, in Prefect Cloud only",
    ("prefect", "caching"): "By inputs, code and run; off until results are persisted",
    ("prefect", "managed_offering"): "Prefect Cloud, in five plans",
    ("kubeflow_pipelines", "local_development"): "Runs locally without a cluster",
    ("kubeflow_pipelines", "artifact_lineage"): "Full; its store MLMD is to be replaced",
    ("kubeflow_pipelines", "experiment_tracking"): (
        "Limited run comparison; an MLflow plugin is in the backend's code"
    ),
    ("kubeflow_pipelines", "managed_offering"): (
        "Google Agent Platform Pipelines (formerly Vertex AI Pipelines)"
    ),
    ("metaflow", "dynamic_tasks"): "foreach, conditional branches, recursion",
    ("metaflow", "cloud_scaling"): "AWS Batch, or Kubernetes on any cloud",
    ("metaflow", "kubernetes_required"): (
        "Not on AWS Batch; yes on Azure, Google Cloud and own servers"
    ),
    ("zenml", "dynamic_tasks"): "Pipelines can be declared dynamic",
    ("zenml", "managed_offering"): "ZenML Pro",
    ("dagster", "managed_offering"): "Dagster+",
}
LOCK_IN = {
    "airflow": "low",
    "prefect": "low_medium",
    "kubeflow_pipelines": "medium",
    "metaflow": "medium",
    "zenml": "low",
    "dagster": "not_in_source",
}
WEIGHTS = {
    "startup": {
        "learning_curve": 30,
        "local_development": 25,
        "ml_features": 20,
        "kubernetes_not_required": 15,
        "community": 10,
    },
    "growth": {
        "ml_features": 25,
        "lineage": 20,
        "observability": 20,
        "dynamic_pipelines": 20,
        "learning_curve": 15,
    },
    "enterprise": {
        "portability": 25,
        "enterprise_support": 20,
        "lineage": 20,
        "community": 20,
        "ml_features": 15,
    },
}
RANGES = {
    "startup": (5, 10, 1, 3),
    "growth": (20, 50, 10, 50),
    "enterprise": (50, None, 100, None),
}
SCORES = {
    "startup": ["2.8", "4.1", "1.9", "4.3", "3.4", "3.2"],
    "growth": ["2.3", "3.3", "4.0", "3.2", "3.9", "3.6"],
    "enterprise": ["4.0", "3.4", "3.7", "2.9", "3.8", "3.6"],
}
SOURCES = """
lesson 2024 J
agent_platform_metadata 2026 A
agent_platform_pipelines 2026 A
kubeflow_pipelines_readme 2026-08-21 A
metaflow_infrastructure 2026-03-18 A
background_knowledge 2026-11-22 U
noted_packages 2026-11-22 J
project_judgement 2026-11-22 J
lesson_recomputed 2026-11-22 A
lesson_costs_recomputed 2026-11-22 J
airflow_beside_prefect 2026-11-22 A
airflow_config 2026-11-22 A
airflow_core 2026-11-22 A
airflow_dag_versions 2026 A
airflow_events 2026 A
airflow_executors 2026-11-22 A
airflow_gpu 2026-11-22 J
airflow_languages 2026-10 A
airflow_lineage 2025-2026 A
airflow_local 2025 A
airflow_managed 2026-11-22 B
airflow_mapped_tasks 2026-11-22 A
airflow_package 2026-11-22 A
airflow_project 2026-11-22 A
airflow_releases 2026-11-22 A
airflow_retries 2026-11-22 A
airflow_upgrading 2026-11-22 A
airflow_versions 2026-11-22 A
prefect_absence 2026-11-22 J
prefect_assets 2026-08-21 A
prefect_caching 2026-08-21 A
prefect_limits 2026-08-21 A
prefect_managed 2026-08-21 A
prefect_package 2026-11-22 A
prefect_plans 2026-08-21 A
prefect_pricing_model 2026-08-21 B
prefect_releases 2026-11-22 A
prefect_retries 2026-11-22 A
prefect_security 2026-08-21 A
prefect_server 2026-08-21 A
prefect_telemetry 2026-08-21 A
prefect_three 2026-08-21 A
prefect_work_pools 2026-08-21 A
kfp_accelerators 2026-08-21 A
kfp_caching 2026-08-21 A
kfp_changelog 2026-08-21 A
kfp_control_flow 2026-11-22 A
kfp_local_run 2026-11-22 A
kfp_mlflow 2026-08-21 A
kfp_mlmd_removal 2026-08-21 A
kfp_releases 2026-11-22 A
kubeflow_governance 2026-08-21 B
kubeflow_run_trigger 2026-08-21 A
metaflow_absence 2026-11-22 J
metaflow_basics 2026-03-18 A
metaflow_devstack 2026-11-22 A
metaflow_documentation 2026-03-18 A
metaflow_gpu 2026-03-18 A
metaflow_move 2026-11-22 J
metaflow_outerbounds 2026-11-22 A
metaflow_plugins 2026-11-22 A
metaflow_releases 2026-11-22 A
metaflow_resuming 2026-03-18 A
metaflow_scheduling 2026-11-22 A
metaflow_secrets 2026-03-18 A
zenml_caching 2026 A
zenml_deployers 2026-11-22 A
zenml_metadata 2026-11-22 A
zenml_package 2026-11-22 A
zenml_pro 2026 A
zenml_releases 2026-11-22 A
zenml_telemetry 2026-11-22 A
dagster_access 2026 A
dagster_credits 2026 B
dagster_package 2026-11-22 A
dagster_plus 2026 A
dagster_releases 2026-11-22 A
dagster_tracking 2026-11-22 J
flyte_readme 2026-08-21 A
flyte_releases 2026-11-22 A
flyte_sdk 2026-08-21 A
argo_documentation 2026-08-21 A
argo_features 2026-08-21 A
argo_releases 2026-08-21 A
kestra_readme 2024-12-20 A
kestra_releases 2026-11-22 A
temporal_documentation 2026-11-22 A
temporal_releases 2026-11-22 A
sagemaker_documentation 2026 B
sagemaker_releases 2026-11-22 A
vertex_releases 2026-11-22 A
azure_ml_documentation 2026-11-22 U
azure_ml_package 2026-11-22 A
databricks_releases 2026-11-22 A
databricks_triggers 2026 A
step_functions_pricing undated B
mage_readme 2026-11-22 A
github_limits 2026 B
"""
"""Those that an alternative or contender declares, and the shared ones that most rest on."""
FIGURES = {
    "airflow": (
        "2014 2015 2016 2019"  # begun, open source, incubator, top-level project
        " 3 1.10 2021-06-17 2 2026-04-22 2 3"  # supported, and the ends of support
        " 3.3.2 2026-09-17 3.0.0 2025-04-22 2 2.11.2 2026-03-14"  # releases
        " 3.0 2 3.3.2 3.0"  # removed, REST API, loops, versions of DAGs
        " 2.0 2 3.2 3.3 3.4 2.10 3.3.2"  # licence, WSL2, teams, languages, usage collection
        " 3.0"  # what it removed
    ),
    "prefect": (
        "2 2022 3.0.0 2024-09-03 3.9.1 2026-10-30 3.0 1 1"
        " 2.0 3.11 24"  # licence, Python, hours of a run
        " 625 1,250 2,500 5,000 2,000 2,800 8,000 40,000 7 7 14 30"  # limits of the plans
        " 14.9 10 1"  # PostgreSQL, heartbeat, DO_NOT_TRACK
    ),
    "kubeflow_pipelines": (
        "2023-07-23 2.17.3 2026-10-22 2.17.0 2026-07-08 2.17 2.0 3.7 4.0 8 2.17"
    ),
    "metaflow": "2.19.39 2026-09-02 2025 2.0",
    "zenml": "0 0.98.0 2026-10-14 0.98.0 2.0 0.99.0",
    "dagster": "2.0 1.13.29 2026-11-05 1.13.0 2026-04-09 2.0 2 1 0",
}
"""Every figure in the profiles and lock-in reasons, in their order."""


def test_the_feature_table_is_the_lessons(kb: KnowledgeBase) -> None:
    rows = [line.split(" | ") for line in CELLS.strip().splitlines()]
    assert [row.id for row in kb.features] == [row for row, *_ in rows]
    for row, *cells in rows:
        printed = [each.features[FeatureId(row)].lesson for each in kb.alternatives.values()]
        assert printed == cells, row


def test_these_cells_of_the_feature_table_have_changed(kb: KnowledgeBase) -> None:
    assert {
        (name, row): feature.current.text
        for name, each in kb.alternatives.items()
        for row, feature in each.features.items()
        if feature.current is not None
    } == CELLS_TODAY


def test_the_verdicts_on_lock_in_are_the_lessons(kb: KnowledgeBase) -> None:
    assert {name: each.lock_in.verdict for name, each in kb.alternatives.items()} == LOCK_IN


def test_the_kinds_of_team_and_their_weights_are_the_lessons(kb: KnowledgeBase) -> None:
    assert {each.id: each.weights for each in kb.archetypes} == WEIGHTS
    assert {
        each.id: (
            each.team_size.from_,
            each.team_size.to,
            each.model_count.from_,
            each.model_count.to,
        )
        for each in kb.archetypes
    } == RANGES


def test_the_published_scores_are_the_printed_ones(kb: KnowledgeBase) -> None:
    assert {
        each.id: [each.published_scores[AlternativeId(name)] for name in ALTERNATIVES]
        for each in kb.archetypes
    } == SCORES


def test_every_source_has_the_date_and_grade_of_what_was_read(kb: KnowledgeBase) -> None:
    wanted = SOURCES.strip().splitlines()
    own = {name: s for e in _described(kb) for name, s in e.sources.items()}
    shared = {line.split()[0] for line in wanted} - set(own)
    sources = own | {name: kb.sources[SourceId(name)] for name in shared}
    found = [f"{name} {source.as_of} {source.grade.value}" for name, source in sources.items()]
    assert sorted(found) == sorted(wanted)


def _described(kb: KnowledgeBase) -> Iterator[Alternative]:
    yield from kb.alternatives.values()
    yield from kb.contenders.values()


@pytest.mark.parametrize("name", ALTERNATIVES)
def test_every_figure_in_a_profile_is_known_from_the_sources(kb: KnowledgeBase, name: str) -> None:
    texts = " ".join(_texts(kb.alternatives[AlternativeId(name)]))
    assert re.findall(r"\d(?:[\d.,-]*\d)?", texts) == FIGURES[name].split()


def _texts(alternative: Alternative) -> Iterator[str]:
    profile = alternative.profile
    for claim in (
        *profile.history,
        *profile.strengths,
        *profile.weaknesses,
        profile.best_for,
        *profile.changes,
        *alternative.lock_in.reasons,
    ):
        yield claim.text
