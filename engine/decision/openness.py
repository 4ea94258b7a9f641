"""Which unanswered questions could still lead to another pick.

None is missed: for a slot that is not named here there is no way to answer the others, or to leave
them open, with which the pick would hang on it. None is named without need either, where so few
are left that all ways to answer them can be tried; with more that is possible, where conditions
exclude one another in ways that are not followed here.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final, assert_never

from engine.decision.case import CURRENT_ORCHESTRATOR, as_if_new, lets_in
from engine.decision.conditions import Known, implied, undecided_slots
from engine.decision.constraints import slots_of_standing, standing
from engine.decision.model import Pick, Weighing, Weights
from engine.decision.picking import pick_for
from engine.decision.ranking import rank
from engine.decision.stretches import all_values_of
from engine.decision.tree import reachable
from engine.decision.weights import slots_that_weigh
from knowledge.schema import (
    Adopt,
    AlternativeId,
    ByRanking,
    Edition,
    KnowledgeBase,
    Node,
    NoOrchestrator,
    SlotId,
    Stay,
)

MOST_TRIED: Final = 128
"""Ways to answer the slots that are left; with more, the slots are taken as they are found."""

_NOTHING = Pick("no_orchestrator", None)


def open_slots(
    known: Known, knowledge: KnowledgeBase, edition: Edition, weights: Weights
) -> tuple[SlotId, ...]:
    """The unanswered slots whose answers could lead to another pick, in the order of the questions.

    Two picks of two nodes differ by a slot of which the first of them hangs; two picks of one node
    by a slot that weighs, rules out, or says what runs today. So every node is taken that could
    still be the leaf, with all that it could pick.
    """
    nodes = reachable(knowledge.tree, known)
    ranked = tuple(entry.alternative for entry in rank(weights, knowledge, edition))
    unweighed = slots_that_weigh(known, weights.weighing)
    asking = _Asking(knowledge, ranked, unweighed)
    outcomes = [asking.outlook(node, {**known, **implied(node.when, known)}) for node in nodes]
    found: set[SlotId] = set()
    for position, (node, outlook) in enumerate(zip(nodes, outcomes, strict=True)):
        below = {pick for each in outcomes[position + 1 :] for pick in each.picks}
        if len(outlook.picks) > 1:
            found |= outlook.slots
        if len(outlook.picks | below) > 1 and below:
            found.update(undecided_slots(node.when, known))
    slots = tuple(slot for each in knowledge.questions if (slot := SlotId(each.id)) in found)
    return _needed(slots, known, knowledge, edition, weights.weighing)


def _needed(
    slots: Sequence[SlotId],
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition,
    weighing: Weighing,
) -> tuple[SlotId, ...]:
    """The slots on which the pick hangs, by trying every way to answer them all or some of them."""
    answers = [(None, *all_values_of(knowledge.question(slot), knowledge)) for slot in slots]
    if prod(map(len, answers)) > MOST_TRIED:
        return tuple(slots)

    def pick(given: Sequence[int | str | None]) -> Pick:
        answered = {slot: v for slot, v in zip(slots, given, strict=True) if v is not None}
        return as_if_new(pick_for({**known, **answered}, knowledge, edition, weighing))

    picks = {given: pick(given) for given in product(*answers)}
    return tuple(
        slot
        for place, slot in enumerate(slots)
        if any(
            found != picks[*given[:place], None, *given[place + 1 :]]
            for given, found in picks.items()
        )
    )


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What a node could pick, and the slots on which it hangs."""

    picks: frozenset[Pick]
    """As if new: whether a pick runs today makes it no other."""
    slots: frozenset[SlotId]


@dataclass(frozen=True, slots=True)
class _Asking:
    knowledge: KnowledgeBase
    ranked: Sequence[AlternativeId]
    """All alternatives, best first by what is known, those that are ruled out as well."""
    unweighed: Collection[SlotId]
    """The slots on which the weights still hang; where there are any, no order is certain."""

    def outlook(self, node: Node, known: Known) -> _Outlook:
        """What could be picked where this node is the leaf."""
        match node.then:
            case NoOrchestrator():
                return _Outlook(frozenset({_NOTHING}), frozenset())
            case Stay():
                return self._staying(known)
            case Adopt():
                return self._adopting(node.then, known)
            case ByRanking():
                return self._by_ranking([self._let_in(node.then), self.ranked], known)
            case _:
                assert_never(node.then)

    def _staying(self, known: Known) -> _Outlook:
        if CURRENT_ORCHESTRATOR in known:
            current = known[CURRENT_ORCHESTRATOR]
            kept = next((each for each in self.ranked if each == current), None)
            return _Outlook(frozenset({as_if_new(Pick("stay", kept))}), frozenset())
        picks = {as_if_new(Pick("stay", each)) for each in (*self.ranked, None)}
        return _Outlook(frozenset(picks), frozenset({CURRENT_ORCHESTRATOR}))

    def _let_in(self, outcome: ByRanking) -> Sequence[AlternativeId]:
        return [each for each in self.ranked if lets_in(outcome, each)]

    def _adopting(self, outcome: Adopt, known: Known) -> _Outlook:
        alternative, beside = outcome.alternative, outcome.beside
        groups = [(alternative,), self._let_in(outcome.otherwise), self.ranked]
        found = self._by_ranking(groups, known)
        if beside is None:
            return found
        # Where it runs today, it is kept beside the second, ruled out or not.
        alone, both = Pick("adopt", alternative), Pick("hybrid", alternative, beside)
        first, second = (standing(each, known, self.knowledge) for each in (alternative, beside))
        if second == "in" and known.get(CURRENT_ORCHESTRATOR) == alternative:
            return _Outlook(frozenset({both}), frozenset())
        picks = found.picks - {alone} if second == "in" else found.picks
        slots = found.slots | self._standing_slots([beside], known)
        if first != "in" and CURRENT_ORCHESTRATOR not in known:
            slots |= {CURRENT_ORCHESTRATOR}
        return _Outlook(picks | {both} if second != "out" else picks, slots)

    def _by_ranking(self, groups: Sequence[Sequence[AlternativeId]], known: Known) -> _Outlook:
        """The first that is not ruled out, of the first group that has any."""
        possible: list[AlternativeId] = []
        slots: set[SlotId] = set()
        for group in self._in_order(groups):
            left = [each for each in group if standing(each, known, self.knowledge) != "out"]
            possible += left
            if len(left) > 1:
                slots.update(self.unweighed)
            if any(standing(each, known, self.knowledge) == "in" for each in left):
                picks = {Pick("adopt", each) for each in possible}
                break
        else:
            picks = {*(Pick("adopt", each) for each in possible), _NOTHING}
        return _Outlook(frozenset(picks), self._standing_slots(possible, known) | slots)

    def _in_order(
        self, groups: Sequence[Sequence[AlternativeId]]
    ) -> Iterator[Sequence[AlternativeId]]:
        """The groups one after the other; each alternative by itself where the order is certain."""
        seen: set[AlternativeId] = set()
        for group in groups:
            new = [each for each in self.ranked if each in group and each not in seen]
            seen.update(new)
            yield from [new] if self.unweighed else ([each] for each in new)

    def _standing_slots(
        self, alternatives: Sequence[AlternativeId], known: Known
    ) -> frozenset[SlotId]:
        return frozenset(
            slot for each in alternatives for slot in slots_of_standing(each, known, self.knowledge)
        )
