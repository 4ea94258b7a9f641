"""The table of contents: what Slack can send, and what it leads to.

One Bolt listener for a kind of payload, since Bolt asks every listener in turn; the rest is
``match``. Everything is committed before Slack is answered; a person is never left without words.
"""

import re
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest

from bot import log
from bot.clicks import Clicks, where_of
from bot.commands import first_word
from bot.desk import Desk
from bot.evaluation_commands import EvaluationCommands, Ordered
from bot.gate import Gate
from bot.interactions import BlockActions, MessageShortcut, Shortcut, ViewSubmission
from bot.ledger import Delivery
from bot.messages import Messages
from bot.payloads import EventCallback, SlashCommand, read
from bot.replies import Replies, Where
from bot.shortcuts import Shortcuts
from bot.shortcuts import where_of as where_of_shortcut
from bot.slash import Command, Slash
from bot.store.deliveries import key
from bot.submissions import Submissions, everywhere
from bot.typed import looked_up
from bot.views import notices
from bot.views.blocks import Rendered
from bot.views.help import help_message

logger = structlog.stdlib.get_logger(__name__)

EVENTS = ("app_home_opened", "app_mention", "message.channels", "message.groups", "message.im")
"""What the app subscribes to; the manifest says the same."""

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Doors:
    """Where what Slack sends is taken, by its kind."""

    desk: Desk
    slash: Slash
    orders: EvaluationCommands
    gate: Gate
    replies: Replies
    clicks: Clicks
    messages: Messages
    shortcuts: Shortcuts
    submissions: Submissions


