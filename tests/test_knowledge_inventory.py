"""All 27 groups of what the lesson knows are in the knowledge base, in their exact numbers."""

import re
from collections import Counter

from knowledge.integrity.walk import every_fact
from knowledge.schema import (
    Claim,
    CostVariant,
    Edition,
    KnowledgeBase,
    MigrationPath,
    MigrationStep,
    NoFigure,
    Statement,
    Topic,
    Trap,
)

SIX = ["airflow", "prefect", "kubeflow_pipelines", "metaflow", "zenml", "dagster"]


def topic(kb: KnowledgeBase, id_: str) -> Topic:
    [found] = [each for each in kb.topics if each.id == id_]
    return found


def from_lesson(statements: tuple[Statement, ...], begins: str = "") -> list[str]:
    """The ids of the statements that hold a word of the lesson."""
    return [each.id for each in statements if each.lesson and each.id.startswith(begins)]


def trap(kb: KnowledgeBase, id_: str) -> Trap:
    [found] = [each for each in kb.traps if each.id == id_]
    return found


def path(kb: KnowledgeBase, id_: str) -> MigrationPath:
    [found] = [each for each in kb.migrations.paths if each.id == id_]
    return found


def says(*facts: Claim | Statement | MigrationStep) -> str:
    """What the lesson says in them, in one text, for looking something up."""
    texts = [each.lesson if isinstance(each, Statement) else each.text for each in facts]
    return " ".join(text for text in texts if text)


def test_group_1_the_scenario_has_3_pains_and_a_horizon(kb: KnowledgeBase) -> None:
    statements = topic(kb, "scenario").statements
    assert from_lesson(statements, "pain_") == [
        "pain_silent_failures",
        "pain_unknown_last_run",
        "pain_broken_training",
    ]
    told = says(*statements)
    for figure in ("30 people", "4 as ML engineers", "3 as data scientists", "3 days", "12 blog"):
        assert figure in told
    assert "2 to 3 years" in told


def test_group_2_the_decision_is_hard_for_5_reasons(kb: KnowledgeBase) -> None:
    assert from_lesson(topic(kb, "why_it_is_hard").statements) == [
        "team_composition",
        "infrastructure_maturity",
        "ml_maturity",
        "budget",
        "lock_in",
    ]


def test_group_3_six_profiles_have_4_parts_of_the_lesson_each(kb: KnowledgeBase) -> None:
    parts = [
        (name, part)
        for name, each in kb.alternatives.items()
        for part, claims in (
            ("history", each.profile.history),
            ("strengths", each.profile.strengths),
            ("weaknesses", each.profile.weaknesses),
            ("best_for", (each.profile.best_for,)),
        )
        if any(claim.source == "lesson" for claim in claims)
    ]
    assert len(parts) == 24


def test_group_4_there_are_60_ratings(kb: KnowledgeBase) -> None:
    sums = [
        sum(rating.lesson or 0 for rating in each.ratings.values())
        for each in kb.alternatives.values()
    ]
    assert sums == [32, 40, 32, 36, 37, 39]
    assert sum(len(each.ratings) for each in kb.alternatives.values()) == 60


def test_group_5_three_archetypes_have_15_weights(kb: KnowledgeBase) -> None:
    assert [len(each.weights) for each in kb.archetypes] == [5, 5, 5]
    assert [sum(each.weights.values()) for each in kb.archetypes] == [100, 100, 100]


def test_group_6_there_are_18_published_scores(kb: KnowledgeBase) -> None:
    assert [list(each.published_scores) for each in kb.archetypes] == [SIX, SIX, SIX]


def test_group_7_there_are_4_anti_patterns_with_a_way_out(kb: KnowledgeBase) -> None:
    ways_out = {each.id: says(*each.prevention) for each in kb.traps if each.kind == "anti_pattern"}
    assert list(ways_out) == [
        "over_orchestration",
        "dag_complexity_creep",
        "tool_first_thinking",
        "premature_cloud_lock_in",
    ]
    for id_, *needles in (
        ("over_orchestration", "2 models", "every week", "cron", "logs"),
        ("dag_complexity_creep", "20 tasks", "split", "S3 or GCS"),
        ("tool_first_thinking", "imported and run without any orchestrator"),
        ("premature_cloud_lock_in", "ZenML, Airflow, Prefect"),
    ):
        assert [needle for needle in needles if needle not in ways_out[id_]] == []
    assert re.search(r"5 tasks .* 50 .* 18 months", says(*kb.traps[1].what_happens))
    assert "3 months" in says(*trap(kb, "premature_cloud_lock_in").what_happens)
    assert trap(kb, "over_orchestration").example == "cron_script"


