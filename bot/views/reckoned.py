"""The sum that a request asks for: for which team, with what assumed, and who in it is advised."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.views.snapshot import Snapshot, block_of
from engine.cost.assumptions import Assumed, assumptions
from engine.cost.model import CostOfOwnership, VariantCost
from engine.cost.reckon import cost_of_ownership
from engine.decision.conditions import Known
from engine.dialogue.requests import CostAsked
from engine.dialogue.state import known_answers
from knowledge.schema import PRICED_IN, AlternativeId, Edition, KnowledgeBase

ADVISED: Final = {
    "pick": "the pick",
    "close": "those that are too close to call",
    "default": "the default",
}
"""Whoever is advised, in a sentence, by the word that marks it."""
_NAMED_IN_AN_ID = 3


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A sum with what it was made from."""

    known: Known
    found: CostOfOwnership
    advised: Mapping[AlternativeId, str]
    """Whoever the decision advises, with the word that marks it: 'pick', 'close', 'default'."""
    named: tuple[AlternativeId, ...]
    """What was asked for; empty: whichever come into question."""
    asked: frozenset[str]
    """The ids of the variants that were asked for by a name of their own."""

    @property
    def fitting(self) -> list[VariantCost]:
        """The variants that this team can take: what was asked for, then as the sum has them."""
        found = [each for each in self.found.variants if not each.unfit]
        return sorted(found, key=lambda each: not self.is_asked(each))

    @property
    def unfit(self) -> list[VariantCost]:
        """The others."""
        return [each for each in self.found.variants if each.unfit]

    @property
    def of_the_pick(self) -> list[VariantCost]:
        """The fitting variants of whoever is advised."""
        return [each for each in self.fitting if each.variant.alternative in self.advised]

    def is_asked(self, cost: VariantCost) -> bool:
        """Whether this variant was asked for by its own name."""
        return cost.variant.id in self.asked

    def standing(self, cost: VariantCost) -> str:
        """The word of whoever is advised; '' for all others."""
        return self.advised.get(cost.variant.alternative, "")

    def mark(self, cost: VariantCost) -> str:
        """The words that mark a variant: 'pick', 'asked', 'pick, asked'; '' for all others."""
        asked = "asked" if self.is_asked(cost) else ""
        return ", ".join(filter(None, (self.standing(cost), asked)))


def reckoned(
    request: CostAsked, shown: Snapshot | None, kb: KnowledgeBase, workspace: Assumed
) -> Reckoned:
    """The sum for the team of a decision, if any, and what was said in the request.

    Args:
        request: what is asked; its answers and what it assumes count before all else.
        shown: the decision; what was set for it counts before its answers.
        kb: the facts.
        workspace: what the workspace keeps, for a sum of no decision.
    """
    known = team(request, shown)
    described = {*kb.alternatives, *kb.contenders}
    named = tuple(each for each in request.alternatives if each in described)
    resolved = assumptions(
        known, kb, assumed=assumed_in(request, shown), workspace=kept(shown, workspace)
    )
    found = cost_of_ownership(known, kb, resolved, _edition(named, shown, kb), alternatives=named)
    return Reckoned(known, found, _advised(shown), named, frozenset(request.variants))


def team(request: CostAsked, shown: Snapshot | None) -> Known:
    """What is known of the team, for this sum."""
    return {**(known_answers(shown.dialogue) if shown else {}), **request.answers}


def assumed_in(request: CostAsked, shown: Snapshot | None) -> Assumed:
    """What was set for this sum: in the request itself, else for the decision."""
    if shown is None:
        return request.assumed
    # An answer in the request is for this sum alone, so it comes before what was set for all.
    set_before = shown.assumed.model_copy(
        update={name: None for name in Assumed.model_fields if name in request.answers}
    )
    return over(request.assumed, set_before)


def kept(shown: Snapshot | None, workspace: Assumed) -> Assumed:
    """What the workspace keeps."""
    return workspace if shown is None else shown.workspace


def over(first: Assumed, second: Assumed) -> Assumed:
    """What is in the first, and of the second what the first leaves open.

    Where the first has another currency, no amount of the second counts; a rate without a currency
    is one of whichever currency counts.
    """
    left = second.model_dump(exclude_none=True)
    if first.currency not in {None, second.currency or PRICED_IN}:
        left.pop("engineer_cost", None)
        if second.currency is not None:
            left.pop("per_dollar", None)
    return Assumed(**{**left, **first.model_dump(exclude_none=True)})


def block_id(name: str, request: CostAsked, shown: Snapshot | None) -> str:
    """The id of a block of controls; several sums can stand in one message."""
    whole = "_".join((name, *request.alternatives[:_NAMED_IN_AN_ID]))
    return block_of(shown, whole)


def _edition(
    named: tuple[AlternativeId, ...], shown: Snapshot | None, kb: KnowledgeBase
) -> Edition:
    """The decision's; today's where the lesson has no sum for one that was named."""
    edition = Edition.CURRENT if shown is None else shown.dialogue.edition
    in_it = {each.alternative for each in kb.costs.variants if each.is_in(edition)}
    return edition if in_it.issuperset(named) else Edition.CURRENT


def _advised(shown: Snapshot | None) -> dict[AlternativeId, str]:
    advice = shown.recommendation if shown else None
    if advice is None:
        return {}
    word = "default" if advice.is_default else "close" if advice.close else "pick"
    taken = (advice.alternative, advice.beside, *advice.close)
    return {each: word for each in taken if each is not None}
