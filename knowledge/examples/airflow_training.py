"""Airflow 3: training in a task; every worker needs the libraries, and files go by path."""

from datetime import UTC, datetime
from pathlib import Path

import joblib
import numpy as np
from airflow.sdk import dag, task
from sklearn.datasets import load_diabetes
from sklearn.ensemble import RandomForestRegressor


@task
def load() -> str:
    """Write the data where the next task can read it, and return the path."""
    x, y = load_diabetes(return_X_y=True)
    target = Path("data.csv").absolute()
    np.savetxt(target, np.column_stack([x, y]), delimiter=",")
    return str(target)


@task
def train(data: str, trees: int = 100) -> str:
    """No one records which data made which model: that is left to you."""
    rows = np.loadtxt(data, delimiter=",")
    model = RandomForestRegressor(n_estimators=trees, random_state=0)
    model.fit(rows[:, :-1], rows[:, -1])
    target = Path("model.joblib").absolute()
    joblib.dump(model, target)
    return str(target)


@dag(schedule=None, start_date=datetime(2026, 1, 1, tzinfo=UTC))
def training():
    train(load())


pipeline = training()
if __name__ == "__main__":
    pipeline.test()
