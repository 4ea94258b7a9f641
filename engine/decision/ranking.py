"""Alternatives by weighted score: exact integers, so that a tie is a tie."""

from collections.abc import Container

from engine.decision.model import Points, Ranked, Weights
from knowledge.schema import Alternative, AlternativeId, CriterionId, Edition, KnowledgeBase


def rank(
    weights: Weights,
    knowledge: KnowledgeBase,
    edition: Edition,
    without: Container[AlternativeId] = (),
) -> tuple[Ranked, ...]:
    """The alternatives that are not ruled out, best first; ties in the order of the knowledge base.

    A contribution is weight times rating, and the points are their sum. Equal points share a rank.
    """
    contributions = {
        alternative: _contributions(facts, weights, edition)
        for alternative, facts in knowledge.alternatives.items()
        if alternative not in without
    }
    points = {alternative: sum(parts.values()) for alternative, parts in contributions.items()}
    scores = list(points.values())
    return tuple(
        Ranked(
            alternative=alternative,
            points=points[alternative],
            rank=1 + sum(score > points[alternative] for score in scores),
            tied=scores.count(points[alternative]) > 1,
            contributions=contributions[alternative],
        )
        for alternative in sorted(points, key=lambda alternative: -points[alternative])
    )


def _contributions(
    facts: Alternative, weights: Weights, edition: Edition
) -> dict[CriterionId, Points]:
    return {
        criterion: percent * facts.ratings[criterion].in_edition(edition)
        for criterion, percent in weights.percents.items()
    }
