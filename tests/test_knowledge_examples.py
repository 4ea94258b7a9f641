"""The code examples: readable, on packages that they name, and run where Python alone is enough."""

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.loader import PACKAGED
from knowledge.schema import Example, ExampleId, KnowledgeBase
from tests.example_runs import ways
from tests.example_runs.place import Place, posted_to

IDS = [
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
]
COMES_WITH = {
    "airflow": "apache-airflow",
    "httpx": "apache-airflow",
    "joblib": "scikit-learn",
    "numpy": "scikit-learn",
    "pydantic": "fastapi",
    "sklearn": "scikit-learn",
}
"""The package that brings a module, where it bears another name."""
GONE = re.compile(
    r"schedule_interval|provide_context *=|build_from_flow|prefect\.client\.sync"
    r"|airflow\.operators|execution_date|utcnow|import schedule\b"
)
LINES_MAX, COLUMNS_MAX = 44, 100


@pytest.fixture(params=IDS)
def example(kb: KnowledgeBase, request: pytest.FixtureRequest) -> Example:
    return kb.examples[ExampleId(request.param)]


def modules_of(code: str) -> Iterator[str]:
    """The modules that are imported, wherever that happens, by their first name."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import(names=names):
                yield from (name.name.partition(".")[0] for name in names)
            case ast.ImportFrom(module=str() as module):
                yield module.partition(".")[0]
            case _:
                pass


def test_each_piece_of_code_of_the_lesson_has_its_example(kb: KnowledgeBase) -> None:
    assert list(kb.examples) == IDS
    assert list(ways.WAYS) == IDS


def test_the_code_is_that_of_its_file(example: Example) -> None:
    assert example.file == f"{example.id}.py"
    assert example.code == (PACKAGED / "examples" / example.file).read_text()


def test_the_code_starts_with_a_line_that_says_what_it_shows(example: Example) -> None:
    docstring = ast.get_docstring(ast.parse(example.code))
    assert docstring is not None
    assert example.code.startswith(f'"""{docstring}"""\n\n')


def test_the_code_fits_in_a_message(example: Example) -> None:
    lines = example.code.splitlines()
    assert 8 <= len(lines) <= LINES_MAX
    assert max(map(len, lines)) <= COLUMNS_MAX


def test_the_code_imports_what_its_packages_bring(example: Example) -> None:
    named = {pin.partition("==")[0] for pin in example.requires}
    others = set(modules_of(example.code)) - sys.stdlib_module_names
    assert {COMES_WITH.get(module, module) for module in others} <= named


def test_the_code_has_no_name_that_is_gone(example: Example) -> None:
    code = re.sub(r"#.*", "", example.code)  # a comment may say that it is gone
    assert GONE.findall(code) == []


def test_a_package_is_pinned_to_one_version_everywhere(kb: KnowledgeBase) -> None:
    pins = {pin for example in kb.examples.values() for pin in example.requires}
    assert len(pins) == len({pin.partition("==")[0] for pin in pins})


def test_what_a_component_installs_is_what_it_was_run_with(kb: KnowledgeBase) -> None:
    component = kb.examples[ExampleId("kfp_component")]
    installs = re.findall(r"packages_to_install=\[\"([^\"]+)\"\]", component.code)
    assert installs
    assert set(installs) <= set(component.requires)


def test_the_script_for_cron_reports_success_and_failure(kb: KnowledgeBase, tmp_path: Path) -> None:
    example = kb.examples[ExampleId("cron_script")]
    ways.cron_script(Place.of(example, Path(sys.executable), tmp_path))


@pytest.mark.parametrize(
    ("counts", "rate"),
    [({"COMPLETED": 3, "FAILED": 1}, 0.75), ({"COMPLETED": 0, "FAILED": 0}, None)],
    ids=["four runs", "no run"],
)
def test_the_health_report_counts_what_the_server_says(
    kb: KnowledgeBase, tmp_path: Path, counts: dict[str, int], rate: float | None
) -> None:
    def answer(path: str, body: Any) -> object:
        state = body["flow_runs"]["state"]
        if path == "/api/flow_runs/count":
            return 2 if "name" in state else counts[state["type"]["any_"][0]]
        assert path == "/api/flow_runs/filter"
        assert state == {"type": {"any_": ["FAILED", "CRASHED"]}}
        return [{"name": "bold-fox"}] * counts["FAILED"]

    example = kb.examples[ExampleId("health_report")]
    with posted_to(answer) as url:
        place = Place.of(example, Path(sys.executable), tmp_path, PREFECT_API_URL=f"{url}/api")
        report = json.loads(place.run(place.code))
    assert report == {
        "completed": counts["COMPLETED"],
        "failed": counts["FAILED"],
        "late": 2,
        "success_rate": rate,
        "failed_runs": ["bold-fox"] * counts["FAILED"],
    }
