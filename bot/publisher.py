"""The only sender of messages: brings posts up to date with the database.

It claims a stale post, reads the decision as it is now, renders the whole message, sends it and
settles the claim. A crash in between loses nothing: the lease runs out, the post is still stale.
If the crash falls after Slack took a new message and before that was noted, or Slack does not say
whether it took one, the message is posted once more, and not again before somebody changes it: a
second copy is better than none, and Slack offers no way to ask.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from random import random

import structlog

from bot import log, render
from bot.basis import Basis, basis_of
from bot.place import Place
from bot.rounds import Rounds
from bot.slack import (
    NOT_WELCOME,
    WRONG_TOKEN,
    AmbiguousError,
    NotSentError,
    NotTakenError,
    RateLimitedError,
    RefusedError,
    Slack,
    SlackError,
)
from bot.store import claims, decisions, deliveries, erasing, posts, settings, turns
from bot.store.claims import Claim, Dead, Gone, Lost, Outcome, Retry, Sent
from bot.store.database import EVERY_TENANT, Database, Transaction
from bot.store.decisions import Decision
from bot.store.posts import PostKey, Stale
from bot.store.turns import KeptTurn
from bot.tenant import Tenant
from bot.unposting import unposted
from bot.views import notices
from bot.workspaces import Workspaces
from knowledge.schema import KnowledgeBase

logger = structlog.stdlib.get_logger(__name__)

BATCH = 50
AT_ONCE = 8
"""Threads that are sent to at the same time; fewer than the database has connections."""
POLL_SECONDS = 1.0
"""How often to look for what other replicas left; our own changes wake the publisher at once."""

TOKEN_SECONDS = 60.0
"""How long a post waits for somebody to mend the token."""
UNSURE = "unsure"
"""Why a post was given up when Slack never said anything."""
UNSURE_SECONDS = 5.0
UNSURE_AT_MOST = 1
"""How often a new message is sent once more when nobody knows whether Slack took it."""

Thread = tuple[Tenant, str]
"""The thread of one decision."""


@dataclass(frozen=True, slots=True)
class _Work:
    """A claimed post with the state that it must show."""

    tenant: Tenant
    claim: Claim
    basis: Basis
    kept: KeptTurn | None
    """What a post of kind ``turn`` shows."""

    @property
    def decision(self) -> Decision:
        """The decision that the post belongs to."""
        return self.basis.decision


class Publisher:
    """One runs in each replica; they meet only in the database."""

    def __init__(
        self, database: Database, workspaces: Workspaces, knowledge: KnowledgeBase
    ) -> None:
        self._database = database
        self._workspaces = workspaces
        self._knowledge = knowledge
        self._rounds = Rounds("publisher_failed")
        self._sending: dict[Thread, asyncio.Task[bool]] = {}

    def wake(self) -> None:
        """Something has just become stale."""
        self._rounds.wake()

    def stop(self) -> None:
        """Let ``run`` return when what is being sent has been sent."""
        self._rounds.stop()

    async def run(self) -> None:
        """Publish until stopped. A database that is away is waited for."""
        await self._rounds.run(self._round, self._forget, POLL_SECONDS)
        if self._sending:
            await asyncio.wait(self._sending.values())

    async def _round(self) -> float:
        await self.send_due()
        return await self._seconds_to_next()

    async def send_due(self) -> None:
        """Begin to send what is due now, a task for each thread: a slow one holds up no other."""
        async with self._database.transaction(EVERY_TENANT) as tx:
            due = await posts.stale(tx, BATCH)
        threads: dict[Thread, list[Stale]] = {}
        for each in due:
            threads.setdefault((each.tenant, each.key.decision_id), []).append(each)
        for thread, stale in threads.items():
            if thread in self._sending or len(self._sending) >= AT_ONCE:
                continue
            task = asyncio.create_task(self._publish_thread(stale))
            self._sending[thread] = task
            task.add_done_callback(partial(self._sent, thread))

    async def cancel(self) -> None:
        """Break off what is still being sent; each lease runs out by itself."""
        tasks = list(self._sending.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _sent(self, thread: Thread, task: asyncio.Task[bool]) -> None:
        del self._sending[thread]
        # Without progress the post is still due: it is looked at again later, not at once.
        if not task.cancelled() and task.result():
            self.wake()

    async def _publish_thread(self, stale: Sequence[Stale]) -> bool:
        """One thread's posts one after the other, so that they stand in their order.

        Returns:
            Whether anything was sent or put off.
        """
        progress = False
        for each in stale:
            if self._rounds.is_over:
                break
            try:
                progress = await self._publish(each.tenant, each.key) or progress
            except Exception:
                # The database is away: the lease runs out by itself.
                logger.exception("publisher_failed", reference=log.new_reference())
        return progress

    async def _publish(self, tenant: Tenant, key: PostKey) -> bool:
        # Whatever is logged of it names the kind, Slack's refusals too.
        structlog.contextvars.bind_contextvars(kind=key.kind)
        async with self._database.transaction(tenant) as tx:
            claim = await claims.claim(tx, key)
        if claim is None:
            return False
        try:
            await self._publish_claimed(tenant, claim)
        except Exception:
            # The claim is given back, or it would be tried again as soon as its lease runs out.
            logger.exception("publish_failed", reference=log.new_reference())
            await self._settle(tenant, claim, Retry(_seconds_after(claim.attempts)))
        return True

    async def _publish_claimed(self, tenant: Tenant, claim: Claim) -> None:
        async with self._database.transaction(tenant) as tx:
            work = await _work(tx, claim)
        if work is None:
            return
        slack = await self._workspaces.slack(tenant)
        try:
            sent = await self._send(slack, work)
        except RefusedError as error:
            await self._refused(slack, work, error.code)
        except RateLimitedError as error:
            await self._settle(tenant, claim, Retry(error.seconds), pause=error.seconds)
        except (NotSentError, NotTakenError) as error:
            await self._settle(tenant, claim, Retry(_seconds_after(claim.attempts)))
            logger.warning("publish_postponed", reason=str(error))
        except AmbiguousError as error:
            await self._unsure(slack, work, str(error))
        else:
            await self._settle(tenant, claim, sent)
            if claim.ts is None and work.decision.moved_from is not None:
                await self._tell(slack, work, notices.moved(work.decision.moved_from))

    async def _unsure(self, slack: Slack, work: _Work, reason: str) -> None:
        """Nobody knows whether Slack acted. An update is repeated; a new message once, no more."""
        claim = work.claim
        logger.warning("publish_unsure", reason=reason)
        if claim.ts is None and claim.unsure >= UNSURE_AT_MOST:
            await self._give_up(slack, work, UNSURE)
        else:
            retry = Retry(max(UNSURE_SECONDS, _seconds_after(claim.attempts)), unsure=True)
            await self._settle(work.tenant, claim, retry)

    async def _send(self, slack: Slack, work: _Work) -> Sent | Gone:
        claim, decision = work.claim, work.decision
        # Of a deleted decision the root message alone says so; the others go.
        if decision.deleted_by is not None and claim.key.kind != "root":
            return await unposted(slack, claim, decision.deleted_by)
        hears_threads = await self._workspaces.hears_threads(work.tenant)
        # Apart from the loop: the figures of a recommendation take tens of milliseconds.
        rendered = await asyncio.to_thread(
            render.post,
            work.basis,
            claim.key,
            self._knowledge,
            kept=work.kept,
            hears_threads=hears_threads,
        )
        if claim.ts is not None:
            place = Place(claim.channel, claim.ts)
            await slack.update_message(place, text=rendered.text, blocks=rendered.blocks)
            return Sent(place)
        place = await slack.post_message(
            channel=claim.channel,
            text=rendered.text,
            blocks=rendered.blocks,
            thread_ts=claim.thread_ts,
            event={
                "decision": decision.id,
                "post": f"{claim.key.kind}.{claim.key.topic}",
                "revision": str(claim.revision),
            },
        )
        return Sent(place)

    async def _settle(
        self, tenant: Tenant, claim: Claim, outcome: Outcome, *, pause: float = 0
    ) -> None:
        async with self._database.transaction(tenant) as tx:
            # The decision's lock first, as the desk does, so that neither waits for the other.
            await decisions.lock(tx, claim.key.decision_id)
            kept = await claims.settle(tx, claim, outcome)
            if pause:
                await claims.pause_channel(tx, claim.channel, pause)
            if kept and isinstance(outcome, Sent) and claim.key.kind == "root":
                await decisions.settle_in(tx, claim.key.decision_id, outcome.place.channel)
        if not kept:
            logger.warning("lease_lost")

    async def _refused(self, slack: Slack, work: _Work, code: str) -> None:
        """Slack said no: go elsewhere, post anew, wait for a better token, or give up."""
        claim, decision = work.claim, work.decision
        is_new_root = claim.key.kind == "root" and claim.ts is None
        if code in WRONG_TOKEN:
            await self._settle(work.tenant, claim, Retry(TOKEN_SECONDS))
            logger.error("token_refused", code=code)
        elif code == "message_not_found" and claim.ts is not None:
            await self._settle(work.tenant, claim, Lost())
        elif code in NOT_WELCOME and is_new_root and decision.moved_from is None:
            async with self._database.transaction(work.tenant) as tx:
                await decisions.lock(tx, decision.id)
                # Whose lease ran out leaves the move to whoever has it now.
                if await claims.settle(tx, claim, Retry(0)):
                    await decisions.move(tx, decision.id, decision.opened_by, decision.channel)
            self.wake()
        else:
            await self._give_up(slack, work, code)

    async def _give_up(self, slack: Slack, work: _Work, code: str) -> None:
        """Not again until it changes. Whoever asked is told, where that is still possible."""
        await self._settle(work.tenant, work.claim, Dead(code))
        logger.error("post_given_up", code=code)
        if work.claim.key.kind == "root" and work.claim.ts is None:
            if code in NOT_WELCOME:
                told = notices.NOWHERE_TO_POST
            else:
                told = notices.PERHAPS_POSTED if code == UNSURE else notices.not_posted(code)
            await self._tell(slack, work, told)

    async def _tell(self, slack: Slack, work: _Work, text: str) -> None:
        """Where the command was typed; best effort."""
        if work.decision.response_url is None:
            return
        try:
            await slack.respond(work.decision.response_url, text, [])
        except SlackError as error:
            logger.warning("answer_not_delivered", reason=str(error))

    async def _seconds_to_next(self) -> float:
        async with self._database.transaction(EVERY_TENANT) as tx:
            seconds = await posts.seconds_to_next(tx)
        # What is overdue and was not published waits for its thread: look again later.
        if seconds is None or seconds <= 0:
            return POLL_SECONDS
        return min(seconds + 0.01, POLL_SECONDS)

    async def _forget(self) -> None:
        forgotten = True
        while forgotten:
            async with self._database.transaction(EVERY_TENANT) as tx:
                forgotten = await deliveries.forget_old(tx) > 0
        async with self._database.transaction(EVERY_TENANT) as tx:
            retentions = await settings.retentions(tx)
        for tenant, days in retentions:
            count = 1
            while count:
                async with self._database.transaction(tenant) as tx:
                    count = await erasing.forget_untouched(tx, days)
                if count:
                    logger.info("decisions_forgotten", count=count)


async def _work(tx: Transaction, claim: Claim) -> _Work | None:
    """What the claimed post must show now; None where that is kept no more."""
    key = claim.key
    decision = await decisions.load(tx, key.decision_id)
    kept = None
    if key.kind == "turn":
        # What another version has written cannot be shown; its message stays as it is.
        with suppress(turns.UnreadableTurnError):
            kept = await turns.load(tx, key.decision_id, key.topic)
    is_deleted = decision is not None and decision.deleted_by is not None
    if decision is None or (key.kind == "turn" and kept is None and not is_deleted):
        await claims.drop(tx, claim)
        return None
    return _Work(tx.tenant, claim, await basis_of(tx, decision), kept)


def _seconds_after(attempts: int) -> float:
    """Longer after each failure: about 1, 2, 4 ... 60 seconds, and some chance in it."""
    return min(2.0 ** min(attempts, 6), 60.0) + random()  # noqa: S311 - no secret
