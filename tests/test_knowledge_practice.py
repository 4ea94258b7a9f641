"""Rules on what is taught beside the choice, and on the sources of everything."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge.integrity import problems
from knowledge.integrity.citations import citations_exist, sources_are_cited
from knowledge.integrity.walk import every_fact
from knowledge.loader import PACKAGED, load
from knowledge.schema import Alternative, AlternativeId, KnowledgeBase, Test
from tests.broken_facts import Break, copy_facts, edit, line_of, problems_in

DESCRIBED = (
    "airflow, argo_workflows, azure_ml, dagster, databricks_jobs, flyte, kestra, "
    "kubeflow_pipelines, mage, metaflow, none, prefect, sagemaker_pipelines, step_functions, "
    "temporal, vertex_pipelines, zenml"
)
RANKABLE = (
    "airflow, prefect, kubeflow_pipelines, metaflow, zenml, dagster, flyte, argo_workflows, "
    "kestra, temporal, sagemaker_pipelines, vertex_pipelines, azure_ml, databricks_jobs, "
    "step_functions, mage"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_facts(tmp_path / "knowledge")


BREACHES = [
    Break(
        "traps.yaml",
        "- id: dag_complexity_creep",
        "- id: over_orchestration",
        "- id: over_orchestration\n  kind: anti_pattern\n  name: DAG",
        "the id over_orchestration is taken above; choose another",
    ),
    Break(
        "topics/process.yaml",
        "- id: process_alerts",
        "- id: process_code_review",
        '- id: process_code_review\n    title: "Build: alerts"',
        "the id process_code_review is taken above; choose another",
    ),
    Break(
        "costs.yaml",
        "      - id: database",
        "      - id: instances",
        "      - id: instances\n        name: RDS",
        "the id instances is taken above; choose another",
    ),
    Break(
        "evaluation.yaml",
        "- id: comparison",
        "- id: retries",
        "- id: retries\n        label: The metrics",
        "the id retries is taken above; choose another",
    ),
    Break(
        "evaluation.yaml",
        "- id: runs_that_failed",
        "- id: run_on",
        "- id: run_on\n        label: Last week's",
        "the id run_on is taken above; choose another",
    ),
    Break(
        "topics/monitoring.yaml",
        "place: 11",
        "place: 10",
        "place: 10",
        "place 10 is taken by interoperation; choose another",
    ),
    Break(
        "topics/monitoring.yaml",
        "also_called: [monitoring,",
        "also_called: [Monitoring,",
        "also_called: [Monitoring,",
        "'Monitoring' is not in lower case; write 'monitoring'",
    ),
    Break(
        "topics/monitoring.yaml",
        "also_called: [monitoring,",
        "also_called: [rules-of-thumb,",
        "also_called: [rules-of-thumb,",
        "'rules-of-thumb' already means heuristics; keep it in one place",
    ),
    Break(
        "topics/process.yaml",
        "    lesson: A failed pipeline raises an alert.\n",
        "",
        "- id: process_alerts",
        "process_alerts says nothing; write lesson, or current, or both",
    ),
    Break(
        "traps.yaml",
        "      - mage\n",
        "      - magic\n",
        "      - magic\n",
        f"magic is no alternative; write one of {DESCRIBED}",
    ),
    Break(
        "migrations.yaml",
        "    from: airflow",
        "    from: airflaw",
        "    from: airflaw",
        f"airflaw is no alternative; write one of {DESCRIBED}",
    ),
    Break(
        "migrations.yaml",
        "    to: kubeflow_pipelines",
        "    to: kubeflow",
        "    to: kubeflow",
        f"kubeflow is no alternative; write one of {DESCRIBED}",
    ),
    Break(
        "migrations.yaml",
        "    to: kubeflow_pipelines",
        "    to: prefect",
        "  - id: airflow_to_kubeflow_pipelines",
        "airflow_to_prefect leads from airflow to prefect too; keep one of them",
    ),
    Break(
        "costs.yaml",
        "    alternative: zenml",
        "    alternative: zen",
        "    alternative: zen\n",
        f"zen is no alternative; write one of {DESCRIBED}",
    ),
    Break(
        "costs.yaml",
        "    alternative: kestra",
        "    alternative: castro",
        "    alternative: castro",
        f"castro is no alternative; write one of {DESCRIBED}",
    ),
    Break(
        "traps.yaml",
        "is: [required, nice]",
        "is: [required, wish]",
        "is: [required, wish]",
        "wish is no option of portability; write one of required, nice, no",
    ),
    Break(
        "traps.yaml",
        "{slot: runs_per_week, less_than: 2}",
        "{slot: model_count, at_least: 3}",
        "    when:\n",
        "the risk of over_orchestration never holds: its tests exclude one another; correct one",
    ),
    Break(
        "cautions.yaml",
        "alternative: flyte",
        "alternative: none",
        "  alternative: none",
        f"none is no alternative; write one of {RANKABLE}",
    ),
    Break(
        "cautions.yaml",
        "{slot: kubernetes_skill, is: [strong]}",
        "{slot: cloud, is: [gcp]}",
        "  when:\n    all:\n      - {slot: cloud, is: [gcp]}\n    none",
        "kubeflow_pipelines_on_google_cloud never holds: its tests exclude one another; "
        "correct one",
    ),
    Break(
        "cautions.yaml",
        "is: [strict]",
        "is: [stern]",
        "is: [stern]",
        "stern is no option of compliance; write one of strict, normal",
    ),
    Break(
        "hybrid.yaml",
        '{slot: dynamic_pipelines, is: ["yes"]}',
        "{slot: dynamic_pipelines, at_least: 1}",
        "{slot: dynamic_pipelines, at_least: 1}",
        "dynamic_pipelines is no number; test it with is: yes, no",
    ),
    Break(
        "hybrid.yaml",
        '{slot: dynamic_pipelines, is: ["yes"]}',
        "{slot: current_orchestrator, is: [cron]}",
        "advised_when:",
        "this never holds: its tests exclude one another; correct one",
    ),
    Break(
        "sources.yaml",
        "sources:\n",
        "sources:\n  unused: {title: A page, as_of: undated, grade: U}\n",
        "  unused:",
        "no statement cites unused; cite or remove it",
    ),
    Break(
        "costs.yaml",
        "\nsources:\n",
        "\nsources:\n  prefect_assets: {title: A page, as_of: undated, grade: U}\n",
        "  prefect_assets:",
        "prefect_assets is also in alternatives/prefect.yaml; remove one, or choose another id",
    ),
    *(
        Break(
            file,
            "source: lesson",
            "source: lessen",
            "source: lessen",
            f"lessen is no source; correct it, or add it to {also}sources.yaml",
        )
        for file, also in [
            ("traps.yaml", ""),
            ("migrations.yaml", ""),
            ("evaluation.yaml", ""),
            ("hybrid.yaml", ""),
            ("archetypes.yaml", ""),
            ("costs.yaml", "the sources of this file or to "),
            ("topics/events.yaml", ""),
        ]
    ),
]


@pytest.mark.parametrize("broken", BREACHES, ids=lambda broken: f"{broken.file} {broken.says[:40]}")
def test_a_breach_of_a_rule_is_reported(folder: Path, broken: Break) -> None:
    path = folder / broken.file
    edit(path, broken.old, broken.new)
    assert f"knowledge/{broken.file}:{line_of(path, broken.at)}: {broken.says}" in problems_in(
        folder
    )


def test_a_task_may_have_the_id_of_an_item_of_the_checklist(folder: Path) -> None:
    edit(folder / "evaluation.yaml", "- id: run_on", "- id: resume")
    load(folder)


def test_a_label_fits_beside_a_checkbox(folder: Path) -> None:
    path = folder / "evaluation.yaml"
    edit(path, "label: Which run made which artifact", f"label: {'a' * 71}")
    line = line_of(path, "label: aaa")
    (problem,) = problems_in(folder)
    assert problem.startswith(f"knowledge/evaluation.yaml:{line}: ")
    assert problem.endswith("; write at most 70 characters")


def test_what_is_typed_for_one_topic_may_be_said_in_two_ways(folder: Path) -> None:
    edit(folder / "topics/monitoring.yaml", "[monitoring,", "[drift-webhook, monitoring,")
    load(folder)


@pytest.mark.parametrize(
    "file", sorted(str(path.relative_to(PACKAGED)) for path in PACKAGED.rglob("*.yaml"))
)
def test_a_file_that_cannot_be_read_raises_no_alarm_elsewhere(folder: Path, file: str) -> None:
    (folder / file).write_text("]")
    assert {problem.split(":")[0] for problem in problems_in(folder)} == {f"knowledge/{file}"}


def test_a_rule_is_left_out_where_what_it_reads_is_unread(kb: KnowledgeBase) -> None:
    bare = kb.model_copy(update={"topics": ()})
    assert problems(bare) != []
    assert problems(bare, unread={"topics/events.yaml"}) == []


def _without_sources(
    described: Mapping[AlternativeId, Alternative],
) -> dict[AlternativeId, Alternative]:
    return {i: each.model_copy(update={"sources": {}}) for i, each in described.items()}


def test_every_citation_in_the_files_is_walked_over(kb: KnowledgeBase) -> None:
    citation = re.compile(r"(?:^|[{,])\s*source: [a-z0-9_]+(?=\s*(?:$|[,}]))", re.MULTILINE)
    written = sum(len(citation.findall(path.read_text())) for path in PACKAGED.rglob("*.yaml"))
    bare = kb.model_copy(
        update={
            "sources": {},
            "alternatives": _without_sources(kb.alternatives),
            "contenders": _without_sources(kb.contenders),
            "costs": kb.costs.model_copy(update={"sources": {}}),
        }
    )
    assert len(list(citations_exist(bare))) == written


def test_every_condition_in_the_files_is_walked_over(kb: KnowledgeBase) -> None:
    written = sum(
        len(re.findall(r"\bslot: [a-z]", path.read_text())) for path in PACKAGED.rglob("*.yaml")
    )
    assert len([fact for _, _, fact in every_fact(kb) if isinstance(fact, Test)]) == written


def test_a_place_in_a_file_is_named_as_it_is_written(kb: KnowledgeBase) -> None:
    keys = {key for _, path, _ in every_fact(kb) for key in path if isinstance(key, str)}
    assert {key for key in keys if key.endswith("_")} == set()


def test_the_lesson_needs_no_citation(kb: KnowledgeBase) -> None:
    lists = (
        "criteria",
        "archetypes",
        "tree",
        "constraints",
        "cautions",
        "names",
        "topics",
        "traps",
    )
    parts = dict.fromkeys(lists, ())
    singles = dict.fromkeys(("migrations", "evaluation", "hybrid", "costs"))
    unread: dict[str, object] = {**parts, **singles, "alternatives": {}, "contenders": {}}
    unused = {problem.path[-1] for problem in sources_are_cited(kb.model_copy(update=unread))}
    assert unused == set(kb.sources) - {"lesson"}


def test_a_source_is_found_wherever_it_is_declared(kb: KnowledgeBase) -> None:
    assert kb.source(next(iter(kb.costs.sources))).title
    prefect = kb.alternatives[AlternativeId("prefect")]
    assert kb.source(next(iter(prefect.sources))) == next(iter(prefect.sources.values()))


# Examples


def test_a_statement_is_shown_by_code_that_is_there(folder: Path, kb: KnowledgeBase) -> None:
    edit(folder / "topics/events.yaml", "example: dagster_sensor", "example: dagster_sensors")
    line = line_of(folder / "topics/events.yaml", "example: dagster_sensors")
    says = f"dagster_sensors is no example; write one of {', '.join(kb.examples)}"
    assert f"knowledge/topics/events.yaml:{line}: {says}" in problems_in(folder)


def test_code_before_a_step_is_there_too(folder: Path, kb: KnowledgeBase) -> None:
    edit(folder / "migrations.yaml", "before: airflow_training", "before: airflow_train")
    line = line_of(folder / "migrations.yaml", "before: airflow_train\n")
    says = f"airflow_train is no example; write one of {', '.join(kb.examples)}"
    assert f"knowledge/migrations.yaml:{line}: {says}" in problems_in(folder)


def test_code_to_which_nothing_leads_is_reported(folder: Path) -> None:
    edit(folder / "topics/events.yaml", "    example: dagster_sensor\n", "")
    line = line_of(folder / "examples.yaml", "- id: dagster_sensor")
    says = "nothing names the example dagster_sensor; name it in a statement, or remove it"
    assert problems_in(folder) == [f"knowledge/examples.yaml:{line}: {says}"]


def test_an_example_is_described_once(folder: Path) -> None:
    edit(folder / "examples.yaml", "- id: dagster_sensor", "- id: prefect_task")
    says = "the id prefect_task is taken above; choose another"
    assert [each for each in problems_in(folder) if each.endswith(says)]


def test_code_that_is_not_described_is_reported(folder: Path) -> None:
    (folder / "examples/stray.py").write_text("")
    says = "examples.yaml names no such file; describe it there or remove it"
    assert problems_in(folder) == [f"knowledge/examples/stray.py: {says}"]


def test_code_that_is_missing_is_reported(folder: Path) -> None:
    (folder / "examples/dagster_sensor.py").unlink()
    assert problems_in(folder) == [
        "knowledge/examples/dagster_sensor.py: the file is missing; add it"
    ]
