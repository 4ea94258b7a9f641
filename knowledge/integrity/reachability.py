"""Rules on conditions that need a search: some answers reach every node, constraint and caution.

The answers that are tried are few: of each slot an unknown one, and one for every way in which the
tests can come out. For numbers these lie at the thresholds. Where a test asks the impossible, which
``conditions`` reports, nothing is searched.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from knowledge.integrity.conditions import tests_are_possible
from knowledge.integrity.names import CAUTIONS, CONSTRAINTS, HYBRID, TRAPS, TREE
from knowledge.integrity.walk import every_fact
from knowledge.problem import Problem
from knowledge.schema import (
    Caution,
    ChoiceQuestion,
    Condition,
    HardConstraint,
    KnowledgeBase,
    Node,
    NumberQuestion,
    SlotId,
    Test,
)

MOST_STEPS: Final = 20_000
"""Of one search; what is not decided by then passes. The packaged tree takes below thirty."""

_Answer = int | str | None
"""None: it is not known."""
_Tried = Mapping[SlotId, Sequence[_Answer]]


def every_node_is_reachable(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Some answers make a node hold, and none above it."""
    if any(tests_are_possible(knowledge)):
        return
    tried = _answers_to_try(knowledge)
    for position, node in enumerate(knowledge.tree):
        above = knowledge.tree[:position]
        if not _can_hold(node.when, (), tried):
            yield Problem(TREE, (position, "when"), _never_holds(node.id))
        elif not _can_hold(node.when, above, tried):
            covers = _which_cover(node, above, tried)
            says = f"{node.id} is never reached: {covers} holds whenever it does; move it up"
            yield Problem(TREE, (position, "id"), says)


def constraints_and_cautions_can_hold(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Some answers make a hard constraint rule its alternative out, and a caution hold."""
    if any(tests_are_possible(knowledge)):
        return
    tried = _answers_to_try(knowledge)
    about: tuple[tuple[str, Sequence[HardConstraint | Caution]], ...] = (
        (CONSTRAINTS, knowledge.constraints),
        (CAUTIONS, knowledge.cautions),
    )
    for file, entries in about:
        for position, each in enumerate(entries):
            if not _can_hold(each.when, (), tried):
                yield Problem(file, (position, "when"), _never_holds(each.id))


def advice_can_hold(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Some answers put a team at the risk of a trap, and some call for the hybrid."""
    if any(tests_are_possible(knowledge)):
        return
    tried = _answers_to_try(knowledge)
    for position, trap in enumerate(knowledge.traps):
        if trap.risk is not None and not _can_hold(trap.risk.when, (), tried):
            path = (position, "risk", "when")
            yield Problem(TRAPS, path, _never_holds(f"the risk of {trap.id}"))
    if not _can_hold(knowledge.hybrid.advised_when, (), tried):
        yield Problem(HYBRID, ("advised_when",), _never_holds("this"))


def _never_holds(condition: str) -> str:
    return f"{condition} never holds: its tests exclude one another; correct one"


def _which_cover(node: Node, above: Sequence[Node], tried: _Tried) -> str:
    """The fewest nodes above without which this one would be reached."""
    covering = list(above)
    for each in above:
        without = [other for other in covering if other is not each]
        if not _can_hold(node.when, without, tried):
            covering = without
    return " or ".join(each.id for each in covering)


def _can_hold(wanted: Condition, above: Iterable[Node], tried: _Tried) -> bool:
    """Whether some answers make the wanted condition hold, and that of no node above."""
    unwanted = [node.when for node in above]
    unfinished: list[dict[SlotId, _Answer]] = [{}]
    for _ in range(MOST_STEPS):
        if not unfinished:
            return False
        answers = unfinished.pop()
        if _fails(wanted, answers) or any(_holds(each, answers) for each in unwanted):
            continue
        slot = next(_undecided_slots((wanted, *unwanted), answers), None)
        if slot is None:
            return True
        unfinished += [{**answers, slot: answer} for answer in tried[slot]]
    return True


def _undecided_slots(
    conditions: Iterable[Condition], answers: Mapping[SlotId, _Answer]
) -> Iterator[SlotId]:
    """The slots without an answer on which some condition still hangs."""
    for each in conditions:
        if not _holds(each, answers) and not _fails(each, answers):
            yield from (test.slot for test in _tests(each) if test.slot not in answers)


def _holds(condition: Condition, answers: Mapping[SlotId, _Answer]) -> bool:
    """Whether the condition holds, whatever the slots without an answer get."""
    return (
        all(_outcome(test, answers) is True for test in condition.all)
        and (not condition.any or any(_outcome(test, answers) is True for test in condition.any))
        and all(_outcome(test, answers) is False for test in condition.none)
    )


def _fails(condition: Condition, answers: Mapping[SlotId, _Answer]) -> bool:
    """Whether the condition fails, whatever the slots without an answer get."""
    return (
        any(_outcome(test, answers) is False for test in condition.all)
        or (bool(condition.any) and all(_outcome(test, answers) is False for test in condition.any))
        or any(_outcome(test, answers) is True for test in condition.none)
    )


def _outcome(test: Test, answers: Mapping[SlotId, _Answer]) -> bool | None:
    """None where the slot has no answer."""
    return _is_met(test, answers[test.slot]) if test.slot in answers else None


def _is_met(test: Test, answer: _Answer) -> bool:
    return (
        answer is not None
        and (test.is_ is None or answer in test.is_)
        and (test.less_than is None or (isinstance(answer, int) and answer < test.less_than))
        and (test.at_least is None or (isinstance(answer, int) and answer >= test.at_least))
    )


def _answers_to_try(knowledge: KnowledgeBase) -> _Tried:
    tests: dict[SlotId, list[Test]] = {}
    for _, _, fact in every_fact(knowledge):
        if isinstance(fact, Test):
            tests.setdefault(fact.slot, []).append(fact)
    return {
        slot: [None, *_told_apart(_answers_of(knowledge.question(slot), of_slot), of_slot)]
        for slot, of_slot in tests.items()
    }


def _answers_of(
    question: NumberQuestion | ChoiceQuestion, tests: Iterable[Test]
) -> Iterable[int | str]:
    """Every option; of the numbers the smallest, and those from which on a test turns."""
    if isinstance(question, ChoiceQuestion):
        return [option.id for option in question.options if not option.means_unknown]
    turns = {bound for test in tests for bound in (test.less_than, test.at_least)}
    return [question.lowest, *(bound for bound in turns if bound is not None)]


def _told_apart(answers: Iterable[int | str], tests: Sequence[Test]) -> Iterable[int | str]:
    """One of all answers that give every test the same outcome."""
    return {tuple(_is_met(test, answer) for test in tests): answer for answer in answers}.values()


def _tests(condition: Condition) -> Iterator[Test]:
    return chain(condition.all, condition.any, condition.none)
