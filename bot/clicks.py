"""The controls of messages and of Home: what each leads to."""

from dataclasses import dataclass
from typing import assert_never

import structlog
from pydantic import ValidationError

from bot.actions import (
    Adopt,
    AskWhy,
    Cancel,
    Change,
    ChangeAssumptions,
    Choose,
    Confirm,
    Cost,
    CostLines,
    CostOf,
    Delete,
    Enough,
    Follow,
    History,
    OfEvaluation,
    OpenDecide,
    OpenForm,
    OpenItems,
    OpenNewForm,
    OpenQuiz,
    OpenSettings,
    PickChange,
    PickCompare,
    Reasons,
    Reopen,
    Reset,
    Restart,
    Skip,
    Start,
    Sureness,
    Type,
    UnknownActionError,
    decode,
)
from bot.block_ids import BESIDE, BlockRef, decode_block
from bot.costing import Costing, Seen
from bot.desk import Desk
from bot.evaluating import Evaluating, Used
from bot.gate import Deed, Gate
from bot.interactions import ActionItem, BlockActions
from bot.ledger import Delivery
from bot.place import Place
from bot.replies import Replies, Where
from bot.store.deliveries import key
from bot.views import notices
from bot.views.asked import asked
from bot.views.blocks import Rendered
from bot.views.outgrown import NO_ALTERNATIVE
from engine.dialogue.model import (
    Cancelled,
    ChangeRequested,
    EnoughSaid,
    Event,
    Restarted,
    SlotAnswered,
    SlotSkipped,
)
from engine.dialogue.requests import CompareAsked, CostAsked, WhyAsked
from knowledge.schema import AlternativeId, KnowledgeBase, SlotId

logger = structlog.stdlib.get_logger(__name__)

_OfSlot = Choose | Type | Skip | Change | PickChange
_CLOSES = (Restart, Cancel, Reset, OpenDecide, Reopen, Delete)
_LOOKS = (AskWhy, CostLines, History, OpenItems)
_OfCost = CostOf | ChangeAssumptions | CostLines
_OfDecision = (
    _OfSlot
    | AskWhy
    | Enough
    | Confirm
    | Adopt
    | PickCompare
    | OpenQuiz
    | OpenForm
    | Reasons
    | Sureness
    | Cost
    | _OfCost
    | Restart
    | Cancel
)