def test_group_8_two_migrations_have_their_steps_and_code(kb: KnowledgeBase) -> None:
    to_prefect = path(kb, "airflow_to_prefect")
    assert (to_prefect.from_, to_prefect.to) == ("airflow", "prefect")
    assert [step.source for step in to_prefect.steps] == ["lesson"] * 5
    assert "2 weeks" in to_prefect.steps[4].text
    assert [(step.before, step.example) for step in to_prefect.steps[:2]] == [
        ("airflow_task", "prefect_task"),
        ("airflow_chain", "prefect_flow"),
    ]
    to_kubeflow = path(kb, "airflow_to_kubeflow_pipelines")
    assert (to_kubeflow.from_, to_kubeflow.to) == ("airflow", "kubeflow_pipelines")
    assert (to_kubeflow.steps[0].before, to_kubeflow.steps[0].example) == (
        "airflow_training",
        "kfp_component",
    )
    assert len(to_kubeflow.gains) == 3
    assert "More work" in to_kubeflow.summary.text


COSTS = {
    "airflow_astronomer": ("500-2000", "6000-24000", 50),
    "airflow_self_hosted": ("300-300 150-150", "5400-5400", 25),
    "prefect_cloud": ("500-2000 100-100", "7200-25200", 10),
    "kubeflow_gke": ("400-400 800-800 50-50", "15000-15000", 50),
    "metaflow_batch": ("100-100 200-500 50-50", "4200-7800", 10),
    "zenml_prefect": ("100-100 500-1000 50-50", "7800-13800", 20),
}


def test_group_9_six_variants_have_14_lines_6_shares_and_6_totals(kb: KnowledgeBase) -> None:
    def reckoned(variant: CostVariant) -> tuple[str, str, int]:
        figures = [line.lesson for line in variant.lines if line.lesson is not None]
        assert {figure.source for figure in figures} == {"lesson"}
        assert variant.year is not None
        assert variant.engineer is not None
        lines = " ".join(f"{figure.low}-{figure.high}" for figure in figures)
        return lines, f"{variant.year.low}-{variant.year.high}", variant.engineer.hundredths

    printed = [each for each in kb.costs.variants if each.is_in(Edition.LESSON)]
    assert {each.id: reckoned(each) for each in printed} == COSTS
    lines = [line for each in printed for line in each.lines if line.lesson is not None]
    assert len(lines) == 14
    assert [line.id for line in lines if line.optional] == ["metadata_service"]
    assert [each.lesson.per_year_or_month for each in lines if each.lesson] == [
        each.id in {"plan", "batch"} for each in lines
    ]
    workload = kb.costs.workload
    assert (workload.engineers, workload.pipelines, workload.runs_per_week) == (10, 20, 10)


ENGINEERS = {
    "airflow_astronomer": ("pipelines", "per_pipeline"),
    "airflow_self_hosted": ("servers", "fixed"),
    "prefect_cloud": ("servers", "fixed"),
    "kubeflow_gke": ("both", "either"),
    "metaflow_batch": ("not_said", "fixed"),
    "zenml_prefect": ("servers", "fixed"),
}


def test_group_9_nobody_but_the_lesson_gives_engineer_time(kb: KnowledgeBase) -> None:
    given = {each.id: each.engineer for each in kb.costs.variants if each.engineer is not None}
    assert {id_: (each.kind, each.driver) for id_, each in given.items()} == ENGINEERS
    assert {each.source for each in given.values()} == {"lesson"}


def test_group_10_the_tree_is_a_heading_only_and_ours_says_so(kb: KnowledgeBase) -> None:
    [lost] = [each for each in topic(kb, "scope").statements if each.id == "lost_diagrams"]
    assert lost.lesson is not None
    assert "heading without content" in lost.lesson
    assert lost.current is not None
    assert "reconstructions" in lost.current.text


def test_group_11_the_table_of_features_has_66_cells(kb: KnowledgeBase) -> None:
    cells = [cell for each in kb.alternatives.values() for cell in each.features.values()]
    assert len([cell for cell in cells if cell.lesson]) == 66


