"""What people write, as Slack's events tell it: who is heard, and how."""

from dataclasses import dataclass, replace
from typing import Literal

from bot.conversation import Conversation, Heard
from bot.evaluation_commands import EvaluationCommands, Ordered
from bot.gate import Gate
from bot.ledger import Delivery
from bot.listing import Listing
from bot.payloads import WRITTEN_BY_PEOPLE, EventCallback
from bot.replies import Replies, Where
from bot.store.deliveries import key
from bot.typed import looked_up
from bot.views import notices
from bot.views.blocks import Rendered
from bot.views.offer import offer_form


@dataclass(frozen=True, slots=True)
class Messages:
    """Takes what people write."""

    conversation: Conversation
    orders: EvaluationCommands
    gate: Gate
    replies: Replies
    listing: Listing

    async def take(self, payload: EventCallback) -> None:
        """A message or a mention: worked on, or left alone where it is not for us."""
        heard = heard_in(payload)
        if heard is None:
            return
        where = _where(payload, heard)
        team = payload.event.user_team
        if refusal := await self.gate.refusal(where.tenant, heard.by, team, "take_part"):
            if heard.how != "overheard":
                ledger, by = self.orders.ledger, heard.by
                found = await looked_up(ledger, where.tenant, heard.said, by)
                self.replies.tell(where, found or refusal)
            return
        told = await self._told_alone(payload, where, heard)
        if told is not None:
            self.replies.tell(where, told)
            return
        if heard.how != "overheard":
            may_close = await self.gate.may_close(where.tenant, heard.by, team)
            heard = replace(heard, may_close=may_close)
        thread = Where(where.tenant, where.user, heard.channel, heard.thread_ts or heard.ts)
        if heard.how == "direct":
            with self.replies.reading(thread):
                answer = await self.conversation.hear(_delivery(payload, heard), heard)
        else:
            answer = await self.conversation.hear(_delivery(payload, heard), heard)
        if answer is not None and heard.how == "overheard":
            self.replies.tell(where, answer)
        elif answer is not None:
            self.replies.post(thread, answer)

    def tell_failure(self, payload: EventCallback, reference: str) -> bool:
        """Tell whoever wrote to us that it failed; False where nobody did."""
        heard = heard_in(payload)
        if heard is None or heard.how == "overheard":
            return False
        self.replies.tell(_where(payload, heard), notices.failed(reference))
        return True

    async def _told_alone(
        self, payload: EventCallback, where: Where, heard: Heard
    ) -> Rendered | None:
        """The answer to a word that is a command and concerns nobody else."""
        if heard.how == "overheard":
            return None
        if (order := self.orders.order_in(heard.said)) is not None:
            at = where if heard.how == "direct" else replace(where, thread_ts=heard.thread)
            ordered = Ordered(_delivery(payload, heard), at, payload.event.user_team)
            return await self.orders.take(order, ordered)
        match heard.said.casefold():
            case "form":
                return offer_form()
            case "decisions" | "my decisions":
                return await self.listing.message(where.tenant, where.user)
            case _:
                return None


def heard_in(payload: EventCallback) -> Heard | None:
    """What a person wrote that we may listen to; None where the event holds nothing of that kind.

    A message that mentions the app in a channel is left to the event of the mention.
    """
    event = payload.event
    if event.bot_id or event.subtype not in WRITTEN_BY_PEOPLE:
        return None
    if not (event.user and event.channel and event.ts) or event.user == payload.app_user:
        return None
    how = _how(payload)
    if how is None:
        return None
    return Heard(event.channel, event.ts, event.thread_ts, event.user, event.text, how)


def _how(payload: EventCallback) -> Literal["direct", "mention", "overheard"] | None:
    event = payload.event
    match event.type, event.channel_type:
        case "app_mention", _:
            return "mention"
        case "message", "im":
            return "direct"
        case "message", "channel" | "group":
            # Where Slack does not tell who we are, any mention may be of us.
            is_mention = f"<@{payload.app_user or ''}" in event.text
            return None if event.thread_ts is None or is_mention else "overheard"
        case _:
            return None


def _where(payload: EventCallback, heard: Heard) -> Where:
    return Where(payload.tenant, heard.by, heard.channel, heard.thread_ts)


def _delivery(payload: EventCallback, heard: Heard) -> Delivery:
    """The event, and the message: Slack may tell of one message in several events."""
    return Delivery(
        payload.tenant,
        (key("event", payload.event_id), key("message", heard.channel, heard.ts)),
    )
