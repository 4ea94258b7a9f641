import re

import pytest
from pydantic import ValidationError

from knowledge.loader import PACKAGED, load
from knowledge.schema import (
    Adopt,
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


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load()


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
        alternative: [each.ratings[CriterionId(name)].lesson for name in CRITERIA]
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
        sum(weight * each.ratings[name].lesson for name, weight in archetype.weights.items())
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


def test_nothing_is_said_without_knowing_how_good_the_evidence_is(kb: KnowledgeBase) -> None:
    graded = [
        *kb.sources.values(),
        *(s for e in kb.alternatives.values() for s in e.sources.values()),
    ]
    assert [source.title for source in graded if source.grade is Grade.U] == []
    assert [source.title for source in graded if source.as_of == "undated"] == []


def test_texts_have_no_exclamation_mark() -> None:
    files = sorted(PACKAGED.rglob("*.yaml"))
    assert len(files) == 13
    assert [file.name for file in files if re.search(r"![\s\"]", file.read_text())] == []


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
        ("n0", "stay"),
        ("n0b", "stay"),
        ("n1", "no_orchestrator"),
        ("n2", "airflow beside prefect"),
        ("n2b", "airflow"),
        ("n3", "zenml"),
        ("n4", "kubeflow_pipelines"),
        ("n4b", "kubeflow_pipelines"),
        ("n4c", "ranking zenml dagster"),
        ("n5", "dagster"),
        ("n5b", "airflow"),
        ("n6", "metaflow"),
        ("n7", "prefect"),
        ("n9", "prefect"),
        ("n8", "ranking"),
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
    phrases = [phrase for option in question.options for phrase in option.says]
    assert [
        phrase for phrase in phrases if "k8s" not in phrase and "kubernetes" not in phrase
    ] == []


def test_facts_cannot_be_changed(kb: KnowledgeBase) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(kb, "as_of", "2020")  # noqa: B010 - the type checker refuses the plain way


def test_an_unknown_slot_has_no_question(kb: KnowledgeBase) -> None:
    with pytest.raises(KeyError, match="no_such_slot"):
        kb.question(SlotId("no_such_slot"))
