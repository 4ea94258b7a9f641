"""What can be explained: a closed list, found by what people type."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, assert_never

from rapidfuzz import fuzz

from bot.pages import alternatives, archetypes, cost, deciding, evidence, migrations, practice
from bot.pages import ratings as rated
from bot.pages.page import Line, Lines, Page
from bot.pages.parts import described, page, section
from knowledge.schema import AlternativeId, ExampleId, KnowledgeBase

Kind = Literal[
    "overview",
    "alternative",
    "contender",
    "name",
    "criterion",
    "archetype",
    "trap",
    "topic",
    "example",
]
KINDS: Final[Mapping[Kind, str]] = {
    "overview": "The whole of it",
    "alternative": "Alternatives",
    "contender": "Known beyond the lesson",
    "name": "Recognised, not rated",
    "criterion": "Criteria",
    "archetype": "Archetypes",
    "topic": "Topics",
    "trap": "Anti-patterns and mistakes",
    "example": "Code",
}
"""The kinds of subjects in the order of the list, and what they are headed."""

_NEAREST = 3
_LIKELY = 70
"""From this likeness of 100 on a name is offered as one that may have been meant."""
_AS_LIKELY = 15
"""So much less alike than the nearest name others may be."""
_READ = 100
"""How many characters are compared; no name is as long."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that can be explained."""

    id: str
    """As people type it; of an alternative, a criterion and so on the id of the knowledge base."""
    name: str
    kind: Kind
    also_called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Overview:
    """A page on everything of a kind."""

    name: str
    also_called: tuple[str, ...]
    page: Callable[[KnowledgeBase], Page]


_OVERVIEWS: Final[Mapping[str, _Overview]] = {
    "alternatives": _Overview(
        "Alternatives",
        ("orchestrators", "tools", "options", "contenders"),
        alternatives.alternatives,
    ),
    "use_if": _Overview("When to use which", ("use it if", "when to use"), alternatives.use_if),
    "tree": _Overview("Decision tree", ("decision tree", "nodes"), deciding.tree),
    "ratings": _Overview("Ratings", ("rating", "matrix", "comparison matrix"), rated.ratings),
    "scores": _Overview(
        "Printed scores", ("score", "weighted scores", "published scores"), archetypes.scores
    ),
    "archetypes": _Overview("Archetypes", ("weights", "teams"), archetypes.archetypes),
    "criteria": _Overview("Criteria", ("dimensions",), rated.criteria),
    "features": _Overview("Features", ("feature", "feature table"), alternatives.features),
    "lock_in": _Overview("Lock-in", ("vendor lock-in",), alternatives.lock_in),
    "cost": _Overview(
        "Cost", ("costs", "tco", "total cost of ownership", "price", "prices", "pricing"), cost.cost
    ),
    "migration": _Overview("Migration", ("migrations", "migrate"), migrations.migrations),
    "anti_patterns": _Overview("Anti-patterns", ("anti-pattern",), practice.anti_patterns),
    "common_mistakes": _Overview("Common mistakes", ("mistakes",), practice.common_mistakes),
    "proof_of_concept": _Overview(
        "Proof of concept", ("poc", "trial", "trials"), practice.proof_of_concept
    ),
    "checklist": _Overview("Checklist", ("evaluation", "check list"), practice.checklist),
    "outgrown": _Overview("Outgrown", ("signals", "outgrown signals"), practice.outgrown_page),
    "hybrid": _Overview(
        "Hybrid architecture", ("hybrid architecture", "combining tools"), practice.hybrid
    ),
    "constraints": _Overview(
        "Hard constraints", ("hard constraints", "ruled out"), deciding.constraints
    ),
    "questions": _Overview("Questions", ("slots", "slot"), deciding.questions),
    "examples": _Overview("Code examples", ("code", "example"), evidence.examples),
    "sources": _Overview("Sources", ("source", "grades", "evidence"), evidence.sources),
}


def subjects(kb: KnowledgeBase) -> tuple[Subject, ...]:
    """Everything that can be explained, by kind; no two share an id."""
    return tuple(_subjects(kb))


