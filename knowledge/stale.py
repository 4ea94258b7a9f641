"""Which sources are old, so that the claims that rest on them are checked again."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.schema import Fact, KnowledgeBase, Source, SourceId

LESSON: Final = SourceId("lesson")


@dataclass(frozen=True, slots=True)
class Dated:
    """A source, how old it is, and how much rests on it."""

    id: SourceId
    source: Source
    days: int | None
    """Since the first day that its date can mean; 0 where that is to come, None where it is
    undated."""
    claims: int
    """Statements, ratings, prices and the like that cite it."""


@dataclass(frozen=True, slots=True)
class Staleness:
    """The sources to check again."""

    old: tuple[Dated, ...]
    """The oldest first; equally old ones with the most claims first."""
    undated: tuple[Dated, ...]
    """With the most claims first."""
    lesson: Dated | None
    """The lesson is history and does not go stale: where facts have moved, what holds today stands
    beside its statements, with a source of its own."""


def staleness(knowledge: KnowledgeBase, today: date, older_than: int) -> Staleness:
    """The sources that are more than this many days old, and those without a date."""
    cited = Counter(_cited(knowledge))
    dated = [
        Dated(id_, source, _age(source, today), cited[id_])
        for id_, source in _declared(knowledge).items()
    ]
    dated.sort(key=lambda each: (-(each.days or 0), -each.claims, each.id))
    others = [each for each in dated if each.id != LESSON]
    return Staleness(
        old=tuple(each for each in others if each.days is not None and each.days > older_than),
        undated=tuple(each for each in others if each.days is None),
        lesson=next((each for each in dated if each.id == LESSON), None),
    )


def first_day(as_of: str) -> date | None:
    """The first day that a date can mean: 2026 is 2026-01-01; None for ``undated``.

    What a source said on an inexact date may be as old as that day, so it is looked up again rather
    too early than too late.

    Args:
        as_of: Checked: a day, a month, a year, a range of years, or ``undated``.
    """
    if as_of == "undated":
        return None
    if len(as_of) == len("2025-2026"):
        as_of = as_of.partition("-")[0]
    return date.fromisoformat(as_of + "0000-01-01"[len(as_of) :])


def _age(source: Source, today: date) -> int | None:
    since = first_day(source.as_of)
    return None if since is None else max(0, (today - since).days)


def _declared(knowledge: KnowledgeBase) -> dict[SourceId, Source]:
    described = (*knowledge.alternatives.values(), *knowledge.contenders.values())
    places = (knowledge.sources, knowledge.costs.sources, *(each.sources for each in described))
    return {id_: source for place in places for id_, source in place.items()}


def _cited(fact: object) -> Iterator[SourceId]:
    """The source of everything in here that names one."""
    match fact:
        case Fact():
            for name in type(fact).model_fields:
                value = getattr(fact, name)
                if name == "source":
                    yield SourceId(value)
                else:
                    yield from _cited(value)
        case Mapping():
            for each in fact.values():
                yield from _cited(each)
        case tuple():
            for each in fact:
                yield from _cited(each)
