"""`compare --json` and `migrate --json`."""

import json
import math
from typing import Any

import pytest

from tests.command_line import orchestrator


def document(*arguments: str) -> dict[str, Any]:
    ended = orchestrator(*arguments, "--json")
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)
    return found


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


PAIRS = [
    ("kfp", "zenml"),
    ("prefect", "dagster", "8 engineers, 3 models", "--edition", "lesson"),
    ("prefect", "flyte", "--stress", "lineage"),
    ("none", "airflow"),
]


@pytest.mark.parametrize("arguments", PAIRS, ids=" ".join)
def test_a_comparison_adds_up_and_lists_what_it_cites(arguments: tuple[str, ...]) -> None:
    found = document("compare", *arguments)
    assert list(found) == [
        "answers", "alternatives", "edition", "leader", "totals", "criteria", "weights", "blend",
        "ruled_out", "flip", "rating_flips", "features", "choose_if", "lock_in", "costs",
        "migrations", "sources",
    ]  # fmt: skip
    for alternative in found["alternatives"]:
        points = sum(row["points"][alternative] for row in found["criteria"])
        assert math.isclose(points, found["totals"][alternative])
        assert found["choose_if"][alternative] != []
    one, other = found["alternatives"]
    totals = found["totals"]
    leads = {one: totals[one] > totals[other], other: totals[other] > totals[one]}
    assert [each for each in leads if leads[each]] == ([found["leader"]] if found["leader"] else [])
    assert cited(found) <= {source["id"] for source in found["sources"]}


def test_a_comparison_weighs_as_the_recommendation_does() -> None:
    team = ("15 engineers, 6 models", "--stress", "lineage")
    compared = document("compare", "prefect", "dagster", *team)
    recommended = document("recommend", *team)
    assert compared["weights"] == recommended["weights"]
    scores = {each["alternative"]: each["score"] for each in recommended["ranking"]}
    assert compared["totals"] == {each: scores[each] for each in ("prefect", "dagster")}


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("none", "prefect"), "first_steps"),
        (("cron", "prefect"), "first_steps"),
        (("temporal", "mage"), "generic"),
    ],
)
def test_a_migration_says_what_it_is_and_lists_what_it_cites(
    arguments: tuple[str, str], kind: str
) -> None:
    found = document("migrate", *arguments)
    assert list(found) == [
        "from", "to", "kind", "summary", "steps", "gains", "cautions", "effort", "hidden_costs",
        "sources",
    ]  # fmt: skip
    assert found["kind"] == kind
    assert found["steps"] != []
    assert cited(found) <= {source["id"] for source in found["sources"]}


def test_the_same_comparison_gives_the_same_bytes() -> None:
    twice = {orchestrator("compare", "kfp", "zenml", "--json").out for _ in range(2)}
    assert len(twice) == 1
