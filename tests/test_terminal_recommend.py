"""`orchestrator recommend`: the JSON that programs read, and the page that people do."""

import functools
import json
import math
from typing import Any

import pytest

from engine.decision.recommend import recommend
from knowledge.schema import KnowledgeBase, SlotId
from tests.command_line import orchestrator

STARTUP = "8 engineers, 3 models, no k8s, aws"
TEAMS = {
    "nothing known": [],
    "a startup": [STARTUP],
    "an enterprise": ["40 engineers, 60 models, strong k8s, gcp"],
    "a lesson's enterprise": ["80 engineers, 200 models, strong k8s", "--edition", "lesson"],
    "between two kinds": ["15 engineers, 6 models, some k8s, on premises"],
    "stays with another": [
        STARTUP, "--set", "current_orchestrator=other", "--set", "outgrown_signals=0"
    ],
    "stays with Airflow": [
        STARTUP, "--set", "current_orchestrator=airflow", "--set", "outgrown_signals=1"
    ],
    "too little to orchestrate": [
        "2 models", "--set", "pipelines=1", "--set", "runs_per_week=1", "--set", "pain=no"
    ],
    "a hybrid": [
        STARTUP, "--set", "current_orchestrator=airflow", "--set", "dynamic_pipelines=yes"
    ],
    "stressed": [STARTUP, "--stress", "lineage"],
    "weighed by hand": [STARTUP, "--weight", "community=50", "--weight", "lineage=50"],
    "the cloud is open": ["8 engineers, 3 models, no k8s, cloud undecided"],
    "with contenders": ["40 engineers, 60 models, strong k8s, gcp", "--include-contenders"],
}  # fmt: skip

teams = pytest.mark.parametrize("team", TEAMS)


@functools.cache
def answered(team: str) -> dict[str, Any]:
    ended = orchestrator("recommend", *TEAMS[team], "--json")
    assert (ended.code, ended.err) == (0, "")
    document: dict[str, Any] = json.loads(ended.out)
    return document


@teams
def test_the_document_has_its_keys_in_their_order(team: str) -> None:
    document = answered(team)
    assert list(document) == [
        "answers", "spans", "missing", "not_used", "recommendation", "ranking", "ruled_out",
        "weights", "blend", "sensitivity", "next_questions", "at_risk", "kept_despite",
        "cautions", "edition", "sources",
    ]  # fmt: skip
    assert list(document["recommendation"]) == [
        "kind", "alternative", "beside", "runner_up", "confidence", "close", "is_default", "path",
        "reasons", "would_change",
    ]  # fmt: skip
    assert list(document["sensitivity"]) == ["flips", "stability", "rating_flips"]
    for entry in document["ranking"]:
        assert list(entry) == [
            "alternative", "score", "rank", "tied", "acceptability", "contributions"
        ]  # fmt: skip
    for flip in document["sensitivity"]["flips"]:
        assert list(flip) == ["rival", "points", "from", "to", "over"]
    for asked in document["next_questions"]:
        assert list(asked) == ["slot", "why"]


@teams
def test_the_figures_add_up(team: str, kb: KnowledgeBase) -> None:
    document = answered(team)
    assert sum(document["weights"].values()) == 100
    assert list(document["weights"]) == [each.id for each in kb.criteria]
    assert sum(document["blend"].values()) in {0, 100}
    places = len(document["ranking"])
    for entry in document["ranking"]:
        assert math.isclose(sum(entry["contributions"].values()), entry["score"])
        assert entry["score"] == round(entry["score"], 2)
        assert math.isclose(sum(entry["acceptability"]), 1)
        assert len(entry["acceptability"]) == places
    for flip in document["sensitivity"]["flips"]:
        assert math.isclose(sum(flip["from"].values()), flip["points"], abs_tol=0.001)
        assert math.isclose(sum(flip["to"].values()), flip["points"], abs_tol=0.001)
    for interval in document["sensitivity"]["stability"].values():
        assert 0 <= interval["low"] <= interval["high"] <= 100


