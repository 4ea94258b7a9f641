"""Rules on the tree, constraints and cautions: every condition can be met and decided."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from knowledge.integrity.names import CAUTIONS, CONSTRAINTS, TREE, listed
from knowledge.integrity.walk import every_fact
from knowledge.plain_yaml import Path
from knowledge.problem import Problem
from knowledge.schema import (
    Adopt,
    AlternativeId,
    ByRanking,
    Caution,
    ChoiceQuestion,
    Condition,
    HardConstraint,
    KnowledgeBase,
    NoOrchestrator,
    NumberQuestion,
    Outcome,
    Stay,
    Test,
)


def tests_are_possible(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A test asks of a declared slot what its answers can be."""
    questions = {question.id: question for question in knowledge.questions}
    for file, path, test in _tests(knowledge):
        question = questions.get(test.slot)
        if question is None:
            says = f"{test.slot} is no slot; write one of {listed(questions)}"
            yield Problem(file, (*path, "slot"), says)
        else:
            yield from _impossible(test, question, file, path)


def _impossible(
    test: Test, question: NumberQuestion | ChoiceQuestion, file: str, path: Path
) -> Iterator[Problem]:
    if test.is_ is None and test.less_than is None and test.at_least is None and not test.known:
        yield Problem(file, path, "the test says nothing; write is, less_than, at_least or known")
    if isinstance(question, ChoiceQuestion):
        options = [option.id for option in question.options if not option.means_unknown]
        unknown = {option.id for option in question.options if option.means_unknown}
        for number, option in enumerate(test.is_ or ()):
            if option in unknown:
                says = (
                    f"{option} says that {question.id} is not known, which satisfies no test; "
                    "remove it"
                )
                yield Problem(file, (*path, "is", number), says)
            elif option not in options:
                says = f"{option} is no option of {question.id}; write one of {listed(options)}"
                yield Problem(file, (*path, "is", number), says)
        if test.less_than is not None or test.at_least is not None:
            says = f"{question.id} is no number; test it with is: {listed(options)}"
            yield Problem(file, path, says)
        return
    if test.is_ is not None:
        says = f"{question.id} is a number; test it with less_than or at_least"
        yield Problem(file, (*path, "is"), says)
    yield from _impossible_bounds(test, question, file, path)


def _impossible_bounds(
    test: Test, question: NumberQuestion, file: str, path: Path
) -> Iterator[Problem]:
    lowest, highest = question.lowest, question.maximum
    for name, bound in (("less_than", test.less_than), ("at_least", test.at_least)):
        first_that_parts = lowest + 1
        if bound is not None and not first_that_parts <= bound <= highest:
            says = (
                f"{name} {bound} does not part the answers {lowest} to {highest}; write a whole "
                f"number from {first_that_parts} to {highest}"
            )
            yield Problem(file, (*path, name), says)
    if (
        test.less_than is not None
        and test.at_least is not None
        and (test.less_than <= test.at_least)
    ):
        says = f"no number is at least {test.at_least} and less than {test.less_than}; correct one"
        yield Problem(file, path, says)


def outcomes_exist(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """What a leaf adopts is rated by the lesson; the rest may name anything that can be ranked.

    What a ranking names and nobody ranks is simply not there.
    """
    in_lesson = knowledge.alternatives
    rankable = knowledge.with_contenders().alternatives
    for position, node in enumerate(knowledge.tree):
        for path, alternative in _alternatives_of(node.then):
            known = rankable if {"only", "without"} & set(path) else in_lesson
            if alternative not in known:
                yield _unknown(TREE, (position, "then", *path), alternative, known)
        if isinstance(node.then, Adopt) and node.then.alternative == node.then.beside:
            same = "an alternative stands beside itself; write another one, or remove beside"
            yield Problem(TREE, (position, "then", "beside"), same)
    about: tuple[tuple[str, Sequence[HardConstraint | Caution]], ...] = (
        (CONSTRAINTS, knowledge.constraints),
        (CAUTIONS, knowledge.cautions),
    )
    for file, entries in about:
        for position, each in enumerate(entries):
            if each.alternative not in rankable:
                yield _unknown(file, (position, "alternative"), each.alternative, rankable)


def _unknown(
    file: str, path: Path, alternative: AlternativeId, known: Iterable[AlternativeId]
) -> Problem:
    return Problem(file, path, f"{alternative} is no alternative; write one of {listed(known)}")


def _alternatives_of(outcome: Outcome) -> Iterator[tuple[Path, AlternativeId]]:
    match outcome:
        case Adopt(alternative=alternative, beside=beside, otherwise=otherwise):
            yield ("alternative",), alternative
            if beside is not None:
                yield ("beside",), beside
            for path, each in _alternatives_of(otherwise):
                yield ("otherwise", *path), each
        case ByRanking(only=only, without=without):
            for number, each in enumerate(only):
                yield ("only", number), each
            for number, each in enumerate(without):
                yield ("without", number), each
        case Stay() | NoOrchestrator():
            pass
        case _:
            assert_never(outcome)


def tree_ends_in_a_catch_all(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Whatever is answered, some node holds."""
    if knowledge.tree and knowledge.tree[-1].when != Condition():
        says = "the last node does not always hold; end with a node with an empty when"
        yield Problem(TREE, (len(knowledge.tree) - 1, "when"), says)


def constraints_have_a_condition(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """An alternative that is always ruled out should not be in the knowledge base."""
    for position, constraint in enumerate(knowledge.constraints):
        if constraint.when == Condition():
            says = f"{constraint.id} rules {constraint.alternative} out always; write a condition"
            yield Problem(CONSTRAINTS, (position, "when"), says)


def _tests(knowledge: KnowledgeBase) -> Iterator[tuple[str, Path, Test]]:
    """Those of the tree, the constraints and the cautions, and of the traps and the hybrid."""
    for file, path, fact in every_fact(knowledge):
        if isinstance(fact, Test):
            yield file, path, fact
