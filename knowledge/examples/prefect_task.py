"""Prefect 3: the same work as a task; it retries, and does not repeat what it has done."""

from prefect import flow, task
from prefect.cache_policies import INPUTS, TASK_SOURCE
from prefect.tasks import exponential_backoff


@task(
    retries=3,
    retry_delay_seconds=exponential_backoff(backoff_factor=2),
    cache_policy=INPUTS + TASK_SOURCE,  # the default also holds the run: no cache from run to run
    persist_result=True,  # off by default, and without kept results there is no cache
)
def preprocess(day: str) -> list[tuple[int, int]]:
    """Return the rows themselves: the next task takes them as an argument."""
    print("Reading the sales of", day)
    return [(hour, 100 + 7 * hour) for hour in range(24)]  # in place of a query


@flow(log_prints=True)
def features(day: str) -> int:
    return len(preprocess(day))


if __name__ == "__main__":
    print(features("2026-01-15"))
