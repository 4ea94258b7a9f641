"""Forms that were sent: the questions of a decision, those of a new one, the signals."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot import evaluation_forms
from bot.costing import Changed, Costing
from bot.desk import Desk
from bot.evaluation_forms import EvaluationForms
from bot.gate import Gate
from bot.interactions import ViewSubmission
from bot.ledger import Delivery
from bot.replies import Replies, Where
from bot.store.deliveries import key
from bot.sums import Sum
from bot.views import cost_form, form, notices, quiz
from engine.cost.assumptions import Assumed
from knowledge.schema import SlotId

_ASIDE = re.compile(r" \(<@[^>]*>\)")
"""A mention in brackets."""

logger = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """What becomes of a form that was sent; with neither it closes."""

    errors: dict[str, str] = field(default_factory=dict)
    """A sentence beside an input, by block id: the form stays."""
    view: dict[str, Any] | None = None
    """What stands in its place."""


@dataclass(frozen=True, slots=True)
class Submissions:
    """Takes forms."""

    desk: Desk
    costing: Costing
    evaluation: EvaluationForms
    gate: Gate
    replies: Replies

    async def take(self, payload: ViewSubmission) -> Answered:
        """A form was sent."""
        if told := await self._refusal(payload):
            keeps = bool(payload.view.held.get(cost_form.KEEP))
            return _refused(payload, {cost_form.KEEP: told} if keeps else told)
        match payload.view.callback_id:
            case form.CALLBACK_ID:
                return await self._fill_in(payload)
            case form.NEW_CALLBACK_ID:
                return await self._fill_in_new(payload)
            case cost_form.CALLBACK_ID:
                return await self._change_assumptions(payload)
            case quiz.CALLBACK_ID:
                return Answered(view=await self._count_signals(payload))
            case callback_id if callback_id in evaluation_forms.DEEDS:
                errors = await self.evaluation.take(payload, _delivery(payload))
                return _refused(payload, errors) if errors else Answered()
            case _:
                logger.info("unknown_form")
                return everywhere(payload, notices.OLD_VERSION)

    async def _refusal(self, payload: ViewSubmission) -> str:
        """What keeps the person from sending this form, '' for nothing."""
        view, person = payload.view, payload.user
        deed = evaluation_forms.DEEDS.get(view.callback_id, "take_part")
        if view.callback_id == cost_form.CALLBACK_ID and view.held.get(cost_form.KEEP):
            deed = "keep"
        # Every form of a decision begins with its id; a new decision has none.
        decision = view.private_metadata.partition(".")[0] if deed == "close" else None
        return await self.gate.refusal(payload.tenant, person.id, person.team_id, deed, decision)

    async def _fill_in(self, payload: ViewSubmission) -> Answered:
        decision, _, _ = payload.view.private_metadata.partition(".")
        values = _answers(payload.changed)
        errors = await self.desk.fill_in(_delivery(payload), decision, values, payload.user.id)
        return _refused(payload, errors)

    async def _fill_in_new(self, payload: ViewSubmission) -> Answered:
        channel, by = payload.view.private_metadata, payload.user.id
        values = _answers(payload.changed)
        errors = await self.desk.fill_in_new(_delivery(payload), channel, values, by)
        if not errors and channel == by:
            self.replies.show_home(Where(payload.tenant, by, None, None), notices.IN_DIRECT_MESSAGE)
        return _refused(payload, errors)

    async def _change_assumptions(self, payload: ViewSubmission) -> Answered:
        about = Sum.read(payload.view.private_metadata)
        if about is None:
            return everywhere(payload, notices.OLD_VERSION)
        held, by = payload.view.held, payload.user.id
        done = await self.costing.change(
            _delivery(payload),
            about,
            {name: held[name] for name in Assumed.model_fields if name in held},
            changed=payload.changed.keys() & Assumed.model_fields.keys(),
            for_later=[each for each in held.get(cost_form.KEEP, "").split(",") if each],
            by=by,
        )
        if not isinstance(done, Changed):
            return _refused(payload, done)
        where = about.where(payload.tenant, by)
        self.replies.replace(where, done.message)
        self.replies.tell(where, done.kept)
        return Answered()

    async def _count_signals(self, payload: ViewSubmission) -> dict[str, Any]:
        """What was left open counts as not sure."""
        decision, _, alternative = payload.view.private_metadata.partition(".")
        held = list(payload.view.held.values())
        return await self.desk.count_signals(
            _delivery(payload),
            decision,
            alternative,
            signals=held.count(quiz.YES),
            unsure=held.count(quiz.NOT_SURE) + held.count(""),
            by=payload.user.id,
        )


def everywhere(payload: ViewSubmission, sentence: str) -> Answered:
    """The same sentence beside every input."""
    return Answered(dict.fromkeys(payload.view.state.values, _plain_words(sentence)))


def _refused(
    payload: ViewSubmission, errors: Mapping[SlotId, str] | Mapping[str, str] | str
) -> Answered:
    """A sentence beside each input that could not be used; one about all stands by the first."""
    if isinstance(errors, str):
        return Answered({next(iter(payload.view.state.values)): _plain_words(errors)})
    return Answered({str(slot): _plain_words(sentence) for slot, sentence in errors.items()})


def _answers(values: Mapping[str, str]) -> dict[SlotId, str]:
    return {SlotId(slot): value for slot, value in values.items()}


def _plain_words(sentence: str) -> str:
    """A sentence where Slack draws no markup: code is quoted, nothing is bold, nobody mentioned."""
    return _ASIDE.sub("", sentence).replace("`", '"').replace("*", "")


def _delivery(payload: ViewSubmission) -> Delivery:
    return Delivery(payload.tenant, (key("view", payload.view.id, payload.view.hash),))
