"""The smallest move of weights after which a rival leads the ranking alone: a linear program.

Solved in floating point by HiGHS, and made exact: the solution is read as fractions and checked
with them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

import highspy
import numpy as np

from engine.decision.model import Ranked
from engine.sensitivity.model import Flip
from knowledge.schema import AlternativeId, CriterionId, Edition, KnowledgeBase

_ALL: Final = 100
_LEADS: Final = 1e-6
"""A margin, in hundredths of a score, that is more than the noise of floating point."""
_DENOMINATORS: Final = (10**3, 10**4, 10**5, 10**6)
"""How fine the fractions may be; the coarsest that are a solution are taken."""

_Ratings = Mapping[AlternativeId, Mapping[CriterionId, int]]
_Moved = dict[CriterionId, Fraction]


def flips(
    ranking: Sequence[Ranked],
    percents: Mapping[CriterionId, int],
    knowledge: KnowledgeBase,
    edition: Edition,
) -> tuple[Flip, ...]:
    """For each rival of the first of the ranking the smallest move of weights by which it wins.

    A move takes weight from some criteria and gives it to others, none falls below 0, and its size
    is what is taken, in points of 100. A rival has no flip where no weights at all let it lead
    alone against everybody in the ranking. The smallest come first; equal ones in the order of the
    ranking, those over the criteria that weigh something before those over all.
    """
    ratings = {
        entry.alternative: {
            criterion: knowledge.alternatives[entry.alternative]
            .ratings[criterion]
            .in_edition(edition)
            for criterion in percents
        }
        for entry in ranking
    }
    own = {criterion: percent for criterion, percent in percents.items() if percent}
    found: list[Flip] = []
    for rival in ranking[1:]:
        least = _smallest(_Contest(rival.alternative, ratings, own), "own")
        over_all = (
            least and replace(least, over="all")
            if len(own) == len(percents)
            else _smallest(_Contest(rival.alternative, ratings, percents), "all")
        )
        found += [flip for flip in (least, over_all) if flip is not None]
    return tuple(sorted(found, key=lambda flip: flip.points))


@dataclass(frozen=True, slots=True)
class _Contest:
    """A rival against everybody else, over the criteria that may weigh something."""

    rival: AlternativeId
    ratings: _Ratings
    weights: Mapping[CriterionId, int]

    def ahead_of(self, other: AlternativeId) -> dict[CriterionId, int]:
        """By how much the rival is rated higher, on each criterion."""
        return {
            criterion: self.ratings[self.rival][criterion] - self.ratings[other][criterion]
            for criterion in self.weights
        }

    @property
    def others(self) -> list[AlternativeId]:
        return [each for each in self.ratings if each != self.rival]

    def is_levelled_by(self, moved: _Moved) -> bool:
        """Whether a move leaves proper weights at which the rival is level with the best other."""
        after = {criterion: weight + moved[criterion] for criterion, weight in self.weights.items()}
        leads = [
            sum(after[criterion] * ahead for criterion, ahead in self.ahead_of(other).items())
            for other in self.others
        ]
        return sum(moved.values()) == 0 and min(after.values()) >= 0 and min(leads) == 0


def _smallest(contest: _Contest, over: Literal["own", "all"]) -> Flip | None:
    solved = _solved(contest)
    if solved is None:
        return None
    moved = _exact(solved, contest)
    given = {criterion: amount for criterion, amount in moved.items() if amount > 0}
    taken = {criterion: -amount for criterion, amount in moved.items() if amount < 0}
    points = sum(given.values(), Fraction(0))
    return Flip(contest.rival, over, points=points, taken=taken, given=given)


def _exact(solved: Sequence[float], contest: _Contest) -> _Moved:
    for denominator in _DENOMINATORS:
        moved = {
            criterion: Fraction(amount).limit_denominator(denominator)
            for criterion, amount in zip(contest.weights, solved, strict=True)
        }
        if contest.is_levelled_by(moved):
            return moved
    raise ArithmeticError(f"the linear program for {contest.rival} has no exact solution")


def _solved(contest: _Contest) -> list[float] | None:
    """How much each weight moves, in points; None where the rival cannot lead alone.

    First the margin by which the rival leads is made as large as it can be: where that is nothing,
    no weights will do. Then it is let go, and the move is made as small as it can be.
    """
    program = _program(contest)
    margin, count = program.num_col_ - 1, len(contest.weights)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no annotations
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.passModel(program)
    solver.run()
    is_solved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if not is_solved or solver.getSolution().col_value[margin] < _LEADS:
        return None
    solver.changeColBounds(margin, 0.0, 0.0)
    for column in range(count):
        solver.changeColCost(column, 1.0)
    solver.run()
    values = solver.getSolution().col_value
    return [values[column] - values[count + column] for column in range(count)]


def _program(contest: _Contest) -> highspy.HighsLp:
    """The columns are what each weight gains, what each loses, and the margin, which is maximised.

    The rows say that all gains are all losses, and that the rival is ahead of each other one by the
    margin at least.
    """
    weights = np.array(list(contest.weights.values()), dtype=np.double)
    ahead = np.array(
        [list(contest.ahead_of(other).values()) for other in contest.others], dtype=np.double
    )
    balanced = np.concatenate([np.ones(len(weights)), -np.ones(len(weights)), [0.0]])
    rows = np.vstack([balanced, np.hstack([ahead, -ahead, -np.ones((len(ahead), 1))])])
    count, columns = rows.shape
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = columns, count
    program.col_cost_ = np.concatenate([np.zeros(columns - 1), [-1.0]])
    program.col_lower_ = np.zeros(columns)
    program.col_upper_ = np.concatenate([_ALL - weights, weights, [1.0]])
    program.row_lower_ = np.concatenate([[0.0], -(ahead @ weights)])
    program.row_upper_ = np.concatenate([[0.0], np.full(len(ahead), highspy.kHighsInf)])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.arange(count + 1) * columns
    program.a_matrix_.index_ = np.tile(np.arange(columns), count)
    program.a_matrix_.value_ = rows.ravel()
    return program
