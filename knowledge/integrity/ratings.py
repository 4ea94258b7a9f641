"""Rules on criteria, archetypes and alternatives: ids, order, weights and completeness."""

from collections.abc import Iterable, Iterator

from knowledge.integrity.names import (
    ALTERNATIVES,
    ARCHETYPES,
    CONSTRAINTS,
    CRITERIA,
    FEATURES,
    QUESTIONS,
    TREE,
    file_of,
    listed,
)
from knowledge.plain_yaml import Path
from knowledge.problem import Problem
from knowledge.schema import ChoiceQuestion, KnowledgeBase


def ids_are_unique(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """An id stands once in its file, and an option id once in its question."""
    for file, facts in (
        (CRITERIA, knowledge.criteria),
        (FEATURES, knowledge.features),
        (ARCHETYPES, knowledge.archetypes),
        (QUESTIONS, knowledge.questions),
        (TREE, knowledge.tree),
        (CONSTRAINTS, knowledge.constraints),
    ):
        yield from _repeated(file, (), [fact.id for fact in facts])
    for position, question in enumerate(knowledge.questions):
        if isinstance(question, ChoiceQuestion):
            ids = [option.id for option in question.options]
            yield from _repeated(QUESTIONS, (position, "options"), ids)


def _repeated(file: str, above: Path, ids: list[str]) -> Iterator[Problem]:
    for position, each in enumerate(ids):
        if each in ids[:position]:
            says = f"the id {each} is taken above; choose another"
            yield Problem(file, (*above, position, "id"), says)


def places_are_unique(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """No two alternatives share a place in the order."""
    taken: dict[int, str] = {}
    for each in knowledge.alternatives.values():
        if each.place in taken:
            says = f"place {each.place} is taken by {taken[each.place]}; choose another"
            yield Problem(file_of(each.id), ("place",), says)
        taken.setdefault(each.place, each.id)


def there_is_an_alternative(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Something can be recommended."""
    if not knowledge.alternatives:
        yield Problem(ALTERNATIVES, (), "there is no alternative; add a file for one")


def weights_sum_to_100(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """The weights of an archetype are percents of one whole."""
    for position, archetype in enumerate(knowledge.archetypes):
        total = sum(archetype.weights.values())
        if total != 100:  # noqa: PLR2004 - percent
            says = f"the weights of {archetype.id} sum to {total}; make them sum to 100"
            yield Problem(ARCHETYPES, (position, "weights"), says)


def weights_name_criteria(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A weight belongs to a criterion."""
    criteria = [criterion.id for criterion in knowledge.criteria]
    for position, archetype in enumerate(knowledge.archetypes):
        for unknown in sorted(set(archetype.weights) - set(criteria)):
            says = f"{unknown} is no criterion; write one of {listed(criteria)}"
            yield Problem(ARCHETYPES, (position, "weights", unknown), says)


def published_scores_are_complete(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """An archetype publishes a score for every alternative."""
    for position, archetype in enumerate(knowledge.archetypes):
        yield from _same_keys(
            archetype.published_scores,
            knowledge.alternatives,
            file=ARCHETYPES,
            path=(position, "published_scores"),
        )


def ranges_are_not_empty(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A range ends where it begins, or above."""
    for position, archetype in enumerate(knowledge.archetypes):
        for name in ("team_size", "model_count"):
            bounds = getattr(archetype, name)
            if bounds.to is not None and bounds.to < bounds.from_:
                says = f"the range ends at {bounds.to}, before {bounds.from_}; exchange the two"
                yield Problem(ARCHETYPES, (position, name), says)


def alternatives_are_rated(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """An alternative is rated on every criterion, and on no other."""
    criteria = [criterion.id for criterion in knowledge.criteria]
    for each in knowledge.alternatives.values():
        yield from _same_keys(each.ratings, criteria, file=file_of(each.id), path=("ratings",))


def alternatives_have_features(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """An alternative fills every row of the feature table, and no other."""
    rows = [row.id for row in knowledge.features]
    for each in knowledge.alternatives.values():
        yield from _same_keys(each.features, rows, file=file_of(each.id), path=("features",))


def _same_keys(
    found: Iterable[str], wanted: Iterable[str], *, file: str, path: Path
) -> Iterator[Problem]:
    name = ".".join(step for step in path if isinstance(step, str))
    for missing in [key for key in wanted if key not in set(found)]:
        yield Problem(file, path, f"{name}.{missing} is missing; write it")
    for unknown in [key for key in found if key not in set(wanted)]:
        says = f"{name}.{unknown} is not known; write one of {listed(wanted)}"
        yield Problem(file, (*path, unknown), says)


def corrections_differ(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A correction changes the lesson's rating."""
    for each in knowledge.alternatives.values():
        for criterion, rating in each.ratings.items():
            if rating.current is not None and rating.current.value == rating.lesson:
                says = "today's rating equals the lesson's; remove current, or change its value"
                path = ("ratings", criterion, "current")
                yield Problem(file_of(each.id), path, says)
