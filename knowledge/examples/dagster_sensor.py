"""Dagster: a sensor that starts one run for each new file in a folder, and none twice."""

from pathlib import Path

import dagster as dg

INCOMING = Path("incoming").absolute()


class NewFile(dg.Config):
    file: str


@dg.op
def train(config: NewFile) -> None:
    print("Training on", config.file)


@dg.job
def training():
    train()


@dg.sensor(job=training, default_status=dg.DefaultSensorStatus.RUNNING)
def new_data(context: dg.SensorEvaluationContext):
    """Ask for what has come since the cursor, so files need names that grow, such as dates."""
    names = sorted(path.name for path in INCOMING.glob("*.csv"))
    new = [name for name in names if name > (context.cursor or "")]
    if not new:
        return dg.SkipReason("No new file")
    return dg.SensorResult(
        run_requests=[
            dg.RunRequest(
                run_key=name,  # a key that was seen before starts nothing
                run_config=dg.RunConfig(ops={"train": NewFile(file=name)}),
            )
            for name in new
        ],
        cursor=new[-1],
    )


defs = dg.Definitions(jobs=[training], sensors=[new_data])
