"""Prefect 3: a flow that runs every night at two, and whenever someone asks for it."""

from datetime import UTC, datetime

from prefect import flow
from prefect.schedules import Cron


@flow(log_prints=True)
def training(day: str | None = None, reason: str = "schedule") -> None:
    """A scheduled run is for no date of its own: one that is needed comes as a parameter."""
    day = day or f"{datetime.now(UTC):%Y-%m-%d}"
    print(f"Training on {day}, because of: {reason}")


if __name__ == "__main__":
    # Makes the deployment training/nightly, and runs what is due for as long as it stands.
    training.serve(name="nightly", schedule=Cron("0 2 * * *", timezone="UTC"))
