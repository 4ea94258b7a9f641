"""Runs the app over HTTP until a signal asks it to stop."""

import asyncio
import errno
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from bot.app import create_app, running
from bot.failures import CannotStartError
from bot.settings import Settings


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT: then no new requests, what is under way is finished.

    Raises:
        CannotStartError: the address, the database or the knowledge cannot be used.
    """
    secrets = [secret.get_secret_value().encode() for secret in settings.signing_secrets]
    with _listen(settings.host, settings.port) as listener:
        async with running(settings) as parts:
            config = uvicorn.Config(
                create_app(parts, secrets),
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=10,
                lifespan="off",
            )
            server = _Server(config)
            for each in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(each, server.stop)
            await server.serve(sockets=[listener])


class _Server(uvicorn.Server):
    """Leaves the signals to us.

    uvicorn raises a signal that it caught once more when it is done, and the process would end
    there, before the publisher has finished.
    """

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self) -> None:
        """Take no new requests, finish those under way, then return."""
        self.should_exit = True


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        taken = error.errno == errno.EADDRINUSE
        what = "is taken; choose another PORT" if taken else f"cannot be used: {error.strerror}"
        raise CannotStartError(f"HOST, PORT: {host}:{port} {what}.") from None
    return listener
