"""The forms of an evaluation that were sent: an item, scores, a ballot, the outcome, settings."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.deciding import Deciding
from bot.gate import Deed
from bot.governing import Governing
from bot.interactions import ViewSubmission
from bot.judging import Judging
from bot.ledger import Delivery
from bot.reminding import Reminding
from bot.views import (
    ballot_form,
    decide_form,
    item_form,
    open_items,
    reminder_form,
    score_form,
    settings_form,
)
from bot.voting import Voting

DEEDS: Final[Mapping[str, Deed]] = {
    item_form.CALLBACK_ID: "take_part",
    open_items.CALLBACK_ID: "take_part",
    score_form.CALLBACK_ID: "take_part",
    ballot_form.CALLBACK_ID: "take_part",
    reminder_form.CALLBACK_ID: "take_part",
    decide_form.CALLBACK_ID: "close",
    settings_form.CALLBACK_ID: "govern",
}
"""What somebody does who sends such a form."""


@dataclass(frozen=True, slots=True)
class EvaluationForms:
    """Takes forms; what comes back could not be used, as ``Desk.fill_in`` says it."""

    judging: Judging
    voting: Voting
    deciding: Deciding
    reminding: Reminding
    governing: Governing

    async def take(self, payload: ViewSubmission, delivery: Delivery) -> Mapping[str, str] | str:
        """A form was sent: the inputs that could not be used, or a sentence; '' for neither."""
        view, by = payload.view, payload.user.id
        about, held = view.private_metadata, view.held
        match view.callback_id:
            case item_form.CALLBACK_ID:
                return await self.judging.judge(delivery, about, held, payload.changed, by)
            case open_items.CALLBACK_ID:
                return await self.judging.pass_open(delivery, about, held, by)
            case score_form.CALLBACK_ID:
                return await self.voting.score(delivery, about, held, by)
            case ballot_form.CALLBACK_ID:
                return await self.voting.cast(delivery, about, held, by)
            case reminder_form.CALLBACK_ID:
                return await self.reminding.remind(delivery, about, held, by, time.time())
            case decide_form.CALLBACK_ID:
                return await self.deciding.decide(delivery, about, held, by, time.time())
            case settings_form.CALLBACK_ID:
                return await self.governing.set(delivery, held, payload.changed, by)
            case unknown:
                raise ValueError(unknown)
