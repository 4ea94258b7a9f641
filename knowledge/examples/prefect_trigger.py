"""Prefect 3: a flow that starts when a new file is announced."""

from prefect import flow
from prefect.events import DeploymentEventTrigger, emit_event

NEW_FILE = DeploymentEventTrigger(
    expect={"file.arrived"},  # names of events, not of resources
    match={"prefect.resource.id": "incoming/*"},
    parameters={"file": "{{ event.resource.id }}"},
)


def announce(file: str) -> None:
    """Tell Prefect of a file: whatever writes the file calls this, or nothing ever starts."""
    emit_event("file.arrived", resource={"prefect.resource.id": file})


@flow(log_prints=True)
def training(file: str) -> None:
    print(f"Training on {file}")


if __name__ == "__main__":
    training.serve(name="on-new-data", triggers=[NEW_FILE])
