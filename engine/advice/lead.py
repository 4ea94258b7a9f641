"""What would turn the lead of one alternative over another, whatever a third does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.decision.model import Points
from engine.sensitivity.model import Flip, RatingFlip
from knowledge.schema import AlternativeId, CriterionId

_LOWEST, _HIGHEST = 1, 5
"""The ends of the scale of ratings."""


@dataclass(frozen=True, slots=True)
class Lead:
    """One alternative ahead of another."""

    leader: AlternativeId
    rival: AlternativeId
    weights: Mapping[CriterionId, int]
    """Percent."""
    ratings: Mapping[CriterionId, tuple[int, int]]
    """The leader's, and the rival's."""

    @property
    def points(self) -> Points:
        """How far the leader is ahead."""
        return sum(self.weights[each] * steps for each, steps in self._steps().items())

    def flip(self) -> Flip | None:
        """The smallest move of weights to where both are level; None where none does it.

        Every point that moves goes to the criterion on which the rival is furthest ahead, and
        comes from those on which the leader is: no other move closes more of the gap.
        """
        steps = self._steps()
        to = min(steps, key=lambda criterion: (steps[criterion], -self.weights[criterion]))
        if steps[to] >= 0:
            return None
        gap, taken = Fraction(self.points), dict[CriterionId, Fraction]()
        for criterion in sorted(steps, key=lambda criterion: -steps[criterion]):
            closes = steps[criterion] - steps[to]
            if gap and closes and self.weights[criterion]:
                taken[criterion] = min(Fraction(self.weights[criterion]), gap / closes)
                gap -= taken[criterion] * closes
        points = sum(taken.values(), Fraction(0))
        return Flip(
            rival=self.rival,
            over="own" if self.weights[to] else "all",
            points=points,
            taken=taken,
            given={to: points},
        )

    def rating_flips(self) -> tuple[RatingFlip, ...]:
        """The single ratings by which the rival leads, all with the fewest steps."""
        found = tuple(self._turning_ratings())
        fewest = min((abs(each.to - each.rating) for each in found), default=0)
        return tuple(each for each in found if abs(each.to - each.rating) == fewest)

    def _turning_ratings(self) -> Iterator[RatingFlip]:
        """Every rating that does it by itself: one of the leader's lower, or the rival's higher."""
        for criterion, (leaders, rivals) in self.ratings.items():
            if not self.weights[criterion]:
                continue
            steps = self.points // self.weights[criterion] + 1
            for alternative, rating, to in (
                (self.leader, leaders, leaders - steps),
                (self.rival, rivals, rivals + steps),
            ):
                if _LOWEST <= to <= _HIGHEST:
                    yield RatingFlip(alternative, criterion, rating, to, leaders=(self.rival,))

    def _steps(self) -> dict[CriterionId, int]:
        """By how many steps the leader is ahead on each criterion; negative where it is behind."""
        return {criterion: one - other for criterion, (one, other) in self.ratings.items()}
