"""What one person is shown at once, beside the messages: an ephemeral sentence, a form, Home.

All of it is best effort, and never keeps Slack waiting; what matters is saved already.
"""

from dataclasses import dataclass
from typing import Any

import structlog

from bot.errands import Errands
from bot.slack import RefusedError, SlackError
from bot.tenant import Tenant
from bot.views import notices
from bot.views.blocks import Rendered
from bot.views.home import home
from bot.workspaces import Workspaces

logger = structlog.stdlib.get_logger(__name__)


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
    """Shows things to one person."""

    workspaces: Workspaces
    errands: Errands

    def tell(self, where: Where, told: Rendered | str) -> None:
        """What nobody else sees: a message, or a sentence; '' is nothing to say."""
        message = Rendered(told, []) if isinstance(told, str) else told
        if message.text and where.channel:
            self.errands.start("ephemeral", self._post_ephemeral(where, where.channel, message))
        elif message.text:
            self.show_home(where, message.text)

    def show_form(self, where: Where, trigger_id: str, view: dict[str, Any]) -> None:
        """Open a form; the trigger lives 3 seconds, so it may come too late."""
        self.errands.start("form", self._open_view(where, trigger_id, view))

    def show_home(self, where: Where, note: str = "") -> None:
        """Bring the person's Home tab up to date, with a sentence on top where there is one."""
        self.errands.start("home", self._publish_home(where, note))

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
            await slack.respond(where.response_url, message.text)

    async def _open_view(self, where: Where, trigger_id: str, view: dict[str, Any]) -> None:
        slack = await self.workspaces.slack(where.tenant)
        try:
            await slack.open_view(trigger_id, view)
        except SlackError as error:
            logger.warning("form_not_opened", reason=str(error))
            self.tell(where, notices.FORM_NOT_OPENED)

    async def _publish_home(self, where: Where, note: str) -> None:
        slack = await self.workspaces.slack(where.tenant)
        await slack.publish_home(where.user, home(note))
