"""The table of contents: what Slack can send, and what it leads to.

One Bolt listener for a kind of payload, since Bolt asks every listener in turn; the rest is
``match``. Everything is committed before Slack is answered; a person is never left without words.
"""

import re
from dataclasses import dataclass
from typing import Any, assert_never

import structlog
from rapidfuzz import fuzz, process
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import log
from bot.actions import (
    BlockRef,
    Cancel,
    Change,
    Choose,
    OpenForm,
    PickChange,
    Reasons,
    Restart,
    Skip,
    Start,
    Type,
    UnknownActionError,
    Visit,
    decode,
    decode_block,
)
from bot.desk import Answer, Delivery, Desk, Place
from bot.errands import Errands
from bot.payloads import (
    ActionItem,
    BlockActions,
    EventCallback,
    SlashCommand,
    UnreadablePayloadError,
    ViewSubmission,
    read,
)
from bot.slack import SlackError
from bot.store.deliveries import key
from bot.tenant import Tenant
from bot.views import notices
from bot.views.blocks import Rendered
from bot.views.help import help_message, unknown_command
from bot.views.home import home
from bot.workspaces import Workspaces
from engine.dialogue.model import (
    Cancelled,
    ChangeRequested,
    Event,
    Restarted,
    SlotAnswered,
    SlotSkipped,
)
from knowledge.schema import SlotId

logger = structlog.stdlib.get_logger(__name__)

COMMANDS = ("recommend", "help")
"""What can follow ``/orchestrator``."""
LIKELY = 50
"""From this likeness (0-100) on an unknown word is answered with the nearest command."""

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Routes:
    """What the functions below need."""

    desk: Desk
    workspaces: Workspaces
    errands: Errands

    def register(self, app: AsyncApp) -> None:
        """One listener for each kind of payload."""
        everything = re.compile(".*", re.DOTALL)
        app.command(everything)(self.on_command)
        app.action(everything)(self.on_action)
        app.view(everything)(self.on_view)
        app.event(everything)(self.on_event)

    async def on_command(self, ack: AsyncAck, body: Body) -> None:
        """``/orchestrator ...``: the answer travels in the response, only to the person."""
        command = read(SlashCommand, body)
        try:
            answer = await self._command(command)
        except Exception as error:  # noqa: BLE001 - every failure is told, with its reference
            answer = Rendered(notices.failed(_log_failure("command", error)), [])
        if answer.text:
            blocks = answer.blocks or None
            await ack(response_type="ephemeral", text=answer.text, blocks=blocks)
        else:
            await ack()

    async def on_action(self, ack: AsyncAck, body: Body) -> None:
        """Controls were used. What came of it is told to the person after Slack has its answer."""
        payload = read(BlockActions, body)
        for item in payload.actions:
            try:
                answer = await self._act(payload, item)
            except Exception as error:  # noqa: BLE001 - every failure is told, with its reference
                answer = Answer(notices.failed(_log_failure("action", error)))
            at = payload.container
            self._tell(payload.tenant, at.channel_id, payload.user.id, answer, at.thread_ts)
        await ack()

    async def on_view(self, ack: AsyncAck, body: Body) -> None:
        """A form was sent: errors stand beside the inputs, otherwise it closes."""
        payload = read(ViewSubmission, body)
        try:
            errors = await self._fill_in(payload)
        except Exception as error:  # noqa: BLE001 - every failure is told, with its reference
            told = notices.failed(_log_failure("view", error))
            errors = dict.fromkeys(payload.view.state.values, told)
        if errors:
            await ack(response_action="errors", errors=errors)
        else:
            await ack()

    async def on_event(self, ack: AsyncAck, body: Body) -> None:
        """Something happened. A failure is no 2xx, so that Slack delivers it again."""
        payload = read(EventCallback, body)
        event = payload.event
        if event.type == "app_home_opened" and event.tab == "home" and event.user:
            self.errands.start("home", self._show_home(payload.tenant, event.user))
        elif event.type == "message" and event.channel_type == "im":
            await self._message(payload)
        await ack()

    async def _command(self, command: SlashCommand) -> Rendered:
        word, _, rest = command.text.strip().partition(" ")
        match word.lower():
            case "" | "help":
                return help_message()
            case "recommend":
                answer = await self.desk.open_decision(
                    Delivery(command.tenant, (key("command", command.trigger_id),)),
                    channel=command.channel_id,
                    by=command.user_id,
                    text=rest.strip(),
                    response_url=command.response_url,
                )
                return Rendered(answer.text, [])
            case other:
                return unknown_command(other, nearest_command(other))

    async def _act(self, payload: BlockActions, item: ActionItem) -> Answer:
        try:
            action, ref = decode(item.action_id), decode_block(item.block_id)
        except UnknownActionError:
            logger.info("unknown_action")
            return Answer(notices.OLD_VERSION)
        delivery = _delivery(payload, item)
        place = Place(payload.container.channel_id or "", payload.container.message_ts or "")
        match action:
            case Visit():
                return Answer()
            case Start():
                return await self._start(payload, delivery)
            case OpenForm():
                return await self._open_form(payload, ref, place)
            case Reasons():
                return await self.desk.show_reasons(delivery, ref, place)
            case _:
                event = _event(action, item, payload.user.id)
                answer = await self.desk.tell(delivery, ref, place, event)
                if isinstance(action, PickChange) and not answer.text:
                    return Answer(notices.ASKED_IN_THREAD)
                return answer

    async def _start(self, payload: BlockActions, delivery: Delivery) -> Answer:
        """A new decision from a button: in the channel of the message, or in the direct message."""
        channel = payload.container.channel_id
        await self.desk.open_decision(
            delivery,
            channel=channel or payload.user.id,
            by=payload.user.id,
            text="",
            response_url=None,
        )
        return Answer("" if channel else notices.IN_DIRECT_MESSAGE)

    async def _open_form(self, payload: BlockActions, ref: BlockRef, place: Place) -> Answer:
        found = await self.desk.form(payload.tenant, ref, place)
        if isinstance(found, Answer):
            return found
        self.errands.start("form", self._show_form(payload, found))
        return Answer()

    async def _show_form(self, payload: BlockActions, view: dict[str, Any]) -> None:
        slack = await self.workspaces.slack(payload.tenant)
        try:
            await slack.open_view(payload.trigger_id, view)
        except SlackError as error:
            logger.warning("form_not_opened", reason=str(error))
            answer, at = Answer(notices.FORM_NOT_OPENED), payload.container
            self._tell(payload.tenant, at.channel_id, payload.user.id, answer, at.thread_ts)

    async def _fill_in(self, payload: ViewSubmission) -> dict[str, str]:
        decision, _, _ = payload.view.private_metadata.partition(".")
        values = {
            SlotId(slot): value.chosen
            for slot, inputs in payload.view.state.values.items()
            for value in inputs.values()
        }
        errors = await self.desk.fill_in(
            Delivery(payload.tenant, (key("view", payload.view.id, payload.view.hash),)),
            decision,
            values,
            payload.user.id,
        )
        return {} if errors is None else {str(slot): why for slot, why in errors.by_slot.items()}

    async def _message(self, payload: EventCallback) -> None:
        """A person wrote in the direct message with the app."""
        event = payload.event
        if event.bot_id or event.subtype or not (event.user and event.channel and event.ts):
            return
        said = await self.desk.say(
            Delivery(
                payload.tenant,
                (key("event", payload.event_id), key("message", event.channel, event.ts)),
            ),
            channel=event.channel,
            thread_ts=event.thread_ts,
            by=event.user,
            text=event.text,
        )
        answer = Answer(notices.NO_DECISION_HERE) if said is None else said
        self._tell(payload.tenant, event.channel, event.user, answer, event.thread_ts)

    async def _show_home(self, tenant: Tenant, user: str) -> None:
        slack = await self.workspaces.slack(tenant)
        await slack.publish_home(user, home())

    def _tell(
        self, tenant: Tenant, channel: str | None, user: str, answer: Answer, thread_ts: str | None
    ) -> None:
        """Best effort: what matters is saved already."""

        async def tell(channel: str) -> None:
            slack = await self.workspaces.slack(tenant)
            await slack.post_ephemeral(
                channel=channel, user=user, text=answer.text, thread_ts=thread_ts
            )

        if answer.text:
            # Home has no channel: there it goes to the person's direct message.
            self.errands.start("ephemeral", tell(channel or user))


