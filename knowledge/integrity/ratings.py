"""Rules on alternatives and archetypes: names, order, weights, and completeness of ratings."""

from collections.abc import Iterable, Iterator

from knowledge.integrity.names import (
    ALTERNATIVES,
    ARCHETYPES,
    CONTENDERS,
    NAMES,
    file_of,
    listed,
)
from knowledge.integrity.questions import as_heard
from knowledge.plain_yaml import Path
from knowledge.problem import Problem
from knowledge.schema import (
    NO_ORCHESTRATOR,
    Alternative,
    Feature,
    KnowledgeBase,
    KnownName,
    Rating,
)


def ids_mean_one_alternative(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """An id is that of one alternative, contender or name, whatever the file."""
    taken: dict[str, str] = {}
    for file, path, each in _named(knowledge):
        if taken.setdefault(each.id, file) != file:
            says = f"the id {each.id} is taken in {taken[each.id]}; choose another"
            yield Problem(file, (*path, "id"), says)


def names_mean_one_alternative(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """What people type for an alternative, contender or name means no other."""
    meant: dict[str, str] = {}
    for file, path, each in _named(knowledge):
        for at, phrase in _phrases(each):
            meaning = meant.setdefault(as_heard(phrase), each.id)
            if meaning != each.id:
                says = f"{phrase!r} already means {meaning}; keep it in one place"
                yield Problem(file, (*path, *at), says)


def names_are_in_lower_case(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """What people type is written in the one way that all others are."""
    for file, path, each in _named(knowledge):
        for number, phrase in enumerate(each.also_called):
            if phrase != phrase.lower():
                says = f"{phrase!r} is not in lower case; write {phrase.lower()!r}"
                yield Problem(file, (*path, "also_called", number), says)


def _named(knowledge: KnowledgeBase) -> Iterator[tuple[str, Path, Alternative | KnownName]]:
    """All that people ask for by name, with its file and its place in it."""
    for file, each in _described(knowledge):
        yield file, (), each
    for position, name in enumerate(knowledge.names):
        yield NAMES, (position,), name


def _described(knowledge: KnowledgeBase) -> Iterator[tuple[str, Alternative]]:
    for folder, described in (
        (ALTERNATIVES, knowledge.alternatives),
        (CONTENDERS, knowledge.contenders),
    ):
        for each in described.values():
            yield file_of(each.id, folder), each


def _phrases(each: Alternative | KnownName) -> Iterator[tuple[Path, str]]:
    yield ("id",), each.id.replace("_", " ")
    yield ("name",), each.name
    if isinstance(each, Alternative):
        yield ("short_name",), each.short_name
    for number, phrase in enumerate(each.also_called):
        yield ("also_called", number), phrase


def places_are_unique(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """No two alternatives share a place in the order, contenders included."""
    taken: dict[int, str] = {}
    for file, each in _described(knowledge):
        if each.place in taken:
            says = f"place {each.place} is taken by {taken[each.place]}; choose another"
            yield Problem(file, ("place",), says)
        taken.setdefault(each.place, each.id)


def there_is_an_alternative(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Something can be recommended."""
    if not knowledge.alternatives:
        yield Problem(ALTERNATIVES, (), "there is no alternative; add a file for one")


def no_orchestrator_is_described(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """To have no orchestrator yet can be explained and compared."""
    if NO_ORCHESTRATOR not in knowledge.contenders:
        file = file_of(NO_ORCHESTRATOR, CONTENDERS)
        yield Problem(file, (), "the file is missing; add it")


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
    """An alternative or contender is rated on every criterion, and on no other."""
    criteria = [criterion.id for criterion in knowledge.criteria]
    for file, each in _described(knowledge):
        yield from _same_keys(each.ratings, criteria, file=file, path=("ratings",))


def alternatives_have_features(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """An alternative fills every row of the feature table, a contender some, and neither others."""
    rows = [row.id for row in knowledge.features]
    for file, each in _described(knowledge):
        if _is_of_the_lesson(file):
            yield from _missing_keys(each.features, rows, file=file, path=("features",))
        yield from _unknown_keys(each.features, rows, file=file, path=("features",))


def alternatives_alone_are_the_lessons(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """The lesson has a word for every rating and feature of an alternative, none of a contender."""
    for file, each in _described(knowledge):
        for path, cell in _cells(each):
            if _is_of_the_lesson(file) and cell.lesson is None:
                yield Problem(file, path, f"{_name(path)}.lesson is missing; write it")
            if not _is_of_the_lesson(file) and cell.lesson is not None:
                says = f"the lesson does not know {each.id}; write current"
                yield Problem(file, (*path, "lesson"), says)


def _is_of_the_lesson(file: str) -> bool:
    return file.startswith(ALTERNATIVES)


def _cells(alternative: Alternative) -> Iterator[tuple[Path, Rating | Feature]]:
    for criterion, rating in alternative.ratings.items():
        yield ("ratings", criterion), rating
    for row, feature in alternative.features.items():
        yield ("features", row), feature


def _same_keys(
    found: Iterable[str], wanted: Iterable[str], *, file: str, path: Path
) -> Iterator[Problem]:
    yield from _missing_keys(found, wanted, file=file, path=path)
    yield from _unknown_keys(found, wanted, file=file, path=path)


def _missing_keys(
    found: Iterable[str], wanted: Iterable[str], *, file: str, path: Path
) -> Iterator[Problem]:
    for missing in [key for key in wanted if key not in set(found)]:
        yield Problem(file, path, f"{_name(path)}.{missing} is missing; write it")


def _unknown_keys(
    found: Iterable[str], known: Iterable[str], *, file: str, path: Path
) -> Iterator[Problem]:
    for unknown in [key for key in found if key not in set(known)]:
        says = f"{_name(path)}.{unknown} is not known; write one of {listed(known)}"
        yield Problem(file, (*path, unknown), says)


def _name(path: Path) -> str:
    return ".".join(step for step in path if isinstance(step, str))


def corrections_differ(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A correction changes the lesson's rating."""
    for file, each in _described(knowledge):
        for criterion, rating in each.ratings.items():
            if rating.current is not None and rating.current.value == rating.lesson:
                says = "today's rating equals the lesson's; remove current, or change its value"
                yield Problem(file, ("ratings", criterion, "current"), says)
