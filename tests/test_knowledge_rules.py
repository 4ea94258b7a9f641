from pathlib import Path

import pytest

from knowledge.integrity import problems
from knowledge.loader import load
from knowledge.schema import AlternativeId
from tests.broken_facts import Break, copy_facts, edit, line_of, problems_in
from tests.facts import KB


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_facts(tmp_path / "knowledge")


BREACHES = [
    Break(
        "criteria.yaml",
        "- id: lineage",
        "- id: observability",
        "- id: observability\n  name: Artifact",
        "the id observability is taken above; choose another",
    ),
    Break(
        "questions.yaml",
        "    - id: strong",
        "    - id: some",
        "    - id: some\n      label: Strong",
        "the id some is taken above; choose another",
    ),
    Break(
        "alternatives/zenml.yaml",
        "place: 5",
        "place: 4",
        "place: 4",
        "place 4 is taken by metaflow; choose another",
    ),
    Break(
        "archetypes.yaml",
        "ml_features: 25",
        "ml_features: 20",
        "  weights:\n    ml_features: 20",
        "the weights of growth sum to 95; make them sum to 100",
    ),
    Break(
        "archetypes.yaml",
        "observability: 20",
        "observabilty: 20",
        "observabilty: 20",
        "observabilty is no criterion; write one of learning_curve, ml_features, "
        "dynamic_pipelines, kubernetes_not_required, portability, community, observability, "
        "local_development, enterprise_support, lineage",
    ),
    Break(
        "archetypes.yaml",
        '    metaflow: "4.3"\n',
        "",
        "published_scores:",
        "published_scores.metaflow is missing; write it",
    ),
    Break(
        "archetypes.yaml",
        'metaflow: "4.3"',
        'metaflow: "4.3"\n    flyte: "4.3"',
        "flyte:",
        "published_scores.flyte is not known; write one of airflow, prefect, kubeflow_pipelines, "
        "metaflow, zenml, dagster",
    ),
    Break(
        "archetypes.yaml",
        "{from: 5, to: 10}",
        "{from: 10, to: 5}",
        "{from: 10, to: 5}",
        "the range ends at 5, before 10; exchange the two",
    ),
    Break(
        "archetypes.yaml",
        "source: lesson",
        "source: lessen",
        "source: lessen",
        "lessen is no source; correct it, or add it to sources.yaml",
    ),
    Break(
        "alternatives/airflow.yaml",
        "  community: {lesson: 5}\n",
        "",
        "ratings:\n",
        "ratings.community is missing; write it",
    ),
    Break(
        "alternatives/airflow.yaml",
        '  open_source: {lesson: "Yes"}\n',
        "",
        "features:\n",
        "features.open_source is missing; write it",
    ),
    Break(
        "alternatives/airflow.yaml",
        "      value: 3",
        "      value: 2",
        "current:\n      value: 2",
        "today's rating equals the lesson's; remove current, or change its value",
    ),
    Break(
        "alternatives/airflow.yaml",
        "source: airflow_project",
        "source: airflow_projects",
        "source: airflow_projects",
        "airflow_projects is no source; correct it, or add it to the sources of this file or to "
        "sources.yaml",
    ),
    Break(
        "alternatives/airflow.yaml",
        "source: airflow_retries",
        "source: lesson",
        "  airflow_retries:",
        "no statement cites airflow_retries; cite or remove it",
    ),
    Break(
        "alternatives/airflow.yaml",
        "sources:\n",
        "sources:\n  lesson: {title: Another, as_of: undated, grade: U}\n",
        "  lesson: {title",
        "lesson is also in sources.yaml; remove one, or choose another id",
    ),
    Break(
        "sources.yaml",
        "  lesson:",
        "  lessons:",
        "sources:\n",
        "the source lesson is missing; write it",
    ),
    Break(
        "constraints.yaml",
        "source: metaflow_infrastructure",
        "source: metaflow_basic",
        "source: metaflow_basic",
        "metaflow_basic is no source; correct it, or add it to sources.yaml",
    ),
    Break(
        "decision_tree.yaml",
        "source: lesson",
        "source: airflow_projects",
        "source: airflow_projects",
        "airflow_projects is no source; correct it, or add it to sources.yaml",
    ),
    Break(
        "questions.yaml",
        "quick_picks: [3, 8",
        "quick_picks: [0, 8",
        "quick_picks: [0, 8",
        "the quick pick 0 is refused as an answer; write a whole number from 1 to 100000",
    ),
    Break(
        "questions.yaml",
        "just me: 1,",
        "just me: 0,",
        "just me: 0,",
        "'just me' says 0, which is refused as an answer; write a whole number from 1 to 100000",
    ),
    Break(
        "questions.yaml",
        " weekly: 1, once a week: 1,",
        " weekly: 1, run daily: 1,",
        " weekly: 1, run daily: 1,",
        "'run daily' already means runs_per_week 7; keep it in one place",
    ),
    Break(
        "questions.yaml",
        "  maximum: 5\n",
        "  maximum: -1\n",
        "  maximum: -1\n",
        "maximum -1 is below minimum 0; correct one",
    ),
    Break(
        "questions.yaml",
        "I read {read} engineers; a team",
        "I read {number} engineers; a team",
        "too_small: I read {number}",
        "too_small holds number; the placeholders are {read}",
    ),
    Break(
        "questions.yaml",
        "that I take is {maximum}",
        "that I take is {maximum:,}",
        "{maximum:,}",
        "too_large holds {maximum} with a format; the placeholders are {maximum}, {read}",
    ),
    Break(
        "questions.yaml",
        "I read {read} models; a team",
        "I read {read models; a team",
        "{read models",
        "too_small holds an unpaired brace; the placeholders are {read}",
    ),
    Break(
        "questions.yaml",
        'some k8s, "some {}"',
        'no k8s, "some {}"',
        'no k8s, "some {}"',
        "'no k8s' already means kubernetes_skill none; keep it in one place",
    ),
    Break(
        "questions.yaml",
        "names: [google, alphabet]",
        "names: [microsoft]",
        "names: [microsoft, ms",
        "'microsoft' already means cloud gcp; keep it in one place",
    ),
    Break(
        "questions.yaml",
        "says: [pipeline, pipelines",
        "says: [models, pipelines",
        "says: [models, pipelines",
        "'models' already means model_count; keep it in one place",
    ),
    Break(
        "questions.yaml",
        "          aws, amazon web services,",
        "          AWS, amazon web services,",
        "          AWS, amazon web services,",
        "'AWS' is not in lower case; write 'aws'",
    ),
    Break(
        "questions.yaml",
        "          aws, amazon web services,",
        "          on--prem, aws,",
        "          on premises, on premise, on prem,",
        "'on prem' already means cloud aws; keep it in one place",
    ),
    Break(
        "questions.yaml",
        "          aws, amazon web services,",
        "          own  data-center, aws,",
        "own datacentre, own data center,",
        "'own data center' already means cloud aws; keep it in one place",
    ),
    Break(
        "questions.yaml",
        "          aws, amazon web services,",
        "          dont know kubernetes, aws,",
        "          dont know kubernetes, aws,",
        "'dont know kubernetes' already means kubernetes_skill none; keep it in one place",
    ),
    Break(
        "questions.yaml",
        "          aws, amazon web services,",
        "          on premises, aws,",
        "          on premises, on premise, on prem,",
        "'on premises' already means cloud aws; keep it in one place",
    ),
    Break(
        "questions.yaml",
        "          azure, microsoft azure,",
        "          azure, google cloud,",
        "          azure, google cloud,",
        "'google cloud' already means cloud gcp; keep it in one place",
    ),
    Break(
        "questions.yaml",
        "          aws, amazon web services,",
        "          team, aws,",
        "          team, aws,",
        "'team' already means team_size; keep it in one place",
    ),
    Break(
        "decision_tree.yaml",
        "slot: mid_project",
        "slot: midproject",
        "slot: midproject",
        "midproject is no slot; write one of team_size, model_count, kubernetes_skill, cloud, "
        "current_orchestrator, dominant_skill, pipelines, runs_per_week, pain, portability, "
        "lineage, isolation, shared_etl, dynamic_pipelines, mid_project, outgrown_signals, "
        "compliance, self_host, engineer_cost",
    ),
    Break(
        "constraints.yaml",
        "is: [gcp,",
        "is: [google,",
        "is: [google,",
        "google is no option of cloud; write one of aws, gcp, azure, multi, on_premises",
    ),
    Break(
        "constraints.yaml",
        "is: [gcp,",
        "is: [undecided,",
        "is: [undecided,",
        "undecided says that cloud is not known, which satisfies no test; remove it",
    ),
    Break(
        "decision_tree.yaml",
        '{slot: mid_project, is: ["yes"]}',
        "{slot: mid_project}",
        "{slot: mid_project}",
        "the test says nothing; write is, less_than, at_least or known",
    ),
    Break(
        "decision_tree.yaml",
        '{slot: mid_project, is: ["yes"]}',
        "{slot: mid_project, at_least: 1}",
        "{slot: mid_project, at_least: 1}",
        "mid_project is no number; test it with is: yes, no",
    ),
    Break(
        "decision_tree.yaml",
        "{slot: team_size, at_least: 5}",
        "{slot: team_size, is: [small]}",
        "{slot: team_size, is: [small]}",
        "team_size is a number; test it with less_than or at_least",
    ),
    Break(
        "decision_tree.yaml",
        "{slot: team_size, at_least: 5}",
        "{slot: team_size, at_least: 5, less_than: 5}",
        "{slot: team_size, at_least: 5, less_than: 5}",
        "no number is at least 5 and less than 5; correct one",
    ),
    Break(
        "decision_tree.yaml",
        "{slot: outgrown_signals, less_than: 3}",
        "{slot: outgrown_signals, less_than: 0}",
        "{slot: outgrown_signals, less_than: 0}",
        "less_than 0 does not part the answers 0 to 5; write a whole number from 1 to 5",
    ),
    Break(
        "decision_tree.yaml",
        "{slot: outgrown_signals, at_least: 3}",
        "{slot: outgrown_signals, at_least: 30}",
        "{slot: outgrown_signals, at_least: 30}",
        "at_least 30 does not part the answers 0 to 5; write a whole number from 1 to 5",
    ),
    Break(
        "decision_tree.yaml",
        "{slot: outgrown_signals, less_than: 3}",
        "{slot: outgrown_signals, less_than: 6}",
        "{slot: outgrown_signals, less_than: 6}",
        "less_than 6 does not part the answers 0 to 5; write a whole number from 1 to 5",
    ),
    Break(
        "decision_tree.yaml",
        "{slot: team_size, at_least: 5}",
        "{slot: team_size, at_least: 1}",
        "{slot: team_size, at_least: 1}",
        "at_least 1 does not part the answers 1 to 100000; write a whole number from 2 to 100000",
    ),
    Break(
        "decision_tree.yaml",
        "alternative: zenml",
        "alternative: zen",
        "alternative: zen",
        "zen is no alternative; write one of airflow, prefect, kubeflow_pipelines, metaflow, "
        "zenml, dagster",
    ),
    Break(
        "decision_tree.yaml",
        "alternative: zenml",
        "alternative: flyte",
        "alternative: flyte",
        "flyte is no alternative; write one of airflow, prefect, kubeflow_pipelines, metaflow, "
        "zenml, dagster",
    ),
    Break(
        "decision_tree.yaml",
        "only: [zenml, dagster]",
        "only: [zenml, luigi]",
        "only: [zenml, luigi]",
        "luigi is no alternative; write one of airflow, prefect, kubeflow_pipelines, metaflow, "
        "zenml, dagster, flyte, argo_workflows, kestra, temporal, sagemaker_pipelines, "
        "vertex_pipelines, azure_ml, databricks_jobs, step_functions, mage",
    ),
    Break(
        "decision_tree.yaml",
        "beside: prefect",
        "beside: airflow",
        "beside: airflow",
        "an alternative stands beside itself; write another one, or remove beside",
    ),
    Break(
        "constraints.yaml",
        "alternative: metaflow",
        "alternative: luigi",
        "alternative: luigi",
        "luigi is no alternative; write one of airflow, prefect, kubeflow_pipelines, metaflow, "
        "zenml, dagster, flyte, argo_workflows, kestra, temporal, sagemaker_pipelines, "
        "vertex_pipelines, azure_ml, databricks_jobs, step_functions, mage",
    ),
    Break(
        "constraints.yaml",
        "alternative: argo_workflows",
        "alternative: none",
        "alternative: none",
        "none is no alternative; write one of airflow, prefect, kubeflow_pipelines, metaflow, "
        "zenml, dagster, flyte, argo_workflows, kestra, temporal, sagemaker_pipelines, "
        "vertex_pipelines, azure_ml, databricks_jobs, step_functions, mage",
    ),
    Break(
        "contenders/flyte.yaml",
        "place: 11",
        "place: 6",
        "place: 6",
        "place 6 is taken by dagster; choose another",
    ),
    Break(
        "contenders/mage.yaml",
        "place: 20",
        "place: 11",
        "place: 11",
        "place 11 is taken by flyte; choose another",
    ),
    Break(
        "names.yaml",
        "- id: luigi",
        "- id: mage",
        "- id: mage",
        "the id mage is taken in contenders/mage.yaml; choose another",
    ),
    Break(
        "names.yaml",
        "also_called: [luigi]",
        "also_called: [luigi, step-functions]",
        "also_called: [luigi, step-functions]",
        "'step-functions' already means step_functions; keep it in one place",
    ),
    Break(
        "contenders/vertex_pipelines.yaml",
        "  - vertex pipelines\n",
        "  - kfp\n",
        "  - kfp\n",
        "'kfp' already means kubeflow_pipelines; keep it in one place",
    ),
    Break(
        "contenders/flyte.yaml",
        "short_name: Flyte",
        "short_name: Astro",
        "short_name: Astro",
        "'Astro' already means airflow; keep it in one place",
    ),
    Break(
        "alternatives/prefect.yaml",
        "also_called: [prefect,",
        "also_called: [Prefect,",
        "also_called: [Prefect,",
        "'Prefect' is not in lower case; write 'prefect'",
    ),
    Break(
        "contenders/kestra.yaml",
        "  lineage:\n    current:\n      value: 2\n      reason: Not verified.\n"
        "      source: background_knowledge\n",
        "",
        "ratings:\n",
        "ratings.lineage is missing; write it",
    ),
    Break(
        "contenders/kestra.yaml",
        "  lineage:\n    current:\n",
        "  lineage:\n    lesson: 2\n    current:\n",
        "    lesson: 2\n",
        "the lesson does not know kestra; write current",
    ),
    Break(
        "contenders/kestra.yaml",
        "\nfeatures:\n",
        "\nfeatures:\n  retries: {lesson: Good}\n",
        "  retries: {lesson: Good}",
        "the lesson does not know kestra; write current",
    ),
    Break(
        "contenders/kestra.yaml",
        "\nfeatures:\n",
        "\nfeatures:\n  speed: {current: {text: Good, source: kestra_readme}}\n",
        "  speed: {current",
        "features.speed is not known; write one of local_development, dynamic_tasks, "
        "container_isolation, artifact_lineage, retries, caching, experiment_tracking, "
        "cloud_scaling, kubernetes_required, open_source, managed_offering",
    ),
    Break(
        "alternatives/airflow.yaml",
        "  dynamic_pipelines:\n    lesson: 2\n",
        "  dynamic_pipelines:\n",
        "  dynamic_pipelines:\n",
        "ratings.dynamic_pipelines.lesson is missing; write it",
    ),
    Break(
        "alternatives/airflow.yaml",
        "  dynamic_tasks:\n    lesson: Limited\n",
        "  dynamic_tasks:\n",
        "  dynamic_tasks:\n",
        "features.dynamic_tasks.lesson is missing; write it",
    ),
    Break(
        "decision_tree.yaml",
        "  when: {}",
        "  when: {all: [{slot: cloud, known: true}]}",
        "  when: {all: [{slot: cloud, known: true}]}",
        "the last node does not always hold; end with a node with an empty when",
    ),
    Break(
        "decision_tree.yaml",
        '      - {slot: dynamic_pipelines, is: ["yes"]}\n',
        "",
        "- id: N2b",
        "N2b is never reached: N2 holds whenever it does; move it up",
    ),
    Break(
        "constraints.yaml",
        "    all:\n      - {slot: kubernetes_skill, is: [none]}\n"
        "      - {slot: cloud, is: [aws, azure, multi, on_premises]}\n",
        "    all: []\n",
        "when:",
        "kubeflow_pipelines_needs_kubernetes rules kubeflow_pipelines out always; "
        "write a condition",
    ),
]


