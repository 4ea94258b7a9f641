"""Rules on sources: every statement rests on one that exists, and an id of a source means one."""

from collections.abc import Iterator, Mapping

from knowledge.integrity import names
from knowledge.integrity.walk import every_fact
from knowledge.plain_yaml import Path
from knowledge.problem import Problem
from knowledge.schema import Alternative, Costs, KnowledgeBase, Source, SourceId

LESSON = "lesson"


def lesson_is_a_source(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """The published ratings and scores rest on the source ``lesson``."""
    if LESSON not in knowledge.sources:
        yield Problem(names.SOURCES, ("sources",), "the source lesson is missing; write it")


def citations_exist(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Every statement cites a source that is declared in some file."""
    declared = {source for _, source in _declarations(knowledge)}
    with_own = {file for file, _ in _declaring_files(knowledge)}
    for file, path, source in _citations(knowledge):
        if source not in declared:
            also = "the sources of this file or to " if file in with_own else ""
            says = f"{source} is no source; correct it, or add it to {also}{names.SOURCES}"
            yield Problem(file, path, says)


def sources_are_cited(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A source that nothing cites is a leftover; the lesson is what all this is about."""
    cited = {LESSON, *(source for _, _, source in _citations(knowledge))}
    for file, source in _declarations(knowledge):
        if source not in cited:
            says = f"no statement cites {source}; cite or remove it"
            yield Problem(file, ("sources", source), says)


def source_ids_are_unique(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """An id of a source means one source, since anyone may cite any."""
    first: dict[str, str] = {}
    for file, source in _declarations(knowledge):
        if source in first:
            says = f"{source} is also in {first[source]}; remove one, or choose another id"
            yield Problem(file, ("sources", source), says)
        first.setdefault(source, file)


def _declarations(knowledge: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Each declared source with its file, ``sources.yaml`` first."""
    for file, sources in _declaring_files(knowledge):
        for source in sources:
            yield file, source


def _declaring_files(knowledge: KnowledgeBase) -> Iterator[tuple[str, Mapping[SourceId, Source]]]:
    yield names.SOURCES, knowledge.sources
    for file, _, fact in every_fact(knowledge):
        if isinstance(fact, Alternative | Costs):
            yield file, fact.sources


def _citations(knowledge: KnowledgeBase) -> Iterator[tuple[str, Path, str]]:
    for file, path, fact in every_fact(knowledge):
        if "source" in type(fact).model_fields:
            yield file, (*path, "source"), getattr(fact, "source")  # noqa: B009 - of many types
