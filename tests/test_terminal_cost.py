"""`orchestrator cost`: what it prints, what it takes, and its JSON."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from tests.command_line import orchestrator

LESSON = ("--edition", "lesson")


def printed(*arguments: str) -> str:
    ended = orchestrator("cost", *arguments, environ={"COLUMNS": "200"})
    assert (ended.code, ended.err) == (0, "")
    return ended.out


def document(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed(*arguments, "--json"))
    return found


def variant(found: dict[str, Any], id_: str) -> dict[str, Any]:
    return next(each for each in found["variants"] if each["variant"] == id_)


def dollars(low: str, high: str | None = None) -> dict[str, str]:
    return {"low": low, "high": high or low, "currency": "USD"}


# What it prints


def test_in_short_it_has_the_headline_the_table_what_moves_it_and_what_is_assumed() -> None:
    out = printed("prefect and airflow, 40 pipelines, 8 engineers", *LESSON)
    assert out.startswith("Prefect Cloud with own workers: $32,200 to $68,200 a year, of which ")
    assert "For: 40 pipelines, 10 runs a week of each, 8 engineers, 3 years." in out
    assert "Beyond the lesson's workload (20 pipelines): extrapolated." in out
    assert re.search(r"Airflow, own EC2 +\$5,400 +\$47,500 +\$52,900 +\$159,000 +J, lesson", out)
    assert "What moves Prefect Cloud with own workers most\n" in out
    assert "How many pipelines, or runs a week of each: -50 % makes it about " in out
    assert "Whether the lesson's 10,000 runs are those of a year or of a month: from " in out
    assert "In no total, for want of figures: Setting it up; Learning it." in out
    assert "Pipelines: 40; the team's answer." in out
    assert "An engineer a year: $190,000; a default, nobody said it." in out
    assert re.search(r"2025-09-12,\s+grade J", out)
    assert out.rstrip().endswith("More: --full, or --json for programs")
    assert "a month in the lesson x 12" not in out


def test_in_full_it_shows_how_each_line_item_is_made_and_what_is_open() -> None:
    out = printed("--of", "prefect", "--full", *LESSON)
    assert "$1,200 a year: $100 a month in the lesson x 12. [" in out
    assert "Wrong or open: The monthly figure is for 10,000 runs" in out
    assert "What no sum has in it" in out
    assert "More:" not in out


def test_with_nothing_said_it_is_the_six_at_the_lessons_workload() -> None:
    found = document()
    assert found["answers"] == {}
    assert {each["alternative"] for each in found["variants"]} == {
        "airflow", "prefect", "dagster", "kubeflow_pipelines", "metaflow", "zenml",
    }  # fmt: skip
    assert (found["extrapolated"], found["scaled_down"]) == ([], [])


def test_a_narrow_screen_has_all_of_the_figures() -> None:
    out = orchestrator("cost", "--of", "prefect", *LESSON, environ={"COLUMNS": "40"}).out
    assert "  A year: $26,200 to $44,200" in out


def test_what_stays_without_a_figure_says_how_it_gets_one() -> None:
    out = printed("--of", "dagster")
    assert "no figure" in out
    assert "--engineer-hours counts engineer time where no source says it" in out
    told = document("--of", "dagster", "--engineer-hours", "4")
    assert all(each["people"] == dollars("19000.00") for each in told["variants"])


def test_who_is_not_for_this_team_is_named_in_short_and_explained_in_full() -> None:
    arguments = ("--of", "metaflow", "--of", "prefect", "--set", "cloud=gcp")
    assert re.search(r"Not for this team: Metaflow with AWS Batch[,. ]", printed(*arguments))
    assert "Metaflow with AWS Batch: It runs on AWS only." in printed(*arguments, "--full")


def test_hours_that_were_assumed_and_prices_of_another_cloud_show() -> None:
    arguments = ("prefect and dagster", "--engineer-hours", "4", "--set", "cloud=azure")
    out = printed(*arguments)
    assert re.search(r"Prefect, own server +\$1,720 +\$19,000 \(assumed\)", out)
    assert "Hours that you assumed: Dagster, own server; Prefect, own server." in out
    assert "rest on the hours that you assumed, the same for each." in out
    assert (
        "Priced on AWS, and your cloud is Azure: Dagster, own server; Prefect, own server;" in out
    )
    assert variant(document(*arguments), "prefect_cloud")["priced_on_another_cloud"] == "aws"
    assert variant(document("prefect"), "prefect_cloud")["priced_on_another_cloud"] is None


def test_a_way_that_cannot_be_built_is_not_looked_at_closer() -> None:
    out = printed("zenml")
    assert "What moves" not in out
    assert "ZenML, own server: $1,800 a year for ZenML server on a small EC2 instance" in out
    assert document("zenml")["looked_at"] is None


def test_what_is_paid_once_is_in_the_headline() -> None:
    said, _, _ = printed("prefect", "--set", "current_orchestrator=airflow").partition("\n\n")
    assert said.replace("\n", " ").endswith(
        " of it once, for moving the pipelines and running both side by side."
    )


def test_no_cell_of_the_table_is_cut() -> None:
    dear = ("--currency", "JPY", "--per-dollar", "155", "--years", "1")
    for width in range(60, 100, 3):
        ended = orchestrator("cost", "--of", "airflow", *dear, environ={"COLUMNS": str(width)})
        words = re.findall(r"\w+", ended.out)
        assert ("undated" in words, "undate" in words) == (True, False)


def test_the_lesson_has_no_sum_for_dagster_and_says_so() -> None:
    assert printed("dagster", *LESSON).startswith("No figure: the lesson has no sum for it.\n")
    assert "it has no sum for Dagster." in printed(*LESSON)


# What it takes


@pytest.mark.parametrize(
    "arguments",
    [
        ("prefect, 40 pipelines, 8 engineers",),
        ("what does prefect cost with 40 pipelines and 8 engineers?",),
        ("40 pipelines, 8 engineers", "--of", "prefect"),
        ("--of", "Prefect", "--set", "pipelines=40", "--set", "team_size=8"),
        ("prefect", "40", "pipelines,", "8", "engineers"),
    ],
)
def test_names_and_the_team_may_be_words_or_options(arguments: tuple[str, ...]) -> None:
    found = document(*arguments)
    assert found["alternatives"] == ["prefect"]
    assert found["answers"] == {"team_size": 8, "pipelines": 40}


def test_an_option_wins_over_the_text() -> None:
    found = document("prefect over 2 years, 40 pipelines", "--years", "5", "--set", "pipelines=7")
    assert found["assumptions"]["years"] == {"value": "5", "origin": "set"}
    assert found["answers"] == {"pipelines": 7}


def test_names_of_the_options_stand_before_those_of_the_text_and_each_once() -> None:
    found = document("prefect and airflow", "--of", "zenml", "--of", "prefect")
    assert found["alternatives"] == ["zenml", "prefect", "airflow"]


def test_a_misspelled_name_is_read_and_said() -> None:
    assert "“prefct” is read as Prefect." in printed("prefct")


def test_what_was_not_used_is_what_was_typed() -> None:
    assert document("kubernetes, 8 engineers")["not_used"] == ["kubernetes"]


def test_a_way_to_run_one_that_is_named_is_in_the_headline() -> None:
    assert printed("mwaa").startswith("Airflow on Amazon MWAA, small: ")
    assert printed("mwaa", "--full").startswith("Airflow on Amazon MWAA, small: ")


def test_without_an_orchestrator_there_is_nothing_to_add_up() -> None:
    out = printed("cron")
    assert out.startswith("No figure: without an orchestrator there is nothing to add up.\n")


def test_what_else_is_asked_has_its_own_command() -> None:
    assert "'orchestrator explain lineage' answers" in printed("40 pipelines, what about lineage?")


def test_contenders_can_be_named_or_all_included() -> None:
    assert document("--of", "flyte")["alternatives"] == ["flyte"]
    included = {each["alternative"] for each in document("--include-contenders")["variants"]}
    assert {"prefect", "flyte"} <= included


def test_what_a_sum_rests_on_can_be_set() -> None:
    found = document(
        "--of", "prefect", "--years", "5", "--steps", "7", "--engineer-hours", "4.5",
        "--currency", "eur", "--per-dollar", "0.92", "--set", "engineer_cost=100000",
    )  # fmt: skip
    rests_on = found["assumptions"]
    assert rests_on["years"] == {"value": "5", "origin": "set"}
    assert rests_on["steps_per_run"] == {"value": "7", "origin": "set"}
    assert rests_on["engineer_hours"] == {"value": "4.5", "origin": "set"}
    assert rests_on["currency"] == {"value": "EUR", "per_dollar": "0.92", "origin": "set"}
    # An answer is in US dollars.
    assert rests_on["engineer_cost"] == {
        "value": "92000.00",
        "currency": "EUR",
        "origin": "answered",
    }
    cloud = variant(found, "prefect_cloud")
    assert {cloud[each]["currency"] for each in ("infrastructure", "people", "year", "total")} == {
        "EUR"
    }


def test_without_a_rate_two_currencies_stay_apart() -> None:
    found = document("cost of prefect, an engineer costs 100k EUR", *LESSON)
    cloud = variant(found, "prefect_cloud")
    assert cloud["infrastructure"] == dollars("7200.00", "25200.00")
    assert cloud["people"] == {"low": "10000.00", "high": "10000.00", "currency": "EUR"}
    assert (cloud["year"], cloud["total"]) == (None, None)


REFUSED: dict[str, tuple[list[str], list[str]]] = {
    "no such alternative": (["--of", "foo"], ["There is no alternative foo", "airflow, prefect"]),
    "not rated": (["--of", "luigi"], ["Luigi is known here and not rated", "Name one of"]),
    "not in the text": (["prefect and foobar"], ["There is no alternative foobar"]),
    "not in the lesson": (["--of", "flyte", *LESSON], ["The lesson does not rate Flyte"]),
    "contenders of the lesson": (
        ["--include-contenders", *LESSON],
        ["--include-contenders needs --edition current"],
    ),
    "no such edition": (["--edition", "old"], ["--edition old", "lesson", "current"]),
    "no years": (["--years", "0"], ["--years: ", "from 1 to 10"]),
    "too many years": (["--years", "11"], ["--years: ", "from 1 to 10"]),
    "no steps": (["--steps", "few"], ["--steps: ", "whole number"]),
    "no hours": (["--engineer-hours", "banana"], ["--engineer-hours: ", "from 0 to 400"]),
    "no currency": (["--currency", "e"], ["--currency: ", "three letters"]),
    "no rate": (["--currency", "EUR", "--per-dollar", "x"], ["--per-dollar: ", "0.92"]),
    "a rate of what": (["--per-dollar", "0.9"], ["--currency: ", "which currency"]),
    "an empty option": (["--years", " "], ["--years is empty", "leave it out"]),
    "no such slot": (["--set", "clowd=aws"], ["clowd", "mean cloud?"]),
    "refused in the text": (["prefect, 0 engineers"], ["I read 0 engineers", "at least 1"]),
    "another command": (["cost of luigi"], ["'orchestrator explain luigi' answers"]),
    "nothing understood": (
        ["the weather is fine"],
        ["Nothing in 'the weather is fine' was understood", "40 pipelines"],
    ),
    "no words": (["???"], ["Nothing in '???' was understood", "40 pipelines"]),
    "a word of something else": (["kubernetes"], ["Nothing in 'kubernetes' was understood"]),
}


@pytest.mark.parametrize(("arguments", "parts"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_one_line(arguments: list[str], parts: list[str]) -> None:
    ended = orchestrator("cost", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    assert [each for each in parts if each not in ended.err] == []


# JSON


def test_the_lessons_variants_come_out_to_the_dollar() -> None:
    found = document(*LESSON)
    assert {
        each["variant"]: (each["infrastructure"], each["people"]) for each in found["variants"]
    } == {
        "airflow_astronomer": (dollars("6000.00", "24000.00"), dollars("95000.00")),
        "airflow_self_hosted": (dollars("5400.00"), dollars("47500.00")),
        "prefect_cloud": (dollars("7200.00", "25200.00"), dollars("19000.00")),
        "kubeflow_gke": (dollars("15000.00"), dollars("95000.00")),
        "metaflow_batch": (dollars("4200.00", "7800.00"), dollars("19000.00")),
        "zenml_prefect": (dollars("7800.00", "13800.00"), dollars("38000.00")),
    }
    assert all(each["cautions"] for each in found["variants"])


def test_the_document_has_these_keys_in_this_order() -> None:
    found = document("prefect")
    assert list(found) == [
        "answers", "alternatives", "not_used", "edition", "assumptions", "extrapolated",
        "scaled_down", "variants", "looked_at", "swings", "break_evens", "left_out", "sources",
    ]  # fmt: skip
    assert list(found["variants"][0]) == [
        "variant", "alternative", "name", "runs", "infrastructure", "people", "year", "once",
        "total", "grade", "engineer_time", "priced_on_another_cloud", "without",
        "items", "not_counted", "unfit", "cautions",
    ]  # fmt: skip
    assert list(found["variants"][0]["items"][0]) == [
        "item", "name", "kind", "driver", "optional", "amount", "made", "price", "cited",
    ]  # fmt: skip


def amounts(part: object) -> list[str]:
    match part:
        case {"low": low, "high": high, "currency": str()}:
            return [each for each in (low, high) if each is not None]
        case dict():
            return [found for each in part.values() for found in amounts(each)]
        case list():
            return [found for each in part for found in amounts(each)]
        case _:
            return []


def cited(part: object) -> set[str]:
    match part:
        case {"source": str(id_)}:
            return {id_}
        case dict():
            return set().union(*map(cited, part.values()))
        case list():
            return set().union(*map(cited, part))
        case _:
            return set()


def test_amounts_are_exact_strings_with_two_decimals() -> None:
    shown = amounts(document("--set", "pipelines=33", "--set", "current_orchestrator=airflow"))
    assert len(shown) > 50
    assert [each for each in shown if not re.fullmatch(r"\d+\.\d\d", each)] == []


def test_items_add_up_to_a_year() -> None:
    for each in document(*LESSON)["variants"]:
        yearly = [item["amount"] for item in each["items"] if item["kind"] != "once"]
        for end in ("low", "high"):
            assert sum(Decimal(item[end]) for item in yearly) == Decimal(each["year"][end])


def test_everything_cited_stands_in_the_sources_and_nothing_else() -> None:
    found = document()
    listed = {source["id"] for source in found.pop("sources")}
    assert cited(found) == listed
    items = [item for each in found["variants"] for item in each["items"]]
    assert [each["item"] for each in items if not each["cited"]] == []


def test_no_figure_is_null_and_never_zero() -> None:
    found = document()
    without = [item for each in found["variants"] for item in each["items"] if not item["amount"]]
    assert without
    assert all(item["made"].startswith("no figure. ") for item in without)
    for each in found["variants"]:
        recurring = [item for item in each["items"] if item["kind"] != "once"]
        if any(item["amount"] is None for item in recurring):
            assert (each["year"], each["total"]) == (None, None)


def test_a_break_even_in_dollars_has_its_currency_and_one_in_runs_has_none() -> None:
    found = document("prefect and airflow", *LESSON)["break_evens"]
    money = [each for each in found if each["of"] == "engineer_cost"]
    pair = next(each for each in money if each["first"] == "airflow_self_hosted")
    assert (pair["low"], pair["high"], pair["currency"]) == ("12000.00", "132000.00", "USD")
    assert all("currency" not in each for each in found if each["of"] == "runs_per_week")


def test_the_same_arguments_give_the_same_bytes() -> None:
    arguments = ("prefect and airflow, 40 pipelines", "--json")
    assert printed(*arguments) == printed(*arguments)