def test_group_12_there_are_3_heuristics(kb: KnowledgeBase) -> None:
    statements = topic(kb, "heuristics").statements
    assert from_lesson(statements) == ["simplest", "dominant_skill", "operations"]
    for statement, *needles in (
        (statements[0], "fewer than 5 pipelines", "fewer than 10 people", "Prefect", "a week"),
        (statements[1], "Kubeflow Pipelines for platform", "Metaflow for data", "Airflow for"),
        (statements[2], "10 kept-up flows", "50 broken pipelines", "2 AM"),
    ):
        assert [needle for needle in needles if needle not in says(statement)] == []


def test_group_13_there_are_4_mistakes_with_4_questions_and_5_hidden_items(
    kb: KnowledgeBase,
) -> None:
    mistakes = {
        each.id: len(each.ask_yourself) for each in kb.traps if each.kind == "common_mistake"
    }
    assert mistakes == {
        "migrating_mid_project": 0,
        "toy_pipelines": 4,
        "underestimated_migration": 5,
        "hype_cycles": 0,
    }
    questions = says(*trap(kb, "toy_pipelines").ask_yourself)
    for needle in ("step 7 of 12", "3 AM", "one more step", "wrong results", "from its middle"):
        assert needle in questions
    assert re.search(r"3 to 6 months .* 20 pipelines", kb.migrations.effort.text)
    assert kb.migrations.hidden_costs == trap(kb, "underestimated_migration").ask_yourself
    assert "18 months" in says(*trap(kb, "hype_cycles").what_happens)


def test_group_14_there_are_6_questions_with_answers(kb: KnowledgeBase) -> None:
    statements = topic(kb, "questions_and_answers").statements
    assert from_lesson(statements) == [
        "kubeflow_for_a_small_team",
        "task_and_operator",
        "zenml_or_not",
        "airflow_or_prefect_cost",
        "proof_of_concept",
        "outgrown",
    ]
    assert "10 to 15 models" in says(statements[0])
    assert "$300 to $600" in says(statements[3])
    assert from_lesson(topic(kb, "task_models").statements) == [
        "airflow_operators",
        "airflow_graph",
        "prefect_tasks",
        "prefect_graph",
    ]


def test_group_15_choosing_zenml_has_3_scenarios_and_2_rules(kb: KnowledgeBase) -> None:
    statements = topic(kb, "choosing_zenml").statements
    assert len(from_lesson(statements, "scenario_")) == 3
    assert from_lesson(statements, "rather_") == ["rather_prefect", "rather_metaflow"]


def test_group_16_a_proof_of_concept_has_4_tests(kb: KnowledgeBase) -> None:
    trials = kb.evaluation.proof_of_concept
    assert [(each.id, len(each.ask)) for each in trials] == [
        ("realistic_pipeline", 1),
        ("failure", 2),
        ("overhead", 2),
        ("observability", 3),
    ]
    assert "step 5 of 10" in trials[1].do
    assert "your tests" in kb.evaluation.verdict.text


def test_each_test_of_a_proof_of_concept_comes_to_tasks(kb: KnowledgeBase) -> None:
    trials = kb.evaluation.proof_of_concept
    assert {each.id: [task.id for task in each.tasks] for each in trials} == {
        "realistic_pipeline": ["own_code", "friction"],
        "failure": ["made_to_fail", "failure_found", "run_on"],
        "overhead": ["added_step", "other_resources"],
        "observability": ["runs_that_succeeded", "runs_that_failed", "model_auc"],
    }
    assert len({task.label for each in trials for task in each.tasks}) == 10


def test_group_17_five_signals_tell_of_outgrowing_from_3_on(kb: KnowledgeBase) -> None:
    outgrown = kb.evaluation.outgrown
    assert [signal.id for signal in outgrown.signals] == [
        "failures_downstream",
        "slow_authoring",
        "unknown_dataset",
        "not_reproducible",
        "slow_onboarding",
    ]
    assert outgrown.threshold == 3


def test_group_18_the_checklist_has_24_items_in_5_categories(kb: KnowledgeBase) -> None:
    assert {each.id: len(each.items) for each in kb.evaluation.checklist} == {
        "development": 5,
        "failures": 5,
        "observability": 5,
        "operations": 5,
        "adoption": 4,
    }
    texts = {item.text for each in kb.evaluation.checklist for item in each.items}
    assert len(texts) == 24
    assert [text for text in texts if text.endswith("?")] == []
    labels = {item.label for each in kb.evaluation.checklist for item in each.items}
    assert len(labels) == 24
    assert [label for label in labels if label.endswith((".", "?"))] == []


