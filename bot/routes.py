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

from bot import log, lookup
from bot.actions import (
    Cancel,
    Change,
    Choose,
    OpenForm,
    PickChange,
    Reasons,
    Restart,
    Skip,
    Start,
    Sureness,
    Type,
    UnknownActionError,
    decode,
    decode_block,
)
from bot.desk import Delivery, Desk
from bot.payloads import (
    ActionItem,
    BlockActions,
    EventCallback,
    SlashCommand,
    ViewSubmission,
    read,
)
from bot.place import Place
from bot.replies import Replies, Where
from bot.store.deliveries import key
from bot.views import notices
from bot.views.blocks import Rendered
from bot.views.help import help_message, unknown_command
from engine.dialogue.model import (
    Cancelled,
    ChangeRequested,
    Event,
    Restarted,
    SlotAnswered,
    SlotSkipped,
)
from knowledge.schema import KnowledgeBase, SlotId

logger = structlog.stdlib.get_logger(__name__)

COMMANDS = ("recommend", "explain", "compare", "help")
"""What can follow ``/orchestrator``."""
EVENTS = ("app_home_opened", "message.im")
"""What the app subscribes to; the manifest says the same."""
LIKELY = 50
"""From this likeness (0-100) on an unknown word is answered with the nearest command."""
WRITTEN_BY_PEOPLE = frozenset({None, "thread_broadcast", "file_share"})
"""The subtypes of messages that hold what a person has just written."""

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Routes:
    """What the functions below need."""

    desk: Desk
    replies: Replies
    knowledge: KnowledgeBase

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
            answer = await self._command(
                Delivery(command.tenant, (key("command", command.trigger_id),)),
                command.text,
                channel=command.channel_id,
                by=command.user_id,
                response_url=command.response_url,
            )
        except Exception as error:  # noqa: BLE001 - every failure is told, with its reference
            answer = Rendered(notices.failed(_log_failure("command", error)), [])
        if answer.text:
            blocks = answer.blocks or None
            await ack(response_type="ephemeral", text=answer.text, blocks=blocks)
        else:
            await ack()

    async def on_action(self, ack: AsyncAck, body: Body) -> None:
        """Controls were used. What came of it is told to the person beside the answer to Slack."""
        payload = read(BlockActions, body)
        at = payload.container
        where = Where(
            payload.tenant, payload.user.id, at.channel_id, at.thread_ts, payload.response_url
        )
        for item in payload.actions:
            try:
                told = await self._act(payload, item, where)
            except Exception as error:  # noqa: BLE001 - every failure is told, with its reference
                told = notices.failed(_log_failure("action", error))
            self.replies.tell(where, told)
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
            self.replies.show_home(Where(payload.tenant, event.user, None, None))
        elif event.type == "message" and event.channel_type == "im":
            await self._message(payload)
        await ack()

    async def _command(
        self, delivery: Delivery, text: str, *, channel: str, by: str, response_url: str | None
    ) -> Rendered:
        word, rest = _first_word(text)
        match word:
            case "" | "help":
                return help_message()
            case "explain":
                return lookup.explain(rest, self.knowledge)
            case "compare":
                return lookup.compare(rest, self.knowledge)
            case "recommend":
                told = await self.desk.open_decision(
                    delivery, channel=channel, by=by, text=rest, response_url=response_url
                )
                return Rendered(told, [])
            case other:
                return unknown_command(other, nearest_command(other))

    async def _act(self, payload: BlockActions, item: ActionItem, where: Where) -> str:
        try:
            action, ref = decode(item.action_id), decode_block(item.block_id)
        except UnknownActionError:
            logger.info("unknown_action")
            return notices.OLD_VERSION
        at = payload.container
        delivery = _delivery(payload, item)
        place = Place(at.channel_id or "", at.message_ts or "")
        match action:
            case Start():
                return await self._start(delivery, where)
            case OpenForm():
                form = await self.desk.form(payload.tenant, ref, place)
                if isinstance(form, str):
                    return form
                self.replies.show_form(where, payload.trigger_id, form)
                return ""
            case Reasons():
                return await self.desk.show_detail(delivery, ref, place, "reasons")
            case Sureness():
                return await self.desk.show_detail(delivery, ref, place, "sureness")
            case _:
                event = _event(action, item, payload.user.id)
                told = await self.desk.tell(delivery, ref, place, event)
                asks = isinstance(action, PickChange | Change)
                return told or (notices.ASKED_IN_THREAD if asks and at.is_root else "")

    async def _start(self, delivery: Delivery, where: Where) -> str:
        """A new decision from a button: in the channel of the message, or in the direct message."""
        await self.desk.open_decision(
            delivery,
            channel=where.channel or where.user,
            by=where.user,
            text="",
            response_url=where.response_url,
        )
        return "" if where.channel else notices.IN_DIRECT_MESSAGE

    async def _fill_in(self, payload: ViewSubmission) -> dict[str, str]:
        view = payload.view
        decision, _, _ = view.private_metadata.partition(".")
        errors = await self.desk.fill_in(
            Delivery(payload.tenant, (key("view", view.id, view.hash),)),
            decision,
            {SlotId(slot): value for slot, value in payload.changed.items()},
            payload.user.id,
        )
        if isinstance(errors, str):
            return {next(iter(view.state.values)): plain_words(errors)}
        return {str(slot): plain_words(sentence) for slot, sentence in errors.items()}

    async def _message(self, payload: EventCallback) -> None:
        """A person wrote in the direct message with the app: a command, or an answer."""
        event = payload.event
        if event.bot_id or event.subtype not in WRITTEN_BY_PEOPLE:
            return
        if not (event.user and event.channel and event.ts):
            return
        delivery = Delivery(
            payload.tenant,
            (key("event", payload.event_id), key("message", event.channel, event.ts)),
        )
        where = Where(payload.tenant, event.user, event.channel, event.thread_ts)
        if event.thread_ts is None and _first_word(event.text)[0] in COMMANDS:
            answer = await self._command(
                delivery, event.text, channel=event.channel, by=event.user, response_url=None
            )
            self.replies.tell(where, answer)
            return
        said = await self.desk.say(
            delivery,
            channel=event.channel,
            thread_ts=event.thread_ts,
            by=event.user,
            text=event.text,
        )
        self.replies.tell(where, notices.NO_DECISION_HERE if said is None else said)


def _first_word(text: str) -> tuple[str, str]:
    """The first word in lower case, and the rest; people put tabs and new lines between."""
    word, *rest = text.split(maxsplit=1) or [""]
    return word.lower(), "".join(rest)


def plain_words(sentence: str) -> str:
    """A sentence where Slack draws no markup: code is quoted instead."""
    return sentence.replace("`", '"')


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
    reference = log.new_reference()
    logger.error("failed", kind=kind, reference=reference, exc_info=error)
    return reference
