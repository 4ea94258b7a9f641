"""What is typed after a command: what cannot be used is one line, and exit code 2."""

import pytest

from tests.command_line import orchestrator

A_TEAM = "8 engineers, 3 models, no k8s, aws"

REFUSED: dict[str, tuple[list[str], list[str]]] = {
    "no number": (["recommend", "--set", "team_size=abc"], ["team_size=abc", "from 1 to 100000"]),
    "below the least": (["recommend", "--set", "team_size=0"], ["team_size=0", "from 1 to"]),
    "above the most": (["recommend", "--set", "team_size=100001"], ["team_size", "to 100000"]),
    "beyond all bounds": (
        ["recommend", "--set", f"team_size={'9' * 6000}"],
        ["team_size=999", "."],
    ),
    "a fraction": (["recommend", "--set", "model_count=2.5"], ["model_count=2.5", "from 0 to"]),
    "a sign": (["recommend", "--set", "pipelines=-1"], ["pipelines=-1", "from 0 to"]),
    "other digits": (["recommend", "--set", "team_size=\u0668"], ["team_size", "from 1 to"]),
    "an empty value": (["recommend", "--set", "cloud="], ["cloud=", "aws, gcp, azure"]),
    "no such option": (["recommend", "--set", "cloud=mars"], ["cloud=mars", "aws, gcp, azure"]),
    "a label": (["recommend", "--set", "cloud=AWS"], ["cloud=AWS", "aws, gcp, azure"]),
    "too many signals": (["recommend", "--set", "outgrown_signals=6"], ["=6", "from 0 to 5"]),
    "no such slot": (["recommend", "--set", "clowd=aws"], ["clowd", "mean cloud?", "team_size, "]),
    "no equals sign": (["recommend", "--set", "cloud"], ["--set cloud", "'='", "SLOT=VALUE"]),
    "set twice": (
        ["recommend", "--set", "cloud=aws", "--set", "cloud=gcp"],
        ["cloud", "aws and to gcp", "write one of aws, gcp"],
    ),
    "a line break": (["recommend", "--set", "cloud=a\nb"], ["cloud=a?b"]),
    "an escape code": (["recommend", "--set", "cloud=\x1b[31m"], ["cloud=?[31m"]),
    "refused in the text": (
        ["recommend", "0 engineers"],
        ["team_size: I read 0 engineers", "at least 1"],
    ),
    "two clouds in the text": (["recommend", "aws or azure"], ["cloud: ", "AWS or Azure"]),
    "nothing understood": (
        ["recommend", "the weather is fine"],
        ["the weather is fine", "8 engineers"],
    ),
    "a command in the text": (["recommend", "cancel"], ["'cancel'", "8 engineers"]),
    "no such criterion": (
        ["recommend", "--stress", "linage"],
        ["linage", "mean lineage?", "community"],
    ),
    "no such weight": (["recommend", "--weight", "linage=3"], ["linage=3", "mean lineage?"]),
    "no percentage": (["recommend", "--weight", "lineage=101"], ["lineage=101", "from 0 to 100"]),
    "no weight": (["recommend", "--weight", "lineage"], ["--weight lineage", "CRITERION=PERCENT"]),
    "weighed twice": (
        ["recommend", "--weight", "lineage=10", "--weight", "lineage=20"],
        ["lineage is 10 and 20"],
    ),
    "too much weight": (
        ["recommend", "--weight", "lineage=60", "--weight", "community=60"],
        ["120", "100"],
    ),
    "no such edition": (["recommend", "--edition", "old"], ["old", "lesson", "current"]),
    "contenders of the lesson": (
        ["recommend", "--edition", "lesson", "--include-contenders"],
        ["--include-contenders", "--edition current"],
    ),
    "no such alternative": (["compare", "airflw", "prefect"], ["airflw", "mean airflow?", "zenml"]),
    "a name that is not rated": (["compare", "ray", "prefect"], ["Ray", "not rated", "zenml"]),
    "one with itself": (["compare", "kfp", "kubeflow_pipelines"], ["Kubeflow Pipelines", "two"]),
    "not in the lesson": (
        ["compare", "prefect", "none", "--edition", "lesson"],
        ["The lesson does not rate", "--edition lesson"],
    ),
    "a bad answer to compare": (
        ["compare", "prefect", "dagster", "--set", "cloud=mars"],
        ["cloud=mars", "aws, gcp"],
    ),
    "a migration from nowhere": (["migrate", "atlantis", "prefect"], ["atlantis", "airflow"]),
    "a migration to itself": (["migrate", "zenml", "zenml"], ["ZenML"]),
    "no such subject": (["explain", "qqqqqq"], ["qqqqqq", "orchestrator explain"]),
    "no number of days": (["knowledge", "stale", "--older-than", "soon"], ["soon", "from 0"]),
    "days below zero": (["knowledge", "stale", "--older-than", "-1"], ["-1", "from 0"]),
    "no such flag": (["recommend", "--bogus"], ["--bogus", "'orchestrator recommend --help'"]),
    "no such command": (["recomend"], ["recomend", "mean 'recommend'? 'orchestrator --help'"]),
    "no such command of a group": (
        ["knowledge", "chek"],
        ["chek", "orchestrator knowledge --help"],
    ),
    "a missing argument": (["compare", "prefect"], ["'B'", "'orchestrator compare --help'"]),
    "a missing value": (["recommend", "--set"], ["'--set'", "--help"]),
    "an argument too many": (["serve", "it"], ["(it)", "'orchestrator serve --help'"]),
    "near misses of a subject": (["explain", "lockinn"], ["lockinn", "mean lock_in?"]),
    "no date": (["knowledge", "stale", "--today", "tomorrow"], ["tomorrow", "2026-11-22"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_one_line_and_exit_code_2(case: str) -> None:
    arguments, told = REFUSED[case]
    ended = orchestrator(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
    assert ended.err.isprintable() or ended.err.rstrip("\n").isprintable()
    assert [each for each in told if each not in ended.err] == []
    assert len(ended.err) < 600


@pytest.mark.parametrize("group", [(), ("knowledge",)], ids=str)
def test_a_group_without_a_command_shows_its_help(group: tuple[str, ...]) -> None:
    ended = orchestrator(*group)
    assert (ended.code, ended.err) == (2, "")
    assert "Usage: orchestrator" in ended.out


def test_what_is_set_wins_over_the_text_even_where_the_text_cannot_be_used() -> None:
    said = orchestrator("recommend", A_TEAM, "--set", "team_size=9", "--json").out
    assert '"team_size": 9' in said
    mended = orchestrator("recommend", "0 engineers, aws", "--set", "team_size=9", "--json")
    assert (mended.code, mended.err) == (0, "")
    assert '"team_size": 9' in mended.out


def test_the_same_answer_twice_is_no_contradiction() -> None:
    ended = orchestrator("recommend", "--set", "cloud=aws", "--set", "cloud=aws")
    assert (ended.code, ended.err) == (0, "")


def test_zero_can_be_set_where_it_can_be_said() -> None:
    ended = orchestrator("recommend", "--set", "model_count=0", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert '"model_count": 0' in ended.out


def test_a_text_needs_no_quotes() -> None:
    quoted = orchestrator("recommend", A_TEAM)
    assert orchestrator("recommend", *A_TEAM.split()) == quoted
    assert quoted.code == 0


@pytest.mark.parametrize(
    "names",
    [
        ("kfp", "vertex ai pipelines"),
        ("KUBEFLOW-PIPELINES", "Vertex"),
        ("Kubeflow", "vertex_pipelines"),
    ],
)
def test_alternatives_are_called_as_people_call_them(names: tuple[str, str]) -> None:
    by_id = orchestrator("compare", "kubeflow_pipelines", "vertex_pipelines")
    assert by_id.code == 0
    assert orchestrator("compare", *names) == by_id