def test_group_19_the_hybrid_has_5_components_and_a_bus(kb: KnowledgeBase) -> None:
    assert [each.name for each in kb.hybrid.components] == [
        "Apache Airflow",
        "Prefect",
        "MLflow",
        "Seldon Core",
        "Evidently AI",
    ]
    assert "event bus" in kb.hybrid.joined_by.text
    assert "reconstruction" in kb.hybrid.summary.text


def test_group_20_there_are_5_verdicts_on_lock_in(kb: KnowledgeBase) -> None:
    verdicts = {name: each.lock_in.verdict for name, each in kb.alternatives.items()}
    assert verdicts == {
        "airflow": "low",
        "prefect": "low_medium",
        "kubeflow_pipelines": "medium",
        "metaflow": "medium",
        "zenml": "low",
        "dagster": "not_in_source",
    }


def test_group_21_the_process_has_4_failures_and_3_remedies(kb: KnowledgeBase) -> None:
    statements = topic(kb, "process").statements
    assert len(from_lesson(statements, "failure_")) == 4
    assert from_lesson(statements, "process_") == [
        "process_code_review",
        "process_alerts",
        "process_runbook",
    ]


def test_group_22_three_keep_time_and_today_stands_beside(kb: KnowledgeBase) -> None:
    statements = topic(kb, "scheduling").statements
    assert from_lesson(statements) == ["airflow", "prefect", "metaflow"]
    assert all(each.current for each in statements)


def test_group_23_three_react_to_events_and_today_stands_beside(kb: KnowledgeBase) -> None:
    statements = topic(kb, "events").statements
    assert from_lesson(statements) == ["airflow", "prefect", "dagster"]
    assert all(each.current for each in statements)


def test_group_24_two_orchestrators_start_a_third(kb: KnowledgeBase) -> None:
    assert {each.id: each.example for each in topic(kb, "interoperation").statements} == {
        "airflow_triggers_prefect": "airflow_to_prefect",
        "metaflow_triggers_prefect": "metaflow_to_prefect",
    }


def test_group_25_there_are_2_patterns_of_monitoring(kb: KnowledgeBase) -> None:
    statements = topic(kb, "monitoring").statements
    assert {each.id: each.example for each in statements} == {
        "pipeline_health": "health_report",
        "model_drift": "drift_webhook",
    }
    assert "24 hours" in says(statements[0])
    assert "above 0.3" in says(statements[1])


def test_group_26_there_are_21_conditions_of_use(kb: KnowledgeBase) -> None:
    conditions = {
        name: len([claim for claim in each.use_if if claim.source == "lesson"])
        for name, each in kb.alternatives.items()
    }
    assert conditions == dict(zip(SIX, (4, 4, 4, 3, 3, 3), strict=True))


def test_group_27_there_is_one_common_thread(kb: KnowledgeBase) -> None:
    [statement] = topic(kb, "common_thread").statements
    for needle in ("began simply", "under pain", "better models"):
        assert needle in says(statement)


EXAMPLES = {
    "cron_script",
    "airflow_task",
    "prefect_task",
    "airflow_chain",
    "prefect_flow",
    "airflow_training",
    "kfp_component",
    "airflow_schedule",
    "prefect_schedule",
    "prefect_trigger",
    "dagster_sensor",
    "airflow_to_prefect",
    "metaflow_to_prefect",
    "health_report",
    "drift_webhook",
}


def test_the_15_pieces_of_code_are_all_shown(kb: KnowledgeBase) -> None:
    shown = {
        getattr(fact, key)
        for _, _, fact in every_fact(kb)
        for key in ("before", "example")
        if getattr(fact, key, None)
    }
    assert shown == EXAMPLES == set(kb.examples)


# What the lesson is wrong in, contradicts itself in, and does not say


def test_all_26_corrections_have_todays_word_beside_the_lessons(kb: KnowledgeBase) -> None:
    statements = topic(kb, "corrections").statements
    assert [each.id for each in statements] == [f"s{number:02}" for number in range(1, 27)]
    assert [each.id for each in statements if not (each.lesson and each.current)] == []


CORRECTION_GRADES = {"s07": "B", "s24": "J", "s25": "C", "s26": "J"}


def test_the_evidence_of_a_correction_is_as_good_as_it_says(kb: KnowledgeBase) -> None:
    grades = {
        each.id: kb.source(each.current.source).grade.value
        for each in topic(kb, "corrections").statements
        if each.current
    }
    assert grades == {id_: CORRECTION_GRADES.get(id_, "A") for id_ in grades}


