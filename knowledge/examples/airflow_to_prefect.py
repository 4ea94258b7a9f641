"""Airflow 3 starts a training run in Prefect when its own work is done."""

import os
from datetime import UTC, datetime

import httpx
from airflow.sdk import dag, task


@task
def load():
    print("The data of the day is in place")


@task(retries=3)
def start_training(ds: str | None = None) -> str:
    """By HTTP, since Airflow 3.3 and Prefect 3.8 need different versions of FastAPI."""
    with httpx.Client(base_url=os.environ["PREFECT_API_URL"].rstrip("/") + "/") as prefect:
        deployment = prefect.get("deployments/name/training/nightly").raise_for_status().json()
        answer = prefect.post(
            f"deployments/{deployment['id']}/create_flow_run",
            json={
                "parameters": {"day": ds, "reason": "Airflow has loaded the data"},
                "idempotency_key": f"airflow-{ds}",  # a task tried again starts no second run
            },
        )
        return answer.raise_for_status().json()["id"]


@dag(schedule=None, start_date=datetime(2026, 1, 1, tzinfo=UTC))
def etl():
    load() >> start_training()


pipeline = etl()
if __name__ == "__main__":
    pipeline.test(logical_date=datetime(2026, 1, 15, tzinfo=UTC))
