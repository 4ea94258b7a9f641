"""The smallest change of one rating after which the first is no longer first. By trying all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from engine.decision.model import Points, Ranked
from engine.sensitivity.model import RatingFlip
from knowledge.schema import AlternativeId, CriterionId, Edition, KnowledgeBase

_RATINGS: Final = range(1, 6)


def rating_flips(
    ranking: Sequence[Ranked],
    percents: Mapping[CriterionId, int],
    knowledge: KnowledgeBase,
    edition: Edition,
) -> tuple[RatingFlip, ...]:
    """All changes of one rating, by the fewest steps, that take the first place from the first.

    From the first of the ranking, whoever ties with it today: another leads then, or several tie,
    and it is not among them. In the order of the ranking, then of the criteria. Empty where no
    single rating can do it.
    """
    found = list(_changes(ranking, percents, knowledge, edition))
    fewest = min((abs(flip.to - flip.rating) for flip in found), default=0)
    return tuple(flip for flip in found if abs(flip.to - flip.rating) == fewest)


def _changes(
    ranking: Sequence[Ranked],
    percents: Mapping[CriterionId, int],
    knowledge: KnowledgeBase,
    edition: Edition,
) -> Iterator[RatingFlip]:
    points = {entry.alternative: entry.points for entry in ranking}
    for alternative, before in points.items():
        ratings = knowledge.alternatives[alternative].ratings
        for criterion, percent in percents.items():
            rating = ratings[criterion].in_edition(edition)
            for to in _RATINGS:
                changed = before + percent * (to - rating)
                leaders = _leaders({**points, alternative: changed})
                if ranking[0].alternative not in leaders:
                    yield RatingFlip(alternative, criterion, rating, to, leaders)


def _leaders(points: Mapping[AlternativeId, Points]) -> tuple[AlternativeId, ...]:
    """Who has the most points."""
    most = max(points.values())
    return tuple(alternative for alternative, each in points.items() if each == most)
