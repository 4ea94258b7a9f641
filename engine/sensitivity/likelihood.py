"""How likely a condition comes to hold, if every unanswered question is answered at random.

Every answer of a kind (see ``values_of``) counts as equally likely, and answers to different slots
as independent. That is no statement about real teams, only a way to put questions in an order.
"""

from collections.abc import Callable
from fractions import Fraction
from math import prod

from engine.decision.conditions import Known, outcome
from engine.decision.stretches import values_of
from knowledge.schema import Condition, KnowledgeBase, SlotId


def likelihood(condition: Condition, known: Known, knowledge: KnowledgeBase) -> Fraction:
    """The chance that the condition holds once all its slots are answered."""

    def share(slot: SlotId, is_met: Callable[[Known], bool]) -> Fraction:
        """Of the answers to a slot, how many meet something."""
        given = [known[slot]] if slot in known else values_of(knowledge.question(slot), knowledge)
        return Fraction(sum(is_met({slot: value}) for value in given), len(given))

    def all_met(answer: Known) -> bool:
        wanted = all(outcome(test, answer) is not False for test in condition.all)
        return wanted and not any(outcome(test, answer) for test in condition.none)

    def any_met(answer: Known) -> bool:
        return any(outcome(test, answer) for test in condition.any)

    needed = {test.slot for test in (*condition.all, *condition.none)}
    enough = {test.slot for test in condition.any}
    missed = prod((1 - share(slot, any_met) for slot in enough), start=Fraction(1))
    return prod((share(slot, all_met) for slot in needed), start=Fraction(1)) * (
        1 - missed if enough else 1
    )