@teams
def test_the_document_is_what_the_engine_recommends(team: str, kb: KnowledgeBase) -> None:
    if "--edition" in TEAMS[team] or "--stress" in TEAMS[team] or "--weight" in TEAMS[team]:
        return
    document = answered(team)
    ranked = kb.with_contenders() if "--include-contenders" in TEAMS[team] else kb
    found = recommend({SlotId(s): v for s, v in document["answers"].items()}, ranked)
    told = document["recommendation"]
    assert (told["kind"], told["alternative"]) == (found.kind, found.alternative)
    assert (told["beside"], told["close"]) == (found.beside, list(found.close))
    assert told["confidence"] == found.confidence
    assert told["path"][-1] == found.leaf
    assert [each["alternative"] for each in document["ranking"]] == [
        each.alternative for each in found.ranking
    ]
    assert {each["slot"] for each in document["next_questions"]} <= set(found.open_slots)


@teams
def test_reasons_and_changes_are_sentences_with_a_kind(team: str) -> None:
    told = answered(team)["recommendation"]
    assert told["reasons"] != []
    for finding in [*told["reasons"], *told["would_change"]]:
        assert next(iter(finding)) == "kind"
        assert list(finding)[-1] == "text"
        assert finding["text"][0].isupper() or finding["text"][0].isdigit()
        assert finding["text"].endswith(".")
        assert ".." not in finding["text"]


@teams
def test_everything_that_is_cited_is_listed_once(team: str) -> None:
    document = answered(team)
    listed = [each["id"] for each in document["sources"]]
    assert len(listed) == len(set(listed))
    cited = {out["source"] for out in document["ruled_out"]}
    for reason in document["recommendation"]["reasons"]:
        cited |= set(reason.get("sources", ()))
    assert cited <= set(listed)
    for source in document["sources"]:
        assert list(source) == ["id", "title", "url", "as_of", "grade"]
        assert source["grade"] in "ABCJU"


def headings(page: str) -> list[str]:
    """The first lines of the parts below the pick, but for the last one, which is no heading."""
    parts = [part.splitlines()[0] for part in page.split("\n\n")[1:-1]]
    return [each for each in parts if each[:1].isalpha()]


@teams
@pytest.mark.parametrize("columns", ["60", "80", "120"])
@pytest.mark.parametrize("length", ["short", "--full"])
def test_the_page_has_the_pick_first_and_fits(team: str, columns: str, length: str) -> None:
    full = ["--full"] if length == "--full" else []
    ended = orchestrator("recommend", *TEAMS[team], *full, environ={"COLUMNS": columns})
    assert (ended.code, ended.err) == (0, "")
    assert "\x1b" not in ended.out
    first, *lines = ended.out.splitlines()
    assert first.startswith("Recommendation: ")
    assert [line for line in lines if len(line) > int(columns) and "https://" not in line] == []
    assert [line for line in lines if line != line.rstrip()] == []
    found = headings(ended.out)
    assert found[0] == "Why"
    assert {"What would change it", "Ranking", "Sources"} <= set(found)
    details = {"Weights", "Ratings, and the points that they earn", "The way through the tree"}
    assert details & set(found) == (details if full else set())


@teams
def test_the_short_page_is_one_and_says_how_to_see_more(team: str) -> None:
    out = orchestrator("recommend", *TEAMS[team]).out
    lines = out.splitlines()
    assert len(lines) <= (90 if team == "with contenders" else 70)
    assert lines[-1].startswith("More: --full, or --json")
    changes = out.partition("\nWhat would change it\n")[2].partition("\n\n")[0]
    assert 1 <= sum(line.startswith(" - ") for line in changes.splitlines()) <= 5
    reasons = out.partition("\nWhy\n")[2].partition("\n\n")[0]
    assert 1 <= sum(line.startswith(" - ") for line in reasons.splitlines()) <= 4
    asked = out.partition("\nWorth asking next\n")[2].partition("\n\n")[0]
    assert sum(line.startswith(" - ") for line in asked.splitlines()) <= 3