class Routes:
    """Where each kind of payload goes."""

    def __init__(self, doors: Doors) -> None:
        self._desk = doors.desk
        self._slash = doors.slash
        self._orders = doors.orders
        self._gate = doors.gate
        self._replies = doors.replies
        self._clicks = doors.clicks
        self._messages = doors.messages
        self._shortcuts = doors.shortcuts
        self._submissions = doors.submissions

    def register(self, app: AsyncApp) -> None:
        """One listener for each kind of payload."""
        everything = re.compile(".*", re.DOTALL)
        app.command(everything)(self.on_command)
        app.action(everything)(self.on_action)
        app.view(everything)(self.on_view)
        app.shortcut(everything)(self.on_shortcut)
        app.event(everything)(self.on_event)

    async def on_command(self, ack: AsyncAck, body: Body) -> None:
        """``/orchestrator ...``: the answer travels in the response, only to the person."""
        command = read(SlashCommand, body)
        try:
            answer = await self._command(command)
        except Exception as error:  # noqa: BLE001 - every failure is told, with its reference
            answer = Rendered(notices.failed(_log_failure("command", error)), [])
        if _has_chart(answer):
            # Slack may refuse to draw it, and the answer to a request cannot be given twice.
            self._replies.answer(_where(command), answer)
            await ack()
        elif answer.text:
            blocks = answer.blocks or None
            await ack(response_type="ephemeral", text=answer.text, blocks=blocks)
        else:
            await ack()

    async def on_action(self, ack: AsyncAck, body: Body) -> None:
        """Controls were used. What came of it is told to the person beside the answer to Slack."""
        payload = read(BlockActions, body)
        for item in payload.actions:
            try:
                told = await self._clicks.take(payload, item)
            except Exception as error:  # noqa: BLE001 - every failure is told, with its reference
                told = notices.failed(_log_failure("action", error))
            self._replies.tell(where_of(payload), told)
        await ack()

    async def on_view(self, ack: AsyncAck, body: Body) -> None:
        """A form was sent: errors stand beside the inputs, a view in its place, or it closes."""
        payload = read(ViewSubmission, body)
        try:
            answered = await self._submissions.take(payload)
        except Exception as error:  # noqa: BLE001 - every failure is told, with its reference
            answered = everywhere(payload, notices.failed(_log_failure("view", error)))
        if answered.errors:
            await ack(response_action="errors", errors=answered.errors)
        elif answered.view is not None:
            await ack(response_action="update", view=answered.view)
        else:
            await ack()

    async def on_shortcut(self, ack: AsyncAck, body: Body) -> None:
        """A shortcut was used, on a message or anywhere."""
        on_message = body["type"] == "message_action"
        payload = read(MessageShortcut if on_message else Shortcut, body)
        try:
            match payload:
                case MessageShortcut():
                    await self._shortcuts.take_on_message(payload)
                case _:
                    await self._shortcuts.take(payload)
        except Exception as error:  # noqa: BLE001 - every failure is told, with its reference
            told = notices.failed(_log_failure("shortcut", error))
            self._replies.tell(where_of_shortcut(payload), told)
        await ack()

    async def on_event(self, ack: AsyncAck, body: Body, request: AsyncBoltRequest) -> None:
        """Something happened.

        A failure is no 2xx, so that Slack delivers it again, almost at once; where it fails again
        the person is told.
        """
        payload = read(EventCallback, body)
        try:
            await self._happened(payload)
        except Exception as error:
            if not _is_redelivery(request):
                raise
            reference = _log_failure("event", error)
            if not self._messages.tell_failure(payload, reference):
                raise
        await ack()

    async def _command(self, command: SlashCommand) -> Rendered:
        word, _ = first_word(command.text)
        tenant, channel, by = command.tenant, command.channel_id, command.user_id
        match word:
            case "" | "help":
                return help_message()
            case "form":
                team = command.team_id
                if told := await self._gate.refusal(tenant, by, team, "take_part"):
                    return Rendered(told, [])
                form = self._desk.new_form(channel)
                self._replies.show_form(_where(command), command.trigger_id, form)
                return Rendered("", [])
            case "resume" | "decisions":
                return await self._replies.listing.message(tenant, by)
            case _:
                return await self._said(command)

    async def _said(self, command: SlashCommand) -> Rendered:
        """What is no single word: an order, or a text about the decision here."""
        tenant, by, team = command.tenant, command.user_id, command.team_id
        delivery = Delivery(tenant, (key("command", command.trigger_id),))
        if (order := self._orders.order_in(command.text)) is not None:
            ordered = Ordered(delivery, _where(command), team, command.trigger_id)
            return await self._orders.take(order, ordered)
        if told := await self._gate.refusal(tenant, by, team, "take_part"):
            found = await looked_up(self._orders.ledger, tenant, command.text, by)
            return found or Rendered(told, [])
        may_close = await self._gate.may_close(tenant, by, team)
        return await self._slash.take(
            delivery,
            Command(command.channel_id, by, command.text, command.response_url, may_close),
        )

    async def _happened(self, payload: EventCallback) -> None:
        event = payload.event
        match event.type, event.tab:
            case "app_home_opened", "home" if event.user:
                self._replies.show_home(Where(payload.tenant, event.user, None, None))
            case "app_home_opened", "messages" if event.user:
                self._replies.suggest_prompts(
                    Where(payload.tenant, event.user, event.channel, None)
                )
            case (("message" | "app_mention"), _):
                await self._messages.take(payload)


def _where(command: SlashCommand) -> Where:
    """Where a command was typed, and by whom."""
    channel, address = command.channel_id, command.response_url
    return Where(command.tenant, command.user_id, channel, None, address)


def _has_chart(answer: Rendered) -> bool:
    return any(block["type"] == "data_visualization" for block in answer.blocks)


def _is_redelivery(request: AsyncBoltRequest) -> bool:
    return bool(request.headers.get("x-slack-retry-num"))


def _log_failure(kind: str, error: Exception) -> str:
    """Log an unexpected failure; returns the reference that the person is told."""
    reference = log.new_reference()
    logger.error("failed", kind=kind, reference=reference, exc_info=error)
    return reference
