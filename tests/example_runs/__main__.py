"""`python -m tests.example_runs [ID]...`: runs these examples, or all, and says what came of it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from knowledge.loader import load
from knowledge.schema import Example, ExampleId
from tests.example_runs.place import Place, call, until
from tests.example_runs.ways import WAYS
from tests.ports import free_port

VENVS: Final = Path(__file__).parents[2] / ".venv"


def python_with(requires: tuple[str, ...]) -> Path:
    """An interpreter that has exactly these packages; ours where there are none to have."""
    if not requires:
        return Path(sys.executable)
    venv = VENVS / "-".join(["examples", *(pin.partition("==")[0] for pin in requires)])
    python, installed = venv / "bin" / "python", venv / ".installed"
    if not installed.exists() or installed.read_text() != "\n".join(requires):
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
        pip = ("-m", "pip", "install", "-qq", "--disable-pip-version-check")
        subprocess.run([python, *pip, *requires], check=True)
        installed.write_text("\n".join(requires))
    return python


@contextmanager
def prefect_server(nightly: Example, python: Path, folder: Path) -> Iterator[str]:
    """The API of a Prefect server with the deployment training/nightly, which others start."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    place = Place.of(nightly, python, folder, PREFECT_API_URL=url, PREFECT_HOME=str(folder))
    with ExitStack() as stack:
        stack.enter_context(place.running("-m", "prefect", "server", "start", "--port", str(port)))
        until(lambda: call(f"{url}/health"), "the Prefect server")
        stack.enter_context(place.running(place.code))
        until(lambda: call(f"{url}/deployments/name/training/nightly"), "training/nightly")
        yield url


def main(asked: list[str]) -> int:
    """Run the examples that are asked for, or all; 1 where one of them fails."""
    examples = load().examples
    failed = False
    with TemporaryDirectory() as scratch, ExitStack() as stack:
        nightly = examples[ExampleId("prefect_schedule")]
        server = Path(scratch, "prefect")
        url = stack.enter_context(prefect_server(nightly, python_with(nightly.requires), server))
        for example in examples.values():
            if asked and example.id not in asked:
                continue
            env = {"PREFECT_API_URL": url, "PREFECT_HOME": str(server)}
            try:
                python, folder = python_with(example.requires), Path(scratch, example.id)
                WAYS[example.id](Place.of(example, python, folder, **env))
                outcome = "ran"
            except Exception as error:  # noqa: BLE001 - whatever it is, the next one is run
                failed, outcome = True, f"FAILED\n{type(error).__name__}: {error}"
            on = ", ".join(example.requires) or "Python alone"
            print(f"{example.id} ({on}): {outcome}", flush=True)  # noqa: T201 - what it is for
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
