"""Metaflow makes the features, then starts a training run in Prefect."""

from metaflow import FlowSpec, Parameter, retry, step
from prefect.deployments import run_deployment


class Features(FlowSpec):
    day = Parameter("day", default="2026-01-15")

    @step
    def start(self):
        self.features = [(hour, 100 + 7 * hour) for hour in range(24)]  # kept as an artifact
        self.next(self.start_training)

    @retry(times=3)
    @step
    def start_training(self):
        run = run_deployment(
            "training/nightly",
            parameters={"day": self.day, "reason": "Metaflow has made the features"},
            timeout=0,  # start it and go on; None would wait for its end
            idempotency_key=f"metaflow-{self.day}",  # a step tried again starts no second run
        )
        self.training_run = str(run.id)
        self.next(self.end)

    @step
    def end(self):
        print("Started", self.training_run)


if __name__ == "__main__":
    Features()
