"""Pages on the kinds of team: their weights, and the scores that the lesson printed for them."""

from collections.abc import Iterator, Mapping

from bot.pages.page import Grid, Line, Lines, Page
from bot.pages.parts import lesson, lines, page, section, text
from bot.pages.words import listed, name, points
from engine.decision.model import Points
from knowledge.schema import (
    AlternativeId,
    Archetype,
    CriterionId,
    Edition,
    KnowledgeBase,
    Range,
)

_OFF: Points = 10
"""A printed score that differs by so much differs by more than rounding."""


def archetypes(kb: KnowledgeBase) -> Page:
    """The kinds of team and their weights."""
    return page(
        "Archetypes",
        section(
            "",
            text(
                "The lesson has weights for these kinds of team. A team between two gets a blend "
                "of both, by where its size and its models lie between theirs; the blend is this "
                "project's own rule.",
            ),
        ),
        *(section(_title(each), *_weights(each, kb)) for each in kb.archetypes),
        see_also=("scores", "criteria", *(each.id for each in kb.archetypes)),
    )


def archetype(found: Archetype, kb: KnowledgeBase) -> Page:
    """One kind of team: its weights, and its scores."""
    return page(
        _title(found),
        section("", *_weights(found, kb)),
        section("To know", lines(found.cautions, kb)),
        section("Scores", *_scores(found, kb)),
        see_also=("archetypes", "scores", "ratings"),
    )


def scores(kb: KnowledgeBase) -> Page:
    """The scores that the lesson printed beside those that follow from its own matrix."""
    return page(
        "Printed scores and what follows from the ratings",
        section("", text(_agreement(kb))),
        *(
            section(_title(each), *_scores(each, kb), lines(each.cautions, kb))
            for each in kb.archetypes
        ),
        see_also=("ratings", "archetypes"),
    )


def _title(found: Archetype) -> str:
    return f"{found.name} (archetype {found.letter})"


def _weights(found: Archetype, kb: KnowledgeBase) -> tuple[Lines, Grid]:
    who = Lines(
        (
            Line(found.description, sources=(kb.source(found.source),)),
            Line(_range(found.team_size), lead="People who work on ML"),
            Line(_range(found.model_count), lead="Models"),
        )
    )
    names = {CriterionId(each.id): each.name for each in kb.criteria}
    weighs = Grid(
        ("Criterion", "Weight"),
        tuple((names[each], f"{percent} %") for each, percent in found.weights.items()),
        sources=(kb.source(found.source),),
    )
    return who, weighs


def _range(found: Range) -> str:
    return f"{found.from_} to {found.to}" if found.to is not None else f"{found.from_} or more"


def _scores(found: Archetype, kb: KnowledgeBase) -> tuple[Lines, Grid]:
    printed = {each: _hundredths(score) for each, score in found.published_scores.items()}
    matrix = _computed(found, kb, Edition.LESSON)
    today = _computed(found, kb, Edition.CURRENT)
    who = (
        Line(f"{_leaders(printed, kb)}.", lead="As printed", sources=(lesson(kb),)),
        Line(_with_points(matrix, kb), lead="By the lesson's own ratings"),
        Line(_with_points(today, kb), lead="By today's ratings"),
    )
    of = (
        (Line(f"The lesson printed them for {found.published_for}."),)
        if found.published_for
        else ()
    )
    rows = tuple(
        (name(kb, each), found.published_scores[each], points(matrix[each]), points(today[each]))
        for each in sorted(printed, key=lambda each: -printed[each])
    )
    heading = ("Alternative", "Printed", "Its own ratings", "Today's ratings")
    return Lines((*who, *of)), Grid(heading, rows, sources=(lesson(kb),))


def _computed(found: Archetype, kb: KnowledgeBase, edition: Edition) -> dict[AlternativeId, Points]:
    """What the ratings and this archetype's weights give, for each that the lesson scores."""
    return {
        each: sum(
            percent * kb.alternatives[each].ratings[criterion].in_edition(edition)
            for criterion, percent in found.weights.items()
        )
        for each in found.published_scores
    }


def _leaders(figures: Mapping[AlternativeId, Points], kb: KnowledgeBase) -> str:
    best = max(figures.values())
    names = [name(kb, each) for each, figure in figures.items() if figure == best]
    return f"{listed(names)} {'leads' if len(names) == 1 else 'tie'}"


def _with_points(figures: Mapping[AlternativeId, Points], kb: KnowledgeBase) -> str:
    return f"{_leaders(figures, kb)} at {points(max(figures.values()))}."


def _agreement(kb: KnowledgeBase) -> str:
    """How many printed scores are what the lesson's own matrix gives."""
    gaps = [abs(gap) for each in kb.archetypes for gap in _gaps(each, kb)]
    equal = gaps.count(0)
    off = sum(gap >= _OFF for gap in gaps)
    return (
        f"Of {len(gaps)} printed scores {equal} are exactly what the lesson's own ratings and "
        f"weights give, {len(gaps) - equal - off} are within rounding, and {off} are off by 0.10 "
        "or more. Advice is reckoned from the ratings, never from the printed scores."
    )


def _gaps(found: Archetype, kb: KnowledgeBase) -> Iterator[Points]:
    computed = _computed(found, kb, Edition.LESSON)
    for each, printed in found.published_scores.items():
        yield _hundredths(printed) - computed[each]


def _hundredths(printed: str) -> Points:
    """A printed score in hundredths: '2.8' is 280."""
    whole, _, fraction = printed.partition(".")
    return int(whole) * 100 + int(fraction.ljust(2, "0"))