def nearest_command(word: str) -> str | None:
    """The command that somebody probably meant; None where nothing is near."""
    found = process.extractOne(word.lower(), COMMANDS, scorer=fuzz.ratio, score_cutoff=LIKELY)
    return None if found is None else str(found[0])


def _event(
    action: Choose | Type | Skip | Change | PickChange | Restart | Cancel,
    item: ActionItem,
    by: str,
) -> Event:
    match action:
        case Choose(slot, raw):
            return SlotAnswered(slot=slot, raw=raw, by=by)
        case Type(slot):
            return SlotAnswered(slot=slot, raw=item.chosen, by=by)
        case Skip(slot):
            return SlotSkipped(slot=slot, by=by)
        case Change(slot):
            return ChangeRequested(slot=slot)
        case PickChange():
            return ChangeRequested(slot=SlotId(item.chosen))
        case Restart():
            return Restarted()
        case Cancel():
            return Cancelled()
        case _:
            assert_never(action)


def _delivery(payload: BlockActions, item: ActionItem) -> Delivery:
    return Delivery(
        payload.tenant,
        (key("action", payload.user.id, item.block_id, item.action_id, item.action_ts),),
    )


def _log_failure(kind: str, error: Exception) -> str:
    """Log an unexpected failure; returns the reference that the person is told."""
    if isinstance(error, UnreadablePayloadError):
        raise error
    reference = log.new_reference()
    logger.error("failed", kind=kind, reference=reference, exc_info=error)
    return reference
