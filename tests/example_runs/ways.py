"""A function for each example: it runs it, and asserts what came of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from shutil import copy
from typing import Any, Final

from tests.example_runs.place import Place, call, posted_to, until
from tests.ports import free_port

# Python alone


def cron_script(place: Place) -> None:
    told: list[str] = []
    with posted_to(lambda _, body: told.append(body["text"])) as url:
        place = replace(place, env={**place.env, "REPORT_URL": url})
        place.run(place.code, "sales.csv", "model.json", code=1)
        (place.folder / "sales.csv").write_text("spend,sales\n1,12\n2,14\n3,16\n")
        place.run(place.code, "sales.csv", "model.json")
    assert told[0].startswith("Training failed: FileNotFoundError"), told
    assert told[1:] == ["Trained on 3 rows"]
    model = json.loads((place.folder / "model.json").read_text())
    assert model == {"slope": 2.0, "intercept": 10.0}


def health_report(place: Place) -> None:
    report = json.loads(place.run(place.code))
    assert list(report) == ["completed", "failed", "late", "success_rate", "failed_runs"]


# Airflow: the whole DAG in one process, on a database of its own


def _dag(place: Place) -> str:
    dags = place.folder / "home" / "dags"
    dags.mkdir()
    place.run("-m", "airflow", "db", "migrate")
    printed = place.run(copy(place.code, dags))
    assert "> successful" in printed, printed
    return printed


def airflow_task(place: Place) -> None:
    _dag(place)
    assert len(json.loads((place.folder / "features/2026-01-15.json").read_text())) == 24


def airflow_chain(place: Place) -> None:
    _dag(place)
    assert json.loads((place.folder / "published.json").read_text()) == [7.0, 100.0]


def airflow_training(place: Place) -> None:
    _dag(place)
    assert (place.folder / "model.joblib").stat().st_size


def airflow_schedule(place: Place) -> None:
    assert "Trained for 2026-01-15 02:00" in _dag(place)
    printed = place.run("-m", "airflow", "dags", "next-execution", "nightly_training")
    assert "T02:00:00+00:00" in printed, printed


def airflow_to_prefect(place: Place) -> None:
    _dag(place)
    run = _completed(place, lambda run: "Airflow" in run["parameters"].get("reason", ""))
    assert run["parameters"]["day"] == "2026-01-15"


# Prefect: against a server on this machine


def _completed(place: Place, is_meant: Callable[[Any], bool]) -> Any:
    """The flow run that is meant, once it has completed."""
    url = place.env["PREFECT_API_URL"] + "/flow_runs/filter"
    wanted = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}

    def found() -> Any:
        return next(filter(is_meant, call(url, wanted)), None)

    return until(found, "a completed flow run")


def prefect_task(place: Place) -> None:
    first, second = place.run(place.code), place.run(place.code)
    assert "Reading the sales" in first, first
    assert "Cached(type=COMPLETED)" in second, second
    assert "Reading the sales" not in second, second


def prefect_flow(place: Place) -> None:
    printed = place.run(place.code)
    assert "Published LinearRegression(slope=7.0, intercept=100.0)" in printed, printed


def prefect_schedule(place: Place) -> None:
    """It is being served already, as training/nightly; here it is asked when it is due."""
    url = place.env["PREFECT_API_URL"]
    deployment = call(f"{url}/deployments/name/training/nightly")
    due = {"deployments": {"id": {"any_": [deployment["id"]]}}, "sort": "EXPECTED_START_TIME_ASC"}
    runs = until(lambda: call(f"{url}/flow_runs/filter", due) or None, "a scheduled flow run")
    scheduled = [run["expected_start_time"] for run in runs if run["state_type"] == "SCHEDULED"]
    assert {when[11:16] for when in scheduled} == {"02:00"}, scheduled


def prefect_trigger(place: Place) -> None:
    url = place.env["PREFECT_API_URL"] + "/deployments/name/training/on-new-data"
    with place.running(place.code):
        deployment = until(lambda: call(url), "the deployment")
        place.run("-c", "import prefect_trigger as it; it.announce('incoming/sales.csv')")
        run = _completed(place, lambda run: run["deployment_id"] == deployment["id"])
    assert run["parameters"] == {"file": "incoming/sales.csv"}


def drift_webhook(place: Place) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    alert = {"model": "sales", "feature": "spend"}
    with place.running("-m", "uvicorn", "drift_webhook:app", "--port", str(port)):
        until(lambda: call(f"{url}/openapi.json"), "the webhook")
        small, large, again = (
            call(f"{url}/drift-alert", alert | {"score": score}) for score in (0.3, 0.4, 0.5)
        )
    assert small == {"status": "no retraining needed"}
    assert large["status"] == "retraining started"
    assert again == large
    run = _completed(place, lambda run: run["id"] == large["run"])
    assert run["parameters"] == {"reason": "drift of spend: 0.4"}


# The others


def metaflow_to_prefect(place: Place) -> None:
    place.run(place.code, "run")
    run = _completed(place, lambda run: "Metaflow" in run["parameters"].get("reason", ""))
    assert run["parameters"]["day"] == "2026-01-15"


def kfp_component(place: Place) -> None:
    place.run(place.code)
    assert "pipelineInfo" in (place.folder / "training.yaml").read_text()
    [model] = place.folder.glob("local_outputs/*/train/model")
    assert model.stat().st_size


def dagster_sensor(place: Place) -> None:
    (place.folder / "home" / "dagster.yaml").write_text("telemetry:\n  enabled: false\n")
    incoming = place.folder / "incoming"
    incoming.mkdir()
    (incoming / "2026-01-15.csv").touch()
    (incoming / "2026-01-16.csv").touch()
    states = (
        "from dagster import DagsterInstance as it\n"
        "print(*(run.status.value for run in it.get().get_runs()))"
    )
    with place.running("-m", "dagster._daemon", "run", "-f", place.code):
        until(lambda: "skipped: No new file" in place.log() or None, "a second look")
        until(lambda: place.run("-c", states).split() == ["SUCCESS"] * 2 or None, "two runs")


WAYS: Final[Mapping[str, Callable[[Place], None]]] = {
    way.__name__: way
    for way in (
        cron_script,
        airflow_task,
        prefect_task,
        airflow_chain,
        prefect_flow,
        airflow_training,
        kfp_component,
        airflow_schedule,
        prefect_schedule,
        prefect_trigger,
        dagster_sensor,
        airflow_to_prefect,
        metaflow_to_prefect,
        health_report,
        drift_webhook,
    )
}
