"""A drift alert starts a retraining run in Prefect, for each model once a day at most."""

from datetime import UTC, datetime
from typing import Literal

from fastapi import FastAPI
from prefect.deployments import arun_deployment
from pydantic import BaseModel

THRESHOLD = 0.3  # depends on how drift is measured: choose your own
DEPLOYMENTS = {"sales": "training/nightly"}

app = FastAPI()  # to be reached by your monitoring alone: it asks nobody who they are


class Alert(BaseModel):
    model: Literal["sales"]
    feature: str
    score: float


@app.post("/drift-alert")
async def drift_alert(alert: Alert) -> dict[str, str]:
    if alert.score <= THRESHOLD:
        return {"status": "no retraining needed"}
    run = await arun_deployment(
        DEPLOYMENTS[alert.model],
        parameters={"reason": f"drift of {alert.feature}: {alert.score}"},
        timeout=0,  # start it and answer; the run takes its time
        idempotency_key=f"drift-{alert.model}-{datetime.now(UTC):%Y-%m-%d}",
    )
    return {"status": "retraining started", "run": str(run.id)}
