"""Rules on sources: every statement rests on one that exists."""

from collections.abc import Iterator

from knowledge.integrity.names import ARCHETYPES, CONSTRAINTS, SOURCES, TREE, file_of
from knowledge.plain_yaml import Path
from knowledge.problem import Problem
from knowledge.schema import Alternative, Claim, KnowledgeBase, SourceId


def lesson_is_a_source(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """The published ratings and scores rest on the source ``lesson``."""
    if "lesson" not in knowledge.sources:
        yield Problem(SOURCES, ("sources",), "the source lesson is missing; write it")


def citations_exist(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Every statement cites a source of its own file or of ``sources.yaml``."""
    shared = knowledge.sources
    for each in knowledge.alternatives.values():
        for path, source in _cited_by(each):
            if source not in each.sources and source not in shared:
                yield _no_source(file_of(each.id), path, source, also="the sources of this file")
    for file, path, source in _cited_by_rules(knowledge):
        if source not in shared:
            yield _no_source(file, path, source)


def _no_source(file: str, path: Path, source: str, also: str = "") -> Problem:
    where = f"{also} or to {SOURCES}" if also else SOURCES
    return Problem(file, path, f"{source} is no source; correct it, or add it to {where}")


def own_sources_are_cited(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A source that nothing cites is a leftover."""
    for each in knowledge.alternatives.values():
        cited = {source for _, source in _cited_by(each)}
        for source in each.sources:
            if source not in cited:
                says = f"no statement of this file cites {source}; cite or remove it"
                yield Problem(file_of(each.id), ("sources", source), says)


def own_sources_are_not_shared(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """An id of a source means one source."""
    for each in knowledge.alternatives.values():
        for source in each.sources:
            if source in knowledge.sources:
                says = f"{source} is also in {SOURCES}; remove one, or choose another id"
                yield Problem(file_of(each.id), ("sources", source), says)


def _cited_by(alternative: Alternative) -> Iterator[tuple[Path, SourceId]]:
    profile = alternative.profile
    for part in ("history", "strengths", "weaknesses", "changes"):
        claims: tuple[Claim, ...] = getattr(profile, part)
        for position, claim in enumerate(claims):
            yield ("profile", part, position, "source"), claim.source
    yield ("profile", "best_for", "source"), profile.best_for.source
    for criterion, rating in alternative.ratings.items():
        if rating.current is not None:
            yield ("ratings", criterion, "current", "source"), rating.current.source
    for row, feature in alternative.features.items():
        if feature.current is not None:
            yield ("features", row, "current", "source"), feature.current.source
    for position, claim in enumerate(alternative.lock_in.reasons):
        yield ("lock_in", "reasons", position, "source"), claim.source


def _cited_by_rules(knowledge: KnowledgeBase) -> Iterator[tuple[str, Path, SourceId]]:
    for position, archetype in enumerate(knowledge.archetypes):
        yield ARCHETYPES, (position, "source"), archetype.source
    for position, constraint in enumerate(knowledge.constraints):
        yield CONSTRAINTS, (position, "source"), constraint.source
    for position, node in enumerate(knowledge.tree):
        for number, claim in enumerate(node.cites):
            yield TREE, (position, "cites", number, "source"), claim.source
