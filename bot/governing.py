"""What an admin sets for the whole workspace: a form, of which only what was changed is saved."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.ledger import Delivery, Ledger
from bot.preferences import Preferences
from bot.store import deliveries, settings
from bot.store.database import Transaction
from bot.tenant import Tenant
from bot.views import notices
from bot.views.settings_form import (
    CHOICES,
    COSTS,
    MOST_DAYS,
    NOT_DAYS,
    RETENTION,
    WEIGHTS_CHANGED,
    contenders_in,
    settings_form,
    typed_weight,
    weight_input,
)
from engine.cost.assumptions import Assumed
from engine.dialogue.assuming import assumed_of
from engine.evaluation.ballots import Unreadable, weights_of
from knowledge.schema import NO_ORCHESTRATOR, PRICED_IN, AlternativeId, CriterionId, KnowledgeBase

_DAYS: Final = re.compile(r"(?P<days>[0-9]{1,5})(?: ?days?)?", re.IGNORECASE)


class Governing:
    """Where the settings of a workspace are shown and changed."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._knowledge = ledger.knowledge

    async def form(self, tenant: Tenant) -> dict[str, Any]:
        """What is set, as a form."""
        async with self._ledger.database.transaction(tenant) as tx:
            preferences, cost = await settings.preferences(tx), await settings.cost(tx)
        return settings_form(preferences, cost, self._knowledge)

    async def set(
        self, delivery: Delivery, held: Mapping[str, str], changed: Collection[str], by: str
    ) -> Mapping[str, str] | str:
        """Take a form, or nothing of it.

        Args:
            delivery: the request of Slack.
            held: what each input holds, by block id; '' where it is empty.
            changed: the inputs that hold something else than the form showed; the others must not
                undo what another admin has set meanwhile.
            by: who sent it.

        Returns:
            The inputs that could not be used, with a sentence each, empty where all was taken; or
            one sentence where the form comes from another version of the app.
        """

        async def work(tx: Transaction) -> Mapping[str, str] | str:
            sent = _Sent(held, changed, self._knowledge)
            if not sent.is_of_this_version():
                return notices.OLD_VERSION
            before = await settings.preferences_to_change(tx, by)
            cost_before = await settings.cost_to_change(tx, by)
            preferences, cost = sent.preferences(before), sent.cost(cost_before)
            if sent.refused or not await deliveries.note(tx, delivery.keys):
                return sent.refused
            if preferences != before:
                await settings.set_preferences(tx, preferences, by)
            if cost != cost_before:
                await settings.set_cost(tx, cost, by)
            return {}

        return await self._ledger.in_transaction(delivery.tenant, work)


@dataclass(frozen=True, slots=True)
class _Sent:
    """A form of settings that was sent, and what of it cannot be used."""

    held: Mapping[str, str]
    changed: Collection[str]
    knowledge: KnowledgeBase
    refused: dict[str, str] = field(default_factory=dict)
    """By block id; each part that is read adds its own."""

    def is_of_this_version(self) -> bool:
        """Whether every choice is one that can be chosen."""
        chosen = self._changed_of(CHOICES)
        return all(self.held[each] in CHOICES[each].options for each in chosen)

    def preferences(self, before: Preferences) -> Preferences:
        """These, with what was changed."""
        return before.model_copy(
            update={
                "weights": self._weights(before),
                "contenders": self._contenders(before),
                "retention_days": self._days(before),
                **{each: self.held[each] for each in self._changed_of(CHOICES)},
            }
        )

    def cost(self, before: Assumed) -> Assumed:
        """This, with what was changed: no amount comes to stand in another currency.

        Who changes the currency sets the amounts that stand beside it, too.
        """
        changed = self._changed_of(COSTS)
        if not changed:
            return before
        typed = {each: self.held.get(each, "") for each in COSTS}
        said = assumed_of(typed, self.knowledge)
        if not isinstance(said, Assumed):
            self.refused.update(said)
            return before
        is_other = (typed["currency"] or PRICED_IN) != (before.currency or PRICED_IN)
        if "currency" not in changed and is_other:
            self.refused["currency"] = notices.CURRENCY_CHANGED
            return before
        taken = COSTS if "currency" in changed else changed
        # Whatever is priced in dollars later, this amount was meant in them.
        meant = said.currency or (None if said.engineer_cost is None else PRICED_IN)
        update = {each: getattr(said, each) for each in taken}
        return before.model_copy(update={**update, "currency": meant})

    def _weights(self, before: Preferences) -> Mapping[CriterionId, int]:
        """The weights: all ten are what the admin saw and sent, or none of them counts."""
        shown = {
            weight_input(each.id): typed_weight(before.weights, each.id)
            for each in self.knowledge.criteria
        }
        changed = self._changed_of(shown)
        if not changed:
            return before.weights
        typed = {
            each.id: self.held.get(weight_input(each.id), "") for each in self.knowledge.criteria
        }
        weights = weights_of(typed, self.knowledge) if any(typed.values()) else {}
        if isinstance(weights, Unreadable):
            self.refused.update({weight_input(at): why for at, why in weights.sentences.items()})
            return before.weights
        left = [each for each in shown if each not in changed]
        is_other = any(self.held.get(each, "") != shown[each] for each in left)
        if is_other and weights != before.weights:
            self.refused[changed[0]] = WEIGHTS_CHANGED
        return weights

    def _contenders(self, before: Preferences) -> tuple[AlternativeId, ...]:
        """Those that stand, with what was ticked and without what was not any more."""
        shown, ticked = contenders_in(self.held)
        wanted = ({*before.contenders} | (ticked - shown)) - (shown - ticked)
        offered = [each for each in self.knowledge.contenders if each != NO_ORCHESTRATOR]
        return tuple(each for each in offered if each in wanted)

    def _days(self, before: Preferences) -> int | None:
        """After how many days without a change a decision is deleted."""
        if RETENTION not in self._changed_of([RETENTION]):
            return before.retention_days
        typed = self.held[RETENTION]
        if not typed:
            return None
        found = _DAYS.fullmatch(typed)
        if found is None or not 1 <= int(found["days"]) <= MOST_DAYS:
            self.refused[RETENTION] = NOT_DAYS
            return before.retention_days
        return int(found["days"])

    def _changed_of(self, names: Iterable[str]) -> list[str]:
        """Which of these inputs hold something else than the form showed."""
        return [each for each in names if each in self.changed and each in self.held]
