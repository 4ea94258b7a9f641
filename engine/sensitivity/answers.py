"""Which answers hang together with the pick: what would turn it, and what to ask next."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import assert_never

from engine.decision.case import Case, as_if_new, case_of
from engine.decision.conditions import Known, could_hold, undecided_slots
from engine.decision.model import NO_WISHES, Pick, Weighing
from engine.decision.openness import open_slots
from engine.decision.picking import case_if, decided, pick_for
from engine.decision.stretches import Stretch, stretches, values_of
from engine.decision.tree import walk
from engine.sensitivity.likelihood import likelihood
from engine.sensitivity.model import NextQuestion, TurningPoint
from knowledge.schema import (
    ChoiceQuestion,
    Condition,
    Edition,
    KnowledgeBase,
    NumberQuestion,
    OptionId,
    SlotId,
    Stay,
)

_Value = int | OptionId
_Span = tuple[_Value, _Value]
"""Answers that all count alike, the first and the last of them; of options one, twice."""


def turning_points(
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition = Edition.CURRENT,
    weighing: Weighing = NO_WISHES,
) -> tuple[TurningPoint, ...]:
    """Every answer that by itself leads to another pick than the answers so far.

    Unanswered slots come first, then answered ones, each in the order of the questions. Of numbers
    it is the nearest run to the answer so far, upwards and downwards, for each other pick; the one
    of the smallest numbers where there is no answer.

    Raises:
        ValueError: As ``recommend``.
    """
    known = decided(known, knowledge)
    today = pick_for(known, knowledge, edition, weighing)
    slots = [SlotId(question.id) for question in knowledge.questions]
    return tuple(
        TurningPoint(slot=slot, was=was, value=first, until=_end(question, last), then=then)
        for slot in sorted(slots, key=known.__contains__)
        for question, was in [(knowledge.question(slot), _answer(known, slot))]
        for way in _ways(question, was, knowledge)
        for first, last, then in _turns(
            today,
            (
                (span, pick_for({**known, slot: span[0]}, knowledge, edition, weighing))
                for span in way
            ),
        )
    )


def next_questions(
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition = Edition.CURRENT,
    weighing: Weighing = NO_WISHES,
) -> tuple[NextQuestion, ...]:
    """The slots in ``Recommendation.open_slots``, the most decisive first.

    How decisive a slot is, is the mean over its answers, each as likely as the others, of: 1 where
    the answer changes the pick by itself; else how likely a condition on this slot comes to hold
    that would change the pick, the likeliest if there are several. A slot of which the pick hangs
    by a longer chain of answers has 0. Equally decisive ones keep the order of the questions.

    Raises:
        ValueError: As ``recommend``.
    """
    known = decided(known, knowledge)
    leaf = walk(knowledge.tree, known).leaf
    today = case_of(leaf, known, knowledge, edition, weighing)
    listed = open_slots(known, knowledge, edition, today.weights)
    asked = [_asked(slot, today, knowledge, edition) for slot in listed]
    return tuple(sorted(asked, key=lambda each: -each.chance))


def _asked(slot: SlotId, today: Case, knowledge: KnowledgeBase, edition: Edition) -> NextQuestion:
    picks: list[tuple[_Value, Pick]] = []
    chances: list[Fraction] = []
    for value in values_of(knowledge.question(slot), knowledge):
        known = {**today.known, slot: value}
        path = walk(knowledge.tree, known)
        then = case_of(path.leaf, known, knowledge, edition, today.weights.weighing)
        if _is_other(then.pick, today.pick):
            picks.append((value, then.pick))
            chances.append(Fraction(1))
            continue
        conditions = [
            node.when
            for position, node in enumerate(path.open)
            if slot in undecided_slots(node.when, today.known)
            and _is_other(
                case_if(node, path.open[:position], then, knowledge, edition).pick, today.pick
            )
        ]
        conditions += _excluding(slot, then, today, knowledge)
        chances.append(
            max((likelihood(when, known, knowledge) for when in conditions), default=Fraction(0))
        )
    return NextQuestion(
        slot=slot, chance=sum(chances, Fraction(0)) / len(chances), picks=tuple(picks)
    )


def _is_other(pick: Pick, today: Pick) -> bool:
    return as_if_new(pick) != as_if_new(today)


def _excluding(
    slot: SlotId, then: Case, today: Case, knowledge: KnowledgeBase
) -> Iterator[Condition]:
    """The conditions on this slot that could still rule out what would be adopted."""
    if not isinstance(then.leaf.then, Stay):
        for constraint in knowledge.constraints:
            is_of_pick = constraint.alternative in (then.pick.alternative, then.pick.beside)
            names_slot = slot in undecided_slots(constraint.when, today.known)
            if is_of_pick and names_slot and could_hold(constraint.when, then.known):
                yield constraint.when


def _answer(known: Known, slot: SlotId) -> _Value | None:
    value = known.get(slot)
    return OptionId(value) if isinstance(value, str) else value


def _ways(
    question: NumberQuestion | ChoiceQuestion, was: _Value | None, knowledge: KnowledgeBase
) -> list[Iterable[_Span]]:
    """The other answers to try: each option by itself; numbers downwards and upwards."""
    match question:
        case ChoiceQuestion():
            options = values_of(question, knowledge)
            return [((option, option),) for option in options if option != was]
        case NumberQuestion():
            cut = stretches(question, knowledge)
            start = was if isinstance(was, int) else question.lowest - 1
            down = (span for each in reversed(cut) for span in _below(each, start))
            return [down, (span for each in cut for span in _above(each, start))]
        case _:
            assert_never(question)


def _above(stretch: Stretch, start: int) -> Iterator[tuple[int, int]]:
    """The numbers above ``start``, as far as they count otherwise than it does."""
    if stretch.is_between:
        yield from ((each, each) for each in range(max(stretch.low, start + 1), stretch.high + 1))
    elif stretch.low > start:
        yield stretch.low, stretch.high


def _below(stretch: Stretch, start: int) -> Iterator[tuple[int, int]]:
    if stretch.is_between:
        last = min(stretch.high, start - 1)
        yield from ((each, each) for each in range(last, stretch.low - 1, -1))
    elif stretch.high < start:
        yield stretch.high, stretch.low


def _turns(
    today: Pick, spans: Iterable[tuple[_Span, Pick]]
) -> Iterator[tuple[_Value, _Value, Pick]]:
    """The first unbroken run of answers to each other pick: its first, its last, the pick."""
    seen = {as_if_new(today)}
    for pick, run in groupby(spans, key=itemgetter(1)):
        (first, last), *others = (span for span, _ in run)
        if as_if_new(pick) not in seen:
            seen.add(as_if_new(pick))
            yield first, others[-1][1] if others else last, pick


def _end(question: NumberQuestion | ChoiceQuestion, last: _Value) -> int | None:
    """The end of a run of numbers, where it has one."""
    if isinstance(question, ChoiceQuestion) or not isinstance(last, int):
        return None
    return last if last != question.maximum else None
