"""``python -m playground``: a local Slack in the browser, and the app beside it."""

import asyncio
import contextlib
import os
import secrets
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from errno import EADDRINUSE
from functools import partial
from pathlib import Path
from signal import SIGINT, SIGTERM
from typing import Final

import uvicorn
from pydantic import TypeAdapter

from playground import arguments, kept, manifest
from playground.arguments import Arguments
from playground.client import AppClient
from playground.delivery import deliver
from playground.faults import Faults
from playground.manifest import Manifest
from playground.process import AppProcess
from playground.server import create_api
from playground.ui.app import create_app
from playground.workspace import Workspace

_say = partial(print, flush=True)

HOST: Final = "127.0.0.1"
"""Only this machine: the local Slack knows no passwords."""
LOG_LINES: Final = 5
"""How much of the app's log is shown where it did not start."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the app and its Slack share."""

    bot_token: str
    signing_secret: str

    @classmethod
    def kept_in(cls, path: Path) -> "Secrets":
        """The secrets in this file; at first new random ones, readable by their owner only.

        Raises:
            KeptFileError: the file is damaged, or cannot be written.
        """
        found = kept.read(path, _SECRETS)
        if found is None:
            found = cls(f"xoxb-local-{secrets.token_hex(12)}", secrets.token_hex(16))
            kept.write(path, _SECRETS, found)
        return found


_SECRETS: Final = TypeAdapter(Secrets)


def main() -> int:
    """Serve until Ctrl-C or SIGTERM.

    Returns:
        The exit code: 0, or 1 where a port, a kept file or the manifest cannot be used, after one
        sentence on stderr. Wrong arguments end it with 2.
    """
    args = arguments.read(sys.argv[1:], os.environ)
    for variable, port in args.ports.items():
        if trouble := _trouble_with(port):
            _say(f"Port {port} {trouble} choose another with {variable}.", file=sys.stderr)
            return 1
    try:
        asyncio.run(_serve(args))
    except (kept.KeptFileError, manifest.ManifestError) as error:
        _say(str(error), file=sys.stderr)
        return 1
    return 0


def _trouble_with(port: int) -> str | None:
    """Why nothing can listen on this port, as the middle of a sentence; None where it can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == EADDRINUSE:
                return "is taken: end what uses it, or"
            return f"cannot be used ({error.strerror}):"
    return None


async def _serve(args: Arguments) -> None:
    installed = manifest.read(args.manifest)
    shared = Secrets.kept_in(args.data / "playground-secrets.json")
    address = f"http://{HOST}:{args.port}"
    workspace = Workspace.load(
        args.data / "playground.json",
        token=shared.bot_token,
        scopes=installed.granted(optional=args.optional_scopes),
        address=address,
    )
    client = _app_client(args, workspace, shared, installed, address)
    process = _app_process(args, shared, address) if args.with_bot else None
    api = create_api(workspace, Faults(refused=args.refused))
    server = _Server(
        uvicorn.Config(
            create_app(workspace, client, api, process),
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
    delivering = asyncio.create_task(deliver(workspace))
    try:
        await serving
    finally:
        opening.cancel()
        delivering.cancel()
        await client.aclose()
        if process is not None:
            await process.stop()


async def _open(server: "_Server", process: AppProcess | None, address: str) -> None:
    """Start the app when its Slack is there, and say where to look when both are."""
    await server.listens.wait()
    if process is not None:
        _say(f"The app's log: {process.log}")
        await process.start()
        if process.state == "failed":
            end = "\n".join(process.log.read_text(errors="replace").splitlines()[-LOG_LINES:])
            _say(f"{process.sentence}. Its log ends with:\n{end}", file=sys.stderr)
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


def _app_client(
    args: Arguments, workspace: Workspace, shared: Secrets, installed: Manifest, address: str
) -> AppClient:
    return AppClient(
        workspace,
        f"http://{HOST}:{args.bot_port}/slack/events",
        shared.signing_secret,
        manifest=installed,
        base_url=address,
    )


def _app_process(args: Arguments, shared: Secrets, address: str) -> AppProcess:
    """The app as anybody would serve it; only its settings say where Slack is."""
    database = (args.data / "orchestrator.sqlite3").resolve()
    return AppProcess(
        [sys.executable, "-m", "bot.cli", "serve"],
        {
            "SLACK_BOT_TOKEN": shared.bot_token,
            "SLACK_SIGNING_SECRET": shared.signing_secret,
            "SLACK_API_URL": f"{address}/api/",
            "DATABASE_URL": f"sqlite+aiosqlite:///{database}",
            "HOST": HOST,
            "PORT": str(args.bot_port),
        },
        f"http://{HOST}:{args.bot_port}/healthz",
        log=args.data / "orchestrator.log",
    )


if __name__ == "__main__":
    sys.exit(main())
