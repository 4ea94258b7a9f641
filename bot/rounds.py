"""Work that is looked for again and again: at once when woken, and every so often by itself."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import structlog

from bot import log

logger = structlog.stdlib.get_logger(__name__)

FORGET_SECONDS: Final = 3600.0
"""How often what is past is forgotten."""


class Rounds:
    """One kind of work in one replica; replicas meet only in the database."""

    def __init__(self, event: str) -> None:
        """Call a round that failed so in the log."""
        self._event = event
        self._woken = asyncio.Event()
        self._stopped = asyncio.Event()

    @property
    def is_over(self) -> bool:
        """Whether nothing new is to be begun."""
        return self._stopped.is_set()

    def wake(self) -> None:
        """There may be something to do."""
        self._woken.set()

    def stop(self) -> None:
        """Let ``run`` return after the round that is under way."""
        self._stopped.set()
        self.wake()

    async def rest(self, seconds: float) -> None:
        """Let so much time pass, whoever wakes us, unless we are to stop."""
        await _happens(self._stopped, seconds)

    async def run(
        self,
        work: Callable[[], Awaitable[float]],
        forget: Callable[[], Awaitable[None]],
        poll_seconds: float,
    ) -> None:
        """Work until stopped. A database that is away is waited for.

        Args:
            work: one round; after how many seconds to look again where nothing wakes us.
            forget: drops what is past.
            poll_seconds: after how long to look again where a round failed.
        """
        clock = asyncio.get_running_loop().time
        forget_at = clock()
        while not self.is_over:
            self._woken.clear()
            wait = poll_seconds
            try:
                if clock() >= forget_at:
                    forget_at = clock() + FORGET_SECONDS
                    await forget()
                wait = await work()
            except Exception:
                logger.exception(self._event, reference=log.new_reference())
            await _happens(self._woken, wait)


async def _happens(event: asyncio.Event, seconds: float) -> None:
    """Wait for it, but no longer than so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
