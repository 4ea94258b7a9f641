"""Best-effort calls to Slack that must not keep Slack waiting for its own answer.

Only what may be lost goes here: an ephemeral sentence, a form that opens. What must arrive is a
post, and the publisher's.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot import log
from bot.slack import SlackError

logger = structlog.stdlib.get_logger(__name__)


class Errands:
    """Tasks that somebody holds on to: a bare task may vanish, and a shutdown would drop it."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, name: str, errand: Coroutine[Any, Any, None]) -> None:
        """Run it soon. What goes wrong is logged under its name, and goes no further."""
        task = asyncio.create_task(self._run(name, errand))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> None:
        """Wait for what is under way, at most so long."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def _run(self, name: str, errand: Coroutine[Any, Any, None]) -> None:
        try:
            await errand
        except SlackError as error:
            logger.warning("errand_failed", errand=name, reason=str(error))
        except Exception:
            logger.exception("errand_failed", errand=name, reference=log.new_reference())
