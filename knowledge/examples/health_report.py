"""The last day of a Prefect server: what completed, what failed, and what never started."""

import json
import os
from datetime import UTC, datetime, timedelta
from urllib.request import Request, urlopen


def ask(path: str, body: dict):
    """Post to PREFECT_API_URL; Prefect Cloud also wants PREFECT_API_KEY."""
    headers = {"Content-Type": "application/json"}
    if key := os.environ.get("PREFECT_API_KEY"):
        headers["Authorization"] = f"Bearer {key}"
    url = f"{os.environ['PREFECT_API_URL']}/flow_runs/{path}"
    with urlopen(Request(url, json.dumps(body).encode(), headers), timeout=10) as answer:
        return json.load(answer)


def health_report(hours: int = 24) -> dict:
    since = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()

    def started(*states: str) -> dict:
        state = {"type": {"any_": states}}
        return {"flow_runs": {"start_time": {"after_": since}, "state": state}}

    completed = ask("count", started("COMPLETED"))  # counted there: a list ends at 200 runs
    failed = ask("count", started("FAILED", "CRASHED"))
    ended = completed + failed
    return {
        "completed": completed,
        "failed": failed,
        "late": ask("count", {"flow_runs": {"state": {"name": {"any_": ["Late"]}}}}),
        "success_rate": completed / ended if ended else None,  # no run is no success
        "failed_runs": [run["name"] for run in ask("filter", started("FAILED", "CRASHED"))],
    }


if __name__ == "__main__":
    print(json.dumps(health_report(), indent=2))