def test_answers_that_lead_to_the_same_pick_are_one_line_the_most_decisive_first() -> None:
    out = orchestrator("recommend", STARTUP).out
    changes = out.partition("\nWhat would change it\n")[2].partition("\n\n")[0]
    assert changes.splitlines() == [
        " - Stay with what runs today, if an orchestrator runs today.",
        " - Prefect, with fewer than 5 pipelines, or on Google Cloud, Azure, several",
        "   clouds or own servers instead of AWS.",
        " - ZenML, if lineage, container isolation or portability is required.",
        " - Dagster, if ML shares heavy ETL.",
        " - Prefect leads the ranking if more than about 8.33 of 100 points of weight",
        "   move from ML-specific features to Observability and UI.",
    ]


def test_what_runs_today_is_no_answer_to_change_in_short() -> None:
    page = orchestrator("recommend", *TEAMS["stays with Airflow"]).out
    assert "Metaflow, with 3 outgrown signals or more." in page
    assert "runs today instead" not in page
    assert (
        "runs today instead"
        in orchestrator("recommend", *TEAMS["stays with Airflow"], "--full").out
    )


def test_a_question_is_asked_as_it_is_and_says_where_its_answers_lead() -> None:
    page = orchestrator("recommend", STARTUP, environ={"COLUMNS": "120"}).out
    assert (
        "\nWorth asking next\n - What runs the pipelines today? "
        "Stay with what runs today, if an orchestrator runs today.\n"
    ) in page


def test_json_says_how_far_a_run_of_numbers_goes() -> None:
    found = [
        (each["slot"], each["value"], each["until"], each["text"])
        for each in answered("a startup")["recommendation"]["would_change"]
        if each["kind"] == "answer"
    ]
    assert ("pipelines", 0, 4, "With fewer than 5 pipelines: Prefect.") in found
    assert ("cloud", "gcp", None, "On Google Cloud instead of AWS: Prefect.") in found
    assert ("lineage", "required", None, "If lineage is required: ZenML.") in found
    unknown = [
        (each["value"], each["until"])
        for each in answered("nothing known")["recommendation"]["would_change"]
        if each.get("slot") == "team_size"
    ]
    assert unknown == [(1, 16), (17, 19), (20, 50), (51, None)]


def test_json_is_always_full() -> None:
    assert orchestrator("recommend", STARTUP, "--full", "--json") == orchestrator(
        "recommend", STARTUP, "--json"
    )


def test_a_share_of_draws_is_told_only_where_the_whole_ranking_decides() -> None:
    assert "first in 92 %" in orchestrator("recommend", STARTUP).out
    tree_first = orchestrator("recommend", STARTUP, "--set", "lineage=required").out
    assert tree_first.startswith("Recommendation: ZenML")
    assert "0.45 ahead of Dagster" in tree_first
    assert "of 10,000 draws" not in tree_first


def test_the_same_answers_give_the_same_bytes_in_whatever_order_they_come() -> None:
    pairs = ["team_size=8", "cloud=aws", "model_count=3", "kubernetes_skill=none"]
    outputs = {
        orchestrator("recommend", "--json", *(a for pair in order for a in ("--set", pair))).out
        for order in (pairs, pairs[::-1], pairs)
    }
    assert len(outputs) == 1
    assert outputs == {orchestrator("recommend", STARTUP, "--json").out}


def test_what_is_missing_are_the_base_slots_without_an_answer() -> None:
    assert answered("nothing known")["missing"] == [
        "team_size", "model_count", "kubernetes_skill", "cloud"
    ]  # fmt: skip
    assert answered("a startup")["missing"] == []
    skipped = json.loads(orchestrator("recommend", "5 engineers, cloud unknown", "--json").out)
    assert skipped["missing"] == ["model_count", "kubernetes_skill", "cloud"]
    assert skipped["answers"] == {"team_size": 5}


