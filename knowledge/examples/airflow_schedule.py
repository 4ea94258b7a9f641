"""Airflow 3: every night at two; nights that were missed are not caught up."""

from datetime import UTC, datetime

from airflow.sdk import dag, task


@task
def train(logical_date: datetime | None = None) -> str:
    """Airflow passes the date that the run is for; with a cron string, when it was due."""
    return f"Trained for {logical_date:%Y-%m-%d %H:%M}"


@dag(
    schedule="0 2 * * *",  # schedule_interval is gone
    start_date=datetime(2026, 1, 1, tzinfo=UTC),  # its zone is the zone of the schedule
    catchup=False,  # the default since Airflow 3; True starts a run for every night since then
    max_active_runs=1,  # a slow night does not meet the next
)
def nightly_training():
    train()


pipeline = nightly_training()
if __name__ == "__main__":
    pipeline.test(logical_date=datetime(2026, 1, 15, 2, tzinfo=UTC))
