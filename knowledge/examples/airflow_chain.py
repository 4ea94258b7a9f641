"""Airflow 3: four tasks in a row; >> gives the order, and files carry the data."""

import json
from datetime import UTC, datetime
from pathlib import Path
from statistics import linear_regression, mean

from airflow.sdk import dag, task

FOLDER = Path.cwd()  # on several machines: a bucket that all of them reach


@task
def preprocess():
    rows = [(hour, 100 + 7 * hour) for hour in range(24)]  # in place of a query
    (FOLDER / "features.json").write_text(json.dumps(rows))


@task
def train():
    rows = json.loads((FOLDER / "features.json").read_text())
    (FOLDER / "model.json").write_text(json.dumps(linear_regression(*zip(*rows, strict=True))))


@task
def evaluate():
    rows = json.loads((FOLDER / "features.json").read_text())
    slope, intercept = json.loads((FOLDER / "model.json").read_text())
    print("Mean error", mean(abs(slope * x + intercept - y) for x, y in rows))


@task
def publish():
    (FOLDER / "model.json").rename(FOLDER / "published.json")


@dag(schedule=None, start_date=datetime(2026, 1, 1, tzinfo=UTC))
def training():
    preprocess() >> train() >> evaluate() >> publish()


pipeline = training()
if __name__ == "__main__":
    pipeline.test()
