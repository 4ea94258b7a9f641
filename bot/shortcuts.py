"""The shortcuts: a new decision from anywhere, and a decision in the thread of a message."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.conversation import Conversation
from bot.desk import Desk
from bot.gate import Gate
from bot.interactions import MessageShortcut, Shortcut
from bot.ledger import Delivery
from bot.replies import Replies, Where
from bot.slack import SlackError
from bot.store.deliveries import key
from bot.views import notices
from bot.workspaces import Workspaces

logger = structlog.stdlib.get_logger(__name__)

NEW_DECISION = "new_decision"
"""The callback id of the shortcut that belongs to no message."""
ADVISE_ON_THREAD = "advise_on_thread"
"""The callback id of the shortcut of a message."""
THREAD_SECONDS = 1.5
"""How long Slack may take to give us a thread: it is answered within three seconds."""


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """Takes shortcuts. What they lead to is told to the person."""

    conversation: Conversation
    desk: Desk
    gate: Gate
    replies: Replies
    workspaces: Workspaces

    async def take(self, payload: Shortcut) -> None:
        """From anywhere: the questions as a form; the decision stands in the direct message."""
        where = where_of(payload)
        if payload.callback_id != NEW_DECISION:
            self.replies.tell(where, _unknown())
            return
        person = payload.user
        if told := await self.gate.refusal(payload.tenant, person.id, person.team_id, "take_part"):
            self.replies.tell(where, told)
            return
        form = self.desk.new_form(person.id)
        self.replies.show_form(where, payload.trigger_id, form)

    async def take_on_message(self, payload: MessageShortcut) -> None:
        """On a message: a decision in its thread, with what people said there."""
        where = where_of(payload)
        if payload.callback_id != ADVISE_ON_THREAD:
            self.replies.tell(where, _unknown())
            return
        person = payload.user
        if told := await self.gate.refusal(payload.tenant, person.id, person.team_id, "take_part"):
            self.replies.tell(where, told)
            return
        told = await self.conversation.open_on(
            Delivery(payload.tenant, (key("shortcut", payload.trigger_id),)),
            channel=payload.channel.id,
            thread_ts=payload.message.thread_ts or payload.message.ts,
            by=payload.user.id,
            said=await self._said(payload),
            response_url=payload.response_url,
        )
        self.replies.tell(where, told)

    async def _said(self, payload: MessageShortcut) -> Sequence[tuple[str, str]]:
        """Who said what: the whole thread where we may read it in time, else the message alone."""
        message = payload.message
        if await self.workspaces.hears_threads(payload.tenant):
            slack = await self.workspaces.slack(payload.tenant)
            try:
                async with asyncio.timeout(THREAD_SECONDS):
                    return await slack.thread(payload.channel.id, message.thread_ts or message.ts)
            except (SlackError, TimeoutError) as error:
                logger.info("thread_not_read", reason=str(error) or type(error).__name__)
        if message.user is None or message.bot_id or not message.text:
            return ()
        return ((message.user, message.text),)


def where_of(payload: Shortcut) -> Where:
    """Who used it, and the message where there is one."""
    if not isinstance(payload, MessageShortcut):
        return Where(payload.tenant, payload.user.id, None, None)
    return Where(
        payload.tenant,
        payload.user.id,
        payload.channel.id,
        payload.message.thread_ts,
        payload.response_url,
    )


def _unknown() -> str:
    logger.info("unknown_shortcut")
    return notices.OLD_VERSION