@pytest.mark.parametrize("broken", BREACHES, ids=lambda broken: broken.says[:40])
def test_a_breach_of_a_rule_is_reported(folder: Path, broken: Break) -> None:
    path = folder / broken.file
    edit(path, broken.old, broken.new)
    assert f"knowledge/{broken.file}:{line_of(path, broken.at)}: {broken.says}" in problems_in(
        folder
    )


def test_to_have_no_orchestrator_is_described(folder: Path) -> None:
    (folder / "contenders/none.yaml").unlink()
    assert "knowledge/contenders/none.yaml: the file is missing; add it" in problems_in(folder)


def test_a_contender_may_leave_out_features(folder: Path) -> None:
    edit(
        folder / "contenders/kestra.yaml",
        '  kubernetes_required: {current: {text: "No", source: kestra_readme}}\n',
        "",
    )
    assert "kubernetes_required" not in load(folder).contenders[AlternativeId("kestra")].features


def test_the_packaged_facts_breach_no_rule() -> None:
    assert problems(KB) == []


def test_zero_can_be_told_from_one_where_it_is_said_in_words(folder: Path) -> None:
    edit(
        folder / "decision_tree.yaml",
        "{slot: model_count, less_than: 3}",
        "{slot: model_count, less_than: 1}",
    )
    assert load(folder).tree[2].when.all[0].less_than == 1


def test_a_rule_is_left_out_where_a_file_that_it_reads_is_unread() -> None:
    bare = KB.model_copy(update={"criteria": ()})
    assert {problem.file for problem in problems(bare)} > {"archetypes.yaml"}
    assert problems(bare, unread={"criteria.yaml"}) == []
