import re

import pytest
from pydantic import ValidationError

from knowledge.integrity.names import ALTERNATIVES
from knowledge.integrity.walk import every_fact
from knowledge.loader import PACKAGED
from knowledge.schema import (
    Adopt,
    AlternativeId,
    ByRanking,
    ChoiceQuestion,
    Claim,
    Correction,
    CriterionId,
    Edition,
    Grade,
    KnowledgeBase,
    NumberQuestion,
    Outcome,
    SlotId,
)

CRITERIA = [
    "learning_curve",
    "ml_features",
    "dynamic_pipelines",
    "kubernetes_not_required",
    "portability",
    "community",
    "observability",
    "local_development",
    "enterprise_support",
    "lineage",
]


def test_the_base_is_the_lessons_in_its_order(kb: KnowledgeBase) -> None:
    assert [criterion.id for criterion in kb.criteria] == CRITERIA
    assert len(kb.features) == 11
    assert [(each.id, each.letter) for each in kb.archetypes] == [
        ("startup", "A"),
        ("growth", "B"),
        ("enterprise", "C"),
    ]
    assert list(kb.alternatives) == [
        "airflow",
        "prefect",
        "kubeflow_pipelines",
        "metaflow",
        "zenml",
        "dagster",
    ]


def test_the_ratings_are_the_lessons(kb: KnowledgeBase) -> None:
    matrix = {
        alternative: [
            each.ratings[CriterionId(name)].in_edition(Edition.LESSON) for name in CRITERIA
        ]
        for alternative, each in kb.alternatives.items()
    }
    assert matrix == {
        "airflow": [2, 2, 2, 5, 5, 5, 3, 2, 5, 1],
        "prefect": [4, 3, 5, 5, 4, 4, 4, 5, 4, 2],
        "kubeflow_pipelines": [2, 5, 3, 1, 3, 3, 4, 2, 4, 5],
        "metaflow": [5, 4, 4, 4, 3, 3, 2, 5, 3, 3],
        "zenml": [3, 5, 4, 4, 5, 2, 3, 4, 3, 4],
        "dagster": [2, 3, 4, 5, 5, 3, 5, 4, 4, 4],
    }
    assert {name: sum(row) for name, row in matrix.items()} == {
        "airflow": 32,
        "prefect": 40,
        "kubeflow_pipelines": 32,
        "metaflow": 36,
        "zenml": 37,
        "dagster": 39,
    }


def test_four_ratings_are_corrected(kb: KnowledgeBase) -> None:
    corrected = {
        (name, criterion): (rating.lesson, rating.in_edition(Edition.CURRENT))
        for name, each in kb.alternatives.items()
        for criterion, rating in each.ratings.items()
        if rating.current is not None
    }
    assert corrected == {
        ("airflow", "dynamic_pipelines"): (2, 3),
        ("airflow", "lineage"): (1, 2),
        ("kubeflow_pipelines", "local_development"): (2, 3),
        ("metaflow", "portability"): (3, 4),
    }


def test_the_lessons_edition_ignores_corrections(kb: KnowledgeBase) -> None:
    for each in kb.alternatives.values():
        for rating in each.ratings.values():
            assert rating.in_edition(Edition.LESSON) == rating.lesson


@pytest.mark.parametrize(
    ("letter", "scores"),
    [
        ("A", "2.75 4.20 2.55 4.45 3.70 3.25"),
        ("B", "2.00 3.55 3.95 3.55 3.90 3.65"),
        ("C", "3.75 3.45 3.90 3.15 3.80 3.90"),
    ],
)
def test_the_weights_give_the_recomputed_scores(
    kb: KnowledgeBase, letter: str, scores: str
) -> None:
    [archetype] = [each for each in kb.archetypes if each.letter == letter]
    points = [
        sum(
            weight * each.ratings[name].in_edition(Edition.LESSON)
            for name, weight in archetype.weights.items()
        )
        for each in kb.alternatives.values()
    ]
    assert [f"{each // 100}.{each % 100:02}" for each in points] == scores.split()


def test_what_has_changed_since_the_lesson_does_not_rest_on_the_lesson(kb: KnowledgeBase) -> None:
    for each in kb.alternatives.values():
        today: list[Claim | Correction] = [*each.profile.changes]
        today += [feature.current for feature in each.features.values() if feature.current]
        today += [rating.current for rating in each.ratings.values() if rating.current]
        assert today
        assert [claim for claim in today if claim.source == "lesson"] == []


def test_of_the_lessons_six_nothing_is_said_without_knowing_how_good_the_evidence_is(
    kb: KnowledgeBase,
) -> None:
    cited = {
        fact.source
        for file, _, fact in every_fact(kb)
        if file.startswith(ALTERNATIVES) and isinstance(fact, Claim | Correction)
    }
    assert "lesson" in cited
    assert [name for name in cited if kb.source(name).grade is Grade.U] == []
    assert [name for name in cited if kb.source(name).as_of == "undated"] == []


def test_nothing_is_ruled_out_on_evidence_that_nobody_knows(kb: KnowledgeBase) -> None:
    grades = [(each.id, kb.source(each.source).grade) for each in kb.constraints]
    assert [name for name, grade in grades if grade is Grade.U] == []


def test_strict_compliance_calls_for_a_caution_on_each_of_the_six(kb: KnowledgeBase) -> None:
    asks_for_roles = [each for each in kb.cautions if each.id.endswith("_access")]
    assert [each.alternative for each in asks_for_roles] == list(kb.alternatives)
    for each in asks_for_roles:
        [test] = each.when.all
        assert (test.slot, test.is_) == ("compliance", ("strict",))


