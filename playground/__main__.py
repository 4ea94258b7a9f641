"""``python -m playground``: a local Slack in the browser, and the app beside it."""

import argparse
import asyncio
import contextlib
import json
import os
import secrets
import socket
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from signal import SIGINT, SIGTERM
from typing import Final

import uvicorn

from playground import manifest
from playground.client import AppClient
from playground.process import AppProcess
from playground.server import create_api
from playground.ui.app import create_app
from playground.workspace import Workspace

_say = partial(print, flush=True)

MANIFEST: Final = Path(__file__).parent.parent / "manifest.yml"
"""The app is installed from the same file as in Slack."""
HOST: Final = "127.0.0.1"
"""Only this machine: the local Slack knows no passwords."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the app and its Slack share."""

    bot_token: str
    signing_secret: str

    @classmethod
    def kept_in(cls, path: Path) -> "Secrets":
        """The secrets in this file; at first new random ones, readable by their owner only."""
        if path.exists():
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        made = cls(f"xoxb-local-{secrets.token_hex(12)}", secrets.token_hex(16))
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(made), file)
        return made


def main() -> int:
    """Serve until Ctrl-C or SIGTERM; the exit code is 1 when a port is taken."""
    args = _arguments()
    ports = [args.port, args.bot_port] if args.with_bot else [args.port]
    for port in filter(_is_taken, ports):
        _say(f"Port {port} is taken: end what uses it, or choose another.", file=sys.stderr)
        return 1
    asyncio.run(_serve(args))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m playground",
        description="A local Slack in the browser, with the app installed.",
    )
    port = int(os.environ.get("PLAYGROUND_PORT", "8080"))
    parser.add_argument("--port", type=int, default=port, help="of the local Slack (%(default)s)")
    parser.add_argument("--bot-port", type=int, default=3000, help="of the app (%(default)s)")
    parser.add_argument(
        "--data", type=Path, default=Path("data"), help="directory for what is kept"
    )
    parser.add_argument(
        "--manifest", type=Path, default=MANIFEST, help="what the app is installed from"
    )
    beside = parser.add_mutually_exclusive_group()
    beside.add_argument(
        "--with-bot", action="store_true", default=True, help="start the app too (the default)"
    )
    beside.add_argument(
        "--no-bot", action="store_false", dest="with_bot", help="the app is started elsewhere"
    )
    return parser.parse_args()


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


async def _serve(args: argparse.Namespace) -> None:
    data: Path = args.data
    shared = Secrets.kept_in(data / "playground-secrets.json")
    address = f"http://{HOST}:{args.port}"
    app_address = f"http://{HOST}:{args.bot_port}"
    workspace = Workspace.load(data / "playground.json", token=shared.bot_token)
    client = AppClient(
        workspace,
        f"{app_address}/slack/events",
        shared.signing_secret,
        manifest=manifest.read(args.manifest),
        base_url=address,
    )
    process = _app_process(shared, address, app_address, data) if args.with_bot else None
    server = _Server(
        uvicorn.Config(
            create_app(workspace, client, create_api(workspace), process),
            host=HOST,
            port=args.port,
            log_level="warning",
            timeout_graceful_shutdown=1,
        )
    )
    for signal in (SIGINT, SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal, server.end)
    serving = asyncio.create_task(server.serve())
    opening = asyncio.create_task(_open(server, process, address))
    try:
        await serving
    finally:
        opening.cancel()
        await client.aclose()
        if process is not None:
            await process.stop()


async def _open(server: "_Server", process: AppProcess | None, address: str) -> None:
    """Start the app when its Slack is there, and say where to look when both are."""
    await server.listens.wait()
    if process is not None:
        await process.start()
        if process.state == "failed":
            _say(f"{process.sentence}.", file=sys.stderr)
    _say(f"Local Slack: {address}\nPress Ctrl-C to stop.")


class _Server(uvicorn.Server):
    """Says when it listens, and leaves signals to us: the app has to be ended as well."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    def end(self) -> None:
        """Serve no longer."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.listens.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _app_process(shared: Secrets, address: str, app_address: str, data: Path) -> AppProcess:
    """The app as anybody would serve it; only its settings say where Slack is."""
    database = (data / "orchestrator.sqlite3").resolve()
    return AppProcess(
        [sys.executable, "-m", "bot.cli", "serve"],
        {
            "SLACK_BOT_TOKEN": shared.bot_token,
            "SLACK_SIGNING_SECRET": shared.signing_secret,
            "SLACK_API_URL": f"{address}/api/",
            "DATABASE_URL": f"sqlite+aiosqlite:///{database}",
            "HOST": HOST,
            "PORT": app_address.rpartition(":")[2],
        },
        f"{app_address}/healthz",
    )


if __name__ == "__main__":
    sys.exit(main())