def test_the_scores_are_told_as_printed_and_as_recomputed(kb: KnowledgeBase) -> None:
    statement = topic(kb, "corrections").statements[0]
    assert statement.current is not None
    for archetype in kb.archetypes:
        for name, each in kb.alternatives.items():
            points = sum(
                weight * (each.ratings[criterion].lesson or 0)
                for criterion, weight in archetype.weights.items()
            )
            assert f"{points // 100}.{points % 100:02}" in statement.current.text
            assert archetype.published_scores[name] in says(statement)


def test_ten_contradictions_are_resolved(kb: KnowledgeBase) -> None:
    statements = topic(kb, "contradictions").statements
    assert len(statements) == 10
    assert [each.id for each in statements if not (each.lesson and each.current)] == []


def test_what_is_not_covered_is_not_rated_not_in_the_source_or_unknown(kb: KnowledgeBase) -> None:
    leads = Counter(
        each.title.split(":")[0] for each in topic(kb, "scope").statements if ":" in each.title
    )
    assert leads == {"Not rated": 6, "Not in the source": 7, "Unknown": 7}


def test_the_break_even_is_what_the_lines_give(kb: KnowledgeBase) -> None:
    airflow, prefect = (kb.costs.variant(each) for each in ("airflow_self_hosted", "prefect_cloud"))
    assert airflow.year is not None
    assert airflow.engineer is not None
    assert prefect.year is not None
    assert prefect.engineer is not None
    less_work = airflow.engineer.hundredths - prefect.engineer.hundredths
    assert [
        (prefect.year.low - airflow.year.low) * 100 // less_work,
        (prefect.year.high - airflow.year.low) * 100 // less_work,
        (prefect.year.high - 12 * 600) * 100 // (50 - prefect.engineer.hundredths),
    ] == [12_000, 132_000, 45_000]
    for claim, figure in zip(kb.costs.break_even, ("12,000", "132,000", "45,000"), strict=False):
        assert f"${figure}" in claim.text


UNKNOWN_PRICES = {
    "dagster_pro",
    "prefect_starter",
    "prefect_other_plans",
    "azure_ml",
    "databricks_jobs",
    "zenml_pro",
    "outerbounds",
    "kestra",
}


def test_a_price_is_a_figure_or_unknown_and_never_zero(kb: KnowledgeBase) -> None:
    assert len(kb.costs.prices) == 36
    without = {each.id for each in kb.costs.prices if not re.search(r"\d", each.value)}
    assert without - {"astronomer", "sagemaker_pipelines"} == UNKNOWN_PRICES
    for each in kb.costs.prices:
        assert re.search(r"\d", each.value) or "unknown" in each.value
        assert not re.search(r"\$0(\s|$|,)", each.value)


def test_six_questions_of_cost_are_open_and_the_seventh_is_what_is_left_out(
    kb: KnowledgeBase,
) -> None:
    assert len(kb.costs.open_questions) == 6
    left_out = says(*kb.costs.left_out)
    for each in ("training", "GPU", "Traffic out of the cloud"):
        assert each in left_out
    assert [each.id for each in kb.costs.one_off] == [
        "setup",
        "training",
        "migration",
        "parallel_run",
    ]


def test_every_variant_with_a_figure_says_what_is_wrong_or_open_with_it(kb: KnowledgeBase) -> None:
    for variant in kb.costs.variants:
        has_a_figure = any(not isinstance(line.current, NoFigure) for line in variant.lines)
        assert bool(variant.cautions) or not has_a_figure


def test_the_live_migration_of_airflow_rests_on_its_documentation(kb: KnowledgeBase) -> None:
    upgrade = path(kb, "airflow_2_to_3")
    assert (upgrade.from_, upgrade.to) == ("airflow", "airflow")
    told = says(*upgrade.steps)
    for removed in ("schedule_interval", "provide_context", "execution_date", "SubDAGs", "SLAs"):
        assert removed in told
    assert [step.source for step in upgrade.steps if step.source == "lesson"] == []


def test_what_holds_today_does_not_rest_on_the_lesson(kb: KnowledgeBase) -> None:
    assert [
        each.id
        for subject in kb.topics
        for each in subject.statements
        if each.current and each.current.source == "lesson"
    ] == []


def test_where_answers_can_tell_of_a_trap_it_says_when(kb: KnowledgeBase) -> None:
    assert {each.id for each in kb.traps if each.risk} == {
        "over_orchestration",
        "premature_cloud_lock_in",
        "migrating_mid_project",
        "underestimated_migration",
    }
