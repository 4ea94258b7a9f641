"""Where an example runs, and what it takes to see what it does there."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final, Self, TypeVar
from urllib.error import URLError
from urllib.request import Request, urlopen

from knowledge.loader import PACKAGED
from knowledge.schema import Example

_Found = TypeVar("_Found")

_LOG: Final = "beside.log"
PATIENCE: Final = 300
"""Seconds that a step may take on a slow machine."""
QUIET: Final = {
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "DO_NOT_TRACK": "1",
    "METAFLOW_USER": "reader",
    "NO_PROXY": "127.0.0.1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an example runs: its file, an interpreter, a folder of its own, and an environment."""

    code: Path
    python: Path
    folder: Path
    env: Mapping[str, str]

    @classmethod
    def of(cls, example: Example, python: Path, folder: Path, **env: str) -> Self:
        """A place in which nothing was run before."""
        folder.mkdir(exist_ok=True)
        homes = {
            f"{name}_HOME": str(folder / "home") for name in ("AIRFLOW", "DAGSTER", "METAFLOW")
        }
        (folder / "home").mkdir(exist_ok=True)
        env = {**os.environ, **QUIET, **homes, "PYTHONPATH": str(PACKAGED / "examples"), **env}
        return cls(PACKAGED / "examples" / example.file, python, folder, env)

    def run(self, *arguments: str | Path, code: int = 0) -> str:
        """What Python prints, with these arguments; it must end with this exit code."""
        done = subprocess.run(
            [self.python, *arguments],
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == code, done.stdout
        return done.stdout

    @contextmanager
    def running(self, *arguments: str | Path) -> Iterator[None]:
        """Python beside us, with these arguments, until we are done."""
        with (self.folder / _LOG).open("a") as log:
            beside = subprocess.Popen(
                [self.python, *arguments],
                cwd=self.folder,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            yield
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log()}") from error
        finally:
            beside.terminate()
            try:
                beside.wait(30)
            except subprocess.TimeoutExpired:
                beside.kill()
                beside.wait()

    def log(self) -> str:
        """What has been printed beside us so far."""
        return (self.folder / _LOG).read_text()


def until(found: Callable[[], _Found | None], what: str) -> _Found:
    """The first thing that is found, and AssertionError where that takes too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(URLError, ConnectionError):
            if (thing := found()) is not None:
                return thing
        time.sleep(1)
    raise AssertionError(f"{what}: not within {PATIENCE} seconds")


def call(url: str, body: object = None) -> Any:
    """The JSON that a server answers; posts where there is a body."""
    posted = None if body is None else json.dumps(body).encode()
    request = Request(url, posted, {"Content-Type": "application/json"})  # noqa: S310 - on this machine
    with urlopen(request, timeout=60) as answer:  # noqa: S310 - on this machine
        return json.load(answer)


@contextmanager
def posted_to(answers: Callable[[str, Any], object]) -> Iterator[str]:
    """The address of a server that answers each post by its path and body."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = json.dumps(answers(self.path, body)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
