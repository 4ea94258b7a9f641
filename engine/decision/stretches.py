"""The answers that tell apart: of a slot, one for each way in which an answer can count."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import assert_never

from engine.decision.weights import WEIGHING_SLOTS, contains, range_of
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, OptionId, SlotId


@dataclass(frozen=True, slots=True)
class Stretch:
    """Numbers from ``low`` to ``high``, both included, that every condition treats alike."""

    low: int
    high: int
    is_between: bool
    """Between two archetypes: each number gives weights of its own."""


def stretches(question: NumberQuestion, knowledge: KnowledgeBase) -> tuple[Stretch, ...]:
    """The answers to a question for a number, cut where a condition or a kind of team begins."""
    inside = {
        cut for cut in _cuts(question, knowledge) if question.lowest < cut <= question.maximum
    }
    starts = sorted({question.lowest, *inside})
    return tuple(
        Stretch(low, after - 1, is_between=_is_between(question, low, knowledge))
        for low, after in pairwise([*starts, question.maximum + 1])
    )


def values_of(
    question: NumberQuestion | ChoiceQuestion, knowledge: KnowledgeBase
) -> tuple[int | OptionId, ...]:
    """An answer of each kind: every option that says something, the smallest of each stretch."""
    match question:
        case ChoiceQuestion(options=options):
            return tuple(OptionId(each.id) for each in options if not each.means_unknown)
        case NumberQuestion():
            return tuple(stretch.low for stretch in stretches(question, knowledge))
        case _:
            assert_never(question)


def all_values_of(
    question: NumberQuestion | ChoiceQuestion, knowledge: KnowledgeBase
) -> tuple[int | OptionId, ...]:
    """As ``values_of``, and every number that gives weights of its own."""
    match question:
        case ChoiceQuestion():
            return values_of(question, knowledge)
        case NumberQuestion():
            return tuple(
                number
                for stretch in stretches(question, knowledge)
                for number in range(
                    stretch.low, (stretch.high if stretch.is_between else stretch.low) + 1
                )
            )
        case _:
            assert_never(question)


def _cuts(question: NumberQuestion, knowledge: KnowledgeBase) -> Iterator[int]:
    """The numbers from which on something is otherwise than below."""
    conditions = [node.when for node in knowledge.tree]
    conditions += [constraint.when for constraint in knowledge.constraints]
    for condition in conditions:
        for test in (*condition.all, *condition.any, *condition.none):
            if test.slot == question.id:
                yield from (cut for cut in (test.less_than, test.at_least) if cut is not None)
    if question.id in WEIGHING_SLOTS:
        for archetype in knowledge.archetypes:
            counted = range_of(archetype, SlotId(question.id))
            yield counted.from_
            if counted.to is not None:
                yield counted.to + 1


def _is_between(question: NumberQuestion, number: int, knowledge: KnowledgeBase) -> bool:
    if question.id not in WEIGHING_SLOTS:
        return False
    ranges = [range_of(each, SlotId(question.id)) for each in knowledge.archetypes]
    is_above = any(each.to is not None and each.to < number for each in ranges)
    is_below = any(number < each.from_ for each in ranges)
    return is_above and is_below and not any(contains(each, number) for each in ranges)
