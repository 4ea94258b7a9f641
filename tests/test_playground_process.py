"""``python -m playground``: ports, secrets, and the app's own process."""

import asyncio
import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from playground import arguments
from playground.__main__ import Secrets
from playground.process import AppProcess

READY = """
import http.server, sys
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *args): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Ready).serve_forever()
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def app_process(tmp_path: Path) -> Callable[[str], AppProcess]:
    def made(program: str) -> AppProcess:
        port = free_port()
        command = [sys.executable, "-c", program, str(port)]
        log = tmp_path / "app.log"
        return AppProcess(command, {}, f"http://127.0.0.1:{port}/healthz", log=log)

    return made


async def test_the_app_runs_restarts_and_stops(
    app_process: Callable[[str], AppProcess],
) -> None:
    process = app_process(READY)
    states: list[str] = []
    process.subscribe(lambda: states.append(process.state))
    await process.start()
    await process.restart()
    await process.stop()
    assert states == ["starting", "running", "stopped", "starting", "running", "stopped"]


async def test_an_app_that_ends_at_once_has_failed_with_its_exit_code(
    app_process: Callable[[str], AppProcess],
) -> None:
    process = app_process("print('Nothing to serve.'); raise SystemExit(3)")
    await process.start()
    assert process.log.read_text() == "Nothing to serve.\n"
    assert process.sentence == "The app ended by itself with exit code 3"
    await process.stop()
    assert process.sentence == "The app is stopped"


async def test_an_app_that_dies_later_is_noticed(
    app_process: Callable[[str], AppProcess],
) -> None:
    process = app_process(READY.replace("serve_forever()", "handle_request()"))
    noticed = asyncio.Event()
    process.subscribe(lambda: noticed.set() if process.state == "failed" else None)
    await process.start()
    await asyncio.wait_for(noticed.wait(), 5)
    assert process.exit_code == 0
    await process.stop()


def test_secrets_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secrets.json"
    made = Secrets.kept_in(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Secrets.kept_in(path) == made
    assert Secrets.kept_in(tmp_path / "other.json") != made
    assert json.loads(path.read_text())["bot_token"].startswith("xoxb-")


@dataclass
class Ended:
    code: int
    stderr: str


def run(tmp_path: Path, *words: str, **variables: str) -> Ended:
    """``python -m playground`` with what makes it end at once."""
    command = [sys.executable, "-m", "playground", "--data", str(tmp_path / "data"), *words]
    ports = {"PLAYGROUND_PORT": str(free_port()), "PLAYGROUND_BOT_PORT": str(free_port())}
    done = subprocess.run(
        command, env={**os.environ, **ports, **variables}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    return Ended(done.returncode, done.stderr)


@pytest.mark.parametrize("variable", ["PLAYGROUND_PORT", "PLAYGROUND_BOT_PORT"])
def test_a_taken_port_is_said_in_one_line(variable: str, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = run(tmp_path, **{variable: port})
    assert ended == Ended(
        1, f"Port {port} is taken: end what uses it, or choose another with {variable}.\n"
    )


@pytest.mark.parametrize(
    ("words", "variables", "sentence"),
    [
        (["--port", "99999"], {}, "'99999' is no port: write a whole number from 1 to 65535"),
        (["--port", "0"], {}, "'0' is no port: write a whole number from 1 to 65535"),
        (
            [],
            {"PLAYGROUND_PORT": "abc"},
            "PLAYGROUND_PORT: 'abc' is no port: write a whole number from 1 to 65535",
        ),
        (
            ["--bot-port", "8080"],
            {"PLAYGROUND_PORT": ""},
            (
                "the local Slack and the app cannot share port 8080: choose another with"
                " PLAYGROUND_PORT or PLAYGROUND_BOT_PORT"
            ),
        ),
        (
            [],
            {"PLAYGROUND_OPTIONAL_SCOPES": "maybe"},
            "PLAYGROUND_OPTIONAL_SCOPES: 'maybe' is neither yes nor no",
        ),
    ],
)
def test_choices_that_cannot_be_meant_end_it_with_a_sentence(
    words: list[str],
    variables: dict[str, str],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        arguments.read(words, variables)
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith(f": {sentence}")


def test_flags_go_before_variables_and_variables_before_the_defaults() -> None:
    found = arguments.read(["--port", "8081"], {"PLAYGROUND_PORT": "1", "PLAYGROUND_BOT_PORT": "2"})
    assert found.ports == {"PLAYGROUND_PORT": 8081, "PLAYGROUND_BOT_PORT": 2}
    assert arguments.read(["--no-bot"], {}).ports == {"PLAYGROUND_PORT": 8080}


@pytest.mark.parametrize(
    ("words", "variables", "granted"),
    [
        ([], {}, True),
        ([], {"PLAYGROUND_OPTIONAL_SCOPES": ""}, True),
        ([], {"PLAYGROUND_OPTIONAL_SCOPES": "yes"}, True),
        ([], {"PLAYGROUND_OPTIONAL_SCOPES": "no"}, False),
        (["--no-optional-scopes"], {"PLAYGROUND_OPTIONAL_SCOPES": "yes"}, False),
    ],
)
def test_optional_scopes_are_granted_unless_one_says_no(
    words: list[str], variables: dict[str, str], *, granted: bool
) -> None:
    assert arguments.read(words, variables).optional_scopes is granted


def test_blocks_are_refused_by_their_types() -> None:
    assert arguments.read([], {}).refused == frozenset()
    found = arguments.read(["--refuse-blocks", "data_visualization", "table"], {})
    assert found.refused == {"data_visualization", "table"}


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    path = tmp_path / "data" / "playground-secrets.json"
    assert run(tmp_path) == Ended(
        1, f"{path} cannot be read (Not a directory): choose another directory with --data.\n"
    )


@pytest.mark.parametrize("name", ["playground-secrets.json", "playground.json"])
def test_a_damaged_file_is_said_in_one_line(name: str, tmp_path: Path) -> None:
    path = tmp_path / "data" / name
    path.parent.mkdir()
    path.touch()
    assert run(tmp_path) == Ended(
        1,
        f"{path} is damaged or of another version: move it away or delete it, and a new one"
        " is begun.\n",
    )


def test_a_manifest_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "none.yml"
    ended = run(tmp_path, "--manifest", str(path))
    assert ended == Ended(
        1,
        f"{path} cannot be read (No such file or directory):"
        " name the app's manifest with --manifest.\n",
    )
