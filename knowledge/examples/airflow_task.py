"""Airflow 3: a task by operator; the function takes what it needs of the context by name."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG


def preprocess(ds: str) -> str:
    """Return a path, not the rows: what a task returns is stored in Airflow's database."""
    sales = [(hour, 100 + 7 * hour) for hour in range(24)]  # in place of a query
    target = Path("features", f"{ds}.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(sales))
    return str(target.absolute())


with DAG("features", schedule=None, start_date=datetime(2026, 1, 1, tzinfo=UTC)) as dag:
    PythonOperator(
        task_id="preprocess",
        python_callable=preprocess,  # provide_context is gone; a run without a date has no ds
        retries=3,
        retry_delay=timedelta(seconds=2),
        retry_exponential_backoff=True,
    )

if __name__ == "__main__":
    dag.test(logical_date=datetime(2026, 1, 15, tzinfo=UTC))