def test_where_not_all_of_these_needs_are_known_to_be_met_the_caution_says_so(
    kb: KnowledgeBase,
) -> None:
    unmet = {each.alternative for each in kb.cautions if each.unmet}
    doubt = re.compile(r"not\s+(checked|looked)|No roles")
    assert unmet == {"airflow", "prefect", "kubeflow_pipelines", "metaflow", "zenml"}
    for each in kb.cautions:
        if each.unmet:
            assert each.id.endswith(("_access", "_need"))
            assert each.id.endswith("_need") or doubt.search(each.text)


@pytest.mark.parametrize("need", ["lineage", "portability"])
def test_whatever_is_rated_low_on_a_required_need_is_cautioned(
    kb: KnowledgeBase, need: str
) -> None:
    low = {
        each.id
        for each in kb.alternatives.values()
        if each.ratings[CriterionId(need)].in_edition(Edition.CURRENT) <= 3
    }
    cautioned = {each.alternative for each in kb.cautions if each.id.endswith(f"_{need}_need")}
    assert cautioned == low


def test_nobody_is_cautioned_on_evidence_that_nobody_knows(kb: KnowledgeBase) -> None:
    assert [each.id for each in kb.cautions if kb.source(each.source).grade is Grade.U] == []


def test_the_winner_of_the_enterprise_turns_on_one_point_of_judgement(kb: KnowledgeBase) -> None:
    enterprise = kb.archetypes[-1]
    points = {
        name: sum(
            weight * each.ratings[criterion].in_edition(Edition.CURRENT)
            for criterion, weight in enterprise.weights.items()
        )
        for name, each in kb.alternatives.items()
    }
    second, first = sorted(set(points.values()))[-2:]
    assert (points[AlternativeId("airflow")], first, second) == (395, 395, 390)
    assert first - enterprise.weights[CriterionId("lineage")] == 375
    told = enterprise.cautions[-1].text
    assert [figure for figure in ("3.95", "3.75", "3.90") if figure not in told] == []


def test_21_conditions_say_when_to_use_one_of_the_six(kb: KnowledgeBase) -> None:
    assert [len(each.use_if) for each in kb.alternatives.values()] == [4, 4, 4, 3, 3, 3]
    for each in kb.alternatives.values():
        assert {claim.source for claim in each.use_if} == {"lesson"}


def test_texts_have_no_exclamation_mark() -> None:
    files = sorted(PACKAGED.rglob("*.yaml"))
    assert {"questions.yaml", "zenml.yaml", "mage.yaml"} <= {file.name for file in files}
    assert [file.name for file in files if re.search(r"![\s\"]", file.read_text())] == []


def test_no_text_waits_to_be_written() -> None:
    unwritten = re.compile(r"\bTODO\b|\bTBD\b")
    files = sorted(PACKAGED.rglob("*.yaml"))
    assert [file.name for file in files if unwritten.search(file.read_text())] == []


def _outcome(outcome: Outcome) -> str:
    match outcome:
        case Adopt(alternative=alternative, beside=None):
            return alternative
        case Adopt(alternative=alternative, beside=beside):
            return f"{alternative} beside {beside}"
        case ByRanking(only=only):
            return " ".join(("ranking", *only))
        case _:
            return outcome.kind


def test_the_tree_is_in_the_order_of_the_decision(kb: KnowledgeBase) -> None:
    assert [(node.id, _outcome(node.then)) for node in kb.tree] == [
        ("N0", "stay"),
        ("N0b", "stay"),
        ("N1", "no_orchestrator"),
        ("N2", "airflow beside prefect"),
        ("N2b", "stay"),
        ("N3", "zenml"),
        ("N4", "kubeflow_pipelines"),
        ("N4b", "kubeflow_pipelines"),
        (
            "N4c",
            (
                "ranking kubeflow_pipelines zenml dagster vertex_pipelines sagemaker_pipelines "
                "databricks_jobs"
            ),
        ),
        ("N4d", "stay"),
        ("N5", "dagster"),
        ("N5b", "airflow"),
        ("N5c", "kubeflow_pipelines"),
        ("N6", "metaflow"),
        ("N7", "prefect"),
        ("N7b", "ranking"),
        ("N9", "prefect"),
        ("N8", "ranking"),
    ]


def test_four_questions_are_always_asked(kb: KnowledgeBase) -> None:
    base = [question.id for question in kb.questions if question.stage == "base"]
    assert base == ["team_size", "model_count", "kubernetes_skill", "cloud"]
    assert kb.questions[:4] == tuple(kb.question(SlotId(slot)) for slot in base)


def test_zero_models_is_said_in_words(kb: KnowledgeBase) -> None:
    question = kb.question(SlotId("model_count"))
    assert isinstance(question, NumberQuestion)
    assert question.minimum == 1
    assert "no models yet" in question.none_says
    assert question.too_small.format(read=0) == (
        "I read 0 models; a team that has none yet can say `no models yet`."
    )


def test_what_is_matched_anywhere_names_its_slot(kb: KnowledgeBase) -> None:
    question = kb.question(SlotId("kubernetes_skill"))
    assert isinstance(question, ChoiceQuestion)
    phrases = [said for option in question.options for said in question.said_for(option)]
    names = ("k8", "kube", "cka", "cluster")
    assert [phrase for phrase in phrases if not any(name in phrase for name in names)] == []


def test_facts_cannot_be_changed(kb: KnowledgeBase) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(kb, "as_of", "2020")  # noqa: B010 - the type checker refuses the plain way


def test_an_unknown_slot_has_no_question(kb: KnowledgeBase) -> None:
    with pytest.raises(KeyError, match="no_such_slot"):
        kb.question(SlotId("no_such_slot"))
