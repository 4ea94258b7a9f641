"""The app's own process, when the local Slack starts it: begin, watch, end, begin again."""

import asyncio
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

import aiohttp

State = Literal["starting", "running", "stopped", "failed"]

START_SECONDS: Final = 30.0
"""How long the app may take until its health address answers."""
STOP_SECONDS: Final = 15.0
"""How long the app may take to end after SIGTERM; then it is killed."""
_ASK_EVERY: Final = 0.2


class AppProcess:
    """One child process that serves the app.

    Attributes:
        state: ``failed`` when it ended by itself or was not ready in time.
        exit_code: of the latest process, None while it lives or before the first.
        log: the file that takes what the process prints; each start adds to it.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        health_url: str,
        *,
        log: Path,
    ) -> None:
        """Prepare only.

        Args:
            command: the program and its arguments.
            environment: added to this process's environment.
            health_url: answers 200 when the app is ready.
            log: a file in a directory that exists.
        """
        self.state: State = "stopped"
        self.exit_code: int | None = None
        self.log = log
        self._command = command
        self._environment = environment
        self._health_url = health_url
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call this after every change of state, until the function that comes back is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def sentence(self) -> str:
        """The state in words."""
        match self.state:
            case "starting":
                return "The app is starting"
            case "running":
                return "The app is running"
            case "stopped":
                return "The app is stopped"
            case "failed" if self.exit_code is None:
                return f"The app did not become ready within {START_SECONDS:.0f} seconds"
            case "failed":
                return f"The app ended by itself with exit code {self.exit_code}"

    async def start(self) -> None:
        """Start it and wait until it is ready or has failed."""
        async with self._turn:
            await self._start()

    async def stop(self) -> None:
        """End it: SIGTERM, then wait; what does not end in time is killed."""
        async with self._turn:
            await self._stop()

    async def restart(self) -> None:
        """End it and start it again."""
        async with self._turn:
            await self._stop()
            await self._start()

    async def _start(self) -> None:
        self.exit_code = None
        self._become("starting")
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                env={**os.environ, **self._environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches this process only, which then ends the app
            )
        self._watch = asyncio.create_task(self._wait_for_end(self._process))
        ready = await self._is_ready(self._process)
        if self._process.returncode is None:
            self._become("running" if ready else "failed")

    async def _stop(self) -> None:
        process, watch = self._process, self._watch
        if process is None or watch is None:
            return
        self._process = None
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
            except TimeoutError:
                process.kill()
        await watch
        self._become("stopped")

    async def _is_ready(self, process: asyncio.subprocess.Process) -> bool:
        deadline = asyncio.get_running_loop().time() + START_SECONDS
        timeout = aiohttp.ClientTimeout(total=2)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while process.returncode is None and asyncio.get_running_loop().time() < deadline:
                try:
                    async with session.get(self._health_url) as answer:
                        if answer.ok:
                            return True
                except (aiohttp.ClientError, TimeoutError):
                    pass
                await asyncio.sleep(_ASK_EVERY)
        return False

    async def _wait_for_end(self, process: asyncio.subprocess.Process) -> None:
        code = await process.wait()
        self.exit_code = code
        if self._process is process:
            self._become("failed")

    def _become(self, state: State) -> None:
        self.state = state
        for listener in tuple(self._listeners):
            listener()