@dataclass(frozen=True, slots=True)
class Clicks:
    """Takes the use of a control. What comes back is what the person is told, '' for nothing."""

    desk: Desk
    costing: Costing
    evaluating: Evaluating
    gate: Gate
    replies: Replies
    knowledge: KnowledgeBase

    async def take(self, payload: BlockActions, item: ActionItem) -> Rendered | str:
        """One control was used."""
        try:
            return await self._take(payload, item)
        except UnknownActionError:
            logger.info("unknown_action")
            return notices.OLD_VERSION

    async def _take(self, payload: BlockActions, item: ActionItem) -> Rendered | str:
        where = where_of(payload)
        match decode(item.action_id):
            case Follow():
                return ""
            case Start() as action:
                told = await self._refusal(payload, action)
                return told or await self._start(_delivery(payload, item), where)
            case OpenNewForm() as action:
                if told := await self._refusal(payload, action):
                    return told
                form = self.desk.new_form(where.channel or where.user)
                self.replies.show_form(where, payload.trigger_id, form)
                return ""
            case action:
                ref = decode_block(item.block_id)
                if told := await self._refusal(payload, action, ref):
                    if isinstance(action, OfEvaluation):
                        await self.evaluating.refused(_used(payload, item, ref), action)
                    return told
                if isinstance(action, OfEvaluation):
                    return await self.evaluating.take(_used(payload, item, ref), action)
                return await self._of_decision(payload, item, action, ref)

    async def _refusal(
        self,
        payload: BlockActions,
        action: Start | OpenNewForm | _OfDecision | OfEvaluation,
        ref: BlockRef | None = None,
    ) -> str:
        """What keeps the person from using this control, '' for nothing."""
        person = payload.user
        decision = None if ref is None or ref.decision == BESIDE else ref.decision
        return await self.gate.refusal(
            payload.tenant, person.id, person.team_id, _deed(action), decision
        )

    async def _start(self, delivery: Delivery, where: Where) -> str:
        """A new decision from a button: in the channel of the message, or in the direct message."""
        told = await self.desk.open_decision(
            delivery,
            channel=where.channel or where.user,
            by=where.user,
            response_url=where.response_url,
        )
        return told if where.channel else notices.IN_DIRECT_MESSAGE

    async def _of_decision(
        self, payload: BlockActions, item: ActionItem, action: _OfDecision, ref: BlockRef
    ) -> Rendered | str:
        by, where, delivery = payload.user.id, where_of(payload), _delivery(payload, item)
        place = Place(payload.container.channel_id or "", payload.container.message_ts or "")
        is_private = payload.container.is_ephemeral
        match action:
            case AskWhy(slot):
                self._require_slot(slot)
                return asked(WhyAsked(slot=slot), None, self.knowledge)
            case OpenForm():
                form = await self.desk.form(payload.tenant, ref, place)
                if isinstance(form, str):
                    return form
                self.replies.show_form(where, payload.trigger_id, form)
                return ""
            case OpenQuiz():
                quiz = self.desk.quiz(*_quizzed(ref))
                self.replies.show_form(where, payload.trigger_id, quiz)
                return ""
            case Reasons():
                return await self.desk.show_detail(delivery, ref, place, "reasons", by)
            case Sureness():
                return await self.desk.show_detail(delivery, ref, place, "sureness", by)
            case Cost():
                return await self.desk.show_detail(delivery, ref, place, "cost", by)
            case CostOf() | ChangeAssumptions() | CostLines():
                return await self._of_cost(payload, item, action, Seen(ref, place, is_private))
            case Confirm():
                return await self.desk.confirm(delivery, ref, place, by)
            case Adopt():
                return await self.desk.adopt(delivery, ref, place, by)
            case PickCompare():
                rival = self._require_alternative(item.chosen)
                request = CompareAsked(alternatives=(rival,))
                return await self.desk.ask(delivery, ref, place, request, by)
            case _:
                told = await self.desk.tell(delivery, ref, place, _event(action, item, by), by)
                asks = isinstance(action, PickChange | Change) and payload.container.is_root
                return told or (notices.ASKED_IN_THREAD if asks else "")

    async def _of_cost(
        self, payload: BlockActions, item: ActionItem, action: _OfCost, seen: Seen
    ) -> Rendered | str:
        where = where_of(payload)
        match action:
            case CostOf(alternatives):
                named = tuple(self._require_alternative(each) for each in alternatives)
                request = CostAsked(alternatives=named)
                answer = await self.costing.answer(where.tenant, seen, request)
                if answer is not None:
                    return answer
                delivery = _delivery(payload, item)
                told = await self.desk.ask(delivery, seen.ref, seen.place, request, where.user)
                # It stands in that thread itself.
                return "" if told == notices.ANSWERED_IN_THREAD else told
            case ChangeAssumptions():
                view = await self.costing.form(where, seen, _request(item))
            case CostLines():
                view = await self.costing.lines(where.tenant, seen, _request(item))
            case _:
                assert_never(action)
        if isinstance(view, str):
            return view
        self.replies.show_form(where, payload.trigger_id, view)
        return ""

    def _require_slot(self, slot: SlotId) -> None:
        if all(each.id != slot for each in self.knowledge.questions):
            raise UnknownActionError(slot)

    def _require_alternative(self, chosen: str) -> AlternativeId:
        if chosen not in {*self.knowledge.alternatives, *self.knowledge.contenders}:
            raise UnknownActionError(chosen)
        return AlternativeId(chosen)


def _request(item: ActionItem) -> CostAsked:
    """The request that a sum answers, in the value of its buttons."""
    try:
        return CostAsked.model_validate_json(item.value or "")
    except ValidationError:
        raise UnknownActionError(item.action_id) from None


def _deed(action: Start | OpenNewForm | _OfDecision | OfEvaluation) -> Deed:
    """What somebody does who uses this control."""
    match action:
        case OpenSettings():
            return "govern"
        case _ if isinstance(action, _CLOSES):
            return "close"
        case _ if isinstance(action, _LOOKS):
            return "look"
        case _:
            return "take_part"


def _used(payload: BlockActions, item: ActionItem, ref: BlockRef) -> Used:
    at = payload.container
    place = Place(at.channel_id or "", at.message_ts or "")
    where, trigger_id = where_of(payload), payload.trigger_id
    return Used(_delivery(payload, item), ref, place, where, trigger_id, item)


def where_of(payload: BlockActions) -> Where:
    """Where the control stands, and who used it."""
    at = payload.container
    return Where(payload.tenant, payload.user.id, at.channel_id, at.thread_ts, payload.response_url)


def _event(action: _OfSlot | Enough | Restart | Cancel, item: ActionItem, by: str) -> Event:
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
        case Enough():
            return EnoughSaid()
        case Restart():
            return Restarted()
        case Cancel():
            return Cancelled()
        case _:
            assert_never(action)


def _quizzed(ref: BlockRef) -> tuple[str, str]:
    """The decision and the alternative that signals are counted for, '' where there is none.

    The block is called ``quiz_<alternative>``, as bot/views/outgrown.py makes it.
    """
    decision = "" if ref.decision == BESIDE else ref.decision
    alternative = ref.name.rpartition(":")[2].removeprefix("quiz_")
    return decision, "" if alternative == NO_ALTERNATIVE else alternative


def _delivery(payload: BlockActions, item: ActionItem) -> Delivery:
    return Delivery(
        payload.tenant,
        (key("action", payload.user.id, item.block_id, item.action_id, item.action_ts),),
    )
