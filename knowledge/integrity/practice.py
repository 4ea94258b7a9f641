"""Rules on topics, traps, migrations, evaluation, the hybrid and examples."""

from collections.abc import Iterable, Iterator

from knowledge.integrity import names
from knowledge.integrity.questions import as_heard
from knowledge.integrity.walk import every_fact
from knowledge.plain_yaml import Path
from knowledge.problem import Problem
from knowledge.schema import (
    ExampleId,
    KnowledgeBase,
    MigrationPath,
    MigrationStep,
    Statement,
    Trap,
)


def ids_are_unique(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """An id stands once in its list."""
    taken: set[tuple[str, Path, str]] = set()
    for file, path, fact in every_fact(knowledge):
        is_listed = bool(path) and isinstance(path[-1], int)
        if is_listed and "id" in type(fact).model_fields:
            own = getattr(fact, "id")  # noqa: B009 - of many types
            if (file, path[:-1], own) in taken:
                yield _taken(own, file, path)
            taken.add((file, path[:-1], own))


def items_to_tick_are_unique(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """An item of the checklist has an id of its own, whatever its category; so has a task."""
    items = [
        (("checklist", position, "items", number), item.id)
        for position, category in enumerate(knowledge.evaluation.checklist)
        for number, item in enumerate(category.items)
    ]
    tasks = [
        (("proof_of_concept", position, "tasks", number), task.id)
        for position, trial in enumerate(knowledge.evaluation.proof_of_concept)
        for number, task in enumerate(trial.tasks)
    ]
    for ids in (items, tasks):
        taken: set[str] = set()
        for path, own in ids:
            if own in taken:
                yield _taken(own, names.EVALUATION, path)
            taken.add(own)


def _taken(id_: str, file: str, path: Path) -> Problem:
    return Problem(file, (*path, "id"), f"the id {id_} is taken above; choose another")


def topics_have_places(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """No two topics share a place in the list."""
    taken: dict[int, str] = {}
    for topic in knowledge.topics:
        if topic.place in taken:
            says = f"place {topic.place} is taken by {taken[topic.place]}; choose another"
            yield Problem(names.file_of(topic.id, names.TOPICS), ("place",), says)
        taken.setdefault(topic.place, topic.id)


def phrases_mean_one_topic(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """What people type for a topic is in lower case, and means no other topic."""
    meant: dict[str, str] = {}
    for topic in knowledge.topics:
        file = names.file_of(topic.id, names.TOPICS)
        for position, phrase in enumerate(topic.also_called):
            path = ("also_called", position)
            if phrase != phrase.lower():
                says = f"{phrase!r} is not in lower case; write {phrase.lower()!r}"
                yield Problem(file, path, says)
            meaning = meant.setdefault(as_heard(phrase), topic.id)
            if meaning != topic.id:
                says = f"{phrase!r} already means {meaning}; keep it in one place"
                yield Problem(file, path, says)


def statements_say_something(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A statement holds the lesson's word, or today's, or both."""
    for file, path, fact in every_fact(knowledge):
        if isinstance(fact, Statement) and fact.lesson is None and fact.current is None:
            says = f"{fact.id} says nothing; write lesson, or current, or both"
            yield Problem(file, path, says)


def described_alternatives_exist(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Traps, migrations and costs speak of alternatives or contenders."""
    known = {*knowledge.alternatives, *knowledge.contenders}
    for file, path, alternative in _alternatives_named(knowledge):
        if alternative not in known:
            says = f"{alternative} is no alternative; write one of {names.listed(sorted(known))}"
            yield Problem(file, path, says)


def _alternatives_named(knowledge: KnowledgeBase) -> Iterator[tuple[str, Path, str]]:
    for position, trap in enumerate(knowledge.traps):
        for number, pick in enumerate(trap.risk.picks if trap.risk else ()):
            yield names.TRAPS, (position, "risk", "picks", number), pick
    for position, path in enumerate(knowledge.migrations.paths):
        yield names.MIGRATIONS, ("paths", position, "from"), path.from_
        yield names.MIGRATIONS, ("paths", position, "to"), path.to
    for position, variant in enumerate(knowledge.costs.variants):
        yield names.COSTS, ("variants", position, "alternative"), variant.alternative
    for position, price in enumerate(knowledge.costs.prices):
        if price.alternative is not None:
            yield names.COSTS, ("prices", position, "alternative"), price.alternative
    for position, once in enumerate(knowledge.costs.one_off):
        for number, figure in enumerate(once.figures):
            for key, alternatives in (("to", figure.to), ("from", figure.from_)):
                for place, each in enumerate(alternatives):
                    yield names.COSTS, ("one_off", position, "figures", number, key, place), each


def paths_are_unique(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """One detailed path leads from one alternative to another."""
    taken: dict[tuple[str, str], MigrationPath] = {}
    for position, path in enumerate(knowledge.migrations.paths):
        ends = (path.from_, path.to)
        if ends in taken:
            says = f"{taken[ends].id} leads from {path.from_} to {path.to} too; keep one of them"
            yield Problem(names.MIGRATIONS, ("paths", position), says)
        taken.setdefault(ends, path)


def examples_exist(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """What is said to be shown by code is shown by code that is there."""
    for file, path, example in _examples_named(knowledge):
        if example not in knowledge.examples:
            says = f"{example} is no example; write one of {names.listed(knowledge.examples)}"
            yield Problem(file, path, says)


def examples_are_named(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Code that nothing leads to is a leftover."""
    named = {example for _, _, example in _examples_named(knowledge)}
    for position, each in enumerate(knowledge.examples):
        if each not in named:
            says = f"nothing names the example {each}; name it in a statement, or remove it"
            yield Problem(names.EXAMPLES, (position, "id"), says)


def _examples_named(knowledge: KnowledgeBase) -> Iterator[tuple[str, Path, ExampleId]]:
    for file, path, fact in every_fact(knowledge):
        for key, example in _examples_of(fact):
            yield file, (*path, key), example


def _examples_of(fact: object) -> Iterable[tuple[str, ExampleId]]:
    match fact:
        case Statement(example=str(example)) | Trap(example=str(example)):
            yield "example", ExampleId(example)
        case MigrationStep(before=before, example=example):
            yield from (
                (key, each) for key, each in (("before", before), ("example", example)) if each
            )
        case _:
            return
