"""``python -m playground``: ports, secrets, and the app's own process."""

import asyncio
import json
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

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


def app_process(program: str) -> AppProcess:
    port = free_port()
    command = [sys.executable, "-c", program, str(port)]
    return AppProcess(command, {}, f"http://127.0.0.1:{port}/healthz")


async def test_the_app_runs_restarts_and_stops() -> None:
    process = app_process(READY)
    states: list[str] = []
    process.subscribe(lambda: states.append(process.state))
    await process.start()
    await process.restart()
    await process.stop()
    assert states == ["starting", "running", "stopped", "starting", "running", "stopped"]


async def test_an_app_that_ends_at_once_has_failed_with_its_exit_code() -> None:
    process = app_process("raise SystemExit(3)")
    await process.start()
    assert process.sentence == "The app ended by itself with exit code 3"
    await process.stop()
    assert process.sentence == "The app is stopped"


async def test_an_app_that_dies_later_is_noticed() -> None:
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


@pytest.mark.parametrize("flag", ["--port", "--bot-port"])
def test_a_taken_port_is_said_in_one_line(flag: str, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ports = {"--port": str(free_port()), "--bot-port": str(free_port()), flag: port}
        command = [sys.executable, "-m", "playground", "--data", str(tmp_path)]
        done = subprocess.run(
            [*command, *(word for pair in ports.items() for word in pair)],
            capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == f"Port {port} is taken: end what uses it, or choose another.\n"
