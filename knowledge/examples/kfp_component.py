"""Kubeflow Pipelines 2: the same training, each step in a container with its own libraries."""

from kfp import compiler, dsl, local
from kfp.dsl import Dataset, Input, Model, Output

step = dsl.component(base_image="python:3.11", packages_to_install=["scikit-learn==1.9.1"])


@step
def load(data: Output[Dataset]):
    # The function runs elsewhere, so what it needs is imported inside it.
    import numpy as np
    from sklearn.datasets import load_diabetes

    x, y = load_diabetes(return_X_y=True)
    np.savetxt(data.path, np.column_stack([x, y]), delimiter=",")


@step
def train(data: Input[Dataset], model: Output[Model], trees: int = 100):
    import joblib
    import numpy as np
    from sklearn.ensemble import RandomForestRegressor

    rows = np.loadtxt(data.path, delimiter=",")
    forest = RandomForestRegressor(n_estimators=trees, random_state=0)
    joblib.dump(forest.fit(rows[:, :-1], rows[:, -1]), model.path)
    model.metadata["rows"] = len(rows)


@dsl.pipeline(name="training")
def training(trees: int = 100):
    loaded = load()
    train(data=loaded.outputs["data"], trees=trees)


if __name__ == "__main__":
    compiler.Compiler().compile(training, "training.yaml")  # what a cluster runs
    local.init(local.SubprocessRunner())  # here: a process and a venv for each step
    training()
