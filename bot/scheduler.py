"""Hands reminders to Slack, and takes them back: claims what waits, asks Slack, settles it."""

import asyncio
from random import random
from typing import Final, assert_never

import structlog

from bot import log
from bot.handing_over import Later, Over, Scheduled, Work, found, given_up, hand_over, take_back
from bot.rounds import Rounds
from bot.slack import (
    WRONG_TOKEN,
    AmbiguousError,
    NotSentError,
    NotTakenError,
    RateLimitedError,
    RefusedError,
)
from bot.store import reminders
from bot.store.claims import LEASE_SECONDS
from bot.store.database import EVERY_TENANT, Database
from bot.store.reminders import Waiting
from bot.tenant import Tenant
from bot.workspaces import Workspaces
from knowledge.schema import KnowledgeBase

logger = structlog.stdlib.get_logger(__name__)

BATCH: Final = 50
POLL_SECONDS = 30.0
"""How often to look for what other replicas left; our own changes wake the scheduler."""
PAUSE_SECONDS = 1.0
"""How long to rest at least: all that is saved wakes it, and hardly any of that is a reminder."""
WORK_SECONDS: Final = LEASE_SECONDS - 5
"""How long the calls to Slack for one reminder may take, inside its lease."""
TOKEN_SECONDS = 60.0
"""How long a reminder waits for somebody to mend the token."""
CROWDED_SECONDS: Final = 300.0
AWAY_SECONDS = 15.0
"""How long to wait for a Slack that cannot be reached."""
UNSURE_SECONDS = 30.0
"""How long to wait until Slack has done what it said nothing of, and can tell."""
_CROWDED: Final = "restricted_too_many"
"""Slack takes 30 messages for one channel within five minutes."""


class Scheduler:
    """One runs in each replica; they meet only in the database."""

    def __init__(
        self, database: Database, workspaces: Workspaces, knowledge: KnowledgeBase
    ) -> None:
        self._database = database
        self._workspaces = workspaces
        self._knowledge = knowledge
        self._rounds = Rounds("scheduler_failed")

    def wake(self) -> None:
        """Somebody may want a reminder, or want one no longer."""
        self._rounds.wake()

    def stop(self) -> None:
        """Let ``run`` return when what is being handed over has been."""
        self._rounds.stop()

    async def run(self) -> None:
        """Hand over and take back until stopped. A database that is away is waited for."""
        await self._rounds.run(self._round, self._forget, POLL_SECONDS)

    async def _round(self) -> float:
        try:
            await self.hand_over_due()
        finally:
            await self._rounds.rest(PAUSE_SECONDS)
        return POLL_SECONDS

    async def hand_over_due(self) -> None:
        """Do what is due now, one reminder after the other."""
        async with self._database.transaction(EVERY_TENANT) as tx:
            due = await reminders.due_for_slack(tx, BATCH)
        for each in due:
            if self._rounds.is_over:
                return
            try:
                await self._take(each.tenant, each.reminder.id)
            except Exception:
                # The database is away: the lease runs out by itself.
                logger.exception("scheduler_failed", reference=log.new_reference())
        if len(due) == BATCH:
            self.wake()

    async def _take(self, tenant: Tenant, reminder_id: str) -> None:
        async with self._database.transaction(tenant) as tx:
            claimed = await reminders.claim(tx, reminder_id)
            if claimed is None:
                return
            work = await found(tx, claimed)
        if isinstance(work, Work | Scheduled):
            done = await self._tried(tenant, claimed, work)
        else:
            done = work
        async with self._database.transaction(tenant) as tx:
            match done:
                case Scheduled(channel, scheduled_id):
                    await reminders.scheduled(tx, reminder_id, channel, scheduled_id)
                case Over():
                    await reminders.gone(tx, reminder_id)
                case Later(seconds, is_unsure):
                    await reminders.later(tx, reminder_id, seconds, is_unsure=is_unsure)
                case _:
                    assert_never(done)

    async def _tried(
        self, tenant: Tenant, claimed: Waiting, work: Work | Scheduled
    ) -> Scheduled | Over | Later:
        """What came of asking Slack; whatever goes wrong is waited for, or given up."""
        wait = _seconds_after(claimed.attempts)
        try:
            slack = await self._workspaces.slack(tenant)
            async with asyncio.timeout(WORK_SECONDS):
                if claimed.state == "wanted" and isinstance(work, Work):
                    return await hand_over(slack, work, self._knowledge)
                return await take_back(slack, work, self._knowledge)
        except RateLimitedError as error:
            return Later(error.seconds)
        except (NotSentError, NotTakenError) as error:
            logger.warning("reminder_postponed", reason=str(error))
            return Later(AWAY_SECONDS)
        except (AmbiguousError, TimeoutError) as error:
            logger.warning("reminder_unsure", reason=str(error) or type(error).__name__)
            return Later(max(UNSURE_SECONDS, wait), is_unsure=True)
        except RefusedError as error:
            if error.code in WRONG_TOKEN:
                logger.error("token_refused", code=error.code)  # noqa: TRY400 - Slack's code says it all
                return Later(TOKEN_SECONDS)
            if error.code == _CROWDED:
                return Later(CROWDED_SECONDS)
            return given_up(claimed.reminder, error.code)
        except Exception:
            logger.exception("reminder_failed", reference=log.new_reference())
            return Later(wait, is_unsure=True)

    async def _forget(self) -> None:
        forgotten = True
        while forgotten:
            async with self._database.transaction(EVERY_TENANT) as tx:
                forgotten = await reminders.forget_past(tx) > 0


def _seconds_after(attempts: int) -> float:
    """Longer after each failure: about 1, 2, 4 ... 300 seconds, and some chance in it."""
    return min(2.0 ** min(attempts, 9), 300.0) + random()  # noqa: S311 - no secret
