"""The only sender of messages: brings posts up to date with the database.

It claims a stale post, reads the decision as it is now, renders the whole message, sends it and
settles the claim. A crash in between loses nothing: the lease runs out, the post is still stale.
If the crash falls after Slack took a new message and before that was noted, the message is posted
once more: a second copy is better than none, and Slack offers no way to ask.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import structlog
from tenacity import RetryCallState, wait_exponential_jitter

from bot import log, render
from bot.slack import (
    AmbiguousError,
    Message,
    NotSentError,
    RateLimitedError,
    RefusedError,
    Slack,
    SlackError,
)
from bot.store import decisions, deliveries, posts
from bot.store.database import EVERY_TENANT, Database
from bot.store.decisions import Decision
from bot.store.posts import Claim, Dead, Lost, Outcome, PostKey, Retry, Sent, Stale
from bot.tenant import Tenant
from bot.views import notices
from bot.views.blocks import Rendered
from bot.workspaces import Workspaces
from knowledge.schema import KnowledgeBase

logger = structlog.stdlib.get_logger(__name__)

BATCH = 50
AT_ONCE = 8
"""Threads that are sent to at the same time; fewer than the database has connections."""
POLL_SECONDS = 1.0
"""How often to look for what other replicas left; our own changes wake the publisher at once."""
FORGET_SECONDS = 3600.0

NOT_WELCOME = frozenset({"not_in_channel", "channel_not_found", "restricted_action", "is_archived"})
"""The app may not post in this channel: the conversation goes on in a direct message."""
UNDRAWABLE = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
"""Slack does not take the blocks: the text alone is better than nothing."""
WRONG_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
)
"""The token does not work; somebody may mend it, so the post waits."""

Thread = tuple[Tenant, str]
"""The thread of one decision."""

_backoff = wait_exponential_jitter(initial=1, max=60, jitter=1)


@dataclass(frozen=True, slots=True)
class _Work:
    """A claimed post with the state that it must show."""

    tenant: Tenant
    claim: Claim
    decision: Decision


class Publisher:
    """One runs in each replica; they meet only in the database."""

    def __init__(
        self, database: Database, workspaces: Workspaces, knowledge: KnowledgeBase
    ) -> None:
        self._database = database
        self._workspaces = workspaces
        self._knowledge = knowledge
        self._woken = asyncio.Event()
        self._stopping = False
        self._sending: dict[Thread, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Something has just become stale."""
        self._woken.set()

    def stop(self) -> None:
        """Let ``run`` return when what is being sent has been sent."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Publish until stopped. A database that is away is waited for."""
        clock = asyncio.get_running_loop().time
        forget_at = clock()
        while not self._stopping:
            self._woken.clear()
            wait = POLL_SECONDS
            try:
                if clock() >= forget_at:
                    forget_at = clock() + FORGET_SECONDS
                    await self._forget()
                await self.send_due()
                wait = await self._seconds_to_next()
            except Exception:
                logger.exception("publisher_failed", reference=log.new_reference())
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._woken.wait()
        if self._sending:
            await asyncio.wait(self._sending.values())

    async def send_due(self) -> None:
        """Begin to send what is due now, a task for each thread: a slow one holds up no other."""
        async with self._database.transaction(EVERY_TENANT) as tx:
            due = await posts.stale(tx, BATCH)
        for thread, stale in groupby(due, key=lambda each: (each.tenant, each.key.decision_id)):
            if thread in self._sending or len(self._sending) >= AT_ONCE:
                continue
            task = asyncio.create_task(self._publish_thread(list(stale)))
            self._sending[thread] = task
            task.add_done_callback(partial(self._sent, thread))

    def _sent(self, thread: Thread, _task: asyncio.Task[None]) -> None:
        del self._sending[thread]
        self.wake()

    async def _publish_thread(self, stale: Sequence[Stale]) -> None:
        """One thread's posts one after the other, so that they stand in their order."""
        for each in stale:
            try:
                await self._publish(each.tenant, each.key)
            except Exception:
                reference = log.new_reference()
                logger.exception("publish_failed", kind=each.key.kind, reference=reference)

    async def _publish(self, tenant: Tenant, key: PostKey) -> None:
        async with self._database.transaction(tenant) as tx:
            claim = await posts.claim(tx, key)
            decision = None if claim is None else await decisions.load(tx, key.decision_id)
        if claim is None or decision is None:
            return
        work = _Work(tenant, claim, decision)
        slack = await self._workspaces.slack(tenant)
        try:
            await self._settle(work, await self._send(slack, work))
        except RefusedError as error:
            await self._refused(slack, work, error.code)
        except RateLimitedError as error:
            await self._settle(work, Retry(error.seconds), pause=error.seconds)
        except (NotSentError, AmbiguousError) as error:
            await self._settle(work, Retry(_seconds_after(claim.attempts)))
            logger.warning("publish_postponed", kind=key.kind, reason=str(error))

    async def _send(self, slack: Slack, work: _Work) -> Sent:
        claim, decision = work.claim, work.decision
        rendered = render.post(decision, claim.key.kind, claim.key.topic, self._knowledge)
        try:
            return await self._put(slack, work, rendered)
        except RefusedError as error:
            if error.code not in UNDRAWABLE:
                raise
            logger.error("blocks_refused", kind=claim.key.kind, code=error.code)  # noqa: TRY400
            return await self._put(slack, work, Rendered(rendered.text, []))

    async def _put(self, slack: Slack, work: _Work, rendered: Rendered) -> Sent:
        claim, decision = work.claim, work.decision
        if claim.ts is not None and claim.channel is not None:
            there = Message(claim.channel, claim.ts)
            await slack.update_message(there, text=rendered.text, blocks=rendered.blocks)
            return Sent(there.channel, there.ts)
        message = await slack.post_message(
            channel=claim.channel or decision.channel,
            text=rendered.text,
            blocks=rendered.blocks,
            thread_ts=claim.thread_ts,
            event={
                "decision": decision.id,
                "post": f"{claim.key.kind}.{claim.key.topic}",
                "revision": str(claim.revision),
            },
        )
        return Sent(message.channel, message.ts)

    async def _settle(self, work: _Work, outcome: Outcome, *, pause: float = 0) -> None:
        async with self._database.transaction(work.tenant) as tx:
            kept = await posts.settle(tx, work.claim, outcome)
            if pause:
                await posts.pause_channel(tx, work.decision.channel, pause)
            if kept and isinstance(outcome, Sent) and work.claim.key.kind == "root":
                await decisions.settle_in(tx, work.decision.id, outcome.channel)
        if not kept:
            logger.warning("lease_lost", kind=work.claim.key.kind)

    async def _refused(self, slack: Slack, work: _Work, code: str) -> None:
        """Slack said no: go elsewhere, post anew, wait for a better token, or give up."""
        claim = work.claim
        if code in WRONG_TOKEN:
            await self._settle(work, Retry(60))
            logger.error("token_refused", code=code)
        elif code == "message_not_found" and claim.ts is not None:
            await self._settle(work, Lost())
        elif code in NOT_WELCOME and claim.key.kind == "root" and claim.ts is None:
            await self._move(slack, work, code)
        else:
            await self._settle(work, Dead(code))
            logger.error(
                "post_given_up", kind=claim.key.kind, code=code, reference=log.new_reference()
            )

    async def _move(self, slack: Slack, work: _Work, code: str) -> None:
        """Go on in the opener's direct message, and say so where the command was typed."""
        decision = work.decision
        if decision.moved_from is not None:
            await self._settle(work, Dead(code))
            await self._tell(slack, work, notices.NOWHERE_TO_POST)
            logger.error("post_given_up", kind="root", code=code)
            return
        async with self._database.transaction(work.tenant) as tx:
            await decisions.move(tx, decision.id, decision.opened_by, decision.channel)
            await posts.settle(tx, work.claim, Retry(0))
        await self._tell(slack, work, notices.moved(decision.channel))
        self.wake()

    async def _tell(self, slack: Slack, work: _Work, text: str) -> None:
        """Best effort: the same is said in the direct message."""
        if work.decision.response_url is None:
            return
        try:
            await slack.respond(work.decision.response_url, text)
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
        async with self._database.transaction(EVERY_TENANT) as tx:
            await deliveries.forget_old(tx)


def _seconds_after(attempts: int) -> float:
    """Longer after each failure: about 1, 2, 4 ... 60 seconds, with jitter."""
    state = RetryCallState(None, None, (), {})  # type: ignore[arg-type]
    state.attempt_number = attempts + 1
    return float(_backoff(state))
