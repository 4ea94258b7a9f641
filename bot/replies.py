"""What is shown at once beside a decision's posts: a sentence, an answer, a form, Home, a status.

All of it is best effort, and never keeps Slack waiting; what matters is saved already.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot import log
from bot.errands import Errands
from bot.listing import Listing
from bot.slack import NOT_WELCOME, RefusedError, SlackError
from bot.tenant import Tenant
from bot.views import notices
from bot.views.blocks import Rendered
from bot.views.help import PROMPTS
from bot.views.home import home
from bot.workspaces import Workspaces

logger = structlog.stdlib.get_logger(__name__)

READING = "is reading your message"
"""The status while a message is worked on; Slack puts the app's name before it."""
PROMPTS_TITLE = "To begin with"
"""What stands above the suggested prompts."""


@dataclass(frozen=True, slots=True)
class Where:
    """A person, and where they did something: a channel and perhaps a thread, or else Home."""

    tenant: Tenant
    user: str
    channel: str | None
    thread_ts: str | None
    response_url: str | None = None
    """Slack's address for answers, where it came with what they did."""


@dataclass(frozen=True, slots=True)
class Replies:
    """Shows things to people, apart from the posts of decisions."""

    workspaces: Workspaces
    errands: Errands
    listing: Listing

    def tell(self, where: Where, told: Rendered | str) -> None:
        """What nobody else sees: a message, or a sentence; '' is nothing to say."""
        message = Rendered(told, []) if isinstance(told, str) else told
        if message.text and where.channel:
            self.errands.start("ephemeral", self._post_ephemeral(where, where.channel, message))
        elif message.text:
            self.show_home(where, message.text)

    def replace(self, where: Where, message: Rendered) -> None:
        """This, in place of the message on which the person acted; anew where that cannot be."""
        if message.text and where.channel:
            response = self._respond(where, where.channel, message, replace_original=True)
            self.errands.start("replacement", response)

    def answer(self, where: Where, message: Rendered) -> None:
        """The answer to a command, through the address that came with it."""
        if where.channel:
            response = self._respond(where, where.channel, message, replace_original=False)
            self.errands.start("answer", response)

    def post(self, where: Where, message: Rendered) -> None:
        """What everybody sees: a message in the thread."""
        if message.text and where.channel:
            self.errands.start("message", self._post(where, where.channel, message))

    def show_form(self, where: Where, trigger_id: str, view: dict[str, Any]) -> None:
        """Open a form; the trigger lives 3 seconds, so it may come too late."""
        self.errands.start("form", self._open_view(where, trigger_id, view))

    def show_home(self, where: Where, note: str = "") -> None:
        """Bring the person's Home tab up to date, with a sentence on top where there is one."""
        self.errands.start("home", self._publish_home(where, note))

    def suggest_prompts(self, where: Where) -> None:
        """Offer what one may write, in the direct message."""
        if where.channel:
            self.errands.start("prompts", self._suggest_prompts(where.tenant, where.channel))

    @contextmanager
    def reading(self, where: Where) -> Iterator[None]:
        """Say in the thread that a message is being read, as long as the block lasts."""
        done = asyncio.Event()
        if where.channel and where.thread_ts:
            status = self._show_status(where.tenant, where.channel, where.thread_ts, done)
            self.errands.start("status", status)
        try:
            yield
        finally:
            done.set()

    async def _post_ephemeral(self, where: Where, channel: str, message: Rendered) -> None:
        slack = await self.workspaces.slack(where.tenant)
        try:
            await slack.post_ephemeral(
                channel=channel,
                user=where.user,
                text=message.text,
                blocks=message.blocks,
                thread_ts=where.thread_ts,
            )
        except RefusedError:
            # The app is no member there; the address works nevertheless.
            if where.response_url is None:
                raise
            await slack.respond(where.response_url, message.text, message.blocks)

    async def _respond(
        self, where: Where, channel: str, message: Rendered, *, replace_original: bool
    ) -> None:
        slack = await self.workspaces.slack(where.tenant)
        try:
            if where.response_url is not None:
                await slack.respond(
                    where.response_url,
                    message.text,
                    message.blocks,
                    replace_original=replace_original,
                )
                return
        except SlackError as error:
            # The address is used up, or 30 minutes old.
            logger.info("not_answered", reason=str(error))
        alone = replace(where, response_url=None)
        try:
            await self._post_ephemeral(alone, channel, message)
        except SlackError as error:
            logger.info("not_answered", reason=str(error))
            await slack.post_message(channel=where.user, text=message.text, blocks=message.blocks)

    async def _post(self, where: Where, channel: str, message: Rendered) -> None:
        slack = await self.workspaces.slack(where.tenant)
        try:
            await slack.post_message(
                channel=channel,
                text=message.text,
                blocks=message.blocks,
                thread_ts=where.thread_ts,
            )
        except RefusedError as error:
            if error.code not in NOT_WELCOME:
                raise
            await slack.post_message(channel=where.user, text=message.text, blocks=message.blocks)

    async def _open_view(self, where: Where, trigger_id: str, view: dict[str, Any]) -> None:
        slack = await self.workspaces.slack(where.tenant)
        try:
            await slack.open_view(trigger_id, view)
        except SlackError as error:
            logger.warning("form_not_opened", reason=str(error))
            self.tell(where, notices.FORM_NOT_OPENED)

    async def _publish_home(self, where: Where, note: str) -> None:
        try:
            view = await self.listing.home(where.tenant, where.user, note)
        except Exception:
            # What was to be said must not go with the list.
            reference = log.new_reference()
            logger.exception("failed", kind="home", reference=reference)
            view = home((), self.listing.knowledge, note or notices.failed(reference))
        slack = await self.workspaces.slack(where.tenant)
        await slack.publish_home(where.user, view)

    async def _suggest_prompts(self, tenant: Tenant, channel: str) -> None:
        slack = await self.workspaces.slack(tenant)
        await slack.set_suggested_prompts(channel, PROMPTS, PROMPTS_TITLE)

    async def _show_status(
        self, tenant: Tenant, channel: str, thread_ts: str, done: asyncio.Event
    ) -> None:
        """One errand for both calls, so that the last one clears."""
        slack = await self.workspaces.slack(tenant)
        await slack.set_status(channel, thread_ts, READING)
        await done.wait()
        await slack.set_status(channel, thread_ts, "")