def test_a_recommendation_that_rests_on_nothing_is_called_a_default() -> None:
    assert answered("nothing known")["recommendation"]["is_default"] is True
    page = orchestrator("recommend").out
    assert page.splitlines()[0] == "Recommendation: Prefect, as a default and no advice."
    assert "a default, not advice" in page


@pytest.mark.parametrize(
    ("team", "kind", "words"),
    [
        ("stays with another", "stay", "Stay with what runs today."),
        ("too little to orchestrate", "no_orchestrator", "No orchestrator yet."),
    ],
)
def test_where_nothing_of_ours_is_advised_there_is_no_alternative(
    team: str, kind: str, words: str
) -> None:
    told = answered(team)["recommendation"]
    assert (told["kind"], told["alternative"]) == (kind, None)
    assert orchestrator("recommend", *TEAMS[team]).out.splitlines()[0] == f"Recommendation: {words}"


def test_a_hybrid_names_both() -> None:
    told = answered("a hybrid")["recommendation"]
    assert (told["kind"], told["alternative"], told["beside"]) == ("hybrid", "airflow", "prefect")
    first = orchestrator("recommend", *TEAMS["a hybrid"]).out.splitlines()[0]
    assert first == "Recommendation: Apache Airflow, with Prefect beside it."


def test_what_is_stressed_weighs_more_whether_typed_or_given() -> None:
    plain, given = answered("a startup"), answered("stressed")
    typed = json.loads(orchestrator("recommend", f"{STARTUP}, lineage matters most", "--json").out)
    assert given["weights"]["lineage"] > plain["weights"]["lineage"]
    assert typed["weights"] == given["weights"]
    page = orchestrator("recommend", *TEAMS["stressed"], "--full").out
    assert "Before" in page
    assert "Before" not in orchestrator("recommend", STARTUP, "--full").out


def test_weights_by_hand_are_those_weights() -> None:
    weights = answered("weighed by hand")["weights"]
    assert {criterion: w for criterion, w in weights.items() if w} == {
        "community": 50,
        "lineage": 50,
    }


def test_contenders_are_ranked_only_where_they_are_asked_for() -> None:
    six = {each["alternative"] for each in answered("an enterprise")["ranking"]}
    more = {each["alternative"] for each in answered("with contenders")["ranking"]}
    assert "flyte" in more - six
    assert "none" not in more


def test_who_is_ruled_out_is_told_with_the_reason_and_ranks_nowhere() -> None:
    document = answered("a startup")
    (out,) = document["ruled_out"]
    assert out["alternative"] == "kubeflow_pipelines"
    assert "Kubernetes" in out["reason"]
    assert all(each["alternative"] != "kubeflow_pipelines" for each in document["ranking"])
    page = orchestrator("recommend", STARTUP).out
    assert "\nRuled out\n - Kubeflow Pipelines: " in page


def test_a_tie_is_shown_as_one() -> None:
    document = answered("a lesson's enterprise")
    first = [each["alternative"] for each in document["ranking"] if each["rank"] == 1]
    assert sorted(first) == ["dagster", "kubeflow_pipelines"]
    assert all(each["tied"] for each in document["ranking"][:2])
    assert document["recommendation"]["confidence"] == "too_close"
    page = orchestrator("recommend", *TEAMS["a lesson's enterprise"]).out
    assert page.splitlines()[0].endswith("too close to call.")
    assert sum(line.lstrip().startswith("1= ") for line in page.splitlines()) == 2
    assert " - Kubeflow Pipelines and Dagster tie for place 1, at 3.90.\n" in page


def test_known_signals_come_with_the_verdict_on_them() -> None:
    stays = orchestrator(
        "recommend", "--set", "current_orchestrator=airflow", "--set", "outgrown_signals=2"
    ).out
    assert " - Signals: Not outgrown: 2 of 5 signals are true, below the threshold of 3." in stays
    assert "Signals:" not in orchestrator("recommend", STARTUP).out
