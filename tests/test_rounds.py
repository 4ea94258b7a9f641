"""The loop of what works in rounds: woken, resting, failing, stopped."""

import asyncio
from typing import Literal

from structlog.testing import capture_logs

from bot.rounds import Rounds

FOREVER = 3600.0
SOON = 10.0
"""Far less than forever, and more than a slow machine needs."""


class Worker:
    """Counts its rounds; the test tells what happens in each."""

    def __init__(self, *happens: Literal["wake", "rest", "fail", "stop"]) -> None:
        self.rounds = Rounds("worker_failed")
        self.began = 0
        self.forgot = 0
        self._happens = iter(happens)

    async def work(self) -> float:
        self.began += 1
        match next(self._happens, None):
            case "wake":
                self.rounds.wake()
            case "rest":
                await self.rounds.rest(FOREVER)
            case "fail":
                raise ConnectionError
            case "stop":
                self.rounds.stop()
        return FOREVER

    async def forget(self) -> None:
        self.forgot += 1

    async def run(self, poll_seconds: float = FOREVER) -> None:
        async with asyncio.timeout(SOON):
            await self.rounds.run(self.work, self.forget, poll_seconds)


async def test_what_is_stopped_before_it_begins_does_nothing() -> None:
    worker = Worker()
    worker.rounds.stop()
    await worker.run()
    assert worker.began == 0


async def test_whoever_wakes_it_while_it_works_gets_another_round() -> None:
    worker = Worker("wake", "stop")
    await worker.run()
    assert (worker.began, worker.forgot) == (2, 1)


async def test_a_stop_waits_for_no_rest() -> None:
    worker = Worker("rest")
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(0.05)
    worker.rounds.wake()
    await asyncio.sleep(0.05)
    assert not running.done()
    assert worker.began == 1
    worker.rounds.stop()
    await running


async def test_a_round_that_fails_is_logged_and_tried_again_later() -> None:
    worker = Worker("fail", "stop")
    with capture_logs() as logs:
        await worker.run(poll_seconds=0.01)
    [failed] = logs
    assert (failed["event"], worker.began) == ("worker_failed", 2)
    assert failed["reference"]


async def test_a_failure_is_not_tried_again_at_once() -> None:
    worker = Worker("fail")
    with capture_logs():
        running = asyncio.create_task(worker.run())
        await asyncio.sleep(0.05)
        worker.rounds.stop()
        await running
    assert worker.began == 1


async def test_what_is_past_is_forgotten_before_the_first_round() -> None:
    worker = Worker("stop")
    await worker.run()
    assert (worker.began, worker.forgot) == (1, 1)
