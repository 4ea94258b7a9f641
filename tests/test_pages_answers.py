"""How answers read: by themselves, and as conditions under which something else is advised."""

import pytest

from bot.pages.answers import answer, conditions, numbers
from engine.decision.model import Pick
from engine.sensitivity.model import TurningPoint
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, OptionId, SlotId

ELSE = Pick("no_orchestrator", None)


def option(slot: str, value: str, was: str | None = None) -> TurningPoint:
    before = None if was is None else OptionId(was)
    return TurningPoint(SlotId(slot), was=before, value=OptionId(value), until=None, then=ELSE)


def number(slot: str, value: int, until: int | None) -> TurningPoint:
    return TurningPoint(SlotId(slot), was=None, value=value, until=until, then=ELSE)


@pytest.mark.parametrize(
    ("slot", "first", "last", "reads"),
    [
        ("pipelines", 0, 4, "fewer than 5 pipelines"),
        ("pipelines", 4, 0, "fewer than 5 pipelines"),
        ("pipelines", 0, 0, "no pipelines"),
        ("team_size", 1, 1, "1 engineer"),
        ("team_size", 9, 1, "fewer than 10 engineers"),
        ("team_size", 10, None, "10 engineers or more"),
        ("team_size", 1, None, "1 engineer or more"),
        ("team_size", 2000, None, "2,000 engineers or more"),
        ("model_count", 4, 9, "4 to 9 models"),
        ("model_count", 9, 4, "4 to 9 models"),
        ("model_count", 7, 7, "7 models"),
        ("outgrown_signals", 3, None, "3 outgrown signals or more"),
        ("outgrown_signals", 5, None, "5 outgrown signals"),
        ("runs_per_week", 0, 1, "fewer than 2 runs a week"),
    ],
)
def test_a_run_of_numbers_reads_as_people_say_it(
    kb: KnowledgeBase, slot: str, first: int, last: int | None, reads: str
) -> None:
    question = kb.question(SlotId(slot))
    assert isinstance(question, NumberQuestion)
    assert numbers(question, first, last) == reads


def test_an_answer_reads_by_itself(kb: KnowledgeBase) -> None:
    assert answer(kb.question(SlotId("team_size")), 8) == "8 engineers"
    assert answer(kb.question(SlotId("kubernetes_skill")), "none") == "no Kubernetes skill"
    with pytest.raises(KeyError):
        answer(kb.question(SlotId("cloud")), "mars")


OPTIONS = {
    "kubernetes_skill": [
        "with no Kubernetes skill",
        "with some Kubernetes skill",
        "with strong Kubernetes skill",
    ],
    "cloud": ["on AWS", "on Google Cloud", "on Azure", "on several clouds", "on own servers"],
    "current_orchestrator": [
        "if nothing runs today",
        "if scripts under cron run today",
        "if Airflow runs today",
        "if Prefect runs today",
        "if Kubeflow Pipelines runs today",
        "if Metaflow runs today",
        "if ZenML runs today",
        "if Dagster runs today",
        "if another orchestrator runs today",
    ],
    "dominant_skill": [
        "with mostly data scientists",
        "with mostly ML engineers",
        "with mostly data engineers",
        "with mostly platform engineers",
        "with mostly software engineers",
    ],
    "pain": ["with failures that nobody notices", "with no silent failures"],
    "portability": [
        "if portability is required",
        "if portability would be nice",
        "with no need for portability",
    ],
    "lineage": [
        "if lineage is required",
        "if lineage would be nice",
        "with no need for lineage",
    ],
    "isolation": [
        "if container isolation is required",
        "if container isolation would be nice",
        "with no need for container isolation",
    ],
    "shared_etl": ["if ML shares heavy ETL", "if ML shares no heavy ETL"],
    "dynamic_pipelines": [
        "with highly dynamic ML pipelines",
        "with no highly dynamic ML pipelines",
    ],
    "mid_project": ["in the middle of a project", "not in the middle of a project"],
    "compliance": ["with strict compliance", "with normal compliance"],
    "self_host": ["if self-hosting is required", "with no need to self-host"],
}


def test_every_option_reads_as_a_condition(kb: KnowledgeBase) -> None:
    found = {
        question.id: [
            conditions([option(question.id, each.id)], kb)
            for each in question.options
            if not each.means_unknown
        ]
        for question in kb.questions
        if isinstance(question, ChoiceQuestion)
    }
    assert found == OPTIONS


@pytest.mark.parametrize(
    ("points", "reads"),
    [
        ([option("cloud", "gcp", was="aws")], "on Google Cloud instead of AWS"),
        (
            [option("cloud", "gcp", was="aws"), option("cloud", "azure", was="aws")],
            "on Google Cloud or Azure instead of AWS",
        ),
        ([option("cloud", "gcp"), option("cloud", "azure")], "on Google Cloud or Azure"),
        (
            [option("current_orchestrator", "prefect", was="airflow")],
            "if Prefect runs today instead of Airflow",
        ),
        ([option("lineage", "no", was="required")], "with no need for lineage"),
        ([option("kubernetes_skill", "strong", was="none")], "with strong Kubernetes skill"),
        (
            [option(slot, "required") for slot in ("portability", "lineage", "isolation")],
            "if portability, lineage or container isolation is required",
        ),
        (
            [number("team_size", 51, None), number("model_count", 99, None)],
            "with 51 engineers or more, or with 99 models or more",
        ),
        (
            [number("pipelines", 0, 4), option("pain", "yes"), option("lineage", "required")],
            (
                "with fewer than 5 pipelines, with failures that nobody notices, "
                "or if lineage is required"
            ),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_answers_that_lead_to_one_pick_read_as_alternatives(
    kb: KnowledgeBase, points: list[TurningPoint], reads: str
) -> None:
    assert conditions(points, kb) == reads