def find(
    text: str, kb: KnowledgeBase, kinds: Collection[Kind] = tuple(KINDS)
) -> Subject | tuple[Subject, ...]:
    """The subject of these kinds that is called so, or those with the nearest names, best first.

    Case, spaces, hyphens and underscores do not matter; an id goes before a name, a name before
    what something is also called, and the first of the list before later ones. An empty tuple:
    none is near.
    """
    among = [subject for subject in subjects(kb) if subject.kind in kinds]
    phrases = [
        *((each.id, each) for each in among),
        *((each.name, each) for each in among),
        *((phrase, each) for each in among for phrase in each.also_called),
    ]
    for phrase, subject in phrases:
        if _key(phrase) == _key(text):
            return subject
    meant = _plain(text[:_READ])
    called = {_plain(phrase): subject for phrase, subject in reversed(phrases)}
    likeness: dict[Subject, float] = {}
    for phrase, subject in called.items():
        likeness[subject] = max(likeness.get(subject, 0), _likeness(phrase, meant))
    least = max(_LIKELY, max(likeness.values(), default=0) - _AS_LIKELY)
    near = [subject for subject, found in likeness.items() if found >= least]
    return tuple(sorted(near, key=lambda each: -likeness[each])[:_NEAREST])


def page_of(subject: Subject, kb: KnowledgeBase) -> Page:
    """The page of a subject; KeyError where the knowledge base does not have it."""
    match subject.kind:
        case "overview":
            return _OVERVIEWS[subject.id].page(kb)
        case "alternative" | "contender":
            return alternatives.alternative(kb.described(AlternativeId(subject.id)), kb)
        case "name":
            return alternatives.known_name({each.id: each for each in kb.names}[subject.id], kb)
        case "criterion":
            return rated.criterion({each.id: each for each in kb.criteria}[subject.id], kb)
        case "archetype":
            return archetypes.archetype({each.id: each for each in kb.archetypes}[subject.id], kb)
        case "trap":
            return practice.trap({each.id: each for each in kb.traps}[subject.id], kb)
        case "topic":
            return practice.topic({each.id: each for each in kb.topics}[subject.id], kb)
        case "example":
            return evidence.example(kb.examples[ExampleId(subject.id)], kb)
        case _:
            assert_never(subject.kind)


def contents(kb: KnowledgeBase) -> Page:
    """Everything that can be explained, by kind, as people type it."""
    known = subjects(kb)
    return page(
        "What can be explained",
        *(
            section(
                heading,
                Lines(tuple(Line(each.name, lead=each.id) for each in known if each.kind == kind)),
            )
            for kind, heading in KINDS.items()
        ),
    )


def _subjects(kb: KnowledgeBase) -> Iterator[Subject]:
    nodes = tuple(node.id for node in kb.tree)
    for key, overview in _OVERVIEWS.items():
        called = (*overview.also_called, *(nodes if key == "tree" else ()))
        yield Subject(key, overview.name, "overview", called)
    for alternative in described(kb):
        called = (alternative.short_name, *alternative.also_called)
        kind: Kind = "alternative" if alternative.is_in_lesson else "contender"
        yield Subject(alternative.id, alternative.name, kind, called)
    for known in kb.names:
        yield Subject(known.id, known.name, "name", known.also_called)
    for criterion in kb.criteria:
        called = (criterion.short_name, *criterion.says)
        yield Subject(criterion.id, criterion.name, "criterion", called)
    for archetype in kb.archetypes:
        yield Subject(archetype.id, archetype.name, "archetype", (f"archetype {archetype.letter}",))
    for topic in kb.topics:
        yield Subject(topic.id, topic.name, "topic", topic.also_called)
    for trap in kb.traps:
        yield Subject(trap.id, trap.name, "trap")
    for example in kb.examples.values():
        yield Subject(example.id, example.name, "example")


def _likeness(one: str, other: str) -> float:
    """From 0 to 100: of their words in whatever order, or of their letters, whichever is more."""
    words = fuzz.token_set_ratio(one, other, score_cutoff=_LIKELY)
    return max(words, fuzz.ratio(one.replace(" ", ""), other.replace(" ", "")))


def _plain(text: str) -> str:
    """Words in lower case with single spaces between them."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _key(text: str) -> str:
    """The same without any space: 'lock-in', 'Lock in' and 'lock_in' are one."""
    return _plain(text).replace(" ", "")
