"""What a text says beside its answers: spans, what was not used, and what was asked."""

import json
from decimal import Decimal

import pytest

from bot.pages.page import Lines, Page
from bot.terminal.asked import answered_by
from bot.terminal.recommendation import recommendation_page
from bot.terminal.report import report_of
from bot.terminal.summary import summary_page
from bot.terminal.team import Team
from engine.cost.assumptions import Assumed
from engine.decision.model import NO_WISHES
from engine.dialogue.model import Span
from engine.dialogue.requests import (
    About,
    CompareAsked,
    CostAsked,
    HelpAsked,
    OutgrownAsked,
    Request,
    StateAsked,
    Supposed,
    TrustAsked,
    WhyAsked,
    WhyNot,
)
from knowledge.schema import AlternativeId, CriterionId, Edition, KnowledgeBase, SlotId
from tests.command_line import orchestrator

TEAM, CLOUD = SlotId("team_size"), SlotId("cloud")
AIRFLOW, DAGSTER = AlternativeId("airflow"), AlternativeId("dagster")


@pytest.mark.parametrize(
    ("request_", "command"),
    [
        (About(subject="lineage"), "explain lineage"),
        (About(subject=""), "explain"),
        (WhyAsked(slot=TEAM), "explain questions"),
        (WhyNot(alternative=AIRFLOW), "explain airflow"),
        (CostAsked(), "cost"),
        (CostAsked(alternatives=(AIRFLOW, DAGSTER)), "cost airflow dagster"),
        (
            CostAsked(
                alternatives=(AIRFLOW,),
                answers={TEAM: 8},
                assumed=Assumed(
                    engineer_cost=Decimal(90_000),
                    years=5,
                    currency="EUR",
                    per_dollar=Decimal("0.92"),
                    steps_per_run=12,
                    engineer_hours=Decimal("4.5"),
                ),
            ),
            (
                "cost airflow --set team_size=8 --set engineer_cost=90000 --years 5 --currency EUR"
                " --per-dollar 0.92 --steps 12 --engineer-hours 4.5"
            ),
        ),
        (CompareAsked(alternatives=(AIRFLOW, DAGSTER)), "compare airflow dagster"),
        (CompareAsked(alternatives=(AIRFLOW,)), "compare airflow B"),
        (
            Supposed(answers={CLOUD: "gcp"}, stressed=(CriterionId("lineage"),)),
            "recommend TEXT --set cloud=gcp --stress lineage",
        ),
        (OutgrownAsked(), "explain outgrown"),
        (TrustAsked(), "explain sources"),
        (StateAsked(), "--help"),
        (HelpAsked(), "--help"),
    ],
)
def test_every_question_has_a_command_that_answers_it(request_: Request, command: str) -> None:
    assert answered_by(request_) == f"'orchestrator {command}' answers what is asked."


def lines(page: Page) -> list[tuple[str, str]]:
    """Lead and text of all lines of a page."""
    return [
        (line.lead, line.text)
        for section in page.sections
        for part in section.parts
        if isinstance(part, Lines)
        for line in part.lines
    ]


def test_a_page_says_spans_what_was_not_used_and_what_was_asked(kb: KnowledgeBase) -> None:
    team = Team(
        {TEAM: 12, CLOUD: "aws"},
        NO_WISHES,
        spans={TEAM: Span(low=10, high=15)},
        unread=("we have a dog",),
        requests=(About(subject="lineage"),),
    )
    report = report_of(team, kb, Edition.CURRENT)
    for page in (summary_page(report), recommendation_page(report)):
        said = lines(page)
        assert ("Known", "10 to 15 engineers (counted as 12), AWS.") in said
        assert ("", "Not used: “we have a dog”.") in said
        assert ("Asked", "'orchestrator explain lineage' answers what is asked.") in said


def test_a_span_is_counted_and_said() -> None:
    page = orchestrator("recommend", "10-15 engineers, 3 models, aws")
    assert page.code == 0
    assert "10 to 15 engineers (counted as " in page.out
    document = json.loads(orchestrator("recommend", "10-15 engineers, aws", "--json").out)
    assert document["spans"] == {"team_size": {"low": 10, "high": 15}}
    assert 10 <= document["answers"]["team_size"] <= 15


def test_what_was_chosen_is_no_span() -> None:
    ended = orchestrator("recommend", "10-15 engineers, aws", "--set", "team_size=9", "--json")
    assert json.loads(ended.out)["spans"] == {}


def test_a_question_alone_is_answered_with_the_command_for_it() -> None:
    ended = orchestrator("recommend", "what is lineage?")
    assert ended.code != 0
    assert ended.err.strip() == "'orchestrator explain lineage' answers what is asked."


def test_a_question_beside_answers_stops_nothing() -> None:
    ended = orchestrator("recommend", "8 engineers on aws. Why not Airflow?")
    assert ended.code == 0
    assert "'orchestrator explain airflow' answers what is asked." in ended.out
