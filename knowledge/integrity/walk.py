"""Every fact of the knowledge base, with the file and the place in it where it stands."""

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.integrity import names
from knowledge.plain_yaml import Path
from knowledge.schema import Fact, KnowledgeBase


def every_fact(knowledge: KnowledgeBase) -> Iterator[tuple[str, Path, Fact]]:
    """Facts and the facts in them; a file that could not be read has none.

    Examples are left out: they stand in the knowledge base by id, not by their place in the file.
    """
    for file, content in _contents(knowledge):
        for path, fact in _within(content, ()):
            yield file, path, fact


def _contents(knowledge: KnowledgeBase) -> Iterator[tuple[str, Any]]:
    for folder, facts in (
        (names.ALTERNATIVES, knowledge.alternatives.values()),
        (names.CONTENDERS, knowledge.contenders.values()),
        (names.TOPICS, knowledge.topics),
    ):
        for each in facts:
            yield names.file_of(each.id, folder), each
    yield names.CRITERIA, knowledge.criteria
    yield names.FEATURES, knowledge.features
    yield names.ARCHETYPES, knowledge.archetypes
    yield names.QUESTIONS, knowledge.questions
    yield names.TREE, knowledge.tree
    yield names.CONSTRAINTS, knowledge.constraints
    yield names.CAUTIONS, knowledge.cautions
    yield names.NAMES, knowledge.names
    yield names.TRAPS, knowledge.traps
    yield names.MIGRATIONS, knowledge.migrations
    yield names.EVALUATION, knowledge.evaluation
    yield names.HYBRID, knowledge.hybrid
    yield names.COSTS, knowledge.costs


def _within(value: Any, path: Path) -> Iterator[tuple[Path, Fact]]:
    match value:
        case Fact():
            yield path, value
            for name, field in type(value).model_fields.items():
                yield from _within(getattr(value, name), (*path, field.alias or name))
        case tuple():
            for position, each in enumerate(value):
                yield from _within(each, (*path, position))
        case Mapping():
            for key, each in value.items():
                yield from _within(each, (*path, key))
        case _:
            return
